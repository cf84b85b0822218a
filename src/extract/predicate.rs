//! Sentence → predicates with *deep* arguments: who acts and who is acted upon, whatever the syntax.
//!
//! "B was bought by A", "A, which bought B", "A wants to buy B", "A's purchase of B" and "le rachat de B par A"
//! all give the same slots, so that a rule states them once. The layer knows no word of any language: what
//! prepositions and light verbs do comes from [`GrammarResources`].

use std::collections::VecDeque;

use crate::language::grammar::GrammarResources;
use crate::model::{Sentence, Token, TokenIndex, Upos};

/// Where an argument stands relative to the word that carries the relation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slot {
    /// Who acts, in actives, passives, under control, beside a nominalization.
    Subject,
    /// Who or what is acted upon.
    Object,
    /// To whom: a dative pronoun or the dative preposition.
    Indirect,
    /// Whose: "A's purchase", "son rachat".
    Possessor,
    /// The plain complement: "le rachat de B", "accuser B de …".
    Of,
    /// A noun or adjective that narrows the noun without a preposition: "Kremlin spokesman", "président russe".
    Modifier,
    /// Beside it, between commas or as a name behind a title.
    Apposition,
    /// Whom the noun describes: by apposition, copula, "as".
    Referent,
    /// The head of a complement clause.
    Clause,
    /// Behind this preposition.
    Oblique(String),
}

/// A token in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filler {
    pub(super) slot: Slot,
    pub(super) token: TokenIndex,
}

/// The slots of every word of one sentence.
pub(super) struct Predicates<'a> {
    pub(super) sentence: &'a Sentence,
    text: &'a str,
    grammar: &'a GrammarResources,
    children: Vec<Vec<TokenIndex>>,
    fillers: Vec<Vec<Filler>>,
    /// The subject as the syntax has it, own or inherited; deep roles follow from it and from voice.
    surface_subjects: Vec<Vec<TokenIndex>>,
    passive: Vec<bool>,
}

