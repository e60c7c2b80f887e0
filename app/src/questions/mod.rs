//! The Q&A board: questions, answers, comments and "helpful".

pub mod api;
pub mod model;
pub mod page;
pub mod parts;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod store;
