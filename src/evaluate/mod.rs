//! How good is it: output against gold, per language and relation.

pub mod claims;
pub mod coreference;
pub mod examples;
pub mod links;
pub mod names;
pub mod reader;
pub mod relations;
pub mod table;
