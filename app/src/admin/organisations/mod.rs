//! Organisations as administrators tend them: their names, and the domains whose addresses prove that somebody belongs.

pub(super) mod acts;
pub(crate) mod sheets;
pub(crate) mod store;
