//! Limits on how often something is tried, by account and by address. Counted in the database: all nodes count together, and a restart forgets nothing.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::{Db, Tx};
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
/// Personal tokens that opened nothing, from one address. A program whose token has ended tries on, and is not to keep its neighbours out.
pub const TOKEN_FROM: Limit = Limit("token_from", 600, TimeDelta::minutes(15));
/// Invitations by one member.
pub const INVITE: Limit = Limit("invite", 200, TimeDelta::hours(24));
/// Lists of people to invite brought by one member.
pub const INVITE_LIST: Limit = Limit("invite_list", 60, TimeDelta::hours(24));
/// Times that one member joins, or asks to join, the same community: its leads are told each time.
pub const JOIN: Limit = Limit("join", 5, TimeDelta::hours(24));
/// Reports by one member.
pub const REPORT: Limit = Limit("report", 20, TimeDelta::hours(24));
/// Questions asked by one member.
pub const ASK: Limit = Limit("ask", 30, TimeDelta::hours(24));
/// Answers by one member.
pub const ANSWER: Limit = Limit("answer", 100, TimeDelta::hours(24));
/// Comments by one member.
pub const COMMENT: Limit = Limit("comment", 200, TimeDelta::hours(24));
/// What one member finds helpful, or no longer: those who read it see the number change each time.
pub const HELPFUL: Limit = Limit("helpful", 600, TimeDelta::hours(1));
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
    // What began long ago is forgotten, and what began in a time to come as well: the clock was set back since.
    SPEND = "insert into attempt (key, since, count) values ($1, $2, $4) \
             on conflict (key) do update set count = case when attempt.since < $3 or attempt.since > $2 then excluded.count else attempt.count + excluded.count end, \
             since = case when attempt.since < $3 or attempt.since > $2 then excluded.since else attempt.since end returning count, since";
    COUNT = "select count, since from attempt where key = $1 and since >= $2";
    FORGET = "delete from attempt where key = $1";
    PURGE = "delete from attempt where since < $1";
}

/// Counts a try, and refuses it where there were too many.
///
/// # Errors
/// `TooMany`, with how long to wait.
pub async fn spend(db: &Db, limit: Limit, of: &str) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    let spent = spend_in(&mut tx, limit, of).await;
    tx.commit([]).await?;
    spent
}

/// Counts what is done in a transaction, and refuses it where there was too much: then the transaction is to be dropped.
///
/// # Errors
/// `TooMany`, with how long to wait.
pub async fn spend_in(tx: &mut Tx, limit: Limit, of: &str) -> Result<(), AppError> {
    let spent = count(tx, limit, (of, 1)).await?;
    if spent.left >= 0 {
        return Ok(());
    }
    Err(too_often(&spent))
}

/// Refuses a try, without counting it, where there were too many that failed.
///
/// # Errors
/// `TooMany`, with how long to wait.
pub async fn wants_room(db: &Db, limit: Limit, of: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let Limit(name, most, within) = limit;
    let tried: Option<(i32, DateTime<Utc>)> =
        on!(db.reader(), c => sqlx::query_as(COUNT).bind(key(name, of)).bind(now - within).fetch_optional(c))?;
    match tried {
        Some((count, since)) if count >= most => {
            let spent = Spent { left: 0, seconds: (since + within - now).num_seconds() };
            Err(too_often(&spent))
        }
        _ => Ok(()),
    }
}

fn too_often(spent: &Spent) -> AppError {
    AppError::TooMany(format!("That was tried too often. Wait {} and try again.", spent.wait()))
}

/// Counts several tries at once, or none of them and refuses where that would be too many.
///
/// # Errors
/// `TooMany`, with how many are left and how long to wait for more.
pub async fn spend_several(db: &Db, limit: Limit, of: &str, times: usize) -> Result<(), AppError> {
    let times = i32::try_from(times).unwrap_or(i32::MAX / 2);
    let mut tx = db.begin().await?;
    let spent = count(&mut tx, limit, (of, times)).await?;
    if spent.left >= 0 {
        return Ok(tx.commit([]).await?);
    }
    drop(tx);
    let before = (spent.left + times).max(0);
    Err(AppError::TooMany(format!("That is too many at once: {before} are left at present. Wait {} for more.", spent.wait())))
}

/// Counts a try of each, and gives those of whom there were not too many.
///
/// # Errors
/// When the database refuses.
pub async fn spend_each(db: &Db, limit: Limit, of: &[String]) -> Result<BTreeSet<String>, AppError> {
    let mut tx = db.begin().await?;
    let mut good = BTreeSet::new();
    for of in of {
        if count(&mut tx, limit, (of, 1)).await?.left >= 0 {
            good.insert(of.clone());
        }
    }
    tx.commit([]).await?;
    Ok(good)
}

/// What is left of a limit; below zero where it was passed.
struct Spent {
    left: i32,
    seconds: i64,
}

impl Spent {
    /// How long until it begins anew.
    fn wait(&self) -> String {
        match (self.seconds + 59) / 60 {
            ..=1 => "a minute".to_owned(),
            minutes @ 2..=90 => format!("{minutes} minutes"),
            minutes => format!("{} hours", (minutes + 59) / 60),
        }
    }
}

async fn count(tx: &mut Tx, Limit(name, most, within): Limit, (of, times): (&str, i32)) -> Result<Spent, sqlx::Error> {
    let now = tx.now();
    let (count, since): (i32, DateTime<Utc>) =
        on!(tx.conn(), c => sqlx::query_as(SPEND).bind(key(name, of)).bind(now).bind(now - within).bind(times).fetch_one(c))?;
    if count == times {
        run!(tx, sqlx::query(PURGE).bind(now - TimeDelta::days(2)))?;
    }
    Ok(Spent { left: most - count, seconds: (since + within - now).num_seconds() })
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
