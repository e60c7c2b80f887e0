//! Meetings in people's own calendars, by mail: who says that they come gets an invitation for their calendar program; what changes about the meeting follows, and so does its end. Who may
//! come, or waits for a place, is told of changes and of the end, and has nothing in their calendar. What somebody hears of several meetings at once is one mail and one notification.
//!
//! What somebody was last told of a meeting is kept. A job compares it with what is so now, under the event's lock, and posts the difference in the same transaction: nobody is told twice,
//! and nobody is left with what is no longer so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::calendar::{Entry, Part};
use super::importing::uids;
use super::invitation_letters::{Letter, Said, Word};
use super::invitations_store::{self as store, Come, Told};
use super::model::EventStatus;
use super::{audience_store, guests};
use crate::activity::ObjectKind;
use crate::activity::jobs::{JobKind, enqueue};
use crate::db::Tx;
use crate::link::host;
use crate::mail::{self, ORGANISER};
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::{AppState, Site};
use crate::when;

/// Whose calendars a job looks through.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    event: Uuid,
    /// One person alone.
    member: Option<Uuid>,
    /// Whether they answered for many meetings at once: these don't go into their calendar one by one.
    #[serde(default)]
    together: bool,
}

/// What somebody is told of a meeting. Where it is another, they are told anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invited {
    /// What feeds know it by: the UID of its event ([`uids::in_full`]) and, of a meeting of a series, when that gives it; it stays what it was when somebody was first told. `None` where that was
    /// the meeting's own id.
    #[serde(default)]
    pub(super) known_as: Option<(String, Option<DateTime<Utc>>)>,
    pub(super) title: String,
    pub(super) place: Option<String>,
    pub(super) online: Option<String>,
    pub(super) wall: (NaiveDateTime, NaiveDateTime),
    pub(super) timezone: String,
    pub(super) all_day: bool,
    pub(super) page: String,
    pub(super) organiser: String,
    /// Whether calendars are not to pass it on.
    #[serde(default)]
    pub(super) private: bool,
}

/// Has a job look what there is to mail to those who come to an event, or to one of them, once the transaction is committed.
///
/// # Errors
/// When the database refuses.
pub async fn due(tx: &mut Tx, event: Uuid, member: Option<Uuid>) -> Result<(), sqlx::Error> {
    have(tx, &Payload { event, member, together: false }).await
}

/// The same of somebody who answered for many meetings at once: that they come to them is one mail.
///
/// # Errors
/// When the database refuses.
pub async fn due_together(tx: &mut Tx, event: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    have(tx, &Payload { event, member: Some(member), together: true }).await
}

async fn have(tx: &mut Tx, of: &Payload) -> Result<(), sqlx::Error> {
    let payload = serde_json::to_string(of).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // A job of its own each time: one of the same name may be at work and have looked already.
    let (key, now) = (format!("{}:{}", JobKind::Invite, Uuid::now_v7()), tx.now());
    enqueue(tx, JobKind::Invite, &key, &payload, now).await
}

/// Mails what is new in the calendars of those who come to an event.
///
/// # Errors
/// When the database refuses, or the payload is none.
pub async fn send(app: &AppState, payload: &str) -> Result<(), sqlx::Error> {
    let of: Payload = serde_json::from_str(payload).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let mut tx = app.db.begin().await?;
    store::lock(&mut tx, of.event).await?;
    let come = store::come(&mut tx, of.event, of.member).await?;
    let mut told: HashMap<(Uuid, Uuid), Told> = HashMap::new();
    for row in store::told(&mut tx, of.event, of.member).await? {
        told.insert((row.occurrence_id, row.member_id), row);
    }
    let mut desk = Desk::of(&app.site, &of, tx);
    let mut here = BTreeSet::new();
    for row in &come {
        here.insert((row.occurrence_id, row.member_id));
        desk.invite(row, told.get(&(row.occurrence_id, row.member_id))).await?;
    }
    for row in told.into_values().filter(|row| row.stands && !here.contains(&(row.occurrence_id, row.member_id))) {
        desk.call_back(&row).await?;
    }
    desk.say().await?;
    guests::telling::tell(&app.site, &mut desk.tx, (of.event, of.member)).await?;
    desk.tx.commit([]).await
}

