use std::collections::BTreeMap;

use filature::model::{DocumentMetadata, Modality, NewDocument, Polarity, QualifierKind, RelationTypeId, Stance};
use filature::ontology::Ontology;

/// A file of cases, kept line by line so that it can be written back with other marks and nothing else changed.
pub(super) struct CorpusFile {
    lines: Vec<String>,
    pub(super) cases: Vec<Case>,
}

/// A text and what a careful reader takes from it.
#[derive(Default)]
pub(super) struct Case {
    pub(super) heading: String,
    /// Index of the heading's line.
    pub(super) line: usize,
    metadata: BTreeMap<String, String>,
    pub(super) text: String,
    pub(super) expectations: Vec<Expectation>,
}

/// One line of a case's list.
pub(super) struct Expectation {
    /// Index of its line.
    pub(super) line: usize,
    pub(super) mark: Mark,
    /// What stands behind the mark, to the letter.
    pub(super) body: String,
    pub(super) wish: Wish,
}

/// How an expectation, or a part of one, is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It holds.
    Required,
    /// It should hold and does not.
    NotYet,
    /// The program says so and should not.
    Wrong,
    /// It may hold or not: readers differ.
    May,
}

/// What is expected.
pub(super) enum Wish {
    Claim(ClaimWish),
    /// This stretch of text refers to this entity, or to none that can be told.
    Mention {
        text: String,
        nth: usize,
        name: Option<String>,
    },
    /// This stretch of text is this date, interval, amount or quantity, or none.
    Value {
        text: String,
        value: Option<String>,
    },
    /// These words are somebody's, named by this phrase, or nobody's.
    Said {
        text: String,
        source: Option<String>,
    },
    Node {
        name: String,
        entity_type: Option<String>,
    },
    NoNode(String),
    /// All these names are one node.
    OneNode(Vec<String>),
    NoClaims,
    /// Claims that are not listed are nobody's business.
    Others,
}

/// `Subject | relation | Object; field; field`.
pub(super) struct ClaimWish {
    pub(super) subject: String,
    /// Any of these will do.
    pub(super) relations: Vec<String>,
    pub(super) object: String,
    pub(super) fields: Vec<(Mark, String)>,
}

/// A line to replace (`Some`), to drop (`None`), or lines to put behind it.
pub(super) enum Edit {
    Replace(usize, Option<String>),
    InsertAfter(usize, String),
}

impl CorpusFile {
    pub(super) fn parse(shown: &str, language: &str, text: &str) -> Result<Self, String> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cases: Vec<Case> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let at = |fault: String| format!("tests/corpus/{shown}:{}: {fault}", index + 1);
            if let Some(heading) = line.strip_prefix("## ") {
                cases.push(Case { heading: heading.trim().to_owned(), line: index, ..Case::default() });
                continue;
            }
            let Some(case) = cases.last_mut() else { continue };
            if let Some(quoted) = line.strip_prefix('>') {
                if !case.text.is_empty() {
                    case.text.push('\n');
                }
                case.text.push_str(quoted.strip_prefix(' ').unwrap_or(quoted));
            } else if let Some(item) = line.strip_prefix("- ") {
                case.expectations.push(Expectation::parse(index, item).map_err(at)?);
            } else if let Some((key, value)) = line.split_once(": ")
                && ["published", "title", "publisher", "url"].contains(&key)
            {
                case.metadata.insert(key.to_owned(), value.trim().to_owned());
            }
        }
        for case in &cases {
            let at = |fault| format!("tests/corpus/{shown}:{}: {}: {fault}", case.line + 1, case.heading);
            if case.text.is_empty() || case.expectations.is_empty() {
                return Err(at(format!("a case of {language} needs a quoted text and a list")));
            }
            for expectation in &case.expectations {
                if let Wish::Mention { text, .. } | Wish::Value { text, .. } | Wish::Said { text, .. } =
                    &expectation.wish
                    && !case.text.contains(text.as_str())
                {
                    return Err(at(format!("\"{text}\" is not in the text")));
                }
            }
        }
        Ok(Self { lines, cases })
    }

    /// Applies edits; those of one line are applied in the order given.
    pub(super) fn rewrite(&mut self, edits: Vec<Edit>) {
        let mut new_lines: Vec<Vec<String>> = self.lines.iter().map(|line| vec![line.clone()]).collect();
        for edit in edits {
            match edit {
                Edit::Replace(line, Some(text)) => new_lines[line][0] = text,
                Edit::Replace(line, None) => _ = new_lines[line].remove(0),
                Edit::InsertAfter(line, text) => new_lines[line].push(text),
            }
        }
        self.lines = new_lines.concat();
    }

    pub(super) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}

impl Case {
    pub(super) fn document(&self, shown: &str, language: &str) -> NewDocument {
        let given = |key: &str| self.metadata.get(key).cloned();
        NewDocument {
            source: format!("{shown}#{}", self.heading),
            text: self.text.clone(),
            metadata: DocumentMetadata {
                title: given("title"),
                publisher: given("publisher"),
                url: given("url"),
                published: given("published").map(|date| date.parse().unwrap()),
                language: Some(language.to_owned()),
            },
        }
    }

    /// The text as it stands in the file.
    pub(super) fn quoted(&self) -> String {
        self.text.lines().map(|line| format!("  > {line}\n")).collect()
    }

