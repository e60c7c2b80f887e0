//! The SQL of a question's screen.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::Author;
use super::posts_store::{own, standing};
use super::store::author;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::state::Viewer;
use crate::{on, queries, visible};

/// What a post `$post` says of itself, for the viewer `$n`.
macro_rules! post {
    ($post:literal, $viewer:literal) => {
        concat!(
            $post,
            ".body_html, ",
            $crate::members::store::author_handle!(),
            ", m.name, case when ",
            $crate::members::store::seen!("photo", $viewer),
            " then m.photo end as photo, ",
            $post,
            ".anonymous, ",
            $crate::questions::posts_store::own!($post, $viewer),
            " as own, ",
            $post,
            ".deleted_at is not null as deleted, ",
            $post,
            ".deleted_because, ",
            $post,
            ".deleted_by_author"
        )
    };
}

/// How many a post helped, whether the viewer `$n` is one of them and how they thanked for it, and how many suggested edits of it wait.
macro_rules! helped {
    ($post:literal, $viewer:literal) => {
        concat!(
            "(select count(*) from helpful h where h.post_id = ",
            $post,
            ".id) + ",
            $post,
            ".helpful_elsewhere as helpful, (select coalesce(h.thanks, '') from helpful h where h.post_id = ",
            $post,
            ".id and h.member_id = ",
            $viewer,
            ") as thanks, (select count(*) from post_suggestion s where s.post_id = ",
            $post,
            ".id and s.settled_at is null) as suggested"
        )
    };
}

queries! {
    QUESTION = concat!(
        "select q.id, q.title, q.asked_at as at, q.edited_at, q.state = 'closed' as closed, q.closed_by_author, q.closed_because, q.closed_note, q.locked, q.duplicate_of_id, q.accepted_answer_id, q.answer_count, c.shows_numbers, \
         (select b.occurrence_id from question_brought b where b.question_id = q.id) as brought, ",
        post!("q", "$1"), ", ", helped!("q", "$1"),
        " from question q join community c on c.id = q.community_id left join member m on m.id = q.author_id where c.slug = $2 and q.slug = $3 and ",
        visible!("questions"), " and ", standing!()
    );
    ANSWERS = concat!(
        "select a.id, a.position, a.answered_at as at, a.edited_at, ", post!("a", "$2"), ", ", helped!("a", "$2"),
        " from answer a left join member m on m.id = a.author_id where a.question_id = $1 and (a.deleted_at is null or $3 or ", own!("a", "$2"), ") order by a.answered_at, a.position"
    );
    COMMENTS = concat!(
        "select k.answer_id, k.position, k.commented_at as at, k.edited_at, ", post!("k", "$2"),
        " from comment k left join member m on m.id = k.author_id where k.question_id = $1 and (k.deleted_at is null or $3 or ", own!("k", "$2"), ") order by k.position, k.id"
    );
    TOPICS = "select t.slug, t.title from question_topic x join topic t on t.id = x.topic_id where x.question_id = $1 order by x.position";
    REPEATS = concat!(
        "select q.title, '/c/' || c.slug || '/questions/' || q.slug from question q join community c on c.id = q.community_id where q.id = $2 and q.deleted_at is null and ",
        visible!("questions")
    );
}

/// What every post says of itself.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct PostRow {
    pub(super) body_html: String,
    pub(super) handle: Option<String>,
    pub(super) name: Option<String>,
    pub(super) photo: Option<Uuid>,
    pub(super) anonymous: bool,
    /// Whether the viewer wrote it.
    pub(super) own: bool,
    pub(super) deleted: bool,
    pub(super) deleted_because: Option<String>,
    pub(super) deleted_by_author: bool,
}

impl PostRow {
    /// Who wrote it, where that is to be known.
    pub(super) fn author(&self) -> Option<Author> {
        author(self.handle.clone(), self.name.clone(), self.photo)
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct QuestionRow {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) closed: bool,
    pub(super) closed_by_author: bool,
    pub(super) closed_because: Option<String>,
    pub(super) closed_note: Option<String>,
    pub(super) locked: bool,
    pub(super) duplicate_of_id: Option<Uuid>,
    pub(super) accepted_answer_id: Option<Uuid>,
    pub(super) answer_count: i32,
    /// The meeting it was taken to.
    pub(super) brought: Option<Uuid>,
    /// Whether the community wants people to see how many found something helpful.
    pub(super) shows_numbers: bool,
    pub(super) helpful: i64,
    /// With what words the viewer thanked for it; `None` where it did not help them.
    pub(super) thanks: Option<String>,
    /// How many suggested edits of it wait.
    pub(super) suggested: i64,
    #[sqlx(flatten)]
    pub(super) post: PostRow,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct AnswerRow {
    pub(super) id: Uuid,
    pub(super) position: i32,
    pub(super) at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) helpful: i64,
    /// With what words the viewer thanked for it; `None` where it did not help them.
    pub(super) thanks: Option<String>,
    /// How many suggested edits of it wait.
    pub(super) suggested: i64,
    #[sqlx(flatten)]
    pub(super) post: PostRow,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct CommentRow {
    pub(super) answer_id: Option<Uuid>,
    pub(super) position: i32,
    pub(super) at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    pub(super) post: PostRow,
}

/// A question with what is below it.
pub(super) struct Rows {
    pub(super) question: QuestionRow,
    /// The oldest first.
    pub(super) answers: Vec<AnswerRow>,
    /// The oldest first.
    pub(super) comments: Vec<CommentRow>,
    /// Slug and title.
    pub(super) topics: Vec<(String, String)>,
    /// Title and address.
    pub(super) repeats: Option<(String, String)>,
}

/// Reads a question; `None` where there is none for the viewer. `moderates`: they see what was deleted.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn read(
    db: &Db,
    (viewer, moderates): (Viewer, bool),
    head: &CommunityHead,
    slug: &str,
) -> Result<Option<Rows>, sqlx::Error> {
    let question: Option<QuestionRow> =
        on!(db.reader(), c => sqlx::query_as(QUESTION).bind(viewer.member).bind(head.slug.as_str()).bind(slug).fetch_optional(c))?;
    let Some(question) = question else { return Ok(None) };
    let (id, me) = (question.id, viewer.member);
    let answers = on!(db.reader(), c => sqlx::query_as(ANSWERS).bind(id).bind(me).bind(moderates).fetch_all(c))?;
    let comments = on!(db.reader(), c => sqlx::query_as(COMMENTS).bind(id).bind(me).bind(moderates).fetch_all(c))?;
    let topics = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(id).fetch_all(c))?;
    let repeats = match question.duplicate_of_id {
        Some(other) => on!(db.reader(), c => sqlx::query_as(REPEATS).bind(me).bind(other).fetch_optional(c))?,
        None => None,
    };
    Ok(Some(Rows { question, answers, comments, topics, repeats }))
}
