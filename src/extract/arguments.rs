//! From a token in a slot to the mention that stands there.

use std::ops::Range;

use crate::language::grammar::GrammarResources;
use crate::model::{
    DetectedDocument, EntityTypeId, MentionId, MentionKind, Span, Token, TokenIndex, Upos, Value, ValueId,
};

use super::predicate::{Predicates, Slot, lowercase};

/// How far behind a noun what announces its instances may stand, in tokens.
const ANNOUNCED: usize = 8;

/// A bracket that holds more tokens is a sentence of its own.
const LONGEST_BRACKET: usize = 12;

/// Letters of what stands behind a name for a rank or an order: "OBE".
const LONGEST_RANK: usize = 6;

/// Words of a title before a name, at most.
const LONGEST_TITLE: usize = 4;

/// The mentions and values of one sentence, by token.
pub(super) struct SentenceMentions<'a> {
    detected: &'a DetectedDocument,
    /// A name that covers the token.
    names: Vec<Option<MentionId>>,
    /// A nominal or pronoun whose head the token is.
    others: Vec<Option<MentionId>>,
    pub(super) values: Vec<ValueId>,
}

/// "le comité pro-X": a name behind such a prefix tells what something is for or against, not whose it is.
fn is_behind_prefix(detected: &DetectedDocument, name: MentionId, grammar: &GrammarResources) -> bool {
    let mention = detected.mention(name);
    let sentence = &detected.annotated.sentences[mention.sentence];
    let Some(word) = sentence.tokens.get(mention.tokens.start).filter(|word| word.span.start < mention.span.start)
    else {
        return false;
    };
    let prefix = Span::new(word.span.start, mention.span.start).of(detected.annotated.text());
    grammar.taking_sides.contains(lowercase(prefix).trim_end_matches(['-', '‑', '–']))
}

impl<'a> SentenceMentions<'a> {
    /// Lays out mentions and values over the tokens of a sentence of `size` tokens.
    pub(super) fn new(
        detected: &'a DetectedDocument,
        size: usize,
        mentions: &[MentionId],
        values: Vec<ValueId>,
        grammar: &GrammarResources,
    ) -> Self {
        let mut names = vec![None; size];
        let mut others: Vec<Option<MentionId>> = vec![None; size];
        for &id in mentions {
            let mention = detected.mention(id);
            match mention.kind {
                // "the pro-Acme campaign": for or against Acme, which takes no part itself.
                MentionKind::Name if is_behind_prefix(detected, id, grammar) => {}
                MentionKind::Name => {
                    let end = mention.tokens.end.min(size);
                    for slot in names.get_mut(mention.tokens.start..end).into_iter().flatten() {
                        slot.get_or_insert(id);
                    }
                }
                MentionKind::Nominal | MentionKind::Pronoun => {
                    if let Some(slot) = others.get_mut(mention.head) {
                        slot.get_or_insert(id);
                    }
                }
            }
        }
        Self { detected, names, others, values }
    }

    /// The name that covers a token.
    pub(super) fn name_at(&self, token: TokenIndex) -> Option<MentionId> {
        self.names[token]
    }

    /// The name whose first token this is; `None` behind the end of the sentence, too.
    pub(super) fn name_starting_at(&self, token: TokenIndex) -> Option<MentionId> {
        let name = self.names.get(token).copied().flatten()?;
        (self.detected.mention(name).tokens.start == token).then_some(name)
    }

    fn is_person(&self, id: MentionId) -> bool {
        self.entity_type(id).is_some_and(|known| known.is_a("person"))
    }

    /// The noun phrase or pronoun whose head a token is.
    pub(super) fn nominal_at(&self, token: TokenIndex) -> Option<MentionId> {
        self.others[token].filter(|&id| self.detected.mention(id).kind == MentionKind::Nominal)
    }

    fn pronoun_at(&self, token: TokenIndex) -> Option<MentionId> {
        self.others[token].filter(|&id| self.detected.mention(id).kind == MentionKind::Pronoun)
    }

