//! TODO-room evaluate.
