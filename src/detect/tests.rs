//! Sentences with their trees, and the mentions in them.
//!
//! A token is written `form/UPOS/head/relation`, the head counted from 1 as in CoNLL-U; a token that begins with `~` is
//! glued to the one before it, and plural nouns end their tag with `+`.

use crate::data_folder::DataFolder;
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::language::reader::ReaderResources;
use crate::model::{AnnotatedDocument, Deprel, Document, Features, MentionKind, NewDocument, Sentence, Span, Token};

const ENTRIES: &str = "\
id\ttype\tlabel_en\tlabel_fr\taliases\tdemonyms_en\tdemonyms_fr
kb:russia\tplace/country\tRussia\tRussie\t\tRussian|Russians\trusse|russes|Russe|Russes
kb:ukraine\tplace/country\tUkraine\tUkraine\t\tUkrainian|Ukrainians\tukrainien|ukrainiens|Ukrainien|Ukrainiens
kb:paris\tplace/city\tParis\tParis\t\t\t
kb:berlin\tplace/city\tBerlin\tBerlin\t\t\t
kb:washington\tplace/city\tWashington\tWashington\t\t\t
kb:elon-musk\tperson\tElon Musk\tElon Musk\tMusk\t\t
kb:vladimir-putin\tperson\tVladimir Putin\tVladimir Poutine\tPoutine\t\t
kb:tesla\torganization/company\tTesla\tTesla\t\t\t
kb:spacex\torganization/company\tSpaceX\tSpaceX\t\t\t
";

const PROPERTIES: &str = "property\tvalue\tmeaning\ncountry\tentry\tlies in\n";

fn document(text: &str) -> AnnotatedDocument {
    let mut surface = String::new();
    let mut sentences = Vec::new();
    for line in text.lines() {
        let start = surface.len();
        let mut tokens = Vec::new();
        for written in line.split_whitespace() {
            let (glued, written) = written.strip_prefix('~').map_or((false, written), |rest| (true, rest));
            if !glued && !tokens.is_empty() {
                surface.push(' ');
            }
            let mut fields = written.rsplitn(4, '/');
            let deprel = fields.next().unwrap();
            let head: usize = fields.next().unwrap().parse().unwrap();
            let tag = fields.next().unwrap();
            let form = fields.next().unwrap();
            let begin = surface.len();
            surface.push_str(form);
            let plural = tag.ends_with('+');
            tokens.push(Token {
                span: Span::new(begin, surface.len()),
                form: form.to_owned(),
                lemma: if plural { form.trim_end_matches('s').to_lowercase() } else { form.to_lowercase() },
                upos: tag.trim_end_matches('+').parse().unwrap(),
                feats: Features::from_conllu(if plural { "Number=Plur" } else { "_" }),
                head: head.checked_sub(1),
                deprel: Deprel::new(deprel),
            });
        }
        sentences.push(Sentence { span: Span::new(start, surface.len()), tokens, ..Sentence::default() });
        surface.push('\n');
    }
    let document = Document::new(NewDocument { text: surface, ..NewDocument::default() });
    AnnotatedDocument { document, language: String::new(), sentences }
}

fn mentions(pack: &LanguagePack, kb: &KnowledgeBase, text: &str, kind: MentionKind) -> String {
    let detected = super::detect(document(text), pack, kb);
    let shown: Vec<_> = detected
        .mentions
        .iter()
        .filter(|mention| mention.kind == kind)
        .map(|mention| {
            let surface = mention.span.of(detected.annotated.text());
            match (&mention.entity_type, kind) {
                (Some(kind), MentionKind::Name) => format!("{surface}:{kind}"),
                _ => surface.to_owned(),
            }
        })
        .collect();
    shown.join("; ")
}

/// A language without the trained name finder: these tests are of the rules around it.
fn pack(tag: &str) -> LanguagePack {
    let pack = LanguagePack::load(&DataFolder::bundled_languages().subfolder(tag)).unwrap();
    LanguagePack { reader: ReaderResources::default(), ..pack }
}

