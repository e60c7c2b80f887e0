//! A site as a folder of Markdown files: [`read`] takes one in, [`write`] writes one out. The format is described in `FORMAT.md`.
//!
//! Reading is lenient and tells everything: each file of the folder ends in a [`Record`] or in a [`Note`] that says why it was skipped, and whatever
//! of a file has no place is noted too. What is returned can be stored as it is: every reference resolves in the bundle or on the site.

/// The description of the format, for whoever writes a bundle.
pub const FORMAT: &str = include_str!("FORMAT.md");

/// The folder of the files of pages.
pub const FILES: &str = "files";

/// The folder of what pages said before.
pub const REVISIONS: &str = "revisions";

mod note;
mod read;
mod record;
mod write;

#[cfg(test)]
pub(crate) mod tests;

pub use note::{Note, Severity};
pub(crate) use read::body::html::{as_text, from_html};
pub use read::{Bundle, Known, KnownCommunity, ReadError, ReadOptions, Sourced, read, read_files};
pub use record::{Kind, Record};
pub use write::{WriteError, write};
