//! Posts laid by on disk, so that a question and all that belongs to it are found together whatever the dump's size: each bucket is small enough to be held.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::dump::{Comment, Post};

/// About how much of a dump is laid into one bucket, in bytes.
const SIZE: u64 = 8 << 20;

/// How many buckets there are at most: each is an open file.
const MOST: u64 = 256;

/// What is laid by of a question.
#[derive(Serialize, Deserialize)]
pub(super) enum Item {
    Post(Post),
    Comment(Comment),
    /// Somebody found the post helpful.
    Vote(i64),
}

/// The buckets; they go with it.
pub(super) struct Buckets {
    folder: PathBuf,
    files: Vec<BufWriter<File>>,
}

impl Buckets {
    /// Enough of them for so many bytes, in a folder of their own below `scratch`.
    pub(super) fn make(scratch: &Path, bytes: u64) -> std::io::Result<Self> {
        let folder = scratch.join(format!("guildhall-import-{}", Uuid::now_v7().simple()));
        fs::create_dir_all(&folder)?;
        let mut buckets = Self { folder, files: Vec::new() };
        for n in 0..(bytes / SIZE + 1).min(MOST) {
            buckets.files.push(BufWriter::new(File::create(buckets.path(n))?));
        }
        Ok(buckets)
    }

    fn path(&self, n: u64) -> PathBuf {
        self.folder.join(n.to_string())
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.files.len() as u64
    }

    /// Lays something by, together with all else of its key.
    pub(super) fn put(&mut self, key: i64, item: &impl Serialize) -> anyhow::Result<()> {
        let n = key.unsigned_abs() % self.count();
        if let Some(file) = self.files.get_mut(usize::try_from(n)?) {
            serde_json::to_writer(&mut *file, item)?;
            file.write_all(b"\n")?;
        }
        Ok(())
    }

    /// All that was laid into a bucket, in that order.
    pub(super) fn take<T: DeserializeOwned>(&mut self, n: u64) -> anyhow::Result<Vec<T>> {
        for file in &mut self.files {
            file.flush()?;
        }
        let lines = BufReader::new(File::open(self.path(n))?).lines();
        lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
    }
}

impl Drop for Buckets {
    fn drop(&mut self) {
        // What stays behind in a temporary folder harms nobody.
        drop(fs::remove_dir_all(&self.folder));
    }
}
