use std::collections::BTreeMap;

use crate::language::LanguagePack;

/// Bytes of the text that are looked at.
const SAMPLE: usize = 20_000;
/// Characters of a vote: enough for a confident guess, few enough for many votes.
const BALLOT: usize = 240;
/// Words from which counts say more than letters.
const FEW_WORDS: usize = 12;

/// The language a text looks like, among those there are packs for; `None` when it looks like another one.
///
/// Two witnesses that err differently are heard: the share of the pack's function words among all words, and
/// the letter statistics of `whichlang`, asked piece by piece so that its answers become a share as well.
#[must_use]
pub fn identify_language<'a>(
    text: &str,
    packs: impl IntoIterator<Item = &'a LanguagePack>,
) -> Option<&'a LanguagePack> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let words: Vec<String> =
        sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let votes = votes(sample);
    let mut scored: Vec<_> = packs
        .into_iter()
        .map(|pack| {
            let known = words.iter().filter(|word| pack.identification.function_words.contains(word.as_str())).count();
            let words_share = known as f64 / words.len().max(1) as f64;
            let votes_share = votes.get(pack.settings.iso_639_3.as_str()).copied().unwrap_or_default();
            (words_share, votes_share, pack)
        })
        .collect();
    scored.sort_by(|a, b| (b.0 + b.1 / 2.0).total_cmp(&(a.0 + a.1 / 2.0)));
    let &(words_share, votes_share, pack) = scored.first()?;
    // Headlines leave function words out, so that few words need only one witness.
    let believed = if words.len() < FEW_WORDS {
        words_share > 0.0 || votes_share > 0.0
    } else {
        // French and English news have one function word in two or three words; in the languages that letter
        // statistics take for French (Catalan, Haitian) one word in six looks like one.
        words_share >= 0.35 || (words_share >= 0.2 && votes_share >= 0.5)
    };
    believed.then_some(pack)
}

/// The share of pieces of the text that look like each language, by ISO 639-3 code.
fn votes(sample: &str) -> BTreeMap<&'static str, f64> {
    let mut votes = BTreeMap::new();
    let mut ballots = 0.0;
    let mut rest = sample;
    while !rest.is_empty() {
        let end = rest.char_indices().nth(BALLOT).map_or(rest.len(), |(at, _)| at);
        let (ballot, next) = rest.split_at(end);
        rest = next;
        if ballot.chars().filter(|c| c.is_alphabetic()).count() * 2 > ballot.len().min(BALLOT) || ballots == 0.0 {
            *votes.entry(whichlang::detect_language(ballot).three_letter_code()).or_insert(0.0) += 1.0;
            ballots += 1.0;
        }
    }
    votes.values_mut().for_each(|count| *count /= ballots);
    votes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_folder::DataFolder;

    fn identified(text: &str) -> Option<String> {
        let folder = DataFolder::bundled_languages();
        let tags = folder.subfolder_names();
        let packs: Vec<_> = tags.iter().map(|tag| LanguagePack::load(&folder.subfolder(tag)).unwrap()).collect();
        identify_language(text, &packs).map(|pack| pack.tag().to_owned())
    }

    #[test]
    fn languages_with_a_pack() {
        for (text, tag) in [
            ("Le ministre a démissionné lundi, selon son entourage.", "fr"),
            ("Emmanuel Macron reçoit Olaf Scholz", "fr"),
            ("Son premier disque, « The Long Road Home », est sorti chez Blue Note Records en 1998.", "fr"),
            ("The minister resigned on Monday, according to his staff.", "en"),
            ("Germany's chancellor meets Emmanuel Macron at the Élysée", "en"),
            ("L'entretien a duré deux heures. «We had a good talk», a dit le président américain à la presse.", "fr"),
        ] {
            assert_eq!(identified(text).as_deref(), Some(tag), "{text}");
        }
    }

    #[test]
    fn other_languages_and_no_language() {
        for text in [
            "El presidente del Gobierno se reunió el lunes con el canciller alemán en Madrid para hablar de la economía.",
            "Il presidente del Consiglio ha incontrato lunedì a Roma il cancelliere tedesco per discutere di difesa.",
            "O presidente se reuniu na segunda-feira com o chanceler alemão em Lisboa para falar sobre a economia.",
            "El president del Govern es va reunir dilluns amb el canceller alemany per parlar de la situació.",
            "Prezidan an te rankontre ak premye minis la lendi nan Pòtoprens pou pale sou sitiyasyon peyi a.",
            "Der Bundeskanzler hat am Montag in Berlin den französischen Präsidenten getroffen, wie verlautete.",
            "De premier heeft maandag in Den Haag met de Duitse bondskanselier gesproken over de economie.",
            "Prezydent spotkał się w poniedziałek w Warszawie z kanclerzem Niemiec, aby rozmawiać o gospodarce.",
            "Президент встретился в понедельник с канцлером Германии.",
            "总统星期一会见了德国总理。",
            "12345",
            "",
        ] {
            assert_eq!(identified(text), None, "{text}");
        }
    }
}
