//! The SQL of members' administration.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::accounts::email::Email;
use crate::admin::rules::Standing;
use crate::asked::Asked;
use crate::communities::model::{MembershipState, Role};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::members::people_store::named;
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries, role_holds, run};

/// Members on a page; the statement below reads one more.
const PAGE: usize = 50;

/// The columns of [`MemberRow`] of a member `m` with the account `a`.
macro_rules! member {
    () => {
        "select m.id, m.handle, m.name, m.sort_name, m.kind = 'person' as person, m.has_account, m.standing, m.suspended_because, m.administrator, \
         a.email, coalesce(a.created_at, m.created_at) as since from member m left join account a on a.member_id = m.id"
    };
}

queries! {
    MEMBER = concat!(member!(), " where m.handle = $1");
    // Locks: of two administrators who decide about somebody the second sees what the first did.
    LOCK = "update member set revision = revision + 1 where handle = $1 returning id";
    LOCKED = concat!(member!(), " where m.id = $1");
    LOCK_ADMINISTRATORS = "update member set revision = revision + 1 where administrator and standing = 'active' returning id";
    SET_STANDING = "update member set standing = $2, suspended_because = $3 where id = $1";
    SET_ADMINISTRATOR = "update member set administrator = $2 where id = $1";
    MEMBERSHIPS = concat!("select c.slug, c.name, ms.state, ms.since, r.role from membership ms join community c on c.id = ms.community_id \
                   left join membership_role r on r.membership_id = ms.id and ", role_holds!("r", "$2"),
                   " where ms.member_id = $1 order by c.sort_name, c.slug, r.position limit 500");
    ORGANISATIONS = "select g.slug, g.name, mo.proved_at from member_organisation mo join organisation g on g.id = mo.organisation_id where mo.member_id = $1 order by mo.position, g.sort_name limit 50";
    NAMESAKES = "select m.handle, m.name from member m where m.sort_name = $1 and m.has_account and m.id <> $2 order by m.handle limit 5";
}

/// Where a list of members begins.
const LIST: &str = concat!(member!(), " where (m.sort_name, m.handle) > ($1, $2)");
const WITH_ADDRESS: &str = " and m.id in (select o.member_id from account o where o.email_key = $?)";
const BY_NAME: &str = " order by m.sort_name, m.handle limit 51";

/// A member.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MemberRow {
    /// Their id.
    pub id: Uuid,
    /// `/people/{handle}`
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What they sort by.
    pub sort_name: String,
    /// Whether it is one person's profile.
    pub person: bool,
    /// Whether they have an account.
    pub has_account: bool,
    standing: String,
    /// Why they may not sign in.
    pub suspended_because: Option<String>,
    /// Whether they administer the site.
    pub administrator: bool,
    /// Their address.
    pub email: Option<String>,
    /// Since when they have an account, or are listed.
    pub since: DateTime<Utc>,
}

impl MemberRow {
    /// As the rules ask.
    pub fn standing(&self) -> Standing {
        Standing {
            id: self.id,
            person: self.person,
            account: self.has_account,
            active: self.standing == "active",
            administrator: self.administrator,
        }
    }

    /// How their account stands, in words.
    pub fn stands(&self) -> &'static str {
        match (self.has_account, self.standing.as_str()) {
            (false, "active") => "Listed, no account yet",
            (_, "suspended") => "Suspended",
            (_, "former") => "Former member",
            _ => "Active",
        }
    }
}

/// Where somebody belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberOf {
    /// `/c/{slug}`
    pub slug: String,
    /// The community.
    pub name: String,
    /// Where it stands.
    pub state: MembershipState,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// What they do there.
    pub roles: Vec<Role>,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    slug: String,
    name: String,
    #[sqlx(try_from = "String")]
    state: MembershipState,
    since: Option<NaiveDate>,
    role: Option<String>,
}

