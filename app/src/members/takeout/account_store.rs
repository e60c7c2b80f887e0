//! The SQL of what is held of a member's account: how they get in, where they belong, what reaches them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::all;
use crate::db::Db;
use crate::notifications::store::shown;
use crate::{on, queries, visible, visible_page};

queries! {
    ACCOUNT = "select m.handle, m.administrator, a.email, a.password is not null as has_password, a.created_at, a.updated_at from member m join account a on a.member_id = m.id where m.id = $1";
    IDENTITIES = "select i.provider, i.subject, i.email, i.created_at, i.last_used_at from identity i where i.member_id = $1 order by i.created_at, i.provider, i.subject";
    PASSKEYS = "select k.name, k.created_at, k.last_used_at from passkey k where k.member_id = $1 order by k.created_at, k.id";
    PROGRAMS = "select t.name, t.made_at, t.expires_at, t.used_at from personal_token t where t.member_id = $1 order by t.made_at, t.id";
    SESSIONS = "select s.device, s.created_at, s.seen_at, s.expires_at from session s where s.member_id = $1 order by s.seen_at desc";
    MEMBERSHIPS = "select c.slug as community, c.name, ms.state, ms.since, r.role, r.title, r.since as role_since, r.until as role_until \
                   from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id \
                   where ms.member_id = $1 order by c.sort_name, c.slug, r.position";
    // By mail, and members who have not answered.
    INVITED = "select case when c.listed or exists (select 1 from membership o where o.community_id = c.id and o.member_id = $1 and o.state = 'active') then c.slug end as community, v.email as whom, v.name, v.note, v.created_at as at from invitation v join community c on c.id = v.community_id where v.invited_by = $1 \
               union all select case when c.listed or exists (select 1 from membership o where o.community_id = c.id and o.member_id = $1 and o.state = 'active') then c.slug end, m.handle, m.name, ms.note, ms.changed_at from membership ms join community c on c.id = ms.community_id join member m on m.id = ms.member_id \
               where ms.invited_by = $1 and ms.state = 'invited' order by community, whom";
    BLOCKED = "select m.handle, b.blocked_at from block b join member m on m.id = b.blocked_id where b.member_id = $1 order by b.blocked_at, m.handle";
    FOLLOWS = concat!(
        "select f.kind as what, f.since, case f.kind when 'topic' then (select '/topics/' || t.slug from topic t where t.id = f.object_id) \
         when 'person' then (select '/people/' || m.handle from member m where m.id = f.object_id) \
         when 'community' then (select '/c/' || c.slug from community c where c.id = f.object_id and (c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active'))) \
         when 'question' then (select '/c/' || c.slug || '/questions/' || q.slug from question q join community c on c.id = q.community_id where q.id = f.object_id and q.deleted_at is null and ", visible!("questions"), ") \
         when 'page' then (select '/c/' || c.slug || '/pages/' || p.path from page p join community c on c.id = p.community_id where p.id = f.object_id and p.status <> 'draft' and ", visible_page!("p"), ") end as address \
         from follow f where f.member_id = $1 order by f.since, f.object_id"
    );
    MAILS = "select r.matter as about, r.rhythm from mail_rhythm r where r.member_id = $1 \
             union all select c.slug as about, h.rhythm from mail_rhythm_in h join community c on c.id = h.community_id where h.member_id = $1 order by 1";
    TOLD = concat!("select n.kind as what, n.title, n.excerpt as text, n.at, n.read_at from notification n where n.member_id = $1 and ", shown!(), " order by n.id");
}

