//! From a Stack Exchange data dump to questions of a community.
//!
//! The dump is read row by row. Posts are first laid into buckets on disk, a question with all that belongs to it, and then written a bucket at a time: what is held in memory does
//! not grow with the texts. What was written is remembered by the dump's own ids, so the next import of the same dump changes nothing, and leaves alone what was edited here.

mod buckets;
mod desk;
mod dump;
mod people;
mod questions;
mod remarks;
mod survey;
mod topics;
mod xml;

use std::fmt;
use std::path::Path;

use app::db::Db;
use indicatif::ProgressBar;

use self::desk::Desk;
use self::survey::Survey;
use crate::import::Report;

/// How an import goes about it.
pub struct Options<'a> {
    /// The community by its name or its address.
    pub community: &'a str,
    /// The name by which the dump is remembered; `None` for the community's.
    pub source: Option<&'a str>,
    /// Where room is for as much as the dump takes, while the import lasts.
    pub scratch: &'a Path,
    /// Takes the dump's version of what was edited on both sides.
    pub overwrite: bool,
    /// Is told how far it is.
    pub progress: ProgressBar,
}

/// How many posts an import looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posts {
    /// Questions.
    pub questions: usize,
    /// Their answers.
    pub answers: usize,
    /// What was said about both.
    pub comments: usize,
}

impl fmt::Display for Posts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} questions with {} answers and {} comments", self.questions, self.answers, self.comments)
    }
}

/// Imports the dump in a folder.
///
/// # Errors
/// When a file can't be read or the database refuses; what was committed until then stays, and the next import completes it.
pub async fn import(db: &Db, dir: &Path, options: &Options<'_>) -> anyhow::Result<(Report, Posts)> {
    anyhow::ensure!(dir.join("Posts.xml").is_file(), "{} holds no Posts.xml, so it is no dump of a Stack Exchange site", dir.display());
    let mut survey = Survey::of(dir, options.scratch)?;
    let desk = Desk::open(db, options).await?;
    let desk = people::write(desk, (dir, options.scratch), &mut survey).await?;
    let desk = topics::write(desk, dir, &mut survey).await?;
    let (desk, posts) = questions::write(desk, &mut survey, &options.progress).await?;
    let mut report = desk.close().await?;
    if report.written() > 0 {
        db.analyze().await?;
    }
    report.files = survey.files;
    report.notes.extend(survey.remarks.into_notes());
    options.progress.finish_and_clear();
    Ok((report, posts))
}
