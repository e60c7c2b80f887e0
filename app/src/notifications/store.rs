//! The SQL of following and of notifications.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Matter, NewsKind};
use super::news::To;
use crate::activity::ObjectKind;
use crate::communities::model::Role;
use crate::db::bulk::Value;
use crate::db::statement::{Statement, ask_in};
use crate::db::{Db, Tx, key};
use crate::error::AppError;
use crate::live::Channel;
use crate::ui::pagination::Slice;
use crate::{on, queries, run, visible, visible_page};

/// Notifications on a page; the statement below reads one more.
const PAGE: usize = 50;

/// Whether the reader `$1` holds the events of a community `c`.
macro_rules! organises {
    () => {
        concat!(
            "exists (select 1 from membership v join membership_role r on r.membership_id = v.id where v.community_id = c.id and v.member_id = $1 \
             and v.state = 'active' and r.role in ('lead', 'organiser') and ",
            $crate::role_holds!("r"),
            ")"
        )
    };
}
pub(crate) use organises;

/// Whether the reader `$1` may still see what a notification `n` is about: its place, and the post itself.
macro_rules! shown {
    () => {
        concat!(
            "case n.object_kind when 'question' then exists (select 1 from question q join community c on c.id = q.community_id where q.id = n.object_id and (q.deleted_at is null or (n.kind = 'post_deleted' and ",
            $crate::questions::posts_store::own!("q", "$1"),
            ")) and ",
            $crate::visible!("questions"),
            // What is not so any more is not told.
            " and (n.kind <> 'accepted' or coalesce(q.accepted_answer_id = n.about_id, false)) and (n.kind <> 'suggested' or ",
            $crate::questions::suggesting_store::hears!(),
            ") and (n.about_id = q.id or exists (select 1 from answer a where a.id = n.about_id and a.deleted_at is null) or exists (select 1 from comment k where k.id = n.about_id and k.deleted_at is null \
             and (k.answer_id is null or exists (select 1 from answer ka where ka.id = k.answer_id and ka.deleted_at is null))) \
             or n.kind in ('thanked', 'suggested', 'suggestion_taken', 'suggestion_declined', 'question_closed', 'question_reopened', 'question_moved', 'post_deleted', 'post_brought_back', 'brought', 'answer_brought'))) \
             when 'page' then exists (select 1 from page p join community c on c.id = p.community_id where p.id = n.object_id and p.status <> 'draft' and ",
            $crate::visible_page!("p"),
            ") \
             when 'community' then exists (select 1 from community c where c.id = n.object_id and case n.kind \
             when 'not_let_in' then true when 'removed' then true \
             when 'invited' then exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state in ('invited', 'active')) \
             when 'asks_to_join' then exists (select 1 from membership v join membership_role r on r.membership_id = v.id where v.community_id = c.id and v.member_id = $1 \
             and v.state = 'active' and r.role in ('lead', 'greeter') and ",
            $crate::role_holds!("r"),
            ") \
             and exists (select 1 from membership w where w.community_id = c.id and w.member_id = n.actor_id and w.state = 'requested') \
             when 'asked_to_host' then ",
            $crate::notifications::store::organises!(),
            " when 'calendar_stopped' then ",
            $crate::notifications::store::organises!(),
            " else c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active') end) \
             when 'event' then exists (select 1 from event e join community c on c.id = e.community_id where e.id = n.object_id and e.status <> 'draft' and ",
            $crate::visible_event!("e"),
            ") else false end"
        )
    };
}
pub(crate) use shown;

/// Reads notifications `n` as people see them. Goes on with `where …`.
macro_rules! told {
    () => {
        "select n.id, n.kind, n.object_id, coalesce(x.title, n.title) as title, n.excerpt, n.href, n.at, n.read_at, n.rhythm, o.name as actor, h.name as community \
         from notification n left join member o on o.id = n.actor_id left join question x on n.object_kind = 'question' and x.id = n.object_id \
         left join community h on h.id = coalesce(x.community_id, n.community_id) "
    };
}
pub(super) use told;

