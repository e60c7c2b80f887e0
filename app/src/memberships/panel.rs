//! What stands on a community's own screen for whoever looks at it: how they belong, or what they can do to.

use chrono::NaiveDate;

use super::api::{Join, Leave};
use super::rules::{Joining, Standing, joining};
use super::sheets::keeping;
use super::store::{self, Seen};
use crate::communities::model::{CommunityHead, JoinRule};
use crate::db::Db;
use crate::error::AppError;
use crate::state::Viewer;
use crate::ui::forming::form;
use crate::ui::sheet::Part;

/// The pieces of the panel; none where nobody joins. `rule`: who can join, where the viewer may know.
///
/// # Errors
/// When the database does not answer.
pub async fn parts(db: &Db, viewer: Viewer, head: &CommunityHead, rule: Option<JoinRule>, today: NaiveDate) -> Result<Vec<Part>, AppError> {
    if head.is_everyone() {
        return Ok(Vec::new());
    }
    let Some(member) = viewer.member else { return Ok(for_visitors(head, rule)) };
    Ok(for_members(head, &store::seen(db, head.id, member, today).await?))
}

fn for_visitors(head: &CommunityHead, rule: Option<JoinRule>) -> Vec<Part> {
    match joining(rule.unwrap_or_default(), head.status, &Standing::default(), false) {
        Joining::Closed | Joining::ByInvitation => Vec::new(),
        _ => vec![Part::Links(vec![("Sign in to join".to_owned(), format!("/sign-in?to=/c/{}", head.slug))])],
    }
}

fn for_members(head: &CommunityHead, seen: &Seen) -> Vec<Part> {
    let join = |button: &str| {
        let fields = form::<Join>(button).with("community", &head.slug);
        keeping(fields, seen.guidelines_version)
    };
    match joining(seen.rule, head.status, &seen.standing, seen.vouched) {
        Joining::AtOnce => vec![Part::Form(join("Join").done())],
        Joining::Ask => {
            let ask = join("Ask to join").area("note", "A word to the leads", 3).optional();
            let seen_by = format!("Seen by those who lead {} or welcome people to it.", head.name);
            vec![Part::Form(ask.hint("Who you are, and what brings you.").seen_by(seen_by).done())]
        }
        Joining::Asked => {
            let take_back = form::<Leave>("Take it back").with("community", &head.slug).quiet().done();
            vec![Part::Text("You have asked to join. The leads will answer.".to_owned()), Part::Form(take_back)]
        }
        Joining::Invited => {
            vec![Part::Text("You are invited.".to_owned()), Part::Links(vec![("Say yes or no".to_owned(), "/me".to_owned())])]
        }
        Joining::Member => belongs(head, &seen.standing),
        Joining::ByInvitation | Joining::Closed => Vec::new(),
    }
}

fn belongs(head: &CommunityHead, standing: &Standing) -> Vec<Part> {
    let leave = form::<Leave>("Leave").with("community", &head.slug).danger();
    let leave = if standing.is_lead() {
        leave.check("seeks_lead", "If I am the last lead, show that the community is looking for one").optional()
    } else {
        leave
    };
    vec![Part::Text("You belong to this community.".to_owned()), Part::Folded("Leave the community".to_owned(), Box::new(leave.done()))]
}
