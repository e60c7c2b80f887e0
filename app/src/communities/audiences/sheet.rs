//! The screen of who sees what.

use super::widening::{SECTIONS, Shown, word};
use super::{read_shown, store};
use crate::communities::settings_store::{self, Settings};
use crate::communities::tending::ChangeAudiences;
use crate::db::Db;
use crate::error::AppError;
use crate::events::losing_sight;
use crate::memberships::rules::to_lead;
use crate::memberships::sheets::{tabs, tending};
use crate::sheets::model::SheetScreen;
use crate::typed::Typed;
use crate::ui::forming::{came_back, form, typed};
use crate::ui::sheet::{Part, Sheet};

/// What is chosen among where more people would read what was written for fewer.
const MAY_READ: &str = "Let them read it";
const LEAVE_IT: &str = "Leave it to those who read it now: I have undone my change above";

/// What the form that has come back asks to agree to, if it asks.
async fn to_agree(db: &Db, settings: &Settings) -> Result<Option<String>, AppError> {
    if !came_back::<ChangeAudiences>("agreed") {
        return Ok(None);
    }
    let said = |field: &str| typed::<ChangeAudiences>(field).unwrap_or_default();
    let sections = SECTIONS.map(said);
    let after = read_shown(&mut Typed::default(), (&said("listed"), sections.each_ref().map(String::as_str)));
    Ok(word(&Shown::of(settings), &after, &store::written(db, settings.id).await?))
}

/// `/c/{community}/settings/audiences`
pub(crate) async fn screen(slug: &str) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_lead).await?;
    let settings = settings_store::read(&app.db, head.id).await?;
    let now = settings.audiences();
    let choices = || [("public", "Everybody"), ("signed_in", "Everybody who is signed in"), ("members", "Members"), ("leads", "Leads")];
    let anonymous = [("", "Where the questions are not for everybody on the web"), ("yes", "Yes"), ("no", "No")];
    let fields = form::<ChangeAudiences>("Save")
        .with("community", slug)
        .carrying("seen", settings_store::fingerprint(&app.db, head.id).await?)
        .radios(
            "listed",
            "Who finds the community?",
            [("listed", "Everybody"), ("hidden", "Only its members: to all others it is not there")],
        )
        .value(if settings.listed { "listed" } else { "hidden" })
        .hint("Once an address has been public, it stays known that it is taken. A community that is founded hidden gets one that tells nothing.")
        .select("about", "What it is about and how to join", choices())
        .value(now.about.as_str())
        .select("events", "Events", choices())
        .value(now.events.as_str())
        .select("questions", "Questions", choices())
        .value(now.questions.as_str())
        .select("pages", "Pages and resources", choices())
        .value(now.pages.as_str())
        .select("members", "The list of members", choices())
        .value(now.members.as_str())
        .radios("anonymous", "May people ask and answer without their name?", anonymous)
        .value(settings.allows_anonymous.map(|allowed| if allowed { "yes" } else { "no" }).unwrap_or_default())
        .hint("Nobody sees who wrote it, leads neither. Only an administrator can look it up, which is logged and which the author is told of.")
        .optional()
        .check("numbers", "Show how many found an answer helpful")
        .hint("And count the answers of members that were accepted, by topic, on their profiles.")
        .ticked(settings.shows_numbers)
        .optional();
    let fields = match to_agree(&app.db, &settings).await? {
        Some(word) => fields.radios("agreed", "What about what was written before?", [(word.as_str(), MAY_READ), ("no", LEAVE_IT)]),
        None => fields,
    };
    let fields = losing_sight::asking(fields).done();
    let mut sheet =
        Sheet::new("Who sees what", "It holds at once, for everything: lists, search, feeds and counts.").section("", [Part::Form(fields)]);
    sheet.tabs = tabs(slug, "/audiences", &standing);
    Ok(SheetScreen::of(head, sheet))
}
