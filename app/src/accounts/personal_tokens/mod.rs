//! Personal tokens: what lets a program edit pages live as a member, at the sockets of pages and nowhere else.
//!
//! A token is shown once and kept as a hash. It ends on its day, when its owner revokes it, and with everything that ends all sessions: another password, signing out everywhere, a suspension.

pub mod api;

#[cfg(feature = "ssr")]
mod bringing;
#[cfg(feature = "ssr")]
mod keeping;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub(crate) use bringing::brought;