    /// Words that no claim can ever have, so that an expectation with them would be `not yet` for ever.
    pub(super) fn unknown_words(&self, ontology: &Ontology) -> Vec<String> {
        let wishes = self.expectations.iter().filter_map(|expectation| match &expectation.wish {
            Wish::Claim(wish) => Some(wish),
            _ => None,
        });
        let mut unknown = Vec::new();
        for wish in wishes {
            let relations = wish.relations.iter().map(|id| RelationTypeId::from_text(id.as_str()));
            let known: Vec<_> = relations.filter_map(|id| ontology.relation_type(&id)).collect();
            if known.len() < wish.relations.len() {
                unknown.push(wish.relations.join("/"));
            }
            for (_, field) in &wish.fields {
                let is_known = match field.split_once('=') {
                    Some((names, _)) => names.split('/').all(|name| {
                        name.parse::<Stance>().is_ok()
                            || name
                                .parse::<QualifierKind>()
                                .is_ok_and(|kind| known.iter().any(|relation| relation.qualifiers.contains(&kind)))
                    }),
                    None => field
                        .split('/')
                        .all(|word| word.parse::<Polarity>().is_ok() || word.parse::<Modality>().is_ok()),
                };
                if !is_known {
                    unknown.push(field.clone());
                }
            }
        }
        unknown
    }

    /// Whether claims beside the listed ones are allowed.
    pub(super) fn is_open(&self) -> bool {
        let is_about_claims = |wish: &Wish| matches!(wish, Wish::Claim(_) | Wish::NoClaims);
        let wishes = || self.expectations.iter().map(|expectation| &expectation.wish);
        wishes().any(|wish| matches!(wish, Wish::Others)) || !wishes().any(is_about_claims)
    }
}

impl Mark {
    const PREFIXES: [(&'static str, Self); 3] =
        [("not yet: ", Self::NotYet), ("wrong: ", Self::Wrong), ("may: ", Self::May)];

    fn split(text: &str) -> (Self, &str) {
        Self::PREFIXES
            .into_iter()
            .find_map(|(prefix, mark)| Some((mark, text.strip_prefix(prefix)?)))
            .unwrap_or((Self::Required, text))
    }

    /// The words in front of what it marks.
    pub(super) fn prefix(self) -> &'static str {
        Self::PREFIXES.into_iter().find(|(_, mark)| *mark == self).map_or("", |(prefix, _)| prefix)
    }
}

impl Expectation {
    fn parse(line: usize, text: &str) -> Result<Self, String> {
        let (mark, body) = Mark::split(text.trim());
        let wish = Wish::parse(body)?;
        if mark == Mark::Wrong && !matches!(wish, Wish::Claim(_)) {
            return Err("only a claim can be `wrong`; say what should hold, as `not yet`".to_owned());
        }
        Ok(Self { line, mark, body: body.to_owned(), wish })
    }
}

impl Wish {
    fn parse(body: &str) -> Result<Self, String> {
        if let Some(rest) = body.strip_prefix("mention ") {
            let (text, nth, name) = quoted_is(rest)?;
            return Ok(Self::Mention { text, nth, name: (name != "nobody").then_some(name) });
        }
        if let Some(rest) = body.strip_prefix("value ") {
            let (text, _, value) = quoted_is(rest)?;
            return Ok(Self::Value { text, value: (value != "none").then_some(value) });
        }
        if let Some(rest) = body.strip_prefix("said ") {
            let (text, _, source) = quoted_is(rest)?;
            return Ok(Self::Said { text, source: (source != "nobody").then_some(source) });
        }
        if let Some(rest) = body.strip_prefix("node ") {
            let (name, entity_type) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
                Some((name, entity_type)) => (name, Some(entity_type.to_owned())),
                None => (rest, None),
            };
            return Ok(Self::Node { name: name.to_owned(), entity_type });
        }
        if let Some(name) = body.strip_prefix("no node ") {
            return Ok(Self::NoNode(name.to_owned()));
        }
        if let Some(names) = body.strip_prefix("one node ") {
            return Ok(Self::OneNode(names.split(" = ").map(str::to_owned).collect()));
        }
        match body {
            "no claims" => return Ok(Self::NoClaims),
            "…" => return Ok(Self::Others),
            _ => {}
        }
        let mut parts = body.split("; ");
        let triple: Vec<_> = parts.next().unwrap_or_default().split(" | ").map(str::trim).collect();
        let [subject, relations, object] = triple[..] else {
            return Err(format!("`{body}` is neither `Subject | relation | Object` nor another expectation"));
        };
        let fields = parts.map(|part| Mark::split(part.trim())).map(|(mark, field)| (mark, field.to_owned())).collect();
        Ok(Self::Claim(ClaimWish {
            subject: subject.to_owned(),
            relations: relations.split('/').map(str::to_owned).collect(),
            object: object.to_owned(),
            fields,
        }))
    }
}

/// `"text" = value` or `"text" #2 = value`.
fn quoted_is(rest: &str) -> Result<(String, usize, String), String> {
    let fault = || format!("`{rest}` is not of the form `\"text\" = value`");
    let (text, tail) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).ok_or_else(fault)?;
    let (nth, value) = tail.split_once(" = ").ok_or_else(fault)?;
    let nth = match nth.trim() {
        "" => 1,
        nth => nth.strip_prefix('#').and_then(|nth| nth.parse().ok()).ok_or_else(fault)?,
    };
    Ok((text.to_owned(), nth, value.to_owned()))
}
