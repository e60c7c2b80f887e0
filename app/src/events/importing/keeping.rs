//! Events of a calendar file into the site: what is new is made, what the calendar says differently now is changed, and all else stays.

use std::collections::HashMap;

use uuid::Uuid;

use super::merging::{Next, next};
use super::reading::Said;
use super::report::Report;
use super::words::Words;
use super::{Place, store as known_by, uids};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Db;
use crate::db::records::Index;
use crate::db::sources::{Remembered, recall, remember, remembered};
use crate::error::AppError;
use crate::events::organising::store;
use crate::events::record::EventRecord;
use crate::events::{invitations, record_store};
use crate::memberships::store as memberships;

/// Writes what a calendar says, from a `host` where it is followed there, each event in a transaction of its own: what was cut off is completed by the next time.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep(
    db: &Db,
    (place, host): (&Place, Option<&str>),
    index: &mut Index,
    said: Vec<Said>,
    report: &mut Report,
) -> Result<(), AppError> {
    let source = source(place.community.0);
    let known: HashMap<String, Remembered> = remembered(db, &source).await?.into_iter().map(|((_, key), one)| (key, one)).collect();
    for one in said {
        let hash = super::hash_of(&written(&one.record)?);
        if known.get(&one.key).is_some_and(|known| known.hash == hash) {
            report.unchanged += 1;
            continue;
        }
        // Of two files that come at once, the second finds what the first has made.
        let mut tx = db.begin().await?;
        memberships::lock(&mut tx, place.community.0).await?;
        let before = match recall(&mut tx, &source, ObjectKind::Event, &one.key).await? {
            Some(known) if known.hash == hash => {
                report.unchanged += 1;
                continue;
            }
            Some(known) => match store::lock_by_id(db, &mut tx, known.object).await? {
                Some(before) => Some((known.object, before)),
                None => {
                    report.left(one.line, "it was removed from this site since, so it was left alone");
                    continue;
                }
            },
            None => None,
        };
        let words = serde_json::to_string(&Words::of(&one.record)).map_err(|error| crate::state::internal(&error))?;
        let (id, deed) = match before {
            Some((_, before)) if store::is_parted(&mut tx, place.community.0, &before.slug).await? => {
                report.left(one.line, "it was parted on this site, into what was and what follows, so it was left alone");
                continue;
            }
            Some((id, before)) => {
                let last = known_by::words(&mut tx, id).await?.and_then(|words| serde_json::from_str(&words).ok());
                let Next { record, moves, kept } = next(&before, one.record, &last.unwrap_or_default(), tx.now());
                if let Some(moves) = &moves {
                    store::shift(&mut tx, id, moves).await?;
                }
                if !kept.is_empty() {
                    report.left(one.line, format!("its {} changed here and there, so this site’s was kept", listed(&kept)));
                }
                store::know_speakers(db, index, &record).await?;
                record_store::save(&mut tx, index, id, &record).await?;
                invitations::due(&mut tx, id, None).await?;
                report.updated += 1;
                (id, Deed::Reimported)
            }
            None => {
                let (id, mut record) = (Uuid::now_v7(), one.record);
                record.slug = store::free_slug(&mut tx, (place.community.0, &place.community.1), &record.title).await?;
                record_store::save(&mut tx, index, id, &record).await?;
                report.created += 1;
                (id, Deed::Imported)
            }
        };
        known_by::know(&mut tx, id, (uids::given(&one.key), host), &words).await?;
        remember(&mut tx, &source, ObjectKind::Event, &one.key, &Remembered { object: id, hash }).await?;
        let act = match place.by {
            Some(member) => Act::by(member, deed, ObjectKind::Event, id),
            None => Act::of(deed, ObjectKind::Event, id),
        };
        tx.commit([act.in_community(place.community.0)]).await?;
    }
    Ok(())
}

/// What is remembered under of calendars that are brought into a community.
pub(super) fn source(community: Uuid) -> String {
    format!("ics:{community}")
}

/// All that a record says.
fn written(record: &EventRecord) -> Result<String, AppError> {
    let fields = serde_json::to_string(record).map_err(|error| crate::state::internal(&error))?;
    Ok(format!("{fields}\n{}", record.body))
}

/// "title", "title and place", "title, place and description"
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
