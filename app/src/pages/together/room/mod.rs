//! A page that is open on this node: one task owns its document, feeds its editors and writes down what they change.
//!
//! What an editor sends is tried on the document, appended to the database, and only then told to the others and acknowledged. If the database refuses, the room ends, and its
//! editors come again with what was not kept.

mod batch;
mod elsewhere;
mod guests;
mod hearing;
mod keeping;
mod word;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, MissedTickBehavior, interval};
use uuid::Uuid;
use yrs::Doc;
use yrs::sync::{AwarenessUpdate, Message, SyncMessage};
use yrs::updates::encoder::Encode;

use self::batch::Batch;
use self::elsewhere::Nodes;
use self::guests::Guests;
use super::document::{self, SAVED, closing};
use super::rooms::Said;
use super::{revising, store};
use crate::error::AppError;
use crate::live::Channel;
use crate::live::ear::Ear;
use crate::live::whisper::Whisper;
use crate::state::AppState;

/// How often a room looks at what is due.
const TICK: Duration = Duration::from_millis(100);
/// How long readers wait for what was changed: they ask for it up to 300 ms later, and see it within a second.
const BODY: Duration = Duration::from_millis(400);
/// How often other nodes are asked for changes nobody was told of, and whether everybody may still edit.
const LOOK: Duration = Duration::from_secs(3);
/// How long nobody writes before a revision is kept.
const REST: Duration = Duration::from_secs(120);
/// How long a room waits for the first to come.
const UNVISITED: Duration = Duration::from_secs(30);
/// So many changes are made one.
const MANY: i64 = 500;

/// What is due, and since when.
struct Due {
    opened: Instant,
    body: Option<Instant>,
    looked: Instant,
    edited: Option<Instant>,
}

/// A page that is open on this node.
pub(super) struct Room {
    app: AppState,
    page: Uuid,
    doc: Doc,
    /// So many bytes the document has at the most.
    weight: usize,
    /// The last change that is in the document.
    seq: i64,
    /// The last change before which all are one.
    compacted: i64,
    /// What the body said when the room last saw it.
    body: String,
    /// What the page said before it was written live: where it has no revision yet, that becomes its first.
    begun: String,
    guests: Guests,
    nodes: Nodes,
    due: Due,
}

impl Room {
    /// Opens a page's room and lives in it until the last has left.
    pub(super) async fn live(app: AppState, (page, community): (Uuid, Uuid), mut said: Receiver<Said>) {
        let rooms = app.rooms.clone();
        // From before it is read: no other node's change is missed.
        let (mut ear, mut whispers) = (Self::ear(&app, page, community), app.db.hub().overhear(page));
        match Self::open(app, page).await {
            Ok(mut room) => {
                if let Err(error) = room.run(&mut said, &mut ear, &mut whispers).await {
                    room.guests.close_all(closing::AGAIN, &error.to_string());
                }
                room.say_goodbye().await;
            }
            Err(error) => tracing::warn!(%error, "a page could not be opened to be edited together"),
        }
        // Whoever stands at the door finds it closed, and opens another.
        said.close();
        rooms.sweep();
    }

    async fn open(app: AppState, page: Uuid) -> Result<Self, AppError> {
        let mut tx = app.db.begin().await?;
        let mut edited = store::lock(&mut tx, page).await?.ok_or(AppError::NotFound)?;
        let strayed = edited.strayed();
        let doc = super::text::opened(&mut tx, &mut edited).await?;
        if strayed {
            revising::keep_outside(&mut tx, &edited).await?;
        }
        let begun = revising::begun(&mut tx, &edited).await?;
        // A node that was killed has left what no revision says yet.
        let unrevised = !store::authors(&mut tx, &edited, edited.seq).await?.is_empty();
        let compacted = store::compacted(&mut tx, page).await?;
        tx.commit([]).await?;
        let stale = super::text::said(&doc) != edited.body;
        let now = Instant::now();
        Ok(Self {
            begun: begun.unwrap_or_else(|| edited.body.clone()),
            body: edited.body,
            weight: document::whole(&doc).len(),
            seq: edited.seq,
            compacted,
            due: Due { opened: now, body: stale.then_some(now), looked: now, edited: unrevised.then_some(now) },
            guests: Guests::default(),
            nodes: Nodes::default(),
            app,
            page,
            doc,
        })
    }

