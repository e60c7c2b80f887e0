//! Who is in a room, and where their carets are.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::body::Bytes;
use tokio::time::Instant;
use uuid::Uuid;
use yrs::block::ClientID;
use yrs::sync::AwarenessUpdate;
use yrs::sync::awareness::AwarenessUpdateEntry;

use super::super::document::closing;
use super::super::rooms::{As, Guest, MOST, MOST_WATCHING, Out, Seat};
use super::whereabouts;

/// The longest that somebody may say of where they are, in bytes.
const LONGEST: usize = 2_000;
/// So many documents one socket may speak for.
const SPEAKS_FOR: usize = 4;
/// What stands for nobody.
const GONE: &str = "null";

/// Who says where a caret is.
#[derive(PartialEq)]
pub(super) enum Teller {
    /// A socket of this room.
    Here(Uuid),
    /// Another node, and when it last did.
    There(String, Instant),
}

/// Where a caret is.
pub(super) struct Caret {
    pub(super) teller: Teller,
    pub(super) member: Uuid,
    pub(super) clock: u32,
    pub(super) json: Arc<str>,
}

/// Who moved and who went since it was last told.
#[derive(Default)]
pub(super) struct News {
    pub(super) moved: BTreeSet<ClientID>,
    pub(super) gone: HashMap<ClientID, u32>,
}

impl News {
    pub(super) fn goes(&mut self, id: ClientID, clock: u32) {
        self.moved.remove(&id);
        self.gone.insert(id, clock);
    }
}

/// Who is in a room.
#[derive(Default)]
pub(super) struct Guests {
    guests: HashMap<Uuid, Guest>,
    /// Those of other nodes as well.
    pub(super) carets: HashMap<ClientID, Caret>,
    /// What the guests are to be told.
    pub(super) news: News,
    /// What other nodes are to be told.
    pub(super) news_for_nodes: News,
    left: bool,
    /// The members who came since it was last asked.
    came: Vec<Uuid>,
}

impl Guests {
    pub(super) fn is_empty(&self) -> bool {
        self.guests.is_empty()
    }

    /// Whether somebody was there and left.
    pub(super) fn left(&self) -> bool {
        self.left
    }

    pub(super) fn knows(&self, socket: Uuid) -> bool {
        self.guests.contains_key(&socket)
    }

    /// Whether somebody watches, and does not edit.
    pub(super) fn watches(&self, socket: Uuid) -> bool {
        self.guests.get(&socket).is_some_and(|guest| guest.seat.is == As::Watcher)
    }

    /// The sockets of those who edit.
    fn editors(&self) -> impl Iterator<Item = Uuid> {
        self.guests.values().filter(|guest| guest.seat.is == As::Editor).map(|guest| guest.seat.socket)
    }

    /// How many edit here, and the latest of them: sockets are numbered by the time they came.
    pub(super) fn count(&self) -> (usize, Uuid) {
        (self.editors().count(), self.editors().max().unwrap_or_default())
    }

    /// Those who came to edit after somebody, the latest first.
    pub(super) fn later_than(&self, other: Uuid) -> Vec<Uuid> {
        let mut later: Vec<Uuid> = self.editors().filter(|socket| *socket > other).collect();
        later.sort_unstable_by(|a, b| b.cmp(a));
        later
    }

    /// Lets somebody in, if there is room beside so many who edit on other nodes.
    pub(super) fn enter(&mut self, guest: Guest, elsewhere: usize) -> bool {
        let editors = self.count().0;
        let full = match guest.seat.is {
            As::Editor => editors + elsewhere >= MOST,
            As::Watcher => self.guests.len() - editors >= MOST_WATCHING,
        };
        if full {
            return false;
        }
        let Seat { socket, member, .. } = guest.seat;
        self.guests.insert(socket, guest);
        self.came.push(member);
        self.introduce(socket);
        true
    }

    /// The members who came since this was last asked.
    pub(super) fn newcomers(&mut self) -> Vec<Uuid> {
        std::mem::take(&mut self.came)
    }

    pub(super) fn leave(&mut self, socket: Uuid) {
        self.left |= self.guests.remove(&socket).is_some();
        for id in self.forget(|caret| caret.teller == Teller::Here(socket)) {
            if let Some(clock) = self.news.gone.get(&id) {
                self.news_for_nodes.goes(id, *clock);
            }
        }
    }

    /// Forgets carets, and tells the guests that they are gone.
    pub(super) fn forget(&mut self, which: impl Fn(&Caret) -> bool) -> Vec<ClientID> {
        let gone: Vec<(ClientID, Caret)> = self.carets.extract_if(|_, caret| which(caret)).collect();
        for (id, caret) in &gone {
            self.news.goes(*id, caret.clock.saturating_add(1));
        }
        gone.into_iter().map(|(id, _)| id).collect()
    }

