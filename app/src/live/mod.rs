//! What a commit wakes: whoever keeps something that was read from the database learns here that it has changed.
//!
//! A commit names channels: those of the kinds and communities its acts touched. A reader takes the hub's [`Moment`] before its first query, collects the channels of
//! what it reads in [`Reads`], and what it made stays good for as long as none of them has been woken since. Whoever wants to know at once listens with an [`ear::Ear`]: so open pages learn
//! through [`http`] that what they show has changed.

mod channel;
pub mod ear;
pub mod follow;
pub mod http;
pub mod store;
mod stream;
pub mod whisper;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

pub use self::channel::Channel;
use self::whisper::Whisper;

/// A point in the order of commits this node knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

/// The channels of one database on this node, and when each was last woken.
#[derive(Clone, Debug, Default)]
pub struct Hub(Arc<Woken>);

#[derive(Debug)]
struct Woken {
    /// Tells this process from others on the same database.
    node: String,
    moment: AtomicU64,
    /// When all of them were.
    all: AtomicU64,
    /// When last one was that nobody here had asked about.
    unknown: AtomicU64,
    channels: RwLock<HashMap<Channel, Arc<Slot>>>,
    /// Who is told what other nodes say about a page.
    overheard: Mutex<HashMap<Uuid, mpsc::Sender<Whisper>>>,
    /// Nothing more is to be heard.
    ended: AtomicBool,
}

/// What is known of a channel.
#[derive(Debug, Default)]
struct Slot {
    /// When it was last woken.
    woken: AtomicU64,
    /// Who listens to it.
    bells: Mutex<Vec<Weak<Notify>>>,
}

impl Slot {
    /// Tells who listens. One that is told before it waits does not wait.
    fn ring(&self) {
        self.bells.lock().unwrap_or_else(PoisonError::into_inner).retain(|bell| {
            let bell = bell.upgrade();
            bell.inspect(|bell| bell.notify_one()).is_some()
        });
    }

    /// Whether somebody listens, or keeps what depends on it.
    fn is_watched(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > 1
    }
}

/// How many channels are known before those that nobody watches are forgotten.
const MANY: usize = 20_000;

impl Default for Woken {
    fn default() -> Self {
        Self {
            node: Uuid::now_v7().simple().to_string(),
            moment: AtomicU64::default(),
            all: AtomicU64::default(),
            unknown: AtomicU64::default(),
            channels: RwLock::default(),
            overheard: Mutex::default(),
            ended: AtomicBool::default(),
        }
    }
}

impl Hub {
    /// The name of this process among those that use the database.
    pub fn node(&self) -> &str {
        &self.0.node
    }

    /// Now. Taken before the first query of what is to be kept.
    pub fn moment(&self) -> Moment {
        Moment(self.0.moment.load(Ordering::Acquire))
    }

    /// Wakes channels; called once the database holds what woke them.
    pub fn wake(&self, channels: impl IntoIterator<Item = Channel>) {
        let moment = self.0.moment.fetch_add(1, Ordering::AcqRel) + 1;
        let known = self.0.channels.read().unwrap_or_else(PoisonError::into_inner);
        for channel in channels {
            match known.get(&channel) {
                Some(slot) => {
                    slot.woken.fetch_max(moment, Ordering::AcqRel);
                    slot.ring();
                }
                // Whoever asks about it later takes it for woken now.
                None => {
                    self.0.unknown.fetch_max(moment, Ordering::AcqRel);
                }
            }
        }
    }

    /// Wakes every channel: something changed, and nobody knows what.
    pub fn wake_all(&self) {
        let moment = self.0.moment.fetch_add(1, Ordering::AcqRel) + 1;
        self.0.all.fetch_max(moment, Ordering::AcqRel);
        self.ring_all();
    }

    /// Has everybody who listens stop, for good: before the site waits for the last of its requests.
    pub fn end(&self) {
        self.0.ended.store(true, Ordering::Release);
        self.ring_all();
    }

