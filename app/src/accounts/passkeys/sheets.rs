//! What the screens of getting in show of passkeys.

use leptos::server_fn::ServerFn;

use super::api::{
    AddPasskey, BeginPasskey, Ceremony, ConfirmWithPasskey, MakeRecoveryCodes, RemovePasskey, RenamePasskey, RequirePasskey,
    SignInWithPasskey, StopRequiringPasskey, UseRecoveryCode,
};
use super::{ceremony, codes, freshness, second_step, store};
use crate::accounts::store::Account;
use crate::error::AppError;
use crate::state::{AppState, SignedIn, asked, signed_in};
use crate::ui::form::Form;
use crate::ui::forming::form;
use crate::ui::passkey::{Asks, PasskeyForm};
use crate::ui::sheet::{Part, Row, Section, Sheet};
use crate::when;

/// A form that is sent with what a passkey signs.
fn signed(form: Form, ceremony: Ceremony) -> Part {
    let asks = Asks { begin: BeginPasskey::PATH.to_owned(), ceremony: ceremony.to_string(), makes: ceremony == Ceremony::Add };
    Part::Passkey(Box::new(PasskeyForm { form, asks }))
}

/// Signing in with a passkey, and on to `to`.
pub(in crate::accounts) fn way_in(app: &AppState, to: &str) -> Option<Part> {
    let fields = || form::<SignInWithPasskey>("Sign in with a passkey").with("to", to).quiet().done();
    ceremony::are_possible(&app.site).then(|| signed(fields(), Ceremony::SignIn))
}

/// `/sign-in/second`
pub(crate) async fn second() -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    let Some(account) = second_step::half_way(&app).await? else {
        let again = Part::Links(vec![("Sign in".to_owned(), "/sign-in".to_owned())]);
        return Ok(Sheet::new("Sign in again", "That took too long, or was done already.").section("", [again]));
    };
    let with = form::<ConfirmWithPasskey>("Go on with a passkey").done();
    let code = form::<UseRecoveryCode>("Go on with a code")
        .text("code", "Recovery code")
        .hint("One of those you wrote down: 16 letters and digits. Each works once.")
        .filled_in("one-time-code")
        .quiet()
        .done();
    Ok(Sheet::new("One more step", format!("You asked for a passkey after the password, {}.", account.name))
        .section("", [signed(with, Ceremony::Second)])
        .section("Without your passkey", [Part::Form(code)]))
}

/// `/me/security/codes`
pub(crate) async fn recovery_codes() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let sheet = |lede: &str| Sheet::new("Recovery codes", lede).below("Signing in", "/me/security");
    let back = Part::Links(vec![("I have kept them".to_owned(), "/me/security".to_owned())]);
    Ok(match codes::shown(&app, member.member).await? {
        Some(codes) => sheet("Each lets you in once, after your password and in place of your passkey.").section(
            "",
            [
                Part::Warning("They are shown this once. Write them down or print them, and keep them where you keep keys.".to_owned()),
                Part::Code(codes),
                back,
            ],
        ),
        None => {
            let there = vec![("Signing in".to_owned(), "/me/security".to_owned())];
            sheet("Codes are shown once, when they are made. If you have lost them, make new ones.").section("", [Part::Links(there)])
        }
    })
}

/// The sections of one's own passkeys.
pub(in crate::accounts) async fn own(app: &AppState, member: &SignedIn, account: &Account) -> Result<Vec<Section>, AppError> {
    let passkeys = store::list(&app.db, member.member).await?;
    if !ceremony::are_possible(&app.site) && passkeys.is_empty() {
        return Ok(Vec::new());
    }
    let (fresh, some) = (freshness::is_fresh(app, member), !passkeys.is_empty());
    let mut parts = vec![Part::Text(
        "A passkey signs you in with your finger, your face or a PIN, and nobody can steal it by asking you for it. Your phone, your computer or a password manager keeps it.".to_owned(),
    )];
    if some {
        parts.push(Part::Rows(passkeys.into_iter().enumerate().map(|(n, passkey)| row(n, passkey, fresh)).collect()));
    }
    if fresh {
        let add = form::<AddPasskey>("Add a passkey")
            .text("name", "Name")
            .hint("By which you will know it: “My phone”. Without one it is called after this browser.")
            .optional()
            .quiet()
            .done();
        parts.push(signed(add, Ceremony::Add));
    } else {
        parts.push(Part::Text(
            "You signed in more than ten minutes ago. To add or remove passkeys, or to change what is asked for, sign in once more."
                .to_owned(),
        ));
        parts.push(Part::Links(vec![("Sign in again".to_owned(), "/sign-in?to=/me/security".to_owned())]));
    }
    let mut sections = vec![Section { title: "Passkeys".to_owned(), parts }];
    if some || account.asks_passkey {
        sections.push(Section { title: "A passkey after the password".to_owned(), parts: step(app, account, fresh).await? });
    }
    Ok(sections)
}

fn row(number: usize, passkey: store::PasskeyRow, fresh: bool) -> Row {
    let id = passkey.id.to_string();
    let used = passkey.last_used_at.map_or_else(|| "Not used yet".to_owned(), |at| format!("Last used {}", when::stamp(at).text));
    let remove = form::<RemovePasskey>("Remove").with("passkey", &id).numbered(number).quiet().done();
    let rename =
        form::<RenamePasskey>("Rename").with("passkey", &id).numbered(number).text("name", "Name").value(&passkey.name).quiet().done();
    Row {
        facts: vec![format!("Added {}", when::stamp(passkey.created_at).text), used],
        forms: if fresh { vec![remove] } else { Vec::new() },
        folded: vec![("Rename".to_owned(), rename)],
        ..Row::new(passkey.name)
    }
}

/// Whether a passkey is asked for, and recovery codes.
async fn step(app: &AppState, account: &Account, fresh: bool) -> Result<Vec<Part>, AppError> {
    let form = |form: Form| fresh.then_some(Part::Form(form));
    if !account.asks_passkey {
        let says = "You can have a passkey asked for whenever somebody signs in with your password or a mailed link. Ten recovery codes let you in without it. What your organisation’s sign-in asks for is up to your organisation.";
        let require = form(self::form::<RequirePasskey>("Ask for a passkey after the password").quiet().done());
        return Ok(std::iter::once(Part::Text(says.to_owned())).chain(require).collect());
    }
    let left = match store::codes(&app.db, account.member_id).await? {
        0 => "You have no recovery code left: make new ones.".to_owned(),
        1 => "You have one recovery code left.".to_owned(),
        left => format!("You have {left} recovery codes left."),
    };
    let says = format!("A passkey is asked for after your password and after a mailed link. {left}");
    let codes = form(self::form::<MakeRecoveryCodes>("Make new recovery codes").quiet().done());
    let stop = form(self::form::<StopRequiringPasskey>("Ask for no passkey any more").quiet().done());
    Ok(std::iter::once(Part::Text(says)).chain(codes).chain(stop).collect())
}
