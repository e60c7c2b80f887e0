//! Signing in through an organisation's own provider, by OpenID Connect: authorization code, PKCE, state and nonce.
//!
//! Somebody is sent to the provider with a row of what they asked for, which is used up when they come back, in the same browser. What the provider says decides with the rules
//! who they are here. An identity nobody knows makes an account, unless its address has one: then its owner signs in to that first, and the identity is theirs.

pub mod api;

#[cfg(feature = "ssr")]
mod coming_back;
#[cfg(feature = "ssr")]
pub(crate) mod discovery;
#[cfg(feature = "ssr")]
mod exchange;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod linking;
#[cfg(feature = "ssr")]
mod problem;
#[cfg(feature = "ssr")]
pub mod provider;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub(super) use linking::link_what_waits;
