//! From the site to a bundle.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use app::db::Db;

use crate::site_records::{KINDS, each_batch};

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds something.
    #[error("{0} is not empty; name a new folder")]
    NotEmpty(PathBuf),
    /// A file could not be written.
    #[error("{path} could not be written: {cause}")]
    Write {
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
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| ExportError::Write { path, cause }
    };
    fs::create_dir_all(dir).map_err(failed(dir))?;
    if fs::read_dir(dir).map_err(failed(dir))?.next().is_some() {
        return Err(ExportError::NotEmpty(dir.to_owned()));
    }
    let mut count = 0;
    for kind in KINDS {
        each_batch(db, kind, |batch| {
            for (_, record) in batch {
                let path = dir.join(record.key() + ".md");
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder).map_err(failed(folder))?;
                }
                fs::write(&path, record.render()).map_err(failed(&path))?;
                count += 1;
            }
            Ok::<(), ExportError>(())
        })
        .await?;
    }
    Ok(count)
}
