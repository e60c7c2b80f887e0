//! Topics: tags shared by communities, questions, events, pages and resources.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod facets;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod store;
