//! Communities as administrators see them: all, also those that are hidden or archived.

pub(crate) mod acts;
pub(crate) mod sheets;
pub(crate) mod store;
