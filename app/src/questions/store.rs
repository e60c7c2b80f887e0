//! The SQL of lists of questions.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::model::{Author, QuestionList, QuestionState, QuestionSummary, Show, Sort, View};
use super::narrowing::Narrowed;
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::members::store::author_handle;
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::{queries, visible, when};

/// Questions on a page of a list; the statement below reads one more.
const PAGE: usize = 30;

const BEFORE: &str = " and (q.active_at, q.id) < ($?, $?)";
const LIVELIEST: &str = " order by q.active_at desc, q.id desc limit 31";
const ASKED_BEFORE_KEY: &str = " and (q.asked_at, q.id) < ($?, $?)";
const NEWEST: &str = " order by q.asked_at desc, q.id desc limit 31";
const LESS_HELPFUL: &str = " and (q.helpful_count + q.helpful_elsewhere, q.id) < ($?, $?)";
const MOST_HELPFUL: &str = " order by (q.helpful_count + q.helpful_elsewhere) desc, q.id desc limit 31";
queries! {
    /// Joined as lists are; see `related::store`.
    LIST = concat!(
        "select q.id, q.slug, q.title, q.asked_at, q.active_at, q.state, q.accepted_answer_id, q.answer_count, q.helpful_count + q.helpful_elsewhere as helpful, c.slug as community_slug, \
         c.name as community_name, ", author_handle!(), ", m.name from question q left join community c on c.id = q.community_id left join member m on m.id = q.author_id \
         where q.deleted_at is null and ",
        visible!("questions")
    );
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    title: String,
    asked_at: DateTime<Utc>,
    active_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    state: QuestionState,
    accepted_answer_id: Option<Uuid>,
    answer_count: i32,
    helpful: i32,
    community_slug: String,
    community_name: String,
    handle: Option<String>,
    name: Option<String>,
}

/// The last row of the page before.
#[derive(Clone, Copy, Debug)]
enum Key {
    At(DateTime<Utc>, Uuid),
    Helpful(i64, Uuid),
}

impl Sort {
    /// What it is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Active => "Latest activity",
            Self::Newest => "Newest",
            Self::Helpful => "Most helpful",
        }
    }

    fn parse_key(self, after: &str) -> Result<Key, AppError> {
        if self == Self::Helpful {
            let (count, id) = if after.is_empty() { (i64::from(i32::MAX).to_string(), Uuid::max()) } else { key::parse_text(after)? };
            return Ok(Key::Helpful(count.parse().map_err(|_| key::no_key())?, id));
        }
        key::parse_at(after, (key::last_instant(), Uuid::max())).map(|(at, id)| Key::At(at, id))
    }

    fn key_of(self, row: &Row) -> String {
        match self {
            Self::Active => key::at(row.active_at, row.id),
            Self::Newest => key::at(row.asked_at, row.id),
            Self::Helpful => key::text(&row.helpful.to_string(), row.id),
        }
    }
}

fn list_of(narrowed: &Narrowed, viewer: Viewer, (show, sort): (Show, Sort), key: Key) -> Statement {
    let (before, order) = match sort {
        Sort::Active => (BEFORE, LIVELIEST),
        Sort::Newest => (ASKED_BEFORE_KEY, NEWEST),
        Sort::Helpful => (LESS_HELPFUL, MOST_HELPFUL),
    };
    let (key, id) = match key {
        Key::At(at, id) => (at.into(), id),
        Key::Helpful(count, id) => (count.into(), id),
    };
    let list = Statement::new(LIST, [viewer.member.into()]).with(before, [key, id.into()]);
    narrowed.of(list, viewer, (show, sort)).with(order, [])
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let mut all = super::narrowing::composed();
    for narrowed in super::narrowing::every_way() {
        for (show, sort) in Show::ALL.iter().flat_map(|show| Sort::ALL.iter().map(move |sort| (*show, *sort))) {
            let key = if sort == Sort::Helpful { Key::Helpful(0, Uuid::nil()) } else { Key::At(DateTime::UNIX_EPOCH, Uuid::nil()) };
            all.push(list_of(&narrowed, Viewer::ANONYMOUS, (show, sort), key));
        }
    }
    all
}

/// A page of the questions the viewer may see, of one community or of all, as the query asks.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's questions, `Invalid` where the query asks for what is not there.
pub async fn list(
    db: &Db,
    viewer: Viewer,
    today: NaiveDate,
    (head, asked): (Option<CommunityHead>, &Asked),
) -> Result<QuestionList, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.questions) {
        return Err(AppError::NotFound);
    }
    let show: Show = asked
        .word("show", "Questions can be shown all, only those that are unanswered, only yours or only those you follow.")?
        .unwrap_or_default();
    if matches!(show, Show::Mine | Show::Followed) && viewer.member.is_none() {
        return Err(AppError::SignIn);
    }
    let sort: Sort = asked.word("sort", "Questions can be sorted by active, newest or helpful.")?.unwrap_or_default();
    let narrowed = Narrowed::read(db, (viewer, asked), head.as_ref(), (show, today)).await?;
    let sort = if narrowed.by_numbers || sort != Sort::Helpful { sort } else { Sort::Active };
    let key = sort.parse_key(asked.after())?;
    // All at once: none of them waits for what another says.
    let (offered, rows, counts) = tokio::try_join!(
        narrowed.offered(db, viewer, head.is_none()),
        async { ask!(db, query_as, list_of(&narrowed, viewer, (show, sort), key), fetch_all) },
        narrowed.counts(db, viewer, sort),
    )?;
    let rows: Vec<Row> = rows;
    let slice = Slice::cut(rows, PAGE, asked.after(), |row| sort.key_of(row));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    let address = head.as_ref().map_or_else(|| "/questions".to_owned(), |head| Section::Questions.address(&head.slug));
    let form = |show: Show| narrowed.form(&address, (show, sort), &offered).done();
    let views = counts.into_iter().map(|(show, count)| View { show, href: form(show).here, count }).collect();
    let drafts = match (show, viewer.member) {
        (Show::Mine, Some(member)) if asked.after().is_empty() => {
            super::drafting::own(db, member, head.as_ref().map(|head| head.slug.as_str())).await?
        }
        _ => Vec::new(),
    };
    Ok(QuestionList { ask: None, head, show, drafts, filters: form(show), views, list })
}

fn summary(row: Row) -> QuestionSummary {
    let (asked, active) = (when::stamp(row.asked_at), when::stamp(row.active_at));
    QuestionSummary {
        href: format!("/c/{}/questions/{}", row.community_slug, row.slug),
        title: row.title,
        community: (row.community_slug, row.community_name),
        author: author(row.handle, row.name, None),
        active: (active.text != asked.text).then_some(active),
        asked,
        answers: row.answer_count,
        accepted: row.accepted_answer_id.is_some(),
        closed: row.state == QuestionState::Closed,
    }
}

/// Who wrote something; `None` where that is not to be known, and then no photo tells it.
pub(super) fn author(handle: Option<String>, name: Option<String>, photo: Option<Uuid>) -> Option<Author> {
    Some(Author { handle: handle?, name: name?, photo: photo.map(|photo| photo.simple().to_string()) })
}
