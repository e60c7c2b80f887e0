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

queries! {
    /// A name is found by how its last word begins, or by how its address does, which is mostly the name as people say it: both are ranges of an index.
    LIST = concat!(
        "select ", person!(), ", m.sort_name from member m where (m.sort_name, m.handle) > ($1, $2) \
         and ($3 = '' or (m.sort_name >= $3 and m.sort_name < $4) or (m.handle >= $5 and m.handle < $6)) \
         and ($7 = '' or exists (select 1 from member_organisation mo join organisation g on g.id = mo.organisation_id where mo.member_id = m.id and g.slug = $7)) \
         order by m.sort_name, m.handle limit $8"
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
    let folded = names::fold(&query);
    let address = names::slug(&query);
    // What folds to nothing ("…") finds nobody rather than everybody.
    let folded = if folded.is_empty() && !query.trim().is_empty() { query.trim().to_owned() } else { folded };
    let end = |start: &str| format!("{start}{}", char::MAX);
    let address_end = if address.is_empty() { String::new() } else { end(&address) };
    let rows: Vec<SortedPersonRow> = on!(db.reader(), c => sqlx::query_as(LIST).bind(name).bind(handle).bind(&folded).bind(end(&folded)).bind(&address).bind(&address_end)
        .bind(&organisation).bind(PAGE as i64 + 1).fetch_all(c))?;
    let count: i64 = on!(db.reader(), c => sqlx::query_scalar(COUNT).fetch_one(c))?;
    let organisations = on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).fetch_all(c))?;
    Ok(PeopleScreen { people: page_of_people(rows, PAGE, after), count, query, organisation, organisations })
}