queries! {
    LIST = concat!(told!(), "where n.member_id = $1 and n.id < $2 and ", shown!(), " order by n.id desc limit 51");
    UNREAD = concat!("select count(*) from (select 1 from notification n where n.member_id = $1 and n.read_at is null and ", shown!(), " limit 100) counted");
    GO = "select n.href from notification n where n.id = $2 and n.member_id = $1";
    // What stands under the same thing is read with it.
    READ = "update notification set read_at = $3 where member_id = $1 and read_at is null and object_id = (select o.object_id from notification o where o.id = $2 and o.member_id = $1)";
    READ_ALL = "update notification set read_at = $3 where member_id = $1 and read_at is null and id <= $2";
    SET_EXCERPT = "update notification set excerpt = $3 where about_id = $1 and key = $2";
    ZONE = "select timezone from member where id = $1";

    FOLLOW = "insert into follow (member_id, kind, object_id, since) values ($1, $2, $3, $4) on conflict (member_id, kind, object_id) do nothing";
    UNFOLLOW = "delete from follow where member_id = $1 and kind = $2 and object_id = $3";
    FOLLOWS = "select count(*) from follow where member_id = $1 and kind = $2 and object_id = $3";
    TOPIC = "select id from topic where slug = $1";
    PERSON = "select id from member where handle = $1 and standing = 'active'";
    PAGE_AT = concat!("select p.id from page p join community c on c.id = p.community_id where p.status <> 'draft' and c.slug = $2 and p.path = $3 and ", visible_page!("p"));
    QUESTION = concat!("select q.id from question q join community c on c.id = q.community_id where q.deleted_at is null and c.slug = $2 and q.slug = $3 and ", visible!("questions"));
}

/// Where the reading of who is told begins: with what they chose for a matter, and for a community.
const RECIPIENTS: &str = "select m.id as member, m.timezone, a.mail_hour, r.rhythm as chosen, h.rhythm as here from member m join account a on a.member_id = m.id \
     left join mail_rhythm r on r.member_id = m.id and r.matter = $1 left join mail_rhythm_in h on h.member_id = m.id and h.community_id = $2 where m.standing = 'active'";
const THESE: &str = " and m.id in";
const FOLLOWERS: &str = " and m.id in (select f.member_id from follow f where f.object_id = $? and f.kind = $?)";
/// Goes on with the roles that one of is enough.
const IN_ROLES: &str = " and m.id in (select ms.member_id from membership ms join membership_role w on w.membership_id = ms.id where ms.community_id = $? and ms.state = 'active' \
     and (w.since is null or w.since <= $?) and (w.until is null or w.until >= $?) and w.role in ($?, $?))";

/// Somebody who is told.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Recipient {
    pub(super) member: Uuid,
    pub(super) timezone: Option<String>,
    pub(super) mail_hour: i32,
    pub(super) chosen: Option<String>,
    pub(super) here: Option<String>,
}

fn recipients_of((matter, community): (Matter, Option<Uuid>), to: &To, today: chrono::NaiveDate) -> Statement {
    let begun = Statement::new(RECIPIENTS, [matter.as_str().into(), community.into()]);
    match to {
        To::Members(ids) => begun.with_list(THESE, ids.iter().map(|id| (*id).into())),
        To::Followers(kind, id) => begun.with(FOLLOWERS, [(*id).into(), kind.as_str().into()]),
        To::Welcoming(community) => begun.with(IN_ROLES, in_roles(*community, Role::Greeter, today)),
        To::Moderating(community) => begun.with(IN_ROLES, in_roles(*community, Role::Moderator, today)),
        To::Organising(community) => begun.with(IN_ROLES, in_roles(*community, Role::Organiser, today)),
        To::Editing(community) => begun.with(IN_ROLES, in_roles(*community, Role::Editor, today)),
    }
}

/// Leads of a community, and who has another role.
fn in_roles(community: Uuid, role: Role, today: chrono::NaiveDate) -> [Value; 5] {
    [community.into(), Some(today).into(), Some(today).into(), Role::Lead.as_str().into(), role.as_str().into()]
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let all = [
        To::Members(vec![Uuid::nil()]),
        To::Followers(ObjectKind::Topic, Uuid::nil()),
        To::Welcoming(Uuid::nil()),
        To::Moderating(Uuid::nil()),
        To::Organising(Uuid::nil()),
        To::Editing(Uuid::nil()),
    ];
    all.iter().map(|to| recipients_of((Matter::Answer, None), to, chrono::NaiveDate::default())).collect()
}

/// Who is told, among those who can sign in.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn recipients(tx: &mut Tx, of: (Matter, Option<Uuid>), to: &To) -> Result<Vec<Recipient>, sqlx::Error> {
    let today = tx.now().date_naive();
    ask_in!(tx, query_as, recipients_of(of, to, today), fetch_all)
}

/// The id of the page at a path.
///
/// # Errors
/// `NotFound` where there is none that the member may see.
pub(super) async fn page(db: &Db, member: Uuid, (community, path): (&str, &str)) -> Result<Uuid, AppError> {
    Ok(on!(db.reader(), c => sqlx::query_scalar(PAGE_AT).bind(member).bind(community).bind(path).fetch_one(c))?)
}

/// A notification, with what is known of it today.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ToldRow {
    /// Its id.
    pub id: Uuid,
    kind: String,
    /// What it stands under.
    pub object_id: Uuid,
    /// What that is called.
    pub title: String,
    /// What was written.
    pub excerpt: String,
    /// Where to read it.
    pub href: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When its reader saw it.
    pub read_at: Option<DateTime<Utc>>,
    /// How it is mailed.
    pub rhythm: String,
    /// Who did it.
    pub actor: Option<String>,
    /// Where.
    pub community: Option<String>,
}

