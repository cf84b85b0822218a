use super::super::trees::tree;
use super::*;
use crate::data_folder::DataFolder;

/// Checks the slots of one word, as `slot=form slot=form`, fillers in the order of the slots' names.
fn check(language: &str, lines: &str, word: &str, expected: &str) {
    let grammar = GrammarResources::load(&DataFolder::bundled_languages().subfolder(language)).unwrap();
    let (sentence, text) = tree(lines);
    let predicates = Predicates::new(&sentence, &text, &grammar);
    let index = sentence.tokens.iter().position(|token| token.form == word).unwrap();
    let mut slots: Vec<_> = predicates
        .fillers(index)
        .iter()
        .map(|filler| {
            let slot = match &filler.slot {
                Slot::Oblique(preposition) => preposition.replace(' ', "_"),
                other => format!("{other:?}").to_lowercase(),
            };
            format!("{slot}={}", sentence.tokens[filler.token].form)
        })
        .collect();
    slots.sort();
    assert_eq!(slots.join(" "), expected, "slots of {word} in {text}");
}

const BOUGHT_BY: &str = "B B PROPN _ 3 nsubj:pass
    was be AUX VerbForm=Fin 3 aux:pass
    bought buy VERB Tense=Past|VerbForm=Part 0 root
    by by ADP _ 5 case
    A A PROPN _ 3 obl:agent
    and and CCONJ _ 7 cc
    C C PROPN _ 5 conj";

#[test]
fn a_passive_gives_deep_roles_and_coordination_spreads() {
    check("en", BOUGHT_BY, "bought", "object=B subject=A subject=C");
}

#[test]
fn relative_pronouns_stand_for_their_antecedents() {
    let lines = "la le DET _ 2 det
        plateforme plateforme NOUN _ 0 root
        dont dont PRON PronType=Rel 6 obl:arg
        Trump Trump PROPN _ 6 nsubj:pass
        est être AUX VerbForm=Fin 6 aux:pass
        banni bannir VERB Tense=Past|VerbForm=Part 2 acl:relcl";
    check("fr", lines, "banni", "object=Trump of=plateforme");
    let lines = "A A PROPN _ 0 root
        , , PUNCT _ 4 punct
        which which PRON PronType=Rel 4 nsubj
        bought buy VERB VerbForm=Fin 1 acl:relcl
        B B PROPN _ 4 obj";
    check("en", lines, "bought", "object=B subject=A");
}

#[test]
fn a_relative_clause_without_pronoun_fills_its_gap() {
    let lines = "the the DET _ 2 det
        firm firm NOUN _ 0 root
        Musk Musk PROPN _ 4 nsubj
        bought buy VERB Tense=Past|VerbForm=Fin 2 acl:relcl";
    check("en", lines, "bought", "object=firm subject=Musk");
    let lines = "the the DET _ 2 det
        man man NOUN _ 0 root
        Musk Musk PROPN _ 4 nsubj
        spoke speak VERB Tense=Past|VerbForm=Fin 2 acl:relcl
        with with ADP _ 4 obl";
    check("en", lines, "spoke", "subject=Musk with=man");
}

#[test]
fn participles_beside_nouns_are_passive_unless_the_data_say_otherwise() {
    let lines = "Musk Musk PROPN _ 0 root
        accusé accuser VERB Tense=Past|VerbForm=Part 1 acl
        par par ADP _ 4 case
        Walz Walz PROPN _ 2 obl:agent
        de de ADP _ 6 case
        fraude fraude NOUN _ 2 obl:arg";
    check("fr", lines, "accusé", "object=Musk of=fraude subject=Walz");
    let lines = "Musk Musk PROPN _ 0 root
        né naître VERB Tense=Past|VerbForm=Part 1 acl
        à à ADP _ 4 case
        Pretoria Pretoria PROPN _ 2 obl:mod";
    check("fr", lines, "né", "indirect=Pretoria subject=Musk");
}

#[test]
fn infinitives_have_the_subject_that_control_gives_them() {
    let lines = "A A PROPN _ 3 nsubj
        a avoir AUX VerbForm=Fin 3 aux:tense
        demandé demander VERB Tense=Past|VerbForm=Part 0 root
        à à ADP _ 5 case
        B B PROPN _ 3 obl:arg
        de de ADP _ 7 mark
        nommer nommer VERB VerbForm=Inf 3 xcomp
        C C PROPN _ 7 obj";
    check("fr", lines, "nommer", "object=C subject=B");
    check("fr", &lines.replace("demandé demander", "promis promettre"), "nommer", "object=C subject=A");
}

