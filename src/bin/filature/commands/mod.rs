//! One file a subcommand.

pub(crate) mod annotate;
pub(crate) mod build;
pub(crate) mod completions;
pub(crate) mod extract;
pub(crate) mod man;
pub(crate) mod merge;
