//! Who else is at the page, and where.

use std::collections::HashMap;

use js_sys::{JSON, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use yrs::ClientID;
use yrs::sync::AwarenessUpdate;
use yrs::sync::awareness::AwarenessUpdateEntry;

use super::super::document;
use super::super::parts::{Here, Live};
use super::{Editor, now};

/// Clients of Yjs forget who has said nothing for 30 seconds.
const AGAIN: f64 = 15_000.0;

/// Who is where.
#[derive(Default)]
pub(super) struct Company {
    others: HashMap<ClientID, (u32, Here)>,
    clock: u32,
    said: Option<(usize, f64)>,
}

impl Company {
    /// Forgets all: whoever is there says so again.
    pub(super) fn forget(&mut self) {
        self.others.clear();
        self.said = None;
    }
}

impl Live {
    /// Whether the editor runs.
    pub(super) fn on_now(self) -> bool {
        self.on.get_untracked()
    }
}

impl Editor {
    /// Somebody comes, goes or moves.
    pub(super) fn meet(&mut self, update: AwarenessUpdate) {
        for (id, entry) in update.clients {
            if id == self.doc.client_id() {
                continue;
            }
            match read(&entry.json) {
                Some(here) => {
                    if self.company.others.get(&id).is_none_or(|(clock, _)| *clock <= entry.clock) {
                        self.company.others.insert(id, (entry.clock, here));
                    }
                }
                None => drop(self.company.others.remove(&id)),
            }
        }
        let mut here: Vec<Here> = self.company.others.values().map(|(_, here)| here.clone()).collect();
        here.sort_by(|a, b| (&a.name, a.line).cmp(&(&b.name, b.line)));
        if self.live.here.with_untracked(|known| *known != here) {
            self.live.here.set(here);
        }
    }

    /// Says where one is, when that has changed or was last said long ago.
    pub(super) fn company_tick(&mut self) {
        if !self.line.is_open() {
            return;
        }
        let caret = self.area.selection_start().ok().flatten().unwrap_or_default();
        let line = document::line(&self.shown, caret);
        if self.company.said.is_some_and(|(said, at)| said == line && now() - at < AGAIN) {
            return;
        }
        self.company.said = Some((line, now()));
        self.company.clock += 1;
        let json = format!("{{\"user\":{{}},\"line\":{line}}}").into();
        let entry = AwarenessUpdateEntry { clock: self.company.clock, json };
        self.send_whereabouts(AwarenessUpdate { clients: [(self.doc.client_id(), entry)].into() });
    }
}

/// What somebody says of themselves; `None` for who is gone.
fn read(json: &str) -> Option<Here> {
    let state = JSON::parse(json).ok().filter(JsValue::is_object)?;
    let field = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let name = field(&field(&state, "user")?, "name")?.as_string()?;
    let line = field(&state, "line").and_then(|line| line.as_f64()).filter(|line| *line >= 1.0);
    Some(Here { name, line: line.map(|line| line as usize) })
}
