//! The SQL of memberships.

use chrono::NaiveDate;
use uuid::Uuid;

use super::rules::Standing;
use crate::communities::model::{CommunityStatus, JoinRule, MembershipState, Role};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::{on, queries, role_holds, run};

/// Whether a proof lets a member join a community: of an organisation, or an address at a domain or below it, as its rule says.
macro_rules! vouched {
    ($community:literal, $member:literal) => {
        concat!(
            "exists (select 1 from community vc where vc.id = ",
            $community,
            " and (vc.join_rule = 'organisation' and exists (select 1 from community_organisation co join member_organisation mo on mo.organisation_id = co.organisation_id \
             where co.community_id = vc.id and mo.member_id = ",
            $member,
            " and mo.proof is not null) or vc.join_rule = 'domains' and exists (select 1 from community_domain vd join account va on va.member_id = ",
            $member,
            " where vd.community_id = vc.id and substr(va.email_key, length(va.email_key) - length(vd.domain)) in ('@' || vd.domain, '.' || vd.domain))))"
        )
    };
}
pub(super) use vouched;

queries! {
    STANDING = concat!("select ms.state, r.role, c.members_edit_pages from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id and ",
                role_holds!("r", "$3"), " where ms.community_id = $1 and ms.member_id = $2");
    // The community, and where the member stands: a row for each of their roles, or one without.
    SEEN = concat!("select case when c.guidelines is not null then c.guidelines_version end as guidelines_version, c.join_rule, c.members_edit_pages, ", vouched!("c.id", "$2"), " as vouched, ms.state, r.role from community c left join membership ms on ms.community_id = c.id and ms.member_id = $2 \
            left join membership_role r on r.membership_id = ms.id and ", role_holds!("r", "$3"), " where c.id = $1");
    VOUCHED = concat!("select ", vouched!("$1", "$2"));
    // Locks: what is decided about a community's members is decided one after another.
    LOCK = "update community set revision = revision + 1 where id = $1 returning id, slug, name, status, join_rule, guidelines, guidelines_version";
    BY_SLUG = "select id from community where slug = $1";
    // Who belongs already does so since they came, and hangs on nothing that they did not before.
    PUT = "insert into membership (id, community_id, member_id, state, since, note, changed_at, invited_by, guidelines_version, came_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
           on conflict (community_id, member_id) do update set state = excluded.state, \
           since = case when membership.state = 'active' and excluded.state = 'active' then membership.since else excluded.since end, \
           came_by = case when membership.state = 'active' and membership.came_by is null then null else excluded.came_by end, note = excluded.note, changed_at = excluded.changed_at, \
           invited_by = coalesce(excluded.invited_by, membership.invited_by), guidelines_version = coalesce(excluded.guidelines_version, membership.guidelines_version)";
    REMOVE = "delete from membership where community_id = $1 and member_id = $2";
    BY_HANDLE = "select m.id, m.handle, m.name, a.email from member m left join account a on a.member_id = m.id where m.handle = $1 and m.standing = 'active'";
    LEADS = concat!("select count(distinct ms.member_id) from membership ms join member m on m.id = ms.member_id and m.standing = 'active' join membership_role r on r.membership_id = ms.id \
             where ms.community_id = $1 and ms.state = 'active' and r.role = 'lead' and ", role_holds!("r", "$2"));
    TO_WELCOME = concat!("select m.id, m.handle, m.name, a.email from membership ms join membership_role r on r.membership_id = ms.id join member m on m.id = ms.member_id \
                  join account a on a.member_id = m.id where ms.community_id = $1 and ms.state = 'active' and m.standing = 'active' and r.role in ('lead', 'greeter') \
                  and ", role_holds!("r", "$2"), " order by m.handle limit 50");
    NEXT_ROLE = "select ms.id, coalesce((select max(r.position) + 1 from membership_role r where r.membership_id = ms.id), 0) from membership ms \
                 where ms.community_id = $1 and ms.member_id = $2 and ms.state = 'active'";
    GIVE = "insert into membership_role (membership_id, position, role, title, since, until) values ($1, $2, $3, $4, $5, $6)";
    TAKE = "delete from membership_role where position = $3 and membership_id in (select ms.id from membership ms where ms.community_id = $1 and ms.member_id = $2)";
}

