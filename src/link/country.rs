//! Institutions that any country may have, called by what they are and whose: "the British Home Office", "le ministère
//! italien de la Santé". The same words without a country mean the one of the country a text is about.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::candidates::ScoredEntry;
use super::chain::Chain;
use super::name::{Name, fold};
use super::scene::Scene;
use crate::knowledge_base::KbEntry;
use crate::language::coreference::Institution;
use crate::model::{MentionKind, SentenceKind, Upos};

/// Kinds of bodies that other countries have under the same name.
pub(super) const KINDS: [&str; 5] = [
    "organization/government",
    "organization/agency",
    "organization/court",
    "organization/parliament",
    "organization/armed_force",
];

/// Bodies that are told by their country without every country having one.
pub(super) const OTHER_BODIES: [&str; 2] = ["organization/party", "organization/union"];

/// What a name means that says whose it is.
pub(super) enum Found<'a> {
    /// A body we know.
    Known(Rc<KbEntry>),
    /// One that every country has, without a name of its own.
    Unnamed(&'a Institution, Rc<KbEntry>),
}

/// Takes a name apart into a country and what it has; `None` where no word of it tells a country.
pub(super) fn split(scene: &Scene<'_>, name: &str) -> Option<(Rc<KbEntry>, String)> {
    const LONGEST: usize = 3;
    let words: Vec<&str> = name.split_whitespace().collect();
    for length in (1..=LONGEST.min(words.len().saturating_sub(1))).rev() {
        for start in 0..=words.len() - length {
            let phrase = words[start..start + length].join(" ");
            let bare = unelided(phrase.trim_end_matches("'s").trim_end_matches("’s"));
            if !bare.starts_with(char::is_uppercase) && length > 1 {
                continue;
            }
            let mut found = scene.kb.named(bare).into_iter().filter_map(|found| scene.entry(found.entry));
            let Some(country) = found.find(|entry| entry.entity_type.is_a("place/country")) else { continue };
            let rest: Vec<&str> = words[..start].iter().chain(&words[start + length..]).copied().collect();
            let rest = without_ends(scene, &rest);
            if !rest.is_empty() {
                return Some((country, rest));
            }
        }
    }
    None
}

/// "d'Italie" is Italy's.
fn unelided(word: &str) -> &str {
    match word.find(['\'', '’']) {
        Some(at) if at <= 2 => word[at..].trim_start_matches(['\'', '’']),
        _ => word,
    }
}

/// Words without articles and prepositions at either end.
fn without_ends(scene: &Scene<'_>, words: &[&str]) -> String {
    let small = |word: &&str| {
        let word = word.to_lowercase().replace('’', "'");
        let lists =
            [&scene.words().definite_articles, &scene.words().skipped_in_acronyms, &scene.words().name_particles];
        lists.iter().any(|list| list.contains(&word))
    };
    let first = words.iter().position(|word| !small(word)).unwrap_or(words.len());
    let last = words.iter().rposition(|word| !small(word)).map_or(0, |last| last + 1);
    words.get(first..last).unwrap_or_default().join(" ")
}

/// What a name of an unknown thing means, where it tells a country: "U.S. Government", "Parlement hongrois".
pub(super) fn of_named_country<'a>(scene: &'a Scene<'_>, chain: &Chain) -> Option<Found<'a>> {
    chain.names.iter().find_map(|name| {
        let (country, rest) = split(scene, &name.name.text)?;
        of_country(scene, &country, &rest)
    })
}

/// The body of a country that is called so: known under a name that says no more, or one that every country has.
pub(super) fn of_country<'a>(scene: &'a Scene<'_>, country: &Rc<KbEntry>, rest: &str) -> Option<Found<'a>> {
    if let Some(entry) = known(scene, country, rest) {
        return Some(Found::Known(entry));
    }
    let lower = rest.to_lowercase();
    let institution = scene.words().institutions.iter().find(|institution| {
        institution.nouns.contains(&lower) && institution.owners.iter().any(|owner| country.entity_type.is_a(owner))
    })?;
    Some(Found::Unnamed(institution, country.clone()))
}

/// The only body of a country that bears a name, whether or not the name also tells the country.
fn known(scene: &Scene<'_>, country: &KbEntry, name: &str) -> Option<Rc<KbEntry>> {
    let wanted = fold(name);
    // Taking a name apart costs look-ups: only of those with the last word in common.
    let last = wanted.rsplit(' ').next().unwrap_or_default().to_owned();
    let language = scene.language.tag();
    let is_body = |position: usize| {
        let entity_type = scene.kb.entity_type(position);
        let mut kinds = KINDS.iter().chain(&OTHER_BODIES);
        entity_type.is_some_and(|entity_type| kinds.any(|kind| entity_type.is_a(kind)))
    };
    let bodies = scene.kb.stating("country", &country.id, is_body);
    let mut fitting: Vec<usize> = bodies
        .into_iter()
        .map(|(position, _)| position)
        .filter(|&position| {
            let names = scene.kb.names(position).into_iter();
            let mut names = names.filter(|name| name.language.is_empty() || name.language == language);
            names.any(|name| {
                let folded = fold(&name.text);
                let same_rest = || {
                    split(scene, &name.text)
                        .is_some_and(|(owner, rest)| owner.id == country.id && fold(&rest) == wanted)
                };
                folded == wanted || folded.contains(&last) && same_rest()
            })
        })
        .collect();
    fitting.dedup();
    match fitting.as_slice() {
        &[only] => scene.entry(only),
        _ => None,
    }
}

