//! A community: its charter, its people and how to join.

pub mod model;
#[cfg(feature = "ssr")]
pub mod record;
