//! Events: one home community, any number of co-hosts; what takes place is an occurrence.

pub mod model;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod schedule;
