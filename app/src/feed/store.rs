//! The SQL of the feeds: the newest of each kind, so that no kind drowns the others.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::communities::EVERYONE;
use crate::db::Db;
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::state::Viewer;
use crate::ui::time::When;
use crate::{on, queries, visible, visible_event, visible_page, when};

/// Entries of each kind.
const EACH: i64 = 12;

/// Joined as lists are; see `related::store`.
macro_rules! entries {
    ($path:literal, $columns:literal, $from:literal, $visible:expr, $rest:literal) => {
        concat!(
            "select x.id, x.title, '/c/' || c.slug || ",
            $path,
            " as path, c.slug as community, coalesce(c.short_name, c.name) as community_name, x.body_html, ",
            $columns,
            " from ",
            $from,
            " x left join community c on c.id = x.community_id where ",
            $visible,
            " and ",
            $rest
        )
    };
}

/// A question is new whenever somebody answers it.
macro_rules! questions {
    ($rest:literal) => {
        entries!(
            "'/questions/' || x.slug",
            "'' as summary, x.asked_at as published, x.active_at as updated, (select m.name from member m where m.id = x.author_id) as author, \
             null as starts_wall, null as ends_wall, null as timezone, null as all_day, null as status, null as place",
            "question",
            visible!("questions"),
            $rest
        )
    };
}

/// An event is news where it was announced before it took place.
macro_rules! events {
    ($rest:literal) => {
        entries!(
            "'/events/' || x.slug",
            "x.summary, x.created_at as published, x.updated_at as updated, null as author, x.starts_wall, x.ends_wall, x.timezone, x.all_day, x.status, x.place",
            "event",
            visible_event!("x"),
            $rest
        )
    };
}

macro_rules! pages {
    ($rest:literal) => {
        entries!(
            "'/pages/' || x.path",
            "x.summary, x.published_at as published, x.published_at as updated, \
             (select m.name from page_author w join member m on m.id = w.member_id where w.page_id = x.id order by w.position limit 1) as author, \
             null as starts_wall, null as ends_wall, null as timezone, null as all_day, null as status, null as place",
            "page",
            visible_page!("x"),
            $rest
        )
    };
}

macro_rules! resources {
    ($rest:literal) => {
        entries!(
            "'/resources/' || x.slug",
            "x.summary, x.published_at as published, x.published_at as updated, \
             (select m.name from resource_author w join member m on m.id = w.member_id where w.resource_id = x.id order by w.position limit 1) as author, \
             null as starts_wall, null as ends_wall, null as timezone, null as all_day, null as status, null as place",
            "resource",
            visible!("pages"),
            $rest
        )
    };
}

queries! {
    ABOUT = "select c.id, c.updated_at from community c where c.slug = $1";
    QUESTIONS = questions!("x.deleted_at is null order by x.active_at desc, x.id desc limit $2");
    QUESTIONS_OF = questions!("x.deleted_at is null and c.slug = $3 order by x.active_at desc, x.id desc limit $2");
    EVENTS = events!("x.status <> 'draft' and exists (select 1 from occurrence o where o.event_id = x.id and o.ends_at > x.created_at) order by x.created_at desc, x.id desc limit $2");
    EVENTS_OF = events!("x.status <> 'draft' and exists (select 1 from occurrence o where o.event_id = x.id and o.ends_at > x.created_at) and c.slug = $3 \
                         order by x.created_at desc, x.id desc limit $2");
    PAGES = pages!("x.status = 'published' and x.published_at is not null order by x.published_at desc, x.id desc limit $2");
    PAGES_OF = pages!("x.status = 'published' and x.published_at is not null and c.slug = $3 order by x.published_at desc, x.id desc limit $2");
    RESOURCES = resources!("x.status = 'current' and x.published_at is not null order by x.published_at desc, x.id desc limit $2");
    RESOURCES_OF = resources!("x.status = 'current' and x.published_at is not null and c.slug = $3 order by x.published_at desc, x.id desc limit $2");
    ABOUT_TOPIC = "select t.id, t.updated_at from topic t where t.slug = $1";
    QUESTIONS_ABOUT = questions!("x.deleted_at is null and x.id in (select w.question_id from question_topic w join topic t on t.id = w.topic_id where t.slug = $3) order by x.active_at desc, x.id desc limit $2");
    EVENTS_ABOUT = events!("x.status <> 'draft' and exists (select 1 from occurrence o where o.event_id = x.id and o.ends_at > x.created_at) \
                            and x.id in (select w.event_id from event_topic w join topic t on t.id = w.topic_id where t.slug = $3) order by x.created_at desc, x.id desc limit $2");
    PAGES_ABOUT = pages!("x.status = 'published' and x.published_at is not null and x.id in (select w.page_id from page_topic w join topic t on t.id = w.topic_id where t.slug = $3) \
                          order by x.published_at desc, x.id desc limit $2");
    RESOURCES_ABOUT = resources!("x.status = 'current' and x.published_at is not null and x.id in (select w.resource_id from resource_topic w join topic t on t.id = w.topic_id where t.slug = $3) \
                                  order by x.published_at desc, x.id desc limit $2");
}

