//! The SQL of lists of people.

use super::model::{PersonKind, PersonSummary};
use super::profile::PeopleScreen;
use crate::db::Db;
use crate::error::AppError;
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries};

/// People on a page.
const PAGE: usize = 48;

/// The columns of a member `m` in a list.
macro_rules! person {
    () => {
        "m.handle, m.name, m.kind, m.role, (select g.name from member_organisation mo join organisation g on g.id = mo.organisation_id \
         where mo.member_id = m.id order by mo.position limit 1) as organisation"
    };
}
pub(crate) use person;

/// The ids of those who belong to the organisation `$3`.
macro_rules! belonging {
    () => {
        "select mo.member_id from member_organisation mo join organisation g on g.id = mo.organisation_id where g.slug = $3"
    };
}

queries! {
    LIST = concat!(
        "select ", person!(), ", m.sort_name from member m where (m.sort_name, m.handle) > ($1, $2) and ($3 = '' or m.id in (", belonging!(), ")) \
         order by m.sort_name, m.handle limit $4"
    );
    /// A name is found by how its last word begins, or by how its address does, which is mostly the name as people say it: both are ranges of an index.
    FOUND = concat!(
        "select ", person!(), ", m.sort_name from (select k.id from member k where k.sort_name >= $5 and k.sort_name < $6 \
         union select k.id from member k where k.handle >= $7 and k.handle < $8) hit join member m on m.id = hit.id \
         where (m.sort_name, m.handle) > ($1, $2) and ($3 = '' or m.id in (", belonging!(), ")) order by m.sort_name, m.handle limit $4"
    );
    COUNT = "select count(*) from (select 1 from member limit 1001) counted";
    ORGANISATIONS = "select g.slug, g.name from organisation g order by g.sort_name limit 400";
}

/// A row of [`person`].
#[derive(sqlx::FromRow)]
pub struct PersonRow {
    /// `/people/{handle}`
    pub handle: String,
    name: String,
    #[sqlx(try_from = "String")]
    kind: PersonKind,
    role: Option<String>,
    organisation: Option<String>,
}

impl From<PersonRow> for PersonSummary {
    fn from(r: PersonRow) -> Self {
        Self { handle: r.handle, name: r.name, kind: r.kind, role: r.role, organisation: r.organisation }
    }
}

/// A row of [`person`] and the key it sorts by.
#[derive(sqlx::FromRow)]
pub struct SortedPersonRow {
    #[sqlx(flatten)]
    person: PersonRow,
    sort_name: String,
}

/// Makes a page of people; the key is handle and name.
pub fn page_of_people(rows: Vec<SortedPersonRow>, size: usize, after: &str) -> Slice<PersonSummary> {
    let slice = Slice::cut(rows, size, after, |r| format!("{}~{}", r.person.handle, r.sort_name));
    Slice { items: slice.items.into_iter().map(|r| r.person.into()).collect(), next: slice.next, later: slice.later }
}

/// A page of the people whose name begins with `query` (any of its words) and who belong to `organisation`; empty for all.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn people(db: &Db, query: String, organisation: String, after: &str) -> Result<PeopleScreen, AppError> {
    let [handle, name] = key_parts(after)?;
    let limit = PAGE as i64 + 1;
    let rows: Vec<SortedPersonRow> = if query.trim().is_empty() {
        on!(db.reader(), c => sqlx::query_as(LIST).bind(name).bind(handle).bind(&organisation).bind(limit).fetch_all(c))?
    } else {
        let (last, address) = (prefix(names::fold(&query)), prefix(names::slug(&query)));
        on!(db.reader(), c => sqlx::query_as(FOUND).bind(name).bind(handle).bind(&organisation).bind(limit)
            .bind(&last.0).bind(&last.1).bind(&address.0).bind(&address.1).fetch_all(c))?
    };
    let count: i64 = on!(db.reader(), c => sqlx::query_scalar(COUNT).fetch_one(c))?;
    let organisations = on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).fetch_all(c))?;
    Ok(PeopleScreen { people: page_of_people(rows, PAGE, after), count, query, organisation, organisations })
}

/// The range of the texts that begin so; an empty beginning is that of none.
fn prefix(start: String) -> (String, String) {
    let end = if start.is_empty() { String::new() } else { format!("{start}{}", char::MAX) };
    (start, end)
}
