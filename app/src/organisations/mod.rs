//! Organisations: the employers and bodies people belong to.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod proof;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod vouching;
