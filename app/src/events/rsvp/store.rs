//! The SQL of who comes.

use uuid::Uuid;

use super::rules::Answer;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::guests;
use crate::state::internal;
use crate::{on, queries, run};

pub use super::asked_store::{Asked, find};

queries! {
    // Locks the meeting: its places are given one after another.
    LOCK = "update occurrence set revision = revision + 1 where id = $1";
    // Without the places that are held back and not given yet.
    CAPACITY = "select e.capacity - cast(case when coalesce(o.held, e.held) > p.given then coalesce(o.held, e.held) - p.given else 0 end as int) \
                from occurrence o join event e on e.id = o.event_id cross join (select count(*) as given from rsvp r where r.occurrence_id = $1 and r.held and r.answer = 'going') p where o.id = $1";
    EVENT = "select event_id from occurrence where id = $1";
    GIVEN = "select answer from rsvp where occurrence_id = $1 and member_id = $2";
    GIVEN_WITH = "select r.answer, r.note, r.needs, r.came_at is not null as came, r.takeaway, y.question, y.reply from rsvp r \
                  left join rsvp_reply y on y.occurrence_id = r.occurrence_id and y.member_id = r.member_id where r.occurrence_id = $1 and r.member_id = $2 order by y.question";
    // Guests take places as members do.
    SEEN = "select count(case when r.answer = 'going' then 1 end) + (select count(*) from guest g where g.occurrence_id = $1 and g.answer = 'going') as going, \
            count(case when r.answer = 'waiting' then 1 end) + (select count(*) from guest g where g.occurrence_id = $1 and g.answer = 'waiting') as waiting, \
            count(r.came_at) + (select count(g.came_at) from guest g where g.occurrence_id = $1 and g.answer <> 'removed') as came, count(r.takeaway) as told, count(r.needs) as needs, (select count(distinct t.member_id) from speaker_thanks t where t.occurrence_id = $1) as thanks, \
            (select count(*) from guest g where g.occurrence_id = $1 and g.answer <> 'removed') as guests, \
            (select case when e.capacity is null or coalesce(o.held, e.held) <= p.given then 0 else coalesce(o.held, e.held) - p.given end from occurrence o join event e on e.id = o.event_id \
            cross join (select count(*) as given from rsvp h where h.occurrence_id = $1 and h.held and h.answer = 'going') p where o.id = $1) as held, \
            (select count(o.check_in_code) from occurrence o where o.id = $1) as codes from rsvp r where r.occurrence_id = $1";
    COUNTS = "select count(case when answer = 'going' then 1 end), count(case when answer = 'waiting' then 1 end) from ( \
              select answer from rsvp where occurrence_id = $1 and answer in ('going', 'waiting') \
              union all select answer from guest where occurrence_id = $1 and answer in ('going', 'waiting')) a";
    PUT = "insert into rsvp (occurrence_id, member_id, answer, note, answered_at, needs) values ($1, $2, $3, $4, $5, $7) \
           on conflict (occurrence_id, member_id) do update set answer = excluded.answer, note = excluded.note, needs = excluded.needs, held = rsvp.held and excluded.answer = 'going', answered_at = case when $6 then rsvp.answered_at else excluded.answered_at end";
    TAKE_BACK = "delete from rsvp where occurrence_id = $1 and member_id = $2";
    NEXT = "select id, guest, member_id from (select member_id as id, false as guest, member_id, answered_at from rsvp where occurrence_id = $1 and answer = 'waiting' \
            union all select id, true as guest, member_id, answered_at from guest where occurrence_id = $1 and answer = 'waiting') w order by answered_at, id limit $2";
    SEAT = "update rsvp set answer = 'going' where occurrence_id = $1 and member_id = $2";
    MAIL_TO = "select m.name, a.email from member m join account a on a.member_id = m.id where m.id = $1 and m.standing = 'active'";
}

/// Locks a meeting, and gives how many can come who say so themselves.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &mut Tx, meeting: Uuid) -> Result<Option<i32>, sqlx::Error> {
    run!(tx, sqlx::query(LOCK).bind(meeting))?;
    capacity(tx, meeting).await
}

/// How many can come who say so themselves: not those whom organisers give a place that is held back.
///
/// # Errors
/// When the database does not answer.
pub async fn capacity(tx: &mut Tx, meeting: Uuid) -> Result<Option<i32>, sqlx::Error> {
    let row: Option<(Option<i32>,)> = on!(tx.conn(), c => sqlx::query_as(CAPACITY).bind(meeting).fetch_optional(c))?;
    Ok(row.and_then(|(capacity,)| capacity))
}

/// The event that a meeting is one of.
///
/// # Errors
/// When the database does not answer.
pub async fn event(tx: &mut Tx, meeting: Uuid) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(EVENT).bind(meeting).fetch_optional(c))
}

/// What a member said.
///
/// # Errors
/// When the database does not answer.
pub async fn given(tx: &mut Tx, meeting: Uuid, member: Uuid) -> Result<Option<Answer>, AppError> {
    let word: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(GIVEN).bind(meeting).bind(member).fetch_optional(c))?;
    word.map(|word| word.parse().map_err(|error| internal(&error))).transpose()
}

