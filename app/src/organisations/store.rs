//! The SQL of organisations' screens.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Colleague, OrganisationList, OrganisationScreen, OrganisationSummary};
use crate::db::Db;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::members::store::{SortedPersonRow, person, seen};
use crate::state::Viewer;
use crate::ui::pagination::{Slice, key_parts};
use crate::{on, queries, visible, when};

/// People on a page.
const PAGE: usize = 48;

/// Organisations on a page of their list.
const LISTED: usize = 100;

queries! {
    LIST = concat!(
        "select g.slug, g.name, g.sort_name, g.short_name, (select count(*) from (select 1 from member_organisation mo join member m on m.id = mo.member_id \
         where mo.organisation_id = g.id and m.standing = 'active' and ", seen!("organisations", "$1"), " limit 1001) counted) as people \
         from organisation g where (g.sort_name, g.slug) > ($2, $3) order by g.sort_name, g.slug limit $4"
    );
    ORGANISATION = "select g.id, g.slug, g.name, g.short_name, g.website, g.body_html from organisation g where g.slug = $1";
    COUNT = concat!(
        "select count(*) from (select 1 from member_organisation mo join member m on m.id = mo.member_id where mo.organisation_id = $2 and m.standing = 'active' and ",
        seen!("organisations", "$1"), " limit 1001) counted"
    );
    PEOPLE = concat!(
        "select ", person!(), ", m.sort_name, (select p.proved_at from member_organisation p where p.organisation_id = $2 and p.member_id = m.id) as proved_at \
         from member m where m.id in (select b.member_id from member_organisation b where b.organisation_id = $2) \
         and m.standing = 'active' and (m.sort_name, m.handle) > ($3, $4) and ", seen!("organisations", "$1"), " order by m.sort_name, m.handle limit $5"
    );
    COMMUNITIES = concat!(
        "select c.slug, c.name, count(*) from member_organisation mo join member m on m.id = mo.member_id join membership ms on ms.member_id = mo.member_id join community c on c.id = ms.community_id \
         where mo.organisation_id = $2 and ms.state = 'active' and c.status = 'active' and c.slug <> 'everyone' and ", visible!("about"), " and ", visible!("members"),
        " and m.standing = 'active' and ", seen!("organisations", "$1"), " and ", seen!("communities", "$1"), " group by c.id, c.slug, c.name, c.sort_name order by count(*) desc, c.sort_name limit 60"
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

#[derive(sqlx::FromRow)]
struct ListRow {
    slug: String,
    name: String,
    sort_name: String,
    short_name: Option<String>,
    people: i64,
}

#[derive(sqlx::FromRow)]
struct ColleagueRow {
    #[sqlx(flatten)]
    person: SortedPersonRow,
    proved_at: Option<DateTime<Utc>>,
}

fn colleagues(rows: Vec<ColleagueRow>, after: &str) -> Slice<Colleague> {
    let slice = Slice::cut(rows, PAGE, after, |row| row.person.key());
    let colleague = |row: ColleagueRow| Colleague { person: row.person.into(), verified: row.proved_at.map(when::stamp) };
    Slice { items: slice.items.into_iter().map(colleague).collect(), next: slice.next, later: slice.later }
}

/// A page of the organisations, by name.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, viewer: Viewer, after: &str) -> Result<OrganisationList, AppError> {
    let [slug, name] = key_parts(after)?;
    let rows: Vec<ListRow> =
        on!(db.reader(), c => sqlx::query_as(LIST).bind(viewer.member).bind(name).bind(slug).bind(LISTED as i64 + 1).fetch_all(c))?;
    let slice = Slice::cut(rows, LISTED, after, |r| format!("{}~{}", r.slug, r.sort_name));
    let items =
        slice.items.into_iter().map(|r| OrganisationSummary { slug: r.slug, name: r.name, short_name: r.short_name, people: r.people });
    Ok(Slice { items: items.collect(), next: slice.next, later: slice.later })
}

/// An organisation with a page of its people.
///
/// # Errors
/// `NotFound` where there is none, `Invalid` where `after` is not of the program's making.
pub async fn screen(db: &Db, viewer: Viewer, slug: &str, after: &str) -> Result<OrganisationScreen, AppError> {
    let [handle, name] = key_parts(after)?;
    let row: Option<Row> = on!(db.reader(), c => sqlx::query_as(ORGANISATION).bind(slug).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let count: i64 = on!(db.reader(), c => sqlx::query_scalar(COUNT).bind(viewer.member).bind(r.id).fetch_one(c))?;
    let people: Vec<ColleagueRow> = on!(db.reader(), c => sqlx::query_as(PEOPLE).bind(viewer.member).bind(r.id).bind(name).bind(handle).bind(PAGE as i64 + 1).fetch_all(c))?;
    let communities = on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(r.id).fetch_all(c))?;
    Ok(OrganisationScreen {
        slug: r.slug,
        name: r.name,
        short_name: r.short_name,
        website: r.website.filter(|address| is_safe_address(address)),
        body: r.body_html,
        count,
        people: colleagues(people, after),
        communities,
    })
}
