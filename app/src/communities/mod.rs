//! A community: its charter, its people and how to join.

pub mod api;
pub mod model;
pub mod page;
pub mod parts;

#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod store;