/// A community, as far as joining goes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Joined {
    /// Its id.
    pub id: Uuid,
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether it lives.
    #[sqlx(try_from = "String")]
    pub status: CommunityStatus,
    /// Who may join.
    #[sqlx(try_from = "String")]
    pub join_rule: JoinRule,
    /// What members keep to.
    pub guidelines: Option<String>,
    /// Which version of it.
    pub guidelines_version: i32,
}

/// A community as a member sees it who may join.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Which version of what members keep to there is, if any.
    pub guidelines_version: Option<i32>,
    /// Who may join.
    pub rule: JoinRule,
    /// Whether a proof lets the member in.
    pub vouched: bool,
    /// Where they stand.
    pub standing: Standing,
}

#[derive(sqlx::FromRow)]
struct SeenRow {
    guidelines_version: Option<i32>,
    #[sqlx(try_from = "String")]
    join_rule: JoinRule,
    vouched: bool,
    members_edit_pages: bool,
    state: Option<String>,
    role: Option<String>,
}

/// A member, as far as writing to them goes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// `/people/{handle}`
    pub handle: String,
    /// Their name.
    pub name: String,
    /// Their address; `None` for who is listed without an account.
    pub email: Option<String>,
}

/// A role of a member.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RoleRow {
    /// Whose.
    pub handle: String,
    /// Its place among theirs.
    pub position: i32,
    /// The role.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Its free title.
    pub title: Option<String>,
    /// Its first day.
    pub since: Option<NaiveDate>,
    /// Its last day.
    pub until: Option<NaiveDate>,
}

/// What becomes of a membership.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Where it stands from now on.
    pub state: MembershipState,
    /// What somebody says with it.
    pub note: Option<&'a str>,
    /// Who invited.
    pub invited_by: Option<Uuid>,
    /// Which version of the guidelines was accepted.
    pub guidelines_version: Option<i32>,
    /// Whether a proof alone lets them in: the membership ends with it.
    pub by_proof: bool,
}

impl Change<'_> {
    /// Belongs from now on.
    pub fn active(guidelines_version: Option<i32>) -> Self {
        Self { state: MembershipState::Active, note: None, invited_by: None, guidelines_version, by_proof: false }
    }
}

/// Reads it from a row for each of their roles, or one without.
pub(super) fn standing_of(rows: Vec<(String, Option<String>, bool)>) -> Standing {
    let state = rows.first().and_then(|(state, ..)| state.parse().ok());
    let members_edit = rows.first().is_some_and(|(.., members_edit)| *members_edit);
    Standing { state, roles: rows.into_iter().filter_map(|(_, role, _)| role?.parse().ok()).collect(), members_edit }
}

/// Where a member stands in a community today.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(db: &Db, community: Uuid, member: Uuid, today: NaiveDate) -> Result<Standing, sqlx::Error> {
    let rows = on!(db.reader(), c => sqlx::query_as(STANDING).bind(community).bind(member).bind(today).fetch_all(c))?;
    Ok(standing_of(rows))
}

/// The same inside a transaction that has locked the community.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_now(tx: &mut Tx, community: Uuid, member: Uuid) -> Result<Standing, sqlx::Error> {
    let today = tx.now().date_naive();
    let rows = on!(tx.conn(), c => sqlx::query_as(STANDING).bind(community).bind(member).bind(today).fetch_all(c))?;
    Ok(standing_of(rows))
}

/// Locks a community for a decision about its members.
///
/// # Errors
/// When it is gone.
pub async fn lock(tx: &mut Tx, community: Uuid) -> Result<Joined, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(LOCK).bind(community).fetch_one(c))
}

/// What a member can do to belong, read at once: whether there are guidelines, the rule, and where they stand.
///
/// # Errors
/// When the community is gone.
pub async fn seen(db: &Db, community: Uuid, member: Uuid, today: NaiveDate) -> Result<Seen, sqlx::Error> {
    let rows: Vec<SeenRow> = on!(db.reader(), c => sqlx::query_as(SEEN).bind(community).bind(member).bind(today).fetch_all(c))?;
    let first = rows.first().ok_or(sqlx::Error::RowNotFound)?;
    let (guidelines_version, rule, vouched) = (first.guidelines_version, first.join_rule, first.vouched);
    let standing = standing_of(rows.into_iter().filter_map(|row| Some((row.state?, row.role, row.members_edit_pages))).collect());
    Ok(Seen { guidelines_version, rule, vouched, standing })
}

