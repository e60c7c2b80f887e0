//! Reports: a member says that something is wrong with what they see, those who tend the place decide what becomes of it, and the member is told.

pub mod api;
pub mod rules;

#[cfg(feature = "ssr")]
mod mails;
#[cfg(feature = "ssr")]
mod reporting;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod subject;
