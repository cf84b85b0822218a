use proptest::prelude::*;

use super::*;

const PROPERTIES: &str = "property\tvalue\tmeaning\n\
    country\tentry\twhere it belongs\n\
    head_of_state\tentry\twho is at its head\n\
    leads\tentry\twhat the person heads\n\
    gender\tword\tm or f\n";

const PLACES: &str = "\
# A comment.
id\ttype\tlabel_en\tlabel_fr\taliases\tacronyms\tdemonyms_fr\tcommon_words\tweight\tdescription_fr
wd:Q30\tplace/country\tUnited States\tÉtats-Unis\tUnited States of America\tUSA|US\taméricain|américaine\t\t95\tpays
wd:Q159\tplace/country\tRussia\tRussie\t\t\trusse|russes\t\t95\t
wd:Q90\tplace/city\tParis\tParis\t\t\tparisien\t\t90\t
kb:paris-texas\tplace/city\tParis, Texas\tParis (Texas)\tParis\t\t\t\t2\t
";

const OTHERS: &str = "\
id\ttype\tlabel_en\tlabel_fr\taliases_fr\tcommon_words\tgender\tcountry\tfacts
wd:Q1431486\torganization/company\tOrange\tOrange\t\tOrange\t\t\t
kb:white-house\torganization/government\tWhite House\tMaison-Blanche\t\t\t\twd:Q30\t
wd:Q7747\tperson\tVladimir Putin\tVladimir Poutine\tPoutine\t\tm\tRussia\tleads@2012-05-07..=Russia|leads@2000..2008-05=Russia
kb:x\tproduct/platform\tX\tX\t\tX\t\tUnited States\t
";

const OFFICES: &str = "\
entry\tproperty\tvalue\tstart\tend\tsource
Russia\thead_of_state\tVladimir Putin\t2012-05-07\t\t
wd:Q159\thead_of_state\twd:Q7747\t2000-05-07\t2008-05-07\t
";

fn folder<'a>(more: impl IntoIterator<Item = (&'a str, &'a str)>) -> DataFolder {
    let files =
        [("properties.tsv", PROPERTIES), ("places.tsv", PLACES), ("others.tsv", OTHERS), ("offices.tsv", OFFICES)];
    DataFolder::in_memory("mine", files.into_iter().chain(more))
}

fn small() -> KnowledgeBase {
    KnowledgeBase::load(&folder([])).unwrap()
}

fn ids(kb: &KnowledgeBase, name: &str) -> Vec<String> {
    kb.named(name).iter().map(|found| kb.id(found.entry).unwrap().to_string()).collect()
}

fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let folder = DataFolder::in_memory("mine", files.iter().copied());
    KnowledgeBase::load(&folder).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn entries_come_back_whole() {
    let kb = small();
    assert_eq!(kb.len(), 8);
    let putin = kb.entry(kb.position(&EntityId::from_text("wd:Q7747")).unwrap()).unwrap();
    assert_eq!(putin.entity_type.as_str(), "person");
    assert_eq!(putin.labels["en"], "Vladimir Putin");
    assert_eq!(putin.labels["fr"], "Vladimir Poutine");
    assert_eq!(putin.same_as, ["http://www.wikidata.org/entity/Q7747"]);
    assert_eq!(putin.values("gender", None).collect::<Vec<_>>(), ["m"]);
    assert_eq!(putin.values("country", None).collect::<Vec<_>>(), ["wd:Q159"]);
    let leads: Vec<_> = putin.facts.iter().filter(|fact| fact.property == "leads").collect();
    let dates: Vec<_> =
        leads.iter().map(|fact| (fact.start.map(|d| d.to_string()), fact.end.map(|d| d.to_string()))).collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(dates, [(text("2000"), text("2008-05")), (text("2012-05-07"), None)]);
    let states = kb.entry(kb.position(&EntityId::from_text("wd:Q30")).unwrap()).unwrap();
    assert!((states.prior - 0.95).abs() < 1e-6);
    assert_eq!(states.descriptions["fr"], "pays");
    assert_eq!(kb.entry(kb.len()), None);
}

