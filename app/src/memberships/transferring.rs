//! Handing a community to somebody else: they lead it, and who led it does no longer.

use super::rules::to_lead;
use super::store::{self, RoleRow};
use super::welcoming::Decision;
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::Role;
use crate::error::AppError;
use crate::notifications::NewsKind;
use crate::state::signed_in_at;
use crate::ui::form::Done;
use crate::{queries, run};

queries! {
    // Roles that have ended stay: they are what somebody was.
    STEP_DOWN = "delete from membership_role where role = 'lead' and (until is null or until >= $3) \
                 and membership_id in (select ms.id from membership ms where ms.community_id = $1 and ms.member_id = $2)";
}

/// Hands a community to another of its members: both at once, so that it is never without a lead.
pub(super) async fn transfer(slug: &str, handle: &str) -> Result<Done, AppError> {
    let (app, by, head) = signed_in_at(slug).await?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, head.id).await?;
    to_lead(&store::standing_now(&mut tx, head.id, by.member).await?)?;
    let wrong = |says: String| AppError::field("handle", says);
    let handle = handle.trim().trim_start_matches("/people/").trim_start_matches('@').to_lowercase();
    let found = store::person(&mut tx, &handle).await;
    let about = found.map_err(|_| wrong(format!("No member has the handle @{handle}. It is the end of their profile’s address.")))?;
    if about.id == by.member {
        return Err(wrong("This is you. Name who leads after you.".to_owned()));
    }
    let standing = store::standing_now(&mut tx, head.id, about.id).await?;
    if !standing.is_member() {
        return Err(wrong(format!("{} does not belong to {} yet. Invite them first.", about.name, community.name)));
    }
    if about.email.is_none() {
        return Err(wrong(format!("{} has no account yet, and could not lead. Name somebody who has.", about.name)));
    }
    let today = tx.now().date_naive();
    let mut decision = Decision { tx, by, community, about };
    if !standing.is_lead() {
        let lead = RoleRow { handle, position: 0, role: Role::Lead, title: None, since: Some(today), until: None };
        store::give(&mut decision.tx, head.id, decision.about.id, &lead).await?;
    }
    run!(decision.tx, sqlx::query(STEP_DOWN).bind(head.id).bind(decision.by.member).bind(today))?;
    decision.tell(NewsKind::RoleGiven, Some(Role::Lead.title())).await?;
    let gave = decision.act(Deed::GaveRole).noting("Lead, handed over");
    let left = Act::by(decision.by.member, Deed::TookRole, ObjectKind::Person, decision.by.member).in_community(head.id);
    let name = decision.about.name;
    decision.tx.commit([gave, left.noting(format!("handed over to {name}"))]).await?;
    Ok(Done::at(format!("/c/{slug}")).saying(format!("{name} leads {} now, and has been told. You are a member.", head.name)))
}
