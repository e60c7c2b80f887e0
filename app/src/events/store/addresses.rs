//! How the meetings of a series are addressed: by the day the series gives them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::db::Db;
use crate::error::AppError;
use crate::state::Viewer;
use crate::{on, queries, visible_event};

/// How many times a series may have been parted for its old addresses to be followed.
const OFTEN: usize = 50;

queries! {
    GONE_ON = concat!(
        "select e.slug, e.starts_wall, (select count(*) from occurrence o where o.event_id = e.id and o.recurrence >= $4 and o.recurrence < $5) as meetings \
         from event e join community c on c.id = e.community_id where c.slug = $2 and e.continues = $3 and e.status <> 'draft' and ", visible_event!("e"), " order by e.id limit 1"
    );
}

/// The page of a meeting of a series.
pub(crate) fn meeting_href(event: &str, recurrence: &str) -> String {
    format!("{event}/{}", recurrence.get(..10).unwrap_or(recurrence))
}

/// The recurrences of a day, as a range of texts: from the first, before the second.
///
/// # Errors
/// `NotFound` where it is no day.
pub(in crate::events) fn recurrences_on(date: &str) -> Result<(String, String), AppError> {
    let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().filter(|day| day.to_string() == date).ok_or(AppError::NotFound)?;
    let next = day.succ_opt().ok_or(AppError::NotFound)?;
    Ok((day.to_string(), next.to_string()))
}

/// The page of a meeting that went on with another series when its own was parted; the page of that series, where it moved to another day.
///
/// # Errors
/// When the database does not answer.
pub async fn gone_on(db: &Db, viewer: Viewer, (community, slug, date): (&str, &str, &str)) -> Result<Option<String>, AppError> {
    let Ok((from, before)) = recurrences_on(date) else { return Ok(None) };
    // What followed may have moved by some days.
    let near = date
        .parse()
        .ok()
        .and_then(|date: NaiveDate| date.checked_add_days(chrono::Days::new(31)))
        .map_or_else(String::new, |day| day.to_string());
    let (mut slug, mut found) = (slug.to_owned(), None);
    let mut passed = BTreeSet::new();
    for _ in 0..OFTEN {
        let next: Option<(String, String, i64)> = on!(db.reader(), c => sqlx::query_as(GONE_ON)
            .bind(viewer.member).bind(community).bind(&slug).bind(&from).bind(&before).fetch_optional(c))?;
        let Some((next, starts, meetings)) = next else { break };
        let event = format!("/c/{community}/events/{next}");
        if meetings > 0 {
            return Ok(Some(meeting_href(&event, date)));
        }
        found = Some(event).filter(|_| starts < near).or(found);
        // A bundle may say that series go on from each other.
        if !passed.insert(next.clone()) {
            break;
        }
        slug = next;
    }
    Ok(found)
}
