//! Being called back: who follows what, what they are told of, and how it reaches them, on the site and by mail.
//!
//! A feature tells its news inside the transaction that makes it, with [`news::tell`]; so nothing is told that did not happen, and nothing that happened goes untold. What somebody
//! may see is asked when it is read or mailed, not when it is told: a notification of what was hidden since shows nowhere.

pub mod api;

#[cfg(feature = "ssr")]
pub(crate) mod choosing;
#[cfg(feature = "ssr")]
pub(crate) mod choosing_store;
#[cfg(feature = "ssr")]
pub mod following;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod letters;
#[cfg(feature = "ssr")]
pub mod mailing;
#[cfg(feature = "ssr")]
pub(crate) mod mailing_store;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod news;
#[cfg(feature = "ssr")]
pub mod purging;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub mod stopping;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod timing;
#[cfg(feature = "ssr")]
mod wording;

#[cfg(feature = "ssr")]
pub use following::{follow, unfollow};
#[cfg(feature = "ssr")]
pub use model::NewsKind;
#[cfg(feature = "ssr")]
pub use news::{By, News, To, reworded, tell};
