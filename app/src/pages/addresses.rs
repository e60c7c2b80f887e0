//! The addresses below a page that are no pages themselves: `/c/{community}/pages/{path}/settings` and its like.

/// Words that end the addresses of what is done with a page, so that no page is called so.
pub const RESERVED: &[&str] = &["edit", "files", "history", "settings", "suggest", "new"];

/// Whether no page is called so.
pub fn is_reserved(segment: &str) -> bool {
    RESERVED.contains(&segment)
}