    /// Tells somebody something. Who does not take it in time has to come again.
    pub(super) fn tell(&mut self, socket: Uuid, what: Bytes) {
        let lags = self.guests.get(&socket).is_some_and(|guest| guest.out.try_send(Out::Send(what)).is_err());
        if lags {
            self.close(socket, closing::AGAIN, "The connection is too slow. It is made anew.");
        }
    }

    pub(super) fn tell_others(&mut self, but: Uuid, what: &Bytes) {
        let others: Vec<Uuid> = self.guests.keys().copied().filter(|socket| *socket != but).collect();
        others.into_iter().for_each(|socket| self.tell(socket, what.clone()));
    }

    pub(super) fn tell_all(&mut self, what: &Bytes) {
        self.tell_others(Uuid::nil(), what);
    }

    /// Closes a socket, with a sentence.
    pub(super) fn close(&mut self, socket: Uuid, number: u16, why: &str) {
        if let Some(guest) = self.guests.get(&socket) {
            // Where even this does not fit, the end of the channel closes it.
            let _ = guest.out.try_send(Out::Close(number, why.to_owned()));
        }
        self.leave(socket);
    }

    pub(super) fn close_all(&mut self, number: u16, why: &str) {
        let all: Vec<Uuid> = self.guests.keys().copied().collect();
        all.into_iter().for_each(|socket| self.close(socket, number, why));
    }

    /// Id and name of who is behind a socket.
    pub(super) fn member(&self, socket: Uuid) -> Option<(Uuid, String)> {
        self.guests.get(&socket).map(|guest| (guest.seat.member, guest.name.clone()))
    }

    /// Who is behind each socket.
    pub(super) fn all(&self) -> Vec<Seat> {
        self.guests.values().map(|guest| guest.seat).collect()
    }

    /// Somebody says where they are. Their name is the one they are signed in under, whatever they say.
    pub(super) fn is(&mut self, socket: Uuid, update: AwarenessUpdate) {
        let Some(guest) = self.guests.get(&socket) else { return };
        let (member, name) = (guest.seat.member, guest.name.clone());
        let mine = Teller::Here(socket);
        let mut spoken_for = self.carets.values().filter(|caret| caret.teller == mine).count();
        for (id, entry) in update.clients {
            let known = self.carets.get(&id);
            // Who comes back on another socket, of another node perhaps, speaks for the same document before the old one is known to be dead.
            let others = known.is_some_and(|caret| caret.member != member);
            if others || entry.json.len() > LONGEST || (spoken_for >= SPEAKS_FOR && known.is_none()) {
                continue;
            }
            let newer = known.is_none_or(|caret| caret.clock < entry.clock || (caret.clock == entry.clock && caret.teller != mine));
            if &*entry.json == GONE {
                // Of whom nobody was told nobody has to be told that they are gone.
                if self.carets.remove(&id).is_some() {
                    self.news.goes(id, entry.clock);
                    self.news_for_nodes.goes(id, entry.clock);
                }
            } else if newer && let Some(json) = signed(&entry.json, &name) {
                spoken_for += usize::from(known.is_none_or(|caret| caret.teller != mine));
                self.carets.insert(id, Caret { teller: Teller::Here(socket), member, clock: entry.clock, json });
                self.news.moved.insert(id);
                self.news_for_nodes.moved.insert(id);
            }
        }
    }

    /// Tells somebody who is here.
    pub(super) fn introduce(&mut self, socket: Uuid) {
        let clients =
            self.carets.iter().map(|(id, caret)| (*id, AwarenessUpdateEntry { clock: caret.clock, json: caret.json.clone() })).collect();
        self.tell(socket, whereabouts(AwarenessUpdate { clients }));
    }

    /// Tells everybody who moved, came or went since it was last told.
    pub(super) fn tell_who_is_where(&mut self) {
        let mut clients: HashMap<ClientID, AwarenessUpdateEntry> =
            self.news.gone.drain().map(|(id, clock)| (id, AwarenessUpdateEntry { clock, json: GONE.into() })).collect();
        for id in std::mem::take(&mut self.news.moved) {
            if let Some(caret) = self.carets.get(&id) {
                clients.insert(id, AwarenessUpdateEntry { clock: caret.clock, json: caret.json.clone() });
            }
        }
        if !clients.is_empty() {
            self.tell_all(&whereabouts(AwarenessUpdate { clients }));
        }
    }
}

/// What somebody says of themselves, under their own name; `None` where it is no object.
fn signed(json: &str, name: &str) -> Option<Arc<str>> {
    let mut state: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    let user = state.entry("user").or_insert_with(|| serde_json::json!({}));
    if !user.is_object() {
        *user = serde_json::json!({});
    }
    user["name"] = name.into();
    serde_json::to_string(&state).ok().map(Into::into)
}
