//! CoNLL-U in and out (universaldependencies.org/format.html).
//!
//! Reading keeps sentences, tokens and whatever annotation there is, so that treebanks can be learned from and
//! outside tokenizers used. Empty nodes and enhanced dependencies are skipped.

use std::fmt::{self, Write as _};

use crate::model::{
    AnnotatedDocument, Deprel, Document, DocumentMetadata, Features, MultiwordToken, NewDocument, Sentence, Span,
    Token, Upos,
};

/// Why a file is not CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConlluError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ConlluError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ConlluError {}

/// A token line's MISC column, for those who need more than the annotation: names of treebanks that have some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Miscellany {
    /// One text for each token of each sentence, `_` where there is nothing.
    pub sentences: Vec<Vec<String>>,
}

/// Reads documents; each `# newdoc` begins one. Their text is put together from the forms, their source is the
/// given one and, where there are several, `#` and the id of the document or its number.
///
/// # Errors
/// At the first line that is neither comment nor token, or whose head is not in the sentence.
pub fn read(text: &str, source: &str, language: &str) -> Result<Vec<AnnotatedDocument>, ConlluError> {
    Ok(read_with_miscellany(text, source, language)?.into_iter().map(|(document, _)| document).collect())
}

/// As [`read`], with the MISC column.
///
/// # Errors
/// As [`read`].
pub fn read_with_miscellany(
    text: &str,
    source: &str,
    language: &str,
) -> Result<Vec<(AnnotatedDocument, Miscellany)>, ConlluError> {
    let mut documents = Vec::new();
    let mut open = OpenDocument::default();
    let mut sentence = OpenSentence::default();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            open.take(&mut sentence, number)?;
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if sentence.lines.is_empty() {
                if let Some(rest) = comment.strip_prefix("newdoc") {
                    if !open.sentences.is_empty() {
                        documents.push(std::mem::take(&mut open));
                    }
                    open.id = rest.split_once('=').map(|(_, id)| id.trim().to_owned());
                }
                sentence.begins_paragraph |= comment.starts_with("newpar") || comment.starts_with("newdoc");
            }
        } else {
            sentence.lines.push((number, line));
        }
    }
    open.take(&mut sentence, text.lines().count())?;
    if !open.sentences.is_empty() {
        documents.push(open);
    }
    let count = documents.len();
    let finish = |(index, open): (usize, OpenDocument)| {
        let id = open.id.unwrap_or_else(|| (index + 1).to_string());
        let source = if count > 1 { format!("{source}#{id}") } else { source.to_owned() };
        let metadata = DocumentMetadata { language: Some(language.to_owned()), ..Default::default() };
        let document = Document::new(NewDocument { source, text: open.text, metadata });
        let annotated = AnnotatedDocument { document, language: language.to_owned(), sentences: open.sentences };
        (annotated, open.miscellany)
    };
    Ok(documents.into_iter().enumerate().map(finish).collect())
}

#[derive(Default)]
struct OpenDocument {
    id: Option<String>,
    text: String,
    sentences: Vec<Sentence>,
    miscellany: Miscellany,
    paragraph: usize,
}

#[derive(Default)]
struct OpenSentence<'a> {
    lines: Vec<(usize, &'a str)>,
    begins_paragraph: bool,
}

