//! Signing in and out.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::attempts::{LINK_FROM, MAIL_FROM, MAIL_TO, SIGN_IN_FROM, SIGN_IN_TO, forget, spend};
use super::email::Email;
use super::model::Purpose;
use super::passkeys::second_step;
use super::signing_up::caller;
use super::sso::link_what_waits;
use super::token::Token;
use super::{cookie, links, mails, passwords, personal_tokens, session_store, store};
use crate::activity::Act;
use crate::db::Tx;
use crate::error::AppError;
use crate::link::is_ours;
use crate::mail::{self, Mail};
use crate::state::{AppState, Site, asked, signed_in};
use crate::ui::form::Done;

/// What a link to sign in carries.
#[derive(Serialize, Deserialize)]
struct SigningIn {
    to: String,
}

/// The one answer to an address and a password that don't go together, whatever the reason.
fn wrong() -> AppError {
    AppError::form("That e-mail and password don’t go together. Check both, or have a link mailed to you.")
}

/// Signs in with a password.
pub(super) async fn with_password(email: &str, password: &str, to: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, SIGN_IN_FROM, &caller().address).await?;
    let email = Email::parse(email).map_err(|says| AppError::field("email", says))?;
    spend(&app.db, SIGN_IN_TO, &email.key()).await?;
    let account = store::by_email(&app.db, &email).await?;
    let hash = account.as_ref().and_then(|account| account.password.clone());
    let verified = passwords::verify(&app, password, hash).await?;
    let Some(account) = account.filter(|_| verified) else { return Err(wrong()) };
    forget(&app.db, SIGN_IN_TO, &email.key()).await?;
    let fresh = passwords::freshened(&app, &account, password).await?;
    let mut tx = app.db.begin().await?;
    if let Some(hash) = fresh {
        store::set_password(&mut tx, account.member_id, &hash).await?;
    }
    enter(&app, tx, &account, to).await
}

/// Where somebody wanted to go before they had to sign in: a path of this site, or their own page.
pub(super) fn onward(to: &str) -> String {
    if is_ours(to) && !to.starts_with("/sign-") && to.len() <= 500 { to.to_owned() } else { "/me".to_owned() }
}

/// Begins a session for a member. One that was there before ends: what somebody may have learnt of it is worth nothing.
pub(crate) async fn in_place_of_before(tx: &mut Tx, member: Uuid) -> Result<Token, AppError> {
    if let Ok((_, before)) = signed_in() {
        session_store::end(tx, before.member, before.session).await?;
    }
    Ok(session_store::begin(tx, member, &caller().device).await?)
}

/// Somebody who gets in.
pub(super) struct Entering<'a> {
    /// Their account.
    pub(super) account: &'a store::Account,
    /// Where they wanted to go.
    pub(super) to: &'a str,
    /// What the log says of how they got in.
    pub(super) act: Option<Act>,
}

/// Lets somebody in who typed their password or followed a mailed link: half way, where they have a passkey asked for.
pub(super) async fn enter(app: &AppState, tx: Tx, account: &store::Account, to: &str) -> Result<Done, AppError> {
    wants_active(account)?;
    match account.asks_passkey {
        true => second_step::ask(app, tx, account, to).await,
        false => begin(app, tx, Entering { account, to, act: None }).await,
    }
}

fn wants_active(account: &store::Account) -> Result<(), AppError> {
    if account.is_active() {
        return Ok(());
    }
    let because = account.suspended_because.as_deref().map(|because| format!(" The reason given: {because}")).unwrap_or_default();
    Err(AppError::Forbidden(format!("This account is suspended.{because} Write to whoever runs this site.")))
}

/// Begins a session, and leads on.
pub(super) async fn begin(app: &AppState, mut tx: Tx, entering: Entering<'_>) -> Result<Done, AppError> {
    let Entering { account, to, act } = entering;
    wants_active(account)?;
    let token = in_place_of_before(&mut tx, account.member_id).await?;
    let (linked, says) = link_what_waits(app, &mut tx, account).await?.unzip();
    tx.commit(act.into_iter().chain(linked)).await?;
    cookie::set(&app.site, &token, session_store::LIFE);
    Ok(Done::at(onward(to)).saying(says.unwrap_or_default()))
}

/// Mails a link to sign in by.
pub(super) async fn mail_link(email: &str, to: &str) -> Result<Done, AppError> {
    ask_for_link(email, Purpose::SignIn, &SigningIn { to: onward(to) }, mails::sign_in).await?;
    Ok(Done::at("/sign-in/sent"))
}

/// Mails a link for a purpose, or says in the mail that no account has the address: nobody else learns which.
pub(super) async fn ask_for_link(
    email: &str,
    purpose: Purpose,
    carried: &impl Serialize,
    letter: fn(&Site, &str, &str) -> Mail,
) -> Result<(), AppError> {
    let (app, _) = asked(&[])?;
    let email = Email::parse(email).map_err(|says| AppError::field("email", says))?;
    spend(&app.db, MAIL_FROM, &caller().address).await?;
    spend(&app.db, MAIL_TO, &email.key()).await?;
    let account = store::by_email(&app.db, &email).await?;
    let mut tx = app.db.begin().await?;
    let letter = match account {
        Some(account) => {
            let token = links::make(&mut tx, purpose, Some(account.member_id), carried).await?;
            letter(&app.site, &account.email, &token.text())
        }
        None => mails::nobody(&app.site, &email.address()),
    };
    mail::post(&mut tx, &letter).await?;
    Ok(tx.commit([]).await?)
}

/// Signs in by a link.
pub(super) async fn with_link(token: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, LINK_FROM, &caller().address).await?;
    let mut tx = app.db.begin().await?;
    let link = links::take(&mut tx, Purpose::SignIn, token).await?;
    let carried: SigningIn = link.read()?;
    let account = match link.member_id {
        Some(member) => store::by_member(&app.db, member).await?,
        None => None,
    };
    enter(&app, tx, &account.ok_or_else(links::gone)?, &carried.to).await
}

/// Ends the session.
pub(super) async fn out() -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    session_store::end(&mut tx, member.member, member.session).await?;
    tx.commit([]).await?;
    cookie::clear(&app.site);
    Ok(Done::at("/").saying("You are signed out."))
}

/// Ends one of one's sessions.
pub(super) async fn end(session: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let session: Uuid = session.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = app.db.begin().await?;
    session_store::end(&mut tx, member.member, session).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/security").saying("That session has ended."))
}

/// Ends all of one's other sessions.
pub(super) async fn end_others() -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    session_store::end_others(&mut tx, member.member, member.session).await?;
    personal_tokens::store::end_all(&mut tx, member.member).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/security").saying("All other sessions have ended, and your personal tokens."))
}

#[cfg(test)]
mod tests {
    use super::onward;

    #[test]
    fn people_are_led_to_paths_of_this_site_only() {
        assert_eq!(onward("/c/design?past"), "/c/design?past");
        for other in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/sign-in", "/a\r\nb", "javascript:alert(1)"] {
            assert_eq!(onward(other), "/me", "{other}");
        }
    }
}
