//! Screens that the server describes whole: getting in, one's own things, a community's settings, administration. What each shows is made by its feature; here they are found by
//! their address.

pub mod api;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
mod contents;
#[cfg(feature = "ssr")]
mod described;
