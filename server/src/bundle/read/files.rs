//! The files of a bundle, and what each is by the folder it lies in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::bundle::note::Tally;
use crate::bundle::{FILES, Kind, REVISIONS, Severity};

/// What a path says about its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub kind: Kind,
    /// The folder's name, as another site's addresses may spell it.
    pub folder: String,
    /// Folders below the kind's and the file's name without `.md`; of an `index.md` the folders only.
    pub segments: Vec<String>,
    /// Whether the folder's name, or an `index.md`, is another site's habit.
    pub foreign: bool,
}

/// All files below a folder, by path: hidden ones aside, and those of pages and their history, which are read by themselves.
pub(super) fn list(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(dir.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if name.as_encoded_bytes().starts_with(b".") || path == Path::new(FILES) || path == Path::new(REVISIONS) {
                continue;
            }
            // Follows symbolic links to files, not to folders: those may lead round in circles.
            if entry.file_type()?.is_dir() {
                folders.push(path)
            } else if entry.path().is_file() {
                files.push(path)
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What a file is, or why it can be nothing.
pub(super) fn place(path: &Path) -> Result<Place, Unplaced> {
    let Some(path) = path.to_str() else { return Err("The file's name is not UTF-8; rename it and import again".to_owned().into()) };
    let Some(stem) = path.strip_suffix(".md").or_else(|| path.strip_suffix(".markdown")) else {
        return Err("Only Markdown files (.md) are read; upload other files to the page that needs them".to_owned().into());
    };
    let mut segments: Vec<String> = stem.split(['/', '\\']).map(str::to_owned).collect();
    if segments.len() < 2 {
        return Err(format!("The file lies in no folder; put it into one of: {}", folders()).into());
    }
    let folder = segments.remove(0);
    let Some((kind, foreign)) = kind_of(&folder) else {
        return Err(unknown(&folder));
    };
    let index = segments.last().is_some_and(|name| matches!(name.as_str(), "_index" | "index"));
    if index {
        segments.pop();
    }
    if segments.is_empty() {
        return Err(
            format!("It describes the list of {} itself, which has no text here; copy what matters into a page", kind.folder()).into()
        );
    }
    Ok(Place { kind, folder, segments, foreign: foreign || index })
}

/// The folder that was meant, where one above it was given: no folder of a bundle lies in the one that was, some do further below. Where they lie in several, the one with the most kinds and
/// files.
pub(super) fn meant(files: &[PathBuf]) -> Option<String> {
    let mut found: BTreeMap<String, (BTreeSet<&str>, usize)> = BTreeMap::new();
    for file in files.iter().filter_map(|file| file.to_str()).filter(|file| file.ends_with(".md") || file.ends_with(".markdown")) {
        let mut folders: Vec<&str> = file.split(['/', '\\']).collect();
        folders.pop();
        let Some((depth, kind)) = folders.iter().enumerate().find_map(|(depth, folder)| Some((depth, kind_of(folder)?.0))) else {
            continue;
        };
        if depth == 0 {
            return None;
        }
        let (kinds, count) = found.entry(folders[..depth].join("/")).or_default();
        kinds.insert(kind.folder());
        *count += 1;
    }
    found.into_iter().max_by_key(|(_, (kinds, count))| (kinds.len(), *count)).map(|(folder, _)| folder)
}

/// Why a file is none of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unplaced {
    /// By itself.
    Alone(String),
    /// As all others of its folder: told once.
    Along(Tally),
}

impl From<String> for Unplaced {
    fn from(because: String) -> Self {
        Self::Alone(because)
    }
}

fn unknown(folder: &str) -> Unplaced {
    Unplaced::Along(Tally {
        severity: Severity::Skipped,
        before: format!("The folder `{folder}` is none of {};", folders()),
        counted: ("file in it was", "files in it were"),
        after: ("not read; rename it after what is in it", "not read; rename it after what is in it"),
    })
}

fn folders() -> String {
    Kind::ALL.iter().map(|kind| format!("`{}`", kind.folder())).collect::<Vec<_>>().join(", ")
}

/// The kind a folder holds, and whether the folder is another site's.
fn kind_of(folder: &str) -> Option<(Kind, bool)> {
    if let Some(kind) = Kind::ALL.iter().find(|kind| kind.folder() == folder) {
        return Some((*kind, false));
    }
    let kind = match folder.trim_start_matches('_').to_lowercase().as_str() {
        "organisations" | "organizations" | "agencies" => Kind::Organisation,
        "topics" | "tags" | "categories" => Kind::Topic,
        "people" | "authors" | "team" | "members" => Kind::Person,
        "communities" | "groups" => Kind::Community,
        "events" | "event" | "meetings" => Kind::Event,
        "questions" => Kind::Question,
        "pages" | "guides" | "docs" => Kind::Page,
        "resources" | "posts" | "articles" => Kind::Resource,
        _ => return None,
    };
    Some((kind, true))
}

/// The fields of a bundle's own files.
pub(super) fn own_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Organisation => &["name", "short_name", "website", "aliases"],
        Kind::Topic => &["title", "summary", "links", "aliases"],
        Kind::Person => &[
            "name",
            "kind",
            "sort_name",
            "pronouns",
            "role",
            "job_family",
            "place",
            "timezone",
            "organisations",
            "links",
            "ask_about",
            "learning",
            "seen_by",
            "aliases",
        ],
        Kind::Community => &[
            "name",
            "short_name",
            "kind",
            "status",
            "merged_into",
            "parent",
            "stage",
            "summary",
            "topics",
            "job_families",
            "website",
            "contact",
            "who_can_join",
            "join_rule",
            "accent",
            "channels",
            "guidelines",
            "commitment",
            "commitment_series",
            "listed",
            "audience",
            "allows_anonymous",
            "members_edit_pages",
            "shows_numbers",
            "founded",
            "ends_on",
            "members",
            "aliases",
        ],
        Kind::Event => &[
            "title",
            "starts",
            "ends",
            "timezone",
            "all_day",
            "summary",
            "hosts",
            "organiser",
            "speakers",
            "format",
            "status",
            "cancelled_because",
            "rrule",
            "exdates",
            "rdates",
            "occurrences",
            "audience",
            "place",
            "online_url",
            "link_for",
            "registration_url",
            "captions_url",
            "capacity",
            "asks",
            "guests",
            "held",
            "opens_before",
            "closes_before",
            "language",
            "recordings",
            "materials",
            "topics",
            "continues",
            "aliases",
        ],
        Kind::Question => &[
            "title",
            "author",
            "anonymous",
            "asked",
            "topics",
            "state",
            "closed_because",
            "closed_note",
            "locked",
            "helpful",
            "helpful_elsewhere",
            "comments",
            "answers",
            "office_hours",
            "aliases",
        ],
        Kind::Page => {
            &["title", "summary", "position", "review_by", "outdated", "audience", "status", "published", "authors", "topics", "aliases"]
        }
        Kind::Resource => &["title", "kind", "url", "source", "summary", "status", "published", "authors", "topics", "aliases"],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bundle::tests::generated::records::records;

    fn found(path: &str) -> Option<(Kind, Vec<String>, bool)> {
        place(Path::new(path)).ok().map(|place| (place.kind, place.segments, place.foreign))
    }

    #[test]
    fn folders_say_what_their_files_are() {
        assert_eq!(found("events/design/talk.md"), Some((Kind::Event, vec!["design".into(), "talk".into()], false)));
        assert_eq!(found("authors/ada/_index.md"), Some((Kind::Person, vec!["ada".into()], true)));
        assert_eq!(found("guides/dap/index.md"), Some((Kind::Page, vec!["dap".into()], true)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A field missing from the list would have its file read as another site's, and tidied.
        #[test]
        fn every_field_a_record_is_written_with_is_its_kinds_own(records in records()) {
            for record in records {
                let text = record.render();
                let fields = text.split("---\n").nth(1).unwrap_or_default().lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
                for (name, _) in fields.filter_map(|line| line.split_once(':')) {
                    prop_assert!(own_fields(record.kind()).contains(&name), "{name} in {text}");
                }
            }
        }
    }

    #[test]
    fn files_of_no_kind_say_how_to_mend_it() {
        for path in ["README.md", "events/_index.md", "topics/a.png"] {
            assert!(matches!(place(Path::new(path)).unwrap_err(), Unplaced::Alone(because) if because.len() > 40), "{path}");
        }
        assert!(matches!(place(Path::new("recipes/soup.md")).unwrap_err(), Unplaced::Along(_)));
    }

    #[test]
    fn a_folder_that_was_given_one_too_high_is_known_by_what_lies_below() {
        let meant = |files: &[&str]| meant(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
        let site = [
            "README.md",
            "a/b/communities/design.md",
            "a/b/events/design/talk.md",
            "tools/docs/a.md",
            "tools/docs/b.md",
            "tools/docs/c.md",
        ];
        assert_eq!(meant(&site).as_deref(), Some("a/b"));
        assert_eq!(meant(&[&site[..], &["topics/forms.md"]].concat()), None, "some of it lies where it should");
        assert_eq!(meant(&["README.md", "recipes/soup.md", "recipes/events/picture.png"]), None);
    }
}
