//! Relation mentions + links → claims; claims + claims → claims.

mod claims;
mod merge;

pub use claims::fuse;
pub use merge::merge;
