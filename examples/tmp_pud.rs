use filature::extract::extract;
use filature::model::*;
use filature::resources::Resources;

fn main() {
    let path = std::env::var("CONLLU").unwrap();
    let tag = std::env::var("LANGUAGE_TAG").unwrap();
    let folder = filature::data_folder::DataFolder::bundled_languages().subfolder(&tag);
    let ontology = filature::ontology::Ontology::load(&filature::data_folder::DataFolder::bundled_ontology()).unwrap();
    let pack = filature::language::LanguagePack::load(&folder).unwrap();
    let rules = filature::extract::CompiledRules::new(&pack, &ontology).unwrap();
    let _ = Resources::bundled;
    let text = std::fs::read_to_string(path).unwrap();
    for block in text.split("\n\n") {
        let mut tokens = Vec::new();
        let mut txt = String::new();
        let mut gold = String::new();
        for line in block.lines() {
            if let Some(t) = line.strip_prefix("# text = ") {
                gold = t.to_owned();
            }
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
        let sentence = Sentence { span: Span::new(0, txt.len()), tokens, ..Sentence::default() };
        let mut mentions = Vec::new();
        let n = sentence.tokens.len();
        let mut i = 0;
        while i < n {
            let is_name = |k: usize| sentence.tokens[k].upos == Upos::Propn;
            if is_name(i) {
                let mut j = i + 1;
                while j < n
                    && is_name(j)
                    && (sentence.tokens[j]
                        .head
                        .is_some_and(|h| h >= i && h < j && sentence.tokens[j].deprel.universal() != "conj")
                        || (i..j).any(|k| {
                            sentence.tokens[k].head == Some(j) && sentence.tokens[k].deprel.as_str() != "nmod:poss"
                        }))
                {
                    j += 1;
                }
                let head = (i..j).find(|&k| sentence.tokens[k].head.is_none_or(|h| h < i || h >= j)).unwrap_or(i);
                mentions.push(Mention {
                    span: sentence.tokens[i].span.cover(sentence.tokens[j - 1].span),
                    sentence: 0,
                    tokens: i..j,
                    head,
                    kind: MentionKind::Name,
                    entity_type: None,
                });
                i = j;
            } else {
                let t = &sentence.tokens[i];
                if t.feats.has("PronType", "Prs") && !t.feats.has("Reflex", "Yes") && t.lemma != "se" {
                    mentions.push(Mention {
                        span: t.span,
                        sentence: 0,
                        tokens: i..i + 1,
                        head: i,
                        kind: MentionKind::Pronoun,
                        entity_type: None,
                    });
                } else if let Some(s) = pack.expressions.nominal_sense(&sentence, i) {
                    mentions.push(Mention {
                        span: t.span,
                        sentence: 0,
                        tokens: i..i + 1,
                        head: i,
                        kind: MentionKind::Nominal,
                        entity_type: Some(s.entity_type.clone()),
                    });
                }
                i += 1;
            }
        }
        let document =
            Document::new(NewDocument { source: "x".into(), text: txt.clone(), metadata: DocumentMetadata::default() });
        let detected = DetectedDocument {
            annotated: AnnotatedDocument { document, language: tag.clone(), sentences: vec![sentence] },
            mentions,
            values: vec![],
        };
        let rels = extract(&detected, &pack, &rules, &ontology);
        if rels.is_empty() {
            continue;
        }
        println!("## {gold}");
        for r in rels {
            let t = |a: Argument| match a {
                Argument::Mention(m) => detected.mention_text(m).to_owned(),
                Argument::Value(_) => "V".into(),
            };
            let kind = |a: Argument| match a {
                Argument::Mention(m) => format!("{:?}", detected.mention(m).kind),
                Argument::Value(_) => "V".into(),
            };
            let by: Vec<_> = r
                .attribution
                .iter()
                .map(|a| {
                    format!(
                        "{}={}",
                        a.stance,
                        match &a.speaker {
                            MentionSpeaker::Mention(m) => detected.mention_text(*m).to_owned(),
                            MentionSpeaker::Text(s) => s.of(&txt).to_owned(),
                        }
                    )
                })
                .collect();
            println!(
                "   {} [{}] -{}-> {} [{}] {} {} {:?} <{}> {:?}",
                t(r.subject),
                kind(r.subject),
                r.relation,
                t(r.object),
                kind(r.object),
                r.polarity,
                r.modality,
                by,
                r.rule,
                r.qualifiers.iter().map(|q| format!("{}={}", q.kind, q.span.of(&txt))).collect::<Vec<_>>()
            );
        }
    }
}
