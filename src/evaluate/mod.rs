//! How good is it: output against gold, per language and relation.

pub mod claims;
pub mod examples;
pub mod relations;
pub mod factuality;
pub mod quotations;
pub mod table;
