use filature::evaluate::examples::{check_examples, describe};
use filature::model::*;
use filature::pipeline::Pipeline;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let pipeline = match Pipeline::bundled() {
        Ok(p) => p,
        Err(e) => {
            for d in e {
                println!("{d}");
            }
            return;
        }
    };
    if args[0] == "examples" {
        let fails = check_examples(pipeline.resources());
        for d in &fails {
            println!("{} {}", d.place.as_ref().map(|p| p.to_string()).unwrap_or_default(), d.message);
            for h in &d.hints {
                println!("      {h}");
            }
        }
        println!("{} failures", fails.len());
        return;
    }
    let mentions_too = std::env::var("MENTIONS").is_ok();
    let tree = std::env::var("TREE").is_ok();
    for path in &args {
        let text = if path.contains(' ') { path.clone() } else { std::fs::read_to_string(path).unwrap() };
        let meta = DocumentMetadata { language: std::env::var("LANGUAGE_TAG").ok(), ..Default::default() };
        let Some(reading) = pipeline.read(Document::new(NewDocument { source: path.clone(), text, metadata: meta }))
        else {
            println!("no language {path}");
            continue;
        };
        println!("##### {path}");
        let text = reading.detected.annotated.text();
        for (i, s) in reading.detected.annotated.sentences.iter().enumerate() {
            let rels: Vec<_> = reading.relations.iter().filter(|r| r.sentence == i).collect();
            if rels.is_empty() && !tree && !mentions_too {
                continue;
            }
            println!("[{i}] {:?} {}", s.kind, s.span.of(text).replace('\n', " "));
            if tree {
                for (k, t) in s.tokens.iter().enumerate() {
                    println!(
                        "      {} {} {} {} {} {} {}",
                        k + 1,
                        t.form,
                        t.lemma,
                        t.upos,
                        t.feats.as_conllu(),
                        t.head.map_or(0, |h| h + 1),
                        t.deprel
                    );
                }
            }
            if mentions_too {
                for (k, m) in reading.detected.mentions.iter().enumerate() {
                    if m.sentence == i {
                        println!(
                            "      <{}> {:?} {:?} -> {:?}",
                            m.span.of(text),
                            m.kind,
                            m.entity_type.as_ref().map(|t| t.as_str()),
                            reading.linked.links[k].entity.as_ref().map(|e| e.as_str())
                        );
                    }
                }
            }
            for r in rels {
                let ent = |a: Argument| match a {
                    Argument::Mention(m) => {
                        reading.linked.entity_of(m).map_or("?".to_owned(), |e| format!("{}:{}", e.label, e.entity_type))
                    }
                    Argument::Value(_) => "value".into(),
                };
                let kept = reading.claims.claims.values().any(|c| {
                    c.evidence
                        .iter()
                        .any(|e| e.rule == r.rule && e.trigger == CharOffsets::new(text).to_chars(r.trigger))
                });
                println!(
                    "   {} {}   <{}> {{{} -> {}}}",
                    if kept { "+" } else { "-" },
                    describe(&reading, r),
                    r.rule,
                    ent(r.subject),
                    ent(r.object)
                );
            }
        }
    }
}
