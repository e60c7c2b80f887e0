//! The SQL of files of pages.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::kinds;
use super::model::Attached;
use crate::db::{Db, Tx};
use crate::pages::model::PageStatus;
use crate::state::Viewer;
use crate::{on, queries, run, visible_page};

queries! {
    OF = "select f.id, f.name, f.title, f.bytes, f.made_at, m.name as brought_by from page_file f left join member m on m.id = f.member_id where f.page_id = $1 order by f.made_at, f.id limit 100";
    // Whether the page is shown to everybody is asked as well: what is may be kept by whoever passes it on.
    SEEN = concat!(
        "select f.name, p.status, c.slug as community, c.listed and c.audience_pages = 'public' and p.audience = 'community' as to_all \
         from page_file f join page p on p.id = f.page_id join community c on c.id = p.community_id where f.id = $2 and p.deleted_at is null and ",
        visible_page!("p")
    );
    TAKEN = "select (select count(*) from page_file f where f.page_id = $1) as files, (select coalesce(sum(f.bytes), 0) from page_file f where f.page_id = $1) as of_page, \
             (select coalesce(sum(f.bytes), 0) from page p join page_file f on f.page_id = p.id where p.community_id = $2) as of_community";
    KEEP = "insert into page_file (id, page_id, name, title, bytes, member_id, made_at) values ($1, $2, $3, $4, $5, $6, $7)";
    REMOVE = "delete from page_file where page_id = $1 and id = $2 returning title";
    KNOWN = "select 1 from page_file where id = $1";
}

/// A file of a page.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PageFile {
    /// Its id.
    pub id: Uuid,
    /// The end of its address.
    pub name: String,
    /// What people read.
    pub title: String,
    /// How large it is.
    pub bytes: i32,
    /// When it was brought.
    pub made_at: DateTime<Utc>,
    /// Who brought it.
    pub brought_by: Option<String>,
}

impl PageFile {
    /// Its address.
    pub fn href(&self) -> String {
        address(self.id, &self.name)
    }

    /// Whether a rendered text shows it or leads there.
    pub fn is_in(&self, html: &str) -> bool {
        html.contains(&format!("/files/{}/", self.id.simple()))
    }
}

/// The address of a file.
pub(super) fn address(id: Uuid, name: &str) -> String {
    format!("/files/{}/{name}", id.simple())
}

/// The files of a page, in the order they came.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &Db, page: Uuid) -> Result<Vec<PageFile>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(OF).bind(page).fetch_all(c))
}

/// The files of a page that its rendered text does not show, for its foot.
///
/// # Errors
/// When the database does not answer.
pub async fn foot(db: &Db, page: Uuid, html: &str) -> Result<Vec<Attached>, sqlx::Error> {
    let files = of(db, page).await?;
    let shown =
        |file: &PageFile| Attached { title: file.title.clone(), href: file.href(), says: kinds::says(&file.name, file.bytes.into()) };
    Ok(files.iter().filter(|file| !file.is_in(html)).map(shown).collect())
}

/// A file, where the viewer sees the pages of its community.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Seen {
    /// The end of its address.
    pub name: String,
    /// Whether its page is shown.
    #[sqlx(try_from = "String")]
    pub status: PageStatus,
    /// The community.
    pub community: String,
    /// Whether everybody sees the community's pages.
    pub to_all: bool,
}

/// The file of that id, where the viewer sees the pages of its community; drafts stand apart.
///
/// # Errors
/// When the database does not answer.
pub async fn seen(db: &Db, viewer: Viewer, file: Uuid) -> Result<Option<Seen>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(SEEN).bind(viewer.member).bind(file).fetch_optional(c))
}

/// What files take already.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Taken {
    /// How many the page has.
    pub(super) files: i64,
    /// The bytes of those.
    pub(super) of_page: i64,
    /// The bytes of all files of the community's pages, deleted ones among them.
    pub(super) of_community: i64,
}

/// What the files of a page and of its community take.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn taken(tx: &mut Tx, page: Uuid, community: Uuid) -> Result<Taken, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(TAKEN).bind(page).bind(community).fetch_one(c))
}

/// Keeps a file of a page, by who brought it.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep(
    tx: &mut Tx,
    page: Uuid,
    (id, by): (Uuid, Uuid),
    (name, title, bytes): (&str, &str, i32),
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(KEEP).bind(id).bind(page).bind(name).bind(title).bind(bytes).bind(by).bind(now)).map(drop)
}

/// Removes a file of a page, and gives its title; `None` where the page has none of that id.
///
/// # Errors
/// When the database refuses.
pub(super) async fn remove(tx: &mut Tx, page: Uuid, file: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(REMOVE).bind(page).bind(file).fetch_optional(c))
}

/// Whether a file is a page's.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_known(db: &Db, file: Uuid) -> Result<bool, sqlx::Error> {
    let known: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(KNOWN).bind(file).fetch_optional(c))?;
    Ok(known.is_some())
}