struct Desk<'a> {
    site: &'a Site,
    event: Uuid,
    /// Who may see the event.
    seen: HashMap<Uuid, bool>,
    /// Whether what is new is said of all meetings at once.
    together: bool,
    /// What is said to whom beside what goes into calendars.
    said: BTreeMap<(Uuid, Word), Said>,
    /// What stands among whose notifications, each with what it is told once by.
    news: BTreeMap<(Uuid, Word), Vec<(Uuid, Invited)>>,
    tx: Tx,
}

impl<'a> Desk<'a> {
    fn of(site: &'a Site, of: &Payload, tx: Tx) -> Self {
        Self { site, event: of.event, seen: HashMap::new(), together: of.together, said: BTreeMap::new(), news: BTreeMap::new(), tx }
    }
}

impl Desk<'_> {
    /// Whether somebody may see the event.
    async fn sees(&mut self, member: Uuid) -> Result<bool, sqlx::Error> {
        if let Some(sees) = self.seen.get(&member) {
            return Ok(*sees);
        }
        let sees = store::sees(&mut self.tx, self.event, member).await?;
        self.seen.insert(member, sees);
        Ok(sees)
    }

    async fn invite(&mut self, row: &Come, before: Option<&Told>) -> Result<(), sqlx::Error> {
        let mut now = row.held.invited();
        if let Some(first) = before.filter(|before| before.stands).and_then(Told::invited) {
            now.known_as = first.known_as;
        }
        let standing = before.filter(|before| before.stands);
        let known = standing.and_then(Told::invited);
        let (came, stood) = standing.map_or((false, false), |before| (before.comes, before.entered));
        let same = came == row.comes && known.as_ref().is_some_and(|known| known.says_what(&now));
        if same || !self.sees(row.member_id).await? {
            return Ok(());
        }
        // What comes first into a calendar is no change of anything there.
        let sequence = before.map_or(if row.comes { row.held.revision } else { -1 }, |before| before.sequence + 1);
        let first = known.is_none() || came != row.comes;
        let enters = row.comes && row.mailed && if first { !self.together } else { stood };
        store::keep(&mut self.tx, self.event, (row, &now), (sequence, row.comes && (enters || stood))).await?;
        if !first {
            self.news(Word::Changed, (row.occurrence_id, row.member_id), sequence, &now);
        }
        let person = (row.name.as_str(), row.email.as_str());
        let at = (row.occurrence_id, sequence);
        match known {
            _ if !row.mailed => {}
            _ if enters => {
                let entry = entry(at, person, &now, (EventStatus::Confirmed, self.tx.now()), self.site);
                let letter = Letter { to: person, invited: &now, entry: &entry, at: self.tx.now() };
                let mail = if first { letter.invitation(self.site) } else { letter.change(self.site) };
                mail::post(&mut self.tx, &mail).await?;
            }
            Some(was) if stood && !row.comes => self.take_out(at, person, (&was, false)).await?,
            Some(_) if !first => self.hears((row.member_id, Word::Changed), person, now),
            _ if row.comes => self.hears((row.member_id, Word::Coming), person, now),
            // They know what they answered to.
            _ => {}
        }
        Ok(())
    }

    /// Takes a meeting out of somebody's calendar.
    async fn call_back(&mut self, row: &Told) -> Result<(), sqlx::Error> {
        store::called_back(&mut self.tx, row).await?;
        let Some(was) = row.invited() else { return Ok(()) };
        // Who said that they don't come knows; who still would hears that there is nothing to come to.
        let comes = store::still_comes(&mut self.tx, row).await?;
        // Who may not see it any more hears nothing of it, but does not keep in their calendar what they have no place at. That it is a draft again is mailed: nobody finds that on the site.
        let sees = comes && self.sees(row.member_id).await?;
        if comes && !sees && !audience_store::sees(&mut self.tx, self.event, row.member_id).await? {
            return Ok(());
        }
        if sees {
            self.news(Word::Cancelled, (row.occurrence_id, row.member_id), row.sequence + 1, &was);
        }
        let person = (row.name.as_str(), row.email.as_str());
        if row.mailed && row.entered {
            self.take_out((row.occurrence_id, row.sequence + 1), person, (&was, comes)).await?;
        } else if row.mailed && comes {
            self.hears((row.member_id, Word::Cancelled), person, was);
        }
        Ok(())
    }

    /// Mails what takes a meeting out of a calendar; `comes` says whether somebody would still come.
    async fn take_out(&mut self, at: (Uuid, i32), person: (&str, &str), (was, comes): (&Invited, bool)) -> Result<(), sqlx::Error> {
        let entry = entry(at, person, was, (EventStatus::Cancelled, self.tx.now()), self.site);
        let letter = Letter { to: person, invited: was, entry: &entry, at: self.tx.now() };
        mail::post(&mut self.tx, &letter.end(self.site, comes)).await
    }

    /// Notes what somebody is mailed beside what goes into their calendar.
    fn hears(&mut self, to: (Uuid, Word), (name, email): (&str, &str), meeting: Invited) {
        let said = self.said.entry(to).or_insert_with(|| Said::to(name, email));
        said.meetings.push(meeting);
    }

    /// Notes what somebody finds among their notifications.
    fn news(&mut self, word: Word, (meeting, member): (Uuid, Uuid), sequence: i32, invited: &Invited) {
        let about = Uuid::from_u128(meeting.as_u128() ^ (u128::from(sequence.unsigned_abs()) << 64));
        self.news.entry((member, word)).or_default().push((about, invited.clone()));
    }

    /// Says what was noted, each to whom it is for: what is of several meetings at once.
    async fn say(&mut self) -> Result<(), sqlx::Error> {
        let community = store::community(&mut self.tx, self.event).await?;
        for ((member, word), told) in std::mem::take(&mut self.news) {
            let Some((about, first)) = told.first() else { continue };
            let (href, text) = match told.len() {
                1 => (first.page.clone(), first.when()),
                many => (first.series(), format!("{many} meetings, the first on {}", first.when())),
            };
            let kind = if word == Word::Cancelled { NewsKind::MeetingCancelled } else { NewsKind::MeetingChanged };
            let news = News {
                kind,
                by: By::Site,
                object: (ObjectKind::Event, self.event),
                about: *about,
                title: &first.title,
                href: &href,
                text: &text,
                community,
                to: &[To::Members(vec![member])],
            };
            tell(&mut self.tx, &news).await?;
        }
        for ((_, word), said) in std::mem::take(&mut self.said) {
            if let Some(mail) = said.mail(self.site, word) {
                mail::post(&mut self.tx, &mail).await?;
            }
        }
        Ok(())
    }
}

