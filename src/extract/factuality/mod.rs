//! How far it is so, and whose word it is: from the trigger up through everything that governs it.

mod governors;
mod word;

use crate::language::grammar::GrammarResources;
use crate::language::reporting::ReportingResources;
use crate::model::{Modality, Polarity, Stance, TokenIndex, Upos};

use super::predicate::{Predicates, Slot};

/// What syntax says about a trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assessment {
    negated: bool,
    planned: bool,
    possible: bool,
    reported: bool,
    /// Who says so, nearest first.
    pub(super) sources: Vec<Source>,
}

/// Somebody's word, inside one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// Heads of the phrases that name the speakers; empty when nobody is named.
    pub(super) speakers: Vec<TokenIndex>,
    pub(super) stance: Stance,
    /// The word that shows it.
    pub(super) cue: TokenIndex,
}

impl Assessment {
    pub(super) fn polarity(&self, own: Polarity) -> Polarity {
        match (own, self.negated) {
            (Polarity::Affirmed, false) | (Polarity::Negated, true) => Polarity::Affirmed,
            (Polarity::Affirmed, true) | (Polarity::Negated, false) => Polarity::Negated,
        }
    }

    /// Less what a word says of itself: "as Doe told the Acme" tells of the telling.
    pub(super) fn without_own_word(mut self, word: TokenIndex) -> Self {
        let had_sources = !self.sources.is_empty();
        self.sources.retain(|source| source.cue != word);
        self.reported &= !(had_sources && self.sources.is_empty());
        self
    }

    pub(super) fn is_negated(&self) -> bool {
        self.negated
    }

    /// The least committed reading wins over the more committed, and a plan over everything: what somebody says
    /// will happen has not happened.
    pub(super) fn modality(&self, own: Option<Modality>) -> Modality {
        let read = if self.planned {
            Modality::Planned
        } else if self.possible {
            Modality::Possible
        } else if self.reported {
            Modality::Reported
        } else {
            Modality::Stated
        };
        match own {
            Some(own) if read == Modality::Stated || read == Modality::Reported => own,
            _ => read,
        }
    }
}

/// Reads factuality off the trees of one language.
pub(super) struct Factuality<'a> {
    pub(super) predicates: &'a Predicates<'a>,
    pub(super) grammar: &'a GrammarResources,
    pub(super) reporting: &'a ReportingResources,
}

/// How a word stands under the next.
enum Link {
    /// What the governor does to it, it does: infinitives, nouns of light verbs.
    Complement,
    /// A finite clause told by the governor.
    Told,
    /// Coordinated with it.
    Coordinated,
    /// Set beside it: quotations.
    Beside,
    /// A noun in an argument of the governor that keeps its own standing.
    Argument,
    /// An adverbial or relative clause.
    Loose,
}

