//! Looking at pages again: on the day that was named for it, somebody says that a page is still correct, edits it, or says that it is out of date.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::api::ReviewPage;
use super::editing::{Editing, address};
use super::store;
use crate::activity::Deed;
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::pages::record::PageRecord;
use crate::state::AppState;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row};
use crate::when;

/// After so many days a page that was found correct is looked at again.
const AGAIN: Days = Days::new(182);

/// The day on which what is correct now is looked at again.
pub(super) fn again(now: DateTime<Utc>) -> Option<NaiveDate> {
    now.date_naive().checked_add_days(AGAIN)
}

/// The day on which a page is looked at again, as it was typed.
pub(super) fn read(typed: &mut Typed, text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    if read.is_none() {
        typed.say("review_by", "Write the date as year, month and day: 2026-03-10.");
    }
    read
}

/// Says that a page is still correct, or out of date.
pub(super) async fn review(community: &str, path: &str, word: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let page = editing.places.at(path)?.clone();
    let before = store::lock(&editing.app.db, &mut editing.tx, page.id).await?;
    let again = again(editing.tx.now());
    let (record, note) = match word {
        "correct" => (PageRecord { review_by: again, outdated: false, ..before }, "still correct"),
        "outdated" => (PageRecord { review_by: None, outdated: true, ..before }, "out of date"),
        _ => return Err(AppError::field("word", "Say whether it is still correct.")),
    };
    store::save(&editing.app.db, &mut editing.tx, (page.id, &record), &editing.places).await?;
    let act = editing.act(Deed::Reviewed, page.id).noting(note);
    editing.tx.commit([act]).await?;
    let says = match (record.outdated, again) {
        (false, Some(again)) => format!("“{}” is still correct. It comes back here on {}.", page.title, when::day_stamp(again).text),
        _ => format!("“{}” says now that it is out of date.", page.title),
    };
    Ok(Done::at(format!("/c/{community}/settings/pages")).saying(says))
}

/// The pages whose day has come, each with what can be said of it and the way to edit it.
pub(super) async fn due(app: &AppState, head: &CommunityHead) -> Result<Vec<Part>, AppError> {
    let pages = store::to_review(&app.db, head.id, app.clock.now().date_naive()).await?;
    let parts = |(number, (path, title, by)): (usize, (String, String, Option<NaiveDate>))| {
        let say = |button: &str, word: &str, number| {
            let form = form::<ReviewPage>(button).with("community", &head.slug).with("path", &path).with("word", word);
            form.numbered(number).quiet().done()
        };
        let facts = by.map_or_else(|| "Out of date".to_owned(), |by| format!("To be looked at by {}", when::day_stamp(by).text));
        let mut forms = vec![say("Still correct", "correct", 2 * number)];
        forms.extend(by.map(|_| say("Out of date", "outdated", 2 * number + 1)));
        let here = address(head, &path);
        let edit = Part::Links(vec![(format!("Edit “{title}”"), format!("{here}/edit"))]);
        [Part::Rows(vec![Row { href: Some(here), facts: vec![facts], forms, ..Row::new(title) }]), edit]
    };
    Ok(pages.into_iter().enumerate().flat_map(parts).collect())
}