/// An account.
#[derive(Serialize, sqlx::FromRow)]
pub struct Account {
    /// `/people/{handle}`
    pub handle: String,
    /// The address.
    pub email: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether it administers the site.
    pub administrator: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Who they are at a sign-in provider.
#[derive(Serialize, sqlx::FromRow)]
pub struct Identity {
    /// The provider.
    pub provider: String,
    /// Who, as it says.
    pub subject: String,
    /// The address there.
    pub email: Option<String>,
    /// When it was linked.
    pub created_at: DateTime<Utc>,
    /// When they last came in by it.
    pub last_used_at: DateTime<Utc>,
}

/// A passkey. What it signs with never left its owner's device.
#[derive(Serialize, sqlx::FromRow)]
pub struct Passkey {
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A program that edits pages as a member, by a personal token.
#[derive(Serialize, sqlx::FromRow)]
pub struct Program {
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When a program last came with it.
    pub used_at: Option<DateTime<Utc>>,
}

/// A session.
#[derive(Serialize, sqlx::FromRow)]
pub struct Session {
    /// The browser.
    pub device: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A membership; one a role where there are several.
#[derive(Serialize, sqlx::FromRow)]
pub struct Membership {
    /// `/c/{community}`
    pub community: String,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: String,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// A role.
    pub role: Option<String>,
    /// What the role is called.
    pub title: Option<String>,
    /// Since when.
    pub role_since: Option<NaiveDate>,
    /// Until when.
    pub role_until: Option<NaiveDate>,
}

/// Somebody they invited who has not answered.
#[derive(Serialize, sqlx::FromRow)]
pub struct Invited {
    /// To which community, where they may know of it still.
    pub community: Option<String>,
    /// The address, or the handle.
    pub whom: String,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// What came with the invitation.
    pub note: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

/// Somebody they block.
#[derive(Serialize, sqlx::FromRow)]
pub struct Blocked {
    /// `/people/{handle}`
    pub handle: String,
    /// Since when.
    pub blocked_at: DateTime<Utc>,
}

/// Something they follow.
#[derive(Serialize, sqlx::FromRow)]
pub struct Followed {
    /// What it is.
    pub what: String,
    /// Where, as far as they may see it.
    pub address: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// How something is mailed to them.
#[derive(Serialize, sqlx::FromRow)]
pub struct Mailed {
    /// What, or from which community.
    pub about: String,
    /// How.
    pub rhythm: String,
}

/// Something they were told of.
#[derive(Serialize, sqlx::FromRow)]
pub struct Told {
    /// What happened.
    pub what: String,
    /// To what.
    pub title: String,
    /// What was written.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When they saw it.
    pub read_at: Option<DateTime<Utc>>,
}

/// Their account, and what hangs on it.
#[derive(Serialize)]
pub struct OfAccount {
    /// The account.
    pub account: Option<Account>,
    /// Who they are at sign-in providers.
    pub identities: Vec<Identity>,
    /// The passkeys.
    pub passkeys: Vec<Passkey>,
    /// The programs with a personal token. What they open with is not held.
    pub programs: Vec<Program>,
    /// The sessions.
    pub sessions: Vec<Session>,
    /// The memberships.
    pub memberships: Vec<Membership>,
    /// Whom they invited.
    pub invited: Vec<Invited>,
    /// Whom they block.
    pub blocks: Vec<Blocked>,
    /// What they follow.
    pub follows: Vec<Followed>,
    /// What they chose to be mailed.
    pub mails: Vec<Mailed>,
    /// What they were told of.
    pub notifications: Vec<Told>,
}

/// Reads it.
///
/// # Errors
/// When the database does not answer.
pub async fn read(db: &Db, member: Uuid) -> Result<OfAccount, sqlx::Error> {
    Ok(OfAccount {
        account: on!(db.reader(), c => sqlx::query_as(ACCOUNT).bind(member).fetch_optional(c))?,
        identities: all!(db, IDENTITIES, member),
        passkeys: all!(db, PASSKEYS, member),
        programs: all!(db, PROGRAMS, member),
        sessions: all!(db, SESSIONS, member),
        memberships: all!(db, MEMBERSHIPS, member),
        invited: all!(db, INVITED, member),
        blocks: all!(db, BLOCKED, member),
        follows: all!(db, FOLLOWS, member),
        mails: all!(db, MAILS, member),
        notifications: all!(db, TOLD, member),
    })
}
