//! Editing one's profile: what was typed is taken whole, or comes back with everything that is wrong with it.

use uuid::Uuid;

use super::editing_store::{self as store, Choices};
use super::lines::{links, named};
use super::model::{Audience, Audiences};
use super::record::PersonRecord;
use super::record_store;
use crate::accounts::attempts::{RENAME, spend};
use crate::accounts::handle::Handle;
use crate::accounts::name::DisplayName;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::records::Index;
use crate::error::{AppError, FieldError};
use crate::fingerprint;
use crate::plain;
use crate::state::{AppState, signed_in};
use crate::ui::form::Done;

/// The most characters of the text about somebody.
pub const ABOUT: usize = 5_000;

/// A profile as it was typed.
pub struct Typed {
    /// The name.
    pub name: String,
    /// The handle.
    pub handle: String,
    /// Pronouns.
    pub pronouns: String,
    /// The role.
    pub role: String,
    /// The family of jobs.
    pub job_family: String,
    /// The place.
    pub place: String,
    /// The time zone.
    pub timezone: String,
    /// Organisations, one a line.
    pub organisations: String,
    /// About, Markdown.
    pub about: String,
    /// Links, one a line.
    pub links: String,
    /// Topics to be asked about, one a line.
    pub ask_about: String,
    /// Topics they are learning, one a line.
    pub learning: String,
}

/// Gathers what is wrong, field by field.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    /// What was made of a field; notes what is wrong with it.
    fn take<T: Default>(&mut self, field: &str, made: Result<T, String>) -> T {
        made.unwrap_or_else(|says| {
            self.say(field, says);
            T::default()
        })
    }

    fn say(&mut self, field: &str, says: impl Into<String>) {
        self.0.push(FieldError { field: field.to_owned(), says: says.into() });
    }

    fn end(self) -> Result<(), AppError> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::Fields(self.0)) }
    }
}

/// A line of at most so many characters; `None` where it is empty.
fn line(typed: &str, most: usize) -> Result<Option<String>, String> {
    let line = plain::line(&plain::printable(typed));
    match line.chars().count() {
        0 => Ok(None),
        characters if characters > most => Err(format!("This has {characters} characters. Shorten it to {most}.")),
        _ => Ok(Some(line)),
    }
}

fn zone(typed: &str) -> Result<Option<String>, String> {
    match typed.trim() {
        "" => Ok(None),
        zone if zone.parse::<chrono_tz::Tz>().is_ok() => Ok(Some(zone.to_owned())),
        _ => Err("This is no time zone. Choose one from the list.".to_owned()),
    }
}

fn about(typed: &str) -> Result<String, String> {
    let text = plain::printable(&typed.replace("\r\n", "\n")).trim().to_owned();
    match text.chars().count() {
        characters if characters > ABOUT => Err(format!("This has {characters} characters. Shorten it to {ABOUT}.")),
        _ => Ok(text),
    }
}

/// Saves the profile of who is signed in.
pub(super) async fn save(typed: Typed, seen: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let before = store::profile(&app.db, member.member).await?;
    if !seen.is_empty() && seen != fingerprint::of(&before) {
        let says = "Your profile was changed since you opened it, in another tab or by an administrator. What you typed is still here: look at it as it is now in another tab, then save again.";
        return Err(AppError::form(says));
    }
    let (organisations, topics) = (store::organisations(&app.db).await?, store::topics(&app.db).await?);
    let mut wrong = Wrong::default();
    let handle = renamed(&app, (member.member, &before.handle), &typed.handle, &mut wrong).await?;
    let record = read(&typed, &before, (&organisations, &topics), &mut wrong);
    wrong.end()?;
    let record = match &handle {
        Some(handle) => {
            spend(&app.db, RENAME, &format!("member {}", member.member)).await?;
            moved(record, handle)
        }
        None => record,
    };
    write(&app, member.member, &record, (&organisations, &topics), handle.as_ref()).await?;
    Ok(Done::at("/me/profile").saying("Your profile is saved."))
}

