//! The screen of communities' administration.

use super::store::{self, CommunityRow};
use crate::admin::api::{ApproveCommunity, ArchiveCommunity, DeclineCommunity, ReviveCommunity, StepIn};
use crate::admin::overview::{below, tabs};
use crate::admin::rules;
use crate::asked::Asked;
use crate::communities::audiences::opening;
use crate::error::AppError;
use crate::state::administrator;
use crate::ui::forming::form;
use crate::ui::lists::up_to;
use crate::ui::sheet::{Part, Row, Sheet};

/// `/admin/communities`
pub(crate) async fn list(asked: &Asked) -> Result<Sheet, AppError> {
    let (app, by) = administrator()?;
    let communities = store::list(&app.db, (by.member, app.clock.now().date_naive()), asked.after()).await?;
    let rows = communities.items.into_iter().enumerate().map(|(n, community)| row(n, community));
    let lede = "All of them, also those that are hidden or archived. A hidden one is seen by its members only: step in to see it.";
    let mut sheet = Sheet::new("Communities", lede);
    sheet.tabs = tabs("/admin/communities");
    let pages = Part::Pages("/admin/communities".to_owned(), communities.next, communities.later);
    Ok(sheet.section("", [Part::Rows(rows.collect()), pages]))
}

/// `/admin/communities/{slug}`, of one that waits to be approved.
pub(crate) async fn one(slug: &str) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let (community, leads) = store::proposed(&app.db, slug, app.clock.now().date_naive()).await?;
    let leads = leads.into_iter().map(|(name, handle)| Row { href: Some(format!("/people/{handle}")), ..Row::new(name) }).collect();
    let facts = [
        ("Kind", community.kind.title()),
        ("Who can join", community.join_rule.sentence()),
        ("Once it is approved", if community.asked_hidden { "It stays hidden: its members alone see it" } else { "Others find it" }),
    ];
    let facts = facts.into_iter().map(|(what, is)| (what.to_owned(), is.to_owned())).collect();
    let mut sheet = Sheet::new(&community.name, &community.summary);
    sheet = below(sheet, "Communities", "/admin/communities").section("", [Part::Facts(facts)]);
    let charter = [
        ("What it is about", &community.charter_domain_html),
        ("Who they are", &community.charter_community_html),
        ("What they share", &community.charter_practice_html),
    ];
    for (title, html) in charter {
        let part = if html.is_empty() { Part::Empty("They say nothing of it yet.".to_owned()) } else { Part::Prose(html.clone()) };
        sheet = sheet.section(title, [part]);
    }
    sheet = sheet.section("Who leads it", [Part::Rows(leads)]);
    let approve = Part::Form(opening::asking(form::<ApproveCommunity>("Approve").with("community", slug)).done());
    let declined = community.declined_because.map(|because| Part::Text(format!("It was declined: “{because}”")));
    let decline = form::<DeclineCommunity>("Decline").with("community", slug).area("word", "A word to its leads", 3);
    let decline = decline.hint("Why, and what they could change. It comes with the mail that tells them, and stands in the log.").danger();
    let mut parts: Vec<Part> = declined.into_iter().chain([approve]).collect();
    if !community.declined {
        parts.push(Part::Folded("Decline".to_owned(), Box::new(decline.done())));
    }
    Ok(sheet.section("Your decision", parts))
}

fn row(n: usize, community: CommunityRow) -> Row {
    let mut facts = vec![community.kind.title().to_owned()];
    facts.extend(community.status.badge().map(str::to_owned));
    let hidden = match (community.proposed, community.declined) {
        (true, true) => "Declined",
        (true, false) => "Waits to be approved",
        (false, _) => "Hidden",
    };
    facts.extend((!community.listed).then(|| hidden.to_owned()));
    facts.extend((community.proposed && community.asked_hidden).then(|| "Asks to stay hidden".to_owned()));
    facts.push(up_to(community.members, "member", "members"));
    facts.push(match community.leads.len() {
        0 => "Seeking a lead".to_owned(),
        _ => format!("Led by {}", community.leads.join(", ")),
    });
    let slug = community.slug.as_str();
    let lead = form::<StepIn>("Step in as lead").with("community", slug).numbered(n).quiet().area("why", "Why", 2);
    let mut folded = vec![("Step in as lead".to_owned(), lead.hint("Stands in the community’s log.").done())];
    if rules::may_archive(slug, community.status).is_ok() {
        let fields = form::<ArchiveCommunity>("Archive").with("community", slug).numbered(n).danger().area("why", "Why", 2);
        folded.push(("Archive".to_owned(), fields.hint("Stands in the community’s log.").done()));
    }
    if rules::may_revive(community.status).is_ok() {
        let fields = form::<ReviveCommunity>("Revive").with("community", slug).numbered(n).quiet().area("why", "Why", 2);
        folded.push(("Revive".to_owned(), fields.hint("Stands in the community’s log.").done()));
    }
    let forms = community.proposed.then(|| opening::asking(form::<ApproveCommunity>("Approve").with("community", slug).numbered(n)).done());
    // What waits is read on a screen of its own; what is hidden, by its members.
    let href = match (community.proposed, community.listed || community.mine) {
        (true, _) => Some(format!("/admin/communities/{slug}")),
        (false, seen) => seen.then(|| format!("/c/{slug}")),
    };
    Row { href, facts, forms: forms.into_iter().collect(), folded, ..Row::new(community.name) }
}
