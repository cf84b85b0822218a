//! Proper names: what the knowledge base knows, what the trained finder sees, what capitals and grammar show.
//!
//! Each source proposes; proposals are cut clean of titles and articles, the longest wins, and a name found once is
//! found again wherever the document repeats it.

mod acronyms;
mod casing;
mod cleaning;
mod clues;
mod demonyms;
mod extending;
mod known;
mod portfolio;
mod quoted;
mod runs;
mod settling;
mod typing;

use std::ops::Range;

use casing::{Casing, Shape};
pub use clues::{reading_order, sentence_clues};
use known::Known;
use rustc_hash::FxHashMap;

use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::language::expressions::NominalSense;
use crate::language::reader::{FoundName, NameMemory, OTHER};
use crate::model::{
    AnnotatedDocument, EntityTypeId, Mention, MentionKind, Sentence, SentenceKind, Span, TokenIndex, Upos,
};

/// The names of a document in text order, not overlapping.
pub(super) fn names(annotated: &AnnotatedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> Vec<Mention> {
    let casing = Casing::of(annotated);
    let known = known::known_in(annotated, language, kb, &casing);
    let found = found_in(annotated, language, kb, &known);
    let mut mentions = Vec::new();
    for (index, sentence) in annotated.sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Boilerplate || sentence.tokens.is_empty() {
            continue;
        }
        let shape = casing::shape(sentence);
        let place = Place { text: annotated.text(), sentence, language, kb, casing: &casing, shape };
        let names = place.names(&known[index], &found[index]);
        mentions.extend(names.into_iter().map(|proposal| proposal.into_mention(index, sentence)));
    }
    add_repeated(annotated, &mut mentions);
    settling::settle(annotated, language, kb, &mut mentions);
    mentions
}

/// What the trained name finder sees in each sentence.
fn found_in(
    annotated: &AnnotatedDocument,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    known: &[Vec<Known>],
) -> Vec<Vec<FoundName>> {
    let mut found = vec![Vec::new(); annotated.sentences.len()];
    let mut memory = NameMemory::default();
    for index in reading_order(&annotated.sentences) {
        let sentence = &annotated.sentences[index];
        let clues = clues::clues(sentence, &known[index], language, kb);
        found[index] = language.reader.find_names(sentence, &clues, &mut memory);
    }
    found
}

/// A sentence with everything that decides about its names.
struct Place<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    language: &'a LanguagePack,
    kb: &'a KnowledgeBase,
    casing: &'a Casing,
    shape: Shape,
}

/// Who proposes a name; of two that are equally long the first wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Quoted,
    Known,
    Acronym,
    Finder,
    Run,
}

/// A name proposed.
#[derive(Clone, Debug)]
struct Proposal {
    span: Span,
    tokens: Range<TokenIndex>,
    source: Source,
    entity_type: Option<EntityTypeId>,
}

impl Proposal {
    fn into_mention(self, sentence_index: usize, sentence: &Sentence) -> Mention {
        let head = super::head_of(sentence, self.tokens.clone());
        Mention {
            span: self.span,
            sentence: sentence_index,
            tokens: self.tokens,
            head,
            kind: MentionKind::Name,
            entity_type: self.entity_type,
        }
    }
}

