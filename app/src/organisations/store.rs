//! The SQL of organisations' screens.

use uuid::Uuid;

use super::model::OrganisationScreen;
use crate::db::Db;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::members::store::{SortedPersonRow, page_of_people, person};
use crate::state::Viewer;
use crate::ui::pagination::key_parts;
use crate::{on, queries, visible};

/// People on a page.
const PAGE: usize = 48;

queries! {
    ORGANISATION = "select g.id, g.slug, g.name, g.short_name, g.website, g.body_html from organisation g where g.slug = $1";
    COUNT = "select count(*) from (select 1 from member_organisation mo where mo.organisation_id = $1 limit 1001) counted";
    PEOPLE = concat!(
        "select ", person!(), ", m.sort_name from member m where m.id in (select b.member_id from member_organisation b where b.organisation_id = $1) \
         and (m.sort_name, m.handle) > ($2, $3) order by m.sort_name, m.handle limit $4"
    );
    COMMUNITIES = concat!(
        "select c.slug, c.name, count(*) from member_organisation mo join membership ms on ms.member_id = mo.member_id join community c on c.id = ms.community_id \
         where mo.organisation_id = $2 and ms.state = 'active' and c.status = 'active' and c.slug <> 'everyone' and ", visible!("about"), " and ", visible!("members"),
        " group by c.id, c.slug, c.name, c.sort_name order by count(*) desc, c.sort_name limit 12"
    );
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    name: String,
    short_name: Option<String>,
    website: Option<String>,
    body_html: String,
}

/// An organisation with a page of its people.
///
/// # Errors
/// `NotFound` where there is none, `Invalid` where `after` is not of the program's making.
pub async fn screen(db: &Db, viewer: Viewer, slug: &str, after: &str) -> Result<OrganisationScreen, AppError> {
    let [handle, name] = key_parts(after)?;
    let row: Option<Row> = on!(db.reader(), c => sqlx::query_as(ORGANISATION).bind(slug).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let count: i64 = on!(db.reader(), c => sqlx::query_scalar(COUNT).bind(r.id).fetch_one(c))?;
    let people: Vec<SortedPersonRow> =
        on!(db.reader(), c => sqlx::query_as(PEOPLE).bind(r.id).bind(name).bind(handle).bind(PAGE as i64 + 1).fetch_all(c))?;
    let communities = on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(r.id).fetch_all(c))?;
    Ok(OrganisationScreen {
        slug: r.slug,
        name: r.name,
        short_name: r.short_name,
        website: r.website.filter(|address| is_safe_address(address)),
        body: r.body_html,
        count,
        people: page_of_people(people, PAGE, after),
        communities,
    })
}