#[test]
fn names_are_found_folded_exact_ones_first_then_by_prior() {
    let kb = small();
    for (name, expected) in [
        ("États-Unis", "wd:Q30"),
        ("etats unis", "wd:Q30"),
        ("ETATS-UNIS", "wd:Q30"),
        ("MAISON BLANCHE", "kb:white-house"),
        ("  White\u{a0}House ", "kb:white-house"),
        ("US", "wd:Q30"),
        ("us", ""),
        ("américaine", "wd:Q30"),
        ("Orange", "wd:Q1431486"),
        ("orange", ""),
        ("ORANGE", ""),
        ("X", "kb:x"),
        ("x", ""),
        ("Paris", "wd:Q90 kb:paris-texas"),
        ("paris", "wd:Q90 kb:paris-texas"),
        ("nobody", ""),
        ("", ""),
    ] {
        assert_eq!(ids(&kb, name).join(" "), expected, "{name:?}");
    }
}

#[test]
fn matches_say_what_the_name_is() {
    let kb = small();
    let only = |name: &str| {
        let found = kb.named(name);
        assert_eq!(found.len(), 1, "{name}");
        (found[0].kind, found[0].language.clone(), found[0].exact)
    };
    assert_eq!(only("russe"), (NameKind::Demonym, "fr".to_owned(), true));
    assert_eq!(only("Russe"), (NameKind::Demonym, "fr".to_owned(), false));
    assert_eq!(only("Poutine"), (NameKind::Alias, "fr".to_owned(), true));
    assert_eq!(only("USA"), (NameKind::Acronym, String::new(), true));
    assert_eq!(only("Orange"), (NameKind::Label, String::new(), true), "the same in both languages");
    assert_eq!(only("Russie"), (NameKind::Label, "fr".to_owned(), true));
}

#[test]
fn the_longest_name_wins_and_ends_with_a_word() {
    let kb = small();
    for (text, expected) in [
        ("United States of America, the", Some("United States of America")),
        ("united states of mind", Some("united states")),
        ("États-Unis.", Some("États-Unis")),
        ("E\u{301}tats-Unis", Some("E\u{301}tats-Unis")),
        ("White  House's lawn", Some("White  House")),
        ("White\nHouse", Some("White\nHouse")),
        ("White\n\nHouse", None),
        ("Parisian", None),
        ("Paris-Match", Some("Paris")),
        ("russes ont", Some("russes")),
        ("X, formerly Twitter", Some("X")),
        ("x marks", None),
        ("us against them", None),
        ("Xavier", None),
        ("", None),
        (" Paris", None),
    ] {
        assert_eq!(kb.longest_name_at(text).map(|end| &text[..end]), expected, "{text:?}");
    }
}

#[test]
fn facts_can_be_asked_from_both_ends_and_by_date() {
    let kb = small();
    let russia = kb.entry(kb.position(&EntityId::from_text("wd:Q159")).unwrap()).unwrap();
    let on = |date: &str| russia.values("head_of_state", Some(date.parse().unwrap())).count();
    assert_eq!((on("1999"), on("2003-01-01"), on("2008-05-08"), on("2010"), on("2012-05-07")), (0, 1, 0, 0, 1));
    assert_eq!(russia.values("head_of_state", None).count(), 1);
    let putin = EntityId::from_text("wd:Q7747");
    let presided: Vec<_> =
        kb.stating("head_of_state", &putin, |_| true).into_iter().map(|(entry, _)| kb.id(entry).unwrap()).collect();
    assert_eq!(presided.iter().map(EntityId::as_str).collect::<Vec<_>>(), ["wd:Q159", "wd:Q159"]);
    assert_eq!(kb.stating("country", &putin, |_| true), []);
    assert_eq!(kb.stating("country", &EntityId::from_text("wd:Q30"), |_| true).len(), 2);
}

