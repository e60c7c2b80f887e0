//! The SQL of communities' administration.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::communities::model::{CommunityKind, CommunityStatus, JoinRule};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::ui::pagination::{Slice, key_parts};
use crate::{on, queries, role_holds, run};

/// Communities on a page.
const PAGE: usize = 50;

queries! {
    LIST = "select c.slug, c.name, c.sort_name, c.kind, c.status, c.listed, c.proposed, c.asked_hidden, c.declined_at is not null as declined, \
            (select count(*) from (select 1 from membership m where m.community_id = c.id and m.state = 'active' limit 1001) counted) as members, \
            exists (select 1 from membership v where v.community_id = c.id and v.member_id = $4 and v.state = 'active') as mine \
            from community c where (c.sort_name, c.slug) > ($1, $2) order by c.sort_name, c.slug limit $3";
    LEADS = concat!("select c.slug, m.name from membership_role r join membership ms on ms.id = r.membership_id and ms.state = 'active' \
             join community c on c.id = ms.community_id join member m on m.id = ms.member_id and m.standing = 'active' \
             where r.role = 'lead' and ", role_holds!("r", "$5"), " and (c.sort_name, c.slug) > ($1, $2) and (c.sort_name, c.slug) <= ($3, $4) order by m.sort_name");
    LOCK = "update community set revision = revision + 1 where slug = $1 returning id, slug, name, status";
    SET_STATUS = "update community set status = $2, updated_at = $3 where id = $1";
    APPROVE = "update community set proposed = false, listed = not asked_hidden, declined_at = null, declined_because = null, updated_at = $2 where id = $1 and proposed returning listed";
    DECLINE = "update community set declined_at = $2, declined_because = $3, updated_at = $2 where id = $1 and proposed and declined_at is null";
    // Only what waits to be approved can be read without belonging: its charter is what is decided about.
    PROPOSED = "select c.name, c.kind, c.summary, c.join_rule, c.asked_hidden, c.declined_because, c.declined_at is not null as declined, c.charter_domain_html, c.charter_community_html, c.charter_practice_html \
                from community c where c.slug = $1 and c.proposed";
    LEADS_OF = "select m.name, m.handle from membership_role r join membership ms on ms.id = r.membership_id and ms.state = 'active' join community c on c.id = ms.community_id \
                join member m on m.id = ms.member_id and m.standing = 'active' where c.slug = $1 and r.role = 'lead' and (r.until is null or r.until >= $2) order by m.sort_name, m.handle limit 50";
    ADMINISTRATORS = "select m.name, a.email from member m join account a on a.member_id = m.id where m.administrator = true and m.standing = 'active' order by m.handle limit 50";
    BELONG = "insert into membership (id, community_id, member_id, state, since) values ($1, $2, $3, 'active', $4) \
              on conflict (community_id, member_id) do update set state = 'active', since = case when membership.state = 'active' then membership.since else excluded.since end returning id";
    LEADS_ALREADY = concat!("select 1 from membership_role r where r.membership_id = $1 and r.role = 'lead' and ", role_holds!("r", "$2"), " limit 1");
    LAST_ROLE = "select position from membership_role where membership_id = $1 order by position desc limit 1";
    LEAD = "insert into membership_role (membership_id, position, role, since) values ($1, $2, 'lead', $3)";
}

/// A community in the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CommunityRow {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    sort_name: String,
    /// What it is made for.
    #[sqlx(try_from = "String")]
    pub kind: CommunityKind,
    /// Whether it lives.
    #[sqlx(try_from = "String")]
    pub status: CommunityStatus,
    /// Whether others know of it.
    pub listed: bool,
    /// Whether it waits to be approved.
    pub proposed: bool,
    /// Whether it stays hidden once it is approved.
    pub asked_hidden: bool,
    /// Whether an administrator declined it.
    pub declined: bool,
    /// How many belong to it, at most 1,001.
    pub members: i64,
    /// Whether the administrator does.
    pub mine: bool,
    /// The names of its leads.
    #[sqlx(skip)]
    pub leads: Vec<String>,
}

/// A community that is locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Locked {
    /// Its id.
    pub id: Uuid,
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether it lives.
    #[sqlx(try_from = "String")]
    pub status: CommunityStatus,
}

