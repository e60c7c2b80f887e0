//! How revisions are shown: each with who made it, when and why, and what it changed.

use uuid::Uuid;

use super::diff;
use super::store::{PAGE, Revision, list};
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
}

/// A page of revisions, the latest first. `restore` gives what brings one back, by its number.
pub(crate) async fn sections(db: &Db, shown: Shown<'_>, restore: impl Fn(i32) -> Option<Part>) -> Result<Vec<Section>, AppError> {
    let before: i32 = if shown.after.is_empty() { i32::MAX } else { shown.after.parse().map_err(|_| crate::db::key::no_key())? };
    let rows = list(db, shown.object, before).await?;
    let older = rows.get(PAGE).cloned();
    let page = Slice::cut(rows, PAGE, shown.after, |row| row.number.to_string());
    let mut sections = Vec::new();
    for (at, row) in page.items.iter().enumerate() {
        let newest = at == 0 && shown.after.is_empty();
        let mut section = revision(row, page.items.get(at + 1).or(older.as_ref()), shown.nameless);
        section.parts.extend(if newest { None } else { restore(row.number) });
        sections.push(section);
    }
    if sections.is_empty() {
        let never = Part::Empty("It was never edited: it says what it said from the start.".to_owned());
        sections.push(Section { title: String::new(), parts: vec![never] });
    }
    sections.push(Section { title: String::new(), parts: vec![Part::Pages(shown.place.to_owned(), page.next, page.later)] });
    Ok(sections)
}

fn revision(row: &Revision, earlier: Option<&Revision>, nameless: &str) -> Section {
    let who = match (&row.name, row.anonymous) {
        (Some(name), _) => name.clone(),
        (None, true) => nameless.to_owned(),
        (None, false) => "Name not shown".to_owned(),
    };
    let title = format!("Revision {}: {who}, {}", row.number, when::stamp(row.made_at).text);
    let mut parts: Vec<Part> = row.because.iter().map(|why| Part::Text(format!("“{why}”"))).collect();
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
                parts.push(Part::Prose(diff::words(&earlier.body, &text.body)));
            }
        }
    }
    Section { title, parts }
}
