//! The screen of the log.

use crate::activity::log::row;
use crate::activity::log::store::{self, Narrowed};
use crate::activity::{Deed, ObjectKind};
use crate::admin::overview::tabs;
use crate::asked::Asked;
use crate::db::Db;
use crate::error::AppError;
use crate::state::administrator;
use crate::ui::filtering::{Form, choices};
use crate::ui::sheet::{Part, Row, Sheet};

/// `/admin/log`
pub(crate) async fn list(asked: &Asked) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let (narrowed, form) = filters(&app.db, asked).await?;
    let filters = form.done();
    let entries = store::list(&app.db, &narrowed, asked.after()).await?;
    let base = filters.here.clone();
    let rows: Vec<Row> = entries.items.into_iter().map(row).collect();
    let list = if rows.is_empty() { Part::Empty("Nothing of that kind has happened.".to_owned()) } else { Part::Rows(rows) };
    let mut sheet = Sheet::new("Log", "Who did what, and when, the newest first. Nobody can change it.");
    sheet.tabs = tabs("/admin/log");
    Ok(sheet.section("", [Part::Filters(filters), list, Part::Pages(base, entries.next, entries.later)]))
}

async fn filters(db: &Db, asked: &Asked) -> Result<(Narrowed, Form), AppError> {
    let (handle, slug) = (asked.text("member"), asked.text("community"));
    let handle = handle.trim_start_matches('@');
    let no_member = || AppError::Invalid("Nobody has this handle. It is what stands behind /people/ in a profile’s address.".to_owned());
    let no_community = || AppError::Invalid("There is no such community. Look through all of the log to find the one you mean.".to_owned());
    let member = if handle.is_empty() { None } else { Some(store::member(db, handle).await?.ok_or_else(no_member)?) };
    let community = if slug.is_empty() { None } else { Some(store::community(db, &slug).await?.ok_or_else(no_community)?) };
    let kind: Option<ObjectKind> = asked.word("kind", "The log knows no such kind of thing.")?;
    let deed: Option<Deed> = asked.word("deed", "The log knows no such deed.")?;
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>().replace('_', " ")).unwrap_or_default()
    };
    let form = Form::new("/admin/log", "Show")
        .text("member", "Member, by handle", handle)
        .choice(
            ("community", "Community", "All communities"),
            community.as_ref().map(|(_, name)| (slug.clone(), name.clone())),
            choices(store::communities(db).await?),
        )
        .choice(
            ("kind", "About", "Anything"),
            kind.map(|kind| (kind.to_string(), word(kind.as_str()))),
            choices(ObjectKind::ALL.iter().map(|kind| (kind.to_string(), word(kind.as_str())))),
        )
        .choice(
            ("deed", "What was done", "Anything"),
            deed.map(|deed| (deed.to_string(), word(deed.as_str()))),
            choices(Deed::ALL.iter().map(|deed| (deed.to_string(), word(deed.as_str())))),
        );
    Ok((Narrowed { reader: None, member: member.map(|(id, _)| id), community: community.map(|(id, _)| id), kind, deed }, form))
}
