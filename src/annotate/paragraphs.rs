//! Paragraphs of a text and what they are: article or what surrounds it.
//!
//! What a line *says* is judged by the language's `boilerplate.toml`; what it *looks like* and where it stands is
//! judged here, the same in every language. In doubt a line is prose: a button that passes for prose does little
//! harm, a paragraph of the article that is dropped takes its claims with it.

use std::collections::BTreeMap;

use super::dateline;
use crate::language::LanguagePack;
use crate::language::boilerplate::Consequence;
use crate::language::line_pattern::LineWord;
use crate::model::{SentenceKind, Span};

/// A stretch of the text that is read on its own: a line, or a part of one where boilerplate is glued to prose.
/// Where a text was broken into lines of equal length, all lines of a paragraph together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Without the white space around it.
    pub span: Span,
    /// What its sentences are.
    pub kind: SentenceKind,
}

/// Cuts a text at line breaks and says of each paragraph what it is.
#[must_use]
pub fn paragraphs(text: &str, language: &LanguagePack) -> Vec<Paragraph> {
    let blocks = if is_hard_wrapped(text) { blocks(text) } else { lines(text) };
    let repeated = repetitions(text, &blocks);
    let mut pieces = Vec::new();
    let mut title: Option<&str> = None;
    for &span in &blocks {
        let line = span.of(text);
        let again = repeated.get(line).copied().unwrap_or_default() >= MOST_REPETITIONS
            || title.is_some_and(|title| is_cut_copy(line, title));
        title.get_or_insert(line);
        if again || looks_like_no_prose(line) {
            pieces.push(Piece::boilerplate(span));
        } else {
            pieces.extend(judge(text, span, language));
        }
    }
    part_date_lines(text, &mut pieces, language);
    drop_lists(text, &mut pieces);
    drop_menus(text, &mut pieces);
    drop_comments(&mut pieces);
    pieces
        .into_iter()
        .map(|piece| {
            let line = piece.span.of(text);
            let kind = if piece.boilerplate {
                SentenceKind::Boilerplate
            } else if piece.whole_line && is_headline(line) {
                SentenceKind::Headline
            } else {
                SentenceKind::Prose
            };
            Paragraph { span: piece.span, kind }
        })
        .collect()
}

/// A paragraph in the making.
struct Piece {
    span: Span,
    boilerplate: bool,
    /// What its wording says about the lines that follow.
    consequence: Consequence,
    /// Whether it is all of its line.
    whole_line: bool,
}

impl Piece {
    fn boilerplate(span: Span) -> Self {
        Self { span, boilerplate: true, consequence: Consequence::Alone, whole_line: true }
    }
}

/// Lines at the top of a text that a date line may be glued to.
const OPENING_LINES: usize = 3;
/// Times a line stands in a text before it is taken for part of the frame.
const MOST_REPETITIONS: usize = 3;
/// Words of a headline at most; the longest in the French press have about thirty.
const LONGEST_HEADLINE: usize = 32;
/// Short lines in a row that make a menu.
const SHORTEST_MENU: usize = 4;
/// Words of a menu entry at most.
const LONGEST_ENTRY: usize = 3;

/// The lines that hold more than white space.
fn lines(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    // Besides the line feed, what browsers and word processors leave: carriage return, form feed, line and
    // paragraph separator.
    for line in text.split_inclusive(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        spans.extend(trimmed(text, Span::new(start, start + line.len())));
        start += line.len();
    }
    spans
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start().len());
    let length = inside.trim().len();
    (length > 0).then(|| Span::new(start, start + length))
}

/// Lines joined to paragraphs, which blank lines part.
fn blocks(text: &str) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    for line in lines(text) {
        match blocks.last_mut() {
            Some(block) if breaks_between(text, *block, line) < 2 => *block = block.cover(line),
            _ => blocks.push(line),
        }
    }
    blocks
}

