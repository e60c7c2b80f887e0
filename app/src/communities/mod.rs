//! A community: its charter, its people and how to join.

/// The slug of the community every site has: what belongs to no other lives there.
pub const EVERYONE: &str = "everyone";

pub mod about;
pub mod about_parts;
pub mod api;
pub mod directory;
pub mod model;
pub mod page;
pub mod parts;
pub mod tending;
pub mod wording;

#[cfg(feature = "ssr")]
pub mod about_store;
#[cfg(feature = "ssr")]
pub mod accent;
#[cfg(feature = "ssr")]
pub(crate) mod audiences;
#[cfg(feature = "ssr")]
pub mod commitment;
#[cfg(feature = "ssr")]
pub mod described;
#[cfg(feature = "ssr")]
pub mod directory_store;
#[cfg(feature = "ssr")]
mod ending;
#[cfg(feature = "ssr")]
pub mod ending_store;
#[cfg(feature = "ssr")]
pub mod everyone;
#[cfg(feature = "ssr")]
mod founding;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod joining;
#[cfg(feature = "ssr")]
pub mod joining_store;
#[cfg(feature = "ssr")]
mod oklch;
#[cfg(feature = "ssr")]
pub mod readers;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
mod settings;
#[cfg(feature = "ssr")]
pub(crate) mod settings_sheets;
#[cfg(feature = "ssr")]
pub mod settings_store;
#[cfg(feature = "ssr")]
pub mod store;
