//! What one place of a text tells of an unknown name holds wherever the text repeats it: "le PDG de Zorbec", "la sonde
//! Hubert".

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::language::coreference::Head;
use crate::language::expressions::NominalSense;
use crate::language::tokenization::normal;
use crate::model::{AnnotatedDocument, EntityTypeId, Mention, Sentence, TokenIndex, Upos};

use super::cleaning::fold_accents;

/// Kinds of things that are called by their kind and name; what is called after a person ("la loi Durand", "le
/// gouvernement Durand") is not among them.
const CALLED: [&str; 9] = [
    "event/disaster",
    "organization/company",
    "organization/media",
    "organization/club",
    "organization/ngo",
    "organization/agency",
    "organization/party",
    "organization/armed_force",
    "product",
];

/// Gives names that the knowledge base does not know, and that were taken for persons or for nothing, the type that a
/// noun beside one of their mentions shows.
pub(super) fn settle(
    annotated: &AnnotatedDocument,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    mentions: &mut [Mention],
) {
    let settling = Settling { annotated, language, kb };
    let mut told: BTreeMap<&str, Option<EntityTypeId>> = BTreeMap::new();
    let text = annotated.text();
    for mention in mentions.iter() {
        let name = mention.span.of(text);
        if settling.is_person(mention) {
            told.insert(name, None);
        } else if let Some(kind) = settling.told_by_noun(mention) {
            told.entry(name).or_insert(Some(kind));
        }
    }
    // "Bolloré" is the surname of "Vincent Bolloré".
    let is_person = |mention: &&Mention| mention.entity_type.as_ref().is_some_and(|kind| kind.is_a("person"));
    let full_names = mentions.iter().filter(is_person).map(|mention| mention.span.of(text));
    let surnames: BTreeSet<&str> =
        full_names.flat_map(|name| name.match_indices([' ', '-']).map(|(at, _)| &name[at + 1..])).collect();
    told.retain(|name, kind| kind.is_some() && !surnames.contains(name));
    for mention in mentions.iter_mut() {
        let is_open = is_open(mention);
        if let Some(Some(kind)) = told.get(mention.span.of(text)).filter(|_| is_open) {
            mention.entity_type = Some(kind.clone());
        }
    }
}

/// Whether a mention was taken for a person, for some place or for nothing.
fn is_open(mention: &Mention) -> bool {
    mention.entity_type.as_ref().is_none_or(|kind| kind.is_a("person") || kind.as_str() == "place")
}

struct Settling<'a> {
    annotated: &'a AnnotatedDocument,
    language: &'a LanguagePack,
    kb: &'a KnowledgeBase,
}

impl Settling<'_> {
    fn sentence(&self, mention: &Mention) -> &Sentence {
        &self.annotated.sentences[mention.sentence]
    }

    /// Addressed as a person, or called by a given name and more.
    fn is_person(&self, mention: &Mention) -> bool {
        let tokens = &self.sentence(mention).tokens;
        let words = &self.language.coreference;
        let before = mention.tokens.start.checked_sub(1).and_then(|before| tokens.get(before));
        let first = tokens.get(mention.tokens.start);
        before.is_some_and(|before| words.honorific(&before.form).is_some())
            || mention.tokens.len() > 1 && first.is_some_and(|first| words.is_given_name(&fold_accents(&first.form)))
    }

    fn told_by_noun(&self, mention: &Mention) -> Option<EntityTypeId> {
        let is_unknown = || self.kb.named(mention.span.of(self.annotated.text())).is_empty();
        if !is_open(mention) || !is_unknown() {
            return None;
        }
        self.title_before(mention).or_else(|| self.headed(mention))
    }

    /// "l'entreprise Zorbec", "la firme californienne Zorbec".
    fn title_before(&self, mention: &Mention) -> Option<EntityTypeId> {
        let sentence = self.sentence(mention);
        let start = mention.tokens.start;
        let narrowed = start.checked_sub(1).filter(|&before| sentence.tokens[before].upos == Upos::Adj);
        let end = narrowed.unwrap_or(start);
        let head = end.checked_sub(1)?;
        let sense = &self.noun_ending(sentence, head)?.entity_type;
        let is_called = CALLED.iter().any(|kind| sense.is_a(kind)) || sense.as_str() == "organization";
        let is_alone = !sentence.tokens[head].feats.has("Number", "Plur");
        // "un train Zorbec" is called by its maker, "la sonde Hubert" by its name.
        let is_known = || {
            let before = sentence.tokens[..head].iter().rev().find(|token| token.upos != Upos::Adj);
            let articles = &self.language.coreference.definite_articles;
            before.is_some_and(|before| articles.contains(&normal(&before.form)))
        };
        (is_called && is_alone && (sense.is_a("organization") || is_known())).then(|| sense.clone())
    }

    /// The noun of one or several words that ends at a token.
    fn noun_ending(&self, sentence: &Sentence, last: TokenIndex) -> Option<&NominalSense> {
        let noun = self.language.expressions.noun_over(sentence, last);
        let noun = noun.or_else(|| self.language.expressions.nominal_match(sentence, last))?;
        (noun.tokens.end == last + 1).then_some(noun.sense)
    }

    /// "le PDG de Zorbec": what has a head of that kind is an organization.
    fn headed(&self, mention: &Mention) -> Option<EntityTypeId> {
        let sentence = self.sentence(mention);
        let tokens = &sentence.tokens;
        let is = |index: TokenIndex, upos: Upos| tokens.get(index).is_some_and(|token| token.upos == upos);
        let start = mention.tokens.start;
        let article = start.checked_sub(1).filter(|&before| is(before, Upos::Det)).unwrap_or(start);
        let of = article.checked_sub(1).filter(|&before| is(before, Upos::Adp))?;
        if !self.language.grammar.of.contains(&tokens[of].lemma.to_lowercase()) {
            return None;
        }
        let noun = &self.noun_ending(sentence, of.checked_sub(1)?)?.noun;
        let mut heads = self.language.coreference.heads.iter().filter(|head| head.nouns.contains(noun));
        let is_body = |head: &Head| {
            head.bodies.iter().all(|body| body.starts_with("organization") || body.starts_with("product"))
        };
        let is_head = heads.clone().next().is_some() && heads.all(is_body);
        is_head.then(|| EntityTypeId::from_text("organization"))
    }
}
