//! People: members with an account, and those who are listed without one.

pub mod api;
pub mod model;
pub mod page;
pub mod parts;
pub mod profile;
pub mod rules;

#[cfg(feature = "ssr")]
pub mod blocking;
#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
mod editing;
#[cfg(feature = "ssr")]
pub mod editing_store;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod leaving;
#[cfg(feature = "ssr")]
pub mod leaving_store;
#[cfg(feature = "ssr")]
pub(crate) mod lines;
#[cfg(feature = "ssr")]
pub mod people_store;
#[cfg(feature = "ssr")]
pub mod photo;
#[cfg(feature = "ssr")]
pub mod photo_store;
#[cfg(feature = "ssr")]
pub mod photos;
#[cfg(feature = "ssr")]
pub mod profile_store;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub(crate) mod takeout;
