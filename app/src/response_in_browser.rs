//! The browser's side of [`crate::response`]: the status was sent long ago.

/// Does nothing.
pub fn set_status(_status: u16) {}
