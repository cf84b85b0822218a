//! What the words around a name say of which of its bearers is meant, before any chain is built.
//!
//! "The Georgia senator" comes from the state and "Georgia's ambassador" from the country; "Paris, Texas" is not in France;
//! "Jane Doe Airport" is not Jane Doe, and "Alba and Bruma Group" may be one company.

use rustc_hash::FxHashMap;

use super::name::{Name, fold};
use super::scene::Scene;
use crate::knowledge_base::{KbEntry, NameKind, NameMatch};
use crate::model::{Mention, MentionKind, Sentence, SentenceKind, TokenIndex, Upos};

/// What the context of a name mention says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// One of these entries is meant.
    Among(Vec<usize>),
    /// It is part of this name.
    PartOf(String),
    /// It is this person, with a title before the name.
    Titled(String),
    /// It is a place that we do not know.
    Place,
    /// It is part of some other name: nobody of its own.
    Nobody,
}

/// What the context says of name mentions, by index; most have no entry.
pub(super) fn told(scene: &Scene<'_>) -> FxHashMap<usize, Told> {
    let names: Vec<usize> = scene.mentions_of(MentionKind::Name).collect();
    let mut found = FxHashMap::default();
    for (position, &index) in names.iter().enumerate() {
        let mention = scene.mention(index);
        if let Some(part) = part_of_longer(scene, mention).or_else(|| with_article(scene, mention)) {
            found.insert(index, part);
        } else if let Some(entries) = by_office(scene, mention) {
            found.insert(index, Told::Among(entries));
        }
        let next = names.get(position + 1).copied();
        let Some(next) = next.filter(|&next| scene.mention(next).sentence == mention.sentence) else { continue };
        joined(scene, index, next, names.get(position + 2).copied(), &mut found);
        if !found.contains_key(&index) && !found.contains_key(&next) {
            located(scene, index, next, &mut found);
        }
    }
    found
}

/// Entries of a mention's name, adjectives left out.
fn bearers(scene: &Scene<'_>, mention: &Mention) -> Vec<NameMatch> {
    let name = Name::new(mention.span.of(scene.text()), scene.words());
    let mut found = scene.named(&name);
    found.retain(|found| found.kind != NameKind::Demonym);
    found
}

fn is_a(scene: &Scene<'_>, entry: usize, kind: &str) -> bool {
    scene.entry(entry).is_some_and(|entry| entry.entity_type.is_a(kind))
}

/// Whether the facts of a place say that it lies in a country.
fn lies_in(scene: &Scene<'_>, place: usize, country: usize) -> bool {
    let (Some(place), Some(country)) = (scene.entry(place), scene.entry(country)) else { return false };
    place.values("country", None).any(|id| id == country.id.as_str())
}

/// "the Georgia senator", "gouverneur de Géorgie", "Georgia's ambassador": such places as have such an office.
fn by_office(scene: &Scene<'_>, mention: &Mention) -> Option<Vec<usize>> {
    let sentence = scene.sentence_of(mention);
    let governor = sentence.tokens.get(mention.head)?.head.filter(|head| !mention.tokens.contains(head));
    let behind = (mention.tokens.end..sentence.tokens.len()).take(2);
    // "Senator Jane Doe of New York": the name stands between.
    let title = governor.and_then(|governor| before_name(scene, mention.sentence, governor));
    let noun = governor.into_iter().chain(behind).chain(title).find_map(|token| {
        let sense = scene.language.expressions.nominal_sense(sentence, token).map(|sense| sense.noun.as_str());
        let form = sentence.tokens[token].form.as_str();
        let is_of =
            |noun: &String| Some(noun.as_str()) == sense || noun == form || noun.strip_suffix('.') == Some(form);
        scene.words().jurisdictions.iter().find(|jurisdiction| jurisdiction.nouns.iter().any(is_of))
    })?;
    let all = bearers(scene, mention);
    let fits = |found: &&NameMatch| noun.places.iter().any(|place| is_a(scene, found.entry, place));
    let fitting: Vec<usize> = all.iter().filter(fits).map(|found| found.entry).collect();
    // Where the one most often meant fits anyway, nothing is told.
    let told = !fitting.is_empty() && all.first().is_some_and(|first| !fitting.contains(&first.entry));
    told.then_some(fitting)
}

/// The token before the name that a token stands in, a full stop passed over.
fn before_name(scene: &Scene<'_>, sentence: usize, token: TokenIndex) -> Option<TokenIndex> {
    let name = scene.name_over(sentence, token)?;
    let tokens = &scene.sentence_of(name).tokens;
    let before = name.tokens.start.checked_sub(1)?;
    if tokens[before].form == "." { before.checked_sub(1) } else { Some(before) }
}

