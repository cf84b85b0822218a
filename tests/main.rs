//! The promises of the project as tests, one binary.
//!
//! - `architecture`: which room may touch which, and what no room may do.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod architecture;