/// Whether a proof lets a member join.
///
/// # Errors
/// When the database does not answer.
pub async fn is_vouched(tx: &mut Tx, community: Uuid, member: Uuid) -> Result<bool, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(VOUCHED).bind(community).bind(member).fetch_one(c))
}

/// Makes or changes a membership.
///
/// # Errors
/// When the database refuses.
pub async fn put(tx: &mut Tx, community: Uuid, member: Uuid, change: &Change<'_>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let since = (change.state == MembershipState::Active).then(|| now.date_naive());
    run!(
        tx,
        sqlx::query(PUT)
            .bind(Uuid::now_v7())
            .bind(community)
            .bind(member)
            .bind(change.state.as_str())
            .bind(since)
            .bind(change.note)
            .bind(now)
            .bind(change.invited_by)
            .bind(change.guidelines_version)
            .bind(change.by_proof.then_some("proof"))
    )
    .map(drop)
}

/// Ends a membership, with its roles.
///
/// # Errors
/// When the database refuses.
pub async fn remove(tx: &mut Tx, community: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(REMOVE).bind(community).bind(member)).map(drop)
}

/// A member by their handle.
///
/// # Errors
/// `NotFound` where nobody active has it.
pub async fn person(tx: &mut Tx, handle: &str) -> Result<Person, AppError> {
    let found = on!(tx.conn(), c => sqlx::query_as(BY_HANDLE).bind(handle).fetch_optional(c))?;
    found.ok_or(AppError::NotFound)
}

/// The same for a screen, which takes no lock.
///
/// # Errors
/// As [`person`].
pub async fn person_shown(db: &Db, handle: &str) -> Result<Person, AppError> {
    let found = on!(db.reader(), c => sqlx::query_as(BY_HANDLE).bind(handle).fetch_optional(c))?;
    found.ok_or(AppError::NotFound)
}

/// How many lead a community today.
///
/// # Errors
/// When the database does not answer.
pub async fn leads(tx: &mut Tx, community: Uuid) -> Result<i64, sqlx::Error> {
    let today = tx.now().date_naive();
    on!(tx.conn(), c => sqlx::query_scalar(LEADS).bind(community).bind(today).fetch_one(c))
}

/// Who is told when somebody asks to join.
///
/// # Errors
/// When the database does not answer.
pub async fn who_welcomes(tx: &mut Tx, community: Uuid) -> Result<Vec<Person>, sqlx::Error> {
    let today = tx.now().date_naive();
    let mut people: Vec<Person> = on!(tx.conn(), c => sqlx::query_as(TO_WELCOME).bind(community).bind(today).fetch_all(c))?;
    people.dedup_by_key(|person| person.id);
    Ok(people)
}

/// Gives a member a role. Gives whether they belong.
///
/// # Errors
/// When the database refuses.
pub async fn give(tx: &mut Tx, community: Uuid, member: Uuid, role: &RoleRow) -> Result<bool, sqlx::Error> {
    let place: Option<(Uuid, i32)> = on!(tx.conn(), c => sqlx::query_as(NEXT_ROLE).bind(community).bind(member).fetch_optional(c))?;
    let Some((membership, position)) = place else { return Ok(false) };
    run!(
        tx,
        sqlx::query(GIVE)
            .bind(membership)
            .bind(position)
            .bind(role.role.as_str())
            .bind(role.title.as_deref())
            .bind(role.since)
            .bind(role.until)
    )?;
    Ok(true)
}

/// Takes a role from a member.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &mut Tx, community: Uuid, member: Uuid, position: i32) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(TAKE).bind(community).bind(member).bind(position)).map(drop)
}

/// The id of a community, whoever may know of it.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(db: &Db, slug: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(BY_SLUG).bind(slug).fetch_optional(c))
}