    fn ear(app: &AppState, page: Uuid, community: Uuid) -> Ear {
        use crate::activity::ObjectKind::{Community, Page, Person};
        let access = [Channel::Community(community), Channel::Kind(Community), Channel::Kind(Page), Channel::Kind(Person)];
        app.db.hub().listen(access.into_iter().chain([Channel::Document(page)]))
    }

    async fn run(&mut self, said: &mut Receiver<Said>, ear: &mut Ear, whispers: &mut Receiver<Whisper>) -> Result<(), AppError> {
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                heard = ear.hears() => match heard {
                    Some(heard) => self.heed(&heard).await?,
                    None => {
                        self.rest().await?;
                        self.guests.close_all(closing::AGAIN, "The site starts anew. What you wrote is kept.");
                        return Ok(());
                    }
                },
                Some(whisper) = whispers.recv() => self.overhears(&whisper),
                _ = tick.tick() => self.tick().await?,
                first = said.recv() => {
                    let Some(first) = first else { return Ok(()) };
                    self.listen(first, said).await?;
                    // Their sessions may end.
                    self.guests.newcomers().into_iter().for_each(|member| ear.also(Channel::Member(member)));
                }
            }
            // Whoever watches does not keep a revision waiting.
            if self.guests.left() && self.guests.count().0 == 0 && self.due.edited.is_some() {
                self.rest().await?;
            }
            let deserted = self.guests.left() || self.due.opened.elapsed() > UNVISITED;
            if self.guests.is_empty() && said.is_empty() && deserted {
                self.rest().await?;
                if self.app.rooms.may_end(said) {
                    return Ok(());
                }
            }
        }
    }

    /// Writes a batch down, and then tells the others and those who asked.
    async fn append(&mut self, batch: Batch) -> Result<(), AppError> {
        if !batch.changes.is_empty() {
            let merged =
                yrs::merge_updates_v1(batch.changes.iter().map(|(_, change)| change)).map_err(|error| crate::state::internal(&error))?;
            let named = batch.authors.keys().map(Uuid::to_string).collect::<Vec<_>>().join(",");
            let mut tx = self.app.db.begin().await?;
            let Some(seq) = store::append(&mut tx, self.page, &merged, &named).await? else {
                drop(tx);
                self.guests.close_all(closing::REFUSED, "This page was deleted.");
                return Ok(());
            };
            tx.commit([]).await?;
            if seq == self.seq + 1 {
                self.seq = seq;
            }
            let now = Instant::now();
            self.due.edited = Some(now);
            self.due.body.get_or_insert(now);
            for (socket, change) in batch.changes {
                self.guests.tell_others(socket, &frame(&Message::Sync(SyncMessage::Update(change))));
            }
        }
        for (socket, name) in batch.asked {
            self.guests.tell(socket, frame(&Message::Custom(SAVED, name)));
        }
        Ok(())
    }

    /// Something was woken: perhaps another node's change, perhaps somebody's role.
    async fn heed(&mut self, heard: &[Channel]) -> Result<(), AppError> {
        if heard.contains(&Channel::Document(self.page)) {
            self.look_what_came().await?;
        }
        let others: BTreeSet<Channel> = heard.iter().copied().filter(|channel| *channel != Channel::Document(self.page)).collect();
        if !others.is_empty() {
            let all = others.iter().any(|channel| !matches!(channel, Channel::Member(_)));
            self.look_who_may(|member| all || others.contains(&Channel::Member(member))).await?;
        }
        Ok(())
    }

    async fn tick(&mut self) -> Result<(), AppError> {
        self.guests.tell_who_is_where();
        self.tell_other_nodes().await;
        if self.due.looked.elapsed() >= LOOK {
            self.due.looked = Instant::now();
            self.look_what_came().await?;
            self.look_who_may(|_| true).await?;
        }
        if self.due.body.is_some_and(|since| since.elapsed() >= BODY) {
            self.write_body().await?;
        }
        if self.due.edited.is_some_and(|edited| edited.elapsed() >= REST) {
            self.rest().await?;
        }
        if self.seq - self.compacted > MANY {
            self.compact().await?;
        }
        Ok(())
    }
}

/// A message as it is sent.
fn frame(message: &Message) -> Bytes {
    message.encode_v1().into()
}

/// Who is where, as it is sent.
fn whereabouts(update: AwarenessUpdate) -> Bytes {
    frame(&Message::Awareness(update))
}
