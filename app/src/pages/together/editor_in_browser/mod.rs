//! Editing a page live in the browser: binds the form's text area to the document, and the document to the server.
//!
//! There is one editor at a time. Whatever happens reaches it through [`with`]: what is typed, what the socket brings, and a tick that does what can wait.

mod area;
mod bringing;
mod carets;
mod company;
mod fetching;
mod keeping;
mod marking;
mod offering;
mod pasting;
mod saying;
mod sending;
mod socket;
mod versions;

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use js_sys::Date;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yrs::undo::UndoManager;
use yrs::{Doc, Origin, StateVector, Transact};

use self::area::Listener;
use self::carets::Carets;
use self::company::Company;
use self::keeping::Stash;
use self::offering::Offered;
use self::sending::Sending;
use self::socket::Line;
use super::document;
use super::parts::{Live, Tool};

/// What the editor itself changes comes from here; what others change does not.
const ME: &str = "me";
/// Where changes of others come from.
const OTHERS: &str = "socket";

const TICK: Duration = Duration::from_millis(300);

/// What is edited.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) socket: String,
    /// The mark of what the browser keeps for who edits.
    pub(super) mine: String,
}

thread_local! {
    static EDITOR: RefCell<Option<Editor>> = const { RefCell::new(None) };
}

/// Does something with the editor, if it runs.
fn with(act: impl FnOnce(&mut Editor)) {
    EDITOR.with(|editor| {
        // What happens while something else happens is seen by the next tick.
        if let Ok(mut editor) = editor.try_borrow_mut()
            && let Some(editor) = editor.as_mut()
        {
            act(editor);
        }
    });
}

struct Editor {
    live: Live,
    place: Place,
    area: HtmlTextAreaElement,
    doc: Doc,
    undo: UndoManager<()>,
    /// What the document says, as the text area shows it.
    shown: String,
    /// Changes of one's own that were not sent yet.
    changes: Arc<Mutex<Vec<Vec<u8>>>>,
    line: Line,
    company: Company,
    carets: Option<Carets>,
    offered: Offered,
    /// The file that is on its way.
    sending: Option<Sending>,
    /// The name of the version that is kept once the server has all that is written.
    version: Option<String>,
    /// What the server is known to have on disk.
    kept: StateVector,
    /// Whether something of one's own may not be there yet.
    unsaved: Option<f64>,
    /// Whether the browser keeps what the server may not have.
    stashed: bool,
    stash: Stash,
    /// Whether what was to be written last found no room.
    too_long: bool,
    /// Whether a word is being composed; what others write waits for it.
    composing: bool,
    waiting: Vec<Vec<u8>>,
    /// When the text last changed, until it is shown in the preview.
    unseen: Option<f64>,
    ended: bool,
    /// Whether the server is of another release by now.
    stale: bool,
    /// How many ticks the connection has stood as it stands.
    steady: u8,
    _listeners: Vec<Listener>,
    tick: Option<IntervalHandle>,
}

/// Starts editing live what the form on the page edits.
pub(super) fn start(live: Live, place: Place) {
    stop();
    let found = document().get_element_by_id("save_page-body").and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(area) = found else { return };
    let doc = document::new();
    let text = document::text(&doc);
    let mut undo = UndoManager::with_options(yrs::undo::Options {
        capture_timeout_millis: 500,
        tracked_origins: [Origin::from(ME)].into(),
        capture_transaction: None,
        timestamp: Arc::new(|| now() as u64),
        init_undo_stack: Vec::new(),
        init_redo_stack: Vec::new(),
    });
    undo.expand_scope(&doc, &text);
    let changes: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let mine = Arc::clone(&changes);
    // It can be subscribed: nothing reads or writes the document now.
    let _ = doc.observe_update_v1("send", move |tx, change| {
        if tx.origin() != Some(&Origin::from(OTHERS)) {
            mine.lock().unwrap_or_else(PoisonError::into_inner).push(change.update.clone());
        }
    });
    let listeners = area::listeners(&area);
    let carets = Carets::over(&area);
    let tick = set_interval_with_handle(|| with(Editor::tick), TICK).ok();
    let mut editor = Editor {
        live,
        stash: Stash::of(&place),
        too_long: false,
        place,
        shown: area.default_value().unwrap_or_default(),
        area,
        doc,
        undo,
        changes,
        line: Line::default(),
        company: Company::default(),
        carets,
        offered: Offered::default(),
        sending: None,
        version: None,
        kept: StateVector::default(),
        unsaved: None,
        stashed: false,
        composing: false,
        waiting: Vec::new(),
        unseen: Some(0.0),
        ended: false,
        stale: false,
        steady: 0,
        _listeners: listeners,
        tick,
    };
    editor.take_from_stash();
    editor.connect();
    EDITOR.with(|slot| *slot.borrow_mut() = Some(editor));
}

