//! A community: its charter, its people and how to join.

pub mod about;
pub mod about_parts;
pub mod api;
pub mod directory;
pub mod model;
pub mod page;
pub mod parts;
pub mod wording;

#[cfg(feature = "ssr")]
pub mod about_store;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod store;