impl OpenDocument {
    fn take(&mut self, open: &mut OpenSentence<'_>, end: usize) -> Result<(), ConlluError> {
        let OpenSentence { lines, begins_paragraph } = std::mem::take(open);
        if lines.is_empty() {
            return Ok(());
        }
        if !self.text.is_empty() {
            while self.text.ends_with(' ') {
                self.text.pop();
            }
            self.text.push(if begins_paragraph { '\n' } else { ' ' });
            self.paragraph += usize::from(begins_paragraph);
        }
        let mut sentence = Sentence { paragraph: self.paragraph, ..Default::default() };
        let mut miscellany = Vec::new();
        // Words up to this one share the span of a multiword token.
        let mut shared: Option<(usize, Span)> = None;
        for (number, line) in lines {
            let wrong = |message: String| ConlluError { line: number, message };
            let columns: Vec<&str> = line.split('\t').collect();
            let &[id, form, lemma, upos, _, feats, head, deprel, _, misc] = &columns[..] else {
                return Err(wrong(format!("{} columns where 10 are wanted", columns.len())));
            };
            if id.contains('.') {
                continue;
            }
            if let Some((first, last)) = id.split_once('-') {
                let parse = |id: &str| {
                    let word = id.parse::<usize>().ok().and_then(|id| id.checked_sub(1));
                    word.ok_or_else(|| wrong(format!("`{id}` is not the number of a word")))
                };
                let (first, last) = (parse(first)?, parse(last)?);
                if first != sentence.tokens.len() || last <= first {
                    return Err(wrong(format!("`{id}` does not begin at the next word")));
                }
                let span = self.append(form, misc);
                sentence.multiword.push(MultiwordToken { first, last, span });
                shared = Some((last, span));
                continue;
            }
            let word = sentence.tokens.len();
            if id.parse() != Ok(word + 1) {
                return Err(wrong(format!("word `{id}` where {} is next", word + 1)));
            }
            let span = match shared.filter(|&(last, _)| word <= last) {
                Some((_, span)) => span,
                None => self.append(form, misc),
            };
            sentence.tokens.push(Token {
                span,
                form: form.to_owned(),
                lemma: if lemma == "_" { form.to_owned() } else { lemma.to_owned() },
                upos: if upos == "_" { Upos::X } else { upos.parse().map_err(wrong)? },
                feats: Features::from_conllu(feats),
                head: match head {
                    "_" | "0" => None,
                    head => {
                        let number = head.parse::<usize>().ok().and_then(|head| head.checked_sub(1));
                        Some(number.ok_or_else(|| wrong(format!("`{head}` is not a head")))?)
                    }
                },
                deprel: if deprel == "_" { Deprel::default() } else { Deprel::new(deprel) },
            });
            miscellany.push(misc.to_owned());
        }
        split_shared_spans(&mut sentence, &self.text);
        if sentence.tokens.iter().any(|token| token.head.is_some_and(|head| head >= sentence.tokens.len())) {
            return Err(ConlluError { line: end, message: "a head beyond the end of the sentence".to_owned() });
        }
        if let (Some(first), Some(last)) = (sentence.tokens.first(), sentence.tokens.last()) {
            sentence.span = first.span.cover(last.span);
            self.sentences.push(sentence);
            self.miscellany.sentences.push(miscellany);
        }
        Ok(())
    }

    fn append(&mut self, form: &str, misc: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(form);
        let span = Span::new(start, self.text.len());
        if !misc.split('|').any(|pair| pair == "SpaceAfter=No") {
            self.text.push(' ');
        }
        span
    }
}

/// Where the words of a multiword token are simply its parts ("do" + "n't"), each gets its own part.
fn split_shared_spans(sentence: &mut Sentence, text: &str) {
    for multiword in &sentence.multiword {
        let Some(words) = sentence.tokens.get_mut(multiword.first..=multiword.last) else { continue };
        let parts: String = words.iter().map(|word| word.form.as_str()).collect();
        if parts != multiword.span.of(text) {
            continue;
        }
        let mut start = multiword.span.start;
        for word in words {
            word.span = Span::new(start, start + word.form.len());
            start = word.span.end;
        }
    }
}

