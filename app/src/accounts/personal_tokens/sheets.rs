//! `/me/security/tokens`: one's own tokens.

use super::api::{MakeToken, RevokeToken};
use super::keeping::{self, DAYS, HERE};
use super::store::{self, TokenRow};
use crate::accounts::passkeys::freshness::is_fresh;
use crate::error::AppError;
use crate::state::signed_in;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Section, Sheet};
use crate::when;

/// What a token is, in short, and the way to one's own.
pub(in crate::accounts) fn way() -> Section {
    let says = "A program of yours can edit pages together with others, by a personal token. It opens the text of pages you may edit, and nothing else.";
    let link = Part::Links(vec![("Personal tokens".to_owned(), HERE.to_owned())]);
    Section { title: "Programs".to_owned(), parts: vec![Part::Text(says.to_owned()), link] }
}

/// `/me/security/tokens`
pub(crate) async fn own() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let tokens = store::list(&app.db, member.member, app.clock.now()).await?;
    let lede = "A program that has one edits pages as you, live, where you may. It opens nothing else, and ends with your sessions: when you change your password or end all others.";
    let sheet = Sheet::new("Personal tokens", lede).below("Signing in", "/me/security");
    let list = match tokens.is_empty() {
        true => Part::Empty("You have no token. Make one for a program that edits pages with Yjs.".to_owned()),
        false => Part::Rows(tokens.into_iter().enumerate().map(|(number, token)| row(number, token)).collect()),
    };
    let make = if is_fresh(&app, &member) {
        let days = DAYS.iter().map(|days| (days.to_string(), format!("{days} days")));
        let fields = form::<MakeToken>("Make a token")
            .text("name", "Name")
            .hint("By which you will know it: “Notes on my laptop”.")
            .radios("days", "It works for", days)
            .value(DAYS[0].to_string());
        vec![Part::Form(fields.done())]
    } else {
        vec![
            Part::Text("You signed in more than ten minutes ago. To make a token, sign in once more.".to_owned()),
            Part::Links(vec![("Sign in again".to_owned(), format!("/sign-in?to={HERE}"))]),
        ]
    };
    Ok(sheet.section("Your tokens", [list]).section("Another token", make))
}

/// `/me/security/tokens/new`
pub(crate) async fn new() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let sheet = |lede: &str| Sheet::new("Your new token", lede).below("Personal tokens", HERE);
    let back = |words: &str| Part::Links(vec![(words.to_owned(), HERE.to_owned())]);
    Ok(match keeping::shown(&app, member.member).await? {
        Some((name, token)) => {
            let warning = format!("This is “{name}”. It is shown this once: keep it where you keep passwords, and give it to nobody.");
            let parts = [Part::Warning(warning), Part::Code(vec![token]), back("I have kept it")];
            sheet("Give it to your program, and to nothing else.").section("", parts)
        }
        None => sheet("A token is shown once, when it is made. If you have lost it, revoke it and make another.")
            .section("", [back("Personal tokens")]),
    })
}

fn row(number: usize, token: TokenRow) -> Row {
    let used = token.used_at.map_or_else(|| "Not used yet".to_owned(), |at| format!("Last used {}", when::stamp(at).text));
    let revoke = form::<RevokeToken>("Revoke").with("id", token.id.to_string()).numbered(number).quiet().done();
    Row {
        facts: vec![used, format!("Made {}", when::stamp(token.made_at).text), format!("Ends {}", when::stamp(token.expires_at).text)],
        forms: vec![revoke],
        ..Row::new(token.name)
    }
}
