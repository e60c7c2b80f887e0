//! Bringing calendars in: an `.ics` file becomes events of a community, and the same file again, or a later one, changes what it says differently.
//!
//! Entries are known again by their UID, which is theirs in this site's own feeds, too: an event is one everywhere. Of an event that came so, the calendar's word holds for what it speaks of:
//! times, rule, whether it takes place; title, place and description where nobody has changed them here. What it does not speak of, speakers, recordings and who comes, is the site's. This
//! site's own events, which come back from elsewhere, are left out; what can't be read is listed with its line, and the rest is read.

mod calling_off;
mod daily;
pub mod followed;
mod joining;
mod keeping;
mod lines;
mod merging;
mod others;
mod reading;
mod report;
pub(crate) mod store;
mod times;
pub(crate) mod uids;
mod upload;
mod windows;
mod words;

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

use self::others::{Followed, Others};
use self::reading::{Reading, read};
use super::organising::store as events;
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
    Ok(bring(db, clock, place, file, None).await?.map(|brought| brought.report))
}

/// Brings a calendar in, but for what is this site's own or comes from elsewhere; `from` says which it is where it is followed.
async fn bring(db: &Db, clock: &Clock, place: &Place, file: Vec<u8>, from: Option<&Followed>) -> Result<Option<Brought>, AppError> {
    let topics = events::known(db).await?;
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
    let others = Others::find(db, place.community.0, from, &held).await?;
    held.said.retain(|one| {
        let reason = others.reason(one);
        reason.into_iter().for_each(|reason| report.left(one.line, reason));
        reason.is_none()
    });
    let keys = held.said.iter().map(|one| one.key.clone()).collect();
    let host = from.map(|from| from.host.as_str());
    keeping::keep(db, (place, host), &mut index, held.said, &mut report).await?;
    report.listed.sort_by_key(|left| left.line);
    Ok(Some(Brought { report, keys, unread: held.unread }))
}

/// A short text that stands for a long one.
fn hash_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
