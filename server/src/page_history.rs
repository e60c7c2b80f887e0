//! What pages said before, in a bundle: `revisions/{community}/{path}.yaml`, a list from the first on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use app::activity::ObjectKind;
use app::db::Db;
use app::db::records::Index;
use app::revisions::bundled::{Bundled, of, pages_after, take};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bundle::{Note, REVISIONS, Severity, WriteError};
use crate::export::{ExportError, Exported};
use crate::import::Report;

/// What a page said once.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Revision {
    /// When.
    made: DateTime<Utc>,
    /// The handle of who made it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The handles of those who wrote it together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    with: Vec<String>,
    /// Why, or what the version is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Markdown.
    #[serde(default)]
    body: String,
}

impl From<Bundled> for Revision {
    fn from(b: Bundled) -> Self {
        Self { made: b.made, by: b.by, with: b.with, why: b.why, title: b.title, body: b.body }
    }
}

impl From<Revision> for Bundled {
    fn from(r: Revision) -> Self {
        Self { made: r.made, by: r.by, with: r.with, why: r.why, title: r.title, body: r.body }
    }
}

/// Reads the text of a file. A page may have said much: the bounds are those of whole bundles.
fn revisions(text: &str) -> Result<Vec<Revision>, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_nodes: 10_000_000, max_events: 40_000_000, max_total_scalar_bytes: usize::MAX },
    };
    serde_saphyr::from_str_with_options(text, options)
}

/// The text of a file. Read back it says the same.
fn text(revisions: &[Revision]) -> String {
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    let yaml = serde_saphyr::to_string_with_options(&revisions, options).ok();
    let same = |yaml: &String| self::revisions(yaml).is_ok_and(|read| read == revisions);
    // JSON is YAML: less pretty, and never refused.
    yaml.filter(same).unwrap_or_else(|| serde_json::to_string_pretty(revisions).unwrap_or_default() + "\n")
}

/// Writes what pages said before below a bundle’s folder.
///
/// # Errors
/// When a file can’t be written, or the database does not answer.
pub async fn write(db: &Db, dir: &Path, exported: &mut Exported) -> Result<(), ExportError> {
    let mut after = Uuid::nil();
    loop {
        let pages = pages_after(db, after).await?;
        let Some((last, _)) = pages.last() else { return Ok(()) };
        after = *last;
        for (id, page) in pages {
            let revisions: Vec<Revision> = of(db, id).await?.into_iter().map(Into::into).collect();
            let path = dir.join(REVISIONS).join(page + ".yaml");
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text(&revisions)));
            written.map_err(|source| WriteError { path, source })?;
            exported.histories += 1;
        }
    }
}

/// Reads what pages said before, once the pages of a bundle are written, and tells what became of each file. A page that has a history on the site keeps it.
///
/// # Errors
/// When the folder can’t be listed, or the database refuses.
pub async fn read(db: &Db, dir: &Path, report: &mut Report) -> anyhow::Result<()> {
    let index = Index::load(db).await?;
    for path in files(&dir.join(REVISIONS))? {
        report.files += 1;
        let below = path.strip_prefix(dir.join(REVISIONS)).unwrap_or(&path).to_owned();
        let mut skip = |message: String| {
            report.notes.push(Note { file: Path::new(REVISIONS).join(&below), line: None, severity: Severity::Skipped, message });
        };
        let Some(page) = below.to_str().and_then(|below| below.strip_suffix(".yaml")).map(|below| below.replace('\\', "/")) else {
            skip("What a page said before is read of `.yaml` files only".to_owned());
            continue;
        };
        let Some(id) = index.get(ObjectKind::Page, &page) else {
            skip(format!("Its page is not on the site; add `pages/{page}.md`"));
            continue;
        };
        let read = fs::read_to_string(&path).map_err(|error| error.to_string());
        let read = read.and_then(|text| revisions(&text).map_err(|error| error.to_string()));
        let revisions: Vec<Bundled> = match read {
            Ok(read) => read.into_iter().map(Into::into).collect(),
            Err(why) => {
                skip(format!("It can’t be understood: {why}"));
                continue;
            }
        };
        match take(db, id, &revisions, |handle| index.get(ObjectKind::Person, handle)).await? {
            true => report.histories.created += 1,
            false => report.histories.unchanged += 1,
        }
    }
    Ok(())
}

/// All files below a folder, by path, hidden ones aside.
fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            // Symbolic links to folders may lead round in circles.
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_says_the_same_when_it_is_read(body in "\\PC{0,40}|[ \t\n\r:#'\"|>-]{0,30}", why in proptest::option::of("\\PC{1,20}"), with in prop::collection::vec("[a-z]{1,5}", 0..3)) {
            let made = DateTime::from_timestamp_micros(1_767_225_600_123_456).unwrap();
            let revision = Revision { made, by: Some("ada".to_owned()), with, why, title: Some("On: \"it\"".to_owned()), body };
            let written = text(std::slice::from_ref(&revision));
            prop_assert_eq!(revisions(&written).unwrap(), vec![revision], "{}", written);
        }
    }

    #[test]
    fn a_long_history_is_read_as_well() {
        let one = "- {made: 2026-01-01T00:00:00Z, by: ada, why: again, body: So.}\n";
        assert_eq!(revisions(&one.repeat(40_000)).unwrap().len(), 40_000);
    }
}
