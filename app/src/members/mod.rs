//! People: members with an account, and those who are listed without one.

pub mod model;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
