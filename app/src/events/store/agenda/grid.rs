//! A month or a week as a grid of days.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, Utc};

use super::whose::asked_for;
use super::{LONGEST, Narrowed, SLOTS, fields, follow, of_community, said_above};
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::db::Db;
use crate::db::statement::Statement;
use crate::error::AppError;
use crate::events::model::{Agenda, Cell, EventFormat, Grid, Slot, View};
use crate::related::store::{SLOT_COLUMNS, SlotRow, slot};
use crate::state::Viewer;
use crate::topics::facets;
use crate::ui::filtering::Form;
use crate::ui::filters::Filters;
use crate::when;

/// The most meetings a grid holds; the statement reads one more.
const MOST: usize = 1_000;

const BETWEEN: &str = " and o.starts_at > $? and o.starts_at < $? and o.ends_at > $?";
/// The few that began too long ago for that have an index of their own.
const LONG_BEFORE: &str = " and o.starts_at <= $? and o.ends_at > $? and substr(o.ends_wall, 1, 7) > substr(o.starts_wall, 1, 7)";
/// In no order, which a grid gives them itself: which of them are left out matters only where there are more.
pub(super) const MOST_AND_ONE: &str = " limit 1001";
pub(super) const SOONEST: &str = " order by o.starts_at, o.id limit 1001";

/// The statement of a grid.
pub(super) fn between(narrowed: &Narrowed, viewer: Viewer, (first, last): (NaiveDate, NaiveDate), limit: &'static str) -> Statement {
    // A day begins on some other's clock: no zone is two days off.
    let day = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    let (begin, end) = (day(first) - Duration::days(2), day(last) + Duration::days(3));
    narrowed
        .of(Statement::new(SLOTS, [viewer.member.into()]).with(BETWEEN, [(begin - LONGEST).into(), end.into(), begin.into()]))
        .with(limit, [])
}

/// The statement of what is on in a grid, and began long before.
pub(super) fn long_before(narrowed: &Narrowed, viewer: Viewer, (first, _): (NaiveDate, NaiveDate)) -> Statement {
    let begin = first.and_time(chrono::NaiveTime::MIN).and_utc() - Duration::days(2);
    let values = [(begin - LONGEST).into(), begin.into()];
    narrowed.of(Statement::new(SLOTS, [viewer.member.into()]).with(LONG_BEFORE, values)).with(SOONEST, [])
}

async fn slots(db: &Db, statement: Statement) -> Result<Vec<SlotRow>, AppError> {
    statement.rows(db, SLOT_COLUMNS).await
}

/// A month or a week of what takes place.
///
/// # Errors
/// As [`super::agenda`].
pub(super) async fn grid(
    db: &Db,
    viewer: Viewer,
    now: DateTime<Utc>,
    (head, asked, view): (Option<CommunityHead>, &Asked, View),
) -> Result<Agenda, AppError> {
    let today = now.date_naive();
    let on = day_asked(&asked.text("on"))?;
    let address = head.as_ref().map_or_else(|| "/events".to_owned(), |head| Section::Events.address(&head.slug));
    let form = Form::new(address, "Show").keeping("view", view.as_str(), true);
    let form = form.keeping("on", &on.unwrap_or(today).to_string(), on.is_some());
    let narrowed = Narrowed {
        community: head.as_ref().map(|head| head.slug.clone()),
        own: asked_for(viewer, asked)?,
        topic: facets::chosen(db, &asked.text("topic")).await?,
        format: asked.word::<EventFormat>("format", "There is no such kind of event. Choose one from the list of events.")?,
        month: None,
    };
    let (narrowed, form) = if head.is_none() { of_community(db, viewer, asked, (narrowed, form)).await? } else { (narrowed, form) };
    let on = on.unwrap_or(today);
    let (first, last) = span(view, on);
    // At once: none of them waits for what another finds.
    let (filters, mut rows, began, follow) = tokio::try_join!(
        fields(db, viewer, &narrowed, form),
        slots(db, between(&narrowed, viewer, (first, last), MOST_AND_ONE)),
        slots(db, long_before(&narrowed, viewer, (first, last))),
        follow(db, viewer, (head.as_ref(), narrowed.own)),
    )?;
    let filters = filters.done();
    if rows.len() > MOST {
        rows = slots(db, between(&narrowed, viewer, (first, last), SOONEST)).await?;
    }
    rows.extend(began);
    // Said where there are more, and not left out silently.
    let cut = if rows.len() > MOST { ": the first 1,000 meetings. Narrow them to see the rest" } else { "" };
    rows.truncate(MOST);
    let grid = Grid {
        view,
        title: format!("{}{cut}", title(view, on, (first, last))),
        previous: step(view, on, false).map(|day| address_of(&filters, view, Some(day))),
        next: step(view, on, true).map(|day| address_of(&filters, view, Some(day))),
        today: address_of(&filters, view, None),
        weeks: weeks((first, last), (view, on, today), rows),
    };
    let other = address_of(&filters, View::Agenda, None);
    let views = views(&filters, view, Some(on));
    let (heading, lede) = said_above(head.as_ref(), narrowed.own, false);
    Ok(Agenda {
        head,
        heading,
        lede,
        past: false,
        filters,
        other,
        months: Vec::new(),
        next: None,
        later: false,
        views,
        grid: Some(grid),
        follow,
    })
}

