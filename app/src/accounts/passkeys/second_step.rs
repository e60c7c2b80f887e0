//! The step after the password, for who wants a passkey asked for there. Until it is taken nobody is signed in: the browser keeps who got half way.

use axum::http::request::Parts;
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};

use super::{ceremony, store};
use crate::accounts::attempts::{SIGN_IN_FROM, SIGN_IN_TO, forget, spend};
use crate::accounts::cookie::{self, Kept};
use crate::accounts::model::Purpose;
use crate::accounts::signing_in::{self, Entering};
use crate::accounts::signing_up::caller;
use crate::accounts::store::{self as accounts, Account};
use crate::accounts::token::RecoveryCode;
use crate::accounts::{links, mails};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::state::{AppState, asked};
use crate::ui::form::Done;

/// Where the step is taken.
const HERE: &str = "/sign-in/second";

/// What is kept of somebody who got half way.
#[derive(Serialize, Deserialize)]
struct HalfWay {
    to: String,
}

/// Lets somebody in half way.
pub(in crate::accounts) async fn ask(app: &AppState, mut tx: Tx, account: &Account, to: &str) -> Result<Done, AppError> {
    let token = links::make(&mut tx, Purpose::SecondStep, Some(account.member_id), &HalfWay { to: to.to_owned() }).await?;
    tx.commit([]).await?;
    cookie::keep(Kept::HalfWay, &app.site, &token, Purpose::SecondStep.lives());
    Ok(Done::at(HERE))
}

/// The token that the browser keeps.
fn kept(app: &AppState) -> String {
    let token = use_context::<Parts>().and_then(|parts| cookie::read_kept(Kept::HalfWay, &parts.headers, &app.site));
    token.map(|token| token.text()).unwrap_or_default()
}

/// Who got half way in this browser.
pub(super) async fn half_way(app: &AppState) -> Result<Option<Account>, AppError> {
    let Ok(link) = links::look(&app.db, Purpose::SecondStep, &kept(app), app.clock.now()).await else { return Ok(None) };
    match link.member_id {
        Some(member) => Ok(accounts::by_member(&app.db, member).await?),
        None => Ok(None),
    }
}

/// What is said to somebody who is no longer half way.
pub(super) fn too_late() -> AppError {
    AppError::form("That took too long. Sign in again from the start.")
}

/// Goes on with a passkey.
pub(super) async fn with_passkey(token: &str, credential: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, SIGN_IN_FROM, &caller().address).await?;
    let account = half_way(&app).await?.ok_or_else(too_late)?;
    let state = ceremony::taken_of(&app, account.member_id, token).await?;
    let mut tx = app.db.begin().await?;
    ceremony::confirms(&app, &mut tx, account.member_id, state, credential).await?;
    all_the_way(&app, tx, &account, None).await
}

/// Goes on with a recovery code.
pub(super) async fn with_code(code: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, SIGN_IN_FROM, &caller().address).await?;
    let account = half_way(&app).await?.ok_or_else(too_late)?;
    let tries = format!("code {}", account.member_id);
    spend(&app.db, SIGN_IN_TO, &tries).await?;
    let code = RecoveryCode::read(code).ok_or_else(|| {
        AppError::field("code", "A recovery code is 16 letters and digits, like k7mq-2fxd-90tb-w3he. Check it and try again.")
    })?;
    let left = store::codes(&app.db, account.member_id).await?;
    let mut tx = app.db.begin().await?;
    if !store::use_code(&mut tx, account.member_id, &code).await? {
        return Err(AppError::field("code", "This is none of your recovery codes, or you have used it already. Each works once."));
    }
    let left = match left - 1 {
        0 => "None is left: make new ones.".to_owned(),
        1 => "One is left: make new ones soon.".to_owned(),
        left => format!("{left} are left."),
    };
    let change = format!("One of your recovery codes was used to sign in. {left}");
    mail::post(&mut tx, &mails::way_in_changed(&app.site, &account.email, &change)).await?;
    let act = Act::by(account.member_id, Deed::UsedCode, ObjectKind::Person, account.member_id);
    let done = all_the_way(&app, tx, &account, Some(act)).await?;
    forget(&app.db, SIGN_IN_TO, &tries).await?;
    Ok(done.saying(format!("That recovery code is used up. {left}")))
}

/// Lets somebody in. Being half way ends with it.
async fn all_the_way(app: &AppState, mut tx: Tx, account: &Account, act: Option<Act>) -> Result<Done, AppError> {
    let link = links::take(&mut tx, Purpose::SecondStep, &kept(app)).await.map_err(|_| too_late())?;
    let carried: HalfWay = link.read()?;
    cookie::forget(Kept::HalfWay, &app.site);
    signing_in::begin(app, tx, Entering { account, to: &carried.to, act }).await
}
