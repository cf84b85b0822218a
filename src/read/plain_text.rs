use super::metadata;
use crate::model::{DocumentMetadata, NewDocument};

/// The text as it is; a first line that looks like a title is also the title.
pub(super) fn parse(text: String) -> NewDocument {
    let title = title(&text);
    NewDocument { text, metadata: DocumentMetadata { title, ..DocumentMetadata::default() }, ..NewDocument::default() }
}

/// Characters a headline seldom exceeds; two lines of a newspaper column.
const LONGEST_TITLE: usize = 200;

/// The first line when it is short, does not end like a sentence, stands alone and has text after it.
fn title(text: &str) -> Option<String> {
    let mut lines = text.trim_start().lines();
    let first = lines.next()?.trim();
    let alone = lines.next()?.trim().is_empty();
    let followed = lines.any(|line| !line.trim().is_empty());
    let short = first.chars().count() <= LONGEST_TITLE;
    let open_ended = !first.ends_with(['.', ',', ';', ':', '…']);
    if alone && followed && short && open_ended { metadata::line(first) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (text, title) in [
            ("Le maire démissionne\n\nLe maire a quitté ses fonctions lundi.", Some("Le maire démissionne")),
            ("\n  Who pays?\r\n\r\nNobody knows.", Some("Who pays?")),
            ("The mayor resigned.\n\nHe said so on Monday.", None),
            ("The mayor\nresigned\n\nHe said so.", None),
            ("Le maire démissionne\n\n", None),
            ("Le maire démissionne", None),
        ] {
            assert_eq!(parse(text.to_owned()).metadata.title.as_deref(), title, "{text}");
            assert_eq!(parse(text.to_owned()).text, text);
        }
    }
}
