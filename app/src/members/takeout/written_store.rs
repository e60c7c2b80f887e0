//! The SQL of what a member wrote.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::all;
use crate::db::Db;
use crate::{queries, visible, visible_page};

queries! {
    QUESTIONS = "select c.slug as community, q.slug, '/c/' || c.slug || '/questions/' || q.slug as address, q.title, q.body, q.asked_at as written_at \
                 from question q join community c on c.id = q.community_id where q.id in (select id from question where author_id = $1 union all select post_id from anonymous_author where member_id = $1) order by q.asked_at, q.id";
    // What others wrote is named as far as one may see it still.
    ANSWERS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then c.slug end as community, case when q.deleted_at is null and ", visible!("questions"), " then q.slug end as slug, \
         case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, case when q.deleted_at is null and ", visible!("questions"), " then q.title end as title, \
         a.body, a.answered_at as written_at \
         from answer a join question q on q.id = a.question_id join community c on c.id = q.community_id where a.id in (select id from answer where author_id = $1 union all select post_id from anonymous_author where member_id = $1) order by a.answered_at, a.id"
    );
    COMMENTS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then c.slug end as community, case when q.deleted_at is null and ", visible!("questions"), " then q.slug end as slug, \
         case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, case when q.deleted_at is null and ", visible!("questions"), " then q.title end as title, \
         x.body, x.commented_at as written_at \
         from comment x join question q on q.id = x.question_id join community c on c.id = q.community_id where x.id in (select id from comment where author_id = $1 union all select post_id from anonymous_author where member_id = $1) order by x.commented_at, x.id"
    );
    SUGGESTIONS = concat!(
        "select case when p.status <> 'draft' and ", visible_page!("p"), " then '/c/' || c.slug || '/pages/' || p.path end as address, s.body, s.why, s.made_at as written_at, s.taken, s.note \
         from page_suggestion s join page p on p.id = s.page_id join community c on c.id = p.community_id where s.member_id = $1 order by s.made_at, s.id"
    );
    EDITS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, s.body, s.why, s.made_at as written_at, s.taken, s.note \
         from post_suggestion s join question q on q.id = s.question_id join community c on c.id = q.community_id where s.member_id = $1 order by s.made_at, s.id"
    );
    DRAFTS = "select d.title, d.body, d.topics, d.saved_at from draft d where d.member_id = $1 and (d.title <> '' or d.body <> '' or d.topics <> '') order by d.saved_at, d.object_id";
    // What a page said then holds others' words as well.
    REVISIONS = concat!(
        "select case when p.status <> 'draft' and ", visible_page!("p"), " then '/c/' || c.slug || '/pages/' || p.path end as page, \
         case when p.status <> 'draft' and ", visible_page!("p"), " then r.body end as body, r.because as why, r.made_at as written_at \
         from revision r join page p on p.id = r.object_id join community c on c.id = p.community_id where r.id in (select id from revision where author_id = $1 union all select revision_id from revision_contributor where member_id = $1) and r.kind = 'page' order by r.made_at, r.id"
    );
    FILES = concat!(
        "select case when p.status <> 'draft' and ", visible_page!("p"), " then '/c/' || c.slug || '/pages/' || p.path end as page, f.title, f.name, f.bytes, f.made_at \
         from page_file f join page p on p.id = f.page_id join community c on c.id = p.community_id where f.member_id = $1 order by f.made_at, f.id"
    );
}

/// A question, an answer or a comment.
#[derive(Serialize, sqlx::FromRow)]
pub struct Post {
    /// The community.
    pub community: Option<String>,
    /// The slug of the question.
    pub slug: Option<String>,
    /// The path of the question.
    pub address: Option<String>,
    /// The title of the question.
    pub title: Option<String>,
    /// What they wrote, Markdown.
    pub body: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// A change that one suggested for a page.
#[derive(Serialize, sqlx::FromRow)]
pub struct Suggestion {
    /// The page's address, as far as one may see it still.
    pub address: Option<String>,
    /// What it should say.
    pub body: String,
    /// Why.
    pub why: Option<String>,
    /// When.
    pub written_at: DateTime<Utc>,
    /// Whether it was taken; `None` while it waits.
    pub taken: Option<bool>,
    /// What whoever settled it said.
    pub note: Option<String>,
}

/// What they began to write.
#[derive(Serialize, sqlx::FromRow)]
pub struct Drafted {
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Its topics.
    pub topics: String,
    /// When it was last kept.
    pub saved_at: DateTime<Utc>,
}

/// A version of a page that they saved, or wrote with others.
#[derive(Serialize, sqlx::FromRow)]
pub struct PageRevision {
    /// The page's address, as far as one may see it still.
    pub page: Option<String>,
    /// What it said then, likewise.
    pub body: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// A file that one brought to a page.
#[derive(Serialize, sqlx::FromRow)]
pub struct PageFile {
    /// The page's address, where one sees it still.
    pub page: Option<String>,
    /// What it is.
    pub title: String,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub bytes: i32,
    /// When it was brought.
    pub made_at: DateTime<Utc>,
}

/// What they wrote.
#[derive(Serialize)]
pub struct Written {
    /// What they asked.
    pub questions: Vec<Post>,
    /// What they answered.
    pub answers: Vec<Post>,
    /// What they commented.
    pub comments: Vec<Post>,
    /// What they suggested for pages.
    pub suggestions: Vec<Suggestion>,
    /// What they suggested for questions and answers.
    pub suggested_edits: Vec<Suggestion>,
    /// What they began to write.
    pub drafts: Vec<Drafted>,
    /// The versions of pages that they saved, or wrote with others.
    pub page_revisions: Vec<PageRevision>,
    /// The files they brought to pages.
    pub page_files: Vec<PageFile>,
}

/// Reads it.
///
/// # Errors
/// When the database does not answer.
pub async fn read(db: &Db, member: Uuid) -> Result<Written, sqlx::Error> {
    Ok(Written {
        questions: all!(db, QUESTIONS, member),
        answers: all!(db, ANSWERS, member),
        comments: all!(db, COMMENTS, member),
        suggestions: all!(db, SUGGESTIONS, member),
        suggested_edits: all!(db, EDITS, member),
        drafts: all!(db, DRAFTS, member),
        page_revisions: all!(db, REVISIONS, member),
        page_files: all!(db, FILES, member),
    })
}
