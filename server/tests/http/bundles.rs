//! Folders that hold a bundle, for the tests of what goes along with one.

use std::path::{Path, PathBuf};

use server::bundle::{Known, ReadOptions, read};
use server::import::Report;
use uuid::Uuid;

use crate::site::TestSite;

/// A folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("guildhall_bundle_{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Puts a file into it.
    pub fn holds(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Imports what is written in a folder, as `guildhall import` does before it looks at what goes along.
pub async fn imports(site: &TestSite, dir: &Path) -> Report {
    let options = ReadOptions { timezone: None, today: site.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} };
    let bundle = read(dir, &options).unwrap();
    assert!(bundle.notes.is_empty(), "{:#?}", bundle.notes);
    site.writes(bundle.records, false).await
}
