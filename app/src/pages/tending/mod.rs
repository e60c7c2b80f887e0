//! Tending pages: making them, naming, moving and ordering them, publishing and putting them away, and what they said before.

pub mod api;

#[cfg(feature = "ssr")]
mod capturing;
#[cfg(feature = "ssr")]
pub(crate) mod capturing_store;
#[cfg(feature = "ssr")]
pub(crate) mod editing;
#[cfg(feature = "ssr")]
mod hiding;
#[cfg(feature = "ssr")]
pub(crate) mod history;
#[cfg(feature = "ssr")]
mod making;
#[cfg(feature = "ssr")]
pub(in crate::pages) mod moving;
#[cfg(feature = "ssr")]
pub(in crate::pages) mod places;
#[cfg(feature = "ssr")]
mod reviewing;
#[cfg(feature = "ssr")]
pub(crate) mod settings;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(feature = "ssr")]
pub(crate) mod suggesting;
#[cfg(feature = "ssr")]
pub(crate) mod suggesting_store;
#[cfg(feature = "ssr")]
pub(crate) mod telling;
#[cfg(feature = "ssr")]
pub(super) mod templates;
#[cfg(feature = "ssr")]
mod typed;
