//! The SQL of reports.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::rules::Reason;
use super::subject::Subject;
use crate::activity::ObjectKind;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::state::{Viewer, internal};
use crate::{on, queries, run, visible_event, visible_page};

/// The columns of [`ReportRow`].
macro_rules! report {
    () => {
        "select p.id, p.address, p.title, p.reason, p.note, p.to_community, p.reported_at, p.resolved_at, p.answer, m.handle as reporter, m.name as reporter_name, \
         b.name as resolver, c.name as community from report p left join member m on m.id = p.reporter_id left join member b on b.id = p.resolved_by \
         left join community c on c.id = p.community_id "
    };
}

/// The SQL condition that the viewer `$1` may see what a report `p` is about, where that is for fewer: who moderates and may not see it does not decide on it. What is gone is hidden from nobody.
macro_rules! shown {
    () => {
        concat!(
            "not exists (select 1 from event e join community c on c.id = e.community_id where p.kind = 'event' and e.id = p.object_id and not (", visible_event!("e"),
            ")) and not exists (select 1 from page g join community c on c.id = g.community_id where p.kind = 'page' and g.id = p.object_id and not (", visible_page!("g"), "))"
        )
    };
}

queries! {
    PUT = "insert into report (id, reporter_id, kind, object_id, community_id, address, title, reason, note, to_community, reported_at) \
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (reporter_id, address) where resolved_at is null do nothing";
    // Of the same person about the same thing: locked, to be added to.
    MADE = "update report set reason = reason where reporter_id = $1 and address = $2 and resolved_at is null returning id, reason, note, to_community";
    ADD = "update report set note = $2, to_community = $3 where id = $1";
    OPEN = concat!(report!(), "where p.resolved_at is null order by p.reported_at, p.id limit 200");
    DONE = concat!(report!(), "where p.resolved_at is not null order by p.resolved_at desc, p.id desc limit 50");
    OPEN_IN = concat!(report!(), "where p.community_id = $2 and p.to_community and p.resolved_at is null and ", shown!(), " order by p.reported_at, p.id limit 200");
    DONE_IN = concat!(report!(), "where p.community_id = $2 and p.to_community and p.resolved_at is not null and ", shown!(), " order by p.resolved_at desc, p.id desc limit 50");
    RESOLVE = "update report set resolved_at = $2, resolved_by = $3, answer = $4 where id = $1 and resolved_at is null returning title, reporter_id, kind, object_id, case when to_community then community_id end";
    HELD = concat!("select p.to_community, p.community_id from report p where p.id = $2 and ", shown!());
    SHOWN = concat!("select count(*) from report p where p.reporter_id = $2 and p.address = $3 and p.resolved_at is null and ", shown!());
    REPORTER = "select m.name, a.email from member m join account a on a.member_id = m.id where m.id = $1 and m.standing = 'active'";
    MODERATORS = "select m.id, m.name, a.email from membership ms join membership_role r on r.membership_id = ms.id join member m on m.id = ms.member_id join account a on a.member_id = m.id \
                  where ms.community_id = $1 and ms.state = 'active' and m.standing = 'active' and r.role in ('lead', 'moderator') and (r.since is null or r.since <= $2) \
                  and (r.until is null or r.until >= $2) and m.id <> $3 group by m.id, m.name, a.email, m.handle order by m.handle limit 50";
    ADMINISTRATORS = "select m.name, a.email from member m join account a on a.member_id = m.id where m.administrator = true and m.standing = 'active' and m.id <> $1 order by m.handle limit 50";
}

/// A report in a list.
#[derive(sqlx::FromRow)]
pub struct ReportRow {
    /// Its id.
    pub id: Uuid,
    /// Where what it is about was found.
    pub address: String,
    /// What that was called.
    pub title: String,
    /// Why, as a [`Reason`]'s word.
    pub reason: String,
    /// What the reporter says.
    pub note: Option<String>,
    /// Whether the community's moderators see it.
    pub to_community: bool,
    /// When it came.
    pub reported_at: DateTime<Utc>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// What the reporter was told.
    pub answer: Option<String>,
    /// `/people/{handle}` of who reported it.
    pub reporter: Option<String>,
    /// Their name.
    pub reporter_name: Option<String>,
    /// The name of who resolved it.
    pub resolver: Option<String>,
    /// The name of the community.
    pub community: Option<String>,
}

/// A report that was made.
pub struct Made<'a> {
    /// What it is about.
    pub subject: &'a Subject,
    /// Why.
    pub reason: Reason,
    /// What the reporter says.
    pub note: Option<&'a str>,
    /// Whether the community's moderators see it.
    pub to_community: bool,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    New,
    /// The same person has one open about the same thing: what is said now stands with it.
    Added {
        /// Whether it is administrators' from now on.
        raised: bool,
    },
    /// It says what that one says.
    Known,
}

/// Keeps a report, or adds to the one that is open.
///
/// # Errors
/// When the database refuses.
pub async fn put(tx: &mut Tx, reporter: Uuid, made: &Made<'_>) -> Result<Put, sqlx::Error> {
    let now = tx.now();
    let (subject, community) = (made.subject, made.subject.community.as_ref().map(|(id, _)| *id));
    let put = run!(
        tx,
        sqlx::query(PUT)
            .bind(Uuid::now_v7())
            .bind(reporter)
            .bind(subject.kind.as_str())
            .bind(subject.id)
            .bind(community)
            .bind(&subject.address)
            .bind(&subject.title)
            .bind(made.reason.as_str())
            .bind(made.note)
            .bind(made.to_community)
            .bind(now)
    )?;
    if put > 0 { Ok(Put::New) } else { add(tx, reporter, made).await }
}

