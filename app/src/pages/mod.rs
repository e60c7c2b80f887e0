//! Pages: a Markdown tree per community.

pub mod addresses;
pub mod api;
pub mod arranging;
pub mod attached;
pub mod model;
pub mod page;
pub mod parts;
pub mod tending;
pub mod together;

#[cfg(feature = "ssr")]
mod cards;
#[cfg(feature = "ssr")]
pub(crate) mod cards_store;
#[cfg(feature = "ssr")]
pub mod contents;
#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub(crate) mod embedding;
#[cfg(feature = "ssr")]
pub(crate) mod embedding_store;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(not(feature = "ssr"))]
#[path = "reading_in_browser.rs"]
mod reading;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod tree;
#[cfg(feature = "ssr")]
pub(crate) mod wiki;