fn breaks_between(text: &str, before: Span, after: Span) -> usize {
    Span::new(before.end, after.start).of(text).matches('\n').count()
}

/// Whether line breaks only keep the lines short, as in mails and old wire copy: most neighboring lines carry one
/// sentence over the break, and no line is long. Of a few lines all have to, lest a headline be joined to its text.
fn is_hard_wrapped(text: &str) -> bool {
    const WIDEST: usize = 120;
    let lines = lines(text);
    let neighbors = lines.windows(2).filter(|pair| breaks_between(text, pair[0], pair[1]) == 1);
    let (mut pairs, mut carried, mut certain) = (0_usize, 0_usize, 0_usize);
    for pair in neighbors {
        let (line, next) = (pair[0].of(text), pair[1].of(text));
        pairs += 1;
        let full = line.chars().count() >= 40;
        let open = line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '’' | '\''));
        let carries = full && open && next.starts_with(|c: char| c.is_alphanumeric());
        carried += usize::from(carries);
        certain += usize::from(carries && next.starts_with(char::is_lowercase));
    }
    let most = carried >= 3 && carried * 2 >= pairs;
    let all = carried == pairs && (carried >= 2 || certain == 1);
    (most || all) && lines.iter().all(|line| line.of(text).chars().take(WIDEST + 1).count() <= WIDEST)
}

fn repetitions<'a>(text: &'a str, lines: &[Span]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line.of(text)).or_insert(0) += 1;
    }
    counts
}

/// A later line that repeats the beginning of the first one, as the texts of pictures and links do.
fn is_cut_copy(line: &str, title: &str) -> bool {
    let (words, title) = (LineWord::of(line), LineWord::of(title));
    words.len() >= 4
        && words.len() <= title.len()
        && words.iter().map(LineWord::folded).eq(title[..words.len()].iter().map(LineWord::folded))
}

/// Lines that are no language: tags, addresses, rules, code, single marks.
fn looks_like_no_prose(line: &str) -> bool {
    let mut words = 0_usize;
    let mut marked = 0_usize;
    for word in line.split_whitespace() {
        words += 1;
        marked += usize::from(is_tag(word) || is_address(word));
    }
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let starts_with_copyright = line.starts_with(['©', '℗']) && words <= 20;
    let lone_code = words == 1 && line.chars().any(|c| c.is_ascii_digit() || matches!(c, '_' | '/' | '{' | '<'));
    let tags = words >= 2 && marked * 10 >= words * 6;
    letters == 0 || starts_with_copyright || lone_code || tags || (words == 1 && marked == 1)
}