/// The ways to look at the same: name, address, and whether it is the one shown.
pub(super) fn views(filters: &Filters, shown: View, on: Option<NaiveDate>) -> Vec<(String, String, bool)> {
    let one = |view: &View| {
        let on = on.filter(|_| *view != View::Agenda);
        (view.title().to_owned(), address_of(filters, *view, on), *view == shown)
    };
    View::ALL.iter().map(one).collect()
}

/// The same filters in another view or on another day.
fn address_of(filters: &Filters, view: View, on: Option<NaiveDate>) -> String {
    let form = Form::new(filters.action.clone(), "Show").keeping("view", view.as_str(), view != View::Agenda);
    let mut form = form.keeping("on", &on.unwrap_or_default().to_string(), on.is_some());
    for field in filters.fields.iter().filter(|field| field.name != "from" && !field.value.is_empty()) {
        form = form.choice((&field.name, "", ""), Some((field.value.clone(), String::new())), Vec::new());
    }
    form.done().here
}

/// The day that an address names, `2026-03-09`.
fn day_asked(text: &str) -> Result<Option<NaiveDate>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.parse::<NaiveDate>().ok().filter(|day| day.to_string() == text && is_near(*day));
    day.map(Some)
        .ok_or_else(|| AppError::Invalid("A day is written as year, month and day, like 2026-03-09, between 1990 and 2099.".to_owned()))
}

fn is_near(day: NaiveDate) -> bool {
    (1990..2100).contains(&day.year())
}

/// The days of a grid, whole weeks of them: the first and the last.
fn span(view: View, on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = |day: NaiveDate| day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    let (first, last) = match view {
        View::Month => {
            let first = on.with_day(1).unwrap_or(on);
            (first, first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first))
        }
        View::Week | View::Agenda => (on, on),
    };
    (monday(first), monday(last) + Days::new(6))
}

fn title(view: View, on: NaiveDate, (first, last): (NaiveDate, NaiveDate)) -> String {
    if view == View::Month { when::month(on) } else { when::dates(first, last) }
}

/// The day a month or a week before or after.
fn step(view: View, on: NaiveDate, forth: bool) -> Option<NaiveDate> {
    let day = match (view, forth) {
        (View::Month, true) => on.with_day(1)?.checked_add_months(Months::new(1)),
        (View::Month, false) => on.with_day(1)?.checked_sub_months(Months::new(1)),
        (_, true) => on.checked_add_days(Days::new(7)),
        (_, false) => on.checked_sub_days(Days::new(7)),
    };
    day.filter(|day| is_near(*day))
}

/// Sorts meetings into the days of their wall clock; one of several days stands on each of them.
fn weeks((first, last): (NaiveDate, NaiveDate), (view, on, today): (View, NaiveDate, NaiveDate), rows: Vec<SlotRow>) -> Vec<Vec<Cell>> {
    let mut found: Vec<(Times, Slot)> = rows.into_iter().filter_map(slot).collect();
    found.sort_by(|(times, slot), (others, other)| (times, &slot.title, &slot.href).cmp(&(others, &other.title, &other.href)));
    let mut days: BTreeMap<NaiveDate, Vec<(Times, Slot)>> =
        first.iter_days().take_while(|day| *day <= last).map(|day| (day, Vec::new())).collect();
    for ((starts, ends), slot) in found {
        let (from, to) = (starts.date().max(first), when::last_day(starts, ends).min(last));
        for (_, there) in days.range_mut(from..to.max(from)) {
            there.push(((starts, ends), slot.clone()));
        }
        if from <= to
            && let Some(there) = days.get_mut(&to)
        {
            there.push(((starts, ends), slot));
        }
    }
    let cells = days.into_iter().map(|(day, there)| Cell {
        date: day.to_string(),
        number: day.day().to_string(),
        title: format!("{} {}", when::weekday(day), when::day_and_month(day)),
        outside: view == View::Month && day.month() != on.month(),
        today: day == today,
        at_once: at_once(there),
    });
    let mut weeks: Vec<Vec<Cell>> = Vec::new();
    for (n, cell) in cells.enumerate() {
        match weeks.last_mut() {
            Some(week) if n % 7 > 0 => week.push(cell),
            _ => weeks.push(vec![cell]),
        }
    }
    weeks
}

/// Meetings of a day, those together that overlap.
fn at_once(meetings: Vec<(Times, Slot)>) -> Vec<Vec<Slot>> {
    let mut groups: Vec<Vec<Slot>> = Vec::new();
    let mut until = NaiveDateTime::MIN;
    for ((starts, ends), slot) in meetings {
        match groups.last_mut() {
            Some(group) if starts < until => group.push(slot),
            _ => groups.push(vec![slot]),
        }
        until = until.max(ends);
    }
    groups
}

/// From when to when.
type Times = (NaiveDateTime, NaiveDateTime);
