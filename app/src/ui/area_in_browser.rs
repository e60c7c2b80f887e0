//! The browser's side of `area.rs`: a text is put there as text.

/// The text.
pub(super) fn content(text: String) -> String {
    text
}