/// A page of all communities, by name.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, (viewer, today): (Uuid, NaiveDate), after: &str) -> Result<Slice<CommunityRow>, AppError> {
    let [slug, name] = key_parts(after)?;
    let rows: Vec<CommunityRow> =
        on!(db.reader(), c => sqlx::query_as(LIST).bind(name).bind(slug).bind(PAGE as i64 + 1).bind(viewer).fetch_all(c))?;
    let mut slice = Slice::cut(rows, PAGE, after, |row| format!("{}~{}", row.slug, row.sort_name));
    let Some(last) = slice.items.last().cloned() else { return Ok(slice) };
    let leads: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(LEADS)
        .bind(name)
        .bind(slug)
        .bind(&last.sort_name)
        .bind(&last.slug)
        .bind(today)
        .fetch_all(c))?;
    for (slug, name) in leads {
        if let Some(row) = slice.items.iter_mut().find(|row| row.slug == slug) {
            row.leads.push(name);
        }
    }
    Ok(slice)
}

/// Locks a community, to decide about it.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn lock(tx: &mut Tx, slug: &str) -> Result<Locked, AppError> {
    let row: Option<Locked> = on!(tx.conn(), c => sqlx::query_as(LOCK).bind(slug).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// Archives or revives a community.
///
/// # Errors
/// When the database refuses.
pub async fn set_status(tx: &mut Tx, community: Uuid, status: CommunityStatus) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(SET_STATUS).bind(community).bind(status.as_str()).bind(now)).map(drop)
}

/// Makes a member lead of a community. Gives whether they were not.
///
/// # Errors
/// When the database refuses.
pub async fn make_lead(tx: &mut Tx, community: Uuid, member: Uuid) -> Result<bool, sqlx::Error> {
    let today = tx.now().date_naive();
    let membership: Uuid =
        on!(tx.conn(), c => sqlx::query_scalar(BELONG).bind(Uuid::now_v7()).bind(community).bind(member).bind(today).fetch_one(c))?;
    let already: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(LEADS_ALREADY).bind(membership).bind(today).fetch_optional(c))?;
    if already.is_some() {
        return Ok(false);
    }
    let last: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(LAST_ROLE).bind(membership).fetch_optional(c))?;
    run!(tx, sqlx::query(LEAD).bind(membership).bind(last.map_or(0, |last| last + 1)).bind(today))?;
    Ok(true)
}

/// A community that waits to be approved, or was declined.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Proposed {
    /// Its name.
    pub name: String,
    /// What it is made for.
    #[sqlx(try_from = "String")]
    pub kind: CommunityKind,
    /// One sentence.
    pub summary: String,
    /// Who can join.
    #[sqlx(try_from = "String")]
    pub join_rule: JoinRule,
    /// Whether it stays hidden once it is approved.
    pub asked_hidden: bool,
    /// Why it was declined.
    pub declined_because: Option<String>,
    /// Whether it was.
    pub declined: bool,
    /// Its charter, safe HTML.
    pub charter_domain_html: String,
    /// Its charter, safe HTML.
    pub charter_community_html: String,
    /// Its charter, safe HTML.
    pub charter_practice_html: String,
}

/// A community that waits to be approved, and name and handle of who leads it.
///
/// # Errors
/// `NotFound` where none waits at that address.
pub async fn proposed(db: &Db, slug: &str, today: NaiveDate) -> Result<(Proposed, Vec<(String, String)>), AppError> {
    let row: Option<Proposed> = on!(db.reader(), c => sqlx::query_as(PROPOSED).bind(slug).fetch_optional(c))?;
    let leads = on!(db.reader(), c => sqlx::query_as(LEADS_OF).bind(slug).bind(today).fetch_all(c))?;
    Ok((row.ok_or(AppError::NotFound)?, leads))
}

/// Name and address of the administrators.
///
/// # Errors
/// When the database does not answer.
pub async fn administrators(tx: &mut Tx) -> Result<Vec<(String, String)>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(ADMINISTRATORS).fetch_all(c))
}

/// Declines a community, with a word on it. Gives whether it waited.
///
/// # Errors
/// When the database refuses.
pub async fn decline(tx: &mut Tx, community: Uuid, because: &str) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    Ok(run!(tx, sqlx::query(DECLINE).bind(community).bind(now).bind(because))? > 0)
}

/// Approves a community, and has others find it. Gives whether others find it now; `None` where it did not wait for that.
///
/// # Errors
/// When the database refuses.
pub async fn approve(tx: &mut Tx, community: Uuid) -> Result<Option<bool>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_scalar(APPROVE).bind(community).bind(now).fetch_optional(c))
}
