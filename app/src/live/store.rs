//! The SQL of what open pages watch.

use uuid::Uuid;

use super::Channel;
use crate::db::Db;
use crate::error::AppError;
use crate::questions::posts_store::standing;
use crate::state::Viewer;
use crate::{on, queries, visible, visible_event, visible_page};

queries! {
    QUESTION = concat!("select q.id, q.community_id from question q join community c on c.id = q.community_id where c.slug = $2 and q.slug = $3 and ", visible!("questions"), " and ", standing!());
    EVENT = concat!("select e.id, e.community_id from event e join community c on c.id = e.community_id where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible_event!("e"));
    PAGE = concat!("select p.id, p.community_id from page p join community c on c.id = p.community_id where c.slug = $2 and p.path = $3 and p.status <> 'draft' and ", visible_page!("p"));
}

words! {
    /// What a page can watch.
    pub enum Watched {
        /// A question.
        Question = "question",
        /// An event, with all its meetings.
        Event = "event",
        /// A page.
        Page = "page",
    }
}

/// The channels of a thing that the viewer may see as its own screen shows it: its own first, then its community's. `at` is its address below the site: `{community}/{slug}`.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn channels(db: &Db, viewer: Viewer, (what, at): (Watched, &str)) -> Result<[Channel; 2], AppError> {
    let (community, slug) = at.split_once('/').ok_or(AppError::NotFound)?;
    let (sql, of): (_, fn(Uuid) -> Channel) = match what {
        Watched::Question => (QUESTION, Channel::Question),
        Watched::Event => (EVENT, Channel::Event),
        Watched::Page => (PAGE, Channel::Page),
    };
    let found: Option<(Uuid, Uuid)> =
        on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    let (id, community) = found.ok_or(AppError::NotFound)?;
    Ok([of(id), Channel::Community(community)])
}
