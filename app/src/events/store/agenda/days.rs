//! Meetings by month and day, and the months one can jump to.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, Utc};
use uuid::Uuid;

use crate::error::AppError;
use crate::events::model::{Day, Month};
use crate::related::store::EventRow;
use crate::ui::filtering::choices;
use crate::ui::filters::Choice;
use crate::when;

/// How far back one can jump, in months.
const BACK: usize = 360;

/// A meeting of an agenda.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) starts_at: DateTime<Utc>,
    #[sqlx(flatten)]
    pub(super) event: EventRow,
}

/// "2026-04", which every wall-clock time of the month begins with.
pub(super) fn month_text(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// The months from the one after or before this to that of the bound.
pub(super) fn jumps(today: NaiveDate, bound: NaiveDate) -> Vec<Choice> {
    let first = |day: NaiveDate| day.with_day(1);
    let (Some(this), Some(bound)) = (first(today), first(bound)) else { return Vec::new() };
    let step = |month: &NaiveDate| {
        if bound > this { month.checked_add_months(Months::new(1)) } else { month.checked_sub_months(Months::new(1)) }
    };
    let months = std::iter::successors(step(&this), step)
        .take(BACK)
        .take_while(|month| if bound > this { *month <= bound } else { *month >= bound });
    choices(months.map(|month| (month_text(month), when::month(month))))
}

/// Sorts meetings into days of the wall clock: zones apart, two that begin at once may be on different days.
pub(super) fn months(rows: Vec<Row>, past: bool) -> Result<Vec<Month>, AppError> {
    let mut rows: Vec<(NaiveDateTime, Row)> =
        rows.into_iter().map(|row| (row.event.starts().unwrap_or(row.starts_at.naive_utc()), row)).collect();
    rows.sort_by_key(|(wall, row)| (wall.date(), row.starts_at));
    if past {
        rows.reverse();
    }
    let mut months: Vec<Month> = Vec::new();
    for (wall, row) in rows {
        let (title, date) = (when::month(wall.date()), wall.date().to_string());
        if months.last().is_none_or(|month| month.title != title) {
            months.push(Month { title, days: Vec::new() });
        }
        let Some(month) = months.last_mut() else { continue };
        if month.days.last().is_none_or(|day| day.date != date) {
            let title = format!("{} {}", when::weekday(wall.date()), when::day_and_month(wall.date()));
            let tile = (wall.day().to_string(), when::short_weekday(wall.date()));
            month.days.push(Day { date, title, tile, meetings: Vec::new() });
        }
        if let Some(day) = month.days.last_mut() {
            day.meetings.push(row.event.line()?);
        }
    }
    Ok(months)
}
