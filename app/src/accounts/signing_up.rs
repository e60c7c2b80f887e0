//! Making an account. It is made once its address is confirmed: until then all of it is in the link, and takes nobody's address or handle.

use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::attempts::{LINK_FROM, MAIL_FROM, MAIL_TO, SIGN_IN_FROM, spend};
use super::email::Email;
use super::model::{Purpose, Registration};
use super::name::DisplayName;
use super::password::NewPassword;
use super::signing_in::in_place_of_before;
use super::{cookie, links, mails, passwords, rules, session_store, store};
use crate::activity::Act;
use crate::db::Tx;
use crate::error::{AppError, FieldError};
use crate::mail;
use crate::state::{AppState, Caller, asked};
use crate::ui::form::Done;

/// What the link of somebody who signs up carries.
#[derive(Serialize, Deserialize)]
pub struct SigningUp {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The hash of their password.
    pub password: String,
}

/// What was typed, once it can be taken.
struct Typed {
    name: DisplayName,
    email: Email,
    password: NewPassword,
}

impl Typed {
    /// All that is wrong at once, field by field.
    fn parse(app: &AppState, name: &str, email: &str, password: &str) -> Result<Self, AppError> {
        let mut wrong = Vec::new();
        let mut say = |field: &str, says: String| wrong.push(FieldError { field: field.to_owned(), says });
        let parsed_name = DisplayName::parse(name).map_err(|says| say("name", says)).ok();
        let parsed_email = Email::parse(email).map_err(|says| say("email", says)).ok();
        let parsed = NewPassword::parse(password, &[email, name, &app.site.name]).map_err(|says| say("password", says)).ok();
        match (parsed_name, parsed_email, parsed) {
            (Some(name), Some(email), Some(password)) => Ok(Self { name, email, password }),
            _ => Err(AppError::Fields(wrong)),
        }
    }
}

/// Mails the link that confirms an address.
pub(super) async fn ask(name: &str, email: &str, password: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    let typed = Typed::parse(&app, name, email, password)?;
    rules::may_register(app.site.registration, &app.site.registration_domains, typed.email.domain())?;
    spend(&app.db, MAIL_FROM, &caller().address).await?;
    spend(&app.db, MAIL_TO, &typed.email.key()).await?;
    // Taken in any case: how long it takes tells nothing.
    let hash = passwords::hash(&app, typed.password).await?;
    let there = store::by_email(&app.db, &typed.email).await?;
    let mut tx = app.db.begin().await?;
    let letter = match there {
        Some(account) => mails::sign_up_again(&app.site, &account.email),
        None => {
            let carried = SigningUp { name: typed.name.as_str().to_owned(), email: typed.email.address(), password: hash };
            let token = links::make(&mut tx, Purpose::SignUp, None, &carried).await?;
            mails::sign_up(&app.site, &carried.email, &token.text())
        }
    };
    mail::post(&mut tx, &letter).await?;
    tx.commit([]).await?;
    Ok(Done::at("/sign-up/sent"))
}

/// Makes the account a link confirms, and signs in.
pub(super) async fn confirm(token: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, LINK_FROM, &caller().address).await?;
    let mut tx = app.db.begin().await?;
    let carried: SigningUp = links::take(&mut tx, Purpose::SignUp, token).await?.read()?;
    // The operator may have changed their mind since it was mailed.
    rules::may_have_password(app.site.registration)?;
    let done = Done::at("/me").saying(format!("Welcome to {}. Tell the others who you are, and find your communities.", app.site.name));
    open(&app, tx, &carried, false).await?;
    Ok(done)
}

/// Makes the first administrator.
pub(super) async fn set_up(token: &str, name: &str, email: &str, password: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, SIGN_IN_FROM, &caller().address).await?;
    let typed = Typed::parse(&app, name, email, password)?;
    let hash = passwords::hash(&app, typed.password).await?;
    let mut tx = app.db.begin().await?;
    links::take(&mut tx, Purpose::First, token).await?;
    // Whoever printed it, and however often: one of the links makes an administrator.
    links::forget_all(&mut tx, Purpose::First).await?;
    let carried = SigningUp { name: typed.name.as_str().to_owned(), email: typed.email.address(), password: hash };
    open(&app, tx, &carried, true).await?;
    Ok(Done::at("/me").saying("You administer this site now. Found the first community, or invite others."))
}

/// Somebody whose address is proved by a link, and who makes an account with it.
pub(crate) struct Newcomer {
    name: DisplayName,
    email: Email,
    password: String,
}

impl Newcomer {
    /// Reads what was typed.
    pub(crate) async fn parse(app: &AppState, name: &str, email: &Email, password: &str) -> Result<Self, AppError> {
        let typed = Typed::parse(app, name, &email.address(), password)?;
        Ok(Self { name: typed.name, email: typed.email, password: passwords::hash(app, typed.password).await? })
    }

    /// Makes the account. `None` where the address has one.
    pub(crate) async fn open(&self, tx: &mut Tx) -> Result<Option<(Uuid, Act)>, AppError> {
        let newcomer = store::Newcomer { name: &self.name, email: &self.email, password: Some(&self.password), administrator: false };
        Ok(store::open(tx, &newcomer).await?)
    }
}

async fn open(app: &AppState, mut tx: Tx, carried: &SigningUp, administrator: bool) -> Result<(), AppError> {
    let (name, email) = match (DisplayName::parse(&carried.name), Email::parse(&carried.email)) {
        (Ok(name), Ok(email)) => (name, email),
        _ => return Err(links::gone()),
    };
    let newcomer = store::Newcomer { name: &name, email: &email, password: Some(&carried.password), administrator };
    let Some((member, act)) = store::open(&mut tx, &newcomer).await? else {
        return Err(AppError::form("This address has an account already. Sign in with it."));
    };
    let token = in_place_of_before(&mut tx, member).await?;
    tx.commit([act]).await?;
    cookie::set(&app.site, &token, session_store::LIFE);
    Ok(())
}

/// Makes the link for the first administrator where nobody has an account yet, for the console to print.
///
/// # Errors
/// When the database refuses.
pub async fn first_link(app: &AppState) -> Result<Option<String>, sqlx::Error> {
    if store::any(&app.db).await? {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    let token = links::make(&mut tx, Purpose::First, None::<Uuid>, &()).await?;
    tx.commit([]).await?;
    Ok(Some(app.site.address(&format!("/set-up/{}", token.text()))))
}

/// Whether a form to sign up is there to be shown.
pub(super) fn is_open(app: &AppState) -> bool {
    matches!(app.site.registration, Registration::Open | Registration::Domains)
}

/// Where this request came from.
pub(crate) fn caller() -> Caller {
    use_context::<Caller>().unwrap_or_default()
}
