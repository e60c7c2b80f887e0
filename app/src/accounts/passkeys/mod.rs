//! Passkeys: getting in with what a device or a password manager keeps, as the only step or as the one after a password, and recovery codes for when it is lost.
//!
//! A browser asks for a challenge, has it signed by the passkey, and sends what was signed with an ordinary form. A challenge is kept on the server, for five minutes and one use.
//! Who has a passkey asked for after the password is let in half way first: the browser keeps that, and goes on with a passkey or with a recovery code.

pub mod api;

#[cfg(feature = "ssr")]
mod ceremony;
#[cfg(feature = "ssr")]
mod codes;
#[cfg(feature = "ssr")]
pub(crate) mod freshness;
#[cfg(feature = "ssr")]
mod keeping;
#[cfg(feature = "ssr")]
pub(super) mod second_step;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub(crate) use ceremony::are_possible;
#[cfg(feature = "ssr")]
pub(super) use keeping::{named, tell};
