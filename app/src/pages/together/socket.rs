//! One editor's socket: what it says is read and bounded here, before the room hears of it.

use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use tokio::sync::mpsc;
use uuid::Uuid;
use yrs::encoding::read::Cursor;
use yrs::sync::protocol::MessageReader;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::decoder::DecoderV1;

use super::document::{self, SAVED, closing};
use super::rooms::{As, CROWDED, Door, FULL, Guest, Heard, Out, Said, Seat};
use super::store::Edited;
use crate::state::{AppState, SignedIn};

/// The largest message that is taken, in bytes: all the text that fits on a page, several times taken out and put back without a connection.
const LARGEST: usize = 4 * document::LONGEST;
/// The largest that is read at all: what is larger than it may be is read, so that whoever sent it hears why it is refused.
pub(super) const READ: usize = 8 * 1024 * 1024;
/// What is said of what is larger.
const TOO_LARGE: &str = "This is more than a page has room for: 512 KB. Make several pages of it.";
/// So many messages may wait for one socket.
const WAITING: usize = 512;
/// Messages in a second, over a while.
const RATE: f64 = 120.0;
/// Messages at once.
const BURST: f64 = 600.0;
/// What is answered with the whole document counts as so many messages.
const ASKS_FOR_ALL: f64 = 50.0;
/// What is answered with where everybody is counts as so many.
const ASKS_WHO: f64 = 10.0;
/// Bytes in a second, over a while.
const BYTES: f64 = 256.0 * 1024.0;
/// Bytes at once.
const BYTES_AT_ONCE: f64 = 16.0 * document::LONGEST as f64;
/// How often a silent socket is asked whether it is there.
const PING: Duration = Duration::from_secs(25);
/// How long it may be silent.
const SILENT: Duration = Duration::from_secs(80);

/// Why a socket is closed.
struct Closed(u16, String);

/// Serves a socket until it ends.
pub(super) async fn serve(mut socket: WebSocket, app: AppState, (member, is): (SignedIn, As), page: Edited) {
    let id = Uuid::now_v7();
    let (mut out, mut tell) = mpsc::channel(WAITING);
    let guest = || {
        let (sends, receives) = mpsc::channel(WAITING);
        (out, tell) = (sends.clone(), receives);
        let seat = Seat { socket: id, member: member.member, session: member.session, is };
        Guest { seat, name: member.name.clone(), out: sends }
    };
    let entered = app.rooms.enter(&app, &page, guest).await;
    // The room holds the only end that sends: once it lets go, the socket ends.
    drop(out);
    let closed = match entered {
        Ok(Some(door)) => {
            let closed = talk(&mut socket, (id, &door), &mut tell).await;
            // A room that has ended need not be told.
            let _ = door.send(Said::Leave(id)).await;
            closed
        }
        Ok(None) if is == As::Watcher => Some(Closed(closing::FULL, CROWDED.to_owned())),
        Ok(None) => Some(Closed(closing::FULL, FULL.to_owned())),
        Err(error) => Some(Closed(closing::AGAIN, error.to_string())),
    };
    if let Some(Closed(code, reason)) = closed {
        // Who is gone already is not told.
        let _ = socket.send(Frame::Close(Some(CloseFrame { code, reason: short(&reason).into() }))).await;
        let _ =
            tokio::time::timeout(Duration::from_secs(2), async { while socket.recv().await.is_some_and(|frame| frame.is_ok()) {} }).await;
    }
}

/// A reason may have 123 bytes (RFC 6455, 5.5).
fn short(reason: &str) -> String {
    let end = (0..=reason.len().min(120)).rev().find(|end| reason.is_char_boundary(*end)).unwrap_or_default();
    reason[..end].to_owned()
}

