//! Members as administrators see them.

pub(super) mod acts;
pub(crate) mod sheets;
pub(crate) mod store;
