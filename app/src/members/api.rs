//! Server functions about people.

#![allow(clippy::too_many_arguments, reason = "a server function has one for each field of its form")]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::profile::{PeopleScreen, ProfileScreen};
use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// A page of the people, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn people(query: String) -> Result<PeopleScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Organisation, Person, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Organisation, Person, Topic])?;
    super::people_store::people(&app.db, viewer, &crate::asked::Asked::of(&query)).await
}

/// Somebody's profile; with `show` all of one kind of what they did.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn profile(handle: String, show: String, after: String) -> Result<ProfileScreen, AppError> {
    use crate::activity::ObjectKind;
    let (app, viewer) = crate::state::asked(ObjectKind::ALL)?;
    super::profile_store::profile(&app.db, viewer, app.clock.now().date_naive(), (&handle, &show, &after)).await
}

/// Saves the profile of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn save_profile(
    name: String,
    handle: String,
    #[server(default)] pronouns: String,
    #[server(default)] role: String,
    #[server(default)] job_family: String,
    #[server(default)] place: String,
    #[server(default)] timezone: String,
    #[server(default)] organisations: String,
    #[server(default)] about: String,
    #[server(default)] links: String,
    #[server(default)] ask_about: String,
    #[server(default)] learning: String,
    #[server(default)] seen: String,
) -> Result<Done, AppError> {
    let typed = super::editing::Typed {
        name,
        handle,
        pronouns,
        role,
        job_family,
        place,
        timezone,
        organisations,
        about,
        links,
        ask_about,
        learning,
    };
    super::editing::save(typed, &seen).await
}

/// Saves who sees what of the profile of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn save_audiences(
    photo: String,
    pronouns: String,
    role: String,
    place: String,
    organisations: String,
    about: String,
    links: String,
    topics: String,
    communities: String,
) -> Result<Done, AppError> {
    let words = [
        ("photo", photo),
        ("pronouns", pronouns),
        ("role", role),
        ("place", place),
        ("organisations", organisations),
        ("about", about),
        ("links", links),
        ("topics", topics),
        ("communities", communities),
    ];
    super::editing::save_audiences(words).await
}

/// Makes the picture that was sent along the photo of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn upload_photo() -> Result<Done, AppError> {
    super::photos::upload().await
}

/// Removes the photo of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn remove_photo() -> Result<Done, AppError> {
    super::photos::remove().await
}

/// Deletes the account of who is signed in, and what they wrote if they want that.
#[server(output = Read, prefix = "/do")]
pub async fn delete_account(
    #[server(default)] contributions: String,
    #[server(default)] current_password: String,
) -> Result<Done, AppError> {
    super::leaving::leave(&contributions, &current_password).await
}

/// Blocks somebody.
#[server(output = Read, prefix = "/do")]
pub async fn block(handle: String) -> Result<Done, AppError> {
    super::blocking::set(&handle, true).await
}

/// Stops blocking somebody.
#[server(output = Read, prefix = "/do")]
pub async fn unblock(handle: String) -> Result<Done, AppError> {
    super::blocking::set(&handle, false).await
}
