//! Relation mentions + links → claims; claims + claims → claims.

mod claims;
mod identity;
mod merge;

pub use claims::fuse;
pub use identity::{Decision, Ledger, Party, Verdict, identify};
pub use merge::merge;
