//! The rooms of this node: for every page that is open here, the task that owns its document.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;
use yrs::StateVector;
use yrs::sync::AwarenessUpdate;

use super::document::NOTHING;
use super::room::Room;
use super::store::Edited;
use crate::error::AppError;
use crate::state::{AppState, internal};

/// The most people who edit a page at once, on all nodes together.
pub const MOST: usize = 100;

/// What whoever is one too many is told.
pub(super) const FULL: &str = "100 people edit this page right now. Try again in a while.";

/// The most who watch a page at once without editing it, on one node.
pub(super) const MOST_WATCHING: usize = 200;

/// What whoever is one too many of those is told.
pub(super) const CROWDED: &str = "200 programs watch this page right now. Try again in a while.";

/// So many messages may wait for one room.
const WAITING: usize = 1_024;

/// What whoever watches is told that says something.
pub(super) const WATCHING: &str = "This connection only watches: nothing it sends is taken. Who may edit joins without “watch”.";

/// How somebody is at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum As {
    /// They write it.
    Editor,
    /// They read along. What they send is not taken.
    Watcher,
}

/// Who is behind a socket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub(super) socket: Uuid,
    pub(super) member: Uuid,
    pub(super) session: Uuid,
    pub(super) is: As,
}

/// Somebody at a page, with what sends to them.
#[derive(Debug)]
pub(super) struct Guest {
    pub(super) seat: Seat,
    pub(super) name: String,
    pub(super) out: mpsc::Sender<Out>,
}

/// What a socket is told.
#[derive(Clone, Debug)]
pub(super) enum Out {
    /// To send on.
    Send(Bytes),
    /// To close, with a number and a sentence.
    Close(u16, String),
}

/// What a room is told.
pub(super) enum Said {
    /// Somebody comes. The answer says whether there was room.
    Enter(Guest, oneshot::Sender<bool>),
    /// Somebody who writes the page wants to read it: answered once its body shows all.
    Show(oneshot::Sender<()>),
    /// Somebody went.
    Leave(Uuid),
    /// Somebody says something.
    Heard(Uuid, Heard),
}

/// What an editor's program says.
pub(super) enum Heard {
    /// It has changes up to here, and asks for the others.
    Has(StateVector),
    /// A change.
    Change(Vec<u8>),
    /// It asks to be told once what it said before is kept.
    Keep(Vec<u8>),
    /// Where somebody's caret is.
    Is(AwarenessUpdate),
    /// It asks who is here.
    Who,
}

impl Heard {
    /// Whether others would see it. Programs send nothing at all, and an empty place, by themselves.
    pub(super) fn says_something(&self) -> bool {
        match self {
            Self::Change(change) => *change != NOTHING,
            Self::Is(update) => update.clients.values().any(|entry| !matches!(&*entry.json, "null" | "{}")),
            Self::Has(_) | Self::Keep(_) | Self::Who => false,
        }
    }
}

pub(super) type Door = mpsc::Sender<Said>;

/// The rooms of a node.
#[derive(Clone, Default)]
pub struct Rooms(Arc<Mutex<HashMap<Uuid, Door>>>);

impl fmt::Debug for Rooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rooms", self.open())
    }
}

impl Rooms {
    /// How many pages are open.
    pub fn open(&self) -> usize {
        self.rooms().len()
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<Uuid, Door>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets somebody in, and gives the room's door; `None` where as many are there as fit.
    pub(super) async fn enter(&self, app: &AppState, page: &Edited, mut guest: impl FnMut() -> Guest) -> Result<Option<Door>, AppError> {
        // A room may end while one stands before it; then it is opened anew.
        for _ in 0..5 {
            let door = self.door(app, page);
            let (says, answer) = oneshot::channel();
            if door.send(Said::Enter(guest(), says)).await.is_ok()
                && let Ok(fits) = answer.await
            {
                return Ok(fits.then_some(door));
            }
            self.forget(page.id, &door);
        }
        Err(internal("a page could not be opened to be edited together"))
    }

    /// Has the body of a page show all that is written, where it is open here.
    pub(super) async fn show(&self, page: Uuid) {
        let door = self.rooms().get(&page).cloned();
        let Some(door) = door else { return };
        let (says, shown) = oneshot::channel();
        if door.send(Said::Show(says)).await.is_ok() {
            // A room that ends meanwhile has written it.
            let _ = shown.await;
        }
    }

    fn door(&self, app: &AppState, page: &Edited) -> Door {
        let mut rooms = self.rooms();
        if let Some(door) = rooms.get(&page.id).filter(|door| !door.is_closed()) {
            return door.clone();
        }
        let (door, said) = mpsc::channel(WAITING);
        rooms.insert(page.id, door.clone());
        tokio::spawn(Room::live(app.clone(), (page.id, page.community_id), said));
        door
    }

    fn forget(&self, page: Uuid, door: &Door) {
        let mut rooms = self.rooms();
        if rooms.get(&page).is_some_and(|known| known.same_channel(door)) {
            rooms.remove(&page);
        }
    }

    /// Closes a room's door, unless somebody is on their way in; says whether it is closed.
    pub(super) fn may_end(&self, said: &mut mpsc::Receiver<Said>) -> bool {
        let mut rooms = self.rooms();
        if !said.is_empty() {
            return false;
        }
        said.close();
        rooms.retain(|_, door| !door.is_closed());
        true
    }

    /// Forgets rooms that have ended.
    pub(super) fn sweep(&self) {
        self.rooms().retain(|_, door| !door.is_closed());
    }
}
