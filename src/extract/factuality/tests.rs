//! Trees written by hand, one thing said in each.

use super::super::trees::tree;
use super::*;
use crate::data_folder::DataFolder;

/// Checks polarity, modality and sources of a trigger: `negated stated asserts=X`.
fn check(language: &str, lines: &str, word: &str, expected: &str) {
    let folder = DataFolder::bundled_languages().subfolder(language);
    let grammar = GrammarResources::load(&folder).unwrap();
    let reporting = ReportingResources::load(&folder).unwrap();
    let (sentence, text) = tree(lines);
    let predicates = Predicates::new(&sentence, &text, &grammar);
    let trigger = sentence.tokens.iter().position(|token| token.form == word).unwrap();
    let factuality = Factuality { predicates: &predicates, grammar: &grammar, reporting: &reporting };
    let found = factuality.assess(trigger);
    let mut line = format!("{} {}", found.polarity(Polarity::Affirmed), found.modality(None));
    for source in &found.sources {
        for &speaker in &source.speakers {
            line += &format!(" {}={}", source.stance, sentence.tokens[speaker].form);
        }
    }
    assert_eq!(line, expected, "{word} in {text}");
}

#[test]
fn adverbs_quantifiers_and_prepositions_negate() {
    let lines = "A A PROPN _ 4 nsubj
        n' ne ADV Polarity=Neg 4 advmod
        a avoir AUX VerbForm=Fin 4 aux:tense
        acheté acheter VERB Tense=Past|VerbForm=Part 0 root
        pas pas ADV Polarity=Neg 4 advmod
        B B PROPN _ 4 obj";
    check("fr", lines, "acheté", "negated stated");
    check("fr", &lines.replace("pas pas", "plus plus"), "acheté", "negated stated");
    check(
        "fr",
        &lines.replace("pas pas ADV Polarity=Neg 4 advmod", "que que ADV _ 6 advmod"),
        "acheté",
        "affirmed stated",
    );
    let lines = "A A PROPN _ 2 nsubj
        has have VERB Tense=Pres|VerbForm=Fin 0 root
        no no DET _ 4 det
        contact contact NOUN _ 2 obj
        with with ADP _ 6 case
        B B PROPN _ 4 nmod";
    check("en", lines, "contact", "negated stated");
    let lines = "A A PROPN _ 2 nsubj
        part partir VERB VerbForm=Fin 0 root
        sans sans ADP _ 4 mark
        rencontrer rencontrer VERB VerbForm=Inf 2 advcl
        B B PROPN _ 4 obj";
    check("fr", lines, "rencontrer", "negated stated");
}

#[test]
fn what_is_promised_refused_or_possible_is_not_so_yet() {
    let lines = "A A PROPN _ 2 nsubj
        promises promise VERB VerbForm=Fin 0 root
        to to PART _ 4 mark
        buy buy VERB VerbForm=Inf 2 xcomp
        B B PROPN _ 4 obj";
    check("en", lines, "buy", "affirmed planned");
    check("en", &lines.replace("promises promise", "refuses refuse"), "buy", "negated stated");
    let lines = "A A PROPN _ 3 nsubj
        may may AUX VerbForm=Fin 3 aux
        buy buy VERB VerbForm=Inf 0 root
        B B PROPN _ 3 obj";
    check("en", lines, "buy", "affirmed possible");
    check("en", &lines.replace("may may", "will will"), "buy", "affirmed planned");
    check("en", &lines.replace("may may", "did do"), "buy", "affirmed stated");
    let lines = "si si SCONJ _ 3 mark
        A A PROPN _ 3 nsubj
        achète acheter VERB VerbForm=Fin 5 advcl
        B B PROPN _ 3 obj
        tombe tomber VERB VerbForm=Fin 0 root";
    check("fr", lines, "achète", "affirmed possible");
}

#[test]
fn the_conditional_is_hearsay_unless_told_or_conditioned() {
    let lines = "A A PROPN _ 3 nsubj
        aurait avoir AUX Mood=Cnd|VerbForm=Fin 3 aux:tense
        acheté acheter VERB Tense=Past|VerbForm=Part 0 root
        B B PROPN _ 3 obj";
    check("fr", lines, "acheté", "affirmed reported");
    let lines = "C C PROPN _ 2 nsubj
        dit dire VERB VerbForm=Fin 0 root
        que que SCONJ _ 5 mark
        A A PROPN _ 5 nsubj
        achèterait acheter VERB Mood=Cnd|VerbForm=Fin 2 ccomp
        B B PROPN _ 5 obj";
    check("fr", lines, "achèterait", "affirmed planned asserts=C");
}

#[test]
fn speakers_assert_deny_and_doubt() {
    let lines = "C C PROPN _ 2 nsubj
        said say VERB VerbForm=Fin 0 root
        that that SCONJ _ 5 mark
        A A PROPN _ 5 nsubj
        bought buy VERB VerbForm=Fin 2 ccomp
        B B PROPN _ 5 obj";
    check("en", lines, "bought", "affirmed reported asserts=C");
    check("en", &lines.replace("said say", "denied deny"), "bought", "affirmed reported denies=C");
    let lines = "C C PROPN _ 2 nsubj
        denied deny VERB VerbForm=Fin 0 root
        buying buy VERB VerbForm=Ger 2 xcomp
        B B PROPN _ 3 obj";
    check("en", lines, "buying", "affirmed reported denies=C");
    let lines = "A A PROPN _ 2 nsubj
        achète acheter VERB VerbForm=Fin 0 root
        B B PROPN _ 2 obj
        , , PUNCT _ 6 punct
        a avoir AUX VerbForm=Fin 6 aux:tense
        déclaré déclarer VERB Tense=Past|VerbForm=Part 2 parataxis:insert
        C C PROPN _ 6 nsubj";
    check("fr", lines, "achète", "affirmed reported asserts=C");
    let lines = "According accord VERB VerbForm=Ger 3 case
        to to ADP _ 1 fixed
        C C PROPN _ 6 obl
        , , PUNCT _ 3 punct
        A A PROPN _ 6 nsubj
        bought buy VERB VerbForm=Fin 0 root
        B B PROPN _ 6 obj";
    check("en", lines, "bought", "affirmed reported asserts=C");
}

