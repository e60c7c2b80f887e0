//! What things say, read inside the transaction that wrote them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::document::{Document, EVERYBODY, Order, by_name};
use super::model::FoundKind;
use crate::communities::model::{CommunityKind, CommunityStatus};
use crate::db::Tx;
use crate::db::records::grouped;
use crate::events::model::EventStatus;
use crate::members::model::PersonKind;
use crate::pages::model::PageStatus;
use crate::pages::wiki::words;
use crate::resources::model::{ResourceKind, ResourceStatus};
use crate::ui::lists::count;
use crate::{markdown, on, queries, when};

/// How many things are read at once.
pub const BATCH: usize = 50;

/// A list of [`BATCH`] ids.
macro_rules! batch {
    () => {
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, \
         $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)"
    };
}

pub(super) use batch;

/// Binds a batch of ids, the last one again until it is full.
macro_rules! bind_batch {
    ($query:expr, $ids:expr) => {{
        let mut query = $query;
        for index in 0..$crate::search::texts::BATCH {
            query = query.bind($ids.get(index).or($ids.last()).copied());
        }
        query
    }};
}
pub(super) use bind_batch;

queries! {
    // What everybody has is found by everybody already.
    COMMUNITIES = concat!(
        "select c.id, c.slug, c.name, c.short_name, c.sort_name, c.kind, c.status, c.summary, c.charter_domain, c.charter_community, c.charter_practice \
         from community c where c.slug <> 'everyone' and c.id in ", batch!()
    );
    // What is found is found by everybody: a part that not everybody may see is not looked through for anybody.
    PEOPLE = concat!(
        "select m.id, m.handle, m.name, m.sort_name, m.kind, case when m.audience_role = 'everyone' then m.role end as role, \
         case when m.audience_place = 'everyone' then m.place end as place, case when m.audience_about = 'everyone' then m.about else '' end as about \
         from member m where m.standing = 'active' and m.id in ", batch!()
    );
    EVENTS = concat!(
        "select e.id, e.community_id, e.slug, e.title, e.summary, e.body, e.status, e.starts_wall, e.rrule is not null as series, e.place, e.organiser, e.audience \
         from event e where e.status <> 'draft' and e.id in ", batch!()
    );
    MEETINGS = concat!(
        "select o.event_id, coalesce(o.title, '') || ' ' || coalesce(o.summary, '') || ' ' || coalesce(o.body, '') from occurrence o \
         where (o.title is not null or o.summary is not null or o.body is not null) and coalesce(o.status, 'confirmed') <> 'draft' and o.event_id in ", batch!(), " order by o.event_id, o.starts_at desc"
    );
    QUESTIONS = concat!(
        "select q.id, q.community_id, q.slug, q.title, q.body, q.asked_at, q.answer_count, q.accepted_answer_id is not null as accepted \
         from question q where q.deleted_at is null and q.id in ", batch!()
    );
    ANSWERS = concat!("select a.question_id, a.body from answer a where a.deleted_at is null and a.question_id in ", batch!(), " order by a.question_id, a.position");
    // Below what was deleted nobody reads on.
    COMMENTS = concat!("select k.question_id, k.body from comment k where k.deleted_at is null \
                and (k.answer_id is null or exists (select 1 from answer a where a.id = k.answer_id and a.deleted_at is null)) and k.question_id in ", batch!(), " order by k.question_id, k.position");
    PAGES = concat!(
        "select p.id, p.community_id, p.path, p.title, p.summary, p.body, p.status, p.audience, coalesce(p.published_at, p.created_at) as at \
         from page p where p.status <> 'draft' and p.id in ", batch!()
    );
    RESOURCES = concat!(
        "select r.id, r.community_id, r.slug, r.title, r.summary, r.body, r.kind, r.status, r.source, coalesce(r.published_at, r.created_at) as at \
         from resource r where r.id in ", batch!()
    );
    TOPICS = concat!("select t.id, t.slug, t.title, t.sort_title, t.summary, t.body from topic t where t.id in ", batch!());
}

macro_rules! read {
    ($tx:expr, $sql:expr, $ids:expr) => {
        on!($tx.conn(), c => bind_batch!(sqlx::query_as($sql), $ids).fetch_all(c))
    };
}

