//! Limits on how often something is tried, by account and by address. Counted in the database: all nodes count together, and a restart forgets nothing.

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::Db;
use crate::error::AppError;
use crate::{on, queries, run};

/// What is limited: a name, how often, and within how long.
#[derive(Clone, Copy, Debug)]
pub struct Limit(&'static str, i32, TimeDelta);

/// Passwords and codes tried for one account.
pub const SIGN_IN_TO: Limit = Limit("sign_in_to", 10, TimeDelta::minutes(15));
/// Passwords and codes tried from one address.
pub const SIGN_IN_FROM: Limit = Limit("sign_in_from", 60, TimeDelta::minutes(15));
/// Challenges to passkeys from one address.
pub const PASSKEY_FROM: Limit = Limit("passkey_from", 100, TimeDelta::minutes(15));
/// People sent to sign-in providers from one address.
pub const SSO_FROM: Limit = Limit("sso_from", 60, TimeDelta::minutes(15));
/// Mails asked for one address.
pub const MAIL_TO: Limit = Limit("mail_to", 5, TimeDelta::hours(1));
/// Mails asked for from one address.
pub const MAIL_FROM: Limit = Limit("mail_from", 40, TimeDelta::hours(1));
/// Links and codes of mails tried from one address.
pub const LINK_FROM: Limit = Limit("link_from", 100, TimeDelta::hours(1));
/// Invitations by one member.
pub const INVITE: Limit = Limit("invite", 200, TimeDelta::hours(24));
/// Reports by one member.
pub const REPORT: Limit = Limit("report", 20, TimeDelta::hours(24));
/// Questions asked by one member.
pub const ASK: Limit = Limit("ask", 30, TimeDelta::hours(24));
/// Answers by one member.
pub const ANSWER: Limit = Limit("answer", 100, TimeDelta::hours(24));
/// Comments by one member.
pub const COMMENT: Limit = Limit("comment", 200, TimeDelta::hours(24));
/// Posts edited by one member.
pub const EDIT: Limit = Limit("edit", 300, TimeDelta::hours(24));
/// Communities founded by one member.
pub const FOUND: Limit = Limit("found", 5, TimeDelta::hours(24));

/// Handles changed by one member.
pub const RENAME: Limit = Limit("rename", 3, TimeDelta::hours(24));
/// Photos brought by one member.
pub const PHOTO: Limit = Limit("photo", 30, TimeDelta::hours(24));
/// Files brought to pages by one member.
pub const PAGE_FILE: Limit = Limit("page_file", 200, TimeDelta::hours(24));
/// Calendars brought in by one member.
pub const CALENDAR: Limit = Limit("calendar", 30, TimeDelta::hours(24));
/// Communities that one member has asked to co-host.
pub const HOSTING: Limit = Limit("hosting", 30, TimeDelta::hours(24));
/// Calendars elsewhere that one member has asked for.
pub const FOLLOWED_CALENDAR: Limit = Limit("followed_calendar", 60, TimeDelta::hours(24));
/// Guests brought by one member.
pub const GUEST: Limit = Limit("guest", 30, TimeDelta::hours(24));
/// Codes of meetings tried by one member.
pub const CHECK_IN: Limit = Limit("check_in", 20, TimeDelta::hours(1));
/// Lists of who came brought by one member.
pub const ATTENDANCE: Limit = Limit("attendance", 60, TimeDelta::hours(24));
/// Drafts kept by one member: by the browser itself, every few seconds of writing.
pub const DRAFT: Limit = Limit("draft", 1_500, TimeDelta::hours(1));
/// Copies of everything about oneself.
pub const TAKE_OUT: Limit = Limit("take_out", 20, TimeDelta::hours(24));

queries! {
    SPEND = "insert into attempt (key, since, count) values ($1, $2, 1) \
             on conflict (key) do update set count = case when attempt.since < $3 then 1 else attempt.count + 1 end, \
             since = case when attempt.since < $3 then excluded.since else attempt.since end returning count, since";
    FORGET = "delete from attempt where key = $1";
    PURGE = "delete from attempt where since < $1";
}

/// Counts a try, and refuses it where there were too many.
///
/// # Errors
/// `TooMany`, with how long to wait.
pub async fn spend(db: &Db, limit: Limit, of: &str) -> Result<(), AppError> {
    let Limit(name, most, within) = limit;
    let mut tx = db.begin().await?;
    let now = tx.now();
    let (count, since): (i32, DateTime<Utc>) =
        on!(tx.conn(), c => sqlx::query_as(SPEND).bind(key(name, of)).bind(now).bind(now - within).fetch_one(c))?;
    if count == 1 {
        run!(tx, sqlx::query(PURGE).bind(now - TimeDelta::days(2)))?;
    }
    tx.commit([]).await?;
    if count <= most {
        return Ok(());
    }
    let minutes = ((since + within - now).num_seconds() + 59) / 60;
    let wait = match minutes {
        ..=1 => "a minute".to_owned(),
        2..=90 => format!("{minutes} minutes"),
        _ => format!("{} hours", (minutes + 59) / 60),
    };
    Err(AppError::TooMany(format!("That was tried too often. Wait {wait} and try again.")))
}

/// Forgets the tries: one of them was good.
///
/// # Errors
/// When the database refuses.
pub async fn forget(db: &Db, limit: Limit, of: &str) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    run!(tx, sqlx::query(FORGET).bind(key(limit.0, of)))?;
    tx.commit([]).await
}

fn key(name: &str, of: &str) -> String {
    let of: String = of.chars().take(300).collect();
    format!("{name}:{of}")
}