impl Factuality<'_> {
    /// What governs a trigger, from the nearest outwards.
    pub(super) fn assess(&self, trigger: TokenIndex) -> Assessment {
        let mut result = Assessment::default();
        self.own(trigger, None, &mut result);
        let mut current = trigger;
        // Whether what holds of the next governor holds of the trigger as well.
        let mut transparent = true;
        for _ in 0..self.predicates.sentence.tokens.len() {
            self.beside(current, &mut result);
            let Some(head) = self.predicates.head(current) else { break };
            let link = self.link(current, head);
            match link {
                Link::Complement => {
                    if transparent {
                        transparent = self.under(current, head, &mut result);
                        if transparent {
                            self.own(head, Some(current), &mut result);
                        }
                    }
                    self.told(head, current, false, &mut result);
                }
                Link::Told => {
                    self.told(head, current, true, &mut result);
                    transparent = false;
                }
                Link::Coordinated => {
                    if transparent && self.is_bare_beside_finite(current, head) {
                        result.planned = true;
                    }
                    if transparent && self.lacks_own_auxiliary(current) {
                        result.planned |= self.is_bare_infinitive(head);
                        self.tense(head, &mut result);
                        result.possible |= self.is_condition(head);
                        // "did not call or write": the auxiliary is shared, and so is its negation.
                        if self.predicates.is_infinitive(current) && self.has_auxiliary(head) {
                            result.negated ^= self.is_negated(head, None);
                        }
                    }
                }
                Link::Beside => {
                    let lemma = self.predicates.lemma(head);
                    let wants = self.reporting.factuality.intending.contains(&lemma);
                    if !wants && self.predicates.in_slot(head, &Slot::Object).next().is_none() {
                        self.told(head, current, true, &mut result);
                    }
                    transparent = false;
                }
                Link::Argument => {
                    if transparent {
                        self.around_noun(current, head, &mut result);
                    }
                    transparent = false;
                }
                Link::Loose => {
                    if transparent {
                        self.adverbial(current, head, &mut result);
                    }
                    transparent = false;
                }
            }
            current = head;
        }
        self.set_apart(trigger, &mut result);
        result
    }

    /// A source between commas speaks for the whole sentence, wherever the parser hung it.
    fn set_apart(&self, trigger: TokenIndex, result: &mut Assessment) {
        for phrase in 0..self.predicates.sentence.tokens.len() {
            let Some(first) = self.predicates.children(phrase).first().copied().filter(|&first| first < phrase) else {
                continue;
            };
            let is_punctuation = |index: TokenIndex| self.predicates.token(index).upos == Upos::Punct;
            if (is_punctuation(first) || first.checked_sub(1).is_none_or(is_punctuation))
                && !self.predicates.sentence.dominates(phrase, trigger)
            {
                self.source_phrase(phrase, result);
            }
        }
    }

    fn link(&self, word: TokenIndex, head: TokenIndex) -> Link {
        let predicates = self.predicates;
        let finite = predicates.is_finite(word);
        let governor_is_verb = matches!(predicates.token(head).upos, Upos::Verb | Upos::Aux | Upos::Adj);
        match predicates.relation(word) {
            "xcomp" => Link::Complement,
            // "the first to buy", "glad to hear", "ready to leave".
            "advcl" if predicates.token(head).upos == Upos::Adj && self.predicates.is_infinitive(word) => {
                Link::Complement
            }
            "ccomp" | "csubj" => {
                if finite {
                    Link::Told
                } else {
                    Link::Complement
                }
            }
            "conj" => Link::Coordinated,
            "parataxis" => Link::Beside,
            "acl"
                if !predicates.token(word).deprel.as_str().ends_with("relcl")
                    && (self.predicates.is_infinitive(word) || self.is_prospect(word, head)) =>
            {
                Link::Complement
            }
            "acl" if predicates.token(word).deprel.subtype() == "" && finite => Link::Told,
            "obj" | "obl" | "iobj" if governor_is_verb => {
                if self.is_event_of(word, head) {
                    Link::Complement
                } else {
                    Link::Argument
                }
            }
            "nsubj" if governor_is_verb && predicates.is_passive(head) && self.is_event_of(word, head) => {
                Link::Complement
            }
            "nsubj" | "nmod" => Link::Argument,
            // "prevent A from buying B", "empêcher A d'acheter B", "think of buying B", however the parser hung it.
            "advcl" | "obl"
                if !finite
                    && governor_is_verb
                    && matches!(predicates.token(word).upos, Upos::Verb)
                    && self.takes_complement(word, head) =>
            {
                Link::Complement
            }
            _ => Link::Loose,
        }
    }

    /// Whether a clause without a finite verb is what its governor prevents, intends or leaves open: known by both
    /// together where a preposition stands between them, "dream of".
    fn takes_complement(&self, word: TokenIndex, head: TokenIndex) -> bool {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(head);
        let phrase = format!("{lemma} {}", self.marker(word));
        words.preventing.contains(&lemma)
            || self.predicates.is_infinitive(word) && words.intending.contains(&lemma)
            || self.is_too_much(word, head)
            || self.reporting.saying.denying.contains(&lemma)
            || [&words.preventing, &words.intending, &words.possibility].into_iter().any(|set| set.contains(&phrase))
    }

    /// "the risk of losing", "plans for buying": a noun under which what follows is open or wanted.
    fn is_prospect(&self, word: TokenIndex, noun: TokenIndex) -> bool {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(noun);
        !self.marker(word).is_empty()
            && !self.predicates.is_finite(word)
            && (words.possibilities.contains(&lemma)
                || words.intentions.contains(&lemma)
                || words.allegations.contains(&lemma))
    }

    /// Whether a noun under a verb is what the verb does, plans, refuses or denies: not "salue le rachat".
    fn is_event_of(&self, noun: TokenIndex, verb: TokenIndex) -> bool {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(verb);
        let is_object = self.predicates.in_slot(verb, &Slot::Object).any(|object| object == noun)
            || self.predicates.in_slot(verb, &Slot::Indirect).any(|object| object == noun);
        let supports = self.grammar.support_verbs.contains(&lemma);
        (is_object
            && (supports
                || words.preventing.contains(&lemma)
                || words.intending.contains(&lemma)
                || self.reporting.saying.denying.contains(&lemma)
                || self.reporting.saying.asserting.contains(&lemma)))
            || (supports
                && !self.predicates.children(noun).iter().any(|&child| self.predicates.relation(child) == "det"))
    }

    /// "Make a list and do it": an infinitive set beside a verb that has none and no auxiliary to share is an order or
    /// hangs on something else that is still to come.
    fn is_bare_beside_finite(&self, word: TokenIndex, head: TokenIndex) -> bool {
        let predicates = self.predicates;
        predicates.token(word).upos == Upos::Verb
            && predicates.token(word).feats.has("VerbForm", "Inf")
            && predicates.token(head).feats.has("VerbForm", "Fin")
            && !self.has_auxiliary(word)
            && !self.has_auxiliary(head)
    }

    fn has_auxiliary(&self, word: TokenIndex) -> bool {
        self.predicates.children(word).iter().any(|&child| self.predicates.relation(child) == "aux")
    }

    fn lacks_own_auxiliary(&self, word: TokenIndex) -> bool {
        !self.predicates.is_finite(word)
            && !self
                .predicates
                .children(word)
                .iter()
                .any(|&child| matches!(self.predicates.relation(child), "aux" | "nsubj"))
    }
}

#[cfg(test)]
mod tests;
