//! Resources: links, articles, files and recordings worth keeping.

pub mod model;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
