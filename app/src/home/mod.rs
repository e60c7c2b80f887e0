//! The front page: what this is, whom one can meet, what is on, what is asked.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod store;
