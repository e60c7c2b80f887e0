//! The SQL of lists of questions.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Author, QuestionList, QuestionState, QuestionSummary, Show, View};
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::members::store::author_handle;
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::Form;
use crate::ui::pagination::Slice;
use crate::{queries, visible, when};

/// Questions on a page of a list; the statement below reads one more.
const PAGE: usize = 30;

const BEFORE: &str = " and (q.active_at, q.id) < ($?, $?)";
const OF_COMMUNITY: &str = " and c.slug = $?";
const OF_TOPIC: &str = " and q.id in (select x.question_id from question_topic x where x.topic_id = $?)";
const WAITING: &str = " and q.answer_count = 0 and q.state = 'open'";
const MINE: &str = " and q.id in (select o.id from question o where o.author_id = $? union all select aa.post_id from anonymous_author aa where aa.member_id = $?)";
const LIVELIEST: &str = " order by q.active_at desc, q.id desc limit 31";
/// Counts no further than one past what is shown as a number; closes what [`COUNT`] opens.
const COUNT_END: &str = " limit 1001) n";

/// The beginning of the statement that counts a list.
const COUNT: &str = concat!(
    "select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);

queries! {
    /// Joined as lists are; see `related::store`.
    LIST = concat!(
        "select q.id, q.slug, q.title, q.asked_at, q.active_at, q.state, q.accepted_answer_id, q.answer_count, c.slug as community_slug, \
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
    community_slug: String,
    community_name: String,
    handle: Option<String>,
    name: Option<String>,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    community: Option<String>,
    topic: Option<Topic>,
}

impl Narrowed {
    fn of(&self, statement: Statement, viewer: Viewer, show: Show) -> Statement {
        let statement =
            statement.with_any(OF_COMMUNITY, self.community.as_deref()).with_any(OF_TOPIC, self.topic.as_ref().map(|topic| topic.id));
        match show {
            Show::All => statement,
            Show::Unanswered => statement.with(WAITING, []),
            Show::Mine => statement.with(MINE, [viewer.member.into(), viewer.member.into()]),
        }
    }

    fn list(&self, viewer: Viewer, show: Show, key: (DateTime<Utc>, Uuid)) -> Statement {
        let list = Statement::new(LIST, [viewer.member.into()]).with(BEFORE, [key.0.into(), key.1.into()]);
        self.of(list, viewer, show).with(LIVELIEST, [])
    }

    fn count(&self, viewer: Viewer, show: Show) -> Statement {
        self.of(Statement::new(COUNT, [viewer.member.into()]), viewer, show).with(COUNT_END, [])
    }
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let (viewer, key) = (Viewer::ANONYMOUS, (DateTime::UNIX_EPOCH, Uuid::nil()));
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let narrowed =
        |bits: u8| Narrowed { community: (bits & 1 > 0).then(|| "design".to_owned()), topic: (bits & 2 > 0).then(|| topic.clone()) };
    let all = (0..4).flat_map(|bits| Show::ALL.iter().map(move |show| (bits, *show)));
    all.flat_map(|(bits, show)| [narrowed(bits).list(viewer, show, key), narrowed(bits).count(viewer, show)]).collect()
}

/// A page of the questions the viewer may see, of one community or of all, by activity.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's questions, `Invalid` where the query asks for what is not there.
pub async fn list(db: &Db, viewer: Viewer, (head, asked): (Option<CommunityHead>, &Asked)) -> Result<QuestionList, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.questions) {
        return Err(AppError::NotFound);
    }
    let show: Show = asked.word("show", "Questions can be shown all, only those that are unanswered, or only yours.")?.unwrap_or_default();
    if show == Show::Mine && viewer.member.is_none() {
        return Err(AppError::SignIn);
    }
    let key = key::parse_at(asked.after(), (key::last_instant(), Uuid::max()))?;
    let community = head.as_ref().map(|head| head.slug.clone());
    let topics = facets::of_questions(db, viewer, community.as_deref()).await?;
    let narrowed = Narrowed { community, topic: facets::chosen(db, &asked.text("topic")).await? };
    let rows: Vec<Row> = ask!(db, query_as, narrowed.list(viewer, show, key), fetch_all)?;
    let slice = Slice::cut(rows, PAGE, asked.after(), |row| key::at(row.active_at, row.id));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    let address = head.as_ref().map_or_else(|| "/questions".to_owned(), |head| Section::Questions.address(&head.slug));
    let form = |show: Show| {
        let topic = narrowed.topic.clone().map(|topic| (topic.slug, topic.title));
        let form = Form::new(address.clone(), "Show").keeping("show", show.as_str(), show != Show::All);
        form.choice(("topic", "Topic", "Any topic"), topic, topics.clone()).done()
    };
    let mut views = Vec::new();
    for show in Show::ALL.iter().filter(|show| **show != Show::Mine || viewer.member.is_some()) {
        let count: i64 = ask!(db, query_scalar, narrowed.count(viewer, *show), fetch_one)?;
        views.push(View { show: *show, href: form(*show).here, count });
    }
    Ok(QuestionList { ask: None, head, show, filters: form(show), views, list })
}

fn summary(row: Row) -> QuestionSummary {
    let (asked, active) = (when::stamp(row.asked_at), when::stamp(row.active_at));
    QuestionSummary {
        href: format!("/c/{}/questions/{}", row.community_slug, row.slug),
        title: row.title,
        community: (row.community_slug, row.community_name),
        author: author(row.handle, row.name),
        active: (active.text != asked.text).then_some(active),
        asked,
        answers: row.answer_count,
        accepted: row.accepted_answer_id.is_some(),
        closed: row.state == QuestionState::Closed,
    }
}

pub(super) fn author(handle: Option<String>, name: Option<String>) -> Option<Author> {
    Some(Author { handle: handle?, name: name? })
}