/// Something new.
#[derive(sqlx::FromRow)]
pub struct Entry {
    /// Its row's.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its path.
    pub path: String,
    /// The community's slug and what members call it.
    pub community: String,
    /// What members call the community.
    pub community_name: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Rendered Markdown.
    pub body_html: String,
    /// When it became public.
    pub published: DateTime<Utc>,
    /// When it last was news.
    pub updated: DateTime<Utc>,
    /// Who wrote it, where that is to be known.
    pub author: Option<String>,
    starts_wall: Option<String>,
    ends_wall: Option<String>,
    timezone: Option<String>,
    all_day: Option<bool>,
    status: Option<String>,
    /// Where an event takes place.
    pub place: Option<String>,
}

impl Entry {
    /// When an event takes place; of a series, its first meeting.
    pub fn when(&self) -> Option<When> {
        let (starts, ends) = (when::wall(self.starts_wall.as_deref()?)?, when::wall(self.ends_wall.as_deref()?)?);
        Some(when::meeting(starts, ends, self.timezone.as_deref()?, self.all_day?))
    }

    /// Whether it is an event that won't take place.
    pub fn is_cancelled(&self) -> bool {
        self.status.as_deref() == Some(EventStatus::Cancelled.as_str())
    }
}

/// What is new, the newest first, with the id of whose feed it is and when that last changed.
pub struct News {
    /// The community's or topic's; of the site's feed, that of `everyone`.
    pub id: Uuid,
    /// When the feed last changed.
    pub updated: DateTime<Utc>,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// Of what a feed tells.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Of all that is on the site.
    Site,
    /// Of a community, by its slug.
    Community(&'a str),
    /// Of a topic, by its slug.
    Topic(&'a str),
}

/// What is new, as far as the viewer may see it.
///
/// # Errors
/// `NotFound` where there is no such topic.
pub async fn news(db: &Db, viewer: Viewer, of: Of<'_>) -> Result<News, AppError> {
    let (about, slug, each) = match of {
        Of::Site => (ABOUT, EVERYONE, [QUESTIONS, EVENTS, PAGES, RESOURCES]),
        Of::Community(slug) => (ABOUT, slug, [QUESTIONS_OF, EVENTS_OF, PAGES_OF, RESOURCES_OF]),
        Of::Topic(slug) => (ABOUT_TOPIC, slug, [QUESTIONS_ABOUT, EVENTS_ABOUT, PAGES_ABOUT, RESOURCES_ABOUT]),
    };
    let (id, made): (Uuid, DateTime<Utc>) = on!(db.reader(), c => sqlx::query_as(about).bind(slug).fetch_one(c))?;
    let mut entries: Vec<Entry> = Vec::new();
    for sql in each {
        let found: Vec<Entry> = on!(db.reader_by_values(), c => {
            let query = sqlx::query_as(sql).bind(viewer.member).bind(EACH);
            match of {
                Of::Site => query,
                Of::Community(slug) | Of::Topic(slug) => query.bind(slug),
            }.fetch_all(c)
        })?;
        entries.extend(found);
    }
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.updated), entry.id));
    let updated = entries.first().map_or(made, |newest| newest.updated);
    Ok(News { id, updated, entries })
}
