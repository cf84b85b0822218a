//! The claims file: JSON Lines, one record a line, the record every other file is a view of.
//!
//! `filature extract` writes it; `merge`, `export`, `explain`, `diff` and `verify` read it. Records may stand
//! in any order and files may be concatenated: reading joins what belongs together by the rules of
//! [`crate::fuse::merge`]. Positions are Unicode code points, half-open, in the one text of their document.
//!
//! | `kind` | one for each |
//! |---|---|
//! | `document` | document read |
//! | `entity` | node |
//! | `mention` | stretch of text that was given an entity |
//! | `claim` | subject, relation, object and qualifiers, with all evidence |
//! | `error` | document that could not be read, where errors are asked for in band |
//! | `summary` | run, as its last line, where asked for; tells a whole file from one cut off |
//!
//! The shapes are published as `schemas/claims.schema.json`; [`values`] says how dates and amounts are written.

mod annotated;
mod ledger;
mod lines;
mod read;
pub mod values;
mod write;

pub use annotated::write_annotated;
pub use ledger::{read_ledger, write_ledger};
pub use lines::{ErrorRecord, SummaryRecord};
pub use read::{Record, Records, read_claims, read_records};
pub use write::{write_claims, write_error, write_summary};

#[cfg(test)]
mod tests;
