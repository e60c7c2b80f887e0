//! Members as administrators see them.

pub(super) mod acts;
pub(super) mod helping;
pub(crate) mod sheets;
pub(crate) mod store;
