//! Word by word: which dependents fill which slots.

use super::{Predicates, Slot, lowercase};
use crate::model::{TokenIndex, Upos};

impl Predicates<'_> {
    pub(super) fn read_word(&mut self, index: TokenIndex) {
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

    pub(super) fn read_verb(&mut self, verb: TokenIndex) {
        let passive = self.find_passive(verb);
        self.passive[verb] = passive;
        let subjects = self.surface_subjects[verb].clone();
        self.add_all(verb, if passive { &Slot::Object } else { &Slot::Subject }, &subjects);
        for child in self.children[verb].clone() {
            let relation = self.token(child).deprel.clone();
            match relation.universal() {
                "obj" if relation.subtype() != "agent" => {
                    let preposition = self.preposition(child);
                    if preposition.is_empty() || self.grammar.of.contains(&preposition) {
                        self.add_phrase(verb, &Slot::Object, child);
                    } else {
                        // No object has a preposition, whatever the parser says.
                        self.add_oblique(verb, preposition, child);
                    }
                }
                // "dont X a été banni": whatever the parser calls it, the pronoun holds its preposition.
                "iobj" if self.is_relative_pronoun(child) && self.grammar.relative.contains_key(&self.lemma(child)) => {
                    self.add_oblique(verb, String::new(), child);
                }
                "iobj" => self.add_phrase(verb, &Slot::Indirect, child),
                "obl" | "nmod" => {
                    let preposition = self.preposition(child);
                    let by_agent =
                        relation.subtype() == "agent" || (passive && self.grammar.agent.contains(&preposition));
                    if by_agent {
                        self.add_phrase(verb, &Slot::Subject, child);
                    } else if self.is_bare_object(verb, child, &preposition) {
                        // "took over Acme", where the parser takes the object for an adverbial
                        self.add_phrase(verb, &Slot::Object, child);
                    } else if preposition.is_empty() && self.is_joined_before(verb, child) {
                        self.add(verb, Slot::Modifier, child);
                    } else if self.is_partitive(child, &preposition) {
                        // "ne donne pas d'argent"
                        self.add_phrase(verb, &Slot::Object, child);
                    } else {
                        self.add_oblique(verb, preposition, child);
                    }
                }
                "compound" if self.is_joined_before(verb, child) => self.add(verb, Slot::Modifier, child),
                // "the firm where she works"
                "advmod" if self.is_relative_pronoun(child) => self.add_oblique(verb, String::new(), child),
                // "criticised chief executive Jane Doe": behind the verb that has a subject before it stands its object.
                "nsubj" if !passive && child > verb && self.has_subject_before(verb) => {
                    self.add_phrase(verb, &Slot::Object, child);
                }
                // "named Jane Doe chief executive"
                "xcomp" if self.token(child).upos == Upos::Propn && !self.has_dependent(verb, "obj") => {
                    self.add_phrase(verb, &Slot::Object, child);
                }
                "xcomp" | "ccomp" => {
                    self.add(verb, Slot::Clause, child);
                    // "told X she would leave" has an infinitive under a finite auxiliary.
                    if self.is_infinitive(child) && !self.is_finite(child) {
                        self.add(verb, Slot::Infinitive, child);
                    }
                }
                _ => {}
            }
        }
        // "According to X, Y said": what opens the sentence is the verb's, where the parser makes it the sentence.
        if let Some(opening) = self.token(verb).head.filter(|&head| head < verb && self.relation(verb) == "parataxis")
            && self.is_noun(opening)
            && self.token(opening).head.is_none()
        {
            let preposition = self.preposition(opening);
            self.add_oblique(verb, preposition, opening);
        }
        self.read_split_prepositions(verb);
        self.read_relative_gap(verb);
        // "at Dublin-based Acme", where the parser takes the town for the house.
        let town = verb.checked_sub(2).filter(|&town| self.is_joined_before(verb, town));
        let behind = self.sentence.tokens.get(verb + 1).filter(|name| name.upos == Upos::Propn);
        if let (Some(town), Some(_)) = (town, behind) {
            self.add(verb, Slot::Modifier, town);
            self.add(verb, Slot::Object, verb + 1);
        }
    }

    pub(super) fn has_subject_before(&self, verb: TokenIndex) -> bool {
        let has_object = self.children[verb].iter().any(|&child| matches!(self.relation(child), "obj" | "ccomp"));
        !has_object && self.children[verb].iter().any(|&child| child < verb && self.relation(child) == "nsubj")
    }

    /// "the London-based bank": a name that a hyphen joins to the participle behind it.
    fn is_joined_before(&self, verb: TokenIndex, noun: TokenIndex) -> bool {
        let joint = verb.checked_sub(1).map(|before| self.token(before));
        noun < verb
            && self.token(noun).upos == Upos::Propn
            && joint.is_some_and(|joint| matches!(joint.form.as_str(), "-" | "‑" | "–"))
    }

    /// "face à X" read as an object "face" with a complement "à X": the phrase is the verb's.
    fn read_split_prepositions(&mut self, verb: TokenIndex) {
        for word in self.children[verb].clone() {
            if !matches!(self.relation(word), "obj" | "obl" | "advmod" | "nmod") {
                continue;
            }
            for complement in self.children[word].clone() {
                let preposition = self.preposition(complement);
                let is_split = preposition.split_once(' ').is_some_and(|(first, _)| {
                    first == lowercase(&self.token(word).form) && self.token(word).upos != Upos::Adp
                });
                if is_split && complement > word {
                    self.add_oblique(verb, preposition, complement);
                }
            }
        }
    }

    /// A name without preposition behind an active verb that has no object.
    fn is_bare_object(&self, verb: TokenIndex, noun: TokenIndex, preposition: &str) -> bool {
        preposition.is_empty()
            && noun > verb
            && !self.passive[verb]
            && self.token(noun).upos == Upos::Propn
            && !self.is_relative_pronoun(noun)
            && !self.has_dependent(verb, "obj")
    }

    fn is_partitive(&self, noun: TokenIndex, preposition: &str) -> bool {
        self.token(noun).upos == Upos::Noun
            && self.grammar.of.contains(preposition)
            && !self.has_dependent(noun, "det")
            && self.token(noun).head.is_some_and(|verb| {
                self.children[verb].iter().any(|&child| self.token(child).feats.has("Polarity", "Neg"))
            })
    }

    /// "the company Musk bought", "the firm he works for": the noun that the clause hangs on fills the empty slot.
    pub(super) fn read_relative_gap(&mut self, verb: TokenIndex) {
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

    pub(super) fn read_noun(&mut self, noun: TokenIndex) {
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
                "compound" if self.is_joined_to_title(noun, child) => {
                    let members = self.phrase_members(child);
                    self.add_all(noun, &Slot::Modifier, &members[1..]);
                }
                "compound" | "amod" => self.add_phrase(noun, &Slot::Modifier, child),
                "flat" if self.token(noun).upos == Upos::Noun => self.add(noun, Slot::Apposition, child),
                "acl" if self.grammar.naming.contains(&self.lemma(child)) && self.is_participle(child) => {
                    // "un projet baptisé « X »"
                    let behind = self.sentence.tokens.get(child + 1).is_some_and(|next| next.upos == Upos::Punct);
                    let name = child + 1 + usize::from(behind);
                    if name < self.sentence.tokens.len() {
                        self.add(noun, Slot::Apposition, name);
                    }
                }
                // "a contract to supply X"
                "acl" if self.is_infinitive(child) && !self.is_finite(child) => self.add(noun, Slot::Infinitive, child),
                "advmod" if self.is_relative_pronoun(child) => self.add_oblique(noun, String::new(), child),
                "appos" if self.is_listed(child) => {}
                "appos" => self.add_phrase(noun, &Slot::Apposition, child),
                _ => {}
            }
        }
        self.read_referents(noun);
    }

    /// Whether a semicolon stands before a phrase: it is the next of a list.
    fn is_listed(&self, phrase: TokenIndex) -> bool {
        let first = self.children[phrase].iter().copied().min().map_or(phrase, |child| child.min(phrase));
        let is_semicolon = |index: TokenIndex| self.token(index).form == ";";
        is_semicolon(first) || first.checked_sub(1).is_some_and(is_semicolon)
    }

    /// A bare noun beside a noun: a name behind its title ("le président Jacques Chirac"), or a modifier.
    pub(super) fn add_bare(&mut self, noun: TokenIndex, child: TokenIndex) {
        if self.is_relative_pronoun(child) {
            let slot = self.relative_slot(child);
            self.add_phrase(noun, &slot, child);
        } else if self.token(child).upos == Upos::Propn && child > noun {
            self.add_phrase(noun, &Slot::Apposition, child);
        } else {
            self.add_phrase(noun, &Slot::Modifier, child);
        }
    }

    /// "the retailer Acme": a name right behind a common noun stands beside it, wherever the parser hung the two;
    /// not in "the retailer Acme bought", whose name belongs to the clause.
    pub(super) fn read_name_behind(&mut self, noun: TokenIndex) {
        let behind = noun + 1;
        if self.token(noun).upos != Upos::Noun
            || self.sentence.tokens.get(behind).is_none_or(|token| token.upos != Upos::Propn)
        {
            return;
        }
        let governor = self.token(behind).head;
        let is_in_clause = governor.is_some_and(|verb| {
            verb != noun && self.token(verb).head == Some(noun) && self.relation(verb).starts_with("acl")
        });
        let is_in_slot = self.fillers[noun].iter().any(|filler| filler.token == behind);
        if !is_in_clause && !is_in_slot {
            self.add(noun, Slot::Apposition, behind);
        }
    }

    /// "Acme's Jane Doe resigned", "Acme's Zorbo is a car": a possessor hung on the predicate is whose the noun right behind
    /// its ending is.
    pub(super) fn return_possessor(&mut self, owner: TokenIndex) {
        let token = self.token(owner);
        if token.deprel.as_str() != "nmod:poss" {
            return;
        }
        let ending =
            self.children[owner].iter().copied().find(|&child| child > owner && self.relation(child) == "case");
        let verb = token.head.filter(|&head| self.is_predicate(head));
        let (Some(ending), Some(verb)) = (ending, verb) else { return };
        if verb <= ending {
            return;
        }
        let mut noun = ending + 1;
        while let Some(head) = self.token(noun).head.filter(|&head| head > ending && head < verb) {
            noun = head;
        }
        if noun < verb && matches!(self.token(noun).upos, Upos::Noun | Upos::Propn | Upos::Num) {
            self.add(noun, Slot::Possessor, owner);
        }
    }

    fn is_participle(&self, word: TokenIndex) -> bool {
        self.token(word).feats.has("VerbForm", "Part")
    }

    /// Whom a noun describes.
    pub(super) fn read_referents(&mut self, noun: TokenIndex) {
        let Some(head) = self.token(noun).head else { return };
        let relation = self.token(noun).deprel.clone();
        let beside_name = relation.as_str() == "nmod:desc"
            || (matches!(relation.universal(), "flat" | "compound")
                && noun < head
                && self.token(head).upos == Upos::Propn);
        let let_go = self.post_verb(noun);
        match relation.universal() {
            // "nommé par X premier ministre": the parser sets the post beside the one who gives it.
            "appos" if self.is_post_behind_agent(noun, head) => {
                let described = self.token(head).head.map(|verb| self.surface_subjects[verb].clone());
                self.add_all(noun, &Slot::Referent, &described.unwrap_or_default());
            }
            "appos" => self.add(noun, Slot::Referent, head),
            // "le patron de X est Y"
            "nsubj" if self.has_copula(head) && self.token(head).upos == Upos::Propn => {
                self.add(noun, Slot::Referent, head);
            }
            "nmod" if let_go.is_some() => {
                let described = let_go.map(|verb| self.described_by_complement(verb)).unwrap_or_default();
                self.add_all(noun, &Slot::Referent, &described);
            }
            "conj" => {
                // "PDG de Tesla et propriétaire de X": both say something of the same person.
                let shared: Vec<_> = self.in_slot(head, &Slot::Referent).collect();
                self.add_all(noun, &Slot::Referent, &shared);
                if self.is_beside_name(noun, head) {
                    self.add(noun, Slot::Referent, head);
                }
            }
            "xcomp" | "ccomp" => {
                let described = self.described_by_complement(head);
                self.add_all(noun, &Slot::Referent, &described);
            }
            "obl" | "nmod" | "advcl" if self.grammar.as_role.contains(&self.preposition(noun)) => {
                let described = self.described_by_complement(head);
                self.add_all(noun, &Slot::Referent, &described);
            }
            // "X est élu président": parsers call the complement an object, which a passive does not have.
            "obj" if self.passive[head] && !self.has_preposition_between(head, noun) => {
                let described = self.surface_subjects[head].clone();
                self.add_all(noun, &Slot::Referent, &described);
            }
            _ if beside_name => self.add(noun, Slot::Referent, head),
            _ => {}
        }
    }

    /// "Jane Doe, chief strategist and portfolio manager at X, said": bare nouns behind the comma after a name, which parsers
    /// take for further members of a list.
    fn is_beside_name(&self, noun: TokenIndex, name: TokenIndex) -> bool {
        let is_bare = |word: TokenIndex| {
            self.token(word).upos == Upos::Noun
                && self.token(word).feats.has("Number", "Sing")
                && ["det", "nummod"].iter().all(|relation| !self.has_dependent(word, relation))
        };
        let members =
            self.children[name].iter().copied().filter(|&child| self.relation(child) == "conj" && child > name);
        let Some(first) = members.clone().min() else { return false };
        let start =
            self.children[first].iter().copied().filter(|&child| child > name).min().map_or(first, |c| c.min(first));
        let comma = self.sentence.tokens.get(start).is_some_and(|token| token.form == ",");
        self.token(name).upos == Upos::Propn && comma && members.filter(|&member| member <= noun).all(is_bare)
    }

    /// Whether a bare noun stands right behind the name of the agent of a passive.
    fn is_post_behind_agent(&self, noun: TokenIndex, agent: TokenIndex) -> bool {
        let words = self.children[noun].iter().copied().filter(|&child| self.relation(child) != "punct");
        let first = words.min().map_or(noun, |child| child.min(noun));
        self.token(agent).deprel.subtype() == "agent"
            && first > agent
            && !self.has_dependent(noun, "det")
            && self.token(first - 1).upos == Upos::Propn
    }

    fn has_preposition_between(&self, verb: TokenIndex, noun: TokenIndex) -> bool {
        (verb + 1..noun).any(|index| self.token(index).upos == Upos::Adp)
    }

    pub(super) fn read_adjective(&mut self, adjective: TokenIndex) {
        let subjects = self.surface_subjects[adjective].clone();
        self.add_all(adjective, &Slot::Subject, &subjects);
        match (self.relation(adjective), self.token(adjective).head) {
            ("amod", Some(head)) => self.add(adjective, Slot::Subject, head),
            // "Jane Doe, originaire de Lyon, …"
            ("appos" | "acl", Some(head)) if head < adjective && subjects.is_empty() && self.is_noun(head) => {
                self.add(adjective, Slot::Subject, head);
            }
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

    /// "A critique et accuse B": the object of the second verb is the first one's as well.
    pub(super) fn share_objects(&mut self, verb: TokenIndex) {
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

    /// Parsers hang a phrase on the nearest noun: in "infliger une amende de dix millions à B" `à B` may hang on
    /// "millions". What hangs on a name or a measure can belong to the word above it as well; what hangs on another
    /// noun only if it is a dative, or the agent. Lifted phrases come behind the word's own.
    pub(super) fn lift_phrases(&mut self, word: TokenIndex) {
        if !matches!(self.token(word).upos, Upos::Verb | Upos::Noun | Upos::Adj) {
            return;
        }
        let below: Vec<_> = self.fillers[word]
            .iter()
            .filter(|filler| filler.token > word && !matches!(filler.slot, Slot::Clause | Slot::Infinitive))
            .map(|filler| filler.token)
            // "face" in "face à X", which parsers take for a noun of its own.
            .chain(self.children[word].iter().copied().filter(|&child| self.preposition_at(child).is_some()))
            .collect();
        for noun in below {
            for (preposition, phrase) in self.liftable(noun) {
                if self.grammar.agent.contains(&preposition) {
                    let takes_agent = self.passive[word] || self.token(word).upos == Upos::Noun;
                    if takes_agent && self.in_slot(word, &Slot::Subject).next().is_none() {
                        self.add_phrase(word, &Slot::Subject, phrase);
                    }
                } else {
                    self.add_oblique(word, preposition, phrase);
                }
            }
        }
    }

    /// The preposition of two words that begins here: "face à".
    fn preposition_at(&self, word: TokenIndex) -> Option<String> {
        let next = self.sentence.tokens.get(word + 1).filter(|next| next.upos == Upos::Adp)?;
        let words = format!("{} {}", lowercase(&self.token(word).form), lowercase(&next.lemma));
        self.grammar.prepositions.contains(&words).then_some(words)
    }

    /// Whether a possessive stands before a noun: "sa destitution"; not in "à son encontre", which is a preposition.
    fn is_owned(&self, noun: TokenIndex) -> bool {
        let has_possessive = self.children[noun].iter().any(|&child| self.token(child).feats.has("Poss", "Yes"));
        has_possessive && !self.grammar.possessed.contains_key(&self.lemma(noun))
    }

    fn liftable(&self, noun: TokenIndex) -> Vec<(String, TokenIndex)> {
        let mut found = Vec::new();
        let mut pending = vec![noun];
        while let Some(current) = pending.pop() {
            let is_open = matches!(self.token(current).upos, Upos::Propn | Upos::Num | Upos::Sym)
                || self.has_dependent(current, "nummod")
                || self.token(current).feats.has("NumType", "Card")
                // "une enquête ouverte par le parquet contre Y"
                || self.token(current).deprel.subtype() == "agent";
            let begun = self.preposition_at(current);
            for &child in &self.children[current] {
                let is_phrase = matches!(self.relation(child), "nmod" | "obl" | "flat" | "appos")
                    || begun.is_some() && self.relation(child) == "obj";
                if child < current || !is_phrase {
                    continue;
                }
                if self.relation(child) == "appos" {
                    pending.push(child);
                    continue;
                }
                let own = self.preposition(child);
                let preposition = if own.is_empty() { begun.clone().unwrap_or_default() } else { own };
                if preposition.is_empty() {
                    continue;
                }
                if self.grammar.of.contains(&preposition) {
                    pending.push(child);
                } else if self.grammar.agent.contains(&preposition) && self.is_owned(current) {
                    // "arrêté après sa destitution par X": X's deed is the removal.
                } else if is_open
                    || begun.as_ref() == Some(&preposition)
                    || self.grammar.dative.contains(&preposition)
                    || self.grammar.agent.contains(&preposition)
                {
                    found.push((preposition, child));
                }
            }
        }
        found
    }

    /// "mener une enquête sur B": the verb lends its subject and what hangs on it to the noun.
    pub(super) fn lend_to_noun(&mut self, verb: TokenIndex) {
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
            // "Following X's purchase of Y, Z left": whose it is, the noun says itself.
            let is_anothers = self.in_slot(noun, &Slot::Possessor).any(|owner| self.token(owner).upos == Upos::Propn);
            for lent in &own {
                let lendable = match lent.slot {
                    Slot::Subject => !is_anothers,
                    Slot::Indirect | Slot::Of | Slot::Oblique(_) => true,
                    _ => false,
                };
                // "faire de X un rival": X is not the rival's.
                let is_before = lent.slot == Slot::Of && lent.token < noun;
                if lendable && lent.token != noun && !is_before {
                    self.add(noun, lent.slot.clone(), lent.token);
                }
            }
        }
    }

    /// "dénonce le soutien de A à B", "les attaques de A contre B": the phrase right behind whose deed it is belongs to the
    /// deed, though the parser hangs it on the verb. Lent phrases come behind the noun's own.
    pub(super) fn lend_behind_agent(&mut self, verb: TokenIndex) {
        if self.token(verb).upos != Upos::Verb {
            return;
        }
        let is_object = |filler: &&super::Filler| filler.slot == Slot::Object && filler.token > verb;
        let objects: Vec<TokenIndex> = self.fillers[verb].iter().filter(is_object).map(|filler| filler.token).collect();
        for noun in objects {
            let agent = self.children[noun].iter().copied().filter(|&child| child > noun).max();
            let Some(agent) = agent.filter(|&agent| self.in_slot(noun, &Slot::Of).any(|owner| owner == agent)) else {
                continue;
            };
            let end = self.children[agent].iter().copied().filter(|&child| self.relation(child) == "flat").max();
            let next = end.unwrap_or(agent) + 1;
            let lent = self.fillers[verb].iter().filter(|filler| {
                let is_phrase = matches!(filler.slot, Slot::Indirect | Slot::Oblique(_));
                is_phrase && self.children[filler.token].contains(&next)
            });
            for filler in lent.cloned().collect::<Vec<_>>() {
                self.add(noun, filler.slot, filler.token);
            }
        }
    }

    pub(super) fn add_oblique(&mut self, word: TokenIndex, preposition: String, noun: TokenIndex) {
        if self.is_relative_pronoun(noun) && preposition.is_empty() {
            let slot = self.relative_slot(noun);
            self.add_phrase(word, &slot, noun);
        } else if !preposition.is_empty() {
            if let Some((longer, complement)) = self.longer_preposition(&preposition, noun) {
                self.add_phrase(word, &Slot::Oblique(longer), complement);
            }
            if let Some((longer, possessor)) = self.possessed_preposition(noun) {
                self.add(word, Slot::Oblique(longer), possessor);
            }
            let slot = self.oblique_slot(preposition);
            self.add_phrase(word, &slot, noun);
        }
    }

    /// "à la tête de X" read as "à" + "tête" + "de X": the phrase as one preposition, and X.
    pub(super) fn longer_preposition(&self, preposition: &str, noun: TokenIndex) -> Option<(String, TokenIndex)> {
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

    /// "à son encontre" read as "à l'encontre de" and "son".
    fn possessed_preposition(&self, noun: TokenIndex) -> Option<(String, TokenIndex)> {
        let preposition = self.grammar.possessed.get(&self.lemma(noun))?;
        let possessor = self.children[noun].iter().copied().find(|&child| {
            self.token(child).feats.has("Poss", "Yes") || self.token(child).deprel.as_str() == "nmod:poss"
        })?;
        Some((preposition.clone(), possessor))
    }

    pub(super) fn oblique_slot(&self, preposition: String) -> Slot {
        if self.grammar.dative.contains(&preposition) {
            Slot::Indirect
        } else if self.grammar.of.contains(&preposition) {
            Slot::Of
        } else {
            Slot::Oblique(preposition)
        }
    }

    pub(super) fn relative_slot(&self, pronoun: TokenIndex) -> Slot {
        match self.grammar.relative.get(&self.lemma(pronoun)) {
            Some(preposition) => self.oblique_slot(preposition.clone()),
            None => Slot::Of,
        }
    }
}
