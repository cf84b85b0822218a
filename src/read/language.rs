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
        words_share >= 0.3 || (words_share >= 0.15 && votes_share >= 0.5) || votes_share >= 0.9
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

    #[test]
    fn scratch() {
        let folder = DataFolder::bundled_languages();
        let packs: Vec<_> = folder.subfolder_names().iter().map(|tag| LanguagePack::load(&folder.subfolder(tag)).unwrap()).collect();
        for (file, tag) in [("fr_sequoia-ud-dev","fr"),("fr_gsd-ud-dev","fr"),("fr_pud-ud-test","fr"),("en_pud-ud-test","en"),("en_ewt-ud-dev","en")] {
            let text = std::fs::read_to_string(format!("/work/shared/data/syntax/{file}.conllu")).unwrap();
            let sentences: Vec<_> = text.lines().filter_map(|l| l.strip_prefix("# text = ")).collect();
            for size in [1, 3, 10] {
                let (mut right, mut wrong, mut none) = (0, 0, 0);
                for group in sentences.chunks(size) {
                    let joined = group.join(" ");
                    match identify_language(&joined, &packs) {
                        Some(p) if p.tag() == tag => right += 1,
                        Some(_) => { wrong += 1; if wrong < 4 { println!("W {joined}") } }
                        None => {none += 1; if none < 4 { println!("N {joined}") }}
                    }
                }
                println!("{file} {size}: right {right} wrong {wrong} none {none}");
            }
        }
        for other in [
            "El presidente del Gobierno se reunió el lunes con el canciller alemán en Madrid para hablar de la situación de la economía europea, según fuentes diplomáticas. Los dos dirigentes acordaron reforzar la cooperación en materia de defensa.",
            "Il presidente del Consiglio ha incontrato lunedì a Roma il cancelliere tedesco per discutere della situazione economica europea, secondo fonti diplomatiche. I due hanno concordato di rafforzare la cooperazione nel settore della difesa.",
            "Der Bundeskanzler hat am Montag in Berlin den französischen Präsidenten getroffen, um über die Lage der europäischen Wirtschaft zu sprechen, wie aus diplomatischen Kreisen verlautete.",
            "De premier heeft maandag in Den Haag met de Duitse bondskanselier gesproken over de toestand van de Europese economie, aldus diplomatieke bronnen.",
            "O presidente do governo se reuniu na segunda-feira com o chanceler alemão em Lisboa para falar sobre a situação da economia europeia, segundo fontes diplomáticas.",
            "El president del Govern es va reunir dilluns amb el canceller alemany a Barcelona per parlar de la situació de l'economia europea, segons fonts diplomàtiques.",
            "Президент встретился в понедельник с канцлером Германии.", "总统星期一会见了德国总理。",
            "Statsministern träffade på måndagen den tyske förbundskanslern i Stockholm för att tala om läget i den europeiska ekonomin.",
            "Preşedintele României s-a întâlnit luni la Bucureşti cu cancelarul german pentru a discuta despre situaţia economiei europene şi a Uniunii.",
            "Prezydent spotkał się w poniedziałek w Warszawie z kanclerzem Niemiec, aby rozmawiać o sytuacji gospodarki europejskiej.",
            "Prezidan an te rankontre ak premye minis la lendi nan Pòtoprens pou pale sou sitiyasyon peyi a.",
            "Macron", "OpenAI", "Emmanuel Macron reçoit Olaf Scholz", "Musk sues OpenAI", "12345", "Paris", "",
        ] {
            println!("{:?} {}", identify_language(other, &packs).map(|p| p.tag()), other.chars().take(50).collect::<String>());
        }
    }
}
