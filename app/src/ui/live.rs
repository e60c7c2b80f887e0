//! What a page that stays open learns of what happens meanwhile. A page is rendered once on the server, which learns nothing; the browser's side is `live_in_browser.rs`.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Begins to listen.
pub fn begin() {}

/// What a server function answers once the thing at `at` (`{community}/{slug}`) has changed since the screen was rendered; `None` until then. For as long as the screen under way
/// is there.
pub fn since<F>(_what: &'static str, _at: String, _question: F) -> RwSignal<Option<F::Output>>
where
    F: ServerFn,
    F::Output: Send + Sync + 'static,
{
    RwSignal::new(None)
}