/// A row of `MADE`.
type MadeRow = (Uuid, String, Option<String>, bool);

/// Adds what somebody says besides to what they reported.
async fn add(tx: &mut Tx, reporter: Uuid, made: &Made<'_>) -> Result<Put, sqlx::Error> {
    let row: Option<MadeRow> = on!(tx.conn(), c => sqlx::query_as(MADE).bind(reporter).bind(&made.subject.address).fetch_optional(c))?;
    let Some((id, reason, note, to_community)) = row else { return Ok(Put::Known) };
    let raised = to_community && !made.to_community;
    let another = (reason != made.reason.as_str()).then(|| format!("{}.", made.reason.sentence()));
    let said: Vec<&str> = another.as_deref().into_iter().chain(made.note).collect();
    let (before, said) = (note.unwrap_or_default(), said.join(" "));
    let repeats = said.is_empty() || before == said || before.ends_with(&format!("\n{said}"));
    if repeats && !raised {
        return Ok(Put::Known);
    }
    let both = [before.as_str(), if repeats { "" } else { &said }];
    let note = both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    run!(tx, sqlx::query(ADD).bind(id).bind(Some(note).filter(|note| !note.is_empty())).bind(to_community && made.to_community))?;
    Ok(Put::Added { raised })
}

/// Name and address of who is told of a report of what stands at an address: those who lead or moderate the community and may see it, or the administrators; never who made it.
///
/// # Errors
/// When the database does not answer.
pub async fn told(tx: &mut Tx, community: Option<Uuid>, (reporter, address): (Uuid, &str)) -> Result<Vec<(String, String)>, sqlx::Error> {
    let today = tx.now().date_naive();
    let Some(community) = community else {
        return on!(tx.conn(), c => sqlx::query_as(ADMINISTRATORS).bind(reporter).fetch_all(c));
    };
    let moderators: Vec<(Uuid, String, String)> =
        on!(tx.conn(), c => sqlx::query_as(MODERATORS).bind(community).bind(today).bind(reporter).fetch_all(c))?;
    let mut told = Vec::new();
    for (id, name, email) in moderators {
        let shown: i64 = on!(tx.conn(), c => sqlx::query_scalar(SHOWN).bind(id).bind(reporter).bind(address).fetch_one(c))?;
        if shown > 0 {
            told.push((name, email));
        }
    }
    Ok(told)
}

/// Open reports, the oldest first, and those resolved last; a community's own, of what somebody who moderates there may see, or all.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, of: Option<(Viewer, Uuid)>) -> Result<(Vec<ReportRow>, Vec<ReportRow>), sqlx::Error> {
    Ok(match of {
        Some((viewer, community)) => (
            on!(db.reader(), c => sqlx::query_as(OPEN_IN).bind(viewer.member).bind(community).fetch_all(c))?,
            on!(db.reader(), c => sqlx::query_as(DONE_IN).bind(viewer.member).bind(community).fetch_all(c))?,
        ),
        None => (on!(db.reader(), c => sqlx::query_as(OPEN).fetch_all(c))?, on!(db.reader(), c => sqlx::query_as(DONE).fetch_all(c))?),
    })
}

/// Whether a report is one that a community's moderators decide, of what `by` may see.
///
/// # Errors
/// `NotFound` where it is not.
pub async fn belongs(tx: &mut Tx, report: Uuid, (community, by): (Uuid, Uuid)) -> Result<(), AppError> {
    let held: Option<(bool, Option<Uuid>)> = on!(tx.conn(), c => sqlx::query_as(HELD).bind(by).bind(report).fetch_optional(c))?;
    held.filter(|held| *held == (true, Some(community))).map(drop).ok_or(AppError::NotFound)
}

/// A report that was resolved.
pub struct Resolved {
    /// What it was about.
    pub title: String,
    /// Name and address of who made it, where they are still there.
    pub reporter: Option<(String, String)>,
    /// What it was about.
    pub object: (ObjectKind, Uuid),
    /// The community whose log tells of it.
    pub community: Option<Uuid>,
}

/// A row of `RESOLVE`.
type ResolvedRow = (String, Option<Uuid>, String, Uuid, Option<Uuid>);

/// Resolves a report; `None` where it is resolved, or not there.
///
/// # Errors
/// When the database refuses.
pub async fn resolve(tx: &mut Tx, report: Uuid, by: Uuid, answer: Option<&str>) -> Result<Option<Resolved>, AppError> {
    let now = tx.now();
    let row: Option<ResolvedRow> =
        on!(tx.conn(), c => sqlx::query_as(RESOLVE).bind(report).bind(now).bind(by).bind(answer).fetch_optional(c))?;
    let Some((title, reporter, kind, object, community)) = row else { return Ok(None) };
    let reporter = match reporter {
        Some(reporter) => on!(tx.conn(), c => sqlx::query_as(REPORTER).bind(reporter).fetch_optional(c))?,
        None => None,
    };
    let kind: ObjectKind = kind.parse().map_err(|error| internal(&error))?;
    Ok(Some(Resolved { title, reporter, object: (kind, object), community }))
}