impl<'a> Predicates<'a> {
    /// Reads the slots off a tree. Linear in the tokens for trees of bounded degree.
    pub(super) fn new(sentence: &'a Sentence, text: &'a str, grammar: &'a GrammarResources) -> Self {
        let size = sentence.tokens.len();
        let mut children = vec![Vec::new(); size];
        for (index, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&head| head < size) {
                children[head].push(index);
            }
        }
        let mut predicates = Self {
            sentence,
            text,
            grammar,
            children,
            fillers: vec![Vec::new(); size],
            surface_subjects: vec![Vec::new(); size],
            passive: vec![false; size],
        };
        // Governors come first: what they have is what their dependents inherit.
        let mut queue: VecDeque<TokenIndex> =
            (0..size).filter(|&index| sentence.tokens[index].head.is_none()).collect();
        let mut seen = vec![false; size];
        while let Some(index) = queue.pop_front() {
            if std::mem::replace(&mut seen[index], true) {
                continue;
            }
            predicates.read_word(index);
            queue.extend(predicates.children[index].iter().copied());
        }
        for index in 0..size {
            predicates.share_objects(index);
        }
        for index in 0..size {
            predicates.lend_to_noun(index);
        }
        predicates
    }

    /// Tokens in a slot of a word, in text order as read.
    pub(super) fn fillers(&self, word: TokenIndex) -> &[Filler] {
        &self.fillers[word]
    }

    /// Direct dependents, in text order.
    pub(super) fn children(&self, word: TokenIndex) -> &[TokenIndex] {
        &self.children[word]
    }

    /// Tokens in one slot of a word.
    pub(super) fn in_slot<'s>(&'s self, word: TokenIndex, slot: &'s Slot) -> impl Iterator<Item = TokenIndex> + 's {
        self.fillers[word].iter().filter(move |filler| filler.slot == *slot).map(|filler| filler.token)
    }

    /// Whether the word is a verb in the passive.
    pub(super) fn is_passive(&self, word: TokenIndex) -> bool {
        self.passive[word]
    }

    pub(super) fn token(&self, index: TokenIndex) -> &'a Token {
        &self.sentence.tokens[index]
    }

    pub(super) fn relation(&self, index: TokenIndex) -> &'a str {
        self.sentence.tokens[index].deprel.universal()
    }

    /// The verb (or predicate) whose clause a token stands in; itself for the head of a clause.
    pub(super) fn clause_head(&self, token: TokenIndex) -> TokenIndex {
        let mut current = token;
        for _ in 0..self.sentence.tokens.len() {
            let relation = self.token(current).deprel.as_str();
            let is_clause = match self.relation(current) {
                "root" | "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "csubj" => true,
                "conj" => matches!(self.token(current).upos, Upos::Verb | Upos::Aux),
                _ => relation.starts_with("acl"),
            };
            match self.token(current).head {
                Some(head) if !is_clause => current = head,
                _ => return current,
            }
        }
        current
    }

    /// The words of the preposition before a noun phrase, lower case: "à", "au sein de"; empty when bare.
    ///
    /// Words before the last are as written, the last is a lemma: elision and contraction change the last only.
    pub(super) fn preposition(&self, noun: TokenIndex) -> String {
        let mut words: Vec<TokenIndex> = Vec::new();
        for &child in &self.children[noun] {
            let is_case = self.relation(child) == "case"
                || (self.relation(child) == "mark" && self.token(child).upos == Upos::Adp);
            if is_case && child < noun && !self.token(child).feats.has("Poss", "Yes") {
                words.push(child);
                words.extend(self.children[child].iter().filter(|&&fixed| self.relation(fixed) == "fixed"));
            }
        }
        self.join_words(&words)
    }

    fn join_words(&self, words: &[TokenIndex]) -> String {
        let (Some(&first), Some(&last)) = (words.iter().min(), words.iter().max()) else { return String::new() };
        let lemma = lowercase(&self.token(last).lemma);
        let start = self.token(first).span.start;
        let end = self.token(last).span.start;
        if words.len() == 1 || start >= end {
            return lemma;
        }
        let before = self.text.get(start..end).unwrap_or_default().to_lowercase();
        before.split_whitespace().collect::<Vec<_>>().join(" ")
            + if before.ends_with(char::is_whitespace) { " " } else { "" }
            + &lemma
    }

    fn read_word(&mut self, index: TokenIndex) {
        let token = self.token(index);
        self.surface_subjects[index] = self.find_surface_subjects(index);
        match token.upos {
            Upos::Verb | Upos::Aux => self.read_verb(index),
            Upos::Adj if token.feats.has("VerbForm", "Part") && !self.has_copula(index) => self.read_verb(index),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X | Upos::Sym => self.read_noun(index),
            Upos::Adj | Upos::Adv => self.read_adjective(index),
            Upos::Adp | Upos::Cconj | Upos::Det | Upos::Intj | Upos::Part | Upos::Punct | Upos::Sconj => {}
        }
    }

    fn read_verb(&mut self, verb: TokenIndex) {
        let passive = self.find_passive(verb);
        self.passive[verb] = passive;
        let subjects = self.surface_subjects[verb].clone();
        self.add_all(verb, if passive { &Slot::Object } else { &Slot::Subject }, &subjects);
        for child in self.children[verb].clone() {
            let relation = self.token(child).deprel.clone();
            match relation.universal() {
                "obj" if relation.subtype() != "agent" => self.add_phrase(verb, &Slot::Object, child),
                "iobj" => self.add_phrase(verb, &Slot::Indirect, child),
                "obl" | "nmod" => {
                    let preposition = self.preposition(child);
                    let by_agent =
                        relation.subtype() == "agent" || (passive && self.grammar.agent.contains(&preposition));
                    if by_agent {
                        self.add_phrase(verb, &Slot::Subject, child);
                    } else {
                        self.add_oblique(verb, preposition, child);
                    }
                }
                "xcomp" | "ccomp" => self.add(verb, Slot::Clause, child),
                _ => {}
            }
        }
        self.read_relative_gap(verb);
    }

    /// "the company Musk bought", "the firm he works for": the noun that the clause hangs on fills the empty slot.
    fn read_relative_gap(&mut self, verb: TokenIndex) {
        let Some(head) = self.token(verb).head else { return };
        if self.token(verb).deprel.as_str() != "acl:relcl" || self.has_relative_pronoun(verb) {
            return;
        }
        let stranded = self.children[verb]
            .iter()
            .copied()
            .find(|&child| self.token(child).upos == Upos::Adp && child > verb && self.children[child].is_empty());
        if let Some(stranded) = stranded {
            let preposition = lowercase(&self.token(stranded).lemma);
            self.add(verb, self.oblique_slot(preposition), head);
        } else if !self.surface_subjects[verb].contains(&head)
            && !self.fillers[verb].iter().any(|filler| matches!(filler.slot, Slot::Object | Slot::Clause))
        {
            self.add(verb, Slot::Object, head);
        }
    }

    fn has_relative_pronoun(&self, verb: TokenIndex) -> bool {
        let is_relative = |index: &TokenIndex| self.is_relative_pronoun(*index);
        self.children[verb].iter().any(|child| is_relative(child) || self.children[*child].iter().any(is_relative))
    }

    fn read_noun(&mut self, noun: TokenIndex) {
        if self.has_copula(noun) {
            let subjects = self.surface_subjects[noun].clone();
            self.add_all(noun, &Slot::Referent, &subjects);
        }
        for child in self.children[noun].clone() {
            let relation = self.token(child).deprel.clone();
            match relation.universal() {
                "det" if self.token(child).feats.has("Poss", "Yes") => self.add(noun, Slot::Possessor, child),
                "nmod" if relation.subtype() == "poss" => self.add_phrase(noun, &Slot::Possessor, child),
                "nmod" | "obl" => {
                    let preposition = self.preposition(child);
                    if preposition.is_empty() {
                        self.add_bare(noun, child);
                    } else if self.grammar.agent.contains(&preposition) {
                        self.add_phrase(noun, &Slot::Subject, child);
                    } else {
                        self.add_oblique(noun, preposition, child);
                    }
                }
                "compound" | "amod" => self.add_phrase(noun, &Slot::Modifier, child),
                "flat" if self.token(noun).upos == Upos::Noun => self.add(noun, Slot::Apposition, child),
                "appos" => self.add_phrase(noun, &Slot::Apposition, child),
                _ => {}
            }
        }
        self.read_referents(noun);
    }

    /// A bare noun beside a noun: a name behind its title ("le président Jacques Chirac"), or a modifier.
    fn add_bare(&mut self, noun: TokenIndex, child: TokenIndex) {
        if self.is_relative_pronoun(child) {
            let slot = self.relative_slot(child);
            self.add_phrase(noun, &slot, child);
        } else if self.token(child).upos == Upos::Propn && child > noun {
            self.add_phrase(noun, &Slot::Apposition, child);
        } else {
            self.add_phrase(noun, &Slot::Modifier, child);
        }
    }

    /// Whom a noun describes.
    fn read_referents(&mut self, noun: TokenIndex) {
        let Some(head) = self.token(noun).head else { return };
        let relation = self.token(noun).deprel.clone();
        let beside_name = relation.as_str() == "nmod:desc"
            || (matches!(relation.universal(), "flat" | "compound")
                && noun < head
                && self.token(head).upos == Upos::Propn);
        match relation.universal() {
            "appos" => self.add(noun, Slot::Referent, head),
            "conj" => {
                // "PDG de Tesla et propriétaire de X": both say something of the same person.
                let shared: Vec<_> = self.in_slot(head, &Slot::Referent).collect();
                self.add_all(noun, &Slot::Referent, &shared);
            }
            "xcomp" | "ccomp" => {
                let described = self.described_by_complement(head);
                self.add_all(noun, &Slot::Referent, &described);
            }
            "obl" | "nmod" | "advcl" if self.grammar.as_role.contains(&self.preposition(noun)) => {
                let described = self.described_by_complement(head);
                self.add_all(noun, &Slot::Referent, &described);
            }
            _ if beside_name => self.add(noun, Slot::Referent, head),
            _ => {}
        }
    }

    /// "nommer X patron": X; "X devient patron": X.
    fn described_by_complement(&self, verb: TokenIndex) -> Vec<TokenIndex> {
        let objects: Vec<_> = self.in_slot(verb, &Slot::Object).collect();
        if objects.is_empty() || self.grammar.copulas.contains(&self.lemma(verb)) {
            self.surface_subjects[verb].clone()
        } else {
            objects
        }
    }

    fn read_adjective(&mut self, adjective: TokenIndex) {
        let subjects = self.surface_subjects[adjective].clone();
        self.add_all(adjective, &Slot::Subject, &subjects);
        match (self.relation(adjective), self.token(adjective).head) {
            ("amod", Some(head)) => self.add(adjective, Slot::Subject, head),
            ("xcomp", Some(head)) => {
                let described = self.described_by_complement(head);
                self.add_all(adjective, &Slot::Subject, &described);
            }
            _ => {}
        }
        for child in self.children[adjective].clone() {
            match self.relation(child) {
                "obl" | "nmod" => {
                    let preposition = self.preposition(child);
                    self.add_oblique(adjective, preposition, child);
                }
                "xcomp" | "ccomp" => self.add(adjective, Slot::Clause, child),
                _ => {}
            }
        }
    }

    fn find_passive(&self, verb: TokenIndex) -> bool {
        let token = self.token(verb);
        if self.grammar.active_participles.contains(&self.lemma(verb)) {
            return false;
        }
        let mut has_auxiliary = false;
        for &child in &self.children[verb] {
            match self.token(child).deprel.as_str() {
                "aux:pass" | "nsubj:pass" | "csubj:pass" => return true,
                _ => has_auxiliary |= self.relation(child) == "aux",
            }
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

    fn find_surface_subjects(&self, word: TokenIndex) -> Vec<TokenIndex> {
        let mut found = Vec::new();
        for &child in &self.children[word] {
            if self.relation(child) == "nsubj" && !matches!(self.token(child).deprel.subtype(), "caus" | "outer") {
                found.extend(self.phrase_members(child));
            }
        }
        if !found.is_empty() || self.has_dependent(word, "nsubj") {
            return found;
        }
        let Some(head) = self.token(word).head else { return found };
        let token = self.token(word);
        let finite = self.is_finite(word);
        match token.deprel.universal() {
            "conj" if self.is_predicate(head) && self.is_predicate(word) => self.surface_subjects[head].clone(),
            "xcomp" => self.controllers(head),
            "ccomp" if !finite => self.controllers(head),
            "advcl" if token.deprel.subtype() == "cleft" => found,
            "advcl" if !finite => self.surface_subjects[head].clone(),
            "acl" if token.deprel.subtype() == "relcl" => {
                if self.has_relative_pronoun(word) {
                    found
                } else {
                    vec![head]
                }
            }
            "acl" if token.feats.has("VerbForm", "Inf") => self.noun_controllers(head),
            "acl" | "amod" if token.upos != Upos::Adj || token.feats.has("VerbForm", "Part") => vec![head],
            _ => found,
        }
    }

    fn is_predicate(&self, word: TokenIndex) -> bool {
        matches!(self.token(word).upos, Upos::Verb | Upos::Aux) || self.has_copula(word)
    }

    /// Who carries out an infinitive under this verb or adjective.
    fn controllers(&self, governor: TokenIndex) -> Vec<TokenIndex> {
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

    /// Who carries out an infinitive under this noun: "sa décision de", "la volonté de X de", "X a pris la décision de".
    fn noun_controllers(&self, noun: TokenIndex) -> Vec<TokenIndex> {
        for slot in [Slot::Possessor, Slot::Of] {
            let found: Vec<_> = self.in_slot(noun, &slot).collect();
            if !found.is_empty() {
                return found;
            }
        }
        match self.token(noun).head {
            Some(verb) if matches!(self.relation(noun), "obj" | "obl") => {
                // The deep subject, so that the passive "decision taken by X to leave" works as well.
                self.in_slot(verb, &Slot::Subject).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the word, or an auxiliary of it, is a finite verb.
    pub(super) fn is_finite(&self, word: TokenIndex) -> bool {
        let finite = |index: TokenIndex| self.token(index).feats.has("VerbForm", "Fin");
        finite(word)
            || self.children[word].iter().any(|&child| matches!(self.relation(child), "aux" | "cop") && finite(child))
    }

    /// "A critique et accuse B": the object of the second verb is the first one's as well.
    fn share_objects(&mut self, verb: TokenIndex) {
        if self.token(verb).upos != Upos::Verb || self.in_slot(verb, &Slot::Object).next().is_some() {
            return;
        }
        let second = self.children[verb]
            .iter()
            .copied()
            .find(|&child| self.relation(child) == "conj" && self.token(child).upos == Upos::Verb && child == verb + 2);
        if let Some(second) = second.filter(|&second| !self.passive[second] && !self.passive[verb]) {
            let objects: Vec<_> = self.in_slot(second, &Slot::Object).collect();
            self.add_all(verb, &Slot::Object, &objects);
        }
    }

    /// "mener une enquête sur B": the verb lends its subject and what hangs on it to the noun.
    fn lend_to_noun(&mut self, verb: TokenIndex) {
        if !matches!(self.token(verb).upos, Upos::Verb | Upos::Aux) {
            return;
        }
        let supports = self.grammar.support_verbs.contains(&self.lemma(verb));
        let own = self.fillers[verb].clone();
        for filler in &own {
            let noun = filler.token;
            if self.token(noun).upos != Upos::Noun {
                continue;
            }
            let is_event = match &filler.slot {
                Slot::Object => supports || self.token(noun).deprel.subtype() == "lvc",
                Slot::Indirect => supports,
                // "entrer en contact", not "entrer dans la maison".
                Slot::Oblique(_) => !self.has_dependent(noun, "det"),
                _ => false,
            };
            if !is_event {
                continue;
            }
            for lent in &own {
                let lendable = matches!(lent.slot, Slot::Subject | Slot::Indirect | Slot::Of | Slot::Oblique(_));
                if lendable && lent.token != noun {
                    self.add(noun, lent.slot.clone(), lent.token);
                }
            }
        }
    }

    fn has_copula(&self, word: TokenIndex) -> bool {
        self.has_dependent(word, "cop")
    }

    fn has_dependent(&self, word: TokenIndex, relation: &str) -> bool {
        self.children[word].iter().any(|&child| self.relation(child) == relation)
    }

    /// Lemma in lower case.
    pub(super) fn lemma(&self, word: TokenIndex) -> String {
        lowercase(&self.token(word).lemma)
    }

    fn add_oblique(&mut self, word: TokenIndex, preposition: String, noun: TokenIndex) {
        if self.is_relative_pronoun(noun) && preposition.is_empty() {
            let slot = self.relative_slot(noun);
            self.add_phrase(word, &slot, noun);
        } else if !preposition.is_empty() {
            if let Some((longer, complement)) = self.longer_preposition(&preposition, noun) {
                self.add_phrase(word, &Slot::Oblique(longer), complement);
            }
            let slot = self.oblique_slot(preposition);
            self.add_phrase(word, &slot, noun);
        }
    }

    /// "à la tête de X" read as "à" + "tête" + "de X": the phrase as one preposition, and X.
    fn longer_preposition(&self, preposition: &str, noun: TokenIndex) -> Option<(String, TokenIndex)> {
        if self.token(noun).upos != Upos::Noun {
            return None;
        }
        let complement = self.children[noun]
            .iter()
            .copied()
            .find(|&child| self.relation(child) == "nmod" && self.grammar.of.contains(&self.preposition(child)))?;
        let of = self.children[complement].iter().copied().find(|&child| self.relation(child) == "case")?;
        if of != noun + 1 {
            return None;
        }
        let case = self.children[noun].iter().copied().find(|&child| self.relation(child) == "case")?;
        let words: Vec<_> = (case..=of).collect();
        let phrase = self.join_words(&words);
        (phrase.len() > preposition.len()).then_some((phrase, complement))
    }

    fn oblique_slot(&self, preposition: String) -> Slot {
        if self.grammar.dative.contains(&preposition) {
            Slot::Indirect
        } else if self.grammar.of.contains(&preposition) {
            Slot::Of
        } else {
            Slot::Oblique(preposition)
        }
    }

    fn relative_slot(&self, pronoun: TokenIndex) -> Slot {
        match self.grammar.relative.get(&self.lemma(pronoun)) {
            Some(preposition) => self.oblique_slot(preposition.clone()),
            None => Slot::Of,
        }
    }

    fn add_phrase(&mut self, word: TokenIndex, slot: &Slot, phrase: TokenIndex) {
        let members = self.phrase_members(phrase);
        self.add_all(word, slot, &members);
    }

    fn add_all(&mut self, word: TokenIndex, slot: &Slot, tokens: &[TokenIndex]) {
        for &token in tokens {
            self.add(word, slot.clone(), token);
        }
    }

    fn add(&mut self, word: TokenIndex, slot: Slot, token: TokenIndex) {
        let filler = Filler { slot, token };
        if token != word && !self.fillers[word].contains(&filler) {
            self.fillers[word].push(filler);
        }
    }

    /// A noun phrase and the phrases coordinated with it; a relative pronoun gives what it stands for, a
    /// reflexive nothing.
    fn phrase_members(&self, phrase: TokenIndex) -> Vec<TokenIndex> {
        let token = self.token(phrase);
        if token.feats.has("Reflex", "Yes") {
            return Vec::new();
        }
        if self.is_relative_pronoun(phrase) {
            return self.antecedent(phrase).into_iter().collect();
        }
        let mut members = vec![phrase];
        let mut next = 0;
        while next < members.len() {
            let coordinated = self.children[members[next]].iter().copied().filter(|&child| {
                self.relation(child) == "conj" && !self.is_predicate(child) && self.token(child).upos != Upos::Adv
            });
            members.extend(coordinated);
            next += 1;
        }
        members
    }

    fn is_relative_pronoun(&self, index: TokenIndex) -> bool {
        let token = self.token(index);
        token.feats.has("PronType", "Rel") && matches!(token.upos, Upos::Pron | Upos::Det | Upos::Adv)
    }

    /// The noun that the clause of a relative pronoun hangs on.
    fn antecedent(&self, pronoun: TokenIndex) -> Option<TokenIndex> {
        let mut current = pronoun;
        for _ in 0..self.sentence.tokens.len() {
            let token = self.token(current);
            let head = token.head?;
            if matches!(token.deprel.as_str(), "acl:relcl" | "advcl:cleft" | "acl:cleft") {
                return Some(head);
            }
            current = head;
        }
        None
    }
}

pub(super) fn lowercase(text: &str) -> String {
    if text.chars().any(char::is_uppercase) { text.to_lowercase() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::trees::tree;
    use super::*;
    use crate::data_folder::DataFolder;

    /// Checks the slots of one word, as `slot=form slot=form`, fillers in the order of the slots' names.
    fn check(language: &str, lines: &str, word: &str, expected: &str) {
        let grammar = GrammarResources::load(&DataFolder::bundled_languages().subfolder(language)).unwrap();
        let (sentence, text) = tree(lines);
        let predicates = Predicates::new(&sentence, &text, &grammar);
        let index = sentence.tokens.iter().position(|token| token.form == word).unwrap();
        let mut slots: Vec<_> = predicates
            .fillers(index)
            .iter()
            .map(|filler| {
                let slot = match &filler.slot {
                    Slot::Oblique(preposition) => preposition.replace(' ', "_"),
                    other => format!("{other:?}").to_lowercase(),
                };
                format!("{slot}={}", sentence.tokens[filler.token].form)
            })
            .collect();
        slots.sort();
        assert_eq!(slots.join(" "), expected, "slots of {word} in {text}");
    }

    const BOUGHT_BY: &str = "B B PROPN _ 3 nsubj:pass
        was be AUX VerbForm=Fin 3 aux:pass
        bought buy VERB Tense=Past|VerbForm=Part 0 root
        by by ADP _ 5 case
        A A PROPN _ 3 obl:agent
        and and CCONJ _ 7 cc
        C C PROPN _ 5 conj";

    #[test]
    fn a_passive_gives_deep_roles_and_coordination_spreads() {
        check("en", BOUGHT_BY, "bought", "object=B subject=A subject=C");
    }

    #[test]
    fn relative_pronouns_stand_for_their_antecedents() {
        let lines = "la le DET _ 2 det
            plateforme plateforme NOUN _ 0 root
            dont dont PRON PronType=Rel 6 obl:arg
            Trump Trump PROPN _ 6 nsubj:pass
            est être AUX VerbForm=Fin 6 aux:pass
            banni bannir VERB Tense=Past|VerbForm=Part 2 acl:relcl";
        check("fr", lines, "banni", "object=Trump of=plateforme");
        let lines = "A A PROPN _ 0 root
            , , PUNCT _ 4 punct
            which which PRON PronType=Rel 4 nsubj
            bought buy VERB VerbForm=Fin 1 acl:relcl
            B B PROPN _ 4 obj";
        check("en", lines, "bought", "object=B subject=A");
    }

    #[test]
    fn a_relative_clause_without_pronoun_fills_its_gap() {
        let lines = "the the DET _ 2 det
            firm firm NOUN _ 0 root
            Musk Musk PROPN _ 4 nsubj
            bought buy VERB Tense=Past|VerbForm=Fin 2 acl:relcl";
        check("en", lines, "bought", "object=firm subject=Musk");
        let lines = "the the DET _ 2 det
            man man NOUN _ 0 root
            Musk Musk PROPN _ 4 nsubj
            spoke speak VERB Tense=Past|VerbForm=Fin 2 acl:relcl
            with with ADP _ 4 obl";
        check("en", lines, "spoke", "subject=Musk with=man");
    }

    #[test]
    fn participles_beside_nouns_are_passive_unless_the_data_say_otherwise() {
        let lines = "Musk Musk PROPN _ 0 root
            accusé accuser VERB Tense=Past|VerbForm=Part 1 acl
            par par ADP _ 4 case
            Walz Walz PROPN _ 2 obl:agent
            de de ADP _ 6 case
            fraude fraude NOUN _ 2 obl:arg";
        check("fr", lines, "accusé", "object=Musk of=fraude subject=Walz");
        let lines = "Musk Musk PROPN _ 0 root
            né naître VERB Tense=Past|VerbForm=Part 1 acl
            à à ADP _ 4 case
            Pretoria Pretoria PROPN _ 2 obl:mod";
        check("fr", lines, "né", "indirect=Pretoria subject=Musk");
    }

    #[test]
    fn infinitives_have_the_subject_that_control_gives_them() {
        let lines = "A A PROPN _ 3 nsubj
            a avoir AUX VerbForm=Fin 3 aux:tense
            demandé demander VERB Tense=Past|VerbForm=Part 0 root
            à à ADP _ 5 case
            B B PROPN _ 3 obl:arg
            de de ADP _ 7 mark
            nommer nommer VERB VerbForm=Inf 3 xcomp
            C C PROPN _ 7 obj";
        check("fr", lines, "nommer", "object=C subject=B");
        check("fr", &lines.replace("demandé demander", "promis promettre"), "nommer", "object=C subject=A");
    }

    #[test]
    fn nominalizations_have_agents_and_complements() {
        let lines = "le le DET _ 2 det
            rachat rachat NOUN _ 0 root
            de de ADP _ 4 case
            B B PROPN _ 2 nmod
            par par ADP _ 6 case
            A A PROPN _ 2 nmod";
        check("fr", lines, "rachat", "of=B subject=A");
        let lines = "A A PROPN _ 3 nmod:poss
            's 's PART _ 1 case
            acquisition acquisition NOUN _ 0 root
            of of ADP _ 5 case
            B B PROPN _ 3 nmod";
        check("en", lines, "acquisition", "of=B possessor=A");
    }

    #[test]
    fn a_light_verb_lends_its_subject_and_phrases_to_its_noun() {
        let lines = "A A PROPN _ 2 nsubj
            mène mener VERB VerbForm=Fin 0 root
            une un DET _ 4 det
            enquête enquête NOUN _ 2 obj
            contre contre ADP _ 6 case
            B B PROPN _ 2 obl:arg";
        check("fr", lines, "enquête", "contre=B subject=A");
    }

    #[test]
    fn nouns_describe_by_copula_apposition_and_role() {
        let lines = "X X PROPN _ 4 nsubj
            est être AUX VerbForm=Fin 4 cop
            le le DET _ 4 det
            patron patron NOUN _ 0 root
            de de ADP _ 6 case
            Y Y PROPN _ 4 nmod";
        check("fr", lines, "patron", "of=Y referent=X");
        let lines = "Le le DET _ 2 det
            porte-parole porte-parole NOUN _ 6 nsubj
            du du ADP _ 4 case
            Kremlin Kremlin PROPN _ 2 nmod
            Peskov Peskov PROPN _ 2 appos
            parle parler VERB VerbForm=Fin 0 root";
        check("fr", &lines.replace("du du", "du de"), "porte-parole", "apposition=Peskov of=Kremlin");
        let lines = "Trump Trump PROPN _ 2 nsubj
            nomme nommer VERB VerbForm=Fin 0 root
            X X PROPN _ 2 obj
            patron patron NOUN _ 2 xcomp
            de de ADP _ 6 case
            Y Y PROPN _ 4 nmod";
        check("fr", lines, "patron", "of=Y referent=X");
        let lines = "Kremlin Kremlin PROPN _ 2 compound
            spokesman spokesman NOUN _ 3 nmod:desc
            Peskov Peskov PROPN _ 0 root";
        check("en", lines, "spokesman", "modifier=Kremlin referent=Peskov");
    }

    #[test]
    fn fixed_and_phrasal_prepositions_are_one() {
        let lines = "A A PROPN _ 2 nsubj
            place placer VERB VerbForm=Fin 0 root
            B B PROPN _ 2 obj
            à à ADP _ 6 case
            la le DET _ 6 det
            tête tête NOUN _ 2 obl:arg
            de de ADP _ 8 case
            C C PROPN _ 6 nmod";
        check("fr", lines, "place", "indirect=tête object=B subject=A à_la_tête_de=C");
        let lines = "A A PROPN _ 2 nsubj
            spoke speak VERB VerbForm=Fin 0 root
            on on ADP _ 6 case
            behalf behalf NOUN _ 3 fixed
            of of ADP _ 3 fixed
            B B PROPN _ 2 obl";
        check("en", lines, "spoke", "on_behalf_of=B subject=A");
    }

    #[test]
    fn malformed_trees_do_no_harm() {
        let lines = "A A PROPN _ 2 nsubj
            B B PROPN _ 1 conj
            C C VERB _ 9 xcomp";
        let (sentence, text) = tree(lines);
        let grammar = GrammarResources::default();
        let predicates = Predicates::new(&sentence, &text, &grammar);
        assert_eq!(predicates.clause_head(0), predicates.clause_head(0));
        assert!(predicates.fillers(2).is_empty());
    }
}
