//! Files of pages in a bundle: `files/{id}/{name}`, and beside each, in `about.yaml`, what it is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use app::activity::ObjectKind;
use app::db::Db;
use app::db::records::Index;
use app::error::AppError;
use app::files::Files;
use app::pages::attached::bundled::{self, Became, Bundled};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bundle::{FILES, Note, Severity, WriteError};
use crate::export::{ExportError, Exported};
use crate::import::Report;

/// What stands beside a file.
const ABOUT: &str = "about.yaml";

/// What a file is.
#[derive(Serialize, Deserialize)]
struct About {
    /// `{community}/{path}` of its page.
    page: String,
    /// What people read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    title: String,
    /// The handle of who brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// When it was brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made: Option<DateTime<Utc>>,
}

/// Writes the files of pages below a bundle’s folder.
///
/// # Errors
/// When a file can’t be written, or the store or the database does not answer.
pub async fn write(db: &Db, files: &Files, dir: &Path, exported: &mut Exported) -> Result<(), ExportError> {
    let mut after = Uuid::nil();
    loop {
        let batch = bundled::after(db, after).await?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = last.id;
        for file in batch {
            let Some(bytes) = bundled::contents(files, file.id).await? else {
                exported.lost.push(format!("/files/{}/{}", file.id.simple(), file.name));
                continue;
            };
            let folder = dir.join(FILES).join(file.id.simple().to_string());
            let about =
                About { page: format!("{}/{}", file.community, file.path), title: file.title, by: file.brought_by, made: file.made_at };
            // JSON is YAML: less pretty, and never refused.
            let about = serde_saphyr::to_string(&about).unwrap_or_else(|_| serde_json::to_string_pretty(&about).unwrap_or_default());
            let written = fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(ABOUT), about));
            let written = written.and_then(|()| fs::write(folder.join(&file.name), &bytes));
            written.map_err(|source| WriteError { path: folder.join(&file.name), source })?;
            exported.files += 1;
        }
    }
}

/// Reads the files of pages of a bundle whose pages are written, and tells what became of each.
///
/// # Errors
/// When the folder can’t be listed, or the store or the database refuses.
pub async fn read(db: &Db, files: &Files, dir: &Path, report: &mut Report) -> anyhow::Result<()> {
    let index = Index::load(db).await?;
    for folder in listed(&dir.join(FILES))? {
        let place = Path::new(FILES).join(folder.file_name().unwrap_or_default());
        report.files += 1;
        let file = match found(&folder) {
            Ok(file) => file,
            Err((name, message)) => {
                report.notes.push(skipped(place.join(name), message));
                continue;
            }
        };
        match take(db, files, &index, &file).await? {
            Became::Taken => report.attached.created += 1,
            Became::Unchanged => report.attached.unchanged += 1,
            Became::Refused(message) => report.notes.push(skipped(place.join(&file.name), message)),
        }
    }
    Ok(())
}

fn skipped(file: PathBuf, message: String) -> Note {
    Note { file, line: None, severity: Severity::Skipped, message }
}

/// What a folder holds, by name, hidden things aside.
fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// A file as it lies in a bundle.
struct Found {
    id: Uuid,
    name: String,
    path: PathBuf,
    about: About,
}

/// The file that lies in a folder; or what is wrong there, and with which part of it.
fn found(folder: &Path) -> Result<Found, (String, String)> {
    let wrong = |name: &str, says: String| Err((name.to_owned(), says));
    let here = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Ok(id) = here.parse::<Uuid>() else {
        return wrong(
            "",
            format!("The folder of a file of a page is its id, a UUID; `{here}` is none. `guildhall import --format` shows how it lies"),
        );
    };
    let Ok(within) = listed(folder) else { return wrong("", "It can’t be read: see what it is and who may read it".to_owned()) };
    let names: Vec<&str> = within.iter().filter_map(|path| path.file_name()?.to_str()).filter(|name| *name != ABOUT).collect();
    let [name] = names[..] else {
        return wrong("", format!("There are {} files beside `{ABOUT}`; put each into a folder of its own", names.len()));
    };
    if !bundled::is_name(name) {
        return wrong(name, "Files of this name or kind can’t be kept: use lower-case letters, digits and hyphens, a dot, and a kind that `guildhall import --format` lists".to_owned());
    }
    let about = match fs::read_to_string(folder.join(ABOUT)) {
        Ok(text) => text,
        Err(error) => return wrong(ABOUT, format!("It says whose file this is, and can’t be read: {error}")),
    };
    let about: About = match serde_saphyr::from_str(&about) {
        Ok(about) => about,
        Err(error) => return wrong(ABOUT, format!("It can’t be understood: {error}")),
    };
    Ok(Found { id, name: name.to_owned(), path: folder.join(name), about })
}

async fn take(db: &Db, files: &Files, index: &Index, file: &Found) -> Result<Became, AppError> {
    let Some(page) = index.get(ObjectKind::Page, &file.about.page) else {
        // The page may have moved, and the file with it.
        let there = bundled::page_of(db, file.id).await?.is_some();
        let missing = format!("Its page, `{}`, is not on the site; add `pages/{}.md`", file.about.page, file.about.page);
        return Ok(if there { Became::Unchanged } else { Became::Refused(missing) });
    };
    let unread = |error: io::Error| Became::Refused(format!("It can’t be read: {error}"));
    match fs::metadata(&file.path) {
        Ok(there) if there.is_file() => {
            if let Err(says) = bundled::may_weigh(there.len()) {
                return Ok(Became::Refused(says));
            }
        }
        Ok(_) => return Ok(Became::Refused("It is no file".to_owned())),
        Err(error) => return Ok(unread(error)),
    }
    let bytes = match fs::read(&file.path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(unread(error)),
    };
    let (community, path) = file.about.page.split_once('/').unwrap_or_default();
    let bundled = Bundled {
        id: file.id,
        name: file.name.clone(),
        title: file.about.title.clone(),
        made_at: file.about.made,
        community: community.to_owned(),
        path: path.to_owned(),
        brought_by: file.about.by.clone(),
    };
    let by = file.about.by.as_deref().and_then(|handle| index.get(ObjectKind::Person, handle));
    bundled::take(db, files, (page, by), (&bundled, bytes.into())).await
}
