//! The SQL of the log.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::activity::{Deed, ObjectKind};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::ui::pagination::Slice;
use crate::{on, queries, visible, visible_event, visible_page};

/// Entries on a page; the statement below reads one more.
const PAGE: usize = 50;

queries! {
    MEMBER = "select id, name from member where handle = $1";
    COMMUNITY = "select id, name from community where slug = $1";
    COMMUNITIES = "select slug, name from community order by sort_name, slug limit 1000";
}

/// Where the log begins: its newest entries before `$2`, each with what is known of what it was about. Who reads a community's log learns of a thing what they may see of it today: it may have
/// gone to where they don't belong. `$3` shows all, to administrators.
const LIST: &str = concat!(
    "select a.id, a.at, a.act, a.kind, a.object_id, a.actor_id, a.note, actor.name as actor, c.id as community_id, c.name as community, \
     coalesce(m.name, co.name, g.name, t.title, e.title, q.title, p.title, r.title) as object, \
     case a.kind when 'person' then case when m.standing <> 'former' then '/people/' || m.handle end when 'community' then '/c/' || co.slug when 'organisation' then '/organisations/' || g.slug \
     when 'topic' then '/topics/' || t.slug when 'event' then '/c/' || home.slug || '/events/' || e.slug when 'question' then '/c/' || home.slug || '/questions/' || q.slug \
     when 'page' then '/c/' || home.slug || '/pages/' || p.path when 'resource' then '/c/' || home.slug || '/resources/' || r.slug end as address \
     from activity a left join member actor on actor.id = a.actor_id left join community c on c.id = a.community_id \
     left join member m on a.kind = 'person' and m.id = a.object_id \
     left join community co on a.kind = 'community' and co.id = a.object_id and ($3 or co.listed or exists (select 1 from membership v where v.community_id = co.id and v.member_id = $1 and v.state = 'active')) \
     left join organisation g on a.kind = 'organisation' and g.id = a.object_id left join topic t on a.kind = 'topic' and t.id = a.object_id \
     left join event e on a.kind = 'event' and e.id = a.object_id and ($3 or exists (select 1 from community c where c.id = e.community_id and (e.status <> 'draft' or c.id = a.community_id) and ",
    visible_event!("e"),
    ")) \
     left join question q on a.kind = 'question' and q.id = a.object_id and ($3 or exists (select 1 from community c where c.id = q.community_id and (q.deleted_at is null or c.id = a.community_id) and ",
    visible!("questions"),
    ")) \
     left join page p on a.kind = 'page' and p.id = a.object_id and ($3 or exists (select 1 from community c where c.id = p.community_id and (p.status <> 'draft' or c.id = a.community_id) and ",
    visible_page!("p"),
    ")) \
     left join resource r on a.kind = 'resource' and r.id = a.object_id and ($3 or exists (select 1 from community c where c.id = r.community_id and ",
    visible!("pages"),
    ")) \
     left join community home on home.id = coalesce(e.community_id, q.community_id, p.community_id, r.community_id) \
     where a.id < $2"
);
const BY_OR_ABOUT: &str = " and a.id in (select x.id from activity x where x.actor_id = $? and x.id < $? union all select y.id from activity y where y.object_id = $? and y.id < $?)";
const IN_COMMUNITY: &str = " and a.community_id = $?";
const OF_KIND: &str = " and a.kind = $?";
const OF_DEED: &str = " and a.act = $?";
const NEWEST: &str = " order by a.id desc limit 51";

/// What the log is narrowed to, and for whom.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// Who reads it; `None` for administrators, who see what any entry was about.
    pub reader: Option<Uuid>,
    /// What somebody did, or what was done to them.
    pub member: Option<Uuid>,
    /// What happened in a community.
    pub community: Option<Uuid>,
    /// What happened to a kind of thing.
    pub kind: Option<ObjectKind>,
    /// A deed.
    pub deed: Option<Deed>,
}

impl Narrowed {
    fn list(&self, before: Uuid) -> Statement {
        let mut statement = Statement::new(LIST, [self.reader.into(), before.into(), self.reader.is_none().into()]);
        if let Some(member) = self.member {
            statement = statement.with(BY_OR_ABOUT, [member.into(), before.into(), member.into(), before.into()]);
        }
        statement
            .with_any(IN_COMMUNITY, self.community)
            .with_any(OF_KIND, self.kind.map(ObjectKind::as_str))
            .with_any(OF_DEED, self.deed.map(Deed::as_str))
            .with(NEWEST, [])
    }
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let narrowed = |bits: u8| Narrowed {
        reader: (bits & 16 > 0).then(Uuid::nil),
        member: (bits & 1 > 0).then(Uuid::nil),
        community: (bits & 2 > 0).then(Uuid::nil),
        kind: (bits & 4 > 0).then_some(ObjectKind::Page),
        deed: (bits & 8 > 0).then_some(Deed::Made),
    };
    (0..32).map(|bits| narrowed(bits).list(Uuid::nil())).collect()
}

/// An entry.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EntryRow {
    id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    act: String,
    kind: String,
    /// To what.
    pub object_id: Uuid,
    /// Who; `None` for the program.
    pub actor_id: Option<Uuid>,
    /// Their name.
    pub actor: Option<String>,
    /// Where.
    pub community_id: Option<Uuid>,
    /// The community's name.
    pub community: Option<String>,
    /// What it is called today; `None` where it is gone, or the reader may not see it.
    pub object: Option<String>,
    /// Where it is today, likewise.
    pub address: Option<String>,
    /// What was said besides.
    pub note: Option<String>,
}

impl EntryRow {
    /// What was done, and to what kind; `None` where a later release wrote it.
    pub fn words(&self) -> Option<(Deed, ObjectKind)> {
        Some((self.act.parse().ok()?, self.kind.parse().ok()?))
    }
}

/// A page of the log, the newest first.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, narrowed: &Narrowed, after: &str) -> Result<Slice<EntryRow>, AppError> {
    let before = if after.is_empty() { Uuid::max() } else { after.parse().map_err(|_| key::no_key())? };
    let rows: Vec<EntryRow> = ask!(db, query_as, narrowed.list(before), fetch_all)?;
    Ok(Slice::cut(rows, PAGE, after, |row| row.id.simple().to_string()))
}

/// Id and name of a member.
///
/// # Errors
/// When the database does not answer.
pub async fn member(db: &Db, handle: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(MEMBER).bind(handle).fetch_optional(c))
}

/// Id and name of a community.
///
/// # Errors
/// When the database does not answer.
pub async fn community(db: &Db, slug: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(COMMUNITY).bind(slug).fetch_optional(c))
}

/// Slug and name of all communities.
///
/// # Errors
/// When the database does not answer.
pub async fn communities(db: &Db) -> Result<Vec<(String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(COMMUNITIES).fetch_all(c))
}
