//! Administration: members, communities, organisations, topics, the log and what the operator set.
//!
//! For everybody but administrators none of it is there: every address and every function answers like one that does not exist. Every act stands in the log, with whom it is about
//! and why.

pub mod api;

#[cfg(feature = "ssr")]
pub(crate) mod communities;
#[cfg(feature = "ssr")]
pub(crate) mod log;
#[cfg(feature = "ssr")]
mod mails;
#[cfg(feature = "ssr")]
pub(crate) mod members;
#[cfg(feature = "ssr")]
pub(crate) mod merging;
#[cfg(feature = "ssr")]
pub(crate) mod organisations;
#[cfg(feature = "ssr")]
pub(crate) mod overview;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
pub(crate) mod topics;
#[cfg(feature = "ssr")]
pub(crate) mod typed;
