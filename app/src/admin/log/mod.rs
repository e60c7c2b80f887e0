//! The log of the whole site, in plain words.

pub(crate) mod sheets;
pub(crate) mod store;
mod wording;
