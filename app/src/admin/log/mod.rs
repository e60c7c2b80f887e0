//! The log of the whole site, for administrators.

pub(crate) mod sheets;
