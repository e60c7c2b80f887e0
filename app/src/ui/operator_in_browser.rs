//! The browser's side of `operator.rs`: what the server wrote stays as it is.

/// Nothing.
pub fn mark() -> String {
    String::new()
}

/// Nothing.
pub fn footer_links() -> String {
    String::new()
}
