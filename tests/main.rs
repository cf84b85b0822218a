//! The promises of the project as tests, one binary.
//!
//! - `architecture`: which room may touch which, and what no room may do.
//! - `cli`: what a person at a terminal sees, exit codes included.
//! - `corpus`: short news texts and what a careful reader takes from each.
//! - `export`: what the files we write hold, for readers as they are.
//! - `large`: texts that are no prose, of any size, are read in time that grows as they do.
//! - `reader`: tokens, sentences, tags, heads and names of texts.
//! - `readme`: the first page shows what the program does.
//! - `rules`: the examples and counterexamples of every rule, through the real reader.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod architecture;
mod cli;
mod corpus;
mod export;
mod large;
mod reader;
mod readme;
mod rules;
