//! The screens of getting in.

use super::api::{
    ChangeEmail, ChangePassword, ConfirmEmail, ConfirmSignUp, EndOtherSessions, EndSession, MailPassword, MailSignIn, ResetPassword, SetUp,
    SignIn, SignOut, SignUp, UseSignIn,
};
use super::device::device_name;
use super::model::{Purpose, Registration};
use super::passkeys::freshness::is_fresh;
use super::signing_in::onward;
use super::signing_up::{SigningUp, is_open};
use super::{links, passkeys, personal_tokens, session_store, sso, store};
use crate::asked::Asked;
use crate::error::AppError;
use crate::state::{AppState, asked, signed_in};
use crate::ui::form::Form;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet, Tab};
use crate::when;

const NEW_PASSWORD_HINT: &str = "At least 12 characters. Several words together work well, and a password manager works best.";

/// `/sign-in`
pub(crate) async fn sign_in(query: &Asked) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    let to = query.text("to");
    let password = form::<SignIn>("Sign in").email("email", "E-mail").password("password", "Password", false).with("to", to.clone()).done();
    let link = form::<MailSignIn>("Mail me a link").email("email", "E-mail").with("to", to.clone()).quiet().done();
    let mut sheet = Sheet::new("Sign in", format!("To join communities on {}, ask and answer.", app.site.name));
    if let Ok((_, member)) = signed_in() {
        let on = vec![("Go on".to_owned(), onward(&to))];
        sheet = sheet.section("", [Part::Text(format!("You are signed in as {}.", member.name)), Part::Links(on)]);
    }
    let ways = sso::sheets::ways_in(&app, &to).into_iter().chain(passkeys::sheets::way_in(&app, &to));
    let first: Vec<Part> = sso::sheets::warning(query).into_iter().chain(ways).collect();
    let forgotten = Part::Links(vec![("I forgot my password".to_owned(), "/password".to_owned())]);
    let (password, link) = if app.site.registration == Registration::SingleSignOn {
        // Others than administrators have no need of them.
        (
            Part::Folded("With a password".to_owned(), Box::new(password)),
            vec![Part::Folded("With a mailed link".to_owned(), Box::new(link))],
        )
    } else {
        (Part::Form(password), vec![Part::Text("We mail you a link that signs you in.".to_owned()), Part::Form(link)])
    };
    if !first.is_empty() {
        sheet = sheet.section("", first);
    }
    sheet = sheet.section("", [password, forgotten]).section("Without a password", link);
    if is_open(&app) {
        let links = vec![("Sign up".to_owned(), "/sign-up".to_owned())];
        sheet = sheet.section("No account yet?", [Part::Text(who_may(&app)), Part::Links(links)]);
    }
    Ok(sheet)
}

fn who_may(app: &AppState) -> String {
    match app.site.registration {
        Registration::Open => "Anybody can have one. It takes a minute.".to_owned(),
        Registration::Domains => format!("Anybody with an address at {} can have one.", app.site.registration_domains.join(" or ")),
        Registration::Invitation => "This site is by invitation. Ask a member or a lead to invite you.".to_owned(),
        Registration::SingleSignOn => "Sign in through your organisation.".to_owned(),
    }
}

/// `/sign-up`
pub(crate) fn sign_up() -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    let mut sheet = Sheet::new("Sign up", who_may(&app));
    if let Some(ways) = sso::sheets::ways_in(&app, "").filter(|_| app.site.registration != Registration::Invitation) {
        sheet = sheet.section("", [ways]);
    }
    if !is_open(&app) {
        return Ok(sheet.section("", [Part::Links(vec![("Sign in".to_owned(), "/sign-in".to_owned())])]));
    }
    let fields = form::<SignUp>("Sign up")
        .text("name", "Name")
        .hint("As people call you. You can change it.")
        .filled_in("name")
        .email("email", "E-mail")
        .hint("Nobody sees it. We mail you a link to confirm that it is yours.")
        .password("password", "Password", true)
        .hint(NEW_PASSWORD_HINT)
        .done();
    let there = vec![("Sign in".to_owned(), "/sign-in".to_owned())];
    Ok(sheet.section("", [Part::Form(fields)]).section("Have an account?", [Part::Links(there)]))
}

/// `/sign-up/sent`
pub(crate) fn sign_up_sent() -> Result<Sheet, AppError> {
    sent("Look into your mail", "A mail is on its way to you. Its link makes your account.")
}

/// `/sign-in/sent`
pub(crate) fn link_sent() -> Result<Sheet, AppError> {
    sent("Look into your mail", "A mail is on its way to you. Its link signs you in; it works for half an hour.")
}

/// `/password/sent`
pub(crate) fn password_sent() -> Result<Sheet, AppError> {
    sent("Look into your mail", "A mail is on its way to you. Its link sets a new password; it works for two hours.")
}

fn sent(title: &str, lede: &str) -> Result<Sheet, AppError> {
    asked(&[])?;
    let help = "Nothing there after a few minutes? Look into the spam folder, and whether the address was typed right. Then try again.";
    Ok(Sheet::new(title, lede).section("", [Part::Text(help.to_owned())]))
}

/// `/sign-up/{token}`
pub(crate) async fn confirm(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    let carried: SigningUp = links::look(&app.db, Purpose::SignUp, token, app.clock.now()).await?.read()?;
    let fields = form::<ConfirmSignUp>("Make my account").with("token", token).done();
    Ok(Sheet::new(format!("Welcome, {}", carried.name), format!("Make your account with the address {}.", carried.email))
        .section("", [Part::Form(fields)]))
}

