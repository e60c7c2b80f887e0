//! The server's side of `kept_in_browser.rs`: nothing is kept there.

/// Whether something is kept of a form.
pub(super) fn is_kept(_form: &str) -> bool {
    false
}

/// Brings it back.
pub(super) fn bring_back(_form: String) {}

/// Forgets it.
pub(super) fn forget(_form: &str) {}