/// `#election2024`, `@outlet`.
fn is_tag(word: &str) -> bool {
    word.len() > 2 && word.starts_with(['#', '@']) && word[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// A web or mail address.
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with("http://")
        || word.starts_with("https://")
        || word.starts_with("www.")
        || (word.contains('@') && word.contains('.') && word.is_ascii())
}

/// Asks the language's patterns about the line, then about each sentence of it: pages glue buttons to prose.
fn judge(text: &str, line: Span, language: &LanguagePack) -> Vec<Piece> {
    if let Some(group) = language.boilerplate.group_of_line(line.of(text)) {
        return vec![Piece { consequence: group.consequence, ..Piece::boilerplate(line) }];
    }
    let sentences = sentences(text, line);
    let mut pieces: Vec<Piece> = Vec::new();
    for &span in &sentences {
        let group = language.boilerplate.group_of_sentence(span.of(text));
        match (group, pieces.last_mut()) {
            (None, Some(last)) if !last.boilerplate => last.span = last.span.cover(span),
            (None, _) => {
                pieces.push(Piece { span, boilerplate: false, consequence: Consequence::Alone, whole_line: false });
            }
            (Some(group), _) => {
                pieces.push(Piece { span, boilerplate: true, consequence: group.consequence, whole_line: false });
            }
        }
    }
    if let [piece] = &mut pieces[..] {
        piece.whole_line = true;
    }
    pieces
}

/// A rough cut behind full stops and at bullets; only ever used to find boilerplate, which needs no better one.
fn sentences(text: &str, line: Span) -> Vec<Span> {
    let content = line.of(text);
    let mut spans = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in content.char_indices() {
        let bullet = before.is_whitespace() && matches!(c, '|' | '•' | '■' | '►' | '▶' | '·' | '>');
        let stop = c.is_whitespace() && matches!(before, '.' | '!' | '?' | '…');
        if (bullet || stop) && at > start {
            spans.extend(trimmed(text, Span::new(line.start + start, line.start + at)));
            start = at;
        }
        before = c;
    }
    spans.extend(trimmed(text, Span::new(line.start + start, line.end)));
    spans
}

/// Parts the date line from what it is glued to, in the lines that open the text; a headline stands before it only in
/// the first.
fn part_date_lines(text: &str, pieces: &mut Vec<Piece>, language: &LanguagePack) {
    let prose = |pieces: &[Piece]| pieces.iter().position(|piece| !piece.boilerplate);
    let Some(first) = prose(pieces) else { return };
    for at in (first..pieces.len().min(first + OPENING_LINES)).rev() {
        let span = pieces[at].span;
        if pieces[at].boilerplate {
            continue;
        }
        let Some(date) = dateline::inside(text, span, at == first, language) else { continue };
        let part = |span: Span, whole_line: bool| Piece {
            span,
            boilerplate: false,
            consequence: Consequence::Alone,
            whole_line,
        };
        let headline = trimmed(text, Span::new(span.start, date.start)).map(|span| part(span, true));
        let rest = trimmed(text, Span::new(date.end, span.end)).map(|span| part(span, pieces[at].whole_line));
        pieces.splice(at..=at, headline.into_iter().chain([part(date, true)]).chain(rest));
    }
}

/// Titles of other articles behind "Related articles": all lines up to the next one with a sentence in it.
fn drop_lists(text: &str, pieces: &mut [Piece]) {
    let mut in_list = false;
    for piece in pieces {
        if piece.boilerplate {
            in_list =
                piece.consequence == Consequence::BeginsList || (in_list && piece.consequence == Consequence::Alone);
        } else if in_list {
            let line = piece.span.of(text);
            in_list = piece.whole_line && is_headline(line);
            piece.boilerplate = in_list;
        }
    }
}

/// Menus: at least four lines in a row of at most three words each, none of them ended by a stop.
fn drop_menus(text: &str, pieces: &mut [Piece]) {
    let is_entry = |piece: &Piece| {
        let line = piece.span.of(text);
        piece.whole_line
            && !ends_like_sentence(line)
            && !line.ends_with([':', ',', ';'])
            && line.split_whitespace().count() <= LONGEST_ENTRY
    };
    let mut start = 0;
    while start < pieces.len() {
        let length = pieces[start..].iter().take_while(|piece| is_entry(piece)).count();
        if length >= SHORTEST_MENU {
            pieces[start..start + length].iter_mut().for_each(|piece| piece.boilerplate = true);
        }
        start += length.max(1);
    }
}

/// Comments: everything behind the heading of the comment form, if that is less than what stands before it.
fn drop_comments(pieces: &mut [Piece]) {
    let length = |pieces: &[Piece]| -> usize {
        pieces.iter().filter(|piece| !piece.boilerplate).map(|piece| piece.span.len()).sum()
    };
    let whole = length(pieces);
    let mut before = 0;
    for at in 0..pieces.len() {
        if pieces[at].boilerplate && pieces[at].consequence == Consequence::EndsArticle && before * 2 > whole {
            pieces[at..].iter_mut().for_each(|piece| piece.boilerplate = true);
            return;
        }
        if !pieces[at].boilerplate {
            before += pieces[at].span.len();
        }
    }
}

/// A line that names rather than tells: short, and no sentence's end.
fn is_headline(line: &str) -> bool {
    !ends_like_sentence(line)
        && !line.ends_with([':', ',', ';', '-', '–', '—'])
        && line.split_whitespace().count() <= LONGEST_HEADLINE
}

/// Whether the last letter is followed by a stop, closing quotes and brackets aside.
fn ends_like_sentence(line: &str) -> bool {
    let open =
        line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '”' | '"' | '’' | '\'' | ')' | ']'));
    // A line closed by a bracket is a caption with its credit, or an aside: told, not named.
    open.ends_with(['.', '…']) || line.ends_with([')', ']']) || (open.ends_with(['!', '?']) && open.len() < line.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_folder::DataFolder;

    fn pack(tag: &str) -> LanguagePack {
        LanguagePack::load(&DataFolder::bundled_languages().subfolder(tag)).unwrap()
    }

    /// Each paragraph behind the letter of its kind.
    fn shown(text: &str, tag: &str) -> Vec<String> {
        let shown = |paragraph: Paragraph| {
            let kind = match paragraph.kind {
                SentenceKind::Prose => 'P',
                SentenceKind::Headline => 'H',
                SentenceKind::Boilerplate => 'B',
            };
            format!("{kind} {}", paragraph.span.of(text))
        };
        paragraphs(text, &pack(tag)).into_iter().map(shown).collect()
    }

    /// `text` holds a line a paragraph, each behind the letter it must get.
    fn check(tag: &str, text: &str) {
        let expected: Vec<_> = text.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let plain: Vec<_> = expected.iter().map(|line| &line[2..]).collect();
        assert_eq!(shown(&plain.join("\n\n"), tag), expected);
    }

    #[test]
    fn a_date_line_is_parted_from_what_it_is_glued_to() {
        let text = "Harbour town elects new mayor March 1, 2008 The harbour town has elected Jane Doe.";
        assert_eq!(
            shown(text, "en"),
            ["H Harbour town elects new mayor", "H March 1, 2008", "P The harbour town has elected Jane Doe."]
        );
        let text = "Le port élit un maire mardi 4 mars 2008 Le port a élu Jane Doe.";
        assert_eq!(shown(text, "fr"), ["H Le port élit un maire", "H mardi 4 mars 2008", "P Le port a élu Jane Doe."]);
        assert_eq!(
            shown("The harbour\n\nThursday, May 7, 2015 On Tuesday, it froze.", "en"),
            ["H The harbour", "H Thursday, May 7, 2015", "P On Tuesday, it froze."]
        );
        assert_eq!(
            shown("We speak to Jane Doe Sunday, May 28, 2006\n\nShe sings.", "en"),
            ["H We speak to Jane Doe", "H Sunday, May 28, 2006", "P She sings."]
        );
        let prose = "The mayor resigned on March 1, 2008 Jane Doe told us.";
        assert_eq!(shown(prose, "en"), [format!("P {prose}")]);
        let prose = "The treaty of the two towns, March 1, 2008, was signed.";
        assert_eq!(shown(prose, "en"), [format!("P {prose}")]);
    }

    #[test]
    fn a_french_page() {
        check(
            "fr",
            "H Le conseil municipal rejette le projet de tramway
             B Par Jeanne Duval
             B Publié le 3 mai 2024 à 10h32
             B Facebook
             P Le conseil municipal a rejeté jeudi le projet de tramway, selon la mairie.
             B L’article continue après cette publicité
             P Le maire, Paul Morin (à gauche), devant l'hôtel de ville (AFP)
             H Un vote serré
             P Le maire ne s'est pas prononcé,
             P pas plus que ses adjoints :
             B #tramway #mairie #transports
             B Lire aussi : Le tramway de la discorde
             P La réunion a duré cinq heures.
             B Sur le même sujet
             B Le budget de la ville voté sans débat
             B Trois candidats pour la mairie
             P Le vote aura lieu en juin.
             B Laisser un commentaire
             B Très bon article, merci !
             B Signaler",
        );
    }

    #[test]
    fn an_english_page() {
        check(
            "en",
            "B Skip to main content
             B Home
             H Council rejects tram plan
             B By Jane Doyle
             B Updated 5:41 PM EDT, Thu May 2, 2024
             P The council rejected the tram plan on Thursday, officials said.
             B ADVERTISEMENT
             H Who will pay?
             P Asked who would pay, the mayor said: “Nobody.”
             B READ MORE: Tram plan explained
             P \"Are you serious?\"
             B Reporting by Jane Doyle; Editing by John Major
             B © 2024 Daily Planet. All rights reserved.
             B 12 comments
             B I never liked trams.",
        );
    }

    #[test]
    fn buttons_glued_to_prose_are_cut_off() {
        let text =
            "Le maire a démissionné lundi. Il quitte la ville. Copier le lien. Vous avez envie de lire la suite ?";
        assert_eq!(
            shown(text, "fr"),
            [
                "P Le maire a démissionné lundi. Il quitte la ville.",
                "B Copier le lien.",
                "B Vous avez envie de lire la suite ?"
            ]
        );
    }

    #[test]
    fn repeated_lines_and_cut_copies_of_the_title() {
        let text = "Le maire quitte ses fonctions après dix ans\n\nle maire quitte ses fonctions apres\nIl part.\n\
                    Votre région\nIl reste.\nVotre région\nIl part.\nVotre région";
        let kinds: String = shown(text, "fr").iter().map(|line| &line[..1]).collect();
        assert_eq!(kinds, "HBPBPBPB");
    }

    #[test]
    fn menus_are_runs_of_short_lines() {
        let kinds = |text: &str| shown(text, "en").iter().map(|line| line[..1].to_owned()).collect::<String>();
        assert_eq!(kinds("World\nBusiness\nSports News\nOpinion\nThe mayor left."), "BBBBP");
        assert_eq!(kinds("The Mayor\nThe mayor left."), "HP");
    }

    #[test]
    fn hard_wrapped_text_is_read_by_paragraph() {
        let text = "The council of the city rejected the plan for a new\ntram line on Thursday, after a debate of more than\n\
                    five hours that ended shortly before midnight, the\nmayor said.\n\nHe will resign.\n";
        let spans: Vec<_> = paragraphs(text, &pack("en")).into_iter().map(|paragraph| paragraph.span).collect();
        assert_eq!(spans, [Span::new(0, 165), Span::new(167, 182)]);
        assert_eq!(paragraphs("Yes,\nno,\nmaybe so", &pack("en")).len(), 3);
        let count = |text: &str| paragraphs(text, &pack("en")).len();
        // Two lines: only a small letter shows that the sentence goes on.
        assert_eq!(count("The council of the city rejected the plan for a new\ntram line on Thursday."), 1);
        assert_eq!(count("Council of the city rejects the plan for a new tram line\nThe mayor will resign."), 2);
        // Three lines: all breaks are inside of sentences.
        assert_eq!(
            count(
                "The council rejected the plan, said its speaker Dora\nMiller. The mayor has denied the report in the\nTimes."
            ),
            1
        );
    }

    #[test]
    fn comments_end_an_article_only_behind_its_middle() {
        let text = "Comments\nThe mayor left the town on Monday.\nNobody knows where the mayor went.";
        let kinds: String = shown(text, "en").iter().map(|line| &line[..1]).collect();
        assert_eq!(kinds, "BPP");
    }

    #[test]
    fn spans_stay_true_whatever_the_text() {
        for text in ["", "\n\n", " a \r\n\tb\u{2028}c", "\u{feff}x", "…", "é".repeat(2000).as_str()] {
            for paragraph in paragraphs(text, &pack("fr")) {
                let line = paragraph.span.of(text);
                assert!(!line.is_empty() && line == line.trim(), "{line:?}");
            }
        }
    }
}
