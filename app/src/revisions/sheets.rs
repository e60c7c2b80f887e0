//! How revisions are shown: each with who made it, when and why, and what it changed.

use uuid::Uuid;

use super::diff;
use super::store::{PAGE, Revision, contributors, list};
use crate::asked::Asked;
use crate::db::Db;
use crate::error::AppError;
use crate::ui::pagination::Slice;
use crate::ui::sheet::{Part, Section};
use crate::when;

/// Whose revisions are shown, and where.
pub(crate) struct Shown<'a> {
    /// What they are of.
    pub(crate) object: Uuid,
    /// The screen's address.
    pub(crate) place: &'a str,
    /// Who made one whose author is not to be known.
    pub(crate) nameless: &'a str,
    /// The key of the page of them.
    pub(crate) after: &'a str,
    /// Whether before and after stand beside each other.
    pub(crate) beside: bool,
}

/// What asks for before and after beside each other.
const BESIDE: &str = "side";

impl Shown<'_> {
    /// Whether that was asked for.
    pub(crate) fn is_beside(asked: &Asked) -> bool {
        asked.text("show") == BESIDE
    }

    /// The screen's address as it is shown.
    fn here(&self) -> String {
        if self.beside { format!("{}?show={BESIDE}", self.place) } else { self.place.to_owned() }
    }

    /// The way to see it the other way.
    fn other(&self) -> Part {
        let (words, href) = if self.beside {
            ("Show changes in one text", self.place.to_owned())
        } else {
            ("Show before and after side by side", format!("{}?show={BESIDE}", self.place))
        };
        Part::Links(vec![(words.to_owned(), href)])
    }
}

/// A page of revisions, the latest first. `restore` gives what brings one back, by its number.
pub(crate) async fn sections(db: &Db, shown: Shown<'_>, restore: impl Fn(i32) -> Option<Part>) -> Result<Vec<Section>, AppError> {
    let before: i32 = if shown.after.is_empty() { i32::MAX } else { shown.after.parse().map_err(|_| crate::db::key::no_key())? };
    let rows = list(db, shown.object, before).await?;
    // Only what is written live has several: of questions and answers there are none.
    let together = match rows.last() {
        Some(last) => contributors(db, shown.object, (before, last.number - 1)).await?,
        None => Vec::new(),
    };
    let older = rows.get(PAGE).cloned();
    let page = Slice::cut(rows, PAGE, shown.after, |row| row.number.to_string());
    let mut sections = Vec::new();
    if page.items.len() > 1 {
        sections.push(Section { title: String::new(), parts: vec![shown.other()] });
    }
    for (at, row) in page.items.iter().enumerate() {
        let newest = at == 0 && shown.after.is_empty();
        let writers: Vec<&str> = together.iter().filter(|(number, _)| *number == row.number).map(|(_, name)| name.as_str()).collect();
        let mut section = revision(row, page.items.get(at + 1).or(older.as_ref()), (&shown, &writers));
        section.parts.extend(if newest { None } else { restore(row.number) });
        sections.push(section);
    }
    if page.items.is_empty() {
        let never = Part::Empty("It was never edited: it says what it said from the start.".to_owned());
        sections.push(Section { title: String::new(), parts: vec![never] });
    }
    sections.push(Section { title: String::new(), parts: vec![Part::Pages(shown.here(), page.next, page.later)] });
    Ok(sections)
}

fn revision(row: &Revision, earlier: Option<&Revision>, (shown, writers): (&Shown<'_>, &[&str])) -> Section {
    let who = match (&row.name, row.anonymous) {
        (Some(name), _) => name.clone(),
        (None, true) => shown.nameless.to_owned(),
        (None, false) => "Name not shown".to_owned(),
    };
    let title = format!("Revision {}: {who}, {}", row.number, when::stamp(row.made_at).text);
    let mut parts: Vec<Part> = row.because.iter().map(|why| Part::Text(format!("“{why}”"))).collect();
    if !writers.is_empty() {
        parts.push(Part::Text(format!("Written by {}", writers.join(", "))));
    }
    let text = &row.text;
    match earlier.map(|earlier| &earlier.text) {
        None => {
            parts.extend(text.title.iter().map(|title| Part::Text(title.clone())));
            parts.push(Part::Prose(diff::typed(&text.body)));
        }
        Some(earlier) => {
            for (was, is) in [(&earlier.title, &text.title), (&earlier.topics, &text.topics)] {
                if let (Some(was), Some(is)) = (was, is)
                    && was != is
                {
                    parts.push(Part::Prose(diff::words(was, is)));
                }
            }
            if earlier.body != text.body {
                let differ = if shown.beside { diff::beside } else { diff::words };
                parts.push(Part::Prose(differ(&earlier.body, &text.body)));
            }
        }
    }
    Section { title, parts }
}
