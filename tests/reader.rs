//! What the bundled languages make of texts: tokens, sentences, tags, heads, names. Texts and what is expected of
//! them stand side by side.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use filature::annotate::{annotate, sentences_of, sentences_of_paragraph};
use filature::data_folder::DataFolder;
use filature::language::LanguagePack;
use filature::language::reader::{NameClues, NameMemory};
use filature::model::{Document, NewDocument, Sentence, Span};
use proptest::prelude::*;

static FRENCH: LazyLock<LanguagePack> = LazyLock::new(|| pack("fr"));
static ENGLISH: LazyLock<LanguagePack> = LazyLock::new(|| pack("en"));

fn pack(tag: &str) -> LanguagePack {
    LanguagePack::load(&DataFolder::bundled_languages().subfolder(tag)).unwrap()
}

fn read(text: &str, language: &LanguagePack) -> Vec<Sentence> {
    annotate(Document::new(NewDocument { text: text.to_owned(), ..Default::default() }), language).sentences
}

/// Words of a text as one line, sentences parted by `|`.
fn words(text: &str, language: &LanguagePack) -> String {
    let sentences = sentences_of_paragraph(text, Span::new(0, text.len()), &language.reader);
    let line =
        |sentence: &Sentence| sentence.tokens.iter().map(|token| token.form.as_str()).collect::<Vec<_>>().join(" ");
    sentences.iter().map(line).collect::<Vec<_>>().join(" | ")
}

