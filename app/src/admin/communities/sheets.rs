//! The screen of communities' administration.

use super::store::{self, CommunityRow};
use crate::admin::api::{ApproveCommunity, ArchiveCommunity, ReviveCommunity, StepIn};
use crate::admin::overview::tabs;
use crate::admin::rules;
use crate::asked::Asked;
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

fn row(n: usize, community: CommunityRow) -> Row {
    let mut facts = vec![community.kind.title().to_owned()];
    facts.extend(community.status.badge().map(str::to_owned));
    facts.extend((!community.listed).then(|| if community.proposed { "Waits to be approved" } else { "Hidden" }.to_owned()));
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
    let forms = community.proposed.then(|| form::<ApproveCommunity>("Approve").with("community", slug).numbered(n).done());
    let seen = community.listed || community.mine;
    Row { href: seen.then(|| format!("/c/{slug}")), facts, forms: forms.into_iter().collect(), folded, ..Row::new(community.name) }
}
