//! Bringing calendars in: an `.ics` file becomes events of a community, and the same file again, or a later one, changes what it says differently.
//!
//! Entries are known again by their UID. Of an event that came so, the calendar's word holds for what it speaks of: title, times, rule, place, description, whether it takes place. What it does
//! not speak of, speakers, places, recordings and who comes, is the site's. What can't be read is listed with its line, and the rest is read.

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
pub const HEAVIEST: usize = 5 * 1024 * 1024;

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

/// Brings a calendar in. `None` where the file is none.
///
/// # Errors
/// When the database refuses; what was committed until then stays, and the next time completes it.
pub async fn import(db: &Db, clock: &Clock, place: &Place, file: Vec<u8>) -> Result<Option<Report>, AppError> {
    let topics = store::known(db).await?;
    let mut index = Index::load_communities(db).await?;
    topics.ids.iter().for_each(|(slug, id)| index.insert(ObjectKind::Topic, slug.clone(), *id));
    let (community, zone) = (place.community.1.clone(), place.zone);
    let horizon = schedule::horizon(clock.now());
    let read = spawn_blocking(move || {
        let mut report = Report::default();
        let with = Reading { community: &community, zone, topics: &topics.known, horizon };
        let said = read(&file, &with, &mut report)?;
        Some((said, report))
    });
    let Some((said, mut report)) = read.await.map_err(|error| internal(&error))? else { return Ok(None) };
    keeping::keep(db, place, &index, said, &mut report).await?;
    report.listed.sort_by_key(|left| left.line);
    Ok(Some(report))
}

/// A short text that stands for a long one.
fn hash_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
