//! Getting in: accounts, and what people type to make and to open one.
//!
//! An account is made once its address has been confirmed. What somebody may learn about an address is the same whether or not it has an account: every request for one ends in a
//! mail to that address. Tokens of sessions and of links are kept as hashes, and every try at a secret is counted.

pub mod api;
pub mod model;
pub mod passkeys;
pub mod personal_tokens;
pub mod sso;

#[cfg(feature = "ssr")]
pub mod attempts;
#[cfg(feature = "ssr")]
pub(crate) mod claiming;
#[cfg(feature = "ssr")]
pub mod cookie;
#[cfg(feature = "ssr")]
mod device;
#[cfg(feature = "ssr")]
pub mod email;
#[cfg(feature = "ssr")]
pub mod handle;
#[cfg(feature = "ssr")]
pub(crate) mod letters;
#[cfg(feature = "ssr")]
pub mod links;
#[cfg(feature = "ssr")]
pub(crate) mod mails;
#[cfg(feature = "ssr")]
pub mod name;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
pub(crate) mod passwords;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
pub mod session_store;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub(crate) mod signing_in;
#[cfg(feature = "ssr")]
pub mod signing_up;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod token;