/// Writes a document. Lines are numbered as CoNLL-U wants; white space after a token is told as
/// `SpaceAfter=No` or not at all.
#[must_use]
pub fn write(annotated: &AnnotatedDocument) -> String {
    let text = annotated.text();
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = writeln!(out, "# newdoc id = {}", annotated.document.id);
    let mut paragraph = None;
    for (index, sentence) in annotated.sentences.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            let _ = writeln!(out, "# newpar");
            paragraph = Some(sentence.paragraph);
        }
        let surface = sentence.span.of(text).replace(['\n', '\r', '\t'], " ");
        let _ = writeln!(out, "# sent_id = {}\n# text = {surface}", index + 1);
        let space_after = |end: usize| {
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            if next.is_none_or(char::is_whitespace) { "_" } else { "SpaceAfter=No" }
        };
        let mut multiword = sentence.multiword.iter().peekable();
        let mut inside_until = None;
        for (at, token) in sentence.tokens.iter().enumerate() {
            if let Some(whole) = multiword.next_if(|whole| whole.first == at) {
                let (first, last) = (whole.first + 1, whole.last + 1);
                let misc = space_after(whole.span.end);
                let form = column(whole.span.of(text));
                let _ = writeln!(out, "{first}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}");
                inside_until = Some(whole.last);
            }
            let misc = if inside_until.is_some_and(|last| at <= last) { "_" } else { space_after(token.span.end) };
            let (form, lemma) = (column(&token.form), column(&token.lemma));
            let head = token.head.map_or(0, |head| head + 1);
            let (upos, feats, deprel) = (token.upos, token.feats.as_conllu(), &token.deprel);
            let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{deprel}\t_\t{misc}", at + 1);
        }
        out.push('\n');
    }
    out
}

/// A form as a column: never empty, without tabs or line breaks.
fn column(text: &str) -> String {
    if text.is_empty() { "_".to_owned() } else { text.replace(['\t', '\n', '\r'], " ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# newdoc id = a
# newpar
# text = Le maire parle du prix (élevé).
1\tLe\tle\tDET\t_\tDefinite=Def|Gender=Masc\t2\tdet\t_\t_
2\tmaire\tmaire\tNOUN\t_\t_\t3\tnsubj\t_\t_
3\tparle\tparler\tVERB\t_\t_\t0\troot\t_\t_
4-5\tdu\t_\t_\t_\t_\t_\t_\t_\t_
4\tde\tde\tADP\t_\t_\t6\tcase\t_\t_
5\tle\tle\tDET\t_\t_\t6\tdet\t_\t_
6\tprix\tprix\tNOUN\t_\t_\t3\tobl\t_\t_
7\t(\t(\tPUNCT\t_\t_\t8\tpunct\t_\tSpaceAfter=No
8\télevé\télevé\tADJ\t_\t_\t6\tamod\t_\tSpaceAfter=No
9\t)\t)\tPUNCT\t_\t_\t8\tpunct\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_

# newpar
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tdo\tdo\tAUX\t_\t_\t0\troot\t_\t_
2\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_

";

    #[test]
    fn reads_text_spans_and_contractions() {
        let documents = read(FILE, "a.conllu", "fr").unwrap();
        let [document] = &documents[..] else { panic!("one document") };
        assert_eq!(document.text(), "Le maire parle du prix (élevé).\ndon't ");
        let [first, second] = &document.sentences[..] else { panic!("two sentences") };
        assert_eq!(first.span.of(document.text()), "Le maire parle du prix (élevé).");
        assert_eq!(first.tokens[4].span.of(document.text()), "du");
        assert_eq!(first.tokens[7].span.of(document.text()), "élevé");
        assert_eq!((first.paragraph, second.paragraph), (0, 1));
        assert_eq!(second.tokens[1].span.of(document.text()), "n't");
        assert_eq!(first.root(), Some(2));
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let documents = read(FILE, "a.conllu", "fr").unwrap();
        let again = read(&write(&documents[0]), "a.conllu", "fr").unwrap();
        assert_eq!(again[0].sentences, documents[0].sentences);
    }

    #[test]
    fn faults_are_told_with_their_line() {
        let fault = |text: &str| read(text, "a", "fr").unwrap_err().line;
        assert_eq!(fault("# x\n1\ta\n"), 2);
        assert_eq!(fault("1\ta\ta\tNOPE\t_\t_\t0\troot\t_\t_\n"), 1);
        assert_eq!(fault("2\ta\ta\tNOUN\t_\t_\t0\troot\t_\t_\n"), 1);
        assert_eq!(fault("1\ta\ta\tNOUN\t_\t_\t9\tnsubj\t_\t_\n\n"), 2);
    }
}
