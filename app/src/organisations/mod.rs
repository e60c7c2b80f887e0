//! Organisations: the employers and bodies people belong to.

#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