/// Carries messages both ways. `None` where the other side ended it.
async fn talk(socket: &mut WebSocket, (id, door): (Uuid, &Door), tell: &mut mpsc::Receiver<Out>) -> Option<Closed> {
    let mut pace = Pace { left: BURST, bytes: BYTES_AT_ONCE, at: Instant::now() };
    let mut ping = tokio::time::interval(PING);
    let mut heard = Instant::now();
    let again = || Closed(closing::AGAIN, "The connection is made anew.".to_owned());
    loop {
        tokio::select! {
            out = tell.recv() => match out {
                Some(Out::Send(bytes)) => socket.send(Frame::Binary(bytes)).await.ok()?,
                Some(Out::Close(code, reason)) => return Some(Closed(code, reason)),
                None => return Some(again()),
            },
            _ = ping.tick() => {
                if heard.elapsed() > SILENT {
                    return Some(again());
                }
                socket.send(Frame::Ping(axum::body::Bytes::new())).await.ok()?;
            }
            frame = socket.recv() => {
                heard = Instant::now();
                // What is far too large to be read ends in an error. Who is gone does not hear of it.
                let Ok(frame) = frame? else { return Some(Closed(closing::MALFORMED, TOO_LARGE.to_owned())) };
                match frame {
                    Frame::Binary(bytes) if bytes.len() > LARGEST => return Some(Closed(closing::MALFORMED, TOO_LARGE.to_owned())),
                    Frame::Binary(bytes) => {
                        let Some(messages) = read(&bytes) else {
                            return Some(Closed(closing::MALFORMED, "What was sent could not be read. Load the page anew.".to_owned()));
                        };
                        if !pace.allows(&messages, bytes.len()) {
                            return Some(Closed(closing::MALFORMED, "Too much was sent at once. Load the page anew.".to_owned()));
                        }
                        for heard in messages {
                            door.send(Said::Heard(id, heard)).await.ok()?;
                        }
                    }
                    Frame::Text(_) => return Some(Closed(closing::MALFORMED, "This socket takes binary messages only.".to_owned())),
                    Frame::Close(_) => return None,
                    Frame::Ping(_) | Frame::Pong(_) => {}
                }
            }
        }
    }
}

/// What a frame says; `None` where it cannot be read.
fn read(bytes: &[u8]) -> Option<Vec<Heard>> {
    let mut decoder = DecoderV1::new(Cursor::new(bytes));
    let messages: Result<Vec<Message>, _> = MessageReader::new(&mut decoder).collect();
    let heard = |message| {
        Some(match message {
            Message::Sync(SyncMessage::SyncStep1(has)) => Heard::Has(has),
            Message::Sync(SyncMessage::SyncStep2(change) | SyncMessage::Update(change)) => Heard::Change(change),
            Message::Awareness(update) => Heard::Is(update),
            Message::AwarenessQuery => Heard::Who,
            Message::Custom(SAVED, name) if name.len() <= 64 => Heard::Keep(name),
            Message::Custom(..) | Message::Auth(_) => return None,
        })
    };
    let messages = messages.ok().filter(|messages| !messages.is_empty())?;
    messages.into_iter().map(heard).collect()
}

/// How many messages one counts as: some are short and have long answers.
fn counts(heard: &Heard) -> f64 {
    match heard {
        Heard::Has(_) => ASKS_FOR_ALL,
        Heard::Who => ASKS_WHO,
        Heard::Change(_) | Heard::Keep(_) | Heard::Is(_) => 1.0,
    }
}

/// Bounds how fast somebody speaks: by what they say, of which one frame may hold much, and by how long it is.
struct Pace {
    left: f64,
    bytes: f64,
    at: Instant,
}

impl Pace {
    fn allows(&mut self, messages: &[Heard], bytes: usize) -> bool {
        let passed = self.at.elapsed().as_secs_f64();
        self.left = (self.left + passed * RATE).min(BURST) - messages.iter().map(counts).sum::<f64>();
        self.bytes = (self.bytes + passed * BYTES).min(BYTES_AT_ONCE) - bytes as f64;
        self.at = Instant::now();
        self.left >= 0.0 && self.bytes >= 0.0
    }
}
