//! The SQL of the communities among whose questions somebody may look.

use uuid::Uuid;

use crate::communities::store::called;
use crate::db::Db;
use crate::names::fold;
use crate::state::Viewer;
use crate::ui::filtering::choices;
use crate::ui::filters::Choice;
use crate::{on, queries, visible};

queries! {
    // One question of each is looked for, and not "exists": an engine would make a join of that and read all questions.
    ALL = concat!(
        "select c.slug, c.name from community c where ", visible!("questions"),
        " and (select 1 from question q where q.community_id = c.id and q.deleted_at is null limit 1) is not null order by c.sort_name, c.slug limit 61"
    );
    ONE = concat!("select c.id, c.slug, c.name from community c where ", called!("$2", "$3"), " and ", visible!("questions"), called!(first "$2"));
}

/// A community that a list is narrowed to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Place {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
}

/// Those in which something was asked that the viewer may see.
pub(super) async fn all(db: &Db, viewer: Viewer) -> Result<Vec<Choice>, sqlx::Error> {
    let rows: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(ALL).bind(viewer.member).fetch_all(c))?;
    Ok(choices(rows))
}

/// One whose questions the viewer may see, by its slug or its name.
pub(super) async fn one(db: &Db, viewer: Viewer, called: &str) -> Result<Option<Place>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ONE).bind(viewer.member).bind(called).bind(fold(called)).fetch_optional(c))
}