    fn ring_all(&self) {
        self.0.channels.read().unwrap_or_else(PoisonError::into_inner).values().for_each(|slot| slot.ring());
    }

    fn of(&self, channel: Channel) -> Arc<Slot> {
        let known = self.0.channels.read().unwrap_or_else(PoisonError::into_inner).get(&channel).cloned();
        known.unwrap_or_else(|| {
            let mut channels = self.0.channels.write().unwrap_or_else(PoisonError::into_inner);
            if channels.len() >= MANY {
                channels.retain(|channel, slot| {
                    let stays = !channel.is_of_one_thing() || slot.is_watched();
                    if !stays {
                        self.0.unknown.fetch_max(slot.woken.load(Ordering::Acquire), Ordering::AcqRel);
                    }
                    stays
                });
            }
            let unknown = || Slot { woken: AtomicU64::new(self.0.unknown.load(Ordering::Acquire)), bells: Mutex::default() };
            Arc::clone(channels.entry(channel).or_insert_with(|| Arc::new(unknown())))
        })
    }

    /// What tells later whether any of these channels was woken after `since`.
    pub fn watch(&self, since: Moment, channels: &BTreeSet<Channel>) -> Watch {
        Watch { since, hub: self.clone(), channels: channels.iter().map(|channel| self.of(*channel)).collect() }
    }
}

/// Watches the channels of something that was read.
#[derive(Clone, Debug)]
pub struct Watch {
    since: Moment,
    hub: Hub,
    channels: Vec<Arc<Slot>>,
}

impl Watch {
    /// Whether nothing it watches was woken since.
    pub fn is_quiet(&self) -> bool {
        let quiet = |woken: &AtomicU64| woken.load(Ordering::Acquire) <= self.since.0;
        quiet(&self.hub.0.all) && self.channels.iter().all(|channel| quiet(&channel.woken))
    }
}

/// What a request reads, collected while it is answered.
#[derive(Clone, Debug, Default)]
pub struct Reads(Arc<Mutex<BTreeSet<Channel>>>);

impl Reads {
    /// Adds a channel.
    pub fn add(&self, channel: Channel) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(channel);
    }

    /// The channels so far.
    pub fn channels(&self) -> BTreeSet<Channel> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::ObjectKind;

    const EVENTS: Channel = Channel::Kind(ObjectKind::Event);
    const PEOPLE: Channel = Channel::Kind(ObjectKind::Person);

    #[test]
    fn what_was_read_stays_good_until_a_channel_of_its_own_is_woken() {
        let hub = Hub::default();
        hub.wake([EVENTS]);
        let watch = hub.watch(hub.moment(), &BTreeSet::from([EVENTS]));
        hub.wake([PEOPLE]);
        assert!(watch.is_quiet());
        hub.wake([PEOPLE, EVENTS]);
        assert!(!watch.is_quiet());
    }

    #[test]
    fn a_channel_woken_while_it_was_being_read_is_not_quiet() {
        let hub = Hub::default();
        let began = hub.moment();
        hub.wake([EVENTS]);
        assert!(!hub.watch(began, &BTreeSet::from([EVENTS])).is_quiet());
    }

    #[test]
    fn what_was_woken_before_anybody_asked_about_it_is_not_quiet() {
        let hub = Hub::default();
        let began = hub.moment();
        hub.wake([Channel::Page(Uuid::from_u128(7))]);
        assert!(!hub.watch(began, &BTreeSet::from([Channel::Page(Uuid::from_u128(7))])).is_quiet());
        assert!(hub.watch(hub.moment(), &BTreeSet::from([Channel::Page(Uuid::from_u128(8))])).is_quiet());
    }

    #[test]
    fn waking_all_wakes_what_was_never_named() {
        let hub = Hub::default();
        let watch = hub.watch(hub.moment(), &BTreeSet::from([PEOPLE]));
        hub.wake_all();
        assert!(!watch.is_quiet());
    }
}
