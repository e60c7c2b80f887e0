//! Topics as what lists are filtered by: the one that is chosen, and those there is something about.

use uuid::Uuid;

use crate::db::Db;
use crate::error::AppError;
use crate::members::store::seen;
use crate::state::Viewer;
use crate::ui::filtering::choices;
use crate::ui::filters::Choice;
use crate::{on, queries, visible, visible_event};

// One of its things is looked for, topic by topic, and not "exists": an engine would make a join of that and read all things of all topics.

queries! {
    /// Those that the latest questions are about come first.
    NAMES = concat!(
        "select t.title from topic t left join (select latest.topic_id, count(*) as used from (select x.topic_id from \
         (select q.id, q.community_id from question q where q.deleted_at is null order by q.active_at desc, q.id desc limit 1000) latest_asked \
         join community c on c.id = latest_asked.community_id join question_topic x on x.question_id = latest_asked.id where ", visible!("questions"), ") latest group by latest.topic_id) u on u.topic_id = t.id \
         order by coalesce(u.used, 0) desc, t.sort_title, t.slug limit 400"
    );
    CHOSEN = "select t.id, t.slug, t.title from topic t where t.slug = $1";
    OF_EVENTS = concat!(
        "select t.slug, t.title from topic t where (select 1 from event_topic x join event e on e.id = x.event_id join community c on c.id = e.community_id \
         where x.topic_id = t.id and e.status <> 'draft' and ", visible_event!("e"), " limit 1) is not null order by t.sort_title, t.slug limit 400"
    );
    OF_EVENTS_IN = concat!(
        "select t.slug, t.title from topic t where t.id in (select x.topic_id from community c join event e on e.community_id = c.id join event_topic x on x.event_id = e.id \
         where c.slug = $2 and e.status <> 'draft' and ", visible_event!("e"), ") order by t.sort_title, t.slug limit 400"
    );
    OF_QUESTIONS = concat!(
        "select t.slug, t.title from topic t where (select 1 from question_topic x join question q on q.id = x.question_id join community c on c.id = q.community_id \
         where x.topic_id = t.id and q.deleted_at is null and ", visible!("questions"), " limit 1) is not null order by t.sort_title, t.slug limit 400"
    );
    OF_RESOURCES = concat!(
        "select t.slug, t.title from topic t where (select 1 from resource_topic x join resource s on s.id = x.resource_id join community c on c.id = s.community_id \
         where x.topic_id = t.id and ", visible!("pages"), " limit 1) is not null order by t.sort_title, t.slug limit 400"
    );
    OF_RESOURCES_IN = concat!(
        "select t.slug, t.title from topic t where t.id in (select x.topic_id from community c join resource s on s.community_id = c.id join resource_topic x on x.resource_id = s.id \
         where c.slug = $2 and ", visible!("pages"), ") order by t.sort_title, t.slug limit 400"
    );
    /// Those a community cares about: its questions are too many to look through.
    // Those it is about, and those of what was asked there last.
    OF_COMMUNITY = concat!(
        "select t.slug, t.title from topic t where t.id in (select x.topic_id from community c join community_topic x on x.community_id = c.id where c.slug = $2 and ", visible!("about"),
        " union all select y.topic_id from (select q.id from community c join question q on q.community_id = c.id where c.slug = $2 and q.deleted_at is null and ", visible!("questions"),
        " order by q.active_at desc, q.id desc limit 300) latest join question_topic y on y.question_id = latest.id) order by t.sort_title, t.slug limit 400"
    );
    TO_ASK_ABOUT = concat!(
        "select t.slug, t.title from topic t where exists (select 1 from member_topic x join member m on m.id = x.member_id \
         where x.topic_id = t.id and x.relation = 'ask_about' and m.standing = 'active' and ", seen!("topics", "$1"), ") order by t.sort_title, t.slug limit 400"
    );
}

/// A topic that a list is narrowed to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Topic {
    /// Its id.
    pub id: Uuid,
    /// `/topics/{slug}`
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// What topics there are, by title: first those that the questions are about which the viewer may see.
///
/// # Errors
/// When the database does not answer.
pub async fn names(db: &Db, viewer: Viewer) -> Result<Vec<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(NAMES).bind(viewer.member).fetch_all(c))
}

/// The topic of that slug; `None` where none is asked for.
///
/// # Errors
/// `Invalid` where there is no such topic.
pub async fn chosen(db: &Db, slug: &str) -> Result<Option<Topic>, AppError> {
    if slug.is_empty() {
        return Ok(None);
    }
    let topic: Option<Topic> = on!(db.reader(), c => sqlx::query_as(CHOSEN).bind(slug).fetch_optional(c))?;
    topic.map(Some).ok_or_else(|| AppError::Invalid("There is no such topic. Look at all topics to find the one you mean.".to_owned()))
}

async fn read(
    db: &Db,
    viewer: Viewer,
    (everywhere, within): (&'static str, &'static str),
    community: Option<&str>,
) -> Result<Vec<Choice>, sqlx::Error> {
    let rows: Vec<(String, String)> = match community {
        None => on!(db.reader(), c => sqlx::query_as(everywhere).bind(viewer.member).fetch_all(c))?,
        Some(slug) => on!(db.reader(), c => sqlx::query_as(within).bind(viewer.member).bind(slug).fetch_all(c))?,
    };
    Ok(choices(rows))
}

/// Topics of events the viewer may see, of one community or of all.
///
/// # Errors
/// When the database gives no answer.
pub async fn of_events(db: &Db, viewer: Viewer, community: Option<&str>) -> Result<Vec<Choice>, sqlx::Error> {
    read(db, viewer, (OF_EVENTS, OF_EVENTS_IN), community).await
}

/// Topics of questions the viewer may see; within a community those it cares about.
///
/// # Errors
/// When the database gives no answer.
pub async fn of_questions(db: &Db, viewer: Viewer, community: Option<&str>) -> Result<Vec<Choice>, sqlx::Error> {
    read(db, viewer, (OF_QUESTIONS, OF_COMMUNITY), community).await
}

/// Topics of resources the viewer may see, of one community or of all.
///
/// # Errors
/// When the database gives no answer.
pub async fn of_resources(db: &Db, viewer: Viewer, community: Option<&str>) -> Result<Vec<Choice>, sqlx::Error> {
    read(db, viewer, (OF_RESOURCES, OF_RESOURCES_IN), community).await
}

/// Topics that people like to be asked about.
///
/// # Errors
/// When the database gives no answer.
pub async fn to_ask_about(db: &Db, viewer: Viewer) -> Result<Vec<Choice>, sqlx::Error> {
    let rows: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(TO_ASK_ABOUT).bind(viewer.member).fetch_all(c))?;
    Ok(choices(rows))
}
