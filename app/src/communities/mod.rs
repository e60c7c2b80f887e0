//! A community: its charter, its people and how to join.

/// The slug of the community every site has: what belongs to no other lives there.
pub const EVERYONE: &str = "everyone";

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
pub mod everyone;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod store;