/// How many have a place, and how many wait for one.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(tx: &mut Tx, meeting: Uuid) -> Result<(i64, i64), sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(COUNTS).bind(meeting).fetch_one(c))
}

/// What somebody says besides whether they come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// For everybody.
    pub note: Option<&'a str>,
    /// What they need to take part: for those who organise.
    pub needs: Option<&'a str>,
}

/// Keeps what a member said; `same` keeps their place in the order, too.
///
/// # Errors
/// When the database refuses.
pub async fn put(
    tx: &mut Tx,
    (meeting, member): (Uuid, Uuid),
    (answer, same): (Answer, bool),
    Words { note, needs }: Words<'_>,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    // Who does not come needs nothing.
    let needs = needs.filter(|_| answer != Answer::Declined);
    run!(tx, sqlx::query(PUT).bind(meeting).bind(member).bind(answer.as_str()).bind(note).bind(now).bind(same).bind(needs)).map(drop)
}

/// Forgets what a member said.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(tx: &mut Tx, meeting: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(TAKE_BACK).bind(meeting).bind(member)).map(drop)
}

/// Somebody who waits for a place.
#[derive(Debug, sqlx::FromRow)]
pub struct Waits {
    id: Uuid,
    guest: bool,
    /// The member who waits, or who brings the guest.
    pub member_id: Uuid,
}

/// Those who wait longest, members and guests, so many at the most.
///
/// # Errors
/// When the database does not answer.
pub async fn next(tx: &mut Tx, meeting: Uuid, places: i64) -> Result<Vec<Waits>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(NEXT).bind(meeting).bind(places).fetch_all(c))
}

/// Gives somebody who waits a place; and gives name and address, where they are no guest and have an account.
///
/// # Errors
/// When the database refuses.
pub async fn seat(tx: &mut Tx, meeting: Uuid, who: &Waits) -> Result<Option<(String, String)>, sqlx::Error> {
    if who.guest {
        guests::store::seat(tx, who.id).await?;
        return Ok(None);
    }
    run!(tx, sqlx::query(SEAT).bind(meeting).bind(who.id))?;
    on!(tx.conn(), c => sqlx::query_as(MAIL_TO).bind(who.id).fetch_optional(c))
}

/// Has somebody not wait any more.
///
/// # Errors
/// When the database refuses.
pub async fn pass_over(tx: &mut Tx, meeting: Uuid, who: &Waits) -> Result<(), sqlx::Error> {
    if who.guest { guests::store::pass_over(tx, who.id).await } else { take_back(tx, meeting, who.id).await }
}

/// Somebody who answered.
#[derive(sqlx::FromRow)]
pub struct Person {
    /// `/people/{handle}`
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What they said.
    #[sqlx(try_from = "String")]
    pub answer: Answer,
    /// What they said besides.
    pub note: Option<String>,
    /// What they need to take part: for those who organise.
    pub needs: Option<String>,
    /// Whether they come on a place that was held back.
    pub held: bool,
    /// Whether they were there.
    pub came: bool,
}

/// What is known of who comes to a meeting.
#[derive(Clone, Copy, sqlx::FromRow)]
pub struct Seen {
    /// How many have a place.
    pub going: i64,
    /// How many wait for one.
    pub waiting: i64,
    /// How many were there.
    pub came: i64,
    /// How many said what they took away.
    pub told: i64,
    /// How many need something to take part.
    pub needs: i64,
    /// How many thanked those who spoke.
    pub thanks: i64,
    /// How many places are held back, and not given yet.
    pub held: i64,
    /// How many guests are brought, or were.
    pub guests: i64,
    /// One, where it has a code to check in by.
    pub codes: i64,
}

/// What a member said of coming, and what became of it.
#[derive(sqlx::FromRow)]
pub struct Own {
    /// What they said.
    #[sqlx(try_from = "String")]
    pub answer: Answer,
    /// And besides.
    pub note: Option<String>,
    /// What they need to take part.
    pub needs: Option<String>,
    /// Whether they were there.
    pub came: bool,
    /// What they took away.
    pub takeaway: Option<String>,
    /// What they answered to the organisers' questions.
    #[sqlx(skip)]
    pub replies: Vec<(String, String)>,
}

/// That, with one of their answers.
#[derive(sqlx::FromRow)]
struct OwnRow {
    #[sqlx(flatten)]
    own: Own,
    question: Option<String>,
    reply: Option<String>,
}

fn gathered(rows: Vec<OwnRow>) -> Option<Own> {
    let mut gathered: Option<Own> = None;
    for row in rows {
        gathered.get_or_insert(row.own).replies.extend(row.question.zip(row.reply));
    }
    gathered
}

/// What is known of who comes, and what a member said of it.
///
/// # Errors
/// When the database does not answer.
pub async fn seen(db: &Db, meeting: Uuid, member: Option<Uuid>) -> Result<(Seen, Option<Own>), sqlx::Error> {
    let seen = on!(db.reader(), c => sqlx::query_as(SEEN).bind(meeting).fetch_one(c))?;
    let own = match member {
        Some(member) => on!(db.reader(), c => sqlx::query_as(GIVEN_WITH).bind(meeting).bind(member).fetch_all(c))?,
        None => Vec::new(),
    };
    Ok((seen, gathered(own)))
}