/// Reads at most [`BATCH`] things of a kind, as they are indexed. What is gone or nobody but its editors may see is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn read(tx: &mut Tx, kind: FoundKind, ids: &[Uuid]) -> Result<Vec<Document>, sqlx::Error> {
    debug_assert!(ids.len() <= BATCH, "{} ids at once", ids.len());
    Ok(match kind {
        FoundKind::Community => documents(read!(tx, COMMUNITIES, ids)?, community),
        FoundKind::Person => documents(read!(tx, PEOPLE, ids)?, person),
        FoundKind::Event => {
            let rows = read!(tx, EVENTS, ids)?;
            let mut titles: HashMap<Uuid, Vec<String>> = grouped(read!(tx, MEETINGS, ids)?);
            documents(rows, |row: EventRow| {
                let titles = titles.remove(&row.id).unwrap_or_default();
                event(row, titles)
            })
        }
        FoundKind::Question => {
            let rows = read!(tx, QUESTIONS, ids)?;
            let mut answers: HashMap<Uuid, Vec<String>> = grouped(read!(tx, ANSWERS, ids)?);
            let mut comments: HashMap<Uuid, Vec<String>> = grouped(read!(tx, COMMENTS, ids)?);
            documents(rows, |row: QuestionRow| {
                let mut below = answers.remove(&row.id).unwrap_or_default();
                below.extend(comments.remove(&row.id).unwrap_or_default());
                question(row, below)
            })
        }
        FoundKind::Page => documents(read!(tx, PAGES, ids)?, page),
        FoundKind::Resource => documents(read!(tx, RESOURCES, ids)?, resource),
        FoundKind::Topic => documents(read!(tx, TOPICS, ids)?, topic),
    })
}

fn documents<R>(rows: Vec<R>, make: impl FnMut(R) -> Document) -> Vec<Document> {
    rows.into_iter().map(make).collect()
}

fn plain(markdown: &[&str]) -> String {
    let texts: Vec<String> = markdown.iter().filter(|text| !text.is_empty()).map(|text| markdown::plain(text)).collect();
    texts.join("\n")
}

#[derive(sqlx::FromRow)]
struct CommunityRow {
    id: Uuid,
    slug: String,
    name: String,
    short_name: Option<String>,
    sort_name: String,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    summary: String,
    charter_domain: String,
    charter_community: String,
    charter_practice: String,
}