/// Whether an unknown name says only what it is, as the bodies of any country are called: "ministère de la Défense".
pub(super) fn is_any_countrys(scene: &Scene<'_>, chain: &Chain) -> bool {
    chain.mentions.iter().take(3).any(|&mention| {
        let mention = scene.mention(mention);
        let sense = scene.language.expressions.nominal_sense(scene.sentence_of(mention), mention.tokens.start);
        let kind = sense.is_some_and(|sense| KINDS.iter().any(|kind| sense.entity_type.is_a(kind)));
        kind && split(scene, mention.span.of(scene.text())).is_none()
    })
}

/// Countries that the entities of a document belong to, and how often.
pub(super) struct Spoken {
    counts: BTreeMap<String, usize>,
    all: usize,
}

impl Spoken {
    /// Fewer mentions say nothing of what a document is about.
    const FEW: usize = 3;

    /// Counts what was chosen, with how many mentions.
    pub(super) fn of<'a>(chosen: impl Iterator<Item = (&'a ScoredEntry, usize)>) -> Self {
        let mut spoken = Self { counts: BTreeMap::new(), all: 0 };
        for (scored, mentions) in chosen {
            if let Some(country) = country_of(&scored.entry) {
                *spoken.counts.entry(country).or_default() += mentions;
                spoken.all += mentions;
            }
        }
        spoken
    }

    /// The country that most of the entities a document names belong to, where one clearly leads.
    pub(super) fn leading(&self) -> Option<String> {
        let (country, &count) = self.counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
        (self.all >= Self::FEW && count * 10 >= self.all * 6).then(|| country.clone())
    }

    /// The country that a document is about: the leading one; else that of the topic of its headline, of its date line,
    /// and where it names next to nobody that of its publisher.
    pub(super) fn country(&self, scene: &Scene<'_>) -> Option<String> {
        let few = self.all < Self::FEW;
        let often = |country: &String| self.counts.get(country).copied().unwrap_or_default() * 3 >= self.all;
        let dated = || date_line(scene).filter(|country| few || often(country));
        let published = || {
            let publisher = scene.detected.annotated.document.metadata.publisher.as_deref()?;
            let mut media = scene.kb.named(publisher).into_iter().filter_map(|found| scene.entry(found.entry));
            let outlet = media.find(|entry| entry.entity_type.is_a("organization/media"))?;
            let country = country_of(&outlet)?;
            (few && self.counts.keys().all(|other| *other == country)).then_some(country)
        };
        let topic = || headline_topic(scene).filter(|country| few || often(country));
        self.leading().or_else(topic).or_else(dated).or_else(published)
    }
}

/// The country that an entry is, or belongs to.
fn country_of(entry: &KbEntry) -> Option<String> {
    let itself = entry.entity_type.is_a("place/country").then_some(entry.id.as_str());
    itself.or_else(|| entry.values("country", None).next()).map(str::to_owned)
}

/// The country of the place that a headline names before its colon: "Norvège : un ministre démissionne".
fn headline_topic(scene: &Scene<'_>) -> Option<String> {
    let sentences = &scene.detected.annotated.sentences;
    let index = sentences.iter().position(|sentence| sentence.kind == SentenceKind::Headline)?;
    let size = sentences[index].tokens.len();
    let is_topic = sentences[index].tokens.last().is_some_and(|token| token.form == ":");
    let mut names = scene.mentions_of(MentionKind::Name).map(|index| scene.mention(index));
    let place = names.find(|mention| mention.sentence == index && mention.tokens.end + 1 == size)?;
    let mut known = scene.named(&Name::new(place.span.of(scene.text()), scene.words())).into_iter();
    let entry = known.find_map(|found| scene.entry(found.entry).filter(|entry| entry.entity_type.top() == "place"))?;
    country_of(&entry).filter(|_| is_topic && place.tokens.start == 0)
}

/// The country of the place that a text begins with, before a dash: "BUDAPEST, Hungary (Agency) —".
fn date_line(scene: &Scene<'_>) -> Option<String> {
    /// Sentences and words in which a date line is sought.
    const FIRST: usize = 4;
    const LONGEST: usize = 14;
    let place = scene.mentions_of(MentionKind::Name).map(|index| scene.mention(index)).find(|mention| {
        let sentence = scene.sentence_of(mention);
        let mut behind = sentence.tokens.iter().skip(mention.tokens.end).take(LONGEST);
        mention.sentence < FIRST
            && mention.tokens.start == 0
            && behind
                .by_ref()
                .take_while(|token| !matches!(token.upos, Upos::Verb | Upos::Aux))
                .any(|token| matches!(token.form.as_str(), "-" | "–" | "—" | "--"))
    })?;
    let mut known = scene.named(&Name::new(place.span.of(scene.text()), scene.words())).into_iter();
    let entry = known.find_map(|found| scene.entry(found.entry).filter(|entry| entry.entity_type.top() == "place"))?;
    country_of(&entry)
}
