//! The SQL of lists of who comes, page by page.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::Person;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::ui::pagination::{Slice, key_parts};
use crate::{on, queries};

/// People on a page.
const PAGE: usize = 500;

/// Those who come first, and those who can't last.
macro_rules! place {
    () => {
        "case r.answer when 'going' then 1 when 'waiting' then 2 when 'maybe' then 3 else 4 end"
    };
}

queries! {
    PEOPLE = concat!(
        "select m.id, r.answered_at, ", place!(), " as place, m.handle, m.name, r.answer, r.note, r.needs, r.held, r.came_at is not null as came from rsvp r join member m on m.id = r.member_id \
         where r.occurrence_id = $1 and m.standing = 'active' and (", place!(), ", r.answered_at, m.id) > ($2, $3, $4) order by ", place!(), ", r.answered_at, m.id limit $5"
    );
    COUNTS = "select r.answer, count(*) from rsvp r join member m on m.id = r.member_id where r.occurrence_id = $1 and m.standing = 'active' group by r.answer order by r.answer";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    answered_at: DateTime<Utc>,
    place: i32,
    #[sqlx(flatten)]
    person: Person,
}

/// A page of who answered: those who come first.
///
/// # Errors
/// `Invalid` where `after` is no key of such a list.
pub(super) async fn people(db: &Db, meeting: Uuid, after: &str) -> Result<Slice<Person>, AppError> {
    let [place, rest] = key_parts(after)?;
    let place: i32 = if after.is_empty() { 0 } else { place.parse().map_err(|_| key::no_key())? };
    let (at, id) = key::parse_at(rest, (key::first_instant(), Uuid::nil()))?;
    let rows: Vec<Row> =
        on!(db.reader(), c => sqlx::query_as(PEOPLE).bind(meeting).bind(place).bind(at).bind(id).bind(PAGE as i64 + 1).fetch_all(c))?;
    let slice = Slice::cut(rows, PAGE, after, |row| format!("{}~{}", row.place, key::at(row.answered_at, row.id)));
    Ok(Slice { items: slice.items.into_iter().map(|row| row.person).collect(), next: slice.next, later: slice.later })
}

/// How many gave each answer.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn counts(db: &Db, meeting: Uuid) -> Result<HashMap<String, i64>, sqlx::Error> {
    let rows: Vec<(String, i64)> = on!(db.reader(), c => sqlx::query_as(COUNTS).bind(meeting).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}
