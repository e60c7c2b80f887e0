//! People: members with an account, and those who are listed without one.

pub mod api;
pub mod model;
pub mod page;
pub mod parts;
pub mod profile;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod profile_store;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod store;
