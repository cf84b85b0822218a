//! TODO-room export.