fn check(language: &LanguagePack, pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(text, expected)| words(text, language) != *expected)
        .map(|(text, expected)| format!("\n{text}\n  expected {expected}\n  found    {}", words(text, language)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn french_words() {
    check(
        &FRENCH,
        &[
            ("L'usine n'a qu'un accès.", "L' usine n' a qu' un accès ."),
            ("L’usine d’Orsay, jusqu’à lundi", "L’ usine d’ Orsay , jusqu’ à lundi"),
            ("Aujourd'hui, quelqu'un sonne.", "Aujourd'hui , quelqu'un sonne ."),
            ("Le maire va au marché aux fleurs.", "Le maire va à le marché à les fleurs ."),
            ("Le prix du pain et des œufs", "Le prix de le pain et de les œufs"),
            ("Auquel pense-t-il ?", "à lequel pense -t-il ?"),
            ("Viendra-t-elle ? Dit-on. Est-ce vrai ?", "Viendra -t-elle ? | Dit -on . | Est -ce vrai ?"),
            ("Peut-être un rendez-vous là-bas", "Peut-être un rendez-vous là-bas"),
            ("Saint-Denis-en-Val et Villeneuve-la-Garenne", "Saint-Denis-en-Val et Villeneuve-la-Garenne"),
            ("3,5 % de 350 000 €, soit 12 250€", "3,5 % de 350 000 € , soit 12 250 €"),
            ("En 2016 350 agents", "En 2016 350 agents"),
            ("À 20h30, le 1er mai, XXe siècle, 15km", "À 20h30 , le 1er mai , XXe siècle , 15 km"),
            ("« Oui », dit-il.", "« Oui » , dit -il ."),
            ("“Non”, “jamais”… enfin", "“ Non ” , “ jamais ” … enfin"),
            ("La S.N.C.F. et M. J.-P. Dupont", "La S.N.C.F. et M. J.-P. Dupont"),
            ("Voir https://exemple.fr/a?b=1, merci", "Voir https://exemple.fr/a?b=1 , merci"),
            ("#Climat : @mairie répond sur exemple.fr.", "#Climat : @mairie répond sur exemple.fr ."),
            ("Il vient -- peut-être - demain—ou pas", "Il vient -- peut-être - demain — ou pas"),
            ("Les élu(e)s, n° 12, 20 °C", "Les élu(e) s , n° 12 , 20 °C"),
        ],
    );
}

#[test]
fn english_words() {
    check(
        &ENGLISH,
        &[
            ("It's the mayor's car, isn't it?", "It 's the mayor 's car , is n't it ?"),
            ("It’s theirs; they’ll say we can’t.", "It ’s theirs ; they ’ll say we ca n’t ."),
            ("I cannot go", "I can not go"),
            ("a $44bn deal, 3.5% of 350,000", "a $ 44 bn deal , 3.5 % of 350,000"),
            ("The U.S. and the U.K. agree.", "The U.S. and the U.K. agree ."),
            ("an award-winning e-mail by the ex-mayor", "an award - winning e-mail by the ex-mayor"),
            ("the 1990s, the 2nd, at 5pm or 10:30", "the 1990s , the 2nd , at 5 pm or 10:30"),
            ("the drivers' union", "the drivers ' union"),
            ("“Yes,” she said.", "“ Yes , ” she said ."),
            (
                "See www.example.com/a. Write to a.b@example.org!",
                "See www.example.com/a . | Write to a.b@example.org !",
            ),
            ("#Budget: AT&T and R&D", "#Budget : AT&T and R&D"),
            ("He has a Ph.D. in law.", "He has a Ph.D. in law ."),
            ("Done :-) See list.pdf at <http://example.org/a>", "Done :-) See list.pdf at < http://example.org/a >"),
            ("(mail:jo.lind@example.org) in rec.arts.poems", "( mail : jo.lind@example.org ) in rec.arts.poems"),
            ("Item #2 costs $$$ (see: annex)", "Item # 2 costs $$$ ( see : annex )"),
        ],
    );
}

#[test]
fn sentences() {
    check(
        &FRENCH,
        &[
            ("Il part. Elle reste.", "Il part . | Elle reste ."),
            ("M. Martin et Mme Petit votent. Fin.", "M. Martin et Mme Petit votent . | Fin ."),
            ("Faute de preuve. de toute façon", "Faute de preuve . de toute façon"),
            ("« Je pars. » Il sort.", "« Je pars . » | Il sort ."),
            ("Vraiment ? demande-t-elle. Oui !", "Vraiment ? demande -t-elle . | Oui !"),
            ("Des fruits, etc. Puis du pain.", "Des fruits , etc. | Puis de le pain ."),
            ("C'est fini.Le maire part.", "C' est fini . | Le maire part ."),
            ("Il neige… et il gèle. (Sic.)", "Il neige … et il gèle . | ( Sic . )"),
            ("Titre sans point", "Titre sans point"),
            ("Le camp est vide.[12] Les gens sont partis.", "Le camp est vide . [ 12 ] | Les gens sont partis ."),
        ],
    );
    check(
        &ENGLISH,
        &[
            ("He left. She stayed.", "He left . | She stayed ."),
            (
                "Mr. Smith met Gen. Lee in the U.S. The talks failed.",
                "Mr. Smith met Gen. Lee in the U.S. | The talks failed .",
            ),
            ("U.S. President John F. Kennedy spoke.", "U.S. President John F. Kennedy spoke ."),
            (
                "He said: \"It rained. It was cold.\" \"Nobody came.\" They left.",
                "He said : \" It rained . | It was cold . \" | \" Nobody came . \" | They left .",
            ),
            ("\"Stop!\" he said. \"Go.\" They went.", "\" Stop ! \" he said . | \" Go . \" | They went ."),
            ("No. 5 won. No. It lost.", "No. 5 won . | No . | It lost ."),
        ],
    );
}

#[test]
fn names_stuck_to_small_words_are_cut_off() {
    check(
        &FRENCH,
        &[
            ("La visite de Poutineà Minsk", "La visite de Poutine à Minsk"),
            ("avecMacron et Merkelqui parle", "avec Macron et Merkel qui parle"),
            ("C'est Elon Muskl'homme pressé", "C' est Elon Musk l' homme pressé"),
            // Names that look so and are not.
            ("Simonet, Martinon et Blanqui", "Simonet , Martinon et Blanqui"),
            ("La rue Maud'Huy", "La rue Maud'Huy"),
        ],
    );
    check(
        &ENGLISH,
        &[
            ("a call with Putinabout gas", "a call with Putin about gas"),
            ("Washington and Lincolnshire", "Washington and Lincolnshire"),
        ],
    );
}

#[test]
fn words_of_a_contraction_share_its_place() {
    let text = "Le prix du pain";
    let sentences = read(text, &FRENCH);
    let tokens = &sentences[0].tokens;
    assert_eq!(tokens[2].span, tokens[3].span);
    assert_eq!(tokens[2].span.of(text), "du");
    assert_eq!(sentences[0].multiword.len(), 1);
    let text = "They don't";
    let sentences = read(text, &ENGLISH);
    let parts: Vec<_> = sentences[0].tokens.iter().map(|token| token.span.of(text)).collect();
    assert_eq!(parts, ["They", "do", "n't"]);
    assert_eq!(sentences[0].multiword.len(), 1, "one written word");
}

#[test]
fn easy_sentences_are_read_right() {
    // Word, lemma, tag, relation, head.
    let expected = [
        (
            &*FRENCH,
            "Le ministre a été accusé par la police.",
            "a avoir AUX aux accusé | été être AUX aux:pass accusé | ministre ministre NOUN nsubj:pass accusé | police police NOUN obl:agent accusé",
        ),
        (
            &*ENGLISH,
            "The company was bought by two banks.",
            "was be AUX aux:pass bought | company company NOUN nsubj:pass bought | banks bank NOUN obl:agent bought",
        ),
    ];
    for (language, text, expected) in expected {
        let sentences = read(text, language);
        let tokens = &sentences[0].tokens;
        let found: Vec<String> = tokens
            .iter()
            .filter_map(|token| {
                let head = &tokens[token.head?].form;
                Some(format!("{} {} {} {} {head}", token.form, token.lemma, token.upos, token.deprel))
            })
            .collect();
        for line in expected.split(" | ") {
            assert!(found.iter().any(|found| found == line), "{text}: {line} is not in {found:#?}");
        }
    }
}

fn assert_well_formed(text: &str, language: &LanguagePack) {
    let mut end = 0;
    for sentence in read(text, language) {
        assert!(!sentence.tokens.is_empty());
        assert!(sentence.span.start >= end, "sentences in text order");
        end = sentence.span.end;
        let roots = sentence.tokens.iter().filter(|token| token.head.is_none()).count();
        assert_eq!(roots, 1, "one root in {text:?}");
        let root = sentence.root().unwrap();
        let mut at = sentence.span.start;
        for (index, token) in sentence.tokens.iter().enumerate() {
            assert!(sentence.dominates(root, index), "no cycles in {text:?}");
            assert!(text.get(token.span.start..token.span.end).is_some_and(|form| !form.is_empty()));
            assert!(token.span.start >= at || sentence.multiword.iter().any(|whole| whole.span == token.span));
            at = token.span.end;
            assert!(!token.lemma.is_empty() && !token.form.is_empty());
        }
        for name in language.reader.find_names(&sentence, &NameClues::default(), &mut NameMemory::default()) {
            assert!(name.tokens.start < name.tokens.end && name.tokens.end <= sentence.tokens.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_trees(text in "\\PC{0,200}") {
        assert_well_formed(&text, &FRENCH);
        assert_well_formed(&text, &ENGLISH);
    }

    #[test]
    fn any_mix_of_words_and_signs_gives_trees(text in "([A-Za-zé]{1,6}|[0-9]{1,4}|[-.,;:'’\"«»()!?°&/@#\n]|l'|du|n't| ){0,60}") {
        assert_well_formed(&text, &FRENCH);
        assert_well_formed(&text, &ENGLISH);
    }
}

#[test]
fn strange_texts_take_no_longer_than_plain_ones() {
    let texts = [
        "a".repeat(1 << 20),
        "l'".repeat(1 << 15),
        "a-".repeat(1 << 15),
        "1 234".repeat(1 << 14),
        "«(\"".repeat(1 << 14),
        "U.S.".repeat(1 << 14),
        "mot ".repeat(1 << 14),
        ".".repeat(1 << 20),
        "e\u{301}".repeat(1 << 16),
        "http://".repeat(1 << 14),
        "@a.b".repeat(1 << 14),
    ];
    for text in texts {
        for language in [&*FRENCH, &*ENGLISH] {
            let start = Instant::now();
            let sentences = sentences_of(&text, language);
            assert!(sentences.iter().all(|sentence| sentence.tokens.len() < 1000));
            // Unoptimised and on a busy machine a megabyte takes seconds; a quadratic step would take hours.
            assert!(start.elapsed() < Duration::from_secs(120), "{:?}", &text[..8]);
        }
    }
}
