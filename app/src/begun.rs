//! What some readers begin and most never do, in the browser: one chunk of WebAssembly for all of it, loaded when the first is begun.
//!
//! Each in a chunk of its own would cut what it shares with screens into pieces of its own, which every screen would have to load.

use leptos::prelude::RwSignal;
use leptos::task::spawn_local;
use web_sys::{Event, HtmlFormElement};

use crate::questions::writing;
use crate::ui::mark::Mark;
use crate::ui::passkey::Asks;
use crate::ui::{authenticator, kept, marking};

/// What was begun.
pub(crate) enum Begun {
    /// Somebody wants back what they wrote in a form, by its id.
    BringBack(String),
    /// Somebody marks the words that are chosen in a text area, by its id.
    Mark(String, Mark),
    /// Somebody uses a passkey.
    Prove(HtmlFormElement, Asks, RwSignal<String>),
    /// Somebody writes.
    Write(Event),
}

/// Loads what it takes, and does it.
pub(crate) fn begin(what: Begun) {
    spawn_local(begun(what));
}

#[leptos::lazy]
async fn begun(what: Begun) {
    match what {
        Begun::BringBack(form) => kept::fill_again(&form),
        Begun::Mark(area, mark) => marking::mark_words(&area, mark),
        Begun::Prove(form, asks, says) => authenticator::sign(&form, &asks, says).await,
        Begun::Write(first) => writing::follow(&first),
    }
}
