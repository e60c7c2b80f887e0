//! What a calendar said of an event in words, and which of them were changed here since. Pure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::hash_of;
use crate::events::record::EventRecord;

/// What a calendar said of an event the last time, in short. Of what is not known, its word holds.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    online: Option<String>,
    #[serde(default)]
    body: Option<String>,
    /// The titles of single meetings.
    #[serde(default)]
    meetings: Option<BTreeSet<String>>,
    /// Where single meetings take place.
    #[serde(default)]
    places: Option<BTreeSet<String>>,
}

/// A text in short; how it is broken into lines does not matter, for a form that was sent unchanged may break it in another way.
fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    hash_of(&words.join(" ")).chars().take(16).collect()
}

fn maybe(text: Option<&String>) -> Option<String> {
    Some(short(text.map(String::as_str).unwrap_or_default()))
}

impl Words {
    /// What a record says.
    pub(super) fn of(record: &EventRecord) -> Self {
        Self {
            title: Some(short(&record.title)),
            place: maybe(record.place.as_ref()),
            online: maybe(record.online_url.as_ref()),
            body: Some(short(&record.body)),
            meetings: Some(record.occurrences.iter().filter_map(|own| own.title.as_deref()).map(short).collect()),
            places: Some(
                record.occurrences.iter().flat_map(|own| [&own.place, &own.online_url]).flatten().map(|place| short(place)).collect(),
            ),
        }
    }

    /// Puts what was changed here into what the calendar says now, and gives the names of what it says otherwise than before.
    pub(super) fn keep(&self, here: &EventRecord, said: &mut EventRecord) -> Vec<&'static str> {
        let (own, now) = (Self::of(here), Self::of(said));
        let mut lost = Vec::new();
        let mut changed = |name, [last, own, now]: [&Option<String>; 3]| {
            let changed = last.is_some() && last != own;
            lost.extend(Some(name).filter(|_| changed && last != now && own != now));
            changed
        };
        if changed("title", [&self.title, &own.title, &now.title]) {
            said.title.clone_from(&here.title);
        }
        if changed("place", [&self.place, &own.place, &now.place]) {
            said.place.clone_from(&here.place);
        }
        if changed("link", [&self.online, &own.online, &now.online]) {
            said.online_url.clone_from(&here.online_url);
        }
        if changed("description", [&self.body, &own.body, &now.body]) {
            said.body.clone_from(&here.body);
        }
        lost
    }

    /// Whether the title of a single meeting was given to it here.
    pub(super) fn is_own_title(&self, title: &str) -> bool {
        self.meetings.as_ref().is_some_and(|said| !said.contains(&short(title)))
    }

    /// Whether it was said here, and not by the calendar, that a single meeting takes place there.
    pub(super) fn is_own_place(&self, place: &str) -> bool {
        self.places.as_ref().is_none_or(|said| !said.contains(&short(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::wall;

    fn event(title: &str, place: Option<&str>, body: &str) -> EventRecord {
        let starts = wall("2026-03-10T13:00:00").unwrap();
        EventRecord {
            place: place.map(str::to_owned),
            body: body.to_owned(),
            ..EventRecord::meeting("design", "talk", title, (starts, starts + chrono::TimeDelta::hours(1)))
        }
    }

    #[test]
    fn what_was_changed_here_stays_and_the_rest_follows() {
        let last = Words::of(&event("Talk", Some("Room 4"), "One\n\ntwo"));
        let here = event("Our talk", Some("Room 4"), "One \r\n\r\ntwo");
        let mut said = event("Talk", Some("Room 5"), "Three");
        assert_eq!(last.keep(&here, &mut said), Vec::<&str>::new(), "the calendar did not change the title");
        assert_eq!((said.title.as_str(), said.place.as_deref(), said.body.as_str()), ("Our talk", Some("Room 5"), "Three"));
        let mut said = event("Their talk", None, "One two");
        assert_eq!(last.keep(&here, &mut said), ["title"]);
        assert_eq!((said.title.as_str(), said.place), ("Our talk", None));
        let mut said = event("Our talk", None, "");
        assert_eq!(last.keep(&here, &mut said), Vec::<&str>::new(), "both say the same");
    }

    #[test]
    fn what_was_emptied_here_stays_empty() {
        let last = Words::of(&event("Talk", Some("Room 4"), "One"));
        let mut said = event("Talk", Some("Room 5"), "Two");
        assert_eq!(last.keep(&event("Talk", None, ""), &mut said), ["place", "description"]);
        assert_eq!((said.place, said.body.as_str()), (None, ""));
    }

    #[test]
    fn where_it_is_not_known_what_was_said_the_calendar_holds() {
        let mut said = event("Talk", None, "Two");
        let last: Words = serde_json::from_str("{}").unwrap();
        assert_eq!(last.keep(&event("Ours", Some("Here"), ""), &mut said), Vec::<&str>::new());
        assert_eq!((said.title.as_str(), last.is_own_title("Ours")), ("Talk", false));
    }
}
