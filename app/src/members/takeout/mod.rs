//! Everything about a member in one file, for themselves: for programs as `me.json`, for people as Markdown.

pub(crate) mod account_store;
pub(crate) mod doing_store;
pub(crate) mod written_store;

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use serde::Serialize;
use uuid::Uuid;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use self::account_store::OfAccount;
use self::doing_store::Doing;
use self::written_store::{Post, Written};
use super::editing_store as store;
use super::photo::Size;
use super::record::PersonRecord;
use super::{photo_store, photos};
use crate::error::AppError;
use crate::state::{AppState, internal};
use crate::when;

/// All rows of a member.
macro_rules! all {
    ($db:expr, $sql:expr, $member:expr) => {
        $crate::on!($db.reader(), c => sqlx::query_as($sql).bind($member).fetch_all(c))?
    };
}
use all;

/// What is held of a member besides their profile.
#[derive(Serialize)]
struct Held {
    #[serde(flatten)]
    of_account: OfAccount,
    #[serde(flatten)]
    doing: Doing,
    #[serde(flatten)]
    written: Written,
}

#[derive(Serialize)]
struct Me<'a> {
    site: &'a str,
    profile: Profile<'a>,
    #[serde(flatten)]
    held: &'a Held,
}

#[derive(Serialize)]
struct Profile<'a> {
    handle: &'a str,
    #[serde(flatten)]
    record: &'a PersonRecord,
    about: &'a str,
}

/// The file of a member.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn archive(app: &AppState, member: Uuid) -> Result<Vec<u8>, AppError> {
    let record = store::profile(&app.db, member).await?;
    let held = Held {
        of_account: account_store::read(&app.db, member).await?,
        doing: doing_store::read(&app.db, member).await?,
        written: written_store::read(&app.db, member).await?,
    };
    let profile = Profile { handle: &record.handle, record: &record, about: &record.body };
    let me = Me { site: &app.site.base_url, profile, held: &held };
    let json = serde_json::to_string_pretty(&me).map_err(|error| internal(&error))?;
    let mut texts = vec![("me.json".to_owned(), json), ("profile.md".to_owned(), profile_text(app, &record, &held.of_account))];
    texts.extend(posts(app, "questions", &held.written.questions));
    texts.extend(posts(app, "answers", &held.written.answers));
    texts.extend(posts(app, "comments", &held.written.comments));
    let mut files: Vec<(String, Vec<u8>)> = texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    if let Some(photo) = photo_store::of(&app.db, member).await? {
        match photos::file(app, photo, Size::Large).await {
            Ok(file) => files.push(("photo.jpg".to_owned(), file.into())),
            // Lost, perhaps with a disk: what else there is can be had all the same.
            Err(AppError::NotFound) => tracing::warn!(%photo, "the files of a photo are missing"),
            Err(error) => return Err(error),
        }
    }
    zipped(&files).map_err(|error| internal(&error))
}

fn zipped(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path.as_str(), SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A file a post, named for its question.
fn posts(app: &AppState, folder: &str, posts: &[Post]) -> Vec<(String, String)> {
    let mut taken = BTreeSet::new();
    let file = |post: &Post| {
        let name = post.slug.as_deref().unwrap_or("no-longer-seen").replace(['/', '\\'], "-");
        let mut path = format!("{folder}/{name}.md");
        let mut number = 1;
        while !taken.insert(path.clone()) {
            number += 1;
            path = format!("{folder}/{name}-{number}.md");
        }
        let title = post.title.as_deref().unwrap_or("A question you can’t see any more");
        let address = post.address.as_deref().map(|path| format!("{}\n\n", app.site.address(path))).unwrap_or_default();
        (path, format!("# {title}\n\n{address}{}\n\n{}\n", when::stamp(post.written_at).text, post.body))
    };
    posts.iter().map(file).collect()
}

fn profile_text(app: &AppState, record: &PersonRecord, held: &OfAccount) -> String {
    let mut text = format!("# {}\n\n{}\n", record.name, app.site.address(&format!("/people/{}", record.handle)));
    let mut fact = |what: &str, is: String| {
        if !is.is_empty() {
            text.push_str(&format!("\n- {what}: {is}"));
        }
    };
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    fact("E-mail", held.account.as_ref().map(|account| account.email.clone()).unwrap_or_default());
    fact("Account made", held.account.as_ref().map(|account| when::stamp(account.created_at).text).unwrap_or_default());
    fact("Pronouns", or_nothing(&record.pronouns));
    fact("Role", or_nothing(&record.role));
    fact("Job family", or_nothing(&record.job_family));
    fact("Place", or_nothing(&record.place));
    fact("Time zone", or_nothing(&record.timezone));
    fact("Organisations", record.organisations.join(", "));
    fact("Can be asked about", record.ask_about.join(", "));
    fact("Is learning", record.learning.join(", "));
    for link in &record.links {
        fact(&link.title, link.url.clone());
    }
    for membership in &held.memberships {
        let role = membership.title.as_deref().or(membership.role.as_deref()).map(|role| format!(", {role}")).unwrap_or_default();
        fact("Community", format!("{} ({}{role})", membership.name, membership.state));
    }
    for session in &held.sessions {
        fact("Signed in", format!("since {} with {}", when::stamp(session.created_at).text, session.device));
    }
    text.push_str(&format!("\n\n{}\n", record.body));
    text
}
