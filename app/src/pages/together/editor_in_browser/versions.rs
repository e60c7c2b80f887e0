//! Versions of a name: the server keeps what it has of the page, once it has all that is written here.

use leptos::prelude::{GetUntracked, Set};
use leptos::task::spawn_local;

use super::Editor;
use super::fetching::post;

/// What is said where nothing was answered.
const LOST: &str = "The version could not be kept. Check your connection and try again.";

impl Editor {
    /// Keeps what the page says now, by the name that was typed.
    pub(super) fn keep_version(&mut self) {
        if self.ended || !self.line.is_open() {
            self.live.brought.set(LOST.to_owned());
            return;
        }
        self.version = Some(self.live.version.get_untracked());
        self.send_version();
    }

    /// Asks for the version that waits, if the server has all that is written.
    pub(super) fn send_version(&mut self) {
        if self.unsaved.is_some() {
            return;
        }
        let Some(name) = self.version.take() else { return };
        let (address, live) = (format!("{}/versions", self.place.socket), self.live);
        spawn_local(async move {
            let says = match post(&address, &name).await {
                Ok(Ok(name)) => {
                    // The screen may be left by now.
                    drop(live.version.try_set(String::new()));
                    format!("“{name}” stands in the history.")
                }
                Ok(Err(why)) => why,
                Err(_) => LOST.to_owned(),
            };
            drop(live.brought.try_set(says));
        });
    }
}
