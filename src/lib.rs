//! Reads news and spins it into a knowledge graph of attributed, checkable claims.

pub mod annotate;
pub mod data_folder;
pub mod detect;
pub mod diagnostic;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod extract;
pub mod fuse;
pub mod graph;
pub mod knowledge_base;
pub mod language;
pub mod learn;
pub mod link;
pub mod model;
pub mod ontology;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod resources;
pub mod training;
pub mod verify;
