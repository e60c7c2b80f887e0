//! Moving a record in time by whole weeks, so that weekdays stay what they are.

use app::events::record::EventRecord;
use app::events::schedule;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::bundle::Record;

/// Moves everything that is dated.
pub fn by_weeks(record: &mut Record, weeks: i64) {
    let by = TimeDelta::weeks(weeks);
    let instant = |at: &mut Option<DateTime<Utc>>| {
        if let Some(at) = at {
            *at += by;
        }
    };
    let date = |on: &mut Option<NaiveDate>| {
        if let Some(on) = on {
            *on += by;
        }
    };
    match record {
        Record::Organisation(_) | Record::Topic(_) | Record::Person(_) => {}
        Record::Community(community) => {
            instant(&mut community.founded);
            date(&mut community.ends_on);
            for member in &mut community.members {
                date(&mut member.since);
                for role in &mut member.roles {
                    date(&mut role.since);
                    date(&mut role.until);
                }
            }
        }
        Record::Event(event) => self::event(event, by),
        Record::Question(question) => {
            question.asked += by;
            question.comments.iter_mut().for_each(|comment| comment.at += by);
            for answer in &mut question.answers {
                answer.at += by;
                answer.comments.iter_mut().for_each(|comment| comment.at += by);
            }
        }
        Record::Page(page) => {
            instant(&mut page.published);
            date(&mut page.review_by);
        }
        Record::Resource(resource) => instant(&mut resource.published),
    }
}

fn event(event: &mut EventRecord, by: TimeDelta) {
    event.starts += by;
    event.ends += by;
    event.exdates.iter_mut().chain(&mut event.rdates).for_each(|date| *date += by);
    for occurrence in &mut event.occurrences {
        occurrence.recurrence += by;
        occurrence.starts = occurrence.starts.map(|starts| starts + by);
        occurrence.ends = occurrence.ends.map(|ends| ends + by);
    }
    if let Some(rule) = &mut event.rrule {
        *rule = rule.split(';').map(|part| until(part, by)).collect::<Vec<_>>().join(";");
        // "The third Tuesday" is another week of another month: the series begins with the first meeting its rule gives.
        let year = TimeDelta::days(366);
        if let Ok(meetings) = schedule::meetings(event, event.starts + year)
            && let Some(first) = meetings.first()
        {
            (event.starts, event.ends) = first.wall;
        }
    }
}

fn until(part: &str, by: TimeDelta) -> String {
    const INSTANT: &str = "%Y%m%dT%H%M%SZ";
    const DATE: &str = "%Y%m%d";
    match part.strip_prefix("UNTIL=") {
        None => part.to_owned(),
        Some(text) => match (NaiveDateTime::parse_from_str(text, INSTANT), NaiveDate::parse_from_str(text, DATE)) {
            (Ok(instant), _) => format!("UNTIL={}", (instant + by).format(INSTANT)),
            (_, Ok(date)) => format!("UNTIL={}", (date + by).format(DATE)),
            _ => part.to_owned(),
        },
    }
}
