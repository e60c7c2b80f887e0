//! How the connection stands, and that it has ended, in words.

use leptos::prelude::{GetUntracked, Set, WithUntracked};

use super::Editor;

/// So many ticks are a while.
const LASTING: u8 = 5;
const OFFLINE: &str = "Offline: what you write is kept here and sent when you are back.";
const UNKEPT: &str = "Offline. Do not close this tab: this browser keeps nothing.";
const STALE: &str = "Saved. The site was brought up to date meanwhile: load this page anew when it suits you. Nothing is lost.";
const TOO_LONG: &str = "That was not taken in: a page has room for 512 KB. The text is as it was before.";

impl Editor {
    /// Says how the connection stands.
    pub(super) fn say(&mut self) {
        if self.ended || !self.live.on.get_untracked() {
            return;
        }
        let says = match (self.line.is_open(), self.unsaved) {
            _ if self.too_long => TOO_LONG,
            (false, _) if self.stash.keeps() => OFFLINE,
            (false, _) => UNKEPT,
            (true, Some(_)) => "Saving…",
            (true, None) if self.stale => STALE,
            (true, None) => "Saved",
        };
        if self.live.state.with_untracked(|state| state != says) {
            self.live.state.set(says.to_owned());
            self.steady = 0;
        }
    }

    /// Has a screen reader say how the connection stands, once that has lasted.
    pub(super) fn announce(&mut self) {
        self.steady = self.steady.saturating_add(1);
        let state = self.live.state.get_untracked();
        if self.steady >= LASTING && self.live.steady.with_untracked(|steady| *steady != state) {
            self.live.steady.set(state);
        }
    }

    /// Stops for good, with a sentence.
    pub(super) fn end(&mut self, why: &str) {
        self.ended = true;
        self.line.close();
        if self.live.on.get_untracked() {
            self.area.set_read_only(true);
            let copy = if self.unsaved.is_some() { " What you wrote last was not saved: copy it from here." } else { "" };
            self.live.state.set(format!("{why}{copy}"));
            self.live.here.set(Vec::new());
            self.company.forget();
            self.offer_nothing();
            self.redraw();
        } else {
            // The form is there still.
            self.live.state.set(why.to_owned());
        }
    }
}