#[track_caller]
fn check(tag: &str, kind: MentionKind, cases: &[(&str, &str)]) {
    let pack = pack(tag);
    let folder = DataFolder::in_memory("kb", [("entries.tsv", ENTRIES), ("properties.tsv", PROPERTIES)]);
    let kb = KnowledgeBase::load(&folder).unwrap();
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, mentions(&pack, &kb, text, kind), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(text, found, expected)| format!("{text}\n     found: {found}\n  expected: {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn french_names() {
    check(
        "fr",
        MentionKind::Name,
        &[
            // Known names, and longer ones around them.
            ("hier/ADV/3/advmod Elon/PROPN/3/nsubj parle/VERB/0/root", "Elon"),
            ("selon/ADP/2/case Elon/PROPN/0/root Musk/PROPN/2/flat", "Elon Musk:person"),
            ("selon/ADP/2/case Denise/PROPN/0/root Washington/PROPN/2/flat", "Denise Washington:person"),
            ("à/ADP/2/case Washington/PROPN/0/root", "Washington:place/city"),
            // Titles, roles and articles stay outside.
            ("selon/ADP/2/case M./NOUN/0/root Barnier/PROPN/2/flat", "Barnier:person"),
            ("selon/ADP/3/case le/DET/3/det Président/NOUN/0/root Dupont/PROPN/3/flat", "Dupont:person"),
            ("selon/ADP/2/case Bruno/PROPN/0/root de/ADP/4/case Villedieu/PROPN/2/nmod", "Bruno de Villedieu:person"),
            (
                "selon/ADP/3/case la/DET/3/det Cour/NOUN/0/root de/ADP/5/case cassation/NOUN/3/nmod",
                "Cour de cassation:organization/court",
            ),
            (
                "selon/ADP/3/case l'/DET/3/det Assemblée/NOUN/0/root nationale/ADJ/3/amod",
                "Assemblée nationale:organization/parliament",
            ),
            // Ministries are names, ministers are not.
            (
                "selon/ADP/3/case le/DET/3/det ministère/NOUN/0/root de/ADP/6/case l'/DET/6/det ~Intérieur/PROPN/3/nmod",
                "ministère de l'Intérieur:organization/government",
            ),
            ("le/DET/2/det ministre/NOUN/0/root de/ADP/5/case l'/DET/5/det ~Intérieur/PROPN/2/nmod", ""),
            // Nationalities.
            ("le/DET/2/det président/NOUN/0/root russe/ADJ/2/amod", "russe:place/country"),
            ("selon/ADP/3/case les/DET/3/det Russes/NOUN+/0/root", "Russes:group/nationality"),
            ("la/DET/2/det cuisine/NOUN/0/root russe/ADJ/2/amod", ""),
            // Compounds.
            ("le/DET/3/det train/NOUN/3/nmod Paris-Berlin/PROPN/0/root", "Paris:place/city; Berlin:place/city"),
            ("à/ADP/2/case Jean-Berlin/PROPN/0/root", "Jean-Berlin"),
            (
                "le/DET/2/det duo/NOUN/0/root Musk/PROPN/2/nmod ~//SYM/3/punct ~Poutine/PROPN/3/conj",
                "Musk:person; Poutine:person",
            ),
            // Dates and languages are none.
            ("ce/DET/2/det Lundi/PROPN/0/root", ""),
            ("en/ADP/2/case Français/PROPN/0/root", ""),
            // A name found once is found where it is tagged otherwise.
            (
                "selon/ADP/2/case Karim/PROPN/0/root Wallon/PROPN/2/flat\nselon/ADP/2/case Wallon/NOUN/0/root",
                "Karim Wallon:person; Wallon:person",
            ),
        ],
    );
}

#[test]
fn english_names() {
    check(
        "en",
        MentionKind::Name,
        &[
            (
                "then/ADV/5/advmod Tesla/PROPN/4/compound CEO/PROPN/4/compound Elon/PROPN/0/root Musk/PROPN/4/flat",
                "Tesla:organization/company; Elon Musk:person",
            ),
            (
                "then/ADV/2/advmod Tesla/PROPN/0/root Chief/PROPN/2/flat Executive/PROPN/2/flat Robert/PROPN/2/flat Roe/PROPN/2/flat",
                "Tesla:organization/company; Robert Roe:person",
            ),
            (
                "with/ADP/4/case John/PROPN/0/root the/DET/4/det Secretary/PROPN/2/appos of/ADP/6/case State/PROPN/4/nmod",
                "John",
            ),
            ("with/ADP/3/case President/PROPN/3/compound Jane/PROPN/0/root Roe/PROPN/3/flat", "Jane Roe:person"),
            ("with/ADP/4/case Mr/PROPN/4/compound ~./PUNCT/2/punct Roe/PROPN/0/root", "Roe:person"),
            ("with/ADP/4/case the/DET/4/det Russian/ADJ/4/amod government/NOUN/0/root", "Russian:place/country"),
            ("with/ADP/2/case Ukrainians/PROPN+/0/root", "Ukrainians:group/nationality"),
            (
                "work/NOUN/0/root at/ADP/5/case the/DET/5/det Royal/ADJ/5/amod Institute/PROPN/1/nmod of/ADP/8/case British/ADJ/8/amod Architects/PROPN+/5/nmod",
                "Royal Institute of British Architects:organization",
            ),
            (
                "for/ADP/3/case the/DET/3/det Department/PROPN/0/root of/ADP/5/case Justice/PROPN/3/nmod",
                "Department of Justice:organization/government",
            ),
            ("by/ADP/2/case Stephen/PROPN/0/root King/PROPN/2/flat", "Stephen King:person"),
            ("on/ADP/2/case Monday/PROPN/0/root", ""),
        ],
    );
}

#[test]
fn nominals_are_whole_phrases_without_clause_or_apposition() {
    check(
        "fr",
        MentionKind::Nominal,
        &[
            ("le/DET/2/det patron/NOUN/0/root de/ADP/4/case SpaceX/PROPN/2/nmod", "le patron de SpaceX"),
            (
                "le/DET/2/det porte-parole/NOUN/0/root ,/PUNCT/4/punct Karim/PROPN/2/appos Wallon/PROPN/4/flat",
                "le porte-parole",
            ),
            ("un/DET/2/det ministre/NOUN/0/root qui/PRON/4/nsubj parle/VERB/2/acl:relcl", "un ministre"),
            ("un/DET/2/det juge/NOUN/0/root et/CCONJ/4/cc avocat/NOUN/2/conj", "un juge; avocat"),
            ("à/ADP/3/case l'/DET/3/det ~entreprise/NOUN/0/root", "l'entreprise"),
            ("le/DET/2/det chat/NOUN/0/root", ""),
        ],
    );
    check(
        "en",
        MentionKind::Nominal,
        &[
            ("Tesla/PROPN/3/compound CEO/PROPN/3/compound Elon/PROPN/0/root Musk/PROPN/3/flat", "Tesla CEO"),
            (
                "a/DET/2/det spokesman/NOUN/0/root for/ADP/5/case the/DET/5/det bank/NOUN/2/nmod",
                "a spokesman for the bank; the bank",
            ),
            ("company/NOUN/2/compound officials/NOUN+/0/root", "company officials"),
        ],
    );
}

#[test]
fn pronouns_that_refer() {
    check(
        "fr",
        MentionKind::Pronoun,
        &[
            ("il/PRON/2/nsubj parle/VERB/0/root à/ADP/5/case son/DET/5/det fils/NOUN/2/obl", "il; son"),
            ("il/PRON/2/nsubj falloir/VERB/0/root", ""),
            ("il/PRON/2/expl pleut/VERB/0/root", ""),
            ("le/DET/2/det chat/NOUN/0/root", ""),
            ("un/DET/2/det ministre/NOUN/0/root qui/PRON/4/nsubj parle/VERB/2/acl:relcl", "qui"),
            ("qui/PRON/2/nsubj parle/VERB/0/root", ""),
        ],
    );
    check(
        "en",
        MentionKind::Pronoun,
        &[
            ("she/PRON/2/nsubj said/VERB/0/root that/SCONJ/5/mark they/PRON/5/nsubj left/VERB/2/ccomp", "she; they"),
            ("my/PRON/2/nmod:poss book/NOUN/0/root", "my"),
            ("her/PRON/2/nmod:poss book/NOUN/0/root", "her"),
            ("it/PRON/2/expl rains/VERB/0/root", ""),
        ],
    );
}

#[test]
fn broken_trees_are_read_as_well_as_whole_ones() {
    // Heads in a circle, heads outside the sentence, an empty sentence.
    let texts = [
        "le/DET/2/det patron/NOUN/1/nmod de/ADP/9/case SpaceX/PROPN/77/nmod",
        "Le/DET/1/det Président/NOUN/2/flat Elon/PROPN/4/flat Musk/PROPN/3/flat",
        "",
        "././PUNCT/0/punct",
    ];
    let pack = LanguagePack::load(&DataFolder::bundled_languages().subfolder("fr")).unwrap();
    for text in texts {
        let detected = super::detect(document(text), &pack, &KnowledgeBase::default());
        let text = detected.annotated.text();
        assert!(detected.mentions.iter().all(|mention| text.get(mention.span.start..mention.span.end).is_some()));
    }
}
