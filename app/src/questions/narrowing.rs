//! What a list of questions is narrowed to: read from an address, looked for, and said in the form above the list.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

use super::model::{Progress, Show, Sort};
use super::places_store::{self as places, Place};
use crate::asked::Asked;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::search::within::{self, Found};
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::{Form, choices};
use crate::ui::filters::Choice;
use crate::{on, queries, visible};

const OF_COMMUNITY: &str = " and c.slug = $?";
const OF_TOPIC: &str = " and q.id in (select x.question_id from question_topic x where x.topic_id = $?)";
const WAITING: &str = " and q.answer_count = 0 and q.state = 'open'";
const MINE: &str = " and q.id in (select o.id from question o where o.author_id = $? union all select aa.post_id from anonymous_author aa where aa.member_id = $?)";
const FOLLOWED: &str = " and q.id in (select f.object_id from follow f where f.member_id = $? and f.kind = 'question')";
const OF_AUTHOR: &str = " and q.id in (select o.id from question o where o.author_id = $?)";
const ASKED_BEFORE: &str = " and q.asked_at < $?";
const OPEN: &str = " and q.state = 'open' and q.accepted_answer_id is null";
const SOLVED: &str = " and q.accepted_answer_id is not null";
const CLOSED: &str = " and q.state = 'closed'";
const FOUND: &str = " and q.id in";
/// An order by numbers would tell those that a community does not show.
const SHOWING_NUMBERS: &str = " and c.shows_numbers";

/// After how many days a question that waits for an answer can be looked for.
const WAITS: [i64; 4] = [2, 7, 14, 30];

