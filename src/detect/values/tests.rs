//! Texts and the values in them. Tokens are made from the characters, every word a noun: the grammar of dates and
//! amounts must not need more than that.

use crate::data_folder::DataFolder;
use crate::language::LanguagePack;
use crate::language::expressions::{LexemeKind, lex};
use crate::model::{AnnotatedDocument, Document, DocumentMetadata, NewDocument, Sentence, Span, Token, Upos};

fn pack(tag: &str) -> LanguagePack {
    LanguagePack::load(&DataFolder::bundled_languages().subfolder(tag)).unwrap()
}

fn document(text: &str, published: Option<&str>) -> AnnotatedDocument {
    let metadata =
        DocumentMetadata { published: published.map(|date| date.parse().unwrap()), ..DocumentMetadata::default() };
    let document = Document::new(NewDocument { text: text.to_owned(), metadata, source: String::new() });
    let mut sentences = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let tokens: Vec<_> = lex(line, offset)
            .into_iter()
            .map(|lexeme| Token {
                span: lexeme.span,
                form: lexeme.text.clone(),
                lemma: lexeme.text,
                upos: match lexeme.kind {
                    LexemeKind::Word if lexeme.span.len() <= 2 => Upos::Adp,
                    LexemeKind::Word if lexeme.span.len() <= 4 && lexeme.span.of(text).ends_with('’') => Upos::Adp,
                    LexemeKind::Word => Upos::Noun,
                    LexemeKind::Digits => Upos::Num,
                    LexemeKind::Symbol => Upos::Punct,
                },
                ..Token::default()
            })
            .collect();
        let span = Span::new(offset, offset + line.trim_end().len());
        sentences.push(Sentence { span, tokens, ..Sentence::default() });
        offset += line.len();
    }
    AnnotatedDocument { document, language: String::new(), sentences }
}

/// Every value as `span = meaning`, joined by `; `.
fn found(pack: &LanguagePack, text: &str, published: Option<&str>) -> String {
    let document = document(text, published);
    let values = super::values(&document, pack, &[]);
    let shown: Vec<_> = values.iter().map(|value| format!("{} = {}", value.span.of(text), value.value)).collect();
    shown.join("; ")
}

