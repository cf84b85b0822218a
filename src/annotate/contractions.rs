//! Contractions that are sometimes a plain word: "des" is "de les" in "le prix des livres" and a determiner in "des
//! livres arrivent".

use super::tokens::{Reading, SurfaceToken};
use crate::language::reader::ReaderResources;
use crate::language::tokenization::normal;
use crate::learn::segmenter::ContractionContext;

/// Turns ambiguous contractions into plain words where the model reads them so.
pub fn decide(text: &str, tokens: &mut [SurfaceToken], reader: &ReaderResources) {
    for at in 0..tokens.len() {
        if !matches!(tokens[at].reading, Reading::Contraction(_)) {
            continue;
        }
        let form = tokens[at].span.of(text);
        if !reader.tokenization.ambiguous.contains(&normal(form)) {
            continue;
        }
        let around = [-2, -1, 0, 1, 2].map(|offset| {
            let token = at.checked_add_signed(offset).and_then(|at| tokens.get(at));
            token.map_or("", |token| token.span.of(text))
        });
        let context = ContractionContext::new(around, &reader.tables);
        if !reader.segmenter.is_contraction(&context) {
            tokens[at].reading = Reading::Word;
        }
    }
}