/// Only what its "about" says, and so whoever may see that may find it.
fn community(r: CommunityRow) -> Document {
    let notes = [Some(r.kind.title()), (r.status != CommunityStatus::Active).then_some("No longer active")];
    Document {
        kind: FoundKind::Community,
        object: r.id,
        community: Some(r.id),
        audience: EVERYBODY.to_owned(),
        names: std::iter::once(r.slug.clone()).chain(r.short_name).collect(),
        slug: r.slug,
        title: r.name,
        aside: String::new(),
        lead: r.summary,
        text: plain(&[&r.charter_domain, &r.charter_community, &r.charter_practice]),
        notes: notes.into_iter().flatten().map(str::to_owned).collect(),
        order: by_name(&r.sort_name, r.status == CommunityStatus::Active),
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    handle: String,
    name: String,
    sort_name: String,
    #[sqlx(try_from = "String")]
    kind: PersonKind,
    role: Option<String>,
    place: Option<String>,
    about: String,
}

fn person(r: PersonRow) -> Document {
    let parts: Vec<String> = [r.role, r.place].into_iter().flatten().collect();
    Document {
        kind: FoundKind::Person,
        object: r.id,
        community: None,
        audience: EVERYBODY.to_owned(),
        names: vec![r.handle.clone()],
        slug: r.handle,
        title: r.name,
        aside: parts.join(" "),
        lead: String::new(),
        text: plain(&[&r.about]),
        notes: (!r.kind.is_person()).then(|| "Team".to_owned()).into_iter().chain(parts).collect(),
        order: by_name(&r.sort_name, true),
    }
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Uuid,
    community_id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body: String,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    starts_wall: String,
    series: bool,
    place: Option<String>,
    organiser: Option<String>,
    audience: String,
}

fn event(r: EventRow, meetings: Vec<String>) -> Document {
    let starts = when::wall(&r.starts_wall).unwrap_or_default();
    let day = when::date(starts.date());
    let notes = [
        (r.status == EventStatus::Cancelled).then(|| "Cancelled".to_owned()),
        Some(if r.series { format!("Repeats, first on {day}") } else { day }),
        r.place.clone(),
    ];
    let aside: Vec<String> = [r.place, r.organiser].into_iter().flatten().collect();
    let text = plain(&[&r.body]);
    Document {
        kind: FoundKind::Event,
        object: r.id,
        community: Some(r.community_id),
        audience: r.audience,
        slug: r.slug,
        title: r.title,
        names: Vec::new(),
        aside: aside.join("\n"),
        lead: r.summary,
        // What each meeting is about is what a series says too.
        text: std::iter::once(text)
            .chain(meetings.iter().map(|meeting| plain(&[meeting]).trim().to_owned()))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        notes: notes.into_iter().flatten().collect(),
        order: Order::Newest(starts.and_utc()),
    }
}

#[derive(sqlx::FromRow)]
struct QuestionRow {
    id: Uuid,
    community_id: Uuid,
    slug: String,
    title: String,
    body: String,
    asked_at: DateTime<Utc>,
    answer_count: i32,
    accepted: bool,
}

fn question(r: QuestionRow, below: Vec<String>) -> Document {
    let answered = match (r.answer_count, r.accepted) {
        (0, _) => "No answer yet".to_owned(),
        (n, true) => format!("{}, one accepted", count(n.into(), "answer", "answers")),
        (n, false) => count(n.into(), "answer", "answers"),
    };
    let below: Vec<&str> = below.iter().map(String::as_str).collect();
    Document {
        kind: FoundKind::Question,
        object: r.id,
        community: Some(r.community_id),
        audience: EVERYBODY.to_owned(),
        slug: r.slug,
        title: r.title,
        names: Vec::new(),
        aside: String::new(),
        lead: plain(&[&r.body]),
        text: plain(&below),
        notes: vec![answered, when::stamp(r.asked_at).text],
        order: Order::Newest(r.asked_at),
    }
}

#[derive(sqlx::FromRow)]
struct PageRow {
    id: Uuid,
    community_id: Uuid,
    path: String,
    title: String,
    summary: String,
    body: String,
    #[sqlx(try_from = "String")]
    status: PageStatus,
    audience: String,
    at: DateTime<Utc>,
}

fn page(r: PageRow) -> Document {
    Document {
        kind: FoundKind::Page,
        object: r.id,
        community: Some(r.community_id),
        audience: r.audience,
        slug: r.path,
        title: r.title,
        names: Vec::new(),
        aside: String::new(),
        lead: r.summary,
        text: words(&plain(&[&r.body])),
        notes: (r.status == PageStatus::Archived).then(|| "Archived".to_owned()).into_iter().collect(),
        order: Order::Newest(r.at),
    }
}

#[derive(sqlx::FromRow)]
struct ResourceRow {
    id: Uuid,
    community_id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body: String,
    #[sqlx(try_from = "String")]
    kind: ResourceKind,
    #[sqlx(try_from = "String")]
    status: ResourceStatus,
    source: Option<String>,
    at: DateTime<Utc>,
}

fn resource(r: ResourceRow) -> Document {
    let archived = (r.status == ResourceStatus::Archived).then(|| "Archived".to_owned());
    Document {
        kind: FoundKind::Resource,
        object: r.id,
        community: Some(r.community_id),
        audience: EVERYBODY.to_owned(),
        slug: r.slug,
        title: r.title,
        names: Vec::new(),
        aside: r.source.clone().unwrap_or_default(),
        lead: r.summary,
        text: plain(&[&r.body]),
        notes: archived.into_iter().chain([r.kind.title().to_owned()]).chain(r.source).collect(),
        order: Order::Newest(r.at),
    }
}

#[derive(sqlx::FromRow)]
struct TopicRow {
    id: Uuid,
    slug: String,
    title: String,
    sort_title: String,
    summary: String,
    body: String,
}

fn topic(r: TopicRow) -> Document {
    Document {
        kind: FoundKind::Topic,
        object: r.id,
        community: None,
        audience: EVERYBODY.to_owned(),
        names: vec![r.slug.clone()],
        slug: r.slug,
        title: r.title,
        aside: String::new(),
        lead: r.summary,
        text: plain(&[&r.body]),
        notes: Vec::new(),
        order: by_name(&r.sort_title, true),
    }
}