    /// The type detection gave a mention.
    pub(super) fn entity_type(&self, mention: MentionId) -> Option<&'a EntityTypeId> {
        self.detected.mention(mention).entity_type.as_ref()
    }

    /// Who stands at a token: the name there; for a common noun the names in apposition ("le président russe
    /// Vladimir Poutine", "ses entreprises SpaceX et Tesla"); else the noun or pronoun itself; else, for a noun
    /// that speaks for its owner ("la campagne de X"), the owner.
    pub(super) fn at(
        &self,
        token: TokenIndex,
        predicates: &Predicates<'_>,
        grammar: &GrammarResources,
    ) -> Vec<MentionId> {
        if let Some(name) = self.names[token] {
            let introduced = self.introduced_by(name, predicates);
            return vec![introduced.or_else(|| self.person_behind(token, name, predicates)).unwrap_or(name)];
        }
        let beside: Vec<_> = predicates
            .in_slot(token, &Slot::Apposition)
            .filter(|&beside| self.others[token].is_some() || !has_verb_between(token, beside, predicates))
            .filter_map(|beside| self.names[beside])
            .filter(|&name| self.may_be(token, name))
            .collect();
        if !beside.is_empty() {
            return beside;
        }
        let behind =
            || self.name_behind_complement(token + 1, predicates, grammar).filter(|&name| self.may_be(token, name));
        if let Some(name) = self.named_by_title(token, predicates).or_else(behind) {
            return vec![name];
        }
        if let Some(name) = self.before_number(token, predicates).or_else(|| self.before_date(token, predicates)) {
            return vec![name];
        }
        let listed = self.instances(token, predicates, grammar);
        if !listed.is_empty() {
            return listed;
        }
        let is_predicate = predicates.children(token).iter().any(|&child| predicates.relation(child) == "cop");
        // "X, l'un des avocats de Y": the one is X.
        let anchor = predicates.one_of(token);
        let is_beside = match predicates.relation(token) {
            "appos" => true,
            "acl" | "parataxis" => self.nominal_at(token).is_some(),
            _ => false,
        };
        if is_beside || anchor != token || is_predicate && !predicates.is_denied(token) {
            // "X, une plateforme que …", "X est une plateforme que …": what is said of the platform is said of X.
            let named = predicates
                .in_slot(anchor, &Slot::Referent)
                .find_map(|described| self.names[described].or_else(|| self.pronoun_at(described)))
                .or_else(|| self.name_before_comma(anchor, predicates));
            if let Some(name) = named.filter(|&name| self.may_be(token, name)) {
                return vec![name];
            }
        }
        if grammar.stands_for.contains(&predicates.lemma(token)) && !self.is_narrowed(token, predicates) {
            let owner = [Slot::Possessor, Slot::Of, Slot::Modifier]
                .iter()
                .find_map(|slot| predicates.in_slot(token, slot).find_map(|owner| self.names[owner]))
                .or_else(|| self.only_name_within(token));
            if let Some(owner) = owner {
                return vec![owner];
            }
        }
        let behind = || self.name_hung_on(token, predicates);
        self.others[token].or_else(behind).into_iter().collect()
    }

    /// "according to Professor Jane Doe", where the parser hangs the name on a form of address that is no mention.
    fn name_hung_on(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Option<MentionId> {
        let name = self.name_starting_at(token + 1)?;
        let head = self.detected.mention(name).head;
        (predicates.relation(head) == "flat" && predicates.token(head).head == Some(token)).then_some(name)
    }

    /// "la Suédoise Jane Doe" is Jane Doe, not Sweden.
    fn introduced_by(&self, demonym: MentionId, predicates: &Predicates<'_>) -> Option<MentionId> {
        let behind = self.detected.mention(demonym).tokens.end;
        let person = self.names.get(behind).copied().flatten()?;
        let is = |id: MentionId, kind: &str| self.entity_type(id).is_some_and(|known| known.is_a(kind));
        let head = self.detected.mention(person).head;
        let is_introduced = self.right_before(head, predicates) == Some(self.detected.mention(demonym).head);
        let tells = is(demonym, "place/country") || is(demonym, "organization/party");
        (is_introduced && tells && is(person, "person")).then_some(person)
    }

    /// The person whom a name only leads to, where the parser takes that name for the argument: B of "A and Acme president
    /// B", Jane Doe of "beat Acme's Jane Doe".
    fn person_behind(&self, token: TokenIndex, name: MentionId, predicates: &Predicates<'_>) -> Option<MentionId> {
        if !matches!(predicates.relation(token), "conj" | "nsubj" | "obj" | "iobj" | "obl") {
            return None;
        }
        let next = self.detected.mention(name).tokens.end;
        let is_owner = predicates.sentence.tokens.get(next).is_some_and(|mark| mark.upos == Upos::Part);
        let owned = self.name_starting_at(next + 1).filter(|&owned| is_owner && self.is_person(owned));
        let titled = || {
            let near = next..(next + LONGEST_TITLE).min(self.others.len());
            let title = near.filter_map(|index| self.nominal_at(index)).find(|&title| {
                let tokens = &self.detected.mention(title).tokens;
                self.is_person(title) && (tokens.start == next || tokens.contains(&(next - 1)))
            })?;
            let person = self.name_starting_at(self.detected.mention(title).head + 1)?;
            (self.is_person(person) && !self.is_person(name)).then_some(person)
        };
        titled().or(owned)
    }

    /// The one name in a noun phrase: "le conseil d'administration de X".
    pub(super) fn only_name_within(&self, noun: TokenIndex) -> Option<MentionId> {
        let phrase = self.nominal_at(noun).map(|id| &self.detected.mention(id).tokens)?;
        let mut within = phrase.clone().filter_map(|index| self.names.get(index).copied().flatten());
        let first = within.next()?;
        within.all(|name| name == first).then_some(first)
    }

    /// "X's housing authority": a part of what belongs to X, narrowed by a noun, does not speak for X.
    fn is_narrowed(&self, noun: TokenIndex, predicates: &Predicates<'_>) -> bool {
        predicates.children(noun).iter().any(|&child| {
            predicates.relation(child) == "compound"
                && predicates.token(child).upos == Upos::Noun
                && self.names[child].is_none()
        })
    }

    /// The name that a common noun introduces, as the words stand: "former secretary of state Jane Doe", "the company
    /// Acme"; or that names the thing as its modifier: "the Zorbo tablet". Both must be things of one kind.
    fn named_by_title(&self, noun: TokenIndex, predicates: &Predicates<'_>) -> Option<MentionId> {
        let nominal = self.others[noun].map(|id| self.detected.mention(id))?;
        let kind = nominal.entity_type.as_ref()?.top();
        let is_same_kind = |name: &MentionId| self.entity_type(*name).is_some_and(|known| known.top() == kind);
        let phrase = &nominal.tokens;
        // "adviser to President Doe" is somebody else.
        let is_title_word = |start: TokenIndex| {
            matches!(predicates.token(start - 1).upos, Upos::Noun | Upos::Propn | Upos::Adj)
                && !(noun + 1..start).any(|index| predicates.token(index).upos == Upos::Adp)
        };
        let is_clause_word = |index: TokenIndex| {
            let head = predicates.token(index).head;
            head.is_some_and(|verb| predicates.token(verb).head == Some(noun) && predicates.relation(verb) == "acl")
        };
        // Behind the phrase, or at its end where the parser takes the name for a part of it.
        let behind = (noun + 1..=phrase.end).find_map(|start| {
            let name = self.names.get(start).copied().flatten().filter(is_same_kind)?;
            let tokens = &self.detected.mention(name).tokens;
            // "la démocratie hongroise": the adjective is no name of it.
            let is_adjective = predicates.token(self.detected.mention(name).head).upos == Upos::Adj;
            let is_behind = tokens.start == start && tokens.end >= phrase.end && is_title_word(start) && !is_adjective;
            (is_behind && !is_clause_word(self.detected.mention(name).head)).then_some(name)
        });
        if behind.is_some() {
            return behind;
        }
        // "its Zorbo unit", "Acme's Zorbo brand": of one that owns it the part is named.
        let is_part = || kind == "organization" && predicates.in_slot(noun, &Slot::Possessor).next().is_some();
        let is_called = matches!(kind, "product" | "work" | "event") || is_part();
        let modifiers = predicates.in_slot(noun, &Slot::Modifier).filter_map(|modifier| self.names[modifier]);
        modifiers.filter(|_| is_called).find(is_same_kind)
    }

    /// "beat Acme 1 – 0", "fined Acme 4.3 billion euros": parsers hang the name on the number behind it.
    fn before_number(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Option<MentionId> {
        let number = std::iter::once(token).chain(predicates.children(token).iter().copied()).find(|&index| {
            matches!(predicates.token(index).upos, Upos::Num | Upos::Sym)
                && (index == token || matches!(predicates.relation(index), "nummod" | "compound"))
        })?;
        let name = predicates.children(token).iter().copied().find(|&child| {
            predicates.relation(child) == "compound" && predicates.token(child).upos == Upos::Propn && child < number
        })?;
        let name = self.names[name]?;
        // "a deal with Acme worth 4 billion euros"
        let end = self.detected.mention(name).tokens.end;
        let is_light = |between| matches!(predicates.token(between).upos, Upos::Num | Upos::Sym | Upos::Adj);
        (end..number).all(is_light).then_some(name)
    }

    /// "flew to Lake Placid last Thursday": parsers hang the name on the day behind it.
    fn before_date(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Option<MentionId> {
        let dates = self.values.iter().map(|&id| self.detected.value(id));
        let mut dates = dates.filter(|value| matches!(value.value, Value::Date(_) | Value::Interval(_)));
        let date = dates.find(|date| date.tokens.contains(&token))?;
        let name = self.names[date.tokens.start.checked_sub(1)?]?;
        let head = self.detected.mention(name).head;
        (predicates.token(head).head == Some(token) && predicates.relation(head) == "compound").then_some(name)
    }

    /// "le secrétaire du Parti radical Jane Doe": the name of a person right behind the name in the complement of a title
    /// that ends at `next`.
    pub(super) fn name_behind_complement(
        &self,
        mut next: TokenIndex,
        predicates: &Predicates<'_>,
        grammar: &GrammarResources,
    ) -> Option<MentionId> {
        let tokens = &predicates.sentence.tokens;
        let is = |index: TokenIndex, upos: Upos| tokens.get(index).is_some_and(|token| token.upos == upos);
        let is_person = |id: MentionId| self.entity_type(id).is_some_and(|known| known.is_a("person"));
        next += usize::from(is(next, Upos::Adj));
        let of = tokens.get(next).filter(|word| word.upos == Upos::Adp)?;
        if !grammar.of.contains(&lowercase(&of.lemma)) {
            return None;
        }
        next += 1;
        next += usize::from(is(next, Upos::Det));
        // Also of somebody: "l'ancien ministre de Jane Doe John Roe".
        let complement = self.names.get(next).copied().flatten()?;
        let end = self.detected.mention(complement).tokens.end;
        // "du Parti radical (PR) Jane Doe"
        let behind = self.bracket(next, predicates).map_or(end, |inside| inside.end + 1);
        let name = self.names.get(behind).copied().flatten().filter(|&id| is_person(id))?;
        (self.detected.mention(name).tokens.start == behind).then_some(name)
    }

    /// The names that a plural noun announces: "carmakers such as Acme and Zorbo".
    fn instances(&self, noun: TokenIndex, predicates: &Predicates<'_>, grammar: &GrammarResources) -> Vec<MentionId> {
        let tokens = &predicates.sentence.tokens;
        if !predicates.token(noun).feats.has("Number", "Plur") || grammar.exemplifying.is_empty() {
            return Vec::new();
        }
        for start in noun + 1..(noun + 1 + ANNOUNCED).min(tokens.len()) {
            if matches!(tokens[start].upos, Upos::Verb | Upos::Aux) && !tokens[start].feats.has("VerbForm", "Part") {
                break;
            }
            let Some(mut next) = grammar.exemplifying.iter().find_map(|words| predicates.words_at(start, words)) else {
                continue;
            };
            let mut listed = Vec::new();
            while let Some(token) = tokens.get(next) {
                if let Some(name) = self.names[next] {
                    listed.push(name);
                    next = self.detected.mention(name).tokens.end.max(next + 1);
                } else if matches!(token.upos, Upos::Punct | Upos::Cconj | Upos::Det)
                    || self.is_title_of_name(next, predicates)
                {
                    next += 1;
                } else {
                    break;
                }
            }
            if !listed.is_empty() {
                return listed.into_iter().filter(|&name| self.may_be(noun, name)).collect();
            }
        }
        Vec::new()
    }

    /// Whether nothing but common words of a title stands between this one and the name of a person: "**singer** Jane Doe".
    fn is_title_of_name(&self, word: TokenIndex, predicates: &Predicates<'_>) -> bool {
        let is_common = |&index: &TokenIndex| {
            self.names[index].is_none() && matches!(predicates.token(index).upos, Upos::Noun | Upos::Adj)
        };
        let end = word + (word..self.names.len()).take_while(is_common).take(LONGEST_TITLE).count();
        end > word && self.names.get(end).copied().flatten().is_some_and(|name| self.is_person(name))
    }

    /// The names in brackets behind a token, or behind the name that covers it: "Acme (Ohio)".
    pub(super) fn in_brackets(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Vec<TokenIndex> {
        let inside = self.bracket(token, predicates).unwrap_or_default();
        // "Bretagne (Finistère et Morbihan)" lists what lies in it.
        if inside.clone().any(|index| predicates.token(index).upos == Upos::Cconj) {
            return Vec::new();
        }
        // "(bus de nuit en région parisienne)" tells what it is, not where.
        let is_small = |index: &TokenIndex| matches!(predicates.token(*index).upos, Upos::Adp | Upos::Det);
        let first = inside.clone().find(|index| !is_small(index)).unwrap_or(inside.start);
        let stands_alone = |start: TokenIndex| {
            start <= first || start.checked_sub(1).is_some_and(|before| predicates.token(before).form == ",")
        };
        let is_head = |index: TokenIndex| {
            self.names[index]
                .map(|name| self.detected.mention(name))
                .is_some_and(|name| name.head == index && stands_alone(name.tokens.start))
        };
        inside.filter(|&index| is_head(index)).collect()
    }

    /// The heads of a party and of a place that tell, in brackets or behind a comma, for whom and where somebody was elected:
    /// "Jane Doe (R-Ohio)", "Jane Doe, D-Ohio", "Jane Doe (PS, Nord)".
    pub(super) fn elected_for(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Vec<TokenIndex> {
        let tokens = &predicates.sentence.tokens;
        let form = |at: TokenIndex| tokens.get(at).map(|token| token.form.as_str());
        let Some(name) = self.names[token] else { return Vec::new() };
        let mark = self.detected.mention(name).tokens.end;
        let is_bracket = matches!(form(mark), Some("(" | "["));
        if !is_bracket && form(mark) != Some(",") {
            return Vec::new();
        }
        let is = |id: MentionId, kind: &str| self.entity_type(id).is_some_and(|known| known.is_a(kind));
        let of_kind = |at: TokenIndex, kind: &str| self.name_starting_at(at).filter(|&id| is(id, kind));
        let Some(party) = of_kind(mark + 1, "organization/party") else { return Vec::new() };
        let party = self.detected.mention(party);
        let joined = match form(party.tokens.end) {
            Some("-" | "–") => true,
            Some(",") => is_bracket,
            _ => false,
        };
        let place = of_kind(party.tokens.end + 1, "place").filter(|_| joined).map(|id| self.detected.mention(id));
        // "Jane Doe (EPP, Italy)": of that country, as one of many.
        let place = place.filter(|place| !place.entity_type.as_ref().is_some_and(|kind| kind.is_a("place/country")));
        let closes = |place: &&crate::model::Mention| !is_bracket || matches!(form(place.tokens.end), Some(")" | "]"));
        place.filter(closes).map(|place| vec![party.head, place.head]).unwrap_or_default()
    }

    /// The tokens in brackets behind a token, or behind the name that covers it.
    pub(super) fn bracket(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Option<Range<TokenIndex>> {
        self.brackets(token, predicates).into_iter().next().filter(|inside| inside.len() <= LONGEST_BRACKET)
    }

    /// The tokens in each of the brackets behind a token, or behind the name that covers it; letters after the name
    /// ("Jane Doe, OBE (…)") may stand between.
    pub(super) fn brackets(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Vec<Range<TokenIndex>> {
        let tokens = &predicates.sentence.tokens;
        let is_shouted = |index: usize| {
            tokens.get(index).is_some_and(|token| {
                let letters = token.form.chars().filter(|letter| *letter != '.');
                token.form.chars().count() <= LONGEST_RANK && letters.clone().count() > 1 && {
                    let mut letters = letters;
                    letters.all(char::is_uppercase)
                }
            })
        };
        let mut found = Vec::new();
        let mut at = self.names[token].map_or(token + 1, |name| self.detected.mention(name).tokens.end);
        while let Some(mark) = tokens.get(at) {
            if matches!(mark.form.as_str(), "(" | "[") {
                let Some(length) = closing(&tokens[at + 1..]) else { break };
                found.push(at + 1..at + 1 + length);
                at += length + 2;
            } else if is_shouted(at) {
                at += 1;
            } else if mark.form == "," && is_shouted(at + 1) {
                at += 2;
            } else {
                break;
            }
        }
        found
    }

    /// The head of the name that stands right behind the name at a token, past brackets, a comma, a preposition and
    /// what a noun announces ("Dayton, in the state of Ohio"), wherever the parser hung it.
    pub(super) fn behind(
        &self,
        token: TokenIndex,
        preposition: &str,
        predicates: &Predicates<'_>,
    ) -> Option<TokenIndex> {
        let tokens = &predicates.sentence.tokens;
        let is = |index: TokenIndex, upos: Upos| tokens.get(index).is_some_and(|token| token.upos == upos);
        let first = self.names[token]?;
        let mut next =
            self.bracket(token, predicates).map_or(self.detected.mention(first).tokens.end, |inside| inside.end + 1);
        next += usize::from(tokens.get(next).is_some_and(|mark| mark.form == ","));
        let words = tokens.get(next).filter(|word| word.upos == Upos::Adp)?;
        if lowercase(&words.lemma) != preposition {
            return None;
        }
        next += 1;
        next += usize::from(is(next, Upos::Det));
        // "dans le département français de l'Oise", "dans le sud de la Colombie"
        if is(next, Upos::Noun) && self.names[next].is_none() {
            let of = next + 1 + usize::from(is(next + 1, Upos::Adj));
            if is(of, Upos::Adp) {
                next = of + 1 + usize::from(is(of + 1, Upos::Det));
            }
        }
        let mention = self.detected.mention(self.name_starting_at(next)?);
        // "en Californie, au Japon et au Pérou": a list of places, none in another.
        (!self.is_in_list(mention.tokens.end, tokens)).then_some(mention.head)
    }

    /// Whether a list of places, each behind its preposition, goes on and ends here: "en A, **au B et au C**". Places in
    /// one another have no conjunction: "à A, en B, aux C".
    fn is_in_list(&self, mut end: TokenIndex, tokens: &[Token]) -> bool {
        while let Some(mark) = tokens.get(end) {
            let is_preposition = tokens.get(end + 1).is_some_and(|word| word.upos == Upos::Adp);
            if !is_preposition || mark.form != "," && mark.upos != Upos::Cconj {
                return false;
            }
            let place = [end + 2, end + 3].into_iter().find_map(|index| self.names.get(index).copied().flatten());
            let Some(place) = place.filter(|&id| self.entity_type(id).is_some_and(|known| known.is_a("place"))) else {
                return false;
            };
            if mark.upos == Upos::Cconj {
                return true;
            }
            end = self.detected.mention(place).tokens.end.max(end + 1);
        }
        false
    }

    /// The head of the name that stands right before the name at a token behind an article, or that is an adjective:
    /// "la Suédoise Jane Doe".
    pub(super) fn right_before(&self, token: TokenIndex, predicates: &Predicates<'_>) -> Option<TokenIndex> {
        let tokens = &predicates.sentence.tokens;
        let mut start = self.detected.mention(self.names[token]?).tokens.start;
        let before = |start: TokenIndex| start.checked_sub(1).and_then(|last| self.names[last]);
        // "le Britannique Sir James Doe"
        let is_address = |word: TokenIndex| {
            tokens[word].form.starts_with(char::is_uppercase) && matches!(tokens[word].upos, Upos::Noun | Upos::Propn)
        };
        if start > 1 && before(start).is_none() && is_address(start - 1) {
            start -= 1;
        }
        let name = before(start)?;
        let mention = self.detected.mention(name);
        let before = mention.tokens.start.checked_sub(1).map(|before| tokens[before].upos);
        // "le président italien X", "the German chancellor": the adjective is the noun's.
        let is_free = !matches!(before, Some(Upos::Noun | Upos::Propn | Upos::Adj));
        let is_introduced = before == Some(Upos::Det) || is_free && self.detected.is_adjective(mention);
        // "le président des États-Unis X": behind a noun, an article for several introduces no one.
        let article = mention.tokens.start.checked_sub(1).map(|before| &tokens[before]);
        let is_plural = article.is_some_and(|article| article.feats.has("Number", "Plur"));
        let follows_noun = || {
            let noun = mention.tokens.start.checked_sub(3)?;
            Some(tokens[noun].upos == Upos::Noun && tokens[noun + 1].upos == Upos::Adp)
        };
        if before == Some(Upos::Det) && is_plural && follows_noun() == Some(true) {
            return None;
        }
        // "le député PR X": a party between the title and the name.
        let is_party = self.entity_type(name).is_some_and(|known| known.is_a("organization/party"));
        let is_titled = before == Some(Upos::Noun);
        // "le socialiste X": an adjective, as the party itself introduces no one.
        let is_adjective = tokens[mention.head].form.chars().all(|letter| !letter.is_uppercase());
        let is_introduced = if is_party { is_titled || is_adjective && is_introduced } else { is_introduced };
        (mention.tokens.end == start && is_introduced).then_some(mention.head)
    }

    /// The name right before the comma that a noun phrase follows, wherever the parser hung the phrase.
    pub(super) fn name_before_comma(&self, noun: TokenIndex, predicates: &Predicates<'_>) -> Option<MentionId> {
        let is_comma = |index: TokenIndex| predicates.token(index).upos == Upos::Punct;
        let first = predicates.children(noun).iter().copied().filter(|&child| !is_comma(child)).min()?.min(noun);
        let comma = first.checked_sub(1).filter(|&before| is_comma(before))?;
        let before = comma.checked_sub(1)?;
        // "Jane Doe, 45 ans, sœur de X"
        let age = before.checked_sub(2).filter(|&comma| {
            is_comma(comma)
                && predicates.token(before - 1).upos == Upos::Num
                && predicates.token(before).upos == Upos::Noun
        });
        match age {
            Some(comma) => self.names[comma.checked_sub(1)?],
            None => self.names[before],
        }
    }

    /// Whether a noun and a name beside it can be one thing, as far as their types are known.
    pub(super) fn may_be(&self, noun: TokenIndex, name: MentionId) -> bool {
        let noun_type = self.others[noun].and_then(|id| self.entity_type(id));
        match (noun_type, self.entity_type(name)) {
            (Some(one), Some(other)) => one.top() == other.top(),
            _ => true,
        }
    }
}

/// Whether a verb stands between a noun and what the parser sets beside it: another clause has begun.
fn has_verb_between(noun: TokenIndex, beside: TokenIndex, predicates: &Predicates<'_>) -> bool {
    (noun + 1..beside).any(|index| predicates.token(index).upos == Upos::Verb)
}

/// How many tokens stand before the mark that closes a bracket, which may hold others.
fn closing(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0;
    tokens.iter().position(|token| match token.form.as_str() {
        "(" | "[" => {
            depth += 1;
            false
        }
        ")" | "]" if depth > 0 => {
            depth -= 1;
            false
        }
        mark => matches!(mark, ")" | "]"),
    })
}