impl Invited {
    /// Whether somebody who was told this knows all that another says: an old address leads to the new one, and whom it may be passed on to is no news of the meeting.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        Self { page: other.page.clone(), private: other.private, ..self.clone() } == *other
    }

    /// The page of the series that it is one of.
    pub(super) fn series(&self) -> String {
        let event = self.page.rsplit_once('/').filter(|(event, _)| event.matches('/').count() > 3);
        event.map_or_else(|| self.page.clone(), |(event, _)| event.to_owned())
    }

    /// "Tuesday 10 March 2026, 1 pm (Europe/London), Room 4"
    pub(super) fn when(&self) -> String {
        let zone = if self.all_day { String::new() } else { format!(" ({})", self.timezone.replace('_', " ")) };
        let place = self.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        format!("{}{zone}{place}", when::moment(self.wall.0, self.all_day))
    }
}

/// The entry of a meeting for one person’s calendar.
pub(super) fn entry(
    (id, sequence): (Uuid, i32),
    (name, email): (&str, &str),
    invited: &Invited,
    (status, now): (EventStatus, DateTime<Utc>),
    site: &Site,
) -> Entry {
    let url = site.address(&invited.page);
    let online = invited.online.iter().map(|address| format!("Join online: {address}"));
    let zone = invited.timezone.parse().unwrap_or(Tz::UTC);
    let of_event = |(uid, recurrence): (String, _)| (Some(uids::in_full(uid, host(&site.base_url))), recurrence);
    let (uid, recurrence) = invited.known_as.clone().map_or((None, None), of_event);
    Entry {
        id,
        uid,
        title: invited.title.clone(),
        description: online.chain([url.clone()]).collect::<Vec<_>>().join("\n\n"),
        place: invited.place.clone().or_else(|| invited.online.clone()),
        url,
        topics: Vec::new(),
        organiser: (invited.organiser.clone(), ORGANISER.to_owned()),
        attendee: Some((name.to_owned(), email.to_owned())),
        status,
        private: invited.private,
        wall: invited.wall,
        zone,
        all_day: invited.all_day,
        revision: i64::from(sequence),
        stamps: (now, now),
        part: recurrence.map_or(Part::Whole, |recurrence| Part::Meeting(uids::kept(recurrence, zone, invited.all_day))),
    }
}
