//! `guildhall import-ics`: a calendar file into a community.

use std::path::Path;

use anyhow::{Context, ensure};
use app::clock::Clock;
use app::db::Db;
use app::db::sources;
use app::events::importing::{self, HEAVIEST, Place, Report};
use chrono_tz::Tz;

/// Brings a file in, to the community of an address; `zone` is that of times which name none.
///
/// # Errors
/// When the file can't be read or is no calendar, when there is no such community, or the database refuses.
pub async fn import(db: &Db, clock: &Clock, file: &Path, (community, zone): (&str, Tz)) -> anyhow::Result<Report> {
    let weight = std::fs::metadata(file).with_context(|| format!("{} can’t be read", file.display()))?.len();
    ensure!(weight <= HEAVIEST as u64, "{} is heavier than 5 MB; export a shorter time, or one calendar at a time", file.display());
    let bytes = std::fs::read(file).with_context(|| format!("{} can’t be read", file.display()))?;
    let mut tx = db.begin().await?;
    let found = sources::community(&mut tx, community.trim(), community.trim()).await?;
    tx.commit([]).await?;
    let community = found.with_context(|| format!("there is no community “{community}” on this site"))?;
    let report = importing::import(db, clock, &Place { community, zone, by: None }, bytes).await?;
    report.with_context(|| format!("{} is no calendar: it does not hold BEGIN:VCALENDAR", file.display()))
}
