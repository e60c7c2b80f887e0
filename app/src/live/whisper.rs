//! What nodes tell each other about a page that is open on several of them, and no database keeps: who is there, and where. Only PostgreSQL carries it; SQLite has one node.
//!
//! A whisper may be lost, and nothing may depend on any one of them: whoever whispers says it again.

use std::sync::PoisonError;

use sqlx::PgPool;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::Hub;
use crate::db::{Db, Engine};

/// The PostgreSQL channel that carries them.
pub(super) const WHISPERED: &str = "guildhall_whispers";

/// The longest that is said at once, in bytes: PostgreSQL takes a payload of 8,000, and who says it about what takes some.
pub const LONGEST: usize = 7_500;

/// So many wait to be heard. What is more is lost, and said again.
const WAITING: usize = 256;

// It speaks to one engine only, so it is not among the statements that are prepared on both.
const WHISPER: &str = "select pg_notify($1, $2)";

/// What another node says about a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whisper {
    /// The node.
    pub node: String,
    /// What it says.
    pub says: String,
}

impl Hub {
    /// Hears what other nodes say about a page from now on.
    pub fn overhear(&self, page: Uuid) -> mpsc::Receiver<Whisper> {
        let (tells, heard) = mpsc::channel(WAITING);
        let mut overheard = self.0.overheard.lock().unwrap_or_else(PoisonError::into_inner);
        overheard.retain(|_, tells| !tells.is_closed());
        overheard.insert(page, tells);
        heard
    }

    /// Passes on what a node said, to whom it is about.
    pub(super) fn pass_on(&self, payload: &str) {
        let mut words = payload.splitn(3, ' ');
        let (Some(node), Some(Ok(page)), Some(says)) = (words.next(), words.next().map(str::parse::<Uuid>), words.next()) else { return };
        if node == self.node() {
            return;
        }
        let tells = self.0.overheard.lock().unwrap_or_else(PoisonError::into_inner).get(&page).cloned();
        if let Some(tells) = tells {
            // What finds no room is said again.
            let _ = tells.try_send(Whisper { node: node.to_owned(), says: says.to_owned() });
        }
    }
}

impl Db {
    /// Tells the other nodes something about a page.
    ///
    /// # Errors
    /// When the engine refuses, as it does what is longer than [`LONGEST`].
    pub async fn whisper(&self, page: Uuid, says: &str) -> Result<(), sqlx::Error> {
        match self.writer() {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(pool) => send(pool, &format!("{} {page} {says}", self.hub().node())).await,
        }
    }

    /// Whether other nodes may use the same database.
    pub fn has_other_nodes(&self) -> bool {
        matches!(self.writer(), Engine::Postgres(_))
    }
}

async fn send(pool: &PgPool, payload: &str) -> Result<(), sqlx::Error> {
    sqlx::query(WHISPER).bind(WHISPERED).bind(payload).execute(pool).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Uuid = Uuid::from_u128(7);

    #[tokio::test]
    async fn a_whisper_is_heard_by_whom_it_is_about_and_never_by_who_said_it() {
        let hub = Hub::default();
        let mut heard = hub.overhear(PAGE);
        hub.pass_on(&format!("{} {PAGE} mine", hub.node()));
        hub.pass_on(&format!("other {} elsewhere", Uuid::from_u128(8)));
        hub.pass_on("other nonsense at all");
        hub.pass_on("other");
        hub.pass_on(&format!("other {PAGE} two words\nand a line"));
        assert_eq!(heard.recv().await, Some(Whisper { node: "other".to_owned(), says: "two words\nand a line".to_owned() }));
        assert!(heard.try_recv().is_err());
    }
}