#[test]
fn nouns_of_plan_and_allegation_pass_on_what_they_are() {
    let lines = "le le DET _ 2 det
        projet projet NOUN _ 0 root
        de de ADP _ 4 case
        rachat rachat NOUN _ 2 nmod
        de de ADP _ 6 case
        B B PROPN _ 4 nmod";
    check("fr", lines, "rachat", "affirmed planned");
    check("fr", &lines.replace("projet projet", "rumeur rumeur"), "rachat", "affirmed reported");
    check("fr", &lines.replace("projet projet", "absence absence"), "rachat", "negated stated");
}

#[test]
fn what_is_owed_is_done_once_it_is_over() {
    let lines = "A A PROPN _ 2 nsubj
        has have VERB Mood=Ind|Tense=Pres|VerbForm=Fin 0 root
        to to PART _ 4 mark
        buy buy VERB VerbForm=Inf 2 xcomp
        B B PROPN _ 4 obj";
    check("en", lines, "buy", "affirmed planned");
    check(
        "en",
        &lines.replace("has have VERB Mood=Ind|Tense=Pres", "had have VERB Mood=Ind|Tense=Past"),
        "buy",
        "affirmed stated",
    );
    let lines = "A A PROPN _ 3 nsubj
        a avoir AUX Mood=Ind|Tense=Pres|VerbForm=Fin 3 aux:tense
        pu pouvoir VERB Tense=Past|VerbForm=Part 0 root
        acheter acheter VERB VerbForm=Inf 3 xcomp
        B B PROPN _ 4 obj";
    check("fr", lines, "acheter", "affirmed stated");
    check(
        "fr",
        &lines.replace("a avoir AUX Mood=Ind|Tense=Pres", "aurait avoir AUX Mood=Cnd|Tense=Pres"),
        "acheter",
        "affirmed possible",
    );
}

#[test]
fn what_hangs_on_the_future_is_to_come() {
    let lines = "A A PROPN _ 3 nsubj
        will will AUX VerbForm=Fin 3 aux
        pay pay VERB VerbForm=Inf 0 root
        before before SCONJ _ 5 mark
        buying buy VERB VerbForm=Ger 3 advcl
        B B PROPN _ 5 obj";
    check("en", lines, "buying", "affirmed planned");
    check(
        "en",
        &lines.replace("will will AUX VerbForm=Fin", "did do AUX Tense=Past|VerbForm=Fin"),
        "buying",
        "affirmed stated",
    );
    let lines = "A A PROPN _ 3 nsubj
        is be AUX Tense=Pres|VerbForm=Fin 3 aux
        leaving leave VERB Tense=Pres|VerbForm=Part 0 root
        B B PROPN _ 3 obj";
    check("en", lines, "leaving", "affirmed planned");
    check("en", &lines.replace("is be AUX Tense=Pres", "was be AUX Tense=Past"), "leaving", "affirmed stated");
}

#[test]
fn too_much_untrue_and_feared() {
    let lines = "A A PROPN _ 4 nsubj
        is be AUX Tense=Pres|VerbForm=Fin 4 cop
        too too ADV _ 4 advmod
        weak weak ADJ _ 0 root
        to to PART _ 6 mark
        buy buy VERB VerbForm=Inf 4 xcomp
        B B PROPN _ 6 obj";
    check("en", lines, "buy", "negated stated");
    let lines = "A A PROPN _ 2 nsubj
        craint craindre VERB VerbForm=Fin 0 root
        que que SCONJ _ 5 mark
        B B PROPN _ 5 nsubj
        achète acheter VERB Mood=Sub|VerbForm=Fin 2 ccomp
        C C PROPN _ 5 obj";
    check("fr", lines, "achète", "affirmed possible");
    let lines = "est être AUX VerbForm=Fin 2 cop
        faux faux ADJ _ 0 root
        que que SCONJ _ 5 mark
        B B PROPN _ 5 nsubj
        achète acheter VERB Mood=Sub|VerbForm=Fin 2 csubj
        C C PROPN _ 5 obj";
    check("fr", lines, "achète", "negated stated");
}

#[test]
fn only_the_last_clause_asks() {
    let lines = "A A PROPN _ 2 nsubj
        bought buy VERB Tense=Past|VerbForm=Fin 0 root
        B B PROPN _ 2 obj
        , , PUNCT _ 7 punct
        will will AUX VerbForm=Fin 7 aux
        C C PROPN _ 7 nsubj
        pay pay VERB VerbForm=Inf 2 parataxis
        ? ? PUNCT _ 2 punct";
    check("en", lines, "bought", "affirmed stated");
    check("en", lines, "pay", "affirmed planned");
}