/// `/set-up/{token}`
pub(crate) async fn set_up(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    links::look(&app.db, Purpose::First, token, app.clock.now()).await?;
    let fields = form::<SetUp>("Make the account")
        .text("name", "Name")
        .filled_in("name")
        .email("email", "E-mail")
        .password("password", "Password", true)
        .hint(NEW_PASSWORD_HINT)
        .with("token", token)
        .done();
    Ok(Sheet::new("The first administrator", format!("This account administers {}: settings, members and communities.", app.site.name))
        .section("", [Part::Form(fields)]))
}

/// `/sign-in/{token}`
pub(crate) async fn use_link(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    links::look(&app.db, Purpose::SignIn, token, app.clock.now()).await?;
    let fields = form::<UseSignIn>("Sign in").with("token", token).done();
    Ok(Sheet::new("Sign in", format!("One press, and you are on {}.", app.site.name)).section("", [Part::Form(fields)]))
}

/// `/password`
pub(crate) fn forgotten() -> Result<Sheet, AppError> {
    asked(&[])?;
    let fields = form::<MailPassword>("Mail me a link").email("email", "E-mail").done();
    Ok(Sheet::new("A new password", "We mail you a link to set one.").below("Sign in", "/sign-in").section("", [Part::Form(fields)]))
}

/// `/password/{token}`
pub(crate) async fn new_password(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    links::look(&app.db, Purpose::Password, token, app.clock.now()).await?;
    let fields = form::<ResetPassword>("Set the password")
        .password("password", "New password", true)
        .hint(NEW_PASSWORD_HINT)
        .with("token", token)
        .done();
    Ok(Sheet::new("A new password", "It ends all your sessions and signs you in here.").section("", [Part::Form(fields)]))
}

/// `/me/email/{token}`
pub(crate) async fn new_email(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = signed_in()?;
    links::look(&app.db, Purpose::Email, token, app.clock.now()).await?;
    let fields = form::<ConfirmEmail>("Use this address").with("token", token).done();
    Ok(Sheet::new("Your new address", "Mails go there from now on, and you sign in with it.").section("", [Part::Form(fields)]))
}

/// The screens of one's own, of which one is shown.
pub(crate) fn own_tabs(here: &str) -> Vec<Tab> {
    let all = [
        ("Communities", "/me"),
        ("Calendar", "/me/calendar"),
        ("Notifications", "/me/notifications"),
        ("Profile", "/me/profile"),
        ("Signing in", "/me/security"),
        ("My data", "/me/data"),
    ];
    all.into_iter().map(|(title, href)| Tab { title: title.to_owned(), href: href.to_owned(), here: href == here }).collect()
}

/// `/me/security`
pub(crate) async fn security(query: &Asked) -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let now = app.clock.now();
    let account = store::by_member(&app.db, member.member).await?.ok_or(AppError::SignIn)?;
    let sessions = session_store::list(&app.db, member.member, now).await?;
    let several = sessions.len() > 1;
    let rows = sessions.into_iter().enumerate().map(|(n, session)| {
        let here = session.id == member.session;
        let seen = if here { "This session".to_owned() } else { format!("Last used {}", when::stamp(session.seen_at).text) };
        let end = form::<EndSession>("End").with("session", session.id.to_string()).numbered(n).quiet().done();
        Row {
            facts: vec![seen, format!("Since {}", when::stamp(session.created_at).text)],
            forms: if here { Vec::new() } else { vec![end] },
            ..Row::new(device_name(&session.device))
        }
    });
    let mut parts = vec![Part::Rows(rows.collect())];
    if several {
        parts.push(Part::Form(form::<EndOtherSessions>("End all others").quiet().done()));
    }
    let again = account.password.is_none() && !is_fresh(&app, &member);
    let mut sheet = Sheet::new("Signing in", "How you get in, and where you are in at present.");
    sheet.tabs = own_tabs("/me/security");
    let identities = sso::sheets::own(&app, &member).await?;
    let identities: Vec<Part> = sso::sheets::warning(query).into_iter().chain(identities).collect();
    if !identities.is_empty() {
        sheet = sheet.section("Your organisation’s sign-in", identities);
    }
    sheet.sections.extend(passkeys::sheets::own(&app, &member, &account).await?);
    sheet = sheet.section("Where you are signed in", parts);
    sheet.sections.push(personal_tokens::sheets::way());
    Ok(sheet
        .section(
            "E-mail",
            [Part::Text(format!("Your address is {}. Only you and administrators see it.", account.email)), email_form(&account, again)],
        )
        .section("Password", [password_form(&account, again)])
        .section("Sign out", [Part::Form(form::<SignOut>("Sign out").quiet().done())]))
}

/// What stands in place of a form that somebody without a password may use a moment after signing in.
pub(crate) fn sign_in_again(to: &str) -> Part {
    Part::Links(vec![("You have no password to type: sign in again to change this".to_owned(), format!("/sign-in?to={to}"))])
}

fn email_form(account: &store::Account, again: bool) -> Part {
    if again {
        return sign_in_again("/me/security");
    }
    let mut fields = form::<ChangeEmail>("Change the address").email("email", "New e-mail").quiet();
    if account.password.is_some() {
        fields = fields.password("current_password", "Your password", false);
    }
    Part::Folded("Change the address".to_owned(), Box::new(fields.done()))
}

fn password_form(account: &store::Account, again: bool) -> Part {
    if again {
        return sign_in_again("/me/security");
    }
    let has_one = account.password.is_some();
    let words = if has_one { "Change the password" } else { "Set a password" };
    let mut fields = form::<ChangePassword>(words).quiet();
    if has_one {
        fields = fields.password("current_password", "Your password", false);
    }
    let form: Form = fields.password("password", "New password", true).hint(NEW_PASSWORD_HINT).done();
    Part::Folded(words.to_owned(), Box::new(form))
}
