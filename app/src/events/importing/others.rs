//! What is left alone in a calendar: this site's own events, which come back from elsewhere, and what comes here from another calendar. Two sites that follow each other would echo events for ever.
//!
//! Of an event that came from a calendar, any other calendar with the same UID may be a newer address of that one, or a mirror of it, and is believed; but what was passed on by a site like this one, or leads back to
//! this site, may have come from here, and is left alone unless that is where it came from.

use std::collections::{BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use super::reading::{Held, Said};
use super::store::{self, Known};
use super::uids;
use crate::db::Db;
use crate::link::host;

/// A followed calendar that is read.
#[derive(Debug)]
pub(super) struct Followed {
    /// Which.
    pub(super) calendar: Uuid,
    /// Its host: what came from there, from another address or before it was followed anew, comes from there still.
    pub(super) host: String,
    /// The end of what this site's own events are known by.
    pub(super) own: String,
    /// What the addresses of this site's events begin with.
    pub(super) pages: String,
    /// What comes from other calendars that the community follows.
    pub(super) elsewhere: BTreeSet<String>,
}

impl Followed {
    /// A calendar by its address, read by the site of a base address.
    pub(super) fn at(calendar: Uuid, address: &str, base_url: &str, elsewhere: BTreeSet<String>) -> Self {
        Self { calendar, host: host(address).to_owned(), own: format!("@{}", host(base_url)), pages: format!("{base_url}/c/"), elsewhere }
    }
}

/// What this site has of what a calendar holds.
#[derive(Debug, Default)]
pub(super) struct Others<'a> {
    /// `None` where somebody brings a file: they know what they do with what is not this site's.
    from: Option<&'a Followed>,
    community: Uuid,
    /// Whether a site like this one wrote the calendar.
    passed_on: bool,
    /// The ids of what was made here.
    made: HashSet<Uuid>,
    /// What came from calendars.
    known: HashMap<String, Vec<Known>>,
}

impl<'a> Others<'a> {
    /// Looks up what a calendar holds.
    pub(super) async fn find(db: &Db, community: Uuid, from: Option<&'a Followed>, held: &Held) -> Result<Self, sqlx::Error> {
        let keys: Vec<&str> = held.said.iter().map(|one| one.key.as_str()).collect();
        let ids: Vec<Uuid> = keys.iter().filter_map(|key| uids::id(key)).collect();
        let mut others =
            Self { from, community, passed_on: held.passed_on, made: store::made_here(db, &ids).await?, known: HashMap::new() };
        if let Some(from) = from {
            for known in store::known(db, (community, from.calendar), &keys).await? {
                others.known.entry(known.key.clone()).or_default().push(known);
            }
        }
        Ok(others)
    }

    /// Why something is left alone.
    pub(super) fn reason(&self, said: &Said) -> Option<&'static str> {
        let key = said.key.as_str();
        let ours = |from: &Followed| uids::parts(key).0.ends_with(&from.own);
        if self.from.is_some_and(ours) || uids::id(key).is_some_and(|id| self.made.contains(&id)) {
            return Some("it is an event of this site, so it was left out");
        }
        let from = self.from?;
        if from.elsewhere.contains(key) {
            return Some("it comes from another calendar that is followed as well, so it was left out here");
        }
        let known = self.known.get(key)?;
        let (here, there): (Vec<&Known>, Vec<&Known>) = known.iter().partition(|known| known.community_id == self.community);
        // What this site writes leads to its page.
        let passed_on = self.passed_on || said.record.body.contains(&from.pages);
        let comes = |known: &&Known| !passed_on || known.from_here || known.host.as_ref() == Some(&from.host);
        match (here.is_empty(), here.iter().any(comes), there.iter().all(comes)) {
            (false, false, _) => Some("this community has it from elsewhere, so it was left out here"),
            (true, _, false) => Some("it is an event of this site, brought in from elsewhere, so it was left out here"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::record::EventRecord;
    use crate::when::wall;

    const HERE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    fn known(community_id: Uuid, host: Option<&str>, from_here: bool) -> Known {
        Known { key: "talk@elsewhere".to_owned(), community_id, host: host.map(str::to_owned), from_here }
    }

    fn said(key: &str, body: &str) -> Said {
        let starts = wall("2026-03-10T13:00:00").unwrap();
        let record = EventRecord { body: body.to_owned(), ..EventRecord::meeting("design", "", "Talk", (starts, starts)) };
        Said { key: key.to_owned(), line: 1, record }
    }

    fn is_left(passed_on: bool, body: &str, known: Vec<Known>) -> bool {
        let followed = Followed::at(Uuid::nil(), "https://calendar.example/team.ics", "https://g.example", BTreeSet::new());
        let known = HashMap::from([("talk@elsewhere".to_owned(), known)]);
        let others = Others { from: Some(&followed), community: HERE, passed_on, made: HashSet::new(), known };
        others.reason(&said("talk@elsewhere", body)).is_some()
    }

    #[test]
    fn what_is_passed_on_is_left_alone_unless_that_is_where_it_came_from() {
        assert!(!is_left(true, "", Vec::new()), "it is new");
        assert!(!is_left(true, "", vec![known(HERE, None, true)]), "it held it before");
        assert!(
            !is_left(true, "", vec![known(HERE, Some("calendar.example"), false)]),
            "it was followed before, perhaps by another address"
        );
        for host in [None, Some("other.example")] {
            assert!(is_left(true, "", vec![known(HERE, host, false)]));
            assert!(is_left(false, "See https://g.example/c/design/events/talk", vec![known(HERE, host, false)]), "it leads back here");
            assert!(!is_left(false, "", vec![known(HERE, host, false)]), "a file was brought in, or the calendar has moved");
        }
    }

    #[test]
    fn two_communities_have_what_both_follow_and_neither_what_the_other_passed_on() {
        for host in [None, Some("other.example")] {
            assert!(!is_left(false, "", vec![known(OTHER, host, false)]));
            assert!(is_left(true, "", vec![known(OTHER, host, false)]));
            assert!(!is_left(true, "", vec![known(OTHER, host, false), known(HERE, None, true)]), "it is here already");
        }
        assert!(!is_left(true, "", vec![known(OTHER, Some("calendar.example"), false)]));
    }

    #[test]
    fn what_was_made_here_is_left_alone_wherever_it_comes_from() {
        let made = HashSet::from([OTHER]);
        let file = Others { made, ..Others::default() };
        assert!(file.reason(&said(&format!("{OTHER}@old.example"), "")).is_some());
        assert!(file.reason(&said(&format!("{OTHER}@old.example at 2026-03-10 13:00:00"), "")).is_some());
        assert_eq!((file.reason(&said(&format!("{HERE}@g.example"), "")), file.reason(&said("talk@elsewhere", ""))), (None, None));
        let followed = Followed::at(Uuid::nil(), "https://calendar.example/", "https://g.example", BTreeSet::from(["a".to_owned()]));
        let calendar = Others { from: Some(&followed), ..Others::default() };
        assert!(calendar.reason(&said(&format!("{HERE}@g.example"), "")).is_some(), "also where it is gone");
        assert!(calendar.reason(&said("a", "")).is_some() && calendar.reason(&said("b", "")).is_none());
    }
}
