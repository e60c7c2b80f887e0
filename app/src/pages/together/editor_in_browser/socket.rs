//! The connection: y-sync and awareness as Yjs has them, made anew when it is lost.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::{Set, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, CloseEvent, Event, MessageEvent, WebSocket};
use yrs::encoding::read::Cursor;
use yrs::sync::{Message, MessageReader, SyncMessage};
use yrs::updates::decoder::DecoderV1;
use yrs::updates::encoder::Encode;
use yrs::{ReadTxn, StateVector, Transact};

use super::super::document::{SAVED, closing};
use super::{Editor, now, with};

/// How long the server may take to say that it has kept something, in milliseconds.
const PATIENCE: f64 = 15_000.0;
/// The longest pause before the next try, in milliseconds.
const LONGEST: f64 = 15_000.0;

/// The connection, or what waits for the next.
#[derive(Default)]
pub(super) struct Line {
    socket: Option<Socket>,
    /// The last one: what it calls may be what closes it, and lives until then.
    past: Option<Socket>,
    /// Whether the server has told what it has.
    synced: bool,
    tries: i32,
    again: f64,
    /// What was asked to be kept last, and what the document had then.
    asked: u32,
    had: StateVector,
}

/// A socket, with what listens to it.
struct Socket {
    socket: WebSocket,
    _opened: Closure<dyn FnMut(Event)>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Closes it, and listens to it no longer.
    fn shut(&self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // It may be closed already.
        drop(self.socket.close());
    }
}

impl Line {
    /// Whether what is sent arrives.
    pub(super) fn is_open(&self) -> bool {
        self.synced && self.socket.as_ref().is_some_and(|socket| socket.socket.ready_state() == WebSocket::OPEN)
    }

    /// Ends the connection.
    pub(super) fn close(&mut self) {
        if let Some(socket) = self.socket.take() {
            socket.shut();
            self.past = Some(socket);
        }
        self.synced = false;
    }

    fn send(&self, message: &Message) {
        if let Some(socket) = &self.socket {
            // What is not sent is asked for when the connection is made anew.
            drop(socket.socket.send_with_u8_array(&message.encode_v1()));
        }
    }
}

impl Editor {
    /// Makes the connection.
    pub(super) fn connect(&mut self) {
        let location = window().location();
        let (Ok(protocol), Ok(host)) = (location.protocol(), location.host()) else { return };
        let scheme = if protocol == "https:" { "wss" } else { "ws" };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}{}", self.place.socket)) else { return };
        socket.set_binary_type(BinaryType::Arraybuffer);
        let opened: Closure<dyn FnMut(Event)> = Closure::new(|_| with(Editor::opened));
        let heard: Closure<dyn FnMut(MessageEvent)> = Closure::new(|event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                let bytes = Uint8Array::new(&buffer).to_vec();
                with(|editor| editor.hear(&bytes));
            }
        });
        let closed: Closure<dyn FnMut(CloseEvent)> = Closure::new(|event: CloseEvent| {
            let (code, reason) = (event.code(), event.reason());
            with(|editor| editor.closed(code, &reason));
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        self.line.socket = Some(Socket { socket, _opened: opened, _heard: heard, _closed: closed });
        self.line.synced = false;
    }

    fn opened(&mut self) {
        let has = self.has();
        self.line.send(&Message::Sync(SyncMessage::SyncStep1(has)));
        self.company.forget();
    }

    fn hear(&mut self, bytes: &[u8]) {
        let mut decoder = DecoderV1::new(Cursor::new(bytes));
        let messages: Vec<Message> = MessageReader::new(&mut decoder).filter_map(Result::ok).collect();
        self.take_in(messages);
        self.redraw();
    }

    fn take_in(&mut self, messages: Vec<Message>) {
        for message in messages {
            match message {
                Message::Sync(SyncMessage::SyncStep1(theirs)) => self.answer(&theirs),
                Message::Sync(SyncMessage::SyncStep2(change)) => {
                    self.take(change);
                    self.line.synced = true;
                    self.line.tries = 0;
                    // A server that ended may be of another release when it is back: the preview tells.
                    self.unseen.get_or_insert_with(now);
                    if self.live.on_now() { self.say() } else { self.begin() }
                }
                Message::Sync(SyncMessage::Update(change)) => self.take(change),
                Message::Custom(SAVED, name) if name == self.line.asked.to_be_bytes() => {
                    let had = self.line.had.clone();
                    self.is_kept(had);
                }
                Message::Awareness(update) => self.meet(update),
                _ => {}
            }
        }
    }

    /// The server says what it has: what it lacks, written while it was away, is sent.
    fn answer(&mut self, theirs: &StateVector) {
        self.kept = theirs.clone();
        let missing = self.doc.transact().encode_state_as_update_v1(theirs);
        self.line.send(&Message::Sync(SyncMessage::SyncStep2(missing)));
        self.ask_to_keep();
    }

    /// Sends a change, if there is a connection; else it is asked for when there is one.
    pub(super) fn send_change(&self, change: Vec<u8>) {
        if self.line.is_open() {
            self.line.send(&Message::Sync(SyncMessage::Update(change)));
        }
    }

    /// Asks to be told once the server has kept what it was sent.
    pub(super) fn ask_to_keep(&mut self) {
        // What was not sent is not kept; when the connection is there, it is sent, and this asked again.
        if !self.line.is_open() {
            return;
        }
        self.line.asked = self.line.asked.wrapping_add(1);
        self.line.had = self.has();
        self.line.send(&Message::Custom(SAVED, self.line.asked.to_be_bytes().to_vec()));
    }

    /// Says where one is.
    pub(super) fn send_whereabouts(&self, update: yrs::sync::AwarenessUpdate) {
        self.line.send(&Message::Awareness(update));
    }

    fn closed(&mut self, code: u16, reason: &str) {
        self.line.close();
        self.company.forget();
        self.live.here.set(Vec::new());
        self.redraw();
        match code {
            closing::REFUSED | closing::FULL => self.end(reason),
            closing::MALFORMED => {
                // What the server does not stand would close the next connection as well.
                self.forget_stash();
                self.end(reason);
            }
            _ => self.wait(),
        }
        self.say();
    }

    fn wait(&mut self) {
        let pause = (400.0 * 2_f64.powi(self.line.tries.min(8))).min(LONGEST);
        self.line.again = now() + pause * (0.7 + 0.6 * js_sys::Math::random());
        self.line.tries += 1;
    }

    /// The network is gone.
    pub(super) fn lose(&mut self) {
        self.line.close();
        self.line.again = f64::INFINITY;
        self.company.forget();
        self.live.here.set(Vec::new());
        self.redraw();
        self.say();
    }

    /// The network is there again.
    pub(super) fn come_back(&mut self) {
        if self.line.socket.is_none() && !self.ended {
            self.line.again = now();
        }
    }

    pub(super) fn line_tick(&mut self) {
        let silent = self.unsaved.is_some_and(|since| now() - since > PATIENCE) && self.line.is_open();
        if silent {
            self.unsaved = Some(now());
            self.line.close();
            self.wait();
        }
        if self.line.socket.is_none() && now() >= self.line.again {
            self.connect();
        }
        self.say();
    }
}