/// "journaliste au Monde", "le directeur du Figaro": the article that begins a known name stands before it, alone or in
/// one word with a preposition.
fn with_article(scene: &Scene<'_>, mention: &Mention) -> Option<Told> {
    let sentence = scene.sentence_of(mention);
    let article = &sentence.tokens[mention.tokens.start.checked_sub(1)?];
    let form = article.form.to_lowercase();
    let is_article = article.upos == Upos::Det && scene.words().definite_articles.contains(&form);
    let text = mention.span.of(scene.text());
    let kind = mention.entity_type.as_ref().map(|kind| kind.top());
    let is_article = is_article && matches!(kind, None | Some("organization" | "work"));
    if !is_article || !text.starts_with(char::is_uppercase) || !bearers(scene, mention).is_empty() {
        return None;
    }
    let mut letters = form.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let whole = format!("{capital} {text}");
    let is_thing = |found: &NameMatch| {
        let kind = scene.kb.entity_type(found.entry);
        kind.is_some_and(|kind| !kind.is_a("person") && !kind.is_a("place"))
    };
    let known = scene.kb.named(&whole);
    (!known.is_empty() && known.iter().all(is_thing)).then_some(Told::PartOf(whole))
}

/// "Paris, Texas": a town and where it lies.
fn located(scene: &Scene<'_>, town: usize, region: usize, found: &mut FxHashMap<usize, Told>) {
    let (left, right) = (scene.mention(town), scene.mention(region));
    let sentence = scene.sentence_of(left);
    let between = sentence.tokens.get(left.tokens.end..right.tokens.start).unwrap_or_default();
    if between.len() != 1 || between[0].form != "," || is_listed(sentence, left, right) {
        return;
    }
    let towns = bearers(scene, left);
    let regions: Vec<usize> = bearers(scene, right)
        .into_iter()
        .map(|found| found.entry)
        .filter(|&entry| is_a(scene, entry, "place/region") || is_a(scene, entry, "place/country"))
        .collect();
    let is_town = |found: &NameMatch| is_a(scene, found.entry, "place/city");
    // "In Acme Group, Texas made…" tells nothing.
    let acts = sentence.tokens.get(right.tokens.end).is_some_and(|next| matches!(next.upos, Upos::Verb | Upos::Aux));
    if acts {
        return;
    }
    if towns.is_empty() && !regions.is_empty() && !scene.is_known_or_given(left) {
        found.insert(town, Told::Place);
        return;
    }
    if regions.is_empty() || !towns.first().is_some_and(is_town) {
        return;
    }
    let country = |entry: &KbEntry| -> Vec<String> {
        let itself = entry.entity_type.is_a("place/country").then(|| entry.id.as_str().to_owned());
        entry.values("country", None).map(str::to_owned).chain(itself).collect()
    };
    let lies_in = |town: usize, region: usize| {
        let (Some(town), Some(region)) = (scene.entry(town), scene.entry(region)) else { return false };
        let regions = country(&region);
        country(&town).iter().any(|country| regions.contains(country))
    };
    let pairs: Vec<(usize, usize)> = towns
        .iter()
        .filter(|town| is_town(town))
        .flat_map(|town| regions.iter().map(move |&region| (town.entry, region)))
        .filter(|&(town, region)| lies_in(town, region))
        .collect();
    match pairs.as_slice() {
        // A town that we do not know.
        [] => {
            let whole = format!("{}, {}", left.span.of(scene.text()), right.span.of(scene.text()));
            found.insert(town, Told::PartOf(whole));
        }
        [(first, _), ..] => {
            if pairs.iter().all(|(other, _)| other == first) && towns[0].entry != *first {
                found.insert(town, Told::Among(vec![*first]));
            }
            let mut fitting: Vec<usize> = pairs.iter().map(|&(_, region)| region).collect();
            fitting.dedup();
            if regions.len() > 1 && fitting.len() < regions.len() {
                found.insert(region, Told::Among(fitting));
            }
        }
    }
}

/// "Paris, Texas and London": a list says nothing of where its members lie.
fn is_listed(sentence: &Sentence, first: &Mention, last: &Mention) -> bool {
    let begun = first.tokens.start.checked_sub(1).is_some_and(|before| {
        sentence.tokens[before].form == "," && before > 0 && sentence.tokens[before - 1].upos == Upos::Propn
    });
    let mut next = sentence.tokens.iter().skip(last.tokens.end).take(2);
    let goes_on = match next.next() {
        Some(token) if token.upos == Upos::Cconj => true,
        Some(token) if token.form == "," => {
            next.next().is_some_and(|token| token.upos == Upos::Cconj || token.form.starts_with(char::is_uppercase))
        }
        _ => false,
    };
    begun || goes_on
}

