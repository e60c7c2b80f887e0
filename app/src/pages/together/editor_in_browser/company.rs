//! Who else is at the page, and where.

use std::collections::HashMap;

use js_sys::{JSON, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use yrs::sync::AwarenessUpdate;
use yrs::sync::awareness::AwarenessUpdateEntry;
use yrs::{Assoc, ClientID, Doc, ID, IndexScope, IndexedSequence, StickyIndex, Transact};

use super::super::document;
use super::super::parts::{Here, Live};
use super::{Editor, now};

/// Clients of Yjs forget who has said nothing for 30 seconds.
const AGAIN: f64 = 15_000.0;

/// Somebody else.
struct Other {
    clock: u32,
    here: Here,
    /// Where their caret is, whatever is written before it.
    caret: Option<StickyIndex>,
    moved: f64,
}

/// Who is where.
#[derive(Default)]
pub(super) struct Company {
    others: HashMap<ClientID, Other>,
    clock: u32,
    said: Option<(String, f64)>,
}

impl Company {
    /// Forgets all: whoever is there says so again.
    pub(super) fn forget(&mut self) {
        self.others.clear();
        self.said = None;
    }

    /// Where others' carets are in the text, whose they are, and when they last moved; from the first to the last.
    pub(super) fn carets(&self, doc: &Doc) -> Vec<(u32, String, f64)> {
        let tx = doc.transact();
        let place = |other: &Other| Some((other.caret.as_ref()?.get_offset(&tx)?.index, other.here.name.clone(), other.moved));
        let mut carets: Vec<_> = self.others.values().filter_map(place).collect();
        carets.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        carets
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
            let Some((here, caret)) = read(&entry.json) else {
                self.company.others.remove(&id);
                continue;
            };
            let known = self.company.others.get(&id);
            if known.is_none_or(|known| known.clock <= entry.clock) {
                let moved = known.filter(|known| known.caret == caret).map_or_else(now, |known| known.moved);
                self.company.others.insert(id, Other { clock: entry.clock, here, caret, moved });
            }
        }
        let mut here: Vec<Here> = self.company.others.values().map(|other| other.here.clone()).collect();
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
        let at = self.area.selection_start().ok().flatten().unwrap_or_default();
        let says = format!("{{\"user\":{{}},\"line\":{},\"cursor\":{}}}", document::line(&self.shown, at), self.cursor(at));
        if self.company.said.as_ref().is_some_and(|(said, at)| *said == says && now() - at < AGAIN) {
            return;
        }
        self.company.said = Some((says.clone(), now()));
        self.company.clock += 1;
        let entry = AwarenessUpdateEntry { clock: self.company.clock, json: says.into() };
        self.send_whereabouts(AwarenessUpdate { clients: [(self.doc.client_id(), entry)].into() });
    }

    /// A place in the text as clients of Yjs tell it: a relative position, JSON.
    fn cursor(&self, at: u32) -> String {
        let text = document::text(&self.doc);
        let place = text.sticky_index(&self.doc.transact(), at, Assoc::After);
        let place = match place.as_ref().and_then(StickyIndex::id) {
            Some(id) => format!("{{\"item\":{{\"client\":{},\"clock\":{}}},\"assoc\":0}}", id.client.get(), id.clock),
            None => format!("{{\"tname\":\"{}\",\"assoc\":0}}", document::NAME),
        };
        format!("{{\"anchor\":{place},\"head\":{place}}}")
    }
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn number(of: &JsValue, name: &str) -> Option<f64> {
    field(of, name)?.as_f64().filter(|number| *number >= 0.0 && number.fract() == 0.0)
}

/// What somebody says of themselves, and where their caret is; `None` for who is gone.
fn read(json: &str) -> Option<(Here, Option<StickyIndex>)> {
    let state = JSON::parse(json).ok().filter(JsValue::is_object)?;
    let name = field(&field(&state, "user")?, "name")?.as_string()?;
    let line = number(&state, "line").filter(|line| *line >= 1.0);
    let caret = field(&state, "cursor").and_then(|cursor| sticky(&field(&cursor, "head")?));
    Some((Here { name, line: line.map(|line| line as usize) }, caret))
}

/// A relative position of Yjs.
fn sticky(of: &JsValue) -> Option<StickyIndex> {
    let assoc = match field(of, "assoc").and_then(|assoc| assoc.as_f64()) {
        Some(before) if before < 0.0 => Assoc::Before,
        _ => Assoc::After,
    };
    if let Some(item) = field(of, "item") {
        // Clients are numbered by 53 bits, clocks by 32.
        let client = number(&item, "client").filter(|client| *client < 2_f64.powi(53))?;
        let clock = number(&item, "clock").filter(|clock| *clock <= f64::from(u32::MAX))?;
        return Some(StickyIndex::from_id(ID::new(ClientID::new(client as u64), clock as u32), assoc));
    }
    let name = field(of, "tname")?.as_string().filter(|name| name == document::NAME)?;
    Some(StickyIndex::new(IndexScope::Root(name.into()), assoc))
}