#[test]
fn what_two_bases_say_of_one_id_is_one_entry() {
    let properties = ("properties.tsv", PROPERTIES);
    let mine = "id\ttype\tlabel_en\tlabel_fr\tweight\tgender\n\
        wd:Q7747\tperson\tVV Putin\tVV Poutine\t10\tf\n\
        kb:paris-hilton\tperson\tParis Hilton\tParis Hilton\t\t\n";
    let mine = KnowledgeBase::load(&DataFolder::in_memory("mine", [properties, ("mine.tsv", mine)])).unwrap();
    let both = mine.above(small());
    assert_eq!(both.len(), 10);
    assert_eq!(ids(&both, "Paris"), ["wd:Q90", "kb:paris-texas"]);
    for name in ["VV Putin", "Vladimir Poutine", "Poutine"] {
        assert_eq!(ids(&both, name), ["wd:Q7747"], "{name}");
    }
    assert_eq!(both.longest_name_at("Paris Hilton"), Some(12));
    assert_eq!(both.longest_name_at("Russie"), Some(6));
    let id = EntityId::from_text("wd:Q7747");
    let putin = both.entry(both.position(&id).unwrap()).unwrap();
    assert_eq!((putin.labels["en"].as_str(), putin.prior), ("VV Putin", 0.1), "the upper one decides");
    assert_eq!(putin.values("gender", None).collect::<Vec<_>>(), ["f"]);
    assert_eq!(putin.values("leads", None).collect::<Vec<_>>(), ["wd:Q159"], "the lower one adds");
    let names: Vec<_> = both.names(both.position(&id).unwrap()).into_iter().map(|name| name.text).collect();
    assert_eq!(names, ["VV Putin", "VV Poutine", "Vladimir Putin", "Vladimir Poutine", "Poutine"]);
    let led = both.stating("leads", &EntityId::from_text("wd:Q159"), |_| true);
    assert!(led.iter().all(|(entry, _)| Some(*entry) == both.position(&id)), "under the position of the upper one");
    assert_eq!(led.len(), 2);
    let russia = both.position(&EntityId::from_text("wd:Q159")).unwrap();
    assert_eq!(both.entry(russia).unwrap().labels["fr"], "Russie");
    assert_eq!(both.called("Russie"), [EntityId::from_text("wd:Q159")]);
    assert_eq!(both.called("russie"), []);
}

