//! Linear models that learn from examples: tagger, lemmatizer, parser, name finder, and the tables they look words
//! up in.
//!
//! Training and use share one definition of every feature, which is why both live here. Everything works on words
//! and tokens; where these come from is not this room's business, nor is any language's.

pub mod clusters;
pub mod columns;
pub mod lemmatizer;
pub mod lexicon;
pub mod linear_model;
pub mod name_memory;
pub mod names;
pub mod parser;
pub mod perceptron;
pub mod segmenter;
pub mod tagger;
pub mod words;
