//! Relation mentions + links → claims; claims + claims → claims.

mod claims;
mod identity;
mod merge;

pub(crate) use claims::as_claimed;
pub use claims::fuse;
pub use identity::{Decision, Ledger, Party, Verdict, identify};
pub use merge::merge;
