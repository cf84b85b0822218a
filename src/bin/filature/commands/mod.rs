//! One file a subcommand.

pub(crate) mod annotate;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod kb;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod schema;
pub(crate) mod train;
pub(crate) mod verify;
