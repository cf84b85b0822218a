//! TODO-room record.
