//! The SQL of lists of members, and of one's own memberships.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::store::RoleRow;
use crate::communities::model::MembershipState;
use crate::db::Db;
use crate::members::store::seen;
use crate::{on, queries, role_holds};

queries! {
    WAITING = "select m.handle, m.name, ms.note, ms.changed_at, i.name as invited_by from membership ms join member m on m.id = ms.member_id left join member i on i.id = ms.invited_by \
               where ms.community_id = $1 and ms.state = $2 order by ms.changed_at, m.handle limit 200";
    ROLES = "select m.handle, r.position, r.role, r.title, r.since, r.until from membership ms join member m on m.id = ms.member_id join membership_role r on r.membership_id = ms.id \
             where ms.community_id = $1 and m.handle = $2 order by r.position";
    // A community that invites a member's address does so until they say yes or no.
    MINE = "select c.slug, c.name, c.sort_name as sort_name, ms.state, ms.since, ms.note, c.guidelines, c.guidelines_version, i.name as invited_by from membership ms join community c on c.id = ms.community_id \
            left join member i on i.id = ms.invited_by where ms.member_id = $1 \
            union all select c.slug, c.name, c.sort_name, 'invited', cast(null as date), v.note, c.guidelines, c.guidelines_version, i.name from account a join invitation v on v.email_key = a.email_key \
            join community c on c.id = v.community_id left join member i on i.id = v.invited_by where a.member_id = $1 and v.expires_at > $2 and c.status = 'active' \
            and not exists (select 1 from membership ms where ms.community_id = c.id and ms.member_id = a.member_id and ms.state in ('active', 'invited')) \
            order by sort_name limit 500";
    MY_ROLES = concat!("select c.slug, r.role, r.title from membership ms join community c on c.id = ms.community_id join membership_role r on r.membership_id = ms.id \
                where ms.member_id = $1 and ms.state = 'active' and ", role_holds!("r", "$2"), " order by c.slug, r.position");
    LIST = "select m.handle, m.name, m.sort_name, ms.since from membership ms join member m on m.id = ms.member_id \
            where ms.community_id = $1 and ms.state = 'active' and (m.sort_name, m.handle) > ($2, $3) order by m.sort_name, m.handle limit 51";
    LIST_ROLES = "select m.handle, r.role, r.title, r.since, r.until, r.position from membership ms join member m on m.id = ms.member_id join membership_role r on r.membership_id = ms.id \
                  where ms.community_id = $1 and ms.state = 'active' order by m.handle, r.position limit 2000";
    // What somebody shows to nobody, or not to whoever takes the list, isn't in it: a table is passed on.
    EXPORT = concat!(
        "select m.name, m.handle, ms.since, case when ", seen!("role", "$2"), " then m.role end as role, case when ", seen!("organisations", "$2"),
        " then (select g.name from member_organisation mo join organisation g on g.id = mo.organisation_id where mo.member_id = m.id \
         order by mo.position limit 1) end as organisation from membership ms join member m on m.id = ms.member_id where ms.community_id = $1 and ms.state = 'active' order by m.sort_name, m.handle"
    );
}

/// Somebody who waits to be let in, or to say yes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Waiting {
    /// `/people/{handle}`
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What they said, or what came with the invitation.
    pub note: Option<String>,
    /// Since when.
    pub changed_at: Option<DateTime<Utc>>,
    /// Who invited them.
    pub invited_by: Option<String>,
}

/// A community of one's own.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Mine {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where the membership stands.
    #[sqlx(try_from = "String")]
    pub state: MembershipState,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// What came with the invitation.
    pub note: Option<String>,
    /// What its members keep to.
    pub guidelines: Option<String>,
    /// Which version of it.
    pub guidelines_version: i32,
    /// Who invited.
    pub invited_by: Option<String>,
}

/// A member in the list that leads tend.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// `/people/{handle}`
    pub handle: String,
    /// Their name.
    pub name: String,
    /// The key the list sorts by.
    pub sort_name: String,
    /// Since when.
    pub since: Option<NaiveDate>,
}

/// A line of the list as a table.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Exported {
    /// The name.
    pub name: String,
    /// The handle.
    pub handle: String,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// What they do, where the viewer may see it.
    pub role: Option<String>,
    /// Where, likewise.
    pub organisation: Option<String>,
}

/// Who has asked, or who was invited.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(db: &Db, community: Uuid, state: MembershipState) -> Result<Vec<Waiting>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(WAITING).bind(community).bind(state.as_str()).fetch_all(c))
}

/// A member's roles, past and coming ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn roles(db: &Db, community: Uuid, handle: &str) -> Result<Vec<RoleRow>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ROLES).bind(community).bind(handle).fetch_all(c))
}

/// A member's communities, with what is open.
///
/// # Errors
/// When the database does not answer.
pub async fn mine(db: &Db, member: Uuid, now: DateTime<Utc>) -> Result<Vec<Mine>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(MINE).bind(member).bind(now).fetch_all(c))
}

/// What a member does in their communities: slug, role and title.
///
/// # Errors
/// When the database does not answer.
pub async fn my_roles(db: &Db, member: Uuid, today: NaiveDate) -> Result<Vec<(String, String, Option<String>)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(MY_ROLES).bind(member).bind(today).fetch_all(c))
}

/// A page of a community's members and one more.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, community: Uuid, (name, handle): (&str, &str)) -> Result<Vec<Listed>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(community).bind(name).bind(handle).fetch_all(c))
}

/// The roles of a community's members.
///
/// # Errors
/// When the database does not answer.
pub async fn all_roles(db: &Db, community: Uuid) -> Result<Vec<RoleRow>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST_ROLES).bind(community).fetch_all(c))
}

/// The members of a community, all of them, with as much of each as a viewer may see.
///
/// # Errors
/// When the database does not answer.
pub async fn export(db: &Db, community: Uuid, viewer: Uuid) -> Result<Vec<Exported>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(EXPORT).bind(community).bind(viewer).fetch_all(c))
}
