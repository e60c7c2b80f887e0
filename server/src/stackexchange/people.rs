//! Users.xml: those who wrote something, listed without an account.

use std::path::Path;

use app::accounts::handle::Handle;
use app::accounts::store::is_taken;
use app::activity::ObjectKind;
use app::link::{Link, host, is_safe_address};
use app::members::model::{Audiences, PersonKind};
use app::members::record::PersonRecord;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::buckets::Buckets;
use super::desk::{Desk, said};
use super::dump::Author;
use super::survey::Survey;
use super::xml::{Row, rows};
use crate::bundle::{Record, from_html};

/// Somebody of a dump.
#[derive(Serialize, Deserialize)]
struct User {
    id: i64,
    name: String,
    about: String,
    place: Option<String>,
    website: Option<String>,
}

impl User {
    fn of(mut row: Row) -> Option<Self> {
        Some(Self {
            id: row.number("Id")?,
            name: one_line(&row.text("DisplayName")?),
            about: row.text("AboutMe").unwrap_or_default(),
            place: row.text("Location").map(|place| one_line(&place)),
            website: row.text("WebsiteUrl").filter(|url| url.starts_with("http") && is_safe_address(url)),
        })
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes those who wrote something.
pub(super) async fn write<'d>(mut desk: Desk<'d>, (dir, scratch): (&Path, &Path), survey: &mut Survey) -> anyhow::Result<Desk<'d>> {
    let path = dir.join("Users.xml");
    if !path.is_file() {
        return Ok(desk);
    }
    survey.files += 1;
    let mut buckets = Buckets::make(scratch, path.metadata()?.len())?;
    rows(&path, |row| match User::of(row).filter(|user| survey.users.contains(&user.id)) {
        Some(user) => buckets.put(user.id, &user),
        None => Ok(()),
    })?;
    for n in 0..buckets.count() {
        for user in buckets.take::<User>(n)? {
            let key = format!("user:{}", user.id);
            let links = user.website.iter().map(|url| Link { title: host(url).to_owned(), url: url.clone(), summary: None });
            let record =
                PersonRecord { place: user.place.clone(), links: links.collect(), body: from_html(&user.about), ..named(&user.name) };
            put(&mut desk, &key, &said(&user)?, (record, user.id)).await?;
            desk = desk.rest().await?;
        }
    }
    Ok(desk)
}

/// Writes somebody, under a handle that nobody else has.
async fn put(desk: &mut Desk<'_>, key: &str, said: &str, (mut record, number): (PersonRecord, i64)) -> anyhow::Result<()> {
    record.handle = match desk.slug_of(ObjectKind::Person, key).await? {
        Some((_, handle)) => handle,
        None => free_handle(desk, &record.name, number).await?,
    };
    let index = desk.index();
    desk.put(key, said, (&Record::Person(record), &index)).await?;
    Ok(())
}

async fn free_handle(desk: &mut Desk<'_>, name: &str, number: i64) -> Result<String, sqlx::Error> {
    let suggested = Handle::suggest(name);
    let mut handle = suggested.clone();
    let mut number = u32::try_from(number).unwrap_or_default().max(2);
    while is_taken(&mut desk.tx, &handle).await? {
        handle = suggested.numbered(number);
        number = number.wrapping_add(1);
    }
    Ok(handle.as_str().to_owned())
}

fn named(name: &str) -> PersonRecord {
    PersonRecord {
        handle: String::new(),
        name: name.to_owned(),
        kind: PersonKind::Person,
        sort_name: None,
        pronouns: None,
        role: None,
        job_family: None,
        place: None,
        timezone: None,
        organisations: Vec::new(),
        links: Vec::new(),
        ask_about: Vec::new(),
        learning: Vec::new(),
        seen_by: Audiences::default(),
        aliases: Vec::new(),
        body: String::new(),
    }
}

/// Id and handle of an author: as Users.xml has them, or else as somebody of the name that stands with the post.
pub(super) async fn author(desk: &mut Desk<'_>, author: &Author) -> anyhow::Result<Option<(Uuid, String)>> {
    if let Some(id) = author.id
        && let Some(person) = desk.person(&format!("user:{id}")).await?
    {
        return Ok(Some(person));
    }
    let Some(name) = author.name.as_deref().map(one_line).filter(|name| !name.is_empty()) else { return Ok(None) };
    let key = format!("name:{name}");
    if desk.recall(ObjectKind::Person, &key).await?.is_none() {
        put(desk, &key, &said(&name)?, (named(&name), 2)).await?;
    }
    Ok(desk.person(&key).await?)
}