/// Two names that together are one known name, or one that the letters behind them stand for: "Alba and Bruma Group (ABG)".
fn joined(scene: &Scene<'_>, left: usize, right: usize, after: Option<usize>, found: &mut FxHashMap<usize, Told>) {
    /// Longest text between the parts of one name.
    const CONJUNCTION: usize = 5;
    let (a, b) = (scene.mention(left), scene.mention(right));
    let text = scene.text();
    let Some(between) = text.get(a.span.end..b.span.start) else { return };
    let initial = |mention: &Mention| {
        let last = mention.span.of(text).rsplit(' ').next().unwrap_or_default();
        last.ends_with('.') && last.chars().filter(|c| c.is_alphabetic()).count() == 1
    };
    if between == " " && initial(a) {
        // "Jane R. Doe" taken for two names.
        let whole = format!("{} {}", a.span.of(text), b.span.of(text));
        found.insert(left, Told::Titled(whole.clone()));
        found.insert(right, Told::Titled(whole));
        return;
    }
    let word = between.trim();
    if word.is_empty() || word.len() > CONJUNCTION || word.contains(|c: char| !c.is_alphabetic() && c != '&') {
        return;
    }
    let spoken = |mention: &Mention| mention.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = format!("{} {word} {}", spoken(a), spoken(b));
    let variants = [whole.clone(), format!("{} & {}", spoken(a), spoken(b))];
    if let Some(known) = variants.into_iter().find(|whole| !scene.kb.named(whole).is_empty()) {
        found.insert(left, Told::PartOf(known.clone()));
        found.insert(right, Told::PartOf(known));
        return;
    }
    if is_charge_of(scene, a, b) {
        found.insert(left, Told::PartOf(whole.clone()));
        found.insert(right, Told::PartOf(whole));
        return;
    }
    let Some(letters) = after.map(|after| scene.mention(after)).filter(|after| after.sentence == b.sentence) else {
        return;
    };
    let opens = text.get(b.span.end..letters.span.start).is_some_and(|between| between.trim() == "(");
    let name = |text: &str| Name::new(text, scene.words());
    let acronym = name(letters.span.of(text));
    if opens
        && acronym.is_acronym_of(&name(&whole), scene.words())
        && !acronym.is_acronym_of(&name(b.span.of(text)), scene.words())
    {
        found.insert(left, Told::PartOf(whole.clone()));
        found.insert(right, Told::PartOf(whole));
    }
}

/// "Road Safety and Health Administration": the noun for a body behind the second name heads the first as well, if that is
/// nothing by itself.
fn is_charge_of(scene: &Scene<'_>, first: &Mention, second: &Mention) -> bool {
    let sense = |mention: &Mention, token: usize| {
        scene.language.expressions.nominal_sense(scene.sentence_of(mention), token).map(|sense| &sense.entity_type)
    };
    let kinds = ["organization/agency", "organization/government"];
    let heads = second.tokens.len() > 1
        && sense(second, second.tokens.end - 1).is_some_and(|kind| kinds.iter().any(|body| kind.is_a(body)));
    let person = first.entity_type.as_ref().is_some_and(|kind| ["person", "place"].contains(&kind.top()));
    heads && !person && sense(first, first.tokens.end - 1).is_none() && bearers(scene, first).is_empty()
}

