//! The text of a page: edited by a form, or live by several people at once, on one node or on many.
//!
//! What a page says is a document of Yjs as soon as somebody edits it live. Its changes are rows, numbered by page ([`store`]); whoever appends one has locked the page. On every
//! node one task, a [`room`], owns the document of a page that is open there, and feeds the sockets of its editors. `page.body` follows within a second. A form, and whatever else
//! changes the body, appends a change to the same document ([`text`]), so that nobody has to know whether a room is open.

pub mod api;
pub mod model;
pub mod page;
mod parts;

#[cfg(feature = "ssr")]
mod described;
pub mod document;
#[cfg(feature = "ssr")]
mod editor;
#[cfg(not(feature = "ssr"))]
#[path = "editor_in_browser/mod.rs"]
mod editor;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod merge;
#[cfg(feature = "ssr")]
pub(in crate::pages) mod naming;
#[cfg(feature = "ssr")]
mod offered;
pub mod offers;
pub mod pasted;
#[cfg(feature = "ssr")]
mod revising;
#[cfg(feature = "ssr")]
mod room;
#[cfg(feature = "ssr")]
pub mod rooms;
#[cfg(feature = "ssr")]
mod saving;
#[cfg(feature = "ssr")]
pub(super) mod screen;
#[cfg(feature = "ssr")]
mod socket;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod text;
