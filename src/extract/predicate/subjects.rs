//! Voice, and who the subject is when it is not said: coordination, participles, control.

use super::{Predicates, Slot};
use crate::model::{TokenIndex, Upos};

/// How far before a verb the bracket it stands in may open, in tokens.
const LONGEST_BRACKET: usize = 40;

impl Predicates<'_> {
    pub(super) fn has_relative_pronoun(&self, verb: TokenIndex) -> bool {
        let is_relative = |index: &TokenIndex| self.is_relative_pronoun(*index);
        self.children[verb].iter().any(|child| is_relative(child) || self.children[*child].iter().any(is_relative))
    }

    /// "nommer X patron": X; "X devient patron": X.
    pub(super) fn described_by_complement(&self, verb: TokenIndex) -> Vec<TokenIndex> {
        let objects: Vec<_> = self.in_slot(verb, &Slot::Object).collect();
        let lemma = self.lemma(verb);
        let says_of_subject =
            || self.grammar.copulas.contains(&lemma) || self.grammar.subject_complements.contains(&lemma);
        if objects.is_empty() || says_of_subject() { self.surface_subjects[verb].clone() } else { objects }
    }

    pub(super) fn find_passive(&self, verb: TokenIndex) -> bool {
        let token = self.token(verb);
        if self.grammar.active_participles.contains(&self.lemma(verb)) {
            return false;
        }
        let (mut has_auxiliary, mut has_subject, mut has_object) = (false, false, false);
        for &child in &self.children[verb] {
            match self.token(child).deprel.as_str() {
                "aux:pass" | "nsubj:pass" | "csubj:pass" => return true,
                "nsubj" => has_subject = true,
                "obj" => has_object = true,
                // "Acme, a bank, named Jane Doe chief executive"
                "xcomp" if self.token(child).upos == Upos::Propn => has_object = true,
                _ => has_auxiliary |= self.relation(child) == "aux",
            }
        }
        if has_subject && has_object && !self.grammar.bare_participle_is_passive {
            // "X praised Y": a past tense that looks like a participle.
            return false;
        }
        // "Jane Doe donated ten million": right behind its head and with an object, it is the verb of the sentence.
        let is_name = |index: TokenIndex| {
            let token = self.token(index);
            token.upos == Upos::Propn || token.upos == Upos::Noun && token.form.starts_with(char::is_uppercase)
        };
        let is_behind_name =
            token.head.is_some_and(|head| self.relation(verb) == "acl" && head < verb && (head..verb).all(is_name));
        let tells =
            || self.children[verb].iter().any(|&child| self.relation(child) == "ccomp" && self.is_finite(child));
        if is_behind_name && (has_object || tells()) {
            return false;
        }
        let is_participle = token.feats.has("VerbForm", "Part")
            && (token.feats.has("Tense", "Past") || token.feats.has("Voice", "Pass"));
        if !is_participle || has_auxiliary {
            return false;
        }
        match (token.deprel.universal(), token.head) {
            ("conj", Some(head)) if matches!(self.token(head).upos, Upos::Verb | Upos::Aux) => self.passive[head],
            // A participle without auxiliary: reduced relative, or a headline ("Musk accused of …").
            _ => true,
        }
    }

    /// "According to the Acme, Jane Doe, the chairman, said": the name behind the comma, which parsers take for another
    /// member of the phrase that opens the sentence.
    fn subject_behind_opening(&self, verb: TokenIndex) -> Option<TokenIndex> {
        if self.token(verb).upos != Upos::Verb || !self.is_finite(verb) {
            return None;
        }
        let opening = self.children[verb]
            .iter()
            .copied()
            .find(|&child| child < verb && self.relation(child) == "obl" && self.has_dependent(child, "case"))?;
        let members: Vec<_> =
            self.children[opening].iter().copied().filter(|&child| self.relation(child) == "conj").collect();
        let [name] = members[..] else { return None };
        let start = self.children[name].iter().copied().filter(|&child| child < name).min().unwrap_or(name);
        let is_joined = self.has_dependent(name, "cc") || self.has_dependent(name, "case");
        (name < verb && !is_joined && self.token(name).upos == Upos::Propn && self.token(start).form == ",")
            .then_some(name)
    }

    fn is_preposition(&self, word: TokenIndex) -> bool {
        self.relation(word) == "case" && self.token(word).upos == Upos::Adp
    }

    pub(super) fn find_surface_subjects(&self, word: TokenIndex) -> Vec<TokenIndex> {
        let mut found = Vec::new();
        let is_label = |child: TokenIndex| {
            self.sentence.tokens.get(child + 1).is_some_and(|next| next.form == ":")
                && self.children[word].iter().any(|&other| other > child && self.relation(other) == "nsubj")
        };
        for &child in &self.children[word] {
            let is_second = child > word && self.relation(child) == "nsubj" && !found.is_empty();
            if is_label(child) || is_second && self.has_subject_before(word) {
                continue;
            }
            // "Acme is to buy": what is said of the clause is done by its subject.
            let is_other = match self.token(child).deprel.subtype() {
                "caus" => true,
                "outer" => !self.is_infinitive(word),
                _ => false,
            };
            if self.relation(child) == "nsubj" && !is_other {
                let members = self.phrase_members(self.behind_label(child));
                // "Selon X, A et B se parlent": a preposition that stands before the first of several is no subject's.
                if members.len() > 1 {
                    found.extend(self.first_of_list(word, child).filter(|first| !found.contains(first)));
                }
                let is_fronted = members.len() > 1
                    && members.first() == Some(&child)
                    && self.children[child].iter().any(|&mark| self.is_preposition(mark));
                found.extend(members.into_iter().skip(usize::from(is_fronted)));
            }
        }
        if !found.is_empty() || self.has_dependent(word, "nsubj") {
            return found;
        }
        if let Some(name) = self.name_before_bracket(word) {
            return vec![name];
        }
        if let Some(subject) = self.subject_behind_opening(word) {
            return vec![subject];
        }
        let Some(head) = self.head(word) else { return found };
        let token = self.token(word);
        let finite = self.is_finite(word);
        match token.deprel.universal() {
            "conj" if self.is_predicate(head) && self.is_predicate(word) => self.surface_subjects[head].clone(),
            "xcomp" => self.controllers(head),
            "ccomp" if !finite => self.controllers(head),
            "advcl" if token.deprel.subtype() == "cleft" => found,
            // "Jane Doe, who was born in Oslo, studied law": parsers hang the second verb on the first.
            // "Jane Doe, accusant X de fraude, …" hung on her as on a verb.
            "advcl" if !finite && self.relation(head) == "nsubj" && !self.is_predicate(head) => vec![head],
            "advcl" if !finite || !self.has_dependent(word, "mark") => self.surface_subjects[head].clone(),
            "acl" if token.deprel.subtype() == "relcl" => {
                if self.has_relative_pronoun(word) {
                    found
                } else {
                    vec![head]
                }
            }
            // "poursuit sa remontée en battant X": a gerund is the verb's, whatever noun the parser hangs it on.
            "acl" if self.is_gerund(word) => {
                let verb = self.clause_head(head);
                self.surface_subjects[verb].clone()
            }
            "acl" if token.feats.has("VerbForm", "Inf") => self.noun_controllers(head),
            "acl" | "amod" if token.upos != Upos::Adj || token.feats.has("VerbForm", "Part") => vec![head],
            _ => found,
        }
    }

    /// "A, B et C critiquent": the first of a list of subjects, a bare name before the comma, that the parser hung on the
    /// verb by itself.
    pub(in crate::extract) fn first_of_list(&self, verb: TokenIndex, subject: TokenIndex) -> Option<TokenIndex> {
        let is_capital = |index: TokenIndex| self.token(index).form.starts_with(char::is_uppercase);
        let start = self.children[subject].iter().copied().filter(|&child| child < subject).min().unwrap_or(subject);
        let comma = start.checked_sub(1).filter(|&comma| self.token(comma).form == ",")?;
        let is_first = |&other: &TokenIndex| {
            other < comma
                && matches!(self.relation(other), "obl" | "dislocated" | "vocative" | "nmod" | "nsubj")
                && self.is_noun(other)
                && is_capital(other)
                && !self.has_dependent(other, "case")
                && (other + 1..comma).all(|index| self.token(index).head == Some(other))
        };
        self.children[verb].iter().copied().find(is_first).filter(|_| is_capital(subject))
    }

    /// The subject whose list a word begins that hangs on the verb by itself.
    pub(in crate::extract) fn first_of_list_at(&self, verb: TokenIndex, word: TokenIndex) -> Option<TokenIndex> {
        let subjects = self.children[verb].iter().copied().filter(|&child| self.relation(child) == "nsubj");
        subjects.into_iter().find(|&subject| self.first_of_list(verb, subject) == Some(word))
    }

    /// "Jane Doe (born 1970 in Oslo; died 2020)": a verb in brackets without a subject speaks of the name before them,
    /// wherever the parser hung it.
    fn name_before_bracket(&self, verb: TokenIndex) -> Option<TokenIndex> {
        let token = self.token(verb);
        if token.upos != Upos::Verb || !matches!(self.relation(verb), "acl" | "parataxis" | "root" | "conj" | "advcl") {
            return None;
        }
        let opens = |index: &TokenIndex| matches!(self.token(*index).form.as_str(), "(" | "[");
        let closes = |index: TokenIndex| matches!(self.token(index).form.as_str(), ")" | "]");
        let mut depth = 0_usize;
        let mut bracket = None;
        for index in (verb.saturating_sub(LONGEST_BRACKET)..verb).rev() {
            if closes(index) {
                depth += 1;
            } else if opens(&index) && depth == 0 {
                bracket = Some(index);
                break;
            } else if opens(&index) {
                depth -= 1;
            }
        }
        let mut open = bracket?;
        // "the firm (a giant founded by X)": it hangs on a noun inside.
        let is_nouns = token.head.is_some_and(|head| head > open && head < verb && self.is_noun(head));
        if is_nouns {
            return None;
        }
        // An earlier bracket may stand between: "Jane Doe (in Greek: …) (born 1970)".
        while open > 0 && closes(open - 1) {
            open = (0..open - 1).rev().find(opens)?;
        }
        let before = open.checked_sub(1)?;
        (self.token(before).upos == Upos::Propn).then_some(before)
    }

    /// "France : Jane Doe quitte X" read with the label as subject: the name behind the colon.
    fn behind_label(&self, subject: TokenIndex) -> TokenIndex {
        let labelled = self.children[subject].iter().copied().find(|&child| {
            child > subject
                && matches!(self.relation(child), "appos" | "nmod" | "flat" | "parataxis" | "dep")
                && (subject + 1..child).any(|between| self.token(between).form == ":")
        });
        labelled.unwrap_or(subject)
    }

    /// A participle behind a word that makes a gerund of it: "en battant", "by beating".
    fn is_gerund(&self, word: TokenIndex) -> bool {
        !self.passive[word]
            && self.children[word].iter().any(|&child| {
                child < word
                    && matches!(self.relation(child), "mark" | "case")
                    && self.grammar.gerund.contains(&self.lemma(child))
            })
    }

    pub(in crate::extract) fn is_predicate(&self, word: TokenIndex) -> bool {
        matches!(self.token(word).upos, Upos::Verb | Upos::Aux) || self.has_copula(word)
    }

    /// Who carries out an infinitive under this verb or adjective.
    pub(super) fn controllers(&self, governor: TokenIndex) -> Vec<TokenIndex> {
        if self.passive[governor] || self.grammar.subject_control.contains(&self.lemma(governor)) {
            return self.surface_subjects[governor].clone();
        }
        for slot in [Slot::Indirect, Slot::Object] {
            let found: Vec<_> = self.in_slot(governor, &slot).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if self.surface_subjects[governor].is_empty() {
            return self.in_slot(governor, &Slot::Subject).collect();
        }
        self.surface_subjects[governor].clone()
    }

    /// "Doe pledged if he wins to leave": an infinitive that parsers hang on the clause before it is the promise's, which has
    /// no other. The verb that the infinitive belongs to.
    pub(super) fn behind_condition(&self, infinitive: TokenIndex, head: TokenIndex) -> TokenIndex {
        let promise = self.token(head).head.filter(|&promise| {
            self.relation(head) == "advcl"
                && promise < head
                && head < infinitive
                && self.has_dependent(head, "mark")
                && self.promises(promise)
                && !self.has_dependent(promise, "xcomp")
        });
        promise.unwrap_or(head)
    }

    /// Whether the subject of a verb carries out its infinitive whatever its object: "promettre de", "s'engager à".
    fn promises(&self, verb: TokenIndex) -> bool {
        let is_reflexive = || self.children[verb].iter().any(|&child| self.is_reflexive(child));
        self.grammar.subject_control.contains(&self.lemma(verb)) || is_reflexive()
    }

    /// Who carries out an infinitive under this noun: "sa décision de", "la volonté de X de", "X a pris la décision de".
    pub(super) fn noun_controllers(&self, noun: TokenIndex) -> Vec<TokenIndex> {
        for slot in [Slot::Possessor, Slot::Of] {
            let found: Vec<_> = self.in_slot(noun, &slot).collect();
            if !found.is_empty() {
                return found;
            }
        }
        // "Acme is in talks to buy", "X est en passe de": what stands behind the copula is the subject's to do.
        if self.has_copula(noun) {
            return self.surface_subjects[noun].clone();
        }
        match self.token(noun).head {
            Some(verb) if matches!(self.relation(noun), "obj" | "obl") => {
                // The deep subject, so that the passive "decision taken by X to leave" works as well.
                self.in_slot(verb, &Slot::Subject).collect()
            }
            _ => Vec::new(),
        }
    }
}
