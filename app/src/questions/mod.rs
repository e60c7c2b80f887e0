//! The Q&A board: questions, answers, comments and "helpful".

pub mod model;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