/// How many each view shows, one view after the other: `$1` is the viewer.
const COUNT_ALL: &str = concat!(
    "select 'all' as name, (select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);
const COUNT_UNANSWERED: &str = concat!(
    " union all select 'unanswered', (select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);
const COUNT_MINE: &str = concat!(
    " union all select 'mine', (select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);
const COUNT_FOLLOWED: &str = concat!(
    " union all select 'followed', (select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);
/// Counts no further than one past what is shown as a number.
const COUNT_END: &str = " limit 1001) n)";

queries! {
    AUTHOR = "select m.id, m.handle, m.name from member m where m.handle = $1 and m.standing <> 'former'";
    NUMBERS = "select shows_numbers from community where id = $1";
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrowed {
    /// The community's slug.
    community: Option<String>,
    /// The choice among communities, on the whole site's list.
    place: Option<Place>,
    topic: Option<Topic>,
    author: Option<Asker>,
    progress: Option<Progress>,
    /// Asked before then; and how many days ago that is.
    before: Option<(DateTime<Utc>, i64)>,
    /// What was looked for, and what was found.
    found: Option<(String, Found)>,
    /// Whether the list can be ordered by how many found a question helpful.
    pub(super) by_numbers: bool,
}

/// Whose questions are listed.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
struct Asker {
    id: Uuid,
    handle: String,
    name: String,
}

/// What can be chosen above a list.
pub(super) struct Offered {
    pub(super) topics: Vec<Choice>,
    pub(super) places: Vec<Choice>,
}

impl Narrowed {
    /// What the query of an address asks for.
    pub(super) async fn read(
        db: &Db,
        (viewer, asked): (Viewer, &Asked),
        head: Option<&CommunityHead>,
        (show, today): (Show, NaiveDate),
    ) -> Result<Self, AppError> {
        let wrong = |says: &str| AppError::Invalid(says.to_owned());
        let (author, place, typed) = (asked.text("author"), asked.text("community"), asked.text("q"));
        let author: Option<Asker> = match author.as_str() {
            "" => None,
            handle => {
                let found = on!(db.reader(), c => sqlx::query_as(AUTHOR).bind(handle).fetch_optional(c))?;
                Some(found.ok_or_else(|| wrong("There is nobody of that handle. Look at people to find whom you mean."))?)
            }
        };
        let place = match place.as_str() {
            slug if !slug.is_empty() && head.is_none() => Some(
                places::one(db, viewer, slug)
                    .await?
                    .ok_or_else(|| wrong("There is no such community. Write its name in full, or choose one among all questions."))?,
            ),
            _ => None,
        };
        let days = asked.word::<i64>("waiting", "Questions are looked for by how many days they wait: 2, 7, 14 or 30.")?;
        let days = days.filter(|days| show == Show::Unanswered && WAITS.contains(days));
        // By whole days: a list that is kept does not change in between.
        let before = days.map(|days| (today.and_time(NaiveTime::MIN).and_utc() - TimeDelta::days(days - 1), days));
        let progress = asked.word("state", "Questions can be open, solved or closed.")?;
        let topic = facets::chosen(db, &asked.text("topic")).await?;
        let within = head.map(|head| head.id).or(place.as_ref().map(|place| place.id));
        let found = if typed.is_empty() { None } else { Some((typed.clone(), within::questions(db, viewer, &typed, within).await?)) };
        let by_numbers = match head {
            Some(head) => on!(db.reader(), c => sqlx::query_scalar(NUMBERS).bind(head.id).fetch_one(c))?,
            None => true,
        };
        let community = head.map(|head| head.slug.clone()).or(place.as_ref().map(|place| place.slug.clone()));
        Ok(Self { community, place, topic, author, progress, before, found, by_numbers })
    }

    /// Adds the conditions to a statement about questions `q` of communities `c`.
    pub(super) fn of(&self, statement: Statement, viewer: Viewer, (show, sort): (Show, Sort)) -> Statement {
        let statement =
            statement.with_any(OF_COMMUNITY, self.community.as_deref()).with_any(OF_TOPIC, self.topic.as_ref().map(|topic| topic.id));
        let statement = statement
            .with_any(OF_AUTHOR, self.author.as_ref().map(|author| author.id))
            .with_any(ASKED_BEFORE, self.before.map(|(before, _)| before));
        let statement = match &self.found {
            Some((_, found)) => statement.with_list(FOUND, found.ids.iter().map(|id| (*id).into())),
            None => statement,
        };
        let statement = match self.progress {
            None => statement,
            Some(Progress::Open) => statement.with(OPEN, []),
            Some(Progress::Solved) => statement.with(SOLVED, []),
            Some(Progress::Closed) => statement.with(CLOSED, []),
        };
        let statement = if sort == Sort::Helpful { statement.with(SHOWING_NUMBERS, []) } else { statement };
        match show {
            Show::All => statement,
            Show::Unanswered => statement.with(WAITING, []),
            Show::Mine => statement.with(MINE, [viewer.member.into(), viewer.member.into()]),
            Show::Followed => statement.with(FOLLOWED, [viewer.member.into()]),
        }
    }

    fn counting(&self, viewer: Viewer, sort: Sort) -> Statement {
        let mut statement = Statement::new(COUNT_ALL, [viewer.member.into()]);
        statement = self.of(statement, viewer, (Show::All, sort)).with(COUNT_END, []);
        for (show, text) in [(Show::Unanswered, COUNT_UNANSWERED), (Show::Mine, COUNT_MINE), (Show::Followed, COUNT_FOLLOWED)] {
            if show == Show::Unanswered || viewer.member.is_some() {
                statement = self.of(statement.with(text, []), viewer, (show, sort)).with(COUNT_END, []);
            }
        }
        statement
    }

    /// How many questions each view shows that the viewer has.
    pub(super) async fn counts(&self, db: &Db, viewer: Viewer, sort: Sort) -> Result<Vec<(Show, i64)>, sqlx::Error> {
        let rows: Vec<(String, i64)> = ask!(db, query_as, self.counting(viewer, sort), fetch_all)?;
        let mut counts: Vec<(Show, i64)> = rows.into_iter().filter_map(|(view, count)| Some((view.parse().ok()?, count))).collect();
        counts.sort_by_key(|(show, _)| Show::ALL.iter().position(|one| one == show));
        Ok(counts)
    }

    /// What can be chosen: topics, and on the whole site's list communities.
    pub(super) async fn offered(&self, db: &Db, viewer: Viewer, everywhere: bool) -> Result<Offered, sqlx::Error> {
        let places = async { if everywhere { places::all(db, viewer).await } else { Ok(Vec::new()) } };
        let (topics, places) = tokio::try_join!(facets::of_questions(db, viewer, self.community.as_deref()), places)?;
        Ok(Offered { topics, places })
    }

    /// The form above the list.
    pub(super) fn form(&self, address: &str, (show, sort): (Show, Sort), offered: &Offered) -> Form {
        let topic = self.topic.clone().map(|topic| (topic.slug, topic.title));
        let place = self.place.clone().map(|place| (place.slug, place.name));
        let author = self.author.clone().map(|author| (author.handle, author.name));
        let progress = self.progress.map(|progress| (progress.as_str().to_owned(), progress.title().to_owned()));
        let all = choices(Progress::ALL.iter().map(|progress| (progress.as_str().to_owned(), progress.title().to_owned())));
        let find = if self.found.as_ref().is_some_and(|(_, found)| found.more) { "Find (of very many only the newest)" } else { "Find" };
        let form = Form::new(address.to_owned(), "Show")
            .keeping("show", show.as_str(), show != Show::All)
            .text("q", find, self.found.as_ref().map(|(typed, _)| typed.as_str()).unwrap_or_default())
            .choice(("topic", "Topic", "Any topic"), topic, offered.topics.clone())
            .choice_or_typed(("community", "Community", "Any community"), place, offered.places.clone())
            .choice(("author", "Asked by", "Anybody"), author, Vec::new());
        let form = if show == Show::Unanswered {
            let days = |days: i64| (days.to_string(), format!("{days} days and more"));
            form.choice(("waiting", "Waits for", "However long"), self.before.map(|(_, n)| days(n)), choices(WAITS.map(days)))
        } else {
            form.choice(("state", "State", "Any state"), progress, all)
        };
        let chosen = if sort == Sort::Active { "" } else { sort.as_str() };
        let orders = Sort::ALL.iter().filter(|sort| self.by_numbers || **sort != Sort::Helpful);
        let orders = orders.map(|sort| (if *sort == Sort::Active { "" } else { sort.as_str() }, sort.title()));
        form.order("sort", "Sort by", chosen, &orders.collect::<Vec<_>>())
    }
}

/// Narrowed in every way there is, for the test that prepares every statement.
#[cfg(test)]
pub(super) fn every_way() -> Vec<Narrowed> {
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let narrowed = |bits: u8, progress| Narrowed {
        community: (bits & 1 > 0).then(|| "design".to_owned()),
        topic: (bits & 2 > 0).then(|| topic.clone()),
        author: (bits & 4 > 0).then(Asker::default),
        before: (bits & 8 > 0).then_some((DateTime::UNIX_EPOCH, 7)),
        found: (bits & 16 > 0).then(|| (String::new(), Found { ids: vec![Uuid::nil()], more: false })),
        progress,
        ..Narrowed::default()
    };
    let progresses = Progress::ALL.iter().map(|progress| Some(*progress)).chain([None]);
    progresses.flat_map(|progress| [0, 1, 2, 4, 8, 16, 31].map(|bits| narrowed(bits, progress))).collect()
}

/// What is counted, for the same test.
#[cfg(test)]
pub(super) fn composed() -> Vec<Statement> {
    let somebody = Viewer { member: Some(Uuid::nil()), ..Viewer::ANONYMOUS };
    let counting = |narrowed: Narrowed| [Viewer::ANONYMOUS, somebody].map(|viewer| narrowed.counting(viewer, Sort::Helpful));
    every_way().into_iter().flat_map(counting).collect()
}
