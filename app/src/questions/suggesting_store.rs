//! The SQL of suggested edits.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::revisions::store::Text;
use crate::{on, queries, run};

queries! {
    KEEP = "insert into post_suggestion (id, question_id, post_id, member_id, base_title, base, title, body, why, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    WAITING_OF = "select count(*) from post_suggestion s join question q on q.id = s.question_id where s.member_id = $2 and s.settled_at is null and q.community_id = $1 and q.deleted_at is null \
                  and not exists (select 1 from answer a where a.id = s.post_id and a.deleted_at is not null)";
    WAITING = "select s.id, s.member_id, s.base_title, s.base, s.title, s.body, s.why, s.made_at, m.name from post_suggestion s \
               left join member m on m.id = s.member_id where s.post_id = $1 and s.settled_at is null order by s.made_at, s.id limit 50";
    SETTLE = "update post_suggestion set settled_at = $3, settled_by = $4, taken = $5, note = $6 where id = $2 and post_id = $1 and settled_at is null";
    ONE = "select s.id, s.member_id, s.base_title, s.base, s.title, s.body, s.why, s.made_at, m.name from post_suggestion s left join member m on m.id = s.member_id where s.id = $1";
}

/// The SQL condition that the notification `n` of a suggested edit of the question `q` is still for the member `$1`: it waits, and they wrote what it is of or tend the questions.
macro_rules! hears {
    () => {
        concat!(
            "exists (select 1 from post_suggestion ps where ps.id = n.about_id and ps.settled_at is null and ((ps.post_id = q.id and ",
            $crate::questions::posts_store::own!("q", "$1"),
            ") or exists (select 1 from answer pa where pa.id = ps.post_id and ",
            $crate::questions::posts_store::own!("pa", "$1"),
            ") or exists (select 1 from membership hv join membership_role hr on hr.membership_id = hv.id where hv.community_id = q.community_id and hv.member_id = $1 \
             and hv.state = 'active' and hr.role in ('lead', 'moderator') and ",
            $crate::role_holds!("hr"),
            ")))"
        )
    };
}
pub(crate) use hears;

/// A suggested edit.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Suggestion {
    pub(super) id: Uuid,
    pub(super) member_id: Uuid,
    /// What the post said when it was begun; an answer has no title.
    pub(super) base_title: Option<String>,
    pub(super) base: String,
    /// What it should say.
    pub(super) title: Option<String>,
    pub(super) body: String,
    pub(super) why: Option<String>,
    pub(super) made_at: DateTime<Utc>,
    /// Who suggested it.
    pub(super) name: Option<String>,
}

/// Keeps what a member suggests for a post of a question. Gives its id.
pub(super) async fn keep(
    tx: &mut Tx,
    (question, post, by): (Uuid, Uuid, Uuid),
    (base, text): (&Text, &Text),
    why: Option<&str>,
) -> Result<Uuid, sqlx::Error> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    run!(
        tx,
        sqlx::query(KEEP)
            .bind(id)
            .bind(question)
            .bind(post)
            .bind(by)
            .bind(base.title.as_deref())
            .bind(&base.body)
            .bind(text.title.as_deref())
            .bind(&text.body)
            .bind(why)
            .bind(now)
    )?;
    Ok(id)
}

/// How many suggested edits of a member wait in a community.
pub(super) async fn waiting_of(db: &Db, community: Uuid, member: Uuid) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(WAITING_OF).bind(community).bind(member).fetch_one(c))
}

/// The suggested edits of a post that wait, the oldest first.
pub(super) async fn waiting(db: &Db, post: Uuid) -> Result<Vec<Suggestion>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(WAITING).bind(post).fetch_all(c))
}

/// Settles a suggested edit of a post; `None` where none of that id waits. `by`: `None` for an author without a name.
pub(super) async fn settle(
    tx: &mut Tx,
    (post, id): (Uuid, Uuid),
    (by, taken, note): (Option<Uuid>, bool, Option<&str>),
) -> Result<Option<Suggestion>, sqlx::Error> {
    let now = tx.now();
    let settled = run!(tx, sqlx::query(SETTLE).bind(post).bind(id).bind(now).bind(by).bind(taken).bind(note))?;
    if settled == 0 {
        return Ok(None);
    }
    on!(tx.conn(), c => sqlx::query_as(ONE).bind(id).fetch_optional(c))
}
