//! The screens of being called back.

use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

use super::api::{MarkAllRead, MarkRead};
use super::store::{self, ToldRow};
use super::wording::Told;
use crate::accounts::sheets::own_tabs;
use crate::asked::Asked;
use crate::error::AppError;
use crate::state::signed_in;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::{plain, when};

/// Where they stand.
const HERE: &str = "/me/notifications";

/// How much of what was written a list shows, in characters.
const EXCERPT: usize = 280;

/// `/me/notifications`
pub(crate) async fn list(query: &Asked) -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let zone = store::zone(&app.db, member.member).await?;
    let today = app.clock.now().with_timezone(&zone).date_naive();
    let slice = store::list(&app.db, member.member, query.after()).await?;
    let newest = slice.items.iter().find(|row| row.read_at.is_none()).map(|row| row.id);
    let mut sheet = Sheet::new("Notifications", "What happened about you, and where you follow.");
    sheet.tabs = own_tabs(HERE);
    let settings = Part::Links(vec![("Choose what is mailed to you".to_owned(), format!("{HERE}/settings"))]);
    let all = newest.map(|id| Part::Form(form::<MarkAllRead>("Mark all as read").with("until", id.simple().to_string()).quiet().done()));
    sheet = sheet.section("", all.into_iter().chain([settings]));
    if slice.items.is_empty() {
        let none = "Nothing yet. Follow a question, a topic, a community or a person, and what is new there shows here.";
        return Ok(sheet.section("", [Part::Empty(none.to_owned())]));
    }
    for (day, rows) in by_day(slice.items, zone) {
        let rows = by_object(rows).into_iter().enumerate().map(|(n, rows)| row((day, n), rows, zone));
        sheet = sheet.section(day_title(day, today), [Part::Rows(rows.collect())]);
    }
    Ok(sheet.section("", [Part::Pages(HERE.to_owned(), slice.next, slice.later)]))
}

fn day_title(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        _ => when::weekday_and_date(day),
    }
}

/// The days of a page, each with what came on it, in the order of the list.
fn by_day(rows: Vec<ToldRow>, zone: Tz) -> Vec<(NaiveDate, Vec<ToldRow>)> {
    let mut days: Vec<(NaiveDate, Vec<ToldRow>)> = Vec::new();
    for row in rows {
        let day = row.at.with_timezone(&zone).date_naive();
        match days.last_mut() {
            Some((last, rows)) if *last == day => rows.push(row),
            _ => days.push((day, vec![row])),
        }
    }
    days
}

/// What came about each thing, where it was mentioned first.
fn by_object(rows: Vec<ToldRow>) -> Vec<Vec<ToldRow>> {
    let mut objects: Vec<Vec<ToldRow>> = Vec::new();
    for row in rows {
        match objects.iter_mut().find(|rows| rows.first().is_some_and(|first| first.object_id == row.object_id)) {
            Some(rows) => rows.push(row),
            None => objects.push(vec![row]),
        }
    }
    objects
}

/// One thing with what came about it. Its link leads to the first of it that was not read: from there on it is new.
fn row((day, n): (NaiveDate, usize), rows: Vec<ToldRow>, zone: Tz) -> Row {
    let unread = rows.iter().rfind(|row| row.read_at.is_none());
    let Some(shown) = unread.or(rows.first()) else { return Row::default() };
    let said = rows.iter().filter_map(|row| {
        let told = Told { kind: row.kind()?, actor: row.actor.as_deref(), title: &row.title };
        Some(format!("{}, {}", told.below_title(), when::clock_time(row.at.with_timezone(&zone).time())))
    });
    let place = shown.community.clone().filter(|place| *place != shown.title);
    let read = unread.map(|row| {
        let number = usize::try_from(chrono::Datelike::num_days_from_ce(&day)).unwrap_or_default() * 100 + n;
        form::<MarkRead>("Mark as read").with("id", row.id.simple().to_string()).numbered(number).quiet().done()
    });
    Row {
        href: Some(format!("{HERE}/{}/go", shown.id.simple())),
        external: true,
        fresh: unread.is_some(),
        facts: said.chain(place).collect(),
        note: Some(plain::cut(&shown.excerpt, EXCERPT)).filter(|excerpt| !excerpt.is_empty()),
        forms: read.into_iter().collect(),
        ..Row::new(&shown.title)
    }
}

/// Marks one read, with all about the same thing.
pub(super) async fn mark_read(id: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    store::read(&mut tx, member.member, of_theirs(id)?).await?;
    tx.commit([]).await?;
    Ok(Done::at(HERE))
}

/// Marks all read, up to the newest that was on the page.
pub(super) async fn mark_all_read(until: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    store::read_all(&mut tx, member.member, of_theirs(until)?).await?;
    tx.commit([]).await?;
    Ok(Done::at(HERE).saying("All is marked as read."))
}

fn of_theirs(id: &str) -> Result<Uuid, AppError> {
    id.parse().map_err(|_| AppError::form("There is no such notification. Load the page anew and try again."))
}
