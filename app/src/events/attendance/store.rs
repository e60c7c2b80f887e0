//! The SQL of who came.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::db::bulk::{Rows, bind_all};
use crate::db::statement::{Statement, ask_in};
use crate::db::{Db, Tx};
use crate::events::rsvp::rules::Answer;
use crate::{on, queries, run};

queries! {
    MEMBER = "select id, name from member where handle = $1 and standing = 'active'";
    ANSWERED = "select member_id from rsvp where occurrence_id = $1";
    // Who was only checked in, by mistake, has answered nothing.
    NEVER_CAME = "delete from rsvp where occurrence_id = $1 and member_id = $2 and came_at = answered_at";
    DID_NOT_COME = "update rsvp set came_at = null, takeaway = null where occurrence_id = $1 and member_id = $2";
    CODE = "select check_in_code from occurrence where id = $1 and check_in_code is not null";
    SET_CODE = "update occurrence set check_in_code = $2 where id = $1";
    TABLE = "select m.name, m.handle, r.answer, r.note, r.needs, r.answered_at, r.came_at from rsvp r join member m on m.id = r.member_id \
             where r.occurrence_id = $1 and m.standing = 'active' order by m.sort_name, m.handle limit 10000";
    TAKE_AWAY = "update rsvp set takeaway = $3 where occurrence_id = $1 and member_id = $2 and (came_at is not null or answer = 'going') returning member_id";
    TAKEN_AWAY = "select m.handle, m.name, r.takeaway from rsvp r join member m on m.id = r.member_id \
                  where r.occurrence_id = $1 and r.takeaway is not null and m.standing = 'active' order by r.answered_at, r.member_id limit 200";
}

/// The id and the name of whoever has a handle.
pub(super) async fn member(db: &Db, handle: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(MEMBER).bind(handle).fetch_optional(c))
}

// Members of the community that it is at home in, and who answered: of nobody else may an organiser learn whose an address is, nor of those who belong to a co-host alone.
const BY_EMAIL: &str = "select a.email_key, a.member_id from account a join member m on m.id = a.member_id where m.standing = 'active' and ( \
                        exists (select 1 from rsvp r where r.occurrence_id = $1 and r.member_id = m.id) \
                        or exists (select 1 from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id where o.id = $1 and c.slug = 'everyone') \
                        or exists (select 1 from membership ms where ms.member_id = m.id and ms.state = 'active' \
                        and ms.community_id = (select e.community_id from occurrence o join event e on e.id = o.event_id where o.id = $1)))";

/// How many addresses, or people, a statement takes.
const AT_ONCE: usize = 500;

fn by_email_text(meeting: Uuid, keys: &[String]) -> Statement {
    Statement::new(BY_EMAIL, [meeting.into()]).with_list(" and a.email_key in", keys.iter().map(|key| key.as_str().into()))
}

fn came_text(meeting: Uuid, people: &[(Uuid, Answer)], now: DateTime<Utc>) -> Statement {
    let base = Statement::new("update rsvp set came_at = $1 where occurrence_id = $2 and came_at is null", [now.into(), meeting.into()]);
    base.with_list(" and member_id in", people.iter().map(|(member, _)| (*member).into()))
}

/// What is asked here, of one address and of several.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let keys = ["a@b.example".to_owned(), "c@d.example".to_owned()];
    vec![by_email_text(Uuid::nil(), &keys[..1]), by_email_text(Uuid::nil(), &keys)]
}

/// Whose accounts have these addresses, among those whom a meeting is for.
pub(super) async fn by_email(tx: &mut Tx, meeting: Uuid, keys: Vec<String>) -> Result<HashMap<String, Uuid>, sqlx::Error> {
    let mut known = HashMap::new();
    for keys in keys.chunks(AT_ONCE) {
        let rows: Vec<(String, Uuid)> = ask_in!(tx, query_as, by_email_text(meeting, keys), fetch_all)?;
        known.extend(rows);
    }
    Ok(known)
}

/// Who answered.
pub(super) async fn answered(tx: &mut Tx, meeting: Uuid) -> Result<HashSet<Uuid>, sqlx::Error> {
    let members: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(ANSWERED).bind(meeting).fetch_all(c))?;
    Ok(members.into_iter().collect())
}

/// Notes that people came; of whoever had said nothing, this answer is kept.
pub(super) async fn came(tx: &mut Tx, meeting: Uuid, people: &[(Uuid, Answer)]) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let mut rows = Rows::new("rsvp", &["occurrence_id", "member_id", "answer", "answered_at", "came_at"]);
    for (member, answer) in people {
        rows.push([meeting.into(), (*member).into(), answer.as_str().into(), now.into(), now.into()]);
    }
    rows.insert_new(tx).await?;
    for people in people.chunks(AT_ONCE) {
        let changed = came_text(meeting, people, now);
        run!(tx, bind_all!(sqlx::query(AssertSqlSafe(changed.sql().to_owned())), changed.values()))?;
    }
    Ok(())
}

/// Notes that somebody did not come; what they took away goes with it.
pub(super) async fn did_not_come(tx: &mut Tx, meeting: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(NEVER_CAME).bind(meeting).bind(member))?;
    run!(tx, sqlx::query(DID_NOT_COME).bind(meeting).bind(member)).map(drop)
}

/// The code of a meeting, where it has one.
pub(super) async fn code(db: &Db, meeting: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(CODE).bind(meeting).fetch_optional(c))
}

/// Gives a meeting a code.
pub(super) async fn set_code(tx: &mut Tx, meeting: Uuid, code: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SET_CODE).bind(meeting).bind(code)).map(drop)
}

/// A row of the table of who came.
#[derive(sqlx::FromRow)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) answer: String,
    pub(super) note: Option<String>,
    pub(super) needs: Option<String>,
    pub(super) answered_at: DateTime<Utc>,
    pub(super) came_at: Option<DateTime<Utc>>,
}

/// Who answered and who came.
pub(super) async fn table(db: &Db, meeting: Uuid) -> Result<Vec<Line>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(TABLE).bind(meeting).fetch_all(c))
}

/// Keeps what somebody took away, and gives whether they were there.
pub(super) async fn take_away(tx: &mut Tx, meeting: Uuid, member: Uuid, takeaway: Option<&str>) -> Result<bool, sqlx::Error> {
    let kept: Option<Uuid> =
        on!(tx.conn(), c => sqlx::query_scalar(TAKE_AWAY).bind(meeting).bind(member).bind(takeaway).fetch_optional(c))?;
    Ok(kept.is_some())
}

/// Handle, name and line of those who said what they took away.
pub(super) async fn taken_away(db: &Db, meeting: Uuid) -> Result<Vec<(String, String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(TAKEN_AWAY).bind(meeting).fetch_all(c))
}
