//! What a commit wakes: whoever keeps something that was read from the database learns here that it has changed.
//!
//! A commit names channels: those of the kinds and communities its acts touched. A reader takes the hub's [`Moment`] before its first query, collects the channels of
//! what it reads in [`Reads`], and what it made stays good for as long as none of them has been woken since.

pub mod follow;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use uuid::Uuid;

use crate::activity::{Act, ObjectKind};

/// What can be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Something of that kind was made, changed or removed.
    Kind(ObjectKind),
    /// Something of that community, or the community itself.
    Community(Uuid),
    /// What that page says to its readers.
    Page(Uuid),
    /// The document of that page: what its editors change, before its readers see it.
    Document(Uuid),
}

impl Channel {
    /// The channels an act wakes.
    pub fn of(act: &Act) -> impl Iterator<Item = Self> {
        let itself = (act.kind == ObjectKind::Community).then_some(act.object);
        [Some(Self::Kind(act.kind)), act.community.map(Self::Community), itself.map(Self::Community)].into_iter().flatten()
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => write!(f, "kind:{kind}"),
            Self::Community(id) => write!(f, "community:{id}"),
            Self::Page(id) => write!(f, "page:{id}"),
            Self::Document(id) => write!(f, "document:{id}"),
        }
    }
}

impl FromStr for Channel {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once(':') {
            Some(("kind", kind)) => kind.parse().map(Self::Kind).map_err(|_| ()),
            Some(("community", id)) => id.parse().map(Self::Community).map_err(|_| ()),
            Some(("page", id)) => id.parse().map(Self::Page).map_err(|_| ()),
            Some(("document", id)) => id.parse().map(Self::Document).map_err(|_| ()),
            _ => Err(()),
        }
    }
}

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
    channels: RwLock<HashMap<Channel, Arc<AtomicU64>>>,
    /// Rings whenever something was woken.
    bell: tokio::sync::watch::Sender<u64>,
}

impl Default for Woken {
    fn default() -> Self {
        Self {
            node: Uuid::now_v7().simple().to_string(),
            moment: AtomicU64::default(),
            all: AtomicU64::default(),
            channels: RwLock::default(),
            bell: tokio::sync::watch::Sender::default(),
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
        for channel in channels {
            self.of(channel).fetch_max(moment, Ordering::AcqRel);
        }
        self.0.bell.send_replace(moment);
    }

    /// Wakes every channel: something changed, and nobody knows what.
    pub fn wake_all(&self) {
        let moment = self.0.moment.fetch_add(1, Ordering::AcqRel) + 1;
        self.0.all.fetch_max(moment, Ordering::AcqRel);
        self.0.bell.send_replace(moment);
    }

    /// What rings whenever something was woken; a [`Watch`] tells whether it was what one waits for.
    pub fn bell(&self) -> tokio::sync::watch::Receiver<u64> {
        self.0.bell.subscribe()
    }

    fn of(&self, channel: Channel) -> Arc<AtomicU64> {
        let known = self.0.channels.read().unwrap_or_else(PoisonError::into_inner).get(&channel).cloned();
        known.unwrap_or_else(|| {
            let mut channels = self.0.channels.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(channels.entry(channel).or_default())
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
    channels: Vec<Arc<AtomicU64>>,
}

impl Watch {
    /// Whether nothing it watches was woken since.
    pub fn is_quiet(&self) -> bool {
        let quiet = |woken: &AtomicU64| woken.load(Ordering::Acquire) <= self.since.0;
        quiet(&self.hub.0.all) && self.channels.iter().all(|channel| quiet(channel))
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
    fn waking_all_wakes_what_was_never_named() {
        let hub = Hub::default();
        let watch = hub.watch(hub.moment(), &BTreeSet::from([PEOPLE]));
        hub.wake_all();
        assert!(!watch.is_quiet());
    }

    #[test]
    fn a_channel_reads_back_as_it_was_written() {
        for channel in
            [EVENTS, Channel::Community(Uuid::from_u128(7)), Channel::Page(Uuid::from_u128(7)), Channel::Document(Uuid::from_u128(7))]
        {
            assert_eq!(channel.to_string().parse(), Ok(channel));
        }
        assert_eq!("kind:nothing".parse::<Channel>(), Err(()));
    }
}
