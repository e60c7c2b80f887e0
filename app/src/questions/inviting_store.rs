//! The SQL of asking people for an answer.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::members::store::seen;
use crate::{on, queries, run};

/// The topics of the question `$2`.
macro_rules! topics {
    () => {
        "(select x.topic_id from question_topic x where x.question_id = $2)"
    };
}

/// Accepted answers of this community `$3` to other questions about the same; goes on with a condition.
macro_rules! accepted {
    ($what:literal, $and:literal) => {
        concat!(
            "(select ",
            $what,
            " from question o join answer a on a.id = o.accepted_answer_id where o.community_id = $3 and o.deleted_at is null and a.deleted_at is null \
             and o.id in (select y.question_id from question_topic y where y.topic_id in ",
            topics!(),
            ")",
            $and,
            ")"
        )
    };
}

queries! {
    KNOWN = concat!(
        "select m.id, m.handle, m.name, \
         (select count(*) from member_topic mt where mt.member_id = m.id and mt.relation = 'ask_about' and ", seen!("topics", "$1"), " and mt.topic_id in ", topics!(), ") as offers, ",
        accepted!("count(*)", " and a.author_id = m.id"), " as helped \
         from member m join account k on k.member_id = m.id where m.standing = 'active' and m.id <> $1 and not k.declines_invitations \
         and (m.id in (select mt.member_id from member_topic mt where mt.relation = 'ask_about' and mt.topic_id in ", topics!(), ") and ", seen!("topics", "$1"),
        " or m.id in ", accepted!("a.author_id", " and a.author_id is not null"), ") \
         and ($4 or exists (select 1 from membership ms where ms.member_id = m.id and ms.community_id = $3 and ms.state = 'active')) \
         and not exists (select 1 from answer_invitation i where i.question_id = $2 and i.member_id = m.id) \
         and not exists (select 1 from block b where b.member_id = m.id and b.blocked_id = $1) \
         and not exists (select 1 from question q where q.id = $2 and q.author_id = m.id) \
         and not exists (select 1 from answer z where z.question_id = $2 and z.author_id = m.id and z.deleted_at is null) \
         order by helped desc, offers desc, m.sort_name, m.handle limit 10"
    );
    INVITED = "select count(*) from answer_invitation where question_id = $1";
    INVITE = "insert into answer_invitation (question_id, member_id, invited_at) values ($1, $2, $3) on conflict (question_id, member_id) do nothing";
    DECLINES = "select declines_invitations from account where member_id = $1";
    DECLINE = "update account set declines_invitations = $2 where member_id = $1";
}

/// Somebody who is likely to know.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Known {
    pub(super) id: Uuid,
    pub(super) handle: String,
    pub(super) name: String,
    /// About how many of the question's topics they like to be asked.
    pub(super) offers: i64,
    /// How many answers of theirs about these were accepted here.
    pub(super) helped: i64,
}

/// Who is likely to know: for whom, and what they ask; and where.
pub(super) async fn known(db: &Db, (by, question): (Uuid, Uuid), (community, everyone): (Uuid, bool)) -> Result<Vec<Known>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(KNOWN).bind(by).bind(question).bind(community).bind(everyone).fetch_all(c))
}

/// How many people were asked.
pub(super) async fn invited(db: &Db, question: Uuid) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(INVITED).bind(question).fetch_one(c))
}

/// The same for a question that is locked.
pub(super) async fn invited_now(tx: &mut Tx, question: Uuid) -> Result<i64, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(INVITED).bind(question).fetch_one(c))
}

/// Remembers that somebody is asked.
pub(super) async fn invite(tx: &mut Tx, question: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(INVITE).bind(question).bind(member).bind(now)).map(drop)
}

/// Whether a member does not want to be asked.
pub(super) async fn declines(db: &Db, member: Uuid) -> Result<bool, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(DECLINES).bind(member).fetch_one(c))
}

/// Keeps whether they want to be.
pub(super) async fn decline(tx: &mut Tx, member: Uuid, yes: bool) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(DECLINE).bind(member).bind(yes)).map(drop)
}
