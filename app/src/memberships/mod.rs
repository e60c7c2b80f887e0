//! Belonging to a community: joining, being let in, inviting, roles, leaving.
//!
//! A decision about a community's members begins by locking the community, so that two of them follow each other. Everything is in its log.

pub mod api;

#[cfg(feature = "ssr")]
mod accepting;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod invitation_store;
#[cfg(feature = "ssr")]
pub(crate) mod invitee_store;
#[cfg(feature = "ssr")]
mod invitees;
#[cfg(feature = "ssr")]
mod inviting;
#[cfg(feature = "ssr")]
mod joining;
#[cfg(feature = "ssr")]
mod leading;
#[cfg(feature = "ssr")]
pub mod list_store;
#[cfg(feature = "ssr")]
mod mails;
#[cfg(feature = "ssr")]
pub(crate) mod matching;
#[cfg(feature = "ssr")]
pub(crate) mod panel;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub(crate) mod standings_store;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod telling;
#[cfg(feature = "ssr")]
pub(crate) mod transferring;
#[cfg(feature = "ssr")]
pub(crate) mod unvouching;
#[cfg(feature = "ssr")]
mod welcoming;