#[test]
fn nominalizations_have_agents_and_complements() {
    let lines = "le le DET _ 2 det
        rachat rachat NOUN _ 0 root
        de de ADP _ 4 case
        B B PROPN _ 2 nmod
        par par ADP _ 6 case
        A A PROPN _ 2 nmod";
    check("fr", lines, "rachat", "of=B subject=A");
    let lines = "A A PROPN _ 3 nmod:poss
        's 's PART _ 1 case
        acquisition acquisition NOUN _ 0 root
        of of ADP _ 5 case
        B B PROPN _ 3 nmod";
    check("en", lines, "acquisition", "of=B possessor=A");
}

#[test]
fn a_light_verb_lends_its_subject_and_phrases_to_its_noun() {
    let lines = "A A PROPN _ 2 nsubj
        mène mener VERB VerbForm=Fin 0 root
        une un DET _ 4 det
        enquête enquête NOUN _ 2 obj
        contre contre ADP _ 6 case
        B B PROPN _ 2 obl:arg";
    check("fr", lines, "enquête", "contre=B subject=A");
}

#[test]
fn nouns_describe_by_copula_apposition_and_role() {
    let lines = "X X PROPN _ 4 nsubj
        est être AUX VerbForm=Fin 4 cop
        le le DET _ 4 det
        patron patron NOUN _ 0 root
        de de ADP _ 6 case
        Y Y PROPN _ 4 nmod";
    check("fr", lines, "patron", "of=Y referent=X");
    let lines = "Le le DET _ 2 det
        porte-parole porte-parole NOUN _ 6 nsubj
        du du ADP _ 4 case
        Kremlin Kremlin PROPN _ 2 nmod
        Peskov Peskov PROPN _ 2 appos
        parle parler VERB VerbForm=Fin 0 root";
    check("fr", &lines.replace("du du", "du de"), "porte-parole", "apposition=Peskov of=Kremlin");
    let lines = "Trump Trump PROPN _ 2 nsubj
        nomme nommer VERB VerbForm=Fin 0 root
        X X PROPN _ 2 obj
        patron patron NOUN _ 2 xcomp
        de de ADP _ 6 case
        Y Y PROPN _ 4 nmod";
    check("fr", lines, "patron", "of=Y referent=X");
    let lines = "Kremlin Kremlin PROPN _ 2 compound
        spokesman spokesman NOUN _ 3 nmod:desc
        Peskov Peskov PROPN _ 0 root";
    check("en", lines, "spokesman", "modifier=Kremlin referent=Peskov");
}

#[test]
fn fixed_and_phrasal_prepositions_are_one() {
    let lines = "A A PROPN _ 2 nsubj
        place placer VERB VerbForm=Fin 0 root
        B B PROPN _ 2 obj
        à à ADP _ 6 case
        la le DET _ 6 det
        tête tête NOUN _ 2 obl:arg
        de de ADP _ 8 case
        C C PROPN _ 6 nmod";
    check("fr", lines, "place", "indirect=tête object=B subject=A à_la_tête_de=C");
    let lines = "A A PROPN _ 2 nsubj
        spoke speak VERB VerbForm=Fin 0 root
        on on ADP _ 6 case
        behalf behalf NOUN _ 3 fixed
        of of ADP _ 3 fixed
        B B PROPN _ 2 obl";
    check("en", lines, "spoke", "on_behalf_of=B subject=A");
}

#[test]
fn a_possessive_fills_a_phrasal_preposition() {
    let lines = "enquête enquête NOUN _ 0 root
        ouverte ouvrir VERB Tense=Past|VerbForm=Part 1 acl
        à à ADP _ 5 case
        son son DET Number=Sing|Poss=Yes 5 det
        encontre encontre NOUN _ 2 obl:mod";
    check("fr", lines, "ouverte", "indirect=encontre object=enquête à_l'encontre_de=son");
}

#[test]
fn malformed_trees_do_no_harm() {
    let lines = "A A PROPN _ 2 nsubj
        B B PROPN _ 1 conj
        C C VERB _ 9 xcomp";
    let (sentence, text) = tree(lines);
    let grammar = GrammarResources::default();
    let predicates = Predicates::new(&sentence, &text, &grammar);
    assert_eq!(predicates.clause_head(0), predicates.clause_head(0));
    assert!(predicates.fillers(2).is_empty());
}
