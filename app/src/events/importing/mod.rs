//! Bringing calendars in: an `.ics` file becomes events of a community, and the same file again, or a later one, changes what it says differently.
//!
//! Entries are known again by their UID. Of an event that came so, the calendar's word holds for what it speaks of: title, times, rule, place, description, whether it takes place. What it does
//! not speak of, speakers, places, recordings and who comes, is the site's. What can't be read is listed with its line, and the rest is read.

pub mod followed;
mod joining;
mod keeping;
mod lines;
mod reading;
mod report;
mod times;
mod upload;
mod windows;

#[cfg(test)]
mod tests;

use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;
use uuid::Uuid;

pub use report::{Left, Report};
pub(crate) use upload::part;
pub(super) use upload::upload;

use std::collections::BTreeSet;

use self::reading::{Reading, read};
use super::organising::store;
use super::schedule;
use crate::activity::ObjectKind;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::records::Index;
use crate::error::AppError;
use crate::state::internal;

/// The heaviest file that is read, in bytes.
pub const HEAVIEST: usize = crate::fetching::HEAVIEST;

/// Where a calendar goes.
#[derive(Clone, Debug)]
pub struct Place {
    /// Id and slug of the community.
    pub community: (Uuid, String),
    /// The zone of times that name none.
    pub zone: Tz,
    /// Who brings it; `None` where the operator does.
    pub by: Option<Uuid>,
}

/// What is left alone in a calendar, by what it is known by.
#[derive(Debug, Default)]
struct Others {
    /// What comes from other calendars that the community follows.
    elsewhere: BTreeSet<String>,
    /// The end of what this site's own events are known by.
    own: Option<String>,
}

impl Others {
    fn reason(&self, key: &str) -> Option<&'static str> {
        // A meeting that differs from its series has the series’ UID, and its own time.
        let uid = key.rsplit_once(" at ").map_or(key, |(uid, _)| uid);
        if self.own.as_deref().is_some_and(|own| uid.ends_with(own)) {
            return Some("it is an event of this site, so it was left out");
        }
        self.elsewhere.contains(key).then_some("it comes from another calendar that is followed as well, so it was left out here")
    }
}

/// What was brought, and what else the file holds.
struct Brought {
    report: Report,
    /// What the events that were read are known by.
    keys: BTreeSet<String>,
    /// The UIDs of entries that are there, and could not be read.
    unread: Vec<String>,
}

/// Brings a calendar in. `None` where the file is none.
///
/// # Errors
/// When the database refuses; what was committed until then stays, and the next time completes it.
pub async fn import(db: &Db, clock: &Clock, place: &Place, file: Vec<u8>) -> Result<Option<Report>, AppError> {
    Ok(bring(db, clock, place, file, &Others::default()).await?.map(|brought| brought.report))
}

/// Brings a calendar in, but for what is others'.
async fn bring(db: &Db, clock: &Clock, place: &Place, file: Vec<u8>, others: &Others) -> Result<Option<Brought>, AppError> {
    let topics = store::known(db).await?;
    let mut index = Index::load_communities(db).await?;
    topics.ids.iter().for_each(|(slug, id)| index.insert(ObjectKind::Topic, slug.clone(), *id));
    let (community, zone) = (place.community.1.clone(), place.zone);
    let horizon = schedule::horizon(clock.now());
    let read = spawn_blocking(move || {
        let mut report = Report::default();
        let with = Reading { community: &community, zone, topics: &topics.known, horizon };
        let held = read(&file, &with, &mut report)?;
        Some((held, report))
    });
    let Some((mut held, mut report)) = read.await.map_err(|error| internal(&error))? else { return Ok(None) };
    held.said.retain(|one| {
        let reason = others.reason(&one.key);
        reason.into_iter().for_each(|reason| report.left(one.line, reason));
        reason.is_none()
    });
    let keys = held.said.iter().map(|one| one.key.clone()).collect();
    keeping::keep(db, place, &mut index, held.said, &mut report).await?;
    report.listed.sort_by_key(|left| left.line);
    Ok(Some(Brought { report, keys, unread: held.unread }))
}

/// A short text that stands for a long one.
fn hash_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
