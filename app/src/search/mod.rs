//! Search over the whole site: what a thing says is indexed by the transaction that writes it, and found by whoever may see it.
//!
//! Words are folded and stemmed here (`words`), so that SQLite's FTS5 and PostgreSQL's tsvector, which only look words up, find the same. A question people type becomes a `Query`
//! (`rules`), which each engine's store writes in its own language out of nothing but letters and digits.
//!
//! What is found comes in ranks: the very name, then every word in the title, then one of them there, then every word in the title or the summary, then anywhere; newest first within a
//! rank. A rank is read in that order from the index and no further than is shown, so that a word which everything contains costs no more than one which five things contain.

pub mod api;
pub mod model;
pub mod page;
pub mod parts;

#[cfg(feature = "ssr")]
pub mod alike;
#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod index;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
pub mod snippet;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod within;
#[cfg(feature = "ssr")]
pub mod words;
