//! Organisations: the employers and bodies people belong to.

#[cfg(feature = "ssr")]
pub mod record;
