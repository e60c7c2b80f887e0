//! Whole bundles, read and written.

mod digitalgov;
pub(crate) mod generated;
mod habits;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;

use super::*;

/// A folder of its own, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("guildhall-bundle-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (path, text) in files {
            let path = folder.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every file below a folder with its text, by path.
fn files(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}

fn read_in(dir: &Path, known: &Known, timezone: Option<chrono_tz::Tz>) -> Bundle {
    let today = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    read(dir, &ReadOptions { timezone, today, known, progress: &|_, _| {} }).unwrap()
}

fn read_files(files: &[(&str, &str)]) -> Bundle {
    read_in(&Folder::of(files).0, &Known::default(), None)
}

impl Bundle {
    fn get(&self, key: &str) -> &Record {
        let keys = || self.records.iter().map(|sourced| sourced.record.key()).collect::<Vec<_>>();
        let found = self.records.iter().find(|sourced| sourced.record.key() == key);
        &found.unwrap_or_else(|| panic!("no {key} in {:?}; {:#?}", keys(), self.notes)).record
    }

    fn event(&self, key: &str) -> &app::events::record::EventRecord {
        match self.get(&format!("events/{key}")) {
            Record::Event(record) => record,
            other => panic!("{other:?}"),
        }
    }

    fn community(&self, slug: &str) -> &app::communities::record::CommunityRecord {
        match self.get(&format!("communities/{slug}")) {
            Record::Community(record) => record,
            other => panic!("{other:?}"),
        }
    }

    fn messages(&self) -> Vec<&str> {
        self.notes.iter().map(|note| note.message.as_str()).collect()
    }
}