#[test]
fn every_fault_names_file_and_line() {
    let header = "id\ttype\tlabel_en\tlabel_fr\tcountry\tweight\tcommon_words\tfacts\n";
    for (row, expected) in [
        ("wd:30\tperson\tA\tA\t\t\t\t", "mine/a.tsv:2: error[invalid-id]"),
        ("q30\tperson\tA\tA\t\t\t\t", "mine/a.tsv:2: error[invalid-id]"),
        ("kb:a\t\tA\tA\t\t\t\t", "mine/a.tsv:2: error[missing-type]"),
        ("kb:a\tperson\tA\t\t\t\t\t", "mine/a.tsv:2: error[missing-label]"),
        ("kb:a\tperson\tA\tA\tAtlantis\t\t\t", "mine/a.tsv:2: error[unknown-entry]"),
        ("kb:a\tperson\tA\tA\t\t101\t\t", "mine/a.tsv:2: error[invalid-weight]"),
        ("kb:a\tperson\tA\tA\t\tmuch\t\t", "mine/a.tsv:2: error[invalid-weight]"),
        ("kb:a\tperson\tA\tA\t\t\tB\t", "mine/a.tsv:2: error[unknown-name]"),
        ("kb:a\tperson\tA\tA\t\t\t\tage=3", "mine/a.tsv:2: error[unknown-property]"),
        ("kb:a\tperson\tA\tA\t\t\t\tgender", "mine/a.tsv:2: error[missing-value]"),
        ("kb:a\tperson\tA\tA\t\t\t\tgender@soon..=m", "mine/a.tsv:2: error[invalid-date]"),
        ("kb:a\tperson\tA\tA\t\t\t\tgender@2020..2019=m", "mine/a.tsv:2: error[invalid-dates]"),
        ("kb:a\tperson\tA\tA", "mine/a.tsv:2: error[wrong-number-of-cells]"),
        ("kb:a\tperson\tA\tA\t\t\t\t\n\nkb:a\tperson\tA\tA\t\t\t\t", "mine/a.tsv:4: error[duplicate-id]"),
        ("kb:a\tperson\tA\tA\t\t\t\t\nkb:b\tperson\tA\tB\tA\t\t\t", "mine/a.tsv:3: error[ambiguous-entry]"),
    ] {
        let found = faults(&[("properties.tsv", PROPERTIES), ("a.tsv", &format!("{header}{row}\n"))]);
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{row}: {found:?}");
    }
    for (table, expected) in [
        ("id\ttype\tlabel_en\tcolour\n", "mine/a.tsv:1: error[unknown-column]"),
        ("id\ttype\tlabel_en\tlabel_en\n", "mine/a.tsv:1: error[duplicate-column]"),
        ("# x\n\nid\tlabel_en\n", "mine/a.tsv:3: error[missing-column]"),
        ("entry\tproperty\tvalue\n", "mine/a.tsv:1: error[unknown-column]"),
        ("entry\tproperty\tvalue\tstart\tend\nkb:z\tgender\tm\t\t\n", "mine/a.tsv:2: error[unknown-entry]"),
    ] {
        let found = faults(&[("properties.tsv", PROPERTIES), ("a.tsv", table)]);
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{table}: {found:?}");
    }
    let found = faults(&[("properties.tsv", "property\tvalue\tmeaning\nage\tnumber\tyears\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("mine/properties.tsv:2: error[invalid-property]"), "{found:?}");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    assert_eq!(KnowledgeBase::compile(&folder([])).unwrap(), KnowledgeBase::compile(&folder([])).unwrap());
}

#[test]
fn a_compiled_base_opens_from_disk() {
    let bytes = KnowledgeBase::compile(&folder([])).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &bytes).unwrap();
    let kb = KnowledgeBase::open(file.path()).unwrap();
    assert_eq!(ids(&kb, "Maison-Blanche"), ["kb:white-house"]);
    std::fs::write(file.path(), b"PK").unwrap();
    assert_eq!(KnowledgeBase::open(file.path()).unwrap_err().code, "not-a-knowledge-base");
    std::fs::write(file.path(), b"").unwrap();
    assert_eq!(KnowledgeBase::open(file.path()).unwrap_err().code, "not-a-knowledge-base");
    assert_eq!(KnowledgeBase::open(Path::new("/no/such.kb")).unwrap_err().code, "unreadable-knowledge-base");
}

#[test]
fn an_empty_folder_gives_an_empty_base() {
    let kb = KnowledgeBase::load(&DataFolder::in_memory("mine", [])).unwrap();
    assert!(kb.is_empty());
    assert!(kb.named("Paris").is_empty());
    assert_eq!(kb.longest_name_at("Paris"), None);
    let none = KnowledgeBase::default();
    assert!(none.is_empty() && none.entry(0).is_none() && none.named("Paris").is_empty());
}

#[test]
fn another_layout_is_refused() {
    let mut bytes = KnowledgeBase::compile(&folder([])).unwrap();
    bytes[8] += 1;
    assert_eq!(KnowledgeBase::from_bytes(bytes).unwrap_err().code, "knowledge-base-version");
}

proptest! {
    #[test]
    fn a_changed_or_cut_base_is_refused(at in any::<prop::sample::Index>(), change in 1_u8.., cut in any::<bool>()) {
        let mut bytes = KnowledgeBase::compile(&folder([])).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= change }
        prop_assert!(KnowledgeBase::from_bytes(bytes).is_err());
    }

    /// Even a block with a right checksum over wrong bytes may not make a look-up panic outside the fst.
    #[test]
    fn wrong_columns_give_no_panic(at in any::<prop::sample::Index>(), change in 1_u8..) {
        let mut bytes = KnowledgeBase::compile(&folder([])).unwrap();
        let section = |index: usize| {
            let at = block::PREAMBLE + 16 * index;
            u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize
        };
        let columns = [
            section(1)..section(2),
            section(3)..bytes.len(),
        ];
        let positions: Vec<_> = columns.into_iter().flatten().collect();
        bytes[*at.get(&positions)] ^= change;
        let sum = checksum::checksum(&bytes[block::PREAMBLE..]);
        bytes[24..32].copy_from_slice(&sum.to_le_bytes());
        let head = [&bytes[..32], &bytes[block::PREAMBLE..block::HEADER]].concat();
        bytes[32..40].copy_from_slice(&checksum::checksum(&head).to_le_bytes());
        let kb = KnowledgeBase::from_bytes(bytes).unwrap();
        for index in 0..kb.len() {
            let _ = (kb.entry(index), kb.names(index), kb.id(index), kb.prior(index), kb.entity_type(index));
        }
        for name in ["Paris", "russe", "X", "United States of America"] {
            let _ = (kb.named(name), kb.longest_name_at(name));
        }
        let _ = kb.stating("country", &EntityId::from_text("wd:Q30"), |_| true);
    }

    #[test]
    fn any_text_is_walked_without_panic(text in "\\PC{0,40}") {
        let kb = small();
        if let Some(end) = kb.longest_name_at(&text) {
            prop_assert!(text.is_char_boundary(end));
        }
        let _ = kb.named(&text);
    }
}

mod bundled {
    //! The tables that travel with the program.

    use std::sync::LazyLock;

    use super::*;
    use crate::ontology::Ontology;

    static KB: LazyLock<KnowledgeBase> = LazyLock::new(|| {
        KnowledgeBase::load(&DataFolder::bundled_knowledge_base())
            .unwrap_or_else(|faults| panic!("{}", faults.iter().map(|fault| format!("{fault}\n")).collect::<String>()))
    });

    #[test]
    fn every_entry_has_both_labels_and_a_type_of_the_ontology() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        for index in 0..KB.len() {
            let entry = KB.entry(index).unwrap();
            assert!(ontology.entity_type(&entry.entity_type).is_some(), "{}: {}", entry.id, entry.entity_type);
            for language in ["en", "fr"] {
                assert!(entry.labels.contains_key(language), "{} has no label in {language}", entry.id);
            }
            assert_eq!(KB.position(&entry.id), Some(index), "{}", entry.id);
        }
    }

    #[test]
    fn rows_are_sorted_by_english_label() {
        let folder = DataFolder::bundled_knowledge_base();
        for file in folder.file_names().filter(|file| file.ends_with(".tsv")) {
            let text = folder.text(file).unwrap();
            let mut rows =
                text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
            let header = rows.next().unwrap();
            let Some(label) = header.iter().position(|name| *name == "label_en") else { continue };
            let labels: Vec<_> = rows.map(|row| fold(row[label]).replace('.', "")).collect();
            for pair in labels.windows(2) {
                assert!(pair[0] <= pair[1], "{file}: `{}` stands before `{}`", pair[0], pair[1]);
            }
        }
    }

    fn first(name: &str) -> String {
        let best = KB.named(name).into_iter().next().and_then(|found| KB.entry(found.entry));
        best.and_then(|entry| entry.labels.get("en").cloned()).unwrap_or_default()
    }

    #[test]
    fn names_mean_what_news_mean_by_them() {
        for (name, expected) in [
            ("Russie", "Russia"),
            ("russes", "Russia"),
            ("Américaine", "United States"),
            ("U.S.", "United States"),
            ("Émirats arabes unis", "United Arab Emirates"),
            ("Viêt-Nam", "Vietnam"),
            ("COTE D'IVOIRE", "Ivory Coast"),
            ("Côte d’Ivoire", "Ivory Coast"),
            ("Pékin", "Beijing"),
            ("Kiev", "Kyiv"),
            ("Londres", "London"),
            ("Bruxelles", "Brussels"),
            ("New York", "New York City"),
            ("bande de Gaza", "Gaza Strip"),
            ("Crimée", "Crimea"),
            ("Poutine", "Vladimir Putin"),
            ("Zelenski", "Volodymyr Zelenskyy"),
            ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
            ("Erdogan", "Recep Tayyip Erdoğan"),
            ("Netanyahou", "Benjamin Netanyahu"),
            ("Trump", "Donald Trump"),
            ("Musk", "Elon Musk"),
            ("ELON MUSK", "Elon Musk"),
            ("Dmitri Peskov", "Dmitry Peskov"),
            ("la Maison-Blanche", ""),
            ("Maison Blanche", "White House"),
            ("Élysée", "Élysée Palace"),
            ("département d'État", "United States Department of State"),
            ("Bercy", "Bercy"),
            ("Otan", "NATO"),
            ("OTAN", "NATO"),
            ("ONU", "United Nations"),
            ("BCE", "European Central Bank"),
            ("Fed", "Federal Reserve"),
            ("Réserve fédérale", "Federal Reserve"),
            ("RN", "National Rally"),
            ("GOP", "Republican Party"),
            ("Daech", "Islamic State"),
            ("Tsahal", "Israel Defense Forces"),
            ("Twitter", "X"),
            ("Facebook", "Facebook"),
            ("EspaceX", "SpaceX"),
            ("Wall Street Journal", "The Wall Street Journal"),
            ("WSJ", "The Wall Street Journal"),
            ("AFP", "Agence France-Presse"),
            ("Le Monde", "Le Monde"),
            ("New York Times", "The New York Times"),
            ("Total", "TotalEnergies"),
            ("Orange", "Orange"),
            ("PSG", "Paris Saint-Germain"),
            ("Médecins sans frontières", "Doctors Without Borders"),
            ("Covid-19", "COVID-19 pandemic"),
            ("guerre en Ukraine", "Russo-Ukrainian War"),
        ] {
            assert_eq!(first(name), expected, "{name}");
        }
    }

    #[test]
    fn ordinary_words_are_no_names() {
        for word in [
            "turkey",
            "polish",
            "us",
            "chad",
            "orange",
            "apple",
            "gap",
            "x",
            "le monde",
            "libération",
            "time",
            "target",
            "sec",
            "fed",
            "nice",
            "capital",
            "who",
            "it",
        ] {
            assert_eq!(KB.named(word), [], "{word}");
        }
    }

    #[test]
    fn the_longest_name_of_a_text_is_found() {
        for (text, expected) in [
            ("Elon Musk a dit", "Elon Musk"),
            ("New York Times reporters", "New York Times"),
            ("New York, le 3 mai", "New York"),
            ("Washington Post", "Washington Post"),
            ("Bank of America’s profit", "Bank of America"),
            ("Union européenne.", "Union européenne"),
            ("European Central Bank president", "European Central Bank"),
            ("Paris-Saclay University", "Paris-Saclay University"),
        ] {
            assert_eq!(KB.longest_name_at(text).map(|end| &text[..end]), Some(expected), "{text}");
        }
    }

    #[test]
    fn offices_have_their_holders_at_every_date() {
        for (country, office, date, holder) in [
            ("Russie", "head_of_state", "2010-06-01", "Dmitry Medvedev"),
            ("Russie", "head_of_state", "2024-10-25", "Vladimir Putin"),
            ("United States", "head_of_state", "2016-11-08", "Barack Obama"),
            ("United States", "head_of_state", "2020-03", "Donald Trump"),
            ("United States", "head_of_state", "2024-10-25", "Joe Biden"),
            ("United States", "head_of_state", "2025-06", "Donald Trump"),
            ("United States", "foreign_minister", "2024-10-25", "Antony Blinken"),
            ("France", "head_of_state", "2014", "François Hollande"),
            ("France", "head_of_government", "2024-10-25", "Michel Barnier"),
            ("Allemagne", "head_of_government", "2019", "Angela Merkel"),
            ("Allemagne", "head_of_government", "2024-10", "Olaf Scholz"),
            ("Hongrie", "head_of_government", "2024-10-25", "Viktor Orbán"),
            ("Royaume-Uni", "head_of_government", "2023", "Rishi Sunak"),
            ("Royaume-Uni", "head_of_state", "2024", "Charles III"),
            ("Chine", "head_of_state", "2022", "Xi Jinping"),
            ("Iran", "head_of_state", "2025-06", "Masoud Pezeshkian"),
            ("Israël", "head_of_government", "2024", "Benjamin Netanyahu"),
            ("Turquie", "head_of_state", "2024", "Recep Tayyip Erdoğan"),
            ("Brésil", "head_of_state", "2021", "Jair Bolsonaro"),
            ("Canada", "head_of_government", "2024", "Justin Trudeau"),
        ] {
            let found = KB.named(country).into_iter().find(|found| found.kind == NameKind::Label).unwrap();
            let entry = KB.entry(found.entry).unwrap();
            let holders: Vec<_> = entry.values(office, Some(date.parse().unwrap())).map(EntityId::from_text).collect();
            let holders: Vec<_> =
                holders.iter().filter_map(|id| KB.entry(KB.position(id)?)).map(|e| e.labels["en"].clone()).collect();
            assert_eq!(holders, [holder], "{office} of {country} on {date}");
        }
    }

    #[test]
    fn who_leads_what_can_be_asked_from_the_organization() {
        for (name, date, leader) in [
            ("SpaceX", "2024", "Elon Musk"),
            ("Apple", "2024", "Tim Cook"),
            ("NATO", "2024-06", "Jens Stoltenberg"),
            ("European Commission", "2024", "Ursula von der Leyen"),
            ("Rassemblement national", "2024", "Jordan Bardella"),
        ] {
            let id = KB.id(KB.named(name)[0].entry).unwrap();
            let date = Some(date.parse().unwrap());
            let leaders: Vec<_> = KB
                .stating("leads", &id, |_| true)
                .into_iter()
                .filter(|(_, fact)| fact.may_hold(date))
                .filter_map(|(entry, _)| Some(KB.entry(entry)?.labels["en"].clone()))
                .collect();
            assert_eq!(leaders, [leader], "{name}");
        }
    }

    #[test]
    fn one_office_has_one_holder_on_any_day_but_that_of_the_handover() {
        let single = ["head_of_state", "head_of_government"];
        for index in 0..KB.len() {
            let entry = KB.entry(index).unwrap();
            for office in single {
                let terms: Vec<_> = entry.facts.iter().filter(|fact| fact.property == office).collect();
                for (term, other) in
                    terms.iter().enumerate().flat_map(|(i, term)| terms[i + 1..].iter().map(move |other| (term, other)))
                {
                    let after = |a: &KbFact, b: &KbFact| {
                        b.end.zip(a.start).is_some_and(|(end, start)| end.first_day() <= start.last_day())
                    };
                    assert!(after(term, other) || after(other, term), "{}: {term:?} and {other:?}", entry.id);
                }
            }
        }
    }
}
