//! Topics: tags shared by communities, questions, events, pages and resources.

#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
