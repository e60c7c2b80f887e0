//! The text area: what is typed goes into the document, and what others type comes out of it, with the caret where it was in the words.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ClipboardEvent, Event, EventTarget, HtmlTextAreaElement, KeyboardEvent};
use yrs::{Text, Transact};

use super::super::document::{self as text, Replaced, moved, replaced};
use super::super::parts::Tool;
use super::pasting::pasted;
use super::{Editor, ME, OTHERS, bringing, now, with};
use crate::ui::mark::Mark;

/// Listens for as long as it is kept.
pub(super) struct Listener {
    target: EventTarget,
    event: &'static str,
    hears: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(target: &EventTarget, event: &'static str, hears: impl FnMut(Event) + 'static) -> Self {
        let hears: Closure<dyn FnMut(Event)> = Closure::new(hears);
        // An event can be listened to.
        drop(target.add_event_listener_with_callback(event, hears.as_ref().unchecked_ref()));
        Self { target: target.clone(), event, hears }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        drop(self.target.remove_event_listener_with_callback(self.event, self.hears.as_ref().unchecked_ref()));
    }
}

/// Listens to all that happens to the text, and to the connection.
pub(super) fn listeners(area: &HtmlTextAreaElement) -> Vec<Listener> {
    let window = window();
    vec![
        Listener::new(area, "input", |_| {
            with(|editor| {
                editor.typed();
                editor.offer();
            });
        }),
        Listener::new(area, "compositionstart", |_| with(|editor| editor.composing = true)),
        Listener::new(area, "compositionend", |_| with(Editor::composed)),
        Listener::new(area, "keydown", |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                with(|editor| editor.pressed(event));
            }
        }),
        Listener::new(area, "paste", |event| {
            if let Some(event) = event.dyn_ref::<ClipboardEvent>()
                && let Some((words, block)) = pasted(event)
            {
                with(|editor| {
                    if editor.live.on_now() && !editor.ended && !editor.in_code() {
                        event.prevent_default();
                        editor.paste(&words, block);
                    }
                });
            }
        }),
        Listener::new(area, "scroll", |_| with(Editor::scrolled)),
        Listener::new(area, "pointerdown", |_| with(Editor::offer_nothing)),
        Listener::new(area, "blur", |_| with(Editor::offer_nothing)),
        Listener::new(area, "paste", |event| bringing::pasted(&event)),
        Listener::new(area, "dragover", |event| bringing::dragged(&event)),
        Listener::new(area, "drop", |event| bringing::dropped(&event)),
        Listener::new(&window, "resize", |_| with(Editor::resized)),
        Listener::new(&window, "offline", |_| with(Editor::lose)),
        Listener::new(&window, "online", |_| with(Editor::come_back)),
        Listener::new(&window, "pagehide", |_| with(Editor::stash)),
    ]
}

fn key(event: &KeyboardEvent) -> Option<Tool> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return None;
    }
    match (event.shift_key(), event.key().to_lowercase().as_str()) {
        (false, "z") => Some(Tool::Undo),
        (true, "z") | (false, "y") => Some(Tool::Redo),
        (shift, key) => Mark::of_keys(shift, key, &event.code()).map(Tool::Mark),
    }
}

impl Editor {
    /// A key went down: it chooses among what is offered, or does what a tool does.
    fn pressed(&mut self, event: &KeyboardEvent) {
        if !self.live.on_now() {
            return;
        }
        if self.chooses(event) {
            event.prevent_default();
        } else if let Some(tool) = key(event) {
            event.prevent_default();
            self.take_up(tool);
        }
    }

    /// Something was typed: the smallest change that explains it goes into the document.
    pub(super) fn typed(&mut self) {
        if self.composing || self.ended || !self.live.on_now() {
            return;
        }
        let typed = self.area.value();
        let Some(change) = replaced(&self.shown, &typed) else { return };
        self.too_long = typed.len() > text::LONGEST && typed.len() > self.shown.len();
        if self.too_long {
            // The server would refuse it, and with it whatever comes after.
            self.put(&self.shown, (change.at, change.at));
            return self.say();
        }
        let body = text::text(&self.doc);
        {
            let mut tx = self.doc.transact_mut_with(ME);
            body.remove_range(&mut tx, change.at, change.gone);
            body.insert(&mut tx, change.at, &change.came);
        }
        self.shown = typed;
        self.send_changes();
        self.redraw();
    }

    /// A word was composed: it goes into the document, and then what others wrote meanwhile.
    fn composed(&mut self) {
        self.composing = false;
        self.typed();
        for change in std::mem::take(&mut self.waiting) {
            self.take(change);
        }
        self.offer();
    }

    /// Takes in what others changed. What cannot be read is left out: the server has it, and the page can be loaded anew.
    pub(super) fn take(&mut self, change: Vec<u8>) {
        if self.composing {
            self.waiting.push(change);
            return;
        }
        if text::take(&self.doc, &change, OTHERS).is_ok() && self.live.on_now() {
            self.show(&text::says(&self.doc));
        }
    }

    /// Shows what the document says, the caret where it was in the words.
    pub(super) fn show(&mut self, says: &str) {
        if let Some(change) = replaced(&self.shown, says).or_else(|| replaced(&self.area.value(), says)) {
            let place = |at: Result<Option<u32>, wasm_bindgen::JsValue>| at.ok().flatten().map_or(0, |at| moved(at, &change));
            let (start, end) = (place(self.area.selection_start()), place(self.area.selection_end()));
            self.put(says, (start, end));
            self.unseen = Some(now());
        }
        says.clone_into(&mut self.shown);
    }

    /// Shows what the document says after one's own undoing: the caret goes where that was.
    pub(super) fn show_undone(&mut self) {
        let says = text::says(&self.doc);
        if let Some(Replaced { at, came, .. }) = replaced(&self.shown, &says) {
            let end = at + text::units(&came);
            self.put(&says, (end, end));
        }
        self.shown = says;
        self.send_changes();
    }

    /// Writes to the text area what the document says already.
    pub(super) fn put(&self, says: &str, (start, end): (u32, u32)) {
        let (top, focused) = (self.area.scroll_top(), document().active_element().as_ref() == Some(self.area.as_ref()));
        self.area.set_value(says);
        if focused {
            // A place beyond the end is the end.
            drop(self.area.set_selection_range(start, end));
        }
        self.area.set_scroll_top(top);
    }
}
