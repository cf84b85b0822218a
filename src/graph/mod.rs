//! TODO-room graph.
