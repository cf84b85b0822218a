//! Small questions about the tree around a token.
//!
//! Each looks at most [`REACH`] tokens to either side: a sentence may be a whole unbroken file, and everything asked
//! here lies near.

use crate::model::{Mention, Sentence, Token, TokenIndex, Upos};

/// How far from a token its dependents are looked for.
const REACH: usize = 40;

/// Tokens governed directly by `head`, in text order.
pub(super) fn dependents(sentence: &Sentence, head: TokenIndex) -> impl Iterator<Item = TokenIndex> + '_ {
    let end = (head + REACH).min(sentence.tokens.len());
    (head.saturating_sub(REACH)..end).filter(move |&index| sentence.tokens[index].head == Some(head))
}

/// Whether a token has a dependent with this universal relation.
pub(super) fn has_dependent(sentence: &Sentence, head: TokenIndex, relation: &str) -> bool {
    dependents(sentence, head).any(|index| sentence.tokens[index].deprel.universal() == relation)
}

/// Whether the clause or noun at `head` is negated.
pub(super) fn is_negated(sentence: &Sentence, head: TokenIndex) -> bool {
    dependents(sentence, head).any(|index| sentence.tokens[index].feats.has("Polarity", "Neg"))
}

/// The determiner of a noun.
pub(super) fn determiner(sentence: &Sentence, head: TokenIndex) -> Option<&Token> {
    dependents(sentence, head).map(|index| &sentence.tokens[index]).find(|token| {
        token.upos == Upos::Det || token.deprel.universal() == "det" || token.deprel.as_str() == "nmod:poss"
    })
}

/// The subject of a predicate.
pub(super) fn subject(sentence: &Sentence, predicate: TokenIndex) -> Option<TokenIndex> {
    dependents(sentence, predicate).find(|&index| sentence.tokens[index].deprel.universal() == "nsubj")
}

/// The subject that a coordinated predicate without one of its own shares with the first: "Jane Doe met X and praised Y".
pub(super) fn shared_subject(sentence: &Sentence, predicate: Option<TokenIndex>) -> Option<TokenIndex> {
    let token = &sentence.tokens[predicate?];
    let first = token.head.filter(|_| token.deprel.universal() == "conj")?;
    if has_dependent(sentence, predicate?, "nsubj") { None } else { subject(sentence, first) }
}

/// Who does what the predicate says, where the sentence tells: its subject, the one it shares with the predicate it is
/// joined to, or that of the verb that governs the infinitive or gerund, unless that verb's object does it: "Jane Doe a
/// tenté de le convaincre", "Jane Doe l'a chargé de le convaincre".
pub(super) fn understood_subject(sentence: &Sentence, predicate: TokenIndex) -> Option<TokenIndex> {
    let mut current = predicate;
    for _ in 0..4 {
        if let Some(subject) = subject(sentence, current) {
            return Some(subject);
        }
        let node = &sentence.tokens[current];
        let head = node.head?;
        match node.deprel.universal() {
            "conj" => {}
            "xcomp" => {
                if let Some(object) = object_beside(sentence, head, current) {
                    return Some(object);
                }
            }
            // "X est convoqué pour le voir": whoever summons X sees him. "Blamed the party for leaving": it may be the
            // object that left.
            "advcl"
                if is_subjectless(node)
                    && !has_dependent_as(sentence, head, "aux:pass")
                    && object_beside(sentence, head, current).is_none() => {}
            _ => return None,
        }
        current = head;
    }
    None
}

/// An object of a verb, other than one of its dependents.
fn object_beside(sentence: &Sentence, verb: TokenIndex, other: TokenIndex) -> Option<TokenIndex> {
    dependents(sentence, verb)
        .find(|&index| index != other && matches!(sentence.tokens[index].deprel.universal(), "obj" | "iobj"))
}

/// An infinitive or a gerund.
fn is_subjectless(predicate: &Token) -> bool {
    predicate.feats.has("VerbForm", "Inf")
        || predicate.feats.has("VerbForm", "Ger")
        || predicate.feats.has("VerbForm", "Part") && predicate.feats.has("Tense", "Pres")
}

fn has_dependent_as(sentence: &Sentence, head: TokenIndex, relation: &str) -> bool {
    dependents(sentence, head).any(|index| sentence.tokens[index].deprel.as_str() == relation)
}

/// The subject of the noun at `head`, where a copula makes it a predicate: "Jane Doe" of "Jane Doe est la fondatrice".
pub(super) fn subject_of_predicate_noun(sentence: &Sentence, head: TokenIndex) -> Option<TokenIndex> {
    // "They were in a group", "he is with his family": a noun behind a preposition is nobody's predicate.
    let is_predicate = has_dependent(sentence, head, "cop") && !has_dependent(sentence, head, "case");
    (is_predicate && !is_negated(sentence, head)).then(|| subject(sentence, head)).flatten()
}

/// The noun that the relative clause around `token` is attached to.
pub(super) fn antecedent(sentence: &Sentence, token: TokenIndex) -> Option<TokenIndex> {
    let mut current = token;
    for _ in 0..8 {
        let node = sentence.tokens.get(current)?;
        if node.deprel.as_str() == "acl:relcl" || node.deprel.universal() == "acl" && current != token {
            return node.head;
        }
        current = node.head?;
    }
    None
}

/// The clause a token belongs to: its nearest governor that is a predicate.
pub(super) fn clause(sentence: &Sentence, token: TokenIndex) -> Option<TokenIndex> {
    let mut current = sentence.tokens.get(token)?.head;
    for _ in 0..12 {
        let index = current?;
        let node = &sentence.tokens[index];
        if matches!(node.upos, Upos::Verb | Upos::Aux) || has_dependent(sentence, index, "nsubj") {
            return Some(index);
        }
        current = node.head;
    }
    None
}

/// What a word is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    /// Behind a preposition, under a verb.
    Oblique,
    /// Under a noun.
    Complement,
    /// What the sentence is built on.
    Root,
    Other,
}

/// What a token is in its clause, and of what is joined to another or stands beside it, what that one is.
pub(super) fn place(sentence: &Sentence, token: TokenIndex) -> Place {
    let mut current = token;
    for _ in 0..4 {
        let node = &sentence.tokens[current];
        match node.deprel.universal() {
            "nsubj" => return Place::Subject,
            "root" => return Place::Root,
            "obj" | "iobj" => return Place::Object,
            "obl" => return Place::Oblique,
            "nmod" => return Place::Complement,
            "conj" | "appos" | "flat" | "compound" => match node.head {
                Some(head) => current = head,
                None => return Place::Other,
            },
            _ => return Place::Other,
        }
    }
    Place::Other
}

/// Whether the clause of one predicate lies inside that of another: "he" of "Doe said he left" under "said".
pub(super) fn is_under(sentence: &Sentence, predicate: TokenIndex, above: TokenIndex) -> bool {
    let mut current = predicate;
    for _ in 0..12 {
        match sentence.tokens[current].head {
            Some(head) if head == above => return true,
            Some(head) => current = head,
            None => return false,
        }
    }
    false
}

/// Whether nothing but white space and commas stands between two mentions of one sentence, left one first; the
/// commas are counted.
pub(super) fn commas_between(sentence: &Sentence, left: &Mention, right: &Mention) -> Option<usize> {
    let between = sentence.tokens.get(left.tokens.end..right.tokens.start)?;
    between.iter().all(|token| token.form == ",").then_some(between.len())
}
