//! Suggestions by members who do not edit pages: an editor takes one, or declines it with a note, and who suggested it is told.

use uuid::Uuid;

use super::api::{SettleSuggestion, SuggestChange};
use super::editing::{Editing, address};
use super::history::write;
use super::sheets::MARKDOWN;
use super::suggesting_store::{self as store, Suggestion};
use crate::activity::{Deed, ObjectKind};
use crate::communities::model::{CommunityHead, Section};
use crate::error::AppError;
use crate::memberships::store as memberships;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::pages::model::PageStatus;
use crate::pages::together::merge::merge;
use crate::pages::together::{store as together, text};
use crate::questions::editing::fingerprint;
use crate::revisions::store::{Text, credit};
use crate::revisions::suggested::{Suggested, is_taken, section, settling};
use crate::sheets::model::SheetScreen;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::{Forming, form};
use crate::ui::sheet::{Part, Section as SheetSection, Sheet};

/// The most suggestions of a member that wait in a community at once.
const WAITING: i64 = 20;

/// Said of what no longer fits.
const OUTDATED: &str = "The page was changed since, so this no longer fits as it is. Copy what you want of it into the page, then decline it with a word of thanks.";

/// Said of what is for a page that is kept to be read.
const ARCHIVED: &str = "The page is archived: it is kept to be read. Bring it back first, or decline this with a word of thanks.";

/// Who may suggest: members who see the pages.
async fn suggester(community: &str) -> Result<(AppState, SignedIn, CommunityHead), AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    if !head.sees.pages {
        return Err(AppError::NotFound);
    }
    let standing = memberships::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?;
    if !standing.is_member() {
        return Err(AppError::Forbidden("Members of the community suggest changes to its pages. Join it first.".to_owned()));
    }
    if head.status != crate::communities::model::CommunityStatus::Active {
        return Err(AppError::Forbidden("This community is archived: its pages can be read, and are not changed any more.".to_owned()));
    }
    Ok((app, member, head))
}

/// `/c/{community}/pages/{path}/suggest`
pub(crate) async fn sheet(community: &str, path: &str) -> Result<SheetScreen, AppError> {
    let (app, member, head) = suggester(community).await?;
    let page = store::shown(&app.db, member.viewer(), (head.id, path)).await?.ok_or(AppError::NotFound)?;
    let fields = form::<SuggestChange>("Send the suggestion")
        .with("community", community)
        .with("path", path)
        .carrying("base", print(&page.body))
        .markdown("body", "What the page should say", 24)
        .value(&page.body)
        .hint(MARKDOWN)
        .text("why", "Why")
        .hint("“The room has moved.”")
        .optional()
        .seen_by(format!("Those who edit the pages of {}.", head.name))
        .done();
    let lede = "Change the text as you would have it. Somebody who edits the pages looks at it, and you hear what became of it.";
    let sheet = Sheet::new("Suggest a change", lede)
        .below("Pages", Section::Pages.address(&head.slug))
        .below(page.title, address(&head, path))
        .section("", [Part::Form(fields)]);
    Ok(SheetScreen::within(head, Section::Pages, sheet))
}

/// Tells texts apart: a suggestion says what it was begun with.
fn print(body: &str) -> String {
    fingerprint(&Text { title: None, topics: None, body: body.to_owned() })
}

/// Keeps a suggestion.
pub(super) async fn suggest(community: &str, path: &str, [body, why, base]: [&str; 3]) -> Result<Done, AppError> {
    let (app, member, head) = suggester(community).await?;
    let mut typed = Typed::default();
    let body = typed.text("body", body, usize::MAX);
    text::to_fit(&mut typed, &body);
    let why = typed.maybe_line("why", why, 300);
    let page = store::shown(&app.db, member.viewer(), (head.id, path)).await?.ok_or(AppError::NotFound)?;
    if !base.is_empty() && base != print(&page.body) {
        typed.say(
            "body",
            "Somebody changed the page while you wrote. Open it in another window, bring both texts together here, and send it again.",
        );
    }
    if body == page.body.trim() {
        typed.say("body", "This is what the page says already. Change it first.");
    }
    if store::waiting_of(&app.db, head.id, member.member).await? >= WAITING {
        typed.say("body", "So many suggestions of yours wait already. Give the editors time to look at them.");
    }
    typed.done(())?;
    let mut tx = app.db.begin().await?;
    let id = store::keep(&mut tx, (page.id, member.member), (&page.body, &body, why.as_deref())).await?;
    let news = News {
        kind: NewsKind::Suggested,
        by: By::Member(member.member),
        object: (ObjectKind::Page, page.id),
        about: id,
        title: &page.title,
        href: &format!("/c/{}/settings/pages", head.slug),
        text: why.as_deref().unwrap_or_default(),
        community: Some(head.id),
        to: &[To::Editing(head.id)],
    };
    tell(&mut tx, &news).await?;
    tx.commit([crate::activity::Act::by(member.member, Deed::Suggested, ObjectKind::Page, page.id).in_community(head.id)]).await?;
    Ok(Done::at(address(&head, path)).saying("Thank you. Those who edit the pages look at it."))
}

