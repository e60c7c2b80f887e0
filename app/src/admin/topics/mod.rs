//! Topics as administrators tidy them.

pub(super) mod acts;
pub(crate) mod sheets;
pub(crate) mod store;
