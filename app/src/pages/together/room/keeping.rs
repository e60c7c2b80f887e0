//! What a room writes down besides changes: the body that readers see, revisions, snapshots; and what it learns from elsewhere.

use std::collections::BTreeSet;

use tokio::time::Instant;
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};

use super::super::document::{self, closing};
use super::super::rooms::{As, Seat};
use super::super::store::Edited;
use super::super::{revising, screen, store, text};
use super::{Room, frame};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::memberships::rules::to_edit;
use crate::memberships::standings_store::standings;
use crate::state::{Viewer, internal};

impl Room {
    /// Looks whether other nodes, or forms, have appended something.
    pub(super) async fn look_what_came(&mut self) -> Result<(), AppError> {
        match store::seq(&self.app.db, self.page).await? {
            Some(seq) if seq > self.seq => self.catch_up().await,
            _ => Ok(()),
        }
    }

    /// Takes in what other nodes, and forms, have appended.
    pub(super) async fn catch_up(&mut self) -> Result<(), AppError> {
        let mut tx = self.app.db.begin().await?;
        let changes = store::changes(&mut tx, self.page, (self.seq, i64::MAX)).await?;
        drop(tx);
        for (seq, change) in changes {
            document::take(&self.doc, &change, "database").map_err(|error| internal(&error))?;
            self.seq = seq;
            self.guests.tell_all(&frame(&Message::Sync(SyncMessage::Update(change))));
            self.due.body.get_or_insert(Instant::now());
        }
        Ok(())
    }

    /// Reads the document anew: of what is kept, and nothing else.
    pub(super) async fn read_anew(&mut self) -> Result<(), AppError> {
        let mut tx = self.app.db.begin().await?;
        let changes = store::changes(&mut tx, self.page, (0, i64::MAX)).await?;
        drop(tx);
        let doc = document::new();
        for (seq, change) in changes {
            document::take(&doc, &change, "database").map_err(|error| internal(&error))?;
            self.seq = seq;
        }
        self.doc = doc;
        Ok(())
    }

    /// Closes the sockets of those who may edit, or read, no longer.
    pub(super) async fn look_who_may(&mut self, about: impl Fn(Uuid) -> bool) -> Result<(), AppError> {
        let Some(page) = store::by_id(&self.app.db, self.page).await? else {
            self.guests.close_all(closing::REFUSED, "This page was deleted.");
            return Ok(());
        };
        if let Err(why) = screen::is_tended(&page) {
            self.guests.close_all(closing::REFUSED, &why.to_string());
        }
        let seats: Vec<Seat> = self.guests.all().into_iter().filter(|seat| about(seat.member)).collect();
        if !seats.is_empty() {
            for (socket, why) in self.why_not(&page, &seats).await? {
                self.guests.close(socket, closing::REFUSED, &why);
            }
        }
        if page.strayed() {
            self.due.body.get_or_insert(now_or_before());
        }
        Ok(())
    }

    /// The sockets of those who may not be here any longer, each with why.
    async fn why_not(&self, page: &Edited, seats: &[Seat]) -> Result<Vec<(Uuid, String)>, AppError> {
        let db = &self.app.db;
        let members = |of: As| seats.iter().filter(move |seat| seat.is == of).map(|seat| seat.member).collect::<BTreeSet<Uuid>>();
        let alive = store::alive(db, seats.iter().map(|seat| seat.session).collect(), self.app.clock.now()).await?;
        let standings = standings(db, page.community_id, &members(As::Editor), db.today()).await?;
        // Few watch: who may read a page is asked for one reader at a time.
        let mut readers = BTreeSet::new();
        for member in members(As::Watcher) {
            // What administrators see besides is no page.
            if store::is_readable(db, Viewer { member: Some(member), administrator: false }, page.id).await? {
                readers.insert(member);
            }
        }
        let why = |seat: &Seat| match seat.is {
            _ if !alive.contains(&seat.session) => Some("You are signed out, or your token has ended. Sign in to go on.".to_owned()),
            As::Editor => {
                let standing = standings.get(&seat.member).cloned().unwrap_or_default();
                to_edit(&standing, page.community_status).err().map(|why| why.to_string())
            }
            As::Watcher => (!readers.contains(&seat.member)).then(|| "You may not read this page any longer.".to_owned()),
        };
        Ok(seats.iter().filter_map(|seat| Some((seat.socket, why(seat)?))).collect())
    }

    /// Writes the body from the document. Where something else wrote to the body, an import, that is taken in first.
    pub(super) async fn write_body(&mut self) -> Result<(), AppError> {
        self.due.body = None;
        let mut tx = self.app.db.begin().await?;
        let Some(mut page) = store::lock(&mut tx, self.page).await? else {
            drop(tx);
            self.guests.close_all(closing::REFUSED, "This page was deleted.");
            return Ok(());
        };
        if page.strayed() {
            let says = text::said(&store::document(&mut tx, page.id, page.seq).await?);
            let outside = page.body.clone();
            let together = text::brought_together(Some(&self.body), &says, &outside);
            if together.is_none() {
                // Both changed the same place: the editors’ text goes on, and what came from outside is kept.
                text::keep_revision(
                    &mut tx,
                    &page,
                    (text::with_body(&page, &self.body), text::with_body(&page, &outside)),
                    (None, Some("Came from outside while the page was edited".to_owned())),
                )
                .await?;
            }
            page.body = says;
            page.written = Some(text::fingerprint(&page.body));
            let together = together.unwrap_or_else(|| page.body.clone());
            text::set(&mut tx, &mut page, &together, None).await?;
            self.body = together;
            tx.commit([]).await?;
            return self.catch_up().await;
        }
        for (seq, change) in store::changes(&mut tx, self.page, (self.seq, page.seq)).await? {
            document::take(&self.doc, &change, "database").map_err(|error| internal(&error))?;
            self.seq = seq;
            self.guests.tell_all(&frame(&Message::Sync(SyncMessage::Update(change))));
        }
        let says = text::said(&self.doc);
        if says != page.body {
            text::written(&mut tx, self.page, &says).await?;
        } else {
            store::shown(&mut tx, self.page).await?;
        }
        tx.commit([]).await?;
        self.body = says;
        Ok(())
    }

    /// The editors rest, or have left: a revision is kept, by those who made it.
    pub(super) async fn rest(&mut self) -> Result<(), AppError> {
        if self.due.body.is_some() {
            self.write_body().await?;
        }
        self.due.edited = None;
        let mut tx = self.app.db.begin().await?;
        let Some(page) = store::lock(&mut tx, self.page).await? else { return Ok(()) };
        // What came from outside is taken in first.
        if !page.strayed() {
            let authors = revising::keep_written(&mut tx, &page, (&self.begun, &page.body), page.shown).await?;
            let act = |member| Act::by(member, Deed::Edited, ObjectKind::Page, page.id).in_community(page.community_id);
            tx.commit(authors.into_iter().map(act).collect::<Vec<_>>()).await?;
        } else {
            drop(tx);
        }
        if self.guests.is_empty() { self.compact().await } else { Ok(()) }
    }

    /// Makes all changes so far one, where they are several.
    pub(super) async fn compact(&mut self) -> Result<(), AppError> {
        if self.seq == self.compacted {
            return Ok(());
        }
        let whole = document::whole(&self.doc);
        let mut tx = self.app.db.begin().await?;
        store::compact(&mut tx, self.page, self.seq, &whole).await?;
        tx.commit([]).await?;
        self.compacted = self.seq;
        Ok(())
    }
}

fn now_or_before() -> Instant {
    let now = Instant::now();
    now.checked_sub(super::BODY).unwrap_or(now)
}
