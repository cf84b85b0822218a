#![allow(missing_docs, clippy::all)]
use filature::model::*;
use filature::resources::Resources;
use std::collections::*;

struct Gold {
    kind: char,
    chain: String,
}
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let verbose = std::env::args().nth(2).unwrap_or_default();
    let text = std::fs::read_to_string(path).unwrap();
    let resources = Resources::bundled().unwrap();
    let mut docs: Vec<(String, String, Vec<Sentence>, String, Vec<(usize, usize, usize, char, String, String)>)> =
        vec![];
    for line in text.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        match f[0] {
            "D" => docs.push((f[1].into(), f[2].into(), vec![], String::new(), vec![])),
            "S" => {
                let d = docs.last_mut().unwrap();
                d.3.push('\n');
                d.2.push(Sentence { paragraph: f[1].parse().unwrap(), ..Default::default() });
            }
            "T" => {
                let d = docs.last_mut().unwrap();
                let t = &mut d.3;
                if !(t.ends_with(['\n', '(', '\'', '’']) || [",", ".", ")", "'s", "’s"].contains(&f[1])) {
                    t.push(' ');
                }
                let start = t.len();
                t.push_str(f[1]);
                let head: usize = f[5].parse().unwrap();
                d.2.last_mut().unwrap().tokens.push(Token {
                    span: Span::new(start, t.len()),
                    form: f[1].into(),
                    lemma: f[2].into(),
                    upos: f[3].parse().unwrap_or_default(),
                    feats: Features::from_conllu(f[4]),
                    head: head.checked_sub(1),
                    deprel: Deprel::new(f[6]),
                });
            }
            "M" => {
                docs.last_mut().unwrap().4.push((
                    f[1].parse().unwrap(),
                    f[2].parse().unwrap(),
                    f[3].parse().unwrap(),
                    f[4].chars().next().unwrap(),
                    f[5].into(),
                    f[6].into(),
                ));
            }
            _ => {}
        }
    }
    let mut totals: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for (tag, name, mut sentences, text, ms) in docs {
        for s in &mut sentences {
            if let (Some(a), Some(b)) = (s.tokens.first(), s.tokens.last()) {
                s.span = Span::new(a.span.start, b.span.end);
            }
        }
        let mut mentions: Vec<(Mention, Gold)> = vec![];
        for (si, s, e, kind, ty, chain) in ms {
            let toks = &sentences[si].tokens;
            let head = (s..e).find(|&i| toks[i].head.is_none_or(|h| h < s || h >= e)).unwrap_or(s);
            let sense = resources.language(&tag).unwrap().pack.expressions.nominal_sense(&sentences[si], head);
            let entity_type = match kind {
                'N' => (!ty.is_empty()).then(|| EntityTypeId::from_text(ty)),
                'M' => sense.map(|s| s.entity_type.clone()),
                _ => None,
            };
            let mk = match kind {
                'N' => MentionKind::Name,
                'M' => MentionKind::Nominal,
                _ => MentionKind::Pronoun,
            };
            if mk == MentionKind::Nominal && sense.is_none() {
                continue;
            }
            mentions.push((
                Mention {
                    span: toks[s].span.cover(toks[e - 1].span),
                    sentence: si,
                    tokens: s..e,
                    head,
                    kind: mk,
                    entity_type,
                },
                Gold { kind, chain },
            ));
        }
        mentions.sort_by_key(|(m, _)| (m.span.start, std::cmp::Reverse(m.span.end)));
        let (mentions, gold): (Vec<_>, Vec<_>) = mentions.into_iter().unzip();
        let document = Document::new(NewDocument { source: name.clone(), text, metadata: DocumentMetadata::default() });
        let detected = DetectedDocument {
            annotated: AnnotatedDocument { document, language: tag.clone(), sentences },
            mentions,
            values: vec![],
        };
        let pack = &resources.language(&tag).unwrap().pack;
        let linked = filature::link::link(&detected, pack, &resources.kb);
        // chain of each entity: the gold chains of its names
        let mut chains: HashMap<EntityId, BTreeMap<&str, usize>> = HashMap::new();
        for (i, g) in gold.iter().enumerate() {
            if g.kind == 'N' {
                if let Some(e) = &linked.links[i].entity {
                    *chains.entry(e.clone()).or_default().entry(&g.chain).or_default() += 1;
                }
            }
        }
        let named: HashSet<&str> = gold.iter().filter(|g| g.kind == 'N').map(|g| g.chain.as_str()).collect();
        // names: pairs
        let names: Vec<usize> = (0..gold.len()).filter(|&i| gold[i].kind == 'N').collect();
        for (a, &i) in names.iter().enumerate() {
            for &j in &names[a + 1..] {
                let same_gold = gold[i].chain == gold[j].chain;
                let same = linked.links[i].entity.is_some() && linked.links[i].entity == linked.links[j].entity;
                let t = totals.entry(format!("{tag} name pairs")).or_default();
                t.2 += usize::from(same_gold);
                t.1 += usize::from(same);
                t.0 += usize::from(same && same_gold);
                if verbose == "N"
                    && same != same_gold
                    && detected.mention_text(MentionId(i)) != detected.mention_text(MentionId(j))
                {
                    println!(
                        "{name} {} {:?} / {:?}: {:?} {:?}",
                        if same { "WRONG" } else { "MISSED" },
                        detected.mention_text(MentionId(i)),
                        detected.mention_text(MentionId(j)),
                        linked.links[i].entity,
                        linked.links[j].entity
                    );
                }
            }
        }
        for (i, g) in gold.iter().enumerate() {
            if g.kind == 'N' {
                continue;
            }
            let m = &detected.mentions[i];
            let form = detected.mention_text(MentionId(i)).to_lowercase();
            let class = if g.kind == 'P' {
                pack.coreference.pronoun(&form).map_or("unlisted".to_string(), |c| format!("{:?}", c.usage))
            } else {
                "nominal".into()
            };
            let named_gold = named.contains(g.chain.as_str());
            let got = &linked.links[i].entity;
            let right = got.as_ref().is_some_and(|e| chains.get(e).is_some_and(|c| c.contains_key(g.chain.as_str())));
            for key in [
                format!("{tag} {class}"),
                if g.kind == 'P' { format!("{tag} {class} {form}") } else { format!("{tag} {class}.") },
            ] {
                let t = totals.entry(key).or_default();
                t.2 += usize::from(named_gold);
                if got.is_some() {
                    t.1 += 1;
                    t.0 += usize::from(right);
                }
            }
            if (g.kind.to_string() == verbose || verbose == class) && (got.is_some() != named_gold || !right) {
                let s = &detected.annotated.sentences[m.sentence];
                let want: Vec<&str> = (0..gold.len())
                    .filter(|&j| gold[j].kind == 'N' && gold[j].chain == g.chain)
                    .map(|j| detected.mention_text(MentionId(j)))
                    .take(2)
                    .collect();
                if got.is_none() && std::env::args().nth(3).is_none() {
                    continue;
                }
                println!(
                    "{} {:?} got {:?} want {:?}\n     {} | {}",
                    if got.is_none() { "MISSED" } else { "WRONG" },
                    form,
                    got.as_ref().map(|e| e.as_str()),
                    want,
                    if m.sentence > 0 {
                        detected.annotated.sentences[m.sentence - 1].span.of(detected.annotated.text())
                    } else {
                        ""
                    },
                    s.span.of(detected.annotated.text())
                );
            }
        }
    }
    for (class, (right, got, gold)) in totals {
        println!(
            "{class:24} precision {:.3} ({right}/{got})  recall {:.3} (of {gold})",
            right as f64 / got.max(1) as f64,
            right as f64 / gold.max(1) as f64
        );
    }
}