#[track_caller]
fn check(tag: &str, cases: &[(&str, &str)]) {
    let pack = pack(tag);
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, found(&pack, text, Some("2024-10-25")), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(text, found, expected)| format!("{text}\n     found: {found}\n  expected: {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

// 2024-10-25 is a Friday.

#[test]
fn french_dates() {
    check(
        "fr",
        &[
            ("le 24 octobre 2024", "24 octobre 2024 = 2024-10-24"),
            ("jeudi 24 octobre", "jeudi 24 octobre = 2024-10-24"),
            ("le 1er mai 2018", "1er mai 2018 = 2018-05-01"),
            ("le 1er-Mai 2018", "1er-Mai 2018 = 2018-05-01"),
            ("24/10/2024", "24/10/2024 = 2024-10-24"),
            ("03/04/24", "03/04/24 = 2024-04-03"),
            ("2024-10-24", "2024-10-24 = 2024-10-24"),
            ("en octobre 2024.", "octobre 2024 = 2024-10"),
            ("en 2024,", "2024 = 2024"),
            ("en mars", "mars = 2024-03"),
            ("vers mars", ""),
            ("mars dernier", "mars dernier = 2024-03"),
            ("mercredi", "mercredi = 2024-10-23"),
            ("vendredi dernier", "vendredi dernier = 2024-10-18"),
            ("lundi prochain", "lundi prochain = 2024-10-28"),
            ("vendredi soir", "vendredi soir = 2024-10-25"),
            ("chaque lundi", ""),
            ("plusieurs fois par mois", ""),
            ("hier", "hier = 2024-10-24"),
            ("avant-hier soir", "avant-hier soir = 2024-10-23"),
            ("aujourd'hui", "aujourd'hui = 2024-10-25"),
            ("la semaine dernière", "la semaine dernière = 2024-10-14/2024-10-20"),
            ("l'an dernier", "l'an dernier = 2023"),
            ("cette année", "cette année = 2024"),
            ("le mois prochain", "le mois prochain = 2024-11"),
            ("fin 2022", "fin 2022 = 2022-10/2022-12"),
            ("à la mi-2022", "mi-2022 = 2022-05/2022-08"),
            ("début mars 2022", "début mars 2022 = 2022-03-01/2022-03-10"),
            ("la fin de l'année", "la fin de l'année = 2024-10/2024-12"),
            ("fin janvier", "fin janvier = 2025-01-21/2025-01-31"),
            ("depuis 2019", "2019 = 2019/.."),
            ("depuis trois ans", "trois ans = 2021/.."),
            ("depuis le mois de mars", "mars = 2024-03/.."),
            ("jusqu'en 2026", "2026 = ../2026"),
            ("avant 2030", "2030 = ../2030"),
            ("d'ici 2021", "2021 = ../2021"),
            ("entre 2010 et 2015", "2010 et 2015 = 2010/2015"),
            ("de mars à mai 2020", "mars à mai 2020 = 2020-03/2020-05"),
            ("du 24 au 28 octobre 2024", "24 au 28 octobre 2024 = 2024-10-24/2024-10-28"),
            ("de 2010 à 2015", "2010 à 2015 = 2010/2015"),
            ("(2010-2015)", "2010-2015 = 2010/2015"),
            ("premier trimestre 2024", "premier trimestre 2024 = 2024-01/2024-03"),
            ("au troisième trimestre", "troisième trimestre = 2024-07/2024-09"),
            ("au dernier trimestre", "dernier trimestre = 2024-07/2024-09"),
            ("T2 2023", "T2 2023 = 2023-04/2023-06"),
            ("les années 1990", "années 1990 = 1990/1999"),
            ("dans les années 80", "années 80 = 1980/1989"),
            ("au XIXe siècle", "XIXe siècle = 1801/1900"),
            ("au 21e siècle", "21e siècle = 2001/2100"),
            ("il y a trois ans", "il y a trois ans = 2021"),
            ("il y a deux jours", "il y a deux jours = 2024-10-23"),
            ("les deux dernières années", "les deux dernières années = 2022/2024-10-25"),
            ("l'été 2018", "été 2018 = 2018-06/2018-08"),
            ("l'été dernier", "été dernier = 2024-06/2024-08"),
            ("il a été", ""),
            ("à 19 h 38", ""),
            ("19h38", ""),
            ("l'élection de 2020", "2020 = 2020"),
            ("article 2020", ""),
            ("le 31 février 2020", ""),
        ],
    );
}

#[test]
fn english_dates() {
    check(
        "en",
        &[
            ("Oct. 24, 2024", "Oct. 24, 2024 = 2024-10-24"),
            ("on Thursday, October 24", "Thursday, October 24 = 2024-10-24"),
            ("24 October 2024", "24 October 2024 = 2024-10-24"),
            ("the 24th of October 2024", "24th of October 2024 = 2024-10-24"),
            ("10/24/2024", "10/24/2024 = 2024-10-24"),
            ("in October 2024", "October 2024 = 2024-10"),
            ("the 2024 campaign", "2024 = 2024"),
            ("in March", "March = 2024-03"),
            ("they march, he may", ""),
            ("last March", "last March = 2024-03"),
            ("Wednesday", "Wednesday = 2024-10-23"),
            ("last Friday", "last Friday = 2024-10-18"),
            ("next Monday", "next Monday = 2024-10-28"),
            ("Friday evening", "Friday evening = 2024-10-25"),
            ("every Monday", ""),
            ("he sat in the sun", ""),
            ("Sat. 26 October", "Sat. 26 October = 2024-10-26"),
            ("yesterday", "yesterday = 2024-10-24"),
            ("last week", "last week = 2024-10-14/2024-10-20"),
            ("last year's", "last year = 2023"),
            ("this month", "this month = 2024-10"),
            ("late 2022", "late 2022 = 2022-10/2022-12"),
            ("mid-2022", "mid-2022 = 2022-05/2022-08"),
            ("early last year", "early last year = 2023-01/2023-03"),
            ("the end of the year", "the end of the year = 2024-10/2024-12"),
            ("since 2019", "2019 = 2019/.."),
            ("until 2026", "2026 = ../2026"),
            ("from 2010 to 2015", "2010 to 2015 = 2010/2015"),
            ("between 2010 and 2015", "2010 and 2015 = 2010/2015"),
            ("from March to May 2020", "March to May 2020 = 2020-03/2020-05"),
            ("2023-24", "2023-24 = 2023/2024"),
            ("in the first quarter of 2024", "first quarter of 2024 = 2024-01/2024-03"),
            ("Q3 2023", "Q3 2023 = 2023-07/2023-09"),
            ("third-quarter", ""),
            ("in the 1990s", "1990s = 1990/1999"),
            ("in the early 1990s", "early 1990s = 1990/1993"),
            ("the 19th century", "19th century = 1801/1900"),
            ("two years ago", "two years ago = 2022"),
            ("a year ago", "a year ago = 2023"),
            ("the past two years", "the past two years = 2022/2024-10-25"),
            ("over the last three months", "the last three months = 2024-07/2024-10-25"),
            ("summer of 2018", "summer of 2018 = 2018-06/2018-08"),
            ("last winter", "last winter = 2023-12/2024-02"),
            ("at 8:30 a.m.", ""),
            ("December 7, 1941", "December 7, 1941 = 1941-12-07"),
        ],
    );
}

#[test]
fn money() {
    check(
        "fr",
        &[
            ("118 millions de dollars", "118 millions de dollars = 118000000 USD"),
            ("44 milliards d'euros", "44 milliards d'euros = 44000000000 EUR"),
            ("44 milliards d’euros", "44 milliards d’euros = 44000000000 EUR"),
            ("350 000 $", "350 000 $ = 350000 USD"),
            ("350\u{a0}000 euros", "350\u{a0}000 euros = 350000 EUR"),
            ("1.500 euros", "1.500 euros = 1500 EUR"),
            ("1,68 milliards de dollars US", "1,68 milliards de dollars US = 1680000000 USD"),
            ("3,5 M€", "3,5 M€ = 3500000 EUR"),
            ("€1,2 milliard", "€1,2 milliard = 1200000000 EUR"),
            ("12 Mds €", "12 Mds € = 12000000000 EUR"),
            ("un million de dollars", "un million de dollars = 1000000 USD"),
            ("un demi-milliard d'euros", "un demi-milliard d'euros = 500000000 EUR"),
            ("un million et demi d'euros", "un million et demi d'euros = 1500000 EUR"),
            ("deux cent cinquante mille francs suisses", "deux cent cinquante mille francs suisses = 250000 CHF"),
            ("quatre-vingt-dix-sept euros", "quatre-vingt-dix-sept euros = 97 EUR"),
            ("mille euros", "mille euros = 1000 EUR"),
            ("des millions de dollars", ""),
            ("238,10 USD", "238,10 USD = 238.1 USD"),
            ("20 dollars canadiens", "20 dollars canadiens = 20 CAD"),
            ("en 2022, 5 euros", "2022 = 2022; 5 euros = 5 EUR"),
        ],
    );
    check(
        "en",
        &[
            ("$44bn", "$44bn = 44000000000 USD"),
            ("a $44 billion deal", "$44 billion = 44000000000 USD"),
            ("$1.2-billion", "$1.2-billion = 1200000000 USD"),
            ("£3.5m", "£3.5m = 3500000 GBP"),
            ("US$1.2 billion", "US$1.2 billion = 1200000000 USD"),
            ("CHF 30 million", "CHF 30 million = 30000000 CHF"),
            ("5,000 euros", "5,000 euros = 5000 EUR"),
            ("a million dollars", "a million dollars = 1000000 USD"),
            ("half a billion euros", "half a billion euros = 500000000 EUR"),
            ("two hundred and fifty thousand dollars", "two hundred and fifty thousand dollars = 250000 USD"),
            ("millions of dollars", ""),
            ("between $5 million and $10 million", "$5 million = 5000000 USD; $10 million = 10000000 USD"),
            ("to try 3", ""),
            ("EUR 50", "EUR 50 = 50 EUR"),
        ],
    );
}

#[test]
fn quantities() {
    check(
        "fr",
        &[
            ("202 millions de followers", "202 millions de followers = 202000000 followers"),
            ("20 %", "20 % = 20 %"),
            ("55,14% des suffrages", "55,14% = 55.14 %"),
            ("300 km", "300 km = 300 km"),
            ("un homme", ""),
            ("3-1 victoire", ""),
            ("A380 avions", ""),
            ("1 500 emplois", "1 500 emplois = 1500 emplois"),
            ("trois millions d'habitants", "trois millions d'habitants = 3000000 habitants"),
        ],
    );
    check(
        "en",
        &[
            ("300 employees", "300 employees = 300 employees"),
            ("5 per cent", "5 per cent = 5 %"),
            ("ninety-seven million people", "ninety-seven million people = 97000000 people"),
            ("COVID-19 cases", ""),
        ],
    );
}

#[test]
fn a_date_line_dates_the_text() {
    for (tag, text, expected) in [
        ("fr", "Titre\n26 mai 2018 . –\nHier", "26 mai 2018 = 2018-05-26; Hier = 2018-05-25"),
        ("fr", "PARIS, 26 mai 2018 (Agence) – Il a dit hier", "26 mai 2018 = 2018-05-26; hier = 2018-05-25"),
        (
            "en",
            "Published on October 25, 2024 at 8:30\nyesterday",
            "October 25, 2024 = 2024-10-25; yesterday = 2024-10-24",
        ),
        (
            "en",
            "He had been born there long ago, people said, on October 25, 2004 and left\nyesterday",
            "October 25, 2004 = 2004-10-25",
        ),
    ] {
        assert_eq!(found(&pack(tag), text, None), expected, "{text}");
    }
}

#[test]
fn strange_texts_are_read_in_linear_time() {
    let pack = pack("fr");
    for unit in ["000 ", "1,", "$", "de ", "zéro ", "cent ", "24/", "2020-", "mille ", "\u{0}€1", "jusqu'"] {
        let text = unit.repeat(4_000);
        let _ = found(&pack, &text, Some("2024-10-25"));
    }
}
