//! From the site to a bundle.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use app::db::Db;
use app::error::AppError;
use app::files::Files;

use crate::bundle::{WriteError, write};
use crate::page_files;
use crate::site_records::{KINDS, each_batch};

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds something.
    #[error("{0} is not empty; name a new folder")]
    NotEmpty(PathBuf),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The folder could not be made or looked into.
    #[error("{path} could not be used: {cause}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The database did not answer.
    #[error("the database did not answer: {0}")]
    Database(#[from] sqlx::Error),
    /// The store of files did not answer.
    #[error("the files of pages could not be read: {0}")]
    Files(#[from] AppError),
}

/// What an export wrote.
#[derive(Debug, Default)]
pub struct Exported {
    /// Texts, one a thing.
    pub records: usize,
    /// Files of pages.
    pub files: usize,
    /// Pages with what they said before.
    pub histories: usize,
    /// The addresses of files that the site names and no longer has.
    pub lost: Vec<String>,
}

impl fmt::Display for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} texts", self.records)?;
        if self.files > 0 {
            write!(f, " and {} files of pages", self.files)?;
        }
        if self.histories > 0 {
            write!(f, ", and what {} of the pages said before", self.histories)?;
        }
        Ok(())
    }
}

/// Writes all that the site holds into `dir`: a text a thing, and the files of pages beside them.
///
/// # Errors
/// When the folder is not empty or cannot be written, or the database does not answer.
pub async fn export(db: &Db, files: &Files, dir: &Path) -> Result<Exported, ExportError> {
    let failed = |cause| ExportError::Folder { path: dir.to_owned(), cause };
    fs::create_dir_all(dir).map_err(failed)?;
    if fs::read_dir(dir).map_err(failed)?.next().is_some() {
        return Err(ExportError::NotEmpty(dir.to_owned()));
    }
    let mut exported = Exported::default();
    for kind in KINDS {
        each_batch(db, kind, |batch| {
            exported.records += batch.len();
            write(dir, batch.iter().map(|(_, record)| record))?;
            Ok::<(), ExportError>(())
        })
        .await?;
    }
    page_files::write(db, files, dir, &mut exported).await?;
    Ok(exported)
}
