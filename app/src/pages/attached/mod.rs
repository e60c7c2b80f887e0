//! Files and pictures of pages. Whoever edits a page brings them; whoever may read the page may read them.
//!
//! A file's address is its own and stays when the page moves. What is in it is there before the row that names it, and goes after it: a crash leaves files that nobody knows
//! of, which a daily job removes, and never a row without its file.

pub mod api;
pub mod model;

#[cfg(feature = "ssr")]
pub mod bundled;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod keeping;
#[cfg(feature = "ssr")]
mod kinds;
#[cfg(feature = "ssr")]
mod pictures;
#[cfg(feature = "ssr")]
pub mod sheet;
#[cfg(feature = "ssr")]
pub mod store;