/// A name that is only part of what is called: by the capitalized words behind it, or by the noun before it.
fn part_of_longer(scene: &Scene<'_>, mention: &Mention) -> Option<Told> {
    let sentence = scene.sentence_of(mention);
    let text = scene.text();
    if let Some(person) = titled(scene, mention) {
        return Some(Told::Titled(person));
    }
    if let Some(whole) = with_word_before(scene, mention) {
        return Some(Told::PartOf(whole));
    }
    let known = bearers(scene, mention);
    let first = known.first().and_then(|found| scene.entry(found.entry));
    let place = first.as_ref().is_some_and(|entry| entry.entity_type.top() == "place");
    let said = mention.entity_type.as_ref().map(|entity_type| entity_type.top());
    let person = first.as_ref().map_or(said == Some("person"), |entry| entry.entity_type.top() == "person");
    // "American Samoa": an adjective of one country before the name of another place.
    if place && let Some(before) = mention.tokens.start.checked_sub(1).and_then(|index| sentence.tokens.get(index)) {
        let adjective = before.form.starts_with(char::is_uppercase)
            && before.span.end < mention.span.start
            && scene.kb.named(&before.form).iter().any(|found| {
                found.kind == NameKind::Demonym
                    && is_a(scene, found.entry, "place")
                    && known.iter().all(|other| other.entry != found.entry && !lies_in(scene, other.entry, found.entry))
            });
        let whole = format!("{} {}", before.form, mention.span.of(text));
        if adjective && text.get(before.span.start..mention.span.end) == Some(whole.as_str()) {
            return Some(Told::PartOf(whole));
        }
    }
    if sentence.kind != SentenceKind::Prose {
        return None;
    }
    // "Jane Doe International Airport", "the Science Fair": capitals go on behind the name, up to the noun it belongs to.
    let governor = sentence.tokens.get(mention.head)?.head;
    if let Some(governor) =
        governor.filter(|&governor| (mention.tokens.end..mention.tokens.end + 3).contains(&governor))
    {
        let rest = &sentence.tokens[mention.tokens.end..=governor];
        let capitals = rest.iter().all(|token| {
            let is_word = matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Adj);
            is_word && token.form.starts_with(char::is_uppercase)
        });
        let sense = scene.language.expressions.nominal_sense(sentence, governor);
        let small = fold(mention.span.of(text));
        if sense.is_some_and(|sense| sense.noun.contains(' ') && sense.noun.split(' ').any(|word| word == small)) {
            // "Vice President".
            return Some(Told::Nobody);
        }
        let owned = sense.is_some_and(|sense| {
            sense.entity_type.top() == "person"
                || scene.words().institutions.iter().any(|institution| institution.nouns.contains(&sense.noun))
        });
        // A person's name in front of any other noun is still that person's: "a Warhol print".
        let kinds = ["place", "organization", "event"];
        let called = person && sense.is_some_and(|sense| kinds.contains(&sense.entity_type.top()));
        let ordinary = rest.len() == 1
            && mention.tokens.len() == 1
            && known.first().is_some_and(|found| is_ordinary_word(scene, found, mention.span.of(text)));
        let another = scene.is_named(mention.sentence, governor);
        if capitals && !owned && (called && !another || ordinary) {
            return Some(Told::Nobody);
        }
    }
    // "l'aéroport Jeanne Dupont", "rue Jean Dupont"; not "président de la République Jeanne Dupont".
    let before = mention.tokens.start.checked_sub(1)?;
    let expressions = &scene.language.expressions;
    let facility = expressions
        .nominal_sense(sentence, before)
        .is_some_and(|sense| ["place", "organization/university"].iter().any(|kind| sense.entity_type.is_a(kind)));
    let called = person && facility && mention.tokens.len() > 1;
    (called && expressions.noun_over(sentence, before).is_none()).then_some(Told::Nobody)
}

/// "South African" where only "African" was found: the known name that a name makes with the word before it.
fn with_word_before(scene: &Scene<'_>, mention: &Mention) -> Option<String> {
    let sentence = scene.sentence_of(mention);
    let before = mention.tokens.start.checked_sub(1)?;
    let word = &sentence.tokens[before];
    let is_word =
        matches!(word.upos, Upos::Propn | Upos::Adj | Upos::Noun) && word.form.starts_with(char::is_uppercase);
    if !is_word || mention.tokens.len() > 1 || scene.is_named(mention.sentence, before) {
        return None;
    }
    let whole = scene.text().get(word.span.start..mention.span.end)?;
    let is_one = whole.len() == word.span.len() + 1 + mention.span.len() && whole.contains(' ');
    (is_one && !scene.kb.named(whole).is_empty()).then(|| whole.to_owned())
}

/// Whether an entry's name is an ordinary word too: then it counts only with its capital.
fn is_ordinary_word(scene: &Scene<'_>, found: &NameMatch, text: &str) -> bool {
    let small = text.to_lowercase();
    text.chars().any(char::is_lowercase) && scene.kb.named(&small).iter().all(|other| other.entry != found.entry)
}

/// "current Acme CEO Jane Doe" taken for one name: the known person at its end, when what stands before is a title or
/// another known name.
fn titled(scene: &Scene<'_>, mention: &Mention) -> Option<String> {
    let sentence = scene.sentence_of(mention);
    let text = scene.text();
    let mut starts = (mention.tokens.start + 1..mention.tokens.end).take_while(|start| start + 1 < mention.tokens.end);
    starts.find_map(|start| {
        let tail = text.get(sentence.tokens[start].span.start..mention.span.end)?;
        let lead = text.get(mention.span.start..sentence.tokens[start - 1].span.end)?;
        let is_person = |found: &NameMatch| {
            matches!(found.kind, NameKind::Label | NameKind::Alias) && is_a(scene, found.entry, "person")
        };
        let title = || {
            let sense = scene.language.expressions.nominal_sense(sentence, start - 1);
            sense.is_some_and(|sense| sense.entity_type.top() == "person")
                || scene.kb.named(lead).iter().any(|found| !is_person(found))
        };
        (scene.kb.named(tail).iter().any(is_person) && title()).then(|| tail.to_owned())
    })
}

/// Which of several groups of one spelling a mention belongs to.
pub(super) fn key(told: Option<&Told>) -> String {
    match told {
        Some(Told::Among(entries)) => format!("|{entries:?}"),
        Some(Told::PartOf(_) | Told::Titled(_) | Told::Place | Told::Nobody) | None => String::new(),
    }
}