/// Suggestions that wait, for those who edit pages: with what each would change, and whether it still fits.
pub(super) async fn waiting(app: &AppState, head: &CommunityHead) -> Result<Vec<SheetSection>, AppError> {
    let suggestions = store::waiting(&app.db, head.id).await?;
    Ok(suggestions.into_iter().enumerate().map(|(number, one)| shown(head, number, one)).collect())
}

fn shown(head: &CommunityHead, number: usize, one: Suggestion) -> SheetSection {
    let fits = merge(&one.base, &one.body, &one.now).is_some();
    let shown = Suggested {
        title: &one.title,
        by: one.name.as_deref(),
        at: one.made_at,
        why: one.why.as_deref(),
        changes: &[(&one.base, &one.body)],
        outdated: if one.status == PageStatus::Archived { Some(ARCHIVED) } else { (!fits).then_some(OUTDATED) },
    };
    let page = Part::Links(vec![("See the page".to_owned(), address(head, &one.path))]);
    let about = |form: Forming| form.with("community", &head.slug).with("id", one.id.to_string());
    section(&shown, std::iter::once(page).chain(settling::<SettleSuggestion>(number, about)))
}

/// Takes a suggestion or declines it.
pub(super) async fn settle(community: &str, (id, word): (&str, &str), note: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
    let mut typed = Typed::default();
    let note = typed.maybe_line("note", note, 300);
    let taken = is_taken(word)?;
    typed.done(())?;
    let one = store::settle(&mut editing.tx, (editing.head.id, id), (editing.by.member, taken, note.as_deref())).await?;
    let one = one.ok_or_else(|| AppError::form("Somebody has settled this already."))?;
    if taken {
        take(&mut editing, &one).await?;
    }
    let href = editing.address(&one.path);
    let news = News {
        kind: if taken { NewsKind::SuggestionTaken } else { NewsKind::SuggestionDeclined },
        by: By::Member(editing.by.member),
        object: (ObjectKind::Page, one.page_id),
        about: id,
        title: &one.title,
        href: &href,
        text: note.as_deref().unwrap_or_default(),
        community: Some(editing.head.id),
        to: &[To::Members(vec![one.member_id])],
    };
    tell(&mut editing.tx, &news).await?;
    let act = editing.act(if taken { Deed::Edited } else { Deed::Declined }, one.page_id);
    editing.tx.commit([act]).await?;
    let says = if taken { "Taken: the page says so now. Who suggested it is told." } else { "Declined. Who suggested it is told." };
    Ok(Done::at(format!("/c/{community}/settings/pages")).saying(says))
}

async fn take(editing: &mut Editing, one: &Suggestion) -> Result<(), AppError> {
    if one.status == PageStatus::Archived {
        return Err(AppError::form(ARCHIVED));
    }
    let mut page = together::lock(&mut editing.tx, one.page_id).await?.ok_or(AppError::NotFound)?;
    let now = text::now(&mut editing.tx, &mut page).await?;
    let Some(body) = merge(&one.base, &one.body, &now) else {
        return Err(AppError::form(
            "The page was changed since. Copy what you want of it into the page, then decline it with a word of thanks.",
        ));
    };
    let texts = (text::with_body(&page, &now), text::with_body(&page, &body));
    let why = one.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    let revision = write(editing, &mut page, texts, &format!("Suggested{why}")).await?;
    // No name stands in a reason: names change, and go with their accounts.
    Ok(credit(&mut editing.tx, revision, &[one.member_id]).await?)
}
