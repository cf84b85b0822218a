//! Bytes → documents.

use crate::language::LanguagePack;

/// The language a text looks like, among those there are packs for.
#[must_use]
pub fn identify_language<'a>(
    _text: &str,
    packs: impl IntoIterator<Item = &'a LanguagePack>,
) -> Option<&'a LanguagePack> {
    packs.into_iter().next()
}