impl Place<'_> {
    fn names(&self, known: &[Known], found: &[FoundName]) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        let is_name = |name: &&Known| {
            !(name.entries.is_empty()
                || name.is_person && self.is_numbered(&name.tokens, 1)
                || self.is_half_of_compound(name, known)
                || self.is_part_of_role(name))
        };
        for name in known.iter().filter(is_name) {
            proposals.push(self.proposal(name.span, name.tokens.clone(), Source::Known, None));
        }
        for name in found {
            let kind = Some(name.kind.as_str()).filter(|kind| *kind != OTHER);
            let pieces = self.clean(name.tokens.clone(), kind);
            let is_one = pieces.len() == 1;
            for tokens in pieces {
                // Where one name turned out to be two, the second may be another kind of thing: "Acme Inc. Jane Doe".
                let kind = kind.filter(|_| is_one || !(tokens.len() > 1 && self.is_given_name(tokens.start)));
                let tokens = self.with_glued(self.with_surname(self.with_suffix(tokens), kind, found));
                let span = self.span(&tokens);
                // What stands before the dash of a dateline is not what stands behind it.
                let kind = kind.filter(|_| !self.is_dash(tokens.end));
                proposals.push(self.proposal(span, tokens, Source::Finder, kind));
            }
        }
        let covered = |tokens: &Range<TokenIndex>| {
            found.iter().any(|found| found.tokens.start < tokens.end && tokens.start < found.tokens.end)
        };
        for run in self.runs() {
            if !covered(&run) {
                for tokens in self.clean(run, None) {
                    let span = self.span(&tokens);
                    proposals.push(self.proposal(span, tokens, Source::Run, None));
                }
            }
        }
        proposals.extend(self.extended(&proposals));
        proposals.extend(self.ministries());
        proposals.extend(self.quoted());
        proposals.extend(self.acronyms(&proposals));
        let mut proposals: Vec<_> = proposals
            .into_iter()
            .filter_map(|proposal| self.without_end_of_noun(self.without_portfolio(proposal)?))
            .collect();
        let parts: Vec<_> = proposals
            .iter()
            .filter(|proposal| proposal.source == Source::Known)
            .map(|proposal| proposal.span)
            .collect();
        proposals.retain(|proposal| {
            self.is_plausible(proposal, known)
                && (proposal.source == Source::Known || !self.is_compound_of(proposal.span, &parts))
                && !known.iter().any(|name| name.glued && is_longer(proposal.span, name.span))
        });
        let mut names = resolve(self.without_holder(proposals));
        self.add_demonyms(known, &mut names);
        self.add_party_labels(&mut names);
        names.sort_by_key(|name| (name.span.start, name.span.end));
        names
    }

    /// "Zorbec al-Amr", "the al-Zorbec channel": a small word glued to the rest of a name by a hyphen is part of it.
    fn with_glued(&self, mut tokens: Range<TokenIndex>) -> Range<TokenIndex> {
        const LONGEST: usize = 3;
        let all = &self.sentence.tokens;
        let is_glue = |small: TokenIndex| {
            let parts = all.get(small).zip(all.get(small + 1)).zip(all.get(small + 2));
            parts.is_some_and(|((small, hyphen), rest)| {
                small.form.chars().all(char::is_lowercase)
                    && small.form.chars().count() <= LONGEST
                    && hyphen.form == "-"
                    && casing::starts_with_capital(rest)
                    && small.span.end == hyphen.span.start
                    && hyphen.span.end == rest.span.start
            })
        };
        if tokens.end.checked_sub(1).is_some_and(is_glue) {
            tokens.end += 2;
        }
        if tokens.start.checked_sub(2).is_some_and(is_glue) {
            tokens.start -= 2;
        }
        tokens
    }

    /// "le PDG de Renault Jean Durand": behind a role and its preposition two names stand side by side, the body's and, from
    /// a given name on, the holder's.
    fn without_holder(&self, proposals: Vec<Proposal>) -> Vec<Proposal> {
        let known: Vec<Range<TokenIndex>> = proposals
            .iter()
            .filter(|proposal| proposal.source == Source::Known)
            .filter(|proposal| proposal.entity_type.as_ref().is_some_and(|kind| !kind.is_a("person")))
            .map(|proposal| proposal.tokens.clone())
            .collect();
        let part = |proposal: Proposal| {
            let tokens = proposal.tokens.clone();
            let may_part = proposal.source != Source::Known && tokens.len() > 2 && self.follows_role(tokens.start);
            let holder = (tokens.start + 1..tokens.end.saturating_sub(1)).find(|&at| {
                let body = tokens.start..at;
                self.is_given_name(at)
                    && (known.contains(&body) || body.len() == 1 && !self.is_given_name(tokens.start))
            });
            match holder.filter(|_| may_part) {
                Some(at) => {
                    let body = self.proposal(self.span(&(tokens.start..at)), tokens.start..at, proposal.source, None);
                    let span = self.span(&(at..tokens.end));
                    vec![body, self.proposal(span, at..tokens.end, proposal.source, Some("person"))]
                }
                None => vec![proposal],
            }
        };
        proposals.into_iter().flat_map(part).collect()
    }

    /// Whether a noun for a person in a role and its preposition stand right before: "le patron de".
    fn follows_role(&self, start: TokenIndex) -> bool {
        let tokens = &self.sentence.tokens;
        let article = start.checked_sub(1).filter(|&before| tokens[before].upos == Upos::Det).unwrap_or(start);
        let Some(noun) = article.checked_sub(2) else { return false };
        let is_of = self.language.grammar.of.contains(&tokens[noun + 1].lemma.to_lowercase());
        let sense = self.language.expressions.noun_over(self.sentence, noun).map(|noun| noun.sense);
        let sense = sense.or_else(|| self.language.expressions.nominal_sense(self.sentence, noun));
        let is_post = |relation: &str| matches!(relation, "leads" | "works_for" | "spokesperson_of");
        let relation = sense.filter(|sense| sense.entity_type.is_a("person")).and_then(|sense| sense.relation.as_ref());
        is_of && relation.is_some_and(|relation| is_post(relation.id.as_str()))
    }

    /// "Vice President": one word of a role of several is no name.
    fn is_part_of_role(&self, name: &Known) -> bool {
        let tokens = &name.tokens;
        let is_role = |sense: &NominalSense| sense.entity_type.is_a("person");
        let role = || self.language.expressions.noun_over(self.sentence, tokens.start);
        let within = self.sentence.tokens[tokens.start].span.len() > name.span.len();
        let whole = || self.language.expressions.nominal_sense(self.sentence, tokens.start);
        tokens.len() == 1 && (role().is_some_and(|role| is_role(role.sense)) || within && whole().is_some_and(is_role))
    }

    /// "Acme, Inc.": the name goes on behind the comma.
    fn with_suffix(&self, tokens: Range<TokenIndex>) -> Range<TokenIndex> {
        let is_comma = self.sentence.tokens.get(tokens.end).is_some_and(|token| token.form == ",");
        let is_name = !tokens.is_empty() && !self.is_suffix(tokens.start);
        if is_name && is_comma && self.is_suffix(tokens.end + 1) { tokens.start..tokens.end + 2 } else { tokens }
    }

    /// The rest of a person's name that the tree ties to it and nobody else claims: one given name ("Jane" of "captain Jane
    /// Doe"), then a surname that the finder has not seen.
    fn with_surname(&self, tokens: Range<TokenIndex>, kind: Option<&str>, found: &[FoundName]) -> Range<TokenIndex> {
        let is_surname = |at: TokenIndex| {
            self.sentence.tokens.get(at).is_some_and(|token| {
                token.upos == Upos::Propn
                    && token.deprel.universal() == "flat"
                    && token.head.is_some_and(|head| tokens.contains(&head))
                    && casing::starts_with_capital(token)
            })
        };
        let is_free = |at: TokenIndex| !found.iter().any(|name| name.tokens.contains(&at));
        let is_found = || kind == Some("person") && self.shape == Shape::Ordinary;
        let is_given = tokens.len() == 1 && (self.is_given_name(tokens.start) || is_found());
        let extends = is_given && is_surname(tokens.end) && is_free(tokens.end) && !self.is_suffix(tokens.end);
        if extends { tokens.start..tokens.end + 1 } else { tokens }
    }

    fn proposal(&self, span: Span, tokens: Range<TokenIndex>, source: Source, kind: Option<&str>) -> Proposal {
        let entity_type = self.type_of(span, &tokens, kind);
        Proposal { span, tokens, source, entity_type }
    }

    fn span(&self, tokens: &Range<TokenIndex>) -> Span {
        let own = |index| super::own_span(self.text, self.sentence, index);
        let all = &self.sentence.tokens;
        if tokens.is_empty() || tokens.end > all.len() {
            return Span::new(self.sentence.span.start, self.sentence.span.start);
        }
        let span = own(tokens.start).cover(own(tokens.end - 1));
        Span::new(span.start + self.length_of_prefix(span.of(self.text)), span.end)
    }

    /// Bytes of "pro-", "anti-" or "ex-" before a name; 0 where there is none, or a particle ("al-").
    fn length_of_prefix(&self, name: &str) -> usize {
        let Some((prefix, rest)) = name.split_once('-') else { return 0 };
        let is_long = prefix.chars().count() > 2 || self.language.expressions.is_role_time(prefix);
        let is_prefix = is_long
            && prefix.chars().all(char::is_lowercase)
            && rest.starts_with(char::is_uppercase)
            && !self.language.coreference.name_particles.iter().any(|particle| particle == prefix);
        if is_prefix { prefix.len() + 1 } else { 0 }
    }

    /// A known name that begins or ends inside a word counts only if the rest of the word is known names too:
    /// "Paris-Berlin" is two names, "Boulogne-sur-Mer" and "pro-Trump" are not cut so.
    fn is_half_of_compound(&self, name: &Known, known: &[Known]) -> bool {
        let is_joint = |byte: usize| {
            let before = self.text[..byte].chars().next_back().is_some_and(|mark| matches!(mark, '-' | '‑'));
            let after = self.text[byte..].starts_with(['-', '‑']);
            (before, after)
        };
        let (joined_before, _) = is_joint(name.span.start);
        let (_, joined_after) = is_joint(name.span.end);
        let is_capital = |at: usize| self.text[at..].starts_with(char::is_uppercase);
        let partner_before =
            || known.iter().any(|other| other.span.end + 1 == name.span.start && !other.entries.is_empty());
        let partner_after = || {
            let at = name.span.end + self.text[name.span.end..].chars().next().map_or(0, char::len_utf8);
            // "Trump-era": a small letter behind the hyphen leaves the name a name.
            self.text.get(at..).is_some_and(|_| !is_capital(at))
                || known.iter().any(|other| other.span.start == at && !other.entries.is_empty())
        };
        // "Jane Doe, D-Calif."
        let labels = &self.language.expressions.name_words().party_labels;
        let prefix_is_small = || {
            let word = self.text[..name.span.start].trim_end_matches(['-', '‑']);
            let prefix = word.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
            prefix.chars().next().is_some_and(char::is_lowercase) || labels.contains_key(prefix)
        };
        joined_before && !(partner_before() || prefix_is_small()) || joined_after && !partner_after()
    }

    /// Whether a hyphen or slash joins two known names to this span.
    fn is_compound_of(&self, whole: Span, known: &[Span]) -> bool {
        let first = known.iter().filter(|name| name.start == whole.start && name.end < whole.end);
        first.into_iter().any(|first| {
            let joint = self.text[first.end..].chars().next().filter(|mark| matches!(mark, '-' | '‑' | '/' | '–'));
            let second = first.end + joint.map_or(0, char::len_utf8);
            joint.is_some() && known.iter().any(|name| name.start == second && name.end == whole.end)
        })
    }

    /// Whether a proposal is a name at all: not a date, a demonym, a portfolio, a word in capitals by chance.
    fn is_plausible(&self, proposal: &Proposal, known: &[Known]) -> bool {
        let surface = proposal.span.of(self.text);
        if !surface.chars().any(char::is_alphabetic) {
            return false;
        }
        let tokens = &self.sentence.tokens[proposal.tokens.clone()];
        let dates = &self.language.expressions.dates;
        // "Sept." is a month too.
        let words = crate::language::expressions::lex(surface.trim_end_matches('.'), 0);
        let is_date = words.len() <= 2
            && (dates.weekdays.is_one(&words) || dates.months.is_one(&words))
            && proposal.source != Source::Known;
        let is_demonym = known
            .iter()
            .any(|name| (name.demonym || name.partisan) && name.entries.is_empty() && name.span == proposal.span);
        let is_no_name = proposal.source != Source::Known
            && self.language.expressions.name_words().not_names.contains(&surface.to_lowercase());
        let is_suffix = proposal.source != Source::Known && tokens.len() == 1 && self.is_suffix(proposal.tokens.start);
        let is_label = self.is_part_of_amount(proposal.span)
            || proposal.source != Source::Known && (self.is_party_label(surface) || self.is_doctrine(surface))
            || matches!(proposal.source, Source::Finder | Source::Run) && self.is_numbered(&proposal.tokens, 3);
        let is_portfolio =
            self.language.expressions.is_portfolio(surface) && self.follows_office(proposal.tokens.start);
        let is_kind = proposal.source != Source::Known && self.is_kind_in_letters(&proposal.tokens);
        if is_date || is_demonym || is_portfolio || is_no_name || is_suffix || is_label || is_kind {
            return false;
        }
        match proposal.source {
            Source::Known | Source::Quoted | Source::Acronym => true,
            Source::Finder => {
                let has_sign = tokens
                    .iter()
                    .any(|token| token.form.chars().any(|letter| letter.is_uppercase() || letter.is_ascii_digit()));
                // Where capitals tell nothing, words that the document also writes small are no name.
                has_sign && (self.shape == Shape::Ordinary || !tokens.iter().all(|token| self.casing.is_plain(token)))
            }
            Source::Run => self.shape == Shape::Ordinary || tokens.iter().any(|token| self.casing.is_proper(token)),
        }
    }

    /// "ONG internationales": the letters abbreviate a common noun, and nothing else has a capital.
    fn is_kind_in_letters(&self, tokens: &Range<TokenIndex>) -> bool {
        let words = &self.sentence.tokens[tokens.clone()];
        let has_capital = |form: &str| form.chars().any(char::is_uppercase);
        let mut capitals = tokens.clone().filter(|&at| has_capital(&self.sentence.tokens[at].form));
        let (Some(first), None) = (capitals.next(), capitals.next()) else { return false };
        words.len() > 1
            && is_acronym(&self.sentence.tokens[first].form)
            && self.language.expressions.nominal_sense(self.sentence, first).is_some()
    }

    /// "US$ 300", "300 $US": the letters say which dollars.
    fn is_part_of_amount(&self, name: Span) -> bool {
        let is_sign = |mark: char| matches!(mark, '$' | '€' | '£' | '¥');
        self.text[..name.start].ends_with(is_sign) || self.text[name.end..].starts_with(is_sign)
    }

    /// "R-Texas": party and place of somebody elected.
    fn is_party_label(&self, name: &str) -> bool {
        let labels = &self.language.expressions.name_words().party_labels;
        name.split_once('-').is_some_and(|(label, _)| labels.contains_key(label))
    }

    /// "Thatcherism": one word, longer than its ending by the better part of a name.
    fn is_doctrine(&self, name: &str) -> bool {
        const SHORTEST: usize = 4;
        let endings = &self.language.expressions.name_words().doctrine_endings;
        !name.contains(char::is_whitespace)
            && endings.iter().filter_map(|ending| name.strip_suffix(ending.as_str())).any(|stem| stem.len() >= SHORTEST)
    }

    /// "the Russell 2000": one word that a number of so many figures goes on with is an index, a model, a law; nobody's
    /// surname.
    fn is_numbered(&self, tokens: &Range<TokenIndex>, figures: usize) -> bool {
        let all = &self.sentence.tokens;
        let number = all.get(tokens.end).is_some_and(|next| {
            next.form.len() >= figures
                && next.form.bytes().all(|digit| digit.is_ascii_digit())
                && next.upos == Upos::Num
        });
        tokens.len() == 1 && number && all[tokens.end].head == Some(tokens.start)
    }

    /// Whether the words before are an office or ministry with a preposition or article: "ministre de l'", "Minister of".
    fn follows_office(&self, at: TokenIndex) -> bool {
        let tokens = &self.sentence.tokens;
        let mut current = at;
        while let Some(before) = current.checked_sub(1).filter(|_| at - current < 4) {
            if !matches!(tokens[before].upos, Upos::Adp | Upos::Det | Upos::Cconj) {
                return self.language.expressions.nominal_sense(self.sentence, before).is_some();
            }
            current = before;
        }
        false
    }
}

