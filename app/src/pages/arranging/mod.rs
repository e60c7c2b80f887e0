//! Putting a community's pages in order: by dragging, or by buttons, which do without JavaScript and without a mouse.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
mod dragging;
#[cfg(not(feature = "ssr"))]
#[path = "dragging_in_browser.rs"]
mod dragging;
#[cfg(feature = "ssr")]
mod screen;
