//! The table of contents: one line a screen.

use super::model::SheetScreen;
use crate::accounts::claiming;
use crate::accounts::passkeys::sheets as passkeys;
use crate::accounts::personal_tokens::sheets as tokens;
use crate::accounts::sheets as accounts;
use crate::admin;
use crate::asked::Asked;
use crate::communities::audiences::sheet::screen as community_audiences;
use crate::communities::settings_sheets as communities;
use crate::error::AppError;
use crate::events::hosting::sheets as hosting;
use crate::events::organising::meeting_sheet::edit_meeting;
use crate::events::organising::sheets as organising;
use crate::events::{guests, own_calendar, rsvp};
use crate::members::sheets as members;
use crate::memberships::matching;
use crate::memberships::sheets as memberships;
use crate::notifications;
use crate::pages::{self, tending};
use crate::questions;
use crate::reports::sheets as reports;

/// The screen at a path.
///
/// # Errors
/// `NotFound` where there is none, `SignIn` where somebody has to be signed in to see it.
pub(super) async fn at(path: &str, query: &str) -> Result<SheetScreen, AppError> {
    let asked = Asked::of(query);
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments[..] {
        ["sign-in"] => accounts::sign_in(&asked).await.map(Into::into),
        ["sign-in", "sent"] => accounts::link_sent().map(Into::into),
        ["sign-in", "second"] => passkeys::second().await.map(Into::into),
        ["sign-in", token] => accounts::use_link(token).await.map(Into::into),
        ["sign-up"] => accounts::sign_up().map(Into::into),
        ["sign-up", "sent"] => accounts::sign_up_sent().map(Into::into),
        ["sign-up", token] => accounts::confirm(token).await.map(Into::into),
        ["set-up", token] => accounts::set_up(token).await.map(Into::into),
        ["password"] => accounts::forgotten().map(Into::into),
        ["password", "sent"] => accounts::password_sent().map(Into::into),
        ["password", token] => accounts::new_password(token).await.map(Into::into),
        ["me"] => memberships::me().await.map(Into::into),
        ["me", "invitations", community] => memberships::invitation(community).await.map(Into::into),
        ["invited", token] => memberships::invited(token).await.map(Into::into),
        ["guest", token] => guests::guest(token).await.map(Into::into),
        ["claim", token] => claiming::sheet(token).await.map(Into::into),
        ["report"] => reports::report(&asked).await.map(Into::into),
        ["communities", "new"] => communities::found().map(Into::into),
        ["ask"] => questions::sheets::places_to_ask().await.map(Into::into),
        ["c", community, "ask"] => questions::sheets::ask(community).await,
        ["c", community, "questions", slug, "invite"] => questions::inviting::sheet(community, slug).await,
        ["c", community, "questions", slug, ref post @ .., "edit"] => questions::history::edit(community, slug, post).await,
        ["c", community, "questions", slug, ref post @ .., "history"] => questions::history::history(community, (slug, post), &asked).await,
        ["c", community, "questions", slug, ref post @ .., "suggest"] => questions::suggesting::sheet(community, slug, post).await,
        ["c", community, "questions", slug, ref post @ .., "suggestions"] => questions::suggesting::waiting(community, slug, post).await,
        ["c", community, "new-event"] => organising::new(community, &asked).await,
        ["c", community, "events", slug, "edit"] => organising::edit(community, slug, &asked).await,
        ["c", community, "hosting"] => hosting::hosting(community).await,
        ["c", community, "events", slug, "hosts"] => hosting::hosts(community, slug).await,
        ["c", community, "events", slug, "answer"] => rsvp::all_meetings(community, slug).await,
        ["c", community, "events", slug, "people"] => rsvp::people(community, (slug, ""), &asked).await,
        ["c", community, "events", slug, date, "edit"] => edit_meeting(community, slug, date).await,
        ["c", community, "events", slug, date, "people"] => rsvp::people(community, (slug, date), &asked).await,
        ["c", community, "new-page"] => tending::sheets::new(community, &asked).await,
        ["c", community, "pages", ref page @ .., "settings"] if !page.is_empty() => {
            tending::sheets::settings(community, &page.join("/")).await
        }
        ["c", community, "pages", ref page @ .., "files"] if !page.is_empty() => {
            pages::attached::sheet::files(community, &page.join("/")).await
        }
        ["c", community, "pages", ref page @ .., "history"] if !page.is_empty() => {
            tending::history::history(community, &page.join("/"), &asked).await
        }
        ["c", community, "pages", ref page @ .., "suggest"] if !page.is_empty() => {
            tending::suggesting::sheet(community, &page.join("/")).await
        }
        ["c", community, "settings", "pages"] => tending::sheets::tend(community).await,
        ["c", community, "settings"] => memberships::joining(community).await,
        ["c", community, "settings", "invite", list] => matching::sheet(community, list).await,
        ["c", community, "settings", "members"] => memberships::members(community, &asked).await,
        ["c", community, "settings", "members", handle] => memberships::member(community, handle).await,
        ["c", community, "settings", "about"] => communities::about(community).await,
        ["c", community, "settings", "audiences"] => community_audiences(community).await,
        ["c", community, "settings", "reports"] => reports::of_community(community).await,
        ["c", community, "settings", "log"] => communities::log(community, &asked).await,
        ["c", community, "settings", "end"] => communities::end(community).await,
        ["me", "notifications"] => notifications::sheets::list(&asked).await.map(Into::into),
        ["me", "notifications", "settings"] => notifications::choosing::sheet().await.map(Into::into),
        ["unsubscribe", token] => notifications::stopping::sheet(token).await.map(Into::into),
        ["me", "calendar"] => own_calendar::sheet().await.map(Into::into),
        ["me", "security"] => accounts::security(&asked).await.map(Into::into),
        ["me", "security", "codes"] => passkeys::recovery_codes().await.map(Into::into),
        ["me", "security", "tokens"] => tokens::own().await.map(Into::into),
        ["me", "security", "tokens", "new"] => tokens::new().await.map(Into::into),
        ["me", "profile"] => members::profile().await.map(Into::into),
        ["me", "data"] => members::data().await.map(Into::into),
        ["me", "email", token] => accounts::new_email(token).await.map(Into::into),
        ["admin"] => admin::overview::sheet().await.map(Into::into),
        ["admin", "settings"] => admin::overview::settings().map(Into::into),
        ["admin", "members"] => admin::members::sheets::list(&asked).await.map(Into::into),
        ["admin", "members", handle] => admin::members::sheets::one(handle).await.map(Into::into),
        ["admin", "communities"] => admin::communities::sheets::list(&asked).await.map(Into::into),
        ["admin", "communities", slug] => admin::communities::sheets::one(slug).await.map(Into::into),
        ["admin", "organisations"] => admin::organisations::sheets::list(&asked).await.map(Into::into),
        ["admin", "organisations", slug] => admin::organisations::sheets::one(slug).await.map(Into::into),
        ["admin", "topics"] => admin::topics::sheets::list(&asked).await.map(Into::into),
        ["admin", "topics", slug] => admin::topics::sheets::one(slug).await.map(Into::into),
        ["admin", "reports"] => reports::of_site().await.map(Into::into),
        ["admin", "log"] => admin::log::sheets::list(&asked).await.map(Into::into),
        _ => Err(AppError::NotFound),
    }
}