/// Whether a stretch holds another and more.
fn is_longer(whole: Span, part: Span) -> bool {
    whole.start <= part.start && part.end <= whole.end && whole != part
}

/// "PT", "ONU": letters only, all of them capitals.
fn is_acronym(form: &str) -> bool {
    form.chars().count() > 1 && form.chars().all(char::is_uppercase)
}

/// Keeps the longest of those that overlap, then the better source, then the first.
fn resolve(mut proposals: Vec<Proposal>) -> Vec<Proposal> {
    proposals.sort_by_key(|proposal| (std::cmp::Reverse(proposal.span.len()), proposal.source, proposal.span.start));
    // By start; those kept never overlap, so only the neighbours need a look.
    let mut kept: std::collections::BTreeMap<usize, Proposal> = std::collections::BTreeMap::new();
    for proposal in proposals {
        let before =
            kept.range(..=proposal.span.start).next_back().is_some_and(|(_, name)| name.span.end > proposal.span.start);
        let after = kept.range(proposal.span.start..).next().is_some_and(|(&start, _)| start < proposal.span.end);
        if !before && !after {
            kept.insert(proposal.span.start, proposal);
        }
    }
    kept.into_values().collect()
}

/// Finds names again where a source missed them: a word that is a name, or the surname of a person, elsewhere in
/// the document, capitalized.
fn add_repeated(annotated: &AnnotatedDocument, mentions: &mut Vec<Mention>) {
    let mut words: FxHashMap<&str, Option<EntityTypeId>> = FxHashMap::default();
    for mention in mentions.iter() {
        let tokens = &annotated.sentences[mention.sentence].tokens;
        let is_person = mention.entity_type.as_ref().is_some_and(|kind| kind.is_a("person"));
        let is_group = mention.entity_type.as_ref().is_some_and(|kind| kind.is_a("group"));
        let Some(last) = mention.tokens.end.checked_sub(1).and_then(|last| tokens.get(last)) else { continue };
        let whole_word = last.span.end == mention.span.end && (is_person || last.span == mention.span);
        if whole_word
            && !is_group
            && (last.upos == Upos::Propn || is_acronym(&last.form))
            && (last.form.chars().count() > 2 || is_acronym(&last.form))
            && casing::starts_with_capital(last)
        {
            words.entry(&last.form).or_insert_with(|| mention.entity_type.clone());
        }
    }
    let mut taken = mentions.iter().map(|mention| mention.span).peekable();
    let mut added = Vec::new();
    for (index, sentence) in annotated.sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        for (at, token) in sentence.tokens.iter().enumerate() {
            while taken.peek().is_some_and(|span| span.end <= token.span.start) {
                taken.next();
            }
            let is_free = taken.peek().is_none_or(|span| !span.overlaps(token.span));
            let is_word = matches!(token.upos, Upos::Propn | Upos::Noun | Upos::X | Upos::Adj | Upos::Verb);
            let is_word = is_word || is_acronym(&token.form);
            if let Some(entity_type) = words.get(token.form.as_str()).filter(|_| is_free && is_word) {
                let tokens = at..at + 1;
                let proposal =
                    Proposal { span: token.span, tokens, source: Source::Run, entity_type: entity_type.clone() };
                added.push(proposal.into_mention(index, sentence));
            }
        }
    }
    mentions.extend(added);
    mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
}
