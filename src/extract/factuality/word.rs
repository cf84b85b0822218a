//! What a word and its own auxiliaries, particles and marks say of it: negation, tense, mood, questions, conditions.

use crate::model::{TokenIndex, Upos};

use super::super::predicate::lowercase;
use super::{Assessment, Factuality};

impl Factuality<'_> {
    /// Negation, tense and mood of the word itself; `from` is the argument that was read before, whose own "no"
    /// must not count twice.
    pub(super) fn own(&self, word: TokenIndex, from: Option<TokenIndex>, result: &mut Assessment) {
        if self.is_negated(word, from) {
            result.negated = !result.negated;
        }
        self.tense(word, result);
        let words = &self.reporting.factuality;
        for &child in self.predicates.children(word) {
            let lemma = self.predicates.lemma(child);
            if matches!(self.predicates.relation(child), "advmod" | "amod") {
                result.possible |= words.possibly.contains(&lemma);
                result.reported |= words.allegedly.contains(&lemma);
            }
        }
        result.possible |= self.is_condition(word) || self.is_asked(word);
        result.planned |= self.is_ahead(word) || self.is_bare_infinitive(word);
    }

    /// "is leaving on Monday", "is going to rain": under way in form, to come in meaning.
    fn is_ahead(&self, word: TokenIndex) -> bool {
        let predicates = self.predicates;
        let is_progressive = |child: TokenIndex| {
            // Not "is headed by".
            predicates.token(child).deprel.as_str() == "aux"
                && self.grammar.copulas.contains(&predicates.lemma(child))
                && predicates.token(child).feats.has("Tense", "Pres")
        };
        self.reporting.factuality.futurates.contains(&predicates.lemma(word))
            && predicates.token(word).feats.has("VerbForm", "Part")
            && predicates.children(word).iter().any(|&child| is_progressive(child))
    }

    /// "What to do", "A to buy B", "Que faire": an infinitive that nothing governs tells of nothing done.
    pub(super) fn is_bare_infinitive(&self, word: TokenIndex) -> bool {
        let predicates = self.predicates;
        let children = predicates.children(word);
        predicates.token(word).upos == Upos::Verb
            && matches!(predicates.relation(word), "root" | "parataxis")
            && predicates.token(word).feats.has("VerbForm", "Inf")
            && !children.iter().any(|&child| predicates.relation(child) == "aux")
            && (children
                .iter()
                .any(|&child| predicates.relation(child) == "mark" && predicates.token(child).upos == Upos::Part)
                || !children.iter().any(|&child| predicates.relation(child) == "nsubj" && child < word)
                || children.iter().any(|&child| predicates.relation(child) == "cop"))
    }

    /// "Did A buy B?", "A a-t-il racheté B ?": open, unless an interrogative asks about something else.
    pub(super) fn is_asked(&self, word: TokenIndex) -> bool {
        let predicates = self.predicates;
        let tokens = &predicates.sentence.tokens;
        let mut last = tokens.iter().rev().skip_while(|token| token.upos == Upos::Punct && !token.form.contains('?'));
        if !last.next().is_some_and(|token| token.form.contains('?')) {
            return false;
        }
        let is_main = matches!(predicates.relation(word), "root" | "conj" | "parataxis" | "xcomp" | "obj" | "obl");
        let interrogative = |index: TokenIndex| {
            let feats = &predicates.token(index).feats;
            feats.has("PronType", "Int")
        };
        let head = predicates.clause_head(word);
        is_main
            && self.is_last_clause(head)
            && !predicates.children(head).iter().any(|&child| {
                let is_clause = matches!(predicates.relation(child), "ccomp" | "xcomp" | "advcl" | "acl" | "conj");
                !is_clause
                    && (interrogative(child) || predicates.children(child).iter().any(|&below| interrogative(below)))
            })
    }

    /// "I have called twice, what shall I do?": only the last clause asks.
    fn is_last_clause(&self, clause: TokenIndex) -> bool {
        let predicates = self.predicates;
        !(clause + 1..predicates.sentence.tokens.len()).any(|later| {
            matches!(predicates.relation(later), "root" | "parataxis" | "conj")
                && predicates.is_finite(later)
                && predicates.children(later).iter().any(|&child| predicates.relation(child) == "nsubj")
        })
    }

    /// Whether the word heads a condition: "if Trump wins".
    pub(super) fn is_condition(&self, word: TokenIndex) -> bool {
        let is_told = self.is_told(word);
        self.predicates.children(word).iter().any(|&child| {
            let lemma = self.predicates.lemma(child);
            let opens = if is_told {
                self.reporting.factuality.open_questions.contains(&lemma)
            } else {
                self.grammar.conditions.contains(&lemma)
            };
            self.predicates.relation(child) == "mark" && opens && !self.is_concession(child)
        })
    }

    /// "même si": so it is, whatever follows from it.
    pub(super) fn is_concession(&self, marker: TokenIndex) -> bool {
        marker.checked_sub(1).is_some_and(|before| self.grammar.concessive.contains(&self.predicates.lemma(before)))
    }

    pub(super) fn tense(&self, word: TokenIndex, result: &mut Assessment) {
        let words = &self.reporting.factuality;
        let mut conditional = false;
        let mut compound = false;
        let mut possible = false;
        let auxiliaries = self
            .predicates
            .children(word)
            .iter()
            .copied()
            .filter(|&child| matches!(self.predicates.relation(child), "aux" | "cop"));
        let is_subject = |&child: &TokenIndex| child < word && self.predicates.relation(child) == "nsubj";
        let has_subject = self.predicates.children(word).iter().any(is_subject);
        for index in std::iter::once(word).chain(auxiliaries) {
            let token = self.predicates.token(index);
            let lemma = self.predicates.lemma(index);
            if index != word {
                let form = lowercase(&token.form);
                let listed = |set: &std::collections::BTreeSet<String>| set.contains(&lemma) || set.contains(&form);
                possible |= listed(&words.possibility);
                let is_wish = words.wishing.contains(&self.predicates.lemma(word)) && words.wishes.contains(&lemma);
                result.planned |= listed(&words.future_auxiliaries) && !is_wish;
            }
            // An order has no subject before it: taggers take "u need" for one.
            let is_order = token.feats.has("Mood", "Imp") && !has_subject;
            result.planned |= token.feats.has("Tense", "Fut") || is_order;
            if token.feats.has("Mood", "Cnd") {
                conditional = true;
                compound |= index != word && token.deprel.subtype() != "pass";
                possible |= words.possibility.contains(&lemma);
            }
        }
        if possible {
            result.possible = true;
        } else if conditional && !words.wishing.contains(&self.predicates.lemma(word)) {
            let has_condition = self
                .predicates
                .children(word)
                .iter()
                .any(|&child| self.predicates.relation(child) == "advcl" && self.is_condition(child));
            if has_condition {
                result.possible = true;
            } else if !compound && self.is_told(word) {
                // "Il a promis qu'il partirait": future seen from the past.
                result.planned = true;
            } else {
                result.reported = true;
            }
        }
    }

    /// Told as over and done: "a pu", "had to", not "pouvait".
    pub(super) fn is_perfective(&self, word: TokenIndex) -> bool {
        let predicates = self.predicates;
        let feats = &predicates.token(word).feats;
        let auxiliaries = || predicates.children(word).iter().filter(|&&child| predicates.relation(child) == "aux");
        if feats.has("VerbForm", "Fin") {
            return feats.has("Tense", "Past") && auxiliaries().next().is_none();
        }
        feats.has("VerbForm", "Part")
            && feats.has("Tense", "Past")
            && auxiliaries().all(|&aux| {
                let feats = &predicates.token(aux).feats;
                !feats.has("Mood", "Cnd") && !feats.has("Tense", "Fut") && !feats.has("Tense", "Imp")
            })
            && auxiliaries().next().is_some()
    }

    pub(super) fn is_told(&self, word: TokenIndex) -> bool {
        self.predicates.relation(word) == "ccomp"
    }

    pub(in crate::extract) fn is_negated(&self, word: TokenIndex, from: Option<TokenIndex>) -> bool {
        let words = &self.reporting.factuality;
        let children = self.predicates.children(word);
        let has_particle =
            children.iter().any(|&child| words.negation_particles.contains(&self.predicates.lemma(child)));
        let negates = |index: TokenIndex| {
            let lemma = self.predicates.lemma(index);
            let next = self.predicates.sentence.tokens.get(index + 1).map(|next| lowercase(&next.form));
            if next.is_some_and(|next| words.restrictions.contains(&next)) {
                // "not only", "pas seulement"
                return false;
            }
            let with_word_before = index.checked_sub(1).map(|before| {
                format!(
                    "{} {}",
                    lowercase(&self.predicates.token(before).form),
                    lowercase(&self.predicates.token(index).form)
                )
            });
            with_word_before.is_some_and(|phrase| words.negations.contains(&phrase))
                || words.negations.contains(&lemma)
                || words.negations.contains(&lowercase(&self.predicates.token(index).form))
                || (has_particle && words.particle_negations.contains(&lemma))
        };
        let by_adverb = children.iter().any(|&child| {
            matches!(self.predicates.relation(child), "advmod" | "neg" | "det" | "aux" | "cc" | "obl" | "obj") && negates(child)
                // Lemmatizers differ on "n't"; it may hang on the auxiliary.
                || (self.predicates.relation(child) == "aux"
                    && self.predicates.children(child).iter().any(|&below| negates(below)))
        });
        let empty = |noun: TokenIndex| {
            words.negative_quantifiers.contains(&self.predicates.lemma(noun))
                || self.predicates.children(noun).iter().any(|&child| {
                    matches!(self.predicates.relation(child), "det" | "amod" | "advmod" | "cc")
                        && words.negative_quantifiers.contains(&self.predicates.lemma(child))
                })
        };
        let is_verb = matches!(self.predicates.token(word).upos, Upos::Verb | Upos::Aux);
        let by_argument = if is_verb {
            children.iter().any(|&child| {
                Some(child) != from && matches!(self.predicates.relation(child), "nsubj" | "obj") && empty(child)
            })
        } else {
            empty(word)
        };
        let without = words.without.contains(&self.marker(word));
        // French doubles: "ne … aucun", "sans aucun" negate once.
        by_adverb || by_argument || without
    }

    /// Preposition or conjunction before a noun or clause.
    pub(super) fn marker(&self, word: TokenIndex) -> String {
        let preposition = self.predicates.preposition(word);
        if !preposition.is_empty() {
            return preposition;
        }
        let mark =
            self.predicates.children(word).iter().copied().find(|&child| self.predicates.relation(child) == "mark");
        let Some(mark) = mark else { return String::new() };
        let mut words = vec![mark];
        let is_fixed = |child: &TokenIndex| self.predicates.relation(*child) == "fixed";
        words.extend(self.predicates.children(mark).iter().copied().filter(is_fixed));
        self.predicates.join_words(&words)
    }
}
