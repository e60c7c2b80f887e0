//! What can be woken, and the words by which other nodes are told of it.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::activity::{Act, ObjectKind};

/// What can be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Something of that kind was made, changed or removed.
    Kind(ObjectKind),
    /// Something of that community, or the community itself.
    Community(Uuid),
    /// That question, or something below it.
    Question(Uuid),
    /// That event, one of its meetings, or who comes to it.
    Event(Uuid),
    /// What that page says to its readers.
    Page(Uuid),
    /// The document of that page: what its editors change, before its readers see it.
    Document(Uuid),
    /// What people found helpful, anywhere: there are many such acts, and few lists in their order.
    Helpful,
    /// What a member is told of, or how they stand with the site.
    Member(Uuid),
}

impl Channel {
    /// The channels an act wakes.
    pub fn of(act: &Act) -> impl Iterator<Item = Self> {
        let itself = match act.kind {
            ObjectKind::Community => Some(Self::Community(act.object)),
            ObjectKind::Question => Some(Self::Question(act.object)),
            ObjectKind::Event => Some(Self::Event(act.object)),
            ObjectKind::Page => Some(Self::Page(act.object)),
            ObjectKind::Person => Some(Self::Member(act.object)),
            ObjectKind::Organisation | ObjectKind::Topic | ObjectKind::Resource => None,
        };
        let all = (!act.deed.is_unseen()).then_some(Self::Kind(act.kind));
        [all, act.community.map(Self::Community), itself].into_iter().flatten()
    }

    /// Whether there are many like it, most of which nobody watches.
    pub(super) fn is_of_one_thing(self) -> bool {
        matches!(self, Self::Question(_) | Self::Event(_) | Self::Page(_) | Self::Document(_) | Self::Member(_))
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => write!(f, "kind:{kind}"),
            Self::Community(id) => write!(f, "community:{id}"),
            Self::Question(id) => write!(f, "question:{id}"),
            Self::Event(id) => write!(f, "event:{id}"),
            Self::Document(id) => write!(f, "document:{id}"),
            Self::Page(id) => write!(f, "page:{id}"),
            Self::Helpful => f.write_str("helpful:all"),
            Self::Member(id) => write!(f, "member:{id}"),
        }
    }
}

impl FromStr for Channel {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, which) = text.split_once(':').ok_or(())?;
        if kind == "kind" {
            return which.parse().map(Self::Kind).map_err(|_| ());
        }
        if kind == "helpful" {
            return Ok(Self::Helpful);
        }
        let of: fn(Uuid) -> Self = match kind {
            "community" => Self::Community,
            "question" => Self::Question,
            "event" => Self::Event,
            "page" => Self::Page,
            "document" => Self::Document,
            "member" => Self::Member,
            _ => return Err(()),
        };
        which.parse().map(of).map_err(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_reads_back_as_it_was_written() {
        let seven = Uuid::from_u128(7);
        let of_one = [Channel::Question, Channel::Event, Channel::Page, Channel::Document, Channel::Member].map(|of| of(seven));
        for channel in [Channel::Kind(ObjectKind::Event), Channel::Community(seven)].into_iter().chain(of_one) {
            assert_eq!(channel.to_string().parse(), Ok(channel));
        }
        assert_eq!("kind:nothing".parse::<Channel>(), Err(()));
    }
}
