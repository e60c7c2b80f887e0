//! Files of pages between bundle and site. A file keeps its id, and so its address: texts that show it go on to show it.

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::keeping::{self, Brought};
use super::kinds;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Db;
use crate::error::AppError;
use crate::files::Files;
use crate::memberships::store as memberships;
use crate::pages::together::store as together;
use crate::picture::in_turn;
use crate::state::internal;
use crate::ui::forming::LARGEST_FILE;
use crate::{on, queries, run};

queries! {
    ALL = "select f.id, f.name, f.title, f.made_at, c.slug as community, p.path, (select m.handle from member m where m.id = f.member_id and m.standing <> 'former') as brought_by \
           from page_file f join page p on p.id = f.page_id join community c on c.id = p.community_id where p.deleted_at is null and f.id > $1 order by f.id limit 100";
    PAGE_OF = "select f.page_id from page_file f where f.id = $1";
    TAKE = "insert into page_file (id, page_id, name, title, bytes, member_id, made_at) values ($1, $2, $3, $4, $5, $6, $7)";
}

/// A file of a page, as a bundle describes it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Bundled {
    /// Its id.
    pub id: Uuid,
    /// The end of its address.
    pub name: String,
    /// What people read.
    pub title: String,
    /// When it was brought, where that is said.
    pub made_at: Option<DateTime<Utc>>,
    /// The community of its page.
    pub community: String,
    /// The page's path.
    pub path: String,
    /// The handle of who brought it.
    pub brought_by: Option<String>,
}

/// What became of a file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is the page's now.
    Taken,
    /// The page has it already.
    Unchanged,
    /// It could not be taken, and why.
    Refused(String),
}

/// The next files of pages that are not deleted, by their ids; none once all have been had.
///
/// # Errors
/// When the database does not answer.
pub async fn after(db: &Db, id: Uuid) -> Result<Vec<Bundled>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ALL).bind(id).fetch_all(c))
}

/// What is in a file; `None` where it is lost.
///
/// # Errors
/// When the store does not answer.
pub async fn contents(files: &Files, id: Uuid) -> Result<Option<Bytes>, AppError> {
    files.get(&keeping::place(id)).await.map_err(|error| internal(&error))
}

/// The page that has a file; `None` where none has.
///
/// # Errors
/// When the database does not answer.
pub async fn page_of(db: &Db, file: Uuid) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(PAGE_OF).bind(file).fetch_optional(c))
}

/// Whether a file of so many bytes is too large to be looked at.
///
/// # Errors
/// With a sentence that says what to do.
pub fn may_weigh(bytes: u64) -> Result<(), String> {
    if bytes > LARGEST_FILE as u64 { Err(keeping::too_heavy()) } else { Ok(()) }
}

/// Takes a file of a bundle to a page, under its own id, as one that somebody brings is taken: the same kinds, made smaller the same, the same limits.
///
/// # Errors
/// When the store or the database refuses.
pub async fn take(db: &Db, files: &Files, (page, by): (Uuid, Option<Uuid>), file: (&Bundled, Bytes)) -> Result<Became, AppError> {
    let (about, bytes) = file;
    if let Some(other) = page_of(db, about.id).await? {
        let elsewhere = "The site has this file at another page; it was left there. Give it another id to have it at both";
        return Ok(if other == page { Became::Unchanged } else { Became::Refused(elsewhere.to_owned()) });
    }
    let brought = Brought { name: about.name.clone(), title: about.title.clone(), bytes };
    let ready = match in_turn(move || keeping::ready(&brought)).await? {
        Ok(ready) if ready.name == about.name => ready,
        Ok(ready) => {
            let says = format!("Its name is not what it is: rename it to `{}`, and texts that show it with it", ready.name);
            return Ok(Became::Refused(says));
        }
        Err(says) => return Ok(Became::Refused(says)),
    };
    let size = i32::try_from(ready.bytes.len()).map_err(|error| internal(&error))?;
    let Some(edited) = together::by_id(db, page).await? else { return Ok(Became::Refused(GONE.to_owned())) };
    let mut tx = db.begin().await?;
    memberships::lock(&mut tx, edited.community_id).await?;
    if together::lock(&mut tx, page).await?.is_none() {
        return Ok(Became::Refused(GONE.to_owned()));
    }
    let taken = super::store::taken(&mut tx, page, edited.community_id).await?;
    if let Err(refused) = keeping::fits(taken, size.into()) {
        return Ok(Became::Refused(refused.to_string()));
    }
    // Before the row: one that names no file would be a broken picture. What is left behind where this fails is swept.
    files.put(&keeping::place(about.id), ready.bytes).await.map_err(|error| internal(&error))?;
    let made = about.made_at.unwrap_or(tx.now());
    run!(tx, sqlx::query(TAKE).bind(about.id).bind(page).bind(&ready.name).bind(&ready.title).bind(size).bind(by).bind(made))?;
    let act = Act::of(Deed::Reimported, ObjectKind::Page, page).in_community(edited.community_id);
    tx.commit([act.noting(format!("brought the file “{}”", ready.title))]).await?;
    Ok(Became::Taken)
}

const GONE: &str = "Its page was deleted on the site; undelete the page to have the file";

/// Whether a name may end the address of a file: letters, digits and hyphens, a dot, and a kind that is known.
pub fn is_name(name: &str) -> bool {
    let (stem, end) = kinds::parts(name);
    kinds::address(stem, &end) == name && kinds::content_type(name) != "application/octet-stream"
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_name_is_one_that_this_site_gives() {
        assert!(is_name("our-plan.pdf") && is_name("wall.jpg"));
        for name in ["../x.pdf", "a/b.pdf", "Plan.pdf", "plan.PDF", "plan", ".pdf", "x.html", "x.svg", "about.yaml", "a b.txt"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
