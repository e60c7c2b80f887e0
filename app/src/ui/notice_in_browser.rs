//! The browser's side of `notice.rs`: what the server wrote stays as it is.

/// Nothing.
pub fn notice() -> String {
    String::new()
}

/// Nothing.
pub fn account() -> String {
    String::new()
}
