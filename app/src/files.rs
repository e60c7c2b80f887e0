//! Files that people bring: kept in a folder or in a bucket of S3, not in the database. The database says which there are; a file that it does not know of is nobody's.

use std::path::Path as Folder;
use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};

/// Where files are kept.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// In a store.
    pub fn new(store: impl ObjectStore) -> Self {
        Self(Arc::new(store))
    }

    /// In memory, for as long as the program runs.
    pub fn in_memory() -> Self {
        Self::new(InMemory::new())
    }

    /// In a folder, which is there.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn in_folder(folder: &Folder) -> Result<Self, Error> {
        Ok(Self::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)))
    }

    /// Where that is, for operators.
    pub fn place(&self) -> String {
        self.0.to_string()
    }

    /// Keeps a file.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Error> {
        self.0.put(&Path::from(path), bytes.into()).await.map(drop)
    }

    /// A file; `None` where there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get(&self, path: &str) -> Result<Option<Bytes>, Error> {
        match self.0.get(&Path::from(path)).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn remove(&self, path: &str) -> Result<(), Error> {
        match self.0.delete(&Path::from(path)).await {
            Err(Error::NotFound { .. }) => Ok(()),
            done => done,
        }
    }

    /// The files of a folder that were there before an instant, by their names in it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn before(&self, folder: &str, instant: DateTime<Utc>) -> Result<Vec<String>, Error> {
        let listed = self.0.list_with_delimiter(Some(&Path::from(folder))).await?;
        let old = listed.objects.into_iter().filter(|file| file.last_modified < instant);
        Ok(old.filter_map(|file| file.location.filename().map(str::to_owned)).collect())
    }
}
