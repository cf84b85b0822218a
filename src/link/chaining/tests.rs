use super::super::testing::{document, language};
use super::*;
use crate::knowledge_base::KnowledgeBase;

/// The chains of a document, each as its mentions in text order.
fn chained(tag: &str, lines: &[&str]) -> Vec<String> {
    let detected = document(tag, lines);
    let kb = KnowledgeBase::default();
    let scene = Scene::new(&detected, language(tag), &kb);
    let text = |&mention: &usize| scene.mention(mention).span.of(scene.text()).to_owned();
    chains(&scene, &FxHashMap::default())
        .iter()
        .map(|chain| chain.mentions.iter().map(text).collect::<Vec<_>>().join(" = "))
        .collect()
}

#[test]
fn names_that_call_the_same_thing() {
    for (tag, lines, expected) in [
        (
            "fr",
            vec![
                "[person Jeanne Morel ] parle .",
                "M. [person Durand ] écoute [person Morel ] .",
                "[person MOREL ] part .",
            ],
            vec!["Jeanne Morel = Morel = MOREL", "Durand"],
        ),
        ("fr", vec!["[person Zhu Lan ] parle .", "[person Zhu ] écoute ."], vec!["Zhu Lan = Zhu"]),
        ("fr", vec!["[person Morel ] parle .", "[person Jeanne Morel ] est maire ."], vec!["Morel = Jeanne Morel"]),
        ("fr", vec!["[ Zorbec ] , anciennement [ Plumo ] , ferme ."], vec!["Zorbec = Plumo"]),
        ("fr", vec!["[ Plumo ] , renommé [ Zorbec ] en mai ."], vec!["Plumo = Zorbec"]),
        ("en", vec!["[ Zorbec ] ( formerly [ Plumo ] ) closed ."], vec!["Zorbec = Plumo"]),
        (
            "en",
            vec!["[organization Zorbec ] , rebranded as [ Plumo ] .", "[ Plumo ] sank ."],
            vec!["Zorbec = Plumo = Plumo"],
        ),
        (
            "en",
            vec!["The [organization Northern Legal Center ] ( [ NLC ] ) sued .", "[organization NLC ] won ."],
            vec!["Northern Legal Center = NLC = NLC"],
        ),
        (
            "fr",
            vec!["Le [ FDM ] ( [organization Front démocratique mondial ] ) proteste ."],
            vec!["FDM = Front démocratique mondial"],
        ),
        (
            "fr",
            vec!["La [organization Commission ferroviaire ] siège .", "la [ Commission ] attend ."],
            vec!["Commission ferroviaire = Commission"],
        ),
        (
            "en",
            vec!["[organization Zorbec, Inc. ] grew .", "[organization Zorbec ] fell ."],
            vec!["Zorbec, Inc. = Zorbec"],
        ),
        // An unknown surname that was taken for a company.
        ("en", vec!["[person Fuad Basra ] spoke .", "[organization Basra ] also left ."], vec!["Fuad Basra = Basra"]),
        (
            "en",
            vec!["The [organization Northern Air Force ] left .", "the [organization Air Force ] came ."],
            vec!["Northern Air Force = Air Force"],
        ),
        // Whoever has been named is meant, not whoever will be.
        (
            "en",
            vec!["[person John Ash ] left .", "[person Ash ] sat .", "It rained .", "[person Mary Ash ] came ."],
            vec!["John Ash = Ash", "Mary Ash"],
        ),
        (
            "en",
            vec!["[person Donald J. Ash ] left .", "[person Donald Ash ] came ."],
            vec!["Donald J. Ash = Donald Ash"],
        ),
    ] {
        assert_eq!(chained(tag, &lines), expected, "{lines:?}");
    }
}

#[test]
fn names_that_stay_apart() {
    for (tag, lines, expected) in [
        // Honorifics tell namesakes apart; without a sign the name is in no chain.
        (
            "en",
            vec![
                "[person Mary Ash ] and [person John Ash ] met .",
                "Mrs. [person Ash ] left .",
                "[person Ash ] stayed .",
            ],
            vec!["Mary Ash = Ash", "John Ash"],
        ),
        // The one just named.
        (
            "en",
            vec![
                "[person Mary Ash ] spoke .",
                "She left .",
                "It rained .",
                "[person John Ash ] came .",
                "[person Ash ] sat .",
            ],
            vec!["Mary Ash", "John Ash = Ash"],
        ),
        ("fr", vec!["[person Jeanne Morel ] parle .", "les [person Morel ] partent ."], vec!["Jeanne Morel"]),
        (
            "en",
            vec!["[person Jane Ash ] spoke .", "the [ Ashes ] left .", "the [person Ashs ] left ."],
            vec!["Jane Ash", "Ashes"],
        ),
        ("en", vec!["[person Donald Ash Jr. ] met [person Donald Ash ] ."], vec!["Donald Ash Jr.", "Donald Ash"]),
        ("fr", vec!["[person Paul Lyon ] parle .", "À [place Lyon ] il pleut ."], vec!["Paul Lyon", "Lyon"]),
        (
            "fr",
            vec!["[person Paul Zorbec ] dirige [organization Zorbec ] .", "[organization Zorbec ] ferme ."],
            vec!["Paul Zorbec", "Zorbec = Zorbec"],
        ),
        ("fr", vec!["[person Jean Dupont ] ( [organization LR ] ) vote ."], vec!["Jean Dupont", "LR"]),
        ("fr", vec!["[person Marie Dufour ] , ex- [organization Zorbec ] , vote ."], vec!["Marie Dufour", "Zorbec"]),
        ("fr", vec!["[place Corée du Nord ] et [place Corée ] ."], vec!["Corée du Nord", "Corée"]),
        (
            "fr",
            vec!["[person J. Martin ] , [person Jean Martin ] , [person Julie Martin ] ."],
            vec!["J. Martin", "Jean Martin", "Julie Martin"],
        ),
    ] {
        assert_eq!(chained(tag, &lines), expected, "{lines:?}");
    }
}
