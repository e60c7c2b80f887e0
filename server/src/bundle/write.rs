//! Writing a bundle.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::record::Record;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{} can't be written: {source}", path.display())]
pub struct WriteError {
    /// Which.
    pub path: PathBuf,
    pub(crate) source: io::Error,
}

/// Writes each record to its own file below a folder, made where it is missing. Files of other records stay as they are.
///
/// # Errors
/// When a folder can't be made or a file can't be written; what was written before stays.
pub fn write<'r>(dir: &Path, records: impl IntoIterator<Item = &'r Record>) -> Result<(), WriteError> {
    for record in records {
        let path = dir.join(record.key() + ".md");
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, record.render()));
        written.map_err(|source| WriteError { path, source })?;
    }
    Ok(())
}
