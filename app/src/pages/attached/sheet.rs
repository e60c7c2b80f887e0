//! The screen of a page's files.

use uuid::Uuid;

use super::api::{AddPageFile, RemovePageFile};
use super::keeping::{self, Brought, MOST, OF_PAGE};
use super::model::ACCEPT;
use super::store::PageFile;
use super::{kinds, store};
use crate::communities::model::{CommunityHead, Section};
use crate::error::AppError;
use crate::pages::together::screen::editable;
use crate::pages::together::store::Edited;
use crate::sheets::model::SheetScreen;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::ui::form::Done;
use crate::ui::forming::{LARGEST_FILE, form, uploaded};
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// The page at a path, for who edits it.
async fn page(community: &str, path: &str) -> Result<(AppState, SignedIn, CommunityHead, Edited), AppError> {
    let (app, by, head) = signed_in_at(community).await?;
    let page = editable(&app, &by, &head, path).await?;
    Ok((app, by, head, page))
}

fn href(page: &Edited) -> String {
    format!("{}/{}", Section::Pages.address(&page.community), page.path)
}

/// `/c/{community}/pages/{path}/files`
pub(crate) async fn files(community: &str, path: &str) -> Result<SheetScreen, AppError> {
    let (app, _, head, page) = page(community, path).await?;
    let files = store::of(&app.db, page.id).await?;
    let add = form::<AddPageFile>("Add the file")
        .with("community", community)
        .with("path", path)
        .file("file", "File", ACCEPT)
        .hint(&rules())
        .text("title", "What it is")
        .hint("Of a picture: what it shows, for those who can’t see it. Empty: the name of the file.")
        .optional()
        .seen_by("Everybody who may read the page may read its files.");
    let sheet = Sheet::new("Files", "Pictures and documents of the page. Copy the line below one into the text where it should stand.")
        .below("Pages", Section::Pages.address(&head.slug))
        .below(page.title.clone(), href(&page))
        .section(there(&files), [listed(community, path, (&page, files))])
        .section("Add one", [Part::Form(add.done())]);
    Ok(SheetScreen::within(head, Section::Pages, sheet))
}

/// What may be brought.
fn rules() -> String {
    let (one, all) = (LARGEST_FILE / 1_000_000, OF_PAGE / 1_000_000);
    format!(
        "{}. At most {one} MB each, and {MOST} files and {all} MB a page. Pictures are made as large as a page shows them and lose what the camera noted; moving ones stand still.",
        kinds::WORDS
    )
}

fn there(files: &[PageFile]) -> String {
    let bytes: i64 = files.iter().map(|file| i64::from(file.bytes)).sum();
    match files.len() {
        0 => "None yet".to_owned(),
        number => format!("{}, {}", count(number.try_into().unwrap_or(i64::MAX), "file", "files"), kinds::size(bytes)),
    }
}

fn listed(community: &str, path: &str, (page, files): (&Edited, Vec<PageFile>)) -> Part {
    if files.is_empty() {
        return Part::Empty("This page has no files yet.".to_owned());
    }
    let row = |(number, file): (usize, PageFile)| {
        let about = form::<RemovePageFile>("Remove it for good").with("community", community).with("path", path);
        let remove = about.with("id", file.id.simple().to_string()).numbered(number).danger();
        let who = file.brought_by.clone().unwrap_or_else(|| "Name not shown".to_owned());
        let stands = if file.is_in(&page.body) { "In the text" } else { "At the foot of the page" };
        Row {
            href: Some(file.href()),
            external: true,
            facts: vec![
                kinds::says(&file.name, file.bytes.into()),
                format!("{who}, {}", when::stamp(file.made_at).text),
                stands.to_owned(),
            ],
            note: Some(kinds::markdown(&file.title, &file.href())),
            folded: vec![("Remove".to_owned(), remove.done())],
            ..Row::new(file.title)
        }
    };
    Part::Rows(files.into_iter().enumerate().map(row).collect())
}

/// Keeps the file that was sent with the form.
pub(super) async fn add(community: &str, path: &str, title: &str) -> Result<Done, AppError> {
    let (app, by, _, page) = page(community, path).await?;
    let file = uploaded("file")
        .filter(|file| file.too_heavy || !file.bytes.is_empty())
        .ok_or_else(|| AppError::field("file", "Choose a file first, one that is not empty."))?;
    if file.too_heavy {
        return Err(AppError::field("file", keeping::too_heavy()));
    }
    let brought = Brought { name: file.name, title: title.trim().to_owned(), bytes: file.bytes };
    let kept = keeping::bring(&app, &by, (&page, brought)).await?;
    Ok(Done::at(format!("{}/files", href(&page)))
        .saying(format!("“{}” is there. It stands at the foot of the page until the text shows it.", kept.title)))
}

/// Removes a file.
pub(super) async fn remove(community: &str, path: &str, id: &str) -> Result<Done, AppError> {
    let (app, by, _, page) = page(community, path).await?;
    let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
    let title = keeping::remove(&app, &by, (&page, id)).await?;
    Ok(Done::at(format!("{}/files", href(&page)))
        .saying(format!("“{title}” is removed. Where the text shows it, take it out there as well.")))
}
