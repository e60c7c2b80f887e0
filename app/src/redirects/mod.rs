//! Old addresses: renamed slugs, aliases, permalinks of imported sites. One table, one hop.

#[cfg(feature = "ssr")]
pub mod store;