fn listed(words: &[String], email: Option<String>, (name, handle): (&str, &str)) -> Statement {
    named(Statement::new(LIST, [name.into(), handle.into()]), words).with_any(WITH_ADDRESS, email).with(BY_NAME, [])
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let words = ["ada".to_owned(), "okafor".to_owned()];
    vec![listed(&[], None, ("", "")), listed(&words, None, ("", "")), listed(&[], Some(String::new()), ("", ""))]
}

/// A page of the members the query asks for, by words of the name or by the whole address.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, asked: &Asked) -> Result<Slice<MemberRow>, AppError> {
    let [handle, name] = key_parts(asked.after())?;
    let typed = asked.text("q");
    let email = if typed.contains('@') { Email::parse(&typed).ok().map(|email| email.key()) } else { None };
    let words = if email.is_some() { Vec::new() } else { names::typed_words(&typed) };
    if !typed.is_empty() && words.is_empty() && email.is_none() {
        return Ok(Slice { items: Vec::new(), next: None, later: false });
    }
    let rows: Vec<MemberRow> = ask!(db, query_as, listed(&words, email, (name, handle)), fetch_all)?;
    Ok(Slice::cut(rows, PAGE, asked.after(), |row| format!("{}~{}", row.handle, row.sort_name)))
}

/// A member.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn member(db: &Db, handle: &str) -> Result<MemberRow, AppError> {
    let row: Option<MemberRow> = on!(db.reader(), c => sqlx::query_as(MEMBER).bind(handle).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// Locks a member, to decide about them.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn lock(tx: &mut Tx, handle: &str) -> Result<MemberRow, AppError> {
    let id: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(LOCK).bind(handle).fetch_optional(c))?;
    let row: Option<MemberRow> = on!(tx.conn(), c => sqlx::query_as(LOCKED).bind(id).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// Locks all administrators who may sign in, so that how many there are stays so until the commit.
///
/// # Errors
/// When the database refuses.
pub async fn lock_administrators(tx: &mut Tx) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(LOCK_ADMINISTRATORS).fetch_all(c))
}

/// Suspends a member with a reason; restores them without.
///
/// # Errors
/// When the database refuses.
pub async fn set_suspended(tx: &mut Tx, member: Uuid, because: Option<&str>) -> Result<(), sqlx::Error> {
    let standing = if because.is_some() { "suspended" } else { "active" };
    run!(tx, sqlx::query(SET_STANDING).bind(member).bind(standing).bind(because)).map(drop)
}

/// Makes a member administrator, or takes that back.
///
/// # Errors
/// When the database refuses.
pub async fn set_administrator(tx: &mut Tx, member: Uuid, administrator: bool) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SET_ADMINISTRATOR).bind(member).bind(administrator)).map(drop)
}

/// Where a member belongs, or asked to, or was asked to.
///
/// # Errors
/// When the database does not answer.
pub async fn memberships(db: &Db, member: Uuid, today: NaiveDate) -> Result<Vec<MemberOf>, sqlx::Error> {
    let rows: Vec<MembershipRow> = on!(db.reader(), c => sqlx::query_as(MEMBERSHIPS).bind(member).bind(today).fetch_all(c))?;
    let mut found: Vec<MemberOf> = Vec::new();
    for row in rows {
        if found.last().is_none_or(|last| last.slug != row.slug) {
            found.push(MemberOf { slug: row.slug, name: row.name, state: row.state, since: row.since, roles: Vec::new() });
        }
        if let Some(last) = found.last_mut() {
            last.roles.extend(row.role.and_then(|role| role.parse::<Role>().ok()));
        }
    }
    Ok(found)
}

/// The organisations of a member: slug, name, and since when that is proved.
///
/// # Errors
/// When the database does not answer.
pub async fn organisations(db: &Db, member: Uuid) -> Result<Vec<(String, String, Option<DateTime<Utc>>)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).bind(member).fetch_all(c))
}

/// Handle and name of accounts that have the same name as a profile.
///
/// # Errors
/// When the database does not answer.
pub async fn namesakes(db: &Db, of: &MemberRow) -> Result<Vec<(String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(NAMESAKES).bind(&of.sort_name).bind(of.id).fetch_all(c))
}
