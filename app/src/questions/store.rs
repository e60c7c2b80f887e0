//! The SQL of lists of questions.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::model::{Author, Progress, QuestionList, QuestionState, QuestionSummary, Show, Sort, View};
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::members::store::author_handle;
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::{Form, choices};
use crate::ui::filters::Choice;
use crate::ui::pagination::Slice;
use crate::{on, queries, visible, when};

/// Questions on a page of a list; the statement below reads one more.
const PAGE: usize = 30;

const BEFORE: &str = " and (q.active_at, q.id) < ($?, $?)";
const OF_COMMUNITY: &str = " and c.slug = $?";
const OF_TOPIC: &str = " and q.id in (select x.question_id from question_topic x where x.topic_id = $?)";
const WAITING: &str = " and q.answer_count = 0 and q.state = 'open'";
const MINE: &str = " and q.id in (select o.id from question o where o.author_id = $? union all select aa.post_id from anonymous_author aa where aa.member_id = $?)";
const OF_AUTHOR: &str = " and q.id in (select o.id from question o where o.author_id = $?)";
const ASKED_BEFORE: &str = " and q.asked_at < $?";
const OPEN: &str = " and q.state = 'open' and q.accepted_answer_id is null";
const SOLVED: &str = " and q.accepted_answer_id is not null";
const CLOSED: &str = " and q.state = 'closed'";
const LIVELIEST: &str = " order by q.active_at desc, q.id desc limit 31";
const ASKED_BEFORE_KEY: &str = " and (q.asked_at, q.id) < ($?, $?)";
const NEWEST: &str = " order by q.asked_at desc, q.id desc limit 31";
const LESS_HELPFUL: &str = " and (q.helpful_count + q.helpful_elsewhere, q.id) < ($?, $?)";
const MOST_HELPFUL: &str = " order by (q.helpful_count + q.helpful_elsewhere) desc, q.id desc limit 31";
/// After how many days a question that waits for an answer can be looked for.
const WAITS: [i64; 4] = [2, 7, 14, 30];
/// Counts no further than one past what is shown as a number; closes what [`COUNT`] opens.
const COUNT_END: &str = " limit 1001) n";

