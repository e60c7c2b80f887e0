//! The Q&A board: questions, answers, comments and "helpful".

pub mod api;
pub mod model;
pub mod page;
pub mod parts;
pub mod posting;
pub mod since;

#[cfg(feature = "ssr")]
mod acting;
#[cfg(feature = "ssr")]
mod acts;
#[cfg(feature = "ssr")]
mod answering;
#[cfg(feature = "ssr")]
mod asking;
#[cfg(feature = "ssr")]
pub(crate) mod asking_store;
#[cfg(feature = "ssr")]
pub mod board;
#[cfg(not(feature = "ssr"))]
mod completing_in_browser;
#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub(crate) mod drafting;
#[cfg(feature = "ssr")]
pub(crate) mod drafting_store;
#[cfg(feature = "ssr")]
pub(crate) mod editing;
#[cfg(feature = "ssr")]
pub(crate) mod editing_store;
#[cfg(feature = "ssr")]
pub(crate) mod history;
#[cfg(feature = "ssr")]
pub(crate) mod inviting;
#[cfg(feature = "ssr")]
pub(crate) mod inviting_store;
#[cfg(feature = "ssr")]
mod lifecycle;
#[cfg(feature = "ssr")]
pub(crate) mod lifecycle_store;
#[cfg(feature = "ssr")]
pub(crate) mod mentions;
#[cfg(feature = "ssr")]
mod moving;
#[cfg(feature = "ssr")]
pub(crate) mod narrowing;
#[cfg(feature = "ssr")]
pub mod office;
#[cfg(feature = "ssr")]
pub(crate) mod places_store;
#[cfg(feature = "ssr")]
pub mod post;
#[cfg(feature = "ssr")]
pub(crate) mod posts_store;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
mod revealing;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
mod screen;
#[cfg(feature = "ssr")]
pub(crate) mod screen_store;
#[cfg(feature = "ssr")]
pub(crate) mod sheets;
#[cfg(feature = "ssr")]
pub(crate) mod similar;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub(crate) mod suggesting;
#[cfg(feature = "ssr")]
pub(crate) mod suggesting_store;
#[cfg(feature = "ssr")]
pub(crate) mod telling;
#[cfg(feature = "ssr")]
mod tending;
#[cfg(feature = "ssr")]
pub(crate) mod thanking;
#[cfg(feature = "ssr")]
pub mod writing;
#[cfg(not(feature = "ssr"))]
#[path = "writing_in_browser.rs"]
pub mod writing;
