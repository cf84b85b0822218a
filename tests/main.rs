//! The promises of the project as tests, one binary.
//!
//! - `architecture`: which room may touch which, and what no room may do.

mod architecture;
