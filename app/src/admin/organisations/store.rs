//! The SQL of organisations' administration.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::redirects::store::take_back;
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries, run};

/// Organisations on a page.
const PAGE: usize = 100;

queries! {
    LIST = "select g.slug, g.name, g.sort_name, g.website, \
            (select count(*) from (select 1 from member_organisation mo where mo.organisation_id = g.id limit 1001) counted) as people, \
            (select count(*) from (select 1 from member_organisation mo where mo.organisation_id = g.id and mo.proof is not null limit 1001) counted) as verified \
            from organisation g where (g.sort_name, g.slug) > ($1, $2) order by g.sort_name, g.slug limit $3";
    ONE = "select g.slug, g.name, g.sort_name, g.website, \
           (select count(*) from (select 1 from member_organisation mo where mo.organisation_id = g.id limit 1001) counted) as people, \
           (select count(*) from (select 1 from member_organisation mo where mo.organisation_id = g.id and mo.proof is not null limit 1001) counted) as verified \
           from organisation g where g.slug = $1";
    ALL_DOMAINS = "select g.slug, d.domain from organisation_domain d join organisation g on g.id = d.organisation_id order by d.domain";
    LOCK = "update organisation set revision = revision + 1 where slug = $1 returning id, name";
    TAKEN = "select id from organisation where slug = $1";
    RENAME = "update organisation set slug = $2, name = $3, sort_name = $4, website = $5, updated_at = $6 where id = $1";
    OWNER = "select g.name from organisation_domain d join organisation g on g.id = d.organisation_id where d.domain = $1";
    ADD_DOMAIN = "insert into organisation_domain (domain, organisation_id, created_at) values ($1, $2, $3) on conflict (domain) do nothing";
    REMOVE_DOMAIN = "delete from organisation_domain where domain = $1 and organisation_id = $2";
}

/// An organisation.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OrganisationRow {
    /// `/organisations/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    sort_name: String,
    /// Its own site.
    pub website: Option<String>,
    /// How many belong to it, at most 1,001.
    pub people: i64,
    /// How many of them by proof.
    pub verified: i64,
    /// Its mail domains.
    #[sqlx(skip)]
    pub domains: Vec<String>,
}

async fn with_domains(db: &Db, rows: &mut [OrganisationRow]) -> Result<(), sqlx::Error> {
    let domains: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(ALL_DOMAINS).fetch_all(c))?;
    for (slug, domain) in domains {
        if let Some(row) = rows.iter_mut().find(|row| row.slug == slug) {
            row.domains.push(domain);
        }
    }
    Ok(())
}

/// A page of the organisations, by name.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, after: &str) -> Result<Slice<OrganisationRow>, AppError> {
    let [slug, name] = key_parts(after)?;
    let mut rows: Vec<OrganisationRow> =
        on!(db.reader(), c => sqlx::query_as(LIST).bind(name).bind(slug).bind(PAGE as i64 + 1).fetch_all(c))?;
    with_domains(db, &mut rows).await?;
    Ok(Slice::cut(rows, PAGE, after, |row| format!("{}~{}", row.slug, row.sort_name)))
}

/// An organisation.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn one(db: &Db, slug: &str) -> Result<OrganisationRow, AppError> {
    let row: Option<OrganisationRow> = on!(db.reader(), c => sqlx::query_as(ONE).bind(slug).fetch_optional(c))?;
    let mut rows = vec![row.ok_or(AppError::NotFound)?];
    with_domains(db, &mut rows).await?;
    rows.pop().ok_or(AppError::NotFound)
}

/// Locks an organisation, to decide about it. Gives its id and name.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn lock(tx: &mut Tx, slug: &str) -> Result<(Uuid, String), AppError> {
    let row: Option<(Uuid, String)> = on!(tx.conn(), c => sqlx::query_as(LOCK).bind(slug).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// The first slug made of a name that no other organisation has or had.
///
/// # Errors
/// When the database refuses.
pub async fn free_slug(tx: &mut Tx, name: &str, id: Uuid) -> Result<String, sqlx::Error> {
    let wanted = names::slug(name);
    let (mut slug, mut number) = (wanted.clone(), 1);
    loop {
        let taken: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(&slug).fetch_optional(c))?;
        if taken.is_none_or(|by| by == id) && take_back(tx, &format!("/organisations/{slug}"), id).await? {
            return Ok(slug);
        }
        number += 1;
        slug = format!("{wanted}-{number}");
    }
}

/// Gives an organisation another slug, name and website.
///
/// # Errors
/// When the database refuses.
pub async fn rename(tx: &mut Tx, id: Uuid, (slug, name, website): (&str, &str, Option<&str>)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(RENAME).bind(id).bind(slug).bind(name).bind(names::fold(name)).bind(website).bind(now)).map(drop)
}

/// Adds a domain. Where an organisation has it already, gives the name of that.
///
/// # Errors
/// When the database refuses.
pub async fn add_domain(tx: &mut Tx, organisation: Uuid, domain: &str) -> Result<Option<String>, sqlx::Error> {
    let now = tx.now();
    if run!(tx, sqlx::query(ADD_DOMAIN).bind(domain).bind(organisation).bind(now))? > 0 {
        return Ok(None);
    }
    on!(tx.conn(), c => sqlx::query_scalar(OWNER).bind(domain).fetch_optional(c))
}

/// Removes a domain. Gives whether it was there.
///
/// # Errors
/// When the database refuses.
pub async fn remove_domain(tx: &mut Tx, organisation: Uuid, domain: &str) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query(REMOVE_DOMAIN).bind(domain).bind(organisation))? > 0)
}