/// The handle, where it is another one than before.
async fn renamed(app: &AppState, (member, before): (Uuid, &str), typed: &str, wrong: &mut Wrong) -> Result<Option<Handle>, AppError> {
    // What stands there already may stay, whatever new ones have to be.
    if typed.trim() == before {
        return Ok(None);
    }
    match Handle::parse(typed) {
        Ok(handle) if handle.as_str() == before => Ok(None),
        Ok(handle) if store::is_taken(&app.db, member, &handle).await? => {
            wrong.say("handle", "Somebody has or had this handle, or one that looks like it. Choose another.");
            Ok(None)
        }
        Ok(handle) => Ok(Some(handle)),
        Err(says) => {
            wrong.say("handle", says);
            Ok(None)
        }
    }
}

fn read(typed: &Typed, before: &PersonRecord, (organisations, topics): (&Choices, &Choices), wrong: &mut Wrong) -> PersonRecord {
    let name = wrong.take("name", DisplayName::parse(&typed.name).map(|name| name.as_str().to_owned()));
    PersonRecord {
        handle: before.handle.clone(),
        kind: before.kind,
        // A key that was set apart from the name was set for that name.
        sort_name: before.sort_name.clone().filter(|_| name == before.name),
        name,
        pronouns: wrong.take("pronouns", line(&typed.pronouns, 40)),
        role: wrong.take("role", line(&typed.role, 100)),
        job_family: wrong.take("job_family", line(&typed.job_family, 60)),
        place: wrong.take("place", line(&typed.place, 100)),
        timezone: wrong.take("timezone", zone(&typed.timezone)),
        organisations: wrong.take("organisations", named(&typed.organisations, &organisations.known, "organisations")),
        links: wrong.take("links", links(&typed.links, &before.links)),
        ask_about: wrong.take("ask_about", named(&typed.ask_about, &topics.known, "topics")),
        learning: wrong.take("learning", named(&typed.learning, &topics.known, "topics")),
        seen_by: before.seen_by,
        aliases: before.aliases.clone(),
        body: wrong.take("about", about(&typed.about)),
    }
}

/// The same profile under another handle: its address until now leads on to it.
fn moved(mut record: PersonRecord, handle: &Handle) -> PersonRecord {
    let address = |handle: &str| format!("/people/{handle}");
    record.aliases.retain(|alias| *alias != address(handle.as_str()));
    record.aliases.insert(0, address(&record.handle));
    record.handle = handle.as_str().to_owned();
    record
}

async fn write(
    app: &AppState,
    member: Uuid,
    record: &PersonRecord,
    (organisations, topics): (&Choices, &Choices),
    handle: Option<&Handle>,
) -> Result<(), AppError> {
    let mut index = Index::default();
    for (kind, choices) in [(ObjectKind::Organisation, organisations), (ObjectKind::Topic, topics)] {
        choices.ids.iter().for_each(|(slug, id)| index.insert(kind, slug.clone(), *id));
    }
    let mut tx = app.db.begin().await?;
    record_store::save(&mut tx, &index, member, record).await.map_err(|error| match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => {
            AppError::field("handle", "Somebody has just taken this handle. Choose another.")
        }
        _ => error.into(),
    })?;
    if let Some(handle) = handle {
        store::save_key(&mut tx, member, handle).await?;
    }
    Ok(tx.commit([Act::by(member, Deed::Edited, ObjectKind::Person, member)]).await?)
}

/// Saves who sees what of the profile of who is signed in: the words of [`super::model::Audiences`], in its order.
pub(super) async fn save_audiences(words: [(&str, String); 9]) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut wrong = Wrong::default();
    let [photo, pronouns, role, place, organisations, about, links, topics, communities] = words.map(|(field, word)| {
        let audience: Result<Audience, _> = word.parse();
        wrong.take(field, audience.map_err(|_| "Choose one from the list.".to_owned()))
    });
    wrong.end()?;
    let audiences = Audiences { photo, pronouns, role, place, organisations, about, links, topics, communities };
    let mut tx = app.db.begin().await?;
    store::save_audiences(&mut tx, member.member, audiences).await?;
    tx.commit([Act::by(member.member, Deed::Edited, ObjectKind::Person, member.member)]).await?;
    Ok(Done::at("/me/profile").saying("From now on people see of you what you chose."))
}