/// The beginning of the statement that counts a list.
const COUNT: &str = concat!(
    "select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);

queries! {
    AUTHOR = "select m.id, m.handle, m.name from member m where m.handle = $1 and m.standing <> 'former'";
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

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    community: Option<String>,
    topic: Option<Topic>,
    author: Option<Asker>,
    progress: Option<Progress>,
    /// Asked before then; and how many days ago that is.
    before: Option<(DateTime<Utc>, i64)>,
}

/// Whose questions are listed.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
struct Asker {
    id: Uuid,
    handle: String,
    name: String,
}

/// The last row of the page before.
#[derive(Clone, Copy, Debug)]
enum Key {
    At(DateTime<Utc>, Uuid),
    Helpful(i64, Uuid),
}

impl Sort {
    /// What it is called.
    fn title(self) -> &'static str {
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

impl Narrowed {
    /// What the query of an address asks for.
    async fn read(db: &Db, asked: &Asked, community: Option<String>, (show, today): (Show, NaiveDate)) -> Result<Self, AppError> {
        let wrong = |says: &str| AppError::Invalid(says.to_owned());
        let author = asked.text("author");
        let author: Option<Asker> = match author.as_str() {
            "" => None,
            handle => {
                let found = on!(db.reader(), c => sqlx::query_as(AUTHOR).bind(handle).fetch_optional(c))?;
                Some(found.ok_or_else(|| wrong("There is nobody of that handle. Look at people to find whom you mean."))?)
            }
        };
        let days = asked.word::<i64>("waiting", "Questions are looked for by how many days they wait: 2, 7, 14 or 30.")?;
        let days = days.filter(|days| show == Show::Unanswered && WAITS.contains(days));
        // By whole days: a list that is kept does not change in between.
        let before = days.map(|days| (today.and_time(NaiveTime::MIN).and_utc() - TimeDelta::days(days - 1), days));
        let progress = asked.word("state", "Questions can be open, solved or closed.")?;
        Ok(Self { community, topic: facets::chosen(db, &asked.text("topic")).await?, author, progress, before })
    }

    fn of(&self, statement: Statement, viewer: Viewer, show: Show) -> Statement {
        let statement =
            statement.with_any(OF_COMMUNITY, self.community.as_deref()).with_any(OF_TOPIC, self.topic.as_ref().map(|topic| topic.id));
        let statement = statement
            .with_any(OF_AUTHOR, self.author.as_ref().map(|author| author.id))
            .with_any(ASKED_BEFORE, self.before.map(|(before, _)| before));
        let statement = match self.progress {
            None => statement,
            Some(Progress::Open) => statement.with(OPEN, []),
            Some(Progress::Solved) => statement.with(SOLVED, []),
            Some(Progress::Closed) => statement.with(CLOSED, []),
        };
        match show {
            Show::All => statement,
            Show::Unanswered => statement.with(WAITING, []),
            Show::Mine => statement.with(MINE, [viewer.member.into(), viewer.member.into()]),
        }
    }

    fn list(&self, viewer: Viewer, (show, sort): (Show, Sort), key: Key) -> Statement {
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
        self.of(list, viewer, show).with(order, [])
    }

    fn count(&self, viewer: Viewer, show: Show) -> Statement {
        self.of(Statement::new(COUNT, [viewer.member.into()]), viewer, show).with(COUNT_END, [])
    }
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let viewer = Viewer::ANONYMOUS;
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let narrowed = |bits: u8, progress| Narrowed {
        community: (bits & 1 > 0).then(|| "design".to_owned()),
        topic: (bits & 2 > 0).then(|| topic.clone()),
        author: (bits & 4 > 0).then(Asker::default),
        before: (bits & 8 > 0).then_some((DateTime::UNIX_EPOCH, 7)),
        progress,
    };
    let mut all = Vec::new();
    for progress in Progress::ALL.iter().map(|progress| Some(*progress)).chain([None]) {
        for (bits, show) in [0, 1, 2, 4, 8, 15].into_iter().flat_map(|bits| Show::ALL.iter().map(move |show| (bits, *show))) {
            let narrowed = narrowed(bits, progress);
            all.push(narrowed.count(viewer, show));
            all.extend(Sort::ALL.iter().map(|sort| {
                let key = if *sort == Sort::Helpful { Key::Helpful(0, Uuid::nil()) } else { Key::At(DateTime::UNIX_EPOCH, Uuid::nil()) };
                narrowed.list(viewer, (show, *sort), key)
            }));
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
    let show: Show = asked.word("show", "Questions can be shown all, only those that are unanswered, or only yours.")?.unwrap_or_default();
    if show == Show::Mine && viewer.member.is_none() {
        return Err(AppError::SignIn);
    }
    let sort: Sort = asked.word("sort", "Questions can be sorted by active, newest or helpful.")?.unwrap_or_default();
    let key = sort.parse_key(asked.after())?;
    let community = head.as_ref().map(|head| head.slug.clone());
    let narrowed = Narrowed::read(db, asked, community, (show, today)).await?;
    // All at once: none of them waits for what another says.
    let (topics, rows, counts) = tokio::try_join!(
        facets::of_questions(db, viewer, narrowed.community.as_deref()),
        async { ask!(db, query_as, narrowed.list(viewer, (show, sort), key), fetch_all) },
        narrowed.counts(db, viewer),
    )?;
    let rows: Vec<Row> = rows;
    let slice = Slice::cut(rows, PAGE, asked.after(), |row| sort.key_of(row));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    let address = head.as_ref().map_or_else(|| "/questions".to_owned(), |head| Section::Questions.address(&head.slug));
    let form = |show: Show| narrowed.form(&address, (show, sort), topics.clone()).done();
    let views = counts.into_iter().map(|(show, count)| View { show, href: form(show).here, count }).collect();
    let drafts = match (show, viewer.member) {
        (Show::Mine, Some(member)) if asked.after().is_empty() => super::drafting::own(db, member, narrowed.community.as_deref()).await?,
        _ => Vec::new(),
    };
    Ok(QuestionList { ask: None, head, show, drafts, filters: form(show), views, list })
}

impl Narrowed {
    /// How many questions each view shows that the viewer has.
    async fn counts(&self, db: &Db, viewer: Viewer) -> Result<Vec<(Show, i64)>, sqlx::Error> {
        let shown = Show::ALL.iter().copied().filter(|show| *show != Show::Mine || viewer.member.is_some());
        let count = async |show: Show| Ok((show, ask!(db, query_scalar, self.count(viewer, show), fetch_one)?));
        try_join_all(shown.map(count)).await
    }

    /// The form above the list.
    fn form(&self, address: &str, (show, sort): (Show, Sort), topics: Vec<Choice>) -> Form {
        let topic = self.topic.clone().map(|topic| (topic.slug, topic.title));
        let author = self.author.clone().map(|author| (author.handle, author.name));
        let progress = self.progress.map(|progress| (progress.as_str().to_owned(), progress.title().to_owned()));
        let all = choices(Progress::ALL.iter().map(|progress| (progress.as_str().to_owned(), progress.title().to_owned())));
        let form = Form::new(address.to_owned(), "Show")
            .keeping("show", show.as_str(), show != Show::All)
            .choice(("topic", "Topic", "Any topic"), topic, topics)
            .choice(("author", "Asked by", "Anybody"), author, Vec::new());
        let form = if show == Show::Unanswered {
            let days = |days: i64| (days.to_string(), format!("{days} days and more"));
            form.choice(("waiting", "Waits for", "However long"), self.before.map(|(_, n)| days(n)), choices(WAITS.map(days)))
        } else {
            form.choice(("state", "State", "Any state"), progress, all)
        };
        let chosen = if sort == Sort::Active { "" } else { sort.as_str() };
        let orders = Sort::ALL.iter().map(|sort| (if *sort == Sort::Active { "" } else { sort.as_str() }, sort.title()));
        form.order("sort", "Sort by", chosen, &orders.collect::<Vec<_>>())
    }
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
