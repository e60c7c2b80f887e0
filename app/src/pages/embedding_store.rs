//! The SQL of what is listed within a page.

use chrono::{DateTime, NaiveDate, Utc};

use super::embedding::Entry;
use crate::db::Db;
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::related::model::{EventLine, QuestionLine};
use crate::related::store::{EventRow, QuestionRow, event_lines, meetings, question_lines, questions};
use crate::state::Viewer;
use crate::{on, queries, role_holds, visible};

queries! {
    UPCOMING = concat!(
        meetings!(), " and o.ends_at > $2 and o.event_id in (select a.id from event a join community h on h.id = a.community_id where h.slug = $3 \
         union all select b.event_id from event_host b join community h on h.id = b.community_id where h.slug = $3) order by o.starts_at, o.id limit 5"
    );
    PAST = concat!(
        meetings!(), " and o.ends_at <= $2 and o.event_id in (select a.id from event a join community h on h.id = a.community_id where h.slug = $3 \
         union all select b.event_id from event_host b join community h on h.id = b.community_id where h.slug = $3) order by o.starts_at desc, o.id desc limit 5"
    );
    LATEST = concat!(questions!(), " and c.slug = $2 order by q.active_at desc, q.id desc limit 5");
    UNANSWERED = concat!(questions!(), " and c.slug = $2 and q.answer_count = 0 and q.state = 'open' order by q.active_at desc, q.id desc limit 5");
    LEADS = concat!(
        "select distinct m.name, m.handle, m.sort_name from community c join membership ms on ms.community_id = c.id join member m on m.id = ms.member_id \
         join membership_role r on r.membership_id = ms.id \
         where c.slug = $2 and ms.state = 'active' and r.role = 'lead' and m.standing = 'active' and ", role_holds!("r", "$3"), " and ", visible!("about"),
        " order by m.sort_name, m.handle limit 24"
    );
}

/// The next meetings of a community, or the last ones.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn events(db: &Db, viewer: Viewer, slug: &str, now: DateTime<Utc>, past: bool) -> Result<Vec<Entry>, AppError> {
    let sql = if past { PAST } else { UPCOMING };
    let rows: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(now).bind(slug).fetch_all(c))?;
    Ok(event_lines(rows)?.into_iter().map(event_entry).collect())
}

/// How an event is listed.
pub(super) fn event_entry(line: EventLine) -> Entry {
    let note = match line.status {
        EventStatus::Cancelled => "Cancelled. ",
        EventStatus::Tentative => "Not certain yet. ",
        _ if line.series => "A series. The first meeting: ",
        _ => "",
    };
    let for_whom = line.for_whom.map(|who| format!("{who}. ")).unwrap_or_default();
    let when = [Some(line.when.dates), line.when.hours].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let zone = if line.when.zone.is_empty() { String::new() } else { format!(", {}", line.when.zone) };
    Entry { title: line.title, href: line.href, note: format!("{for_whom}{note}{when}{zone}") }
}

/// How a question is listed.
pub(super) fn question_entry(line: QuestionLine) -> Entry {
    let note = match (line.accepted, line.answers) {
        (true, _) => "Solved".to_owned(),
        (false, 0) => "No answer yet".to_owned(),
        (false, 1) => "1 answer".to_owned(),
        (false, many) => format!("{many} answers"),
    };
    Entry { title: line.title, href: line.href, note }
}

/// The liveliest questions of a community; of those nobody has answered only.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn questions(db: &Db, viewer: Viewer, slug: &str, unanswered: bool) -> Result<Vec<Entry>, sqlx::Error> {
    let sql = if unanswered { UNANSWERED } else { LATEST };
    let rows: Vec<QuestionRow> = on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(slug).fetch_all(c))?;
    Ok(question_lines(rows).into_iter().map(question_entry).collect())
}

/// Those who lead a community.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn leads(db: &Db, viewer: Viewer, slug: &str, today: NaiveDate) -> Result<Vec<Entry>, sqlx::Error> {
    let rows: Vec<(String, String, String)> =
        on!(db.reader(), c => sqlx::query_as(LEADS).bind(viewer.member).bind(slug).bind(today).fetch_all(c))?;
    Ok(rows.into_iter().map(|(title, handle, _)| Entry { title, href: format!("/people/{handle}"), note: String::new() }).collect())
}
