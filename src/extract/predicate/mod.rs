//! Sentence → predicates with *deep* arguments: who acts and who is acted upon, whatever the syntax.
//!
//! "B was bought by A", "A, which bought B", "A wants to buy B", "A's purchase of B" and "le rachat de B par A"
//! all give the same slots, so that a rule states them once. The layer knows no word of any language: what
//! prepositions and light verbs do comes from [`GrammarResources`].

mod reading;
mod subjects;
#[cfg(test)]
mod tests;

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
    /// The head of a complement clause, finite or not.
    Clause,
    /// The head of an infinitive that depends on the word.
    Infinitive,
    /// What governs the clause of the word: in "à la demande de X, Y a …" the verb, of a clause the verb above.
    Governor,
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
            predicates.read_name_behind(index);
            predicates.share_objects(index);
            predicates.return_possessor(index);
        }
        for index in 0..size {
            predicates.lift_phrases(index);
        }
        for index in 0..size {
            predicates.lend_to_noun(index);
            predicates.lend_behind_agent(index);
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

    /// What stands in the sentence for a noun in the plural of which one is taken: in "l'un des fondateurs" `un`; else
    /// the noun itself.
    pub(super) fn one_of(&self, noun: TokenIndex) -> TokenIndex {
        let one = self.token(noun).head.filter(|&head| {
            self.grammar.partitive.contains(&self.lemma(head)) && self.grammar.of.contains(&self.preposition(noun))
        });
        one.unwrap_or(noun)
    }

    /// The verb that the word for a post hangs on with the post itself: "démissionne" in "démissionne de son poste de
    /// **ministre**".
    pub(super) fn post_verb(&self, noun: TokenIndex) -> Option<TokenIndex> {
        let post = self.token(noun).head.filter(|_| self.relation(noun) == "nmod")?;
        let (phrase, complement) = self.longer_preposition(&self.preposition(post), post)?;
        let verb = self.token(post).head?;
        (complement == noun && self.grammar.as_role.contains(&phrase)).then_some(verb)
    }

    /// The head of a word, where need be another one than the parser gave it: see [`Predicates::behind_condition`].
    pub(super) fn head(&self, word: TokenIndex) -> Option<TokenIndex> {
        let head = self.token(word).head?;
        Some(if self.relation(word) == "xcomp" { self.behind_condition(word, head) } else { head })
    }

    /// What governs the clause that a word stands in; for the head of a clause the head of the clause above.
    pub(super) fn governor(&self, word: TokenIndex) -> Option<TokenIndex> {
        let head = self.clause_head(word);
        if head != word {
            return Some(head);
        }
        let above = self.clause_head(self.token(word).head?);
        (above != word).then_some(above)
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
        let words = self.join_words(&words);
        self.word_before_preposition(noun, &words).map_or(words, |(_, longer)| longer)
    }

    /// "face à X", where the parser takes the first word for a noun or adverb: that word, and the whole preposition.
    fn word_before_preposition(&self, noun: TokenIndex, preposition: &str) -> Option<(TokenIndex, String)> {
        let case = self.children[noun].iter().copied().find(|&child| self.relation(child) == "case" && child < noun)?;
        let before = case.checked_sub(1).filter(|_| !preposition.contains(' '))?;
        let longer = format!("{} {preposition}", lowercase(&self.token(before).form));
        let is_bare = !self.has_dependent(before, "det") && !self.has_dependent(before, "case");
        (is_bare && self.grammar.prepositions.contains(&longer)).then_some((before, longer))
    }

    /// Words that make one function word, as written but for the last, which is a lemma.
    pub(super) fn join_words(&self, words: &[TokenIndex]) -> String {
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

    /// Where the words of a phrase end that begins at a token, when they stand there, as written or as lemmas.
    pub(super) fn words_at(&self, start: TokenIndex, phrase: &str) -> Option<TokenIndex> {
        let mut next = start;
        for word in phrase.split_whitespace() {
            let token = self.sentence.tokens.get(next)?;
            if lowercase(&token.form) != word && lowercase(&token.lemma) != word {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// Whether the word, or an auxiliary of it, is a finite verb.
    pub(super) fn is_finite(&self, word: TokenIndex) -> bool {
        let finite = |index: TokenIndex| self.token(index).feats.has("VerbForm", "Fin");
        finite(word)
            || self.children[word].iter().any(|&child| matches!(self.relation(child), "aux" | "cop") && finite(child))
    }

    /// Whether the word, or an auxiliary of it, is an infinitive.
    pub(super) fn is_infinitive(&self, word: TokenIndex) -> bool {
        let is = |index: TokenIndex| self.token(index).feats.has("VerbForm", "Inf");
        is(word) || self.children[word].iter().any(|&child| self.relation(child) == "aux" && is(child))
    }

    /// Whether a negation hangs on the word: "not a company".
    pub(super) fn is_denied(&self, word: TokenIndex) -> bool {
        self.children[word].iter().any(|&child| self.token(child).feats.has("Polarity", "Neg"))
    }

    fn has_copula(&self, word: TokenIndex) -> bool {
        self.has_dependent(word, "cop")
    }

    fn has_dependent(&self, word: TokenIndex, relation: &str) -> bool {
        self.children[word].iter().any(|&child| self.relation(child) == relation)
    }

    /// Whether a word is a noun or part of a name.
    pub(super) fn is_noun(&self, word: TokenIndex) -> bool {
        matches!(self.token(word).upos, Upos::Noun | Upos::Propn)
    }

    /// Lemma in lower case.
    pub(super) fn lemma(&self, word: TokenIndex) -> String {
        lowercase(&self.token(word).lemma)
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
        if self.is_reflexive(phrase) {
            return Vec::new();
        }
        if self.is_relative_pronoun(phrase) {
            return self.antecedent(phrase).into_iter().collect();
        }
        let joined = self.children[phrase].iter().copied().find(|&child| self.is_joined_to_title(phrase, child));
        let mut members: Vec<_> = joined.into_iter().chain([phrase]).collect();
        let mut next = members.len() - 1;
        while next < members.len() {
            // Parsers hang the next member on any word of a name.
            let member = members[next];
            let words = self.children[member].iter().copied().filter(|&child| self.relation(child) == "flat");
            let words: Vec<_> = std::iter::once(member).chain(words).collect();
            let coordinated = words.into_iter().flat_map(|word| self.children[word].iter().copied()).filter(|&child| {
                self.relation(child) == "conj"
                    && !self.is_predicate(child)
                    && self.token(child).upos != Upos::Adv
                    && !self.is_excluded(child)
            });
            members.extend(coordinated);
            let listed: Vec<_> =
                self.children[member].iter().copied().filter(|&child| self.goes_on_with(member, child)).collect();
            members.extend(listed);
            next += 1;
        }
        members
    }

    /// "Acme, Zorbo et Nor" read with the second name beside the first: two names, a comma between, and the list goes on.
    pub(in crate::extract) fn goes_on_with(&self, first: TokenIndex, second: TokenIndex) -> bool {
        let is_capital = |index: TokenIndex| self.token(index).form.starts_with(char::is_uppercase);
        let has_comma = (first + 1..second).any(|index| self.token(index).form == ",")
            && !(first + 1..second).any(|index| matches!(self.token(index).form.as_str(), "(" | ":" | "«"));
        let goes_on = |index: TokenIndex| {
            self.children[index].iter().any(|&child| {
                let joined = self.children[child].iter().any(|&mark| self.relation(mark) == "cc");
                self.relation(child) == "conj" && joined && !self.is_predicate(child) || self.goes_on_with(index, child)
            })
        };
        second > first
            && self.relation(second) == "appos"
            && is_capital(first)
            && is_capital(second)
            && has_comma
            && goes_on(second)
    }

    /// "**A** and B parent company C", where the parser joins A to B: a company has one name behind its noun, and so A stands
    /// beside C.
    fn is_joined_to_title(&self, noun: TokenIndex, name: TokenIndex) -> bool {
        let is_name = |index: TokenIndex| self.token(index).upos == Upos::Propn;
        let is_singular = self.token(noun).upos == Upos::Noun && !self.token(noun).feats.has("Number", "Plur");
        let has_name_behind =
            || self.sentence.tokens.get(noun + 1).is_some_and(|next| next.form.starts_with(char::is_uppercase));
        let is_first = || name == 0 || matches!(self.token(name - 1).upos, Upos::Propn | Upos::Punct);
        let joins_name = || {
            self.children[name]
                .iter()
                .any(|&second| second > name && second < noun && self.relation(second) == "conj" && is_name(second))
        };
        self.relation(name) == "compound"
            && is_singular
            && is_name(name)
            && has_name_behind()
            && is_first()
            && joins_name()
    }

    /// "A rather than B", "A et non B".
    fn is_excluded(&self, member: TokenIndex) -> bool {
        self.children[member].iter().any(|&child| {
            matches!(self.relation(child), "cc" | "advmod" | "case") && {
                let mut words = vec![child];
                words.extend(self.children[child].iter().filter(|&&fixed| self.relation(fixed) == "fixed"));
                self.grammar.excluding.contains(&self.join_words(&words))
            }
        })
    }

    pub(super) fn is_relative_pronoun(&self, index: TokenIndex) -> bool {
        let token = self.token(index);
        token.feats.has("PronType", "Rel") && matches!(token.upos, Upos::Pron | Upos::Det | Upos::Adv)
    }

    /// "se", "himself".
    pub(super) fn is_reflexive(&self, index: TokenIndex) -> bool {
        let token = self.token(index);
        token.upos == Upos::Pron
            && (token.feats.has("Reflex", "Yes")
                || self.grammar.reflexive_pronouns.contains(&self.lemma(index))
                || (token.deprel.universal() == "expl"
                    && token.feats.get("Person").is_some()
                    && token.deprel.subtype() != "subj"))
    }

    /// The noun that the clause of a relative pronoun hangs on.
    fn antecedent(&self, pronoun: TokenIndex) -> Option<TokenIndex> {
        let mut current = pronoun;
        for _ in 0..self.sentence.tokens.len() {
            let token = self.token(current);
            let head = token.head?;
            if matches!(token.deprel.as_str(), "acl:relcl" | "advcl:cleft" | "acl:cleft") {
                // "bought Acme which …": parsers hang the clause on the verb.
                let before = pronoun
                    .checked_sub(1)
                    .filter(|&before| self.token(head).upos == Upos::Verb && self.token(before).upos == Upos::Propn);
                return Some(before.unwrap_or(head));
            }
            current = head;
        }
        None
    }
}

pub(super) fn lowercase(text: &str) -> String {
    if text.chars().any(char::is_uppercase) { text.to_lowercase() } else { text.to_owned() }
}
