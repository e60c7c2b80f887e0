//! The accessibility statement: what whoever runs the site wrote, or what can be said of the software alone.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod written;
