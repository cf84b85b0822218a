//! throw-away
use filature::model::*;
use filature::pipeline::Pipeline;
fn main() {
    let p = Pipeline::bundled().unwrap();
    let lang = std::env::args().nth(1).unwrap();
    let conllu = std::env::args().nth(2).as_deref() == Some("c");
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let d = Document::new(NewDocument {
            source: "t".into(),
            text: line.replace("\\n", "\n"),
            metadata: DocumentMetadata { language: Some(lang.clone()), ..Default::default() },
        });
        let line = d.text.clone();
        let r = p.read(d).unwrap();
        println!("### {line}");
        if conllu {
            for s in &r.detected.annotated.sentences {
                for (i, t) in s.tokens.iter().enumerate() {
                    println!(
                        "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                        i + 1,
                        t.form,
                        t.lemma,
                        t.upos,
                        t.head.map_or(0, |h| h + 1),
                        t.deprel,
                        t.feats.as_conllu()
                    );
                }
                println!();
            }
        }
        for (i, m) in r.detected.mentions.iter().enumerate() {
            let l = &r.linked.links[i];
            println!(
                "  {:?} {:?} {:?} -> {:?} cands {:?}",
                m.kind,
                m.span.of(&line),
                m.entity_type.as_ref().map(|t| t.as_str().to_owned()),
                l.entity.as_ref().map(|e| e.as_str().to_owned()),
                l.candidates.iter().map(|c| format!("{}:{}", c.entity, c.score)).collect::<Vec<_>>()
            );
        }
        let arg = |a: Argument| match a {
            Argument::Mention(m) => r.detected.mention_text(m).to_owned(),
            Argument::Value(v) => r.detected.value(v).span.of(&line).to_owned(),
        };
        for x in &r.relations {
            println!(
                "  R {} | {} | {} [{} {}] {} trig {:?} q {:?} a {:?}",
                arg(x.subject),
                x.relation,
                arg(x.object),
                x.polarity,
                x.modality,
                x.rule,
                x.trigger.of(&line),
                x.qualifiers.iter().map(|q| (q.kind, q.span.of(&line))).collect::<Vec<_>>(),
                x.attribution
            );
        }
        println!("  => {} claims", r.claims.claims.len());
    }
}