impl ToldRow {
    /// What happened; `None` where a later release wrote it.
    pub fn kind(&self) -> Option<NewsKind> {
        self.kind.parse().ok()
    }
}

/// A page of somebody's notifications, the newest first.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, member: Uuid, after: &str) -> Result<Slice<ToldRow>, AppError> {
    let before = if after.is_empty() { Uuid::max() } else { after.parse().map_err(|_| key::no_key())? };
    let rows = on!(db.reader(), c => sqlx::query_as(LIST).bind(member).bind(before).fetch_all(c))?;
    Ok(Slice::cut(rows, PAGE, after, |row: &ToldRow| row.id.simple().to_string()))
}

/// How many of somebody's notifications wait to be read, at most 100.
///
/// # Errors
/// When the database does not answer.
pub async fn unread(db: &Db, member: Uuid) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(UNREAD).bind(member).fetch_one(c))
}

/// Where one of somebody's notifications leads.
///
/// # Errors
/// `NotFound` where it is none of theirs.
pub async fn place(db: &Db, member: Uuid, id: Uuid) -> Result<String, AppError> {
    let found: Option<String> = on!(db.reader(), c => sqlx::query_scalar(GO).bind(member).bind(id).fetch_optional(c))?;
    found.ok_or(AppError::NotFound)
}

/// Marks a notification read, with all that stand under the same thing.
///
/// # Errors
/// When the database refuses.
pub async fn read(tx: &mut Tx, member: Uuid, id: Uuid) -> Result<(), sqlx::Error> {
    tx.wakes(Channel::Member(member));
    let now = tx.now();
    run!(tx, sqlx::query(READ).bind(member).bind(id).bind(now)).map(drop)
}

/// Marks all of somebody's notifications read, up to one.
///
/// # Errors
/// When the database refuses.
pub async fn read_all(tx: &mut Tx, member: Uuid, until: Uuid) -> Result<(), sqlx::Error> {
    tx.wakes(Channel::Member(member));
    let now = tx.now();
    run!(tx, sqlx::query(READ_ALL).bind(member).bind(until).bind(now)).map(drop)
}

/// Writes what those who were told of a post read of it.
pub(super) async fn set_excerpt(tx: &mut Tx, (post, key): (Uuid, &str), excerpt: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SET_EXCERPT).bind(post).bind(key).bind(excerpt)).map(drop)
}

/// The zone somebody lives in, where they said so.
///
/// # Errors
/// When the database does not answer.
pub async fn zone(db: &Db, member: Uuid) -> Result<chrono_tz::Tz, sqlx::Error> {
    let zone: Option<String> = on!(db.reader(), c => sqlx::query_scalar(ZONE).bind(member).fetch_one(c))?;
    Ok(zone.and_then(|zone| zone.parse().ok()).unwrap_or(chrono_tz::Tz::UTC))
}

/// Has somebody follow something.
///
/// # Errors
/// When the database refuses.
pub async fn follow(tx: &mut Tx, member: Uuid, (kind, object): (ObjectKind, Uuid)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(FOLLOW).bind(member).bind(kind.as_str()).bind(object).bind(now)).map(drop)
}

/// Has somebody follow something no longer.
///
/// # Errors
/// When the database refuses.
pub async fn unfollow(tx: &mut Tx, member: Uuid, (kind, object): (ObjectKind, Uuid)) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(UNFOLLOW).bind(member).bind(kind.as_str()).bind(object)).map(drop)
}

/// Whether somebody follows something.
///
/// # Errors
/// When the database does not answer.
pub async fn follows(db: &Db, member: Uuid, (kind, object): (ObjectKind, Uuid)) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(db.reader(), c => sqlx::query_scalar(FOLLOWS).bind(member).bind(kind.as_str()).bind(object).fetch_one(c))?;
    Ok(count > 0)
}

/// The topic of that slug.
///
/// # Errors
/// `NotFound` where there is none.
pub(super) async fn topic(db: &Db, slug: &str) -> Result<Uuid, AppError> {
    Ok(on!(db.reader(), c => sqlx::query_scalar(TOPIC).bind(slug).fetch_one(c))?)
}

/// The person of that handle.
///
/// # Errors
/// `NotFound` where there is none.
pub(super) async fn person(db: &Db, handle: &str) -> Result<Uuid, AppError> {
    Ok(on!(db.reader(), c => sqlx::query_scalar(PERSON).bind(handle).fetch_one(c))?)
}

/// The question at that address.
///
/// # Errors
/// `NotFound` where there is none that the member may see.
pub(super) async fn question(db: &Db, member: Uuid, (community, slug): (&str, &str)) -> Result<Uuid, AppError> {
    Ok(on!(db.reader(), c => sqlx::query_scalar(QUESTION).bind(member).bind(community).bind(slug).fetch_one(c))?)
}