/// Ends editing. What the server may not have yet stays in the browser until it is edited again.
pub(super) fn stop() {
    let editor = EDITOR.with(|slot| slot.try_borrow_mut().ok().and_then(|mut slot| slot.take()));
    if let Some(mut editor) = editor {
        editor.stash();
        if let Some(tick) = editor.tick.take() {
            tick.clear();
        }
        editor.line.close();
    }
}

/// Does what a tool does.
pub(super) fn take_up(tool: Tool) {
    with(|editor| editor.take_up(tool));
}

/// Takes what is offered.
pub(super) fn take_offer(at: usize) {
    with(|editor| editor.take_offer(at));
}

/// Brings the files that were chosen.
pub(super) fn choose(event: &leptos::ev::Event) {
    bringing::chosen(&event_target::<web_sys::HtmlInputElement>(event));
}

/// Brings the file that is on its way no further, and none after it.
pub(super) fn call_off() {
    with(Editor::call_off);
}

/// Keeps what the page says now as a version, by the name that was typed.
pub(super) fn keep_version() {
    with(Editor::keep_version);
}

/// Now, in milliseconds.
fn now() -> f64 {
    Date::now()
}

impl Editor {
    /// The document has what the server has: from now on the text is edited live.
    fn begin(&mut self) {
        let (says, typed) = (document::says(&self.doc), self.area.value().replace("\r\n", "\n"));
        // What was typed before is an edit of what the form came with.
        let begun = (!self.live.on.get_untracked() && typed != self.shown).then(|| document::replaced(&self.shown, &typed)).flatten();
        if begun.is_some() && (says != self.shown || typed.len() > document::LONGEST) {
            // Somebody has changed the page since the form came: the form brings both together when it is sent. What is too long it refuses, and keeps.
            return self.end("");
        }
        self.live.on.set(true);
        self.show(&says);
        self.learn_offers();
        if begun.is_some() {
            self.area.set_value(&typed);
            self.typed();
        }
        self.say();
    }

    fn tick(&mut self) {
        self.announce();
        if self.ended {
            return;
        }
        self.line_tick();
        if self.unsaved.is_some() && !self.stashed {
            self.stash();
        }
        self.company_tick();
        self.carets_tick();
        self.look();
    }

    /// Sends what was changed here.
    fn send_changes(&mut self) {
        let changes = std::mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner));
        if changes.is_empty() {
            return;
        }
        self.unsaved.get_or_insert_with(now);
        self.unseen = Some(now());
        self.stashed = false;
        for change in changes {
            self.send_change(change);
        }
        self.ask_to_keep();
        self.say();
    }

    /// The server has on disk what it was asked to keep.
    fn is_kept(&mut self, has: StateVector) {
        self.kept = has;
        self.unsaved = None;
        self.forget_stash();
        self.send_version();
        self.say();
    }

    /// Where the document stands.
    fn has(&self) -> StateVector {
        use yrs::ReadTxn;
        self.doc.transact().state_vector()
    }
}
