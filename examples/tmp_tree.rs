use filature::evaluate::examples::describe;
use filature::model::*;
use filature::pipeline::Pipeline;
fn main() {
    let path = std::env::var("CONLLU").unwrap();
    let tag = std::env::var("LANGUAGE_TAG").unwrap();
    let pipeline = Pipeline::bundled().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let mut txt = String::new();
    let mut sentences = Vec::new();
    for block in text.split("\n\n") {
        let mut tokens = Vec::new();
        let s0 = txt.len();
        for line in block.lines() {
            if line.starts_with('#') {
                continue;
            }
            let c: Vec<_> = line.split('\t').collect();
            if c.len() < 8 || c[0].contains('-') || c[0].contains('.') {
                continue;
            }
            let start = txt.len();
            txt.push_str(c[1]);
            let end = txt.len();
            txt.push(' ');
            tokens.push(Token {
                span: Span::new(start, end),
                form: c[1].into(),
                lemma: c[2].into(),
                upos: c[3].parse().unwrap_or(Upos::X),
                feats: Features::from_conllu(c[5]),
                head: c[6].parse::<usize>().unwrap().checked_sub(1),
                deprel: Deprel::new(c[7]),
            });
        }
        if tokens.is_empty() {
            continue;
        }
        sentences.push(Sentence {
            span: Span::new(s0, txt.len() - 1),
            tokens,
            paragraph: sentences.len(),
            ..Sentence::default()
        });
        txt.push('\n');
    }
    let document =
        Document::new(NewDocument { source: "x".into(), text: txt.clone(), metadata: DocumentMetadata::default() });
    let reading = pipeline.read_annotated(AnnotatedDocument { document, language: tag, sentences });
    let offs = CharOffsets::new(&txt);
    let kept: std::collections::BTreeSet<_> =
        reading.claims.claims.values().flat_map(|c| c.evidence.iter().map(|e| (e.rule.clone(), e.trigger))).collect();
    for (i, s) in reading.detected.annotated.sentences.iter().enumerate() {
        let rels: Vec<_> = reading.relations.iter().filter(|r| r.sentence == i).collect();
        if rels.is_empty() {
            continue;
        }
        println!("## {}", s.span.of(&txt));
        for r in rels {
            let k = kept.contains(&(r.rule.clone(), offs.to_chars(r.trigger)));
            println!("   {} {} <{}>", if k { "+" } else { "-" }, describe(&reading, r), r.rule);
        }
    }
}
