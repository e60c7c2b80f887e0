//! What the browser does while somebody writes: nothing on the server, where the form's own buttons keep a draft and look for similar questions. The browser's side is
//! `writing_in_browser.rs`.

/// Begins to see whether somebody writes.
pub fn begin() {}
