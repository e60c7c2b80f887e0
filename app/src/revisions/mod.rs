//! What texts said before: every edit of a question, an answer or a page is kept, with who made it, when and why, and can be compared and brought back.
//!
//! Of a text that was never edited there is none: the first edit keeps what stood there, and what it made of it.

pub mod bundled;
pub mod diff;
pub(crate) mod sheets;
pub mod store;
pub(crate) mod suggested;
