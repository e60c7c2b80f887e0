//! The SQL of invitations by mail.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::inviting::LIVES;
use crate::accounts::token::Token;
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    PUT = "insert into invitation (id, community_id, email, email_key, name, note, invited_by, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
           on conflict (community_id, email_key) do update set email = excluded.email, name = excluded.name, note = excluded.note, invited_by = excluded.invited_by, \
           token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at";
    LOOK = "select i.community_id, c.slug, c.name as community, c.summary, c.guidelines, c.guidelines_version, i.email, i.name, i.note, i.invited_by, m.name as by_name from invitation i \
            join community c on c.id = i.community_id left join member m on m.id = i.invited_by where i.token_hash = $1 and i.expires_at > $2 and c.status = 'active'";
    TAKE = "delete from invitation where token_hash = $1 and expires_at > $2 returning id, community_id, email, invited_by";
    // Whoever has confirmed an address is asked by the invitations that were mailed to it.
    TAKE_OWN = "delete from invitation where community_id = $1 and email_key = (select a.email_key from account a where a.member_id = $2) and expires_at > $3 \
                returning id, community_id, email, invited_by";
    LIST = "select i.id, i.email, i.name, i.created_at, i.expires_at, m.name as by_name from invitation i left join member m on m.id = i.invited_by \
            where i.community_id = $1 order by i.created_at desc limit 200";
    REMOVE = "delete from invitation where community_id = $1 and id = $2 returning email";
}

/// An invitation to be made.
pub struct Invitation<'a> {
    /// To which community.
    pub community: Uuid,
    /// To which address.
    pub email: &'a str,
    /// The spelling that all spellings of it share.
    pub email_key: &'a str,
    /// To whom.
    pub name: Option<&'a str>,
    /// What comes with it.
    pub note: Option<&'a str>,
    /// Who invites.
    pub by: Uuid,
}

/// An invitation as whoever has the link sees it.
#[derive(Debug, sqlx::FromRow)]
pub struct Shown {
    /// To which community.
    pub community_id: Uuid,
    /// `/c/{slug}`
    pub slug: String,
    /// The community's name.
    pub community: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// What its members keep to.
    pub guidelines: Option<String>,
    /// Which version of it.
    pub guidelines_version: i32,
    /// The address that the link proves.
    pub email: String,
    /// To whom.
    pub name: Option<String>,
    /// What came with it.
    pub note: Option<String>,
    /// Who invites.
    pub by_name: Option<String>,
}

/// An invitation that is taken.
#[derive(Debug, sqlx::FromRow)]
pub struct Invited {
    /// To which community.
    pub community_id: Uuid,
    /// Who invited.
    pub invited_by: Option<Uuid>,
}

/// An invitation as those see it who invite.
#[derive(Debug, sqlx::FromRow)]
pub struct Sent {
    /// Its id.
    pub id: Uuid,
    /// The address.
    pub email: String,
    /// To whom.
    pub name: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// Who invited.
    pub by_name: Option<String>,
}

/// Makes an invitation, or makes it anew.
///
/// # Errors
/// When the database refuses.
pub async fn put(tx: &mut Tx, invitation: &Invitation<'_>, token: &Token) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(PUT)
            .bind(Uuid::now_v7())
            .bind(invitation.community)
            .bind(invitation.email)
            .bind(invitation.email_key)
            .bind(invitation.name)
            .bind(invitation.note)
            .bind(invitation.by)
            .bind(token.hash())
            .bind(now)
            .bind(now + LIVES)
    )
    .map(drop)
}

/// Looks at an invitation.
///
/// # Errors
/// When the database does not answer.
pub async fn look(db: &Db, token: &str, now: DateTime<Utc>) -> Result<Option<Shown>, sqlx::Error> {
    let Some(token) = Token::read(token) else { return Ok(None) };
    on!(db.reader(), c => sqlx::query_as(LOOK).bind(token.hash()).bind(now).fetch_optional(c))
}

/// Uses an invitation up.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &mut Tx, token: &str) -> Result<Option<Invited>, sqlx::Error> {
    let Some(token) = Token::read(token) else { return Ok(None) };
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(TAKE).bind(token.hash()).bind(now).fetch_optional(c))
}

/// Uses up the invitation to a community that was mailed to a member's address, where there is one.
///
/// # Errors
/// When the database refuses.
pub async fn take_own(tx: &mut Tx, community: Uuid, member: Uuid) -> Result<Option<Invited>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(TAKE_OWN).bind(community).bind(member).bind(now).fetch_optional(c))
}

/// The invitations of a community that wait, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, community: Uuid) -> Result<Vec<Sent>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(community).fetch_all(c))
}

/// Takes an invitation back. Gives the address that it was mailed to, where it was there.
///
/// # Errors
/// When the database refuses.
pub async fn remove(tx: &mut Tx, community: Uuid, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(REMOVE).bind(community).bind(id).fetch_optional(c))
}
