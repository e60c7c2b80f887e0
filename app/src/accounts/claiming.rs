//! Claiming a profile that is listed without an account: an administrator names its owner's address, and whoever gets the mail makes the profile their account, or part of theirs.

use serde::{Deserialize, Serialize};

use super::attempts::{LINK_FROM, spend};
use super::email::Email;
use super::model::Purpose;
use super::password::NewPassword;
use super::signing_up::caller;
use super::{cookie, links, mails, passwords, rules::may_have_password, session_store, signing_in, sso, store};
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::members::store::{self as members, MemberRow};
use crate::admin::{merging, rules};
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::state::{Site, asked, signed_in};
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::pagination::encode;
use crate::ui::sheet::{Part, Sheet};

/// What the link carries.
#[derive(Serialize, Deserialize)]
struct Claiming {
    email: String,
    name: String,
    handle: String,
}

/// Mails the link to the address of a listed profile's owner. An earlier one works no more.
pub(crate) async fn invite(tx: &mut Tx, site: &Site, whom: &MemberRow, email: &Email) -> Result<(), AppError> {
    let carried = Claiming { email: email.address(), name: whom.name.clone(), handle: whom.handle.clone() };
    links::forget(tx, whom.id, Purpose::Claim).await?;
    let token = links::make(tx, Purpose::Claim, Some(whom.id), &carried).await?;
    Ok(mail::post(tx, &mails::claim(site, &carried.email, &carried.name, &token.text())).await?)
}

/// `/claim/{token}`
pub(crate) async fn sheet(token: &str) -> Result<Sheet, AppError> {
    let (app, viewer) = asked(&[])?;
    let carried: Claiming = links::look(&app.db, Purpose::Claim, token, app.clock.now()).await?.read()?;
    let sheet =
        Sheet::new(format!("Are you {}?", carried.name), format!("{} lists you, with what you spoke at, wrote and lead.", app.site.name))
            .section("", [Part::Links(vec![("See the profile".to_owned(), format!("/people/{}", carried.handle))])]);
    if viewer.member.is_some() {
        let take = form::<super::api::TakeProfile>("This is me: make it part of my account").with("token", token);
        let says = "You have an account already. All that refers to the profile will refer to your account. This can’t be undone.";
        return Ok(sheet.section("", [Part::Text(says.to_owned()), Part::Form(take.done())]));
    }
    if may_have_password(app.site.registration).is_err() {
        return Ok(sheet.section("", sso::sheets::first_through_a_provider(&app, &format!("/claim/{token}"))));
    }
    let fields = form::<super::api::ClaimProfile>("This is me: make it my account")
        .password("password", "Password", true)
        .hint("At least 12 characters. Several words together work well.")
        .with("token", token)
        .done();
    let sign_in = format!("/sign-in?to={}", encode(&format!("/claim/{token}")));
    Ok(sheet
        .section("New here?", [Part::Text(format!("Your account gets the address {}.", carried.email)), Part::Form(fields)])
        .section("Have an account?", [Part::Links(vec![("Sign in, and make the profile part of it".to_owned(), sign_in)])]))
}

/// Makes the profile an account with the address that the link proves, and signs in.
pub(super) async fn claim(token: &str, password: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    may_have_password(app.site.registration)?;
    spend(&app.db, LINK_FROM, &caller().address).await?;
    let carried: Claiming = links::look(&app.db, Purpose::Claim, token, app.clock.now()).await?.read()?;
    let email = Email::parse(&carried.email).map_err(|_| links::gone())?;
    let words = [carried.email.as_str(), &carried.name, &app.site.name];
    let password = NewPassword::parse(password, &words).map_err(|says| AppError::field("password", says))?;
    let hash = passwords::hash(&app, password).await?;
    let mut tx = app.db.begin().await?;
    let listed = taken(&mut tx, token).await?;
    if !store::open_listed(&mut tx, (listed.id, &listed.handle), (&email, &hash)).await? {
        return Err(AppError::form("This address has an account already. Sign in with it, then open the link again."));
    }
    let session = signing_in::in_place_of_before(&mut tx, listed.id).await?;
    tx.commit([Act::by(listed.id, Deed::Joined, ObjectKind::Person, listed.id)]).await?;
    cookie::set(&app.site, &session, session_store::LIFE);
    Ok(Done::at("/me").saying(format!("Welcome to {}. The profile is yours now: look whether it is right.", app.site.name)))
}

/// Makes the profile part of the account one is signed in with.
pub(super) async fn take(token: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    spend(&app.db, LINK_FROM, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let listed = taken(&mut tx, token).await?;
    let own = members::lock(&mut tx, &member.handle).await?;
    rules::may_merge(member.member, listed.standing(), own.standing())?;
    let acts =
        merging::move_all(&mut tx, &member, (&listed, &own), "the owner of the address that the profile was given claimed it").await?;
    tx.commit(acts).await?;
    Ok(Done::at(format!("/people/{}", own.handle)).saying(format!("The profile of {} is part of your account now.", listed.name)))
}

/// Uses the link up, and locks the profile, which nobody has claimed in the meantime.
async fn taken(tx: &mut Tx, token: &str) -> Result<MemberRow, AppError> {
    let link = links::take(tx, Purpose::Claim, token).await?;
    let carried: Claiming = link.read()?;
    let listed = members::lock(tx, &carried.handle).await.map_err(|_| links::gone())?;
    if listed.has_account || Some(listed.id) != link.member_id { Err(links::gone()) } else { Ok(listed) }
}
