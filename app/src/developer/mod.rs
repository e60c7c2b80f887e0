//! For whoever works on the program: every component in every state, on one page. There where the operator sets DEVELOPER, else not.
//!
//! The server renders all of it, in `components.rs`, and the browser takes it as it is: a screen that holds every component would tie the pieces of the browser's program together,
//! and every reader would load more of them.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub(crate) mod examples;
#[cfg(feature = "ssr")]
mod forms;
