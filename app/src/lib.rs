//! Guildhall: communities of practice, their people, events, questions and pages. One folder a feature; the same screens on the server and in the browser.

#[macro_use]
pub mod words;

pub mod communities;
pub mod events;
pub mod ids;
pub mod link;
pub mod members;
pub mod organisations;
pub mod pages;
pub mod questions;
pub mod resources;
pub mod topics;

#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod names;
