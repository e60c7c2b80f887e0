//! The browser's side of `head.rs`: who reads a page's head has loaded the page.

/// Every screen.
pub trait Described {}

impl<T> Described for T {}

/// Does nothing.
pub fn describe<T>(_screen: &T) {}

/// The document's title as the browser takes it: as text.
pub fn titled(document: String, _screen: &str) -> String {
    document
}
