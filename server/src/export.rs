//! From the site to a bundle.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use app::db::Db;

use crate::bundle::{WriteError, write};
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
}

/// Writes all that the site holds into `dir`, a file a thing, and gives their number.
///
/// # Errors
/// When the folder is not empty or cannot be written, or the database does not answer.
pub async fn export(db: &Db, dir: &Path) -> Result<usize, ExportError> {
    let failed = |cause| ExportError::Folder { path: dir.to_owned(), cause };
    fs::create_dir_all(dir).map_err(failed)?;
    if fs::read_dir(dir).map_err(failed)?.next().is_some() {
        return Err(ExportError::NotEmpty(dir.to_owned()));
    }
    let mut count = 0;
    for kind in KINDS {
        each_batch(db, kind, |batch| {
            count += batch.len();
            write(dir, batch.iter().map(|(_, record)| record))?;
            Ok::<(), ExportError>(())
        })
        .await?;
    }
    Ok(count)
}
