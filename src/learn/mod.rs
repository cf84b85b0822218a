//! TODO-room learn.
