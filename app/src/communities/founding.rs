//! Founding a community.

use chrono::NaiveDate;
use uuid::Uuid;

use super::model::{Audience, CommunityKind, JoinRule, MembershipState, Role};
use super::record::{Audiences, Charter, CommunityRecord};
use super::{ending_store, record_store};
use crate::accounts::attempts::{FOUND, spend};
use crate::accounts::name::DisplayName;
use crate::accounts::token::Token;
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::communities::acts::tell_who_approves;
use crate::db::Tx;
use crate::db::records::Index;
use crate::error::AppError;
use crate::memberships::store::{self as memberships, Change, RoleRow};
use crate::names;
use crate::state::{Founding, signed_in};
use crate::typed::Typed;
use crate::ui::form::Done;

/// The longest part of a charter, in characters.
pub(super) const CHARTER: usize = 10_000;

/// Founds one: name; sentence, kind and rule; domain, community and practice; whether it is hidden.
pub(super) async fn found(
    name: &str,
    [summary, kind, rule]: [&str; 3],
    [domain, people, practice]: [&str; 3],
    hidden: bool,
) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let by_all = app.site.founding == Founding::Anyone || member.administrator;
    let mut typed = Typed::default();
    let name = read_name(&mut typed, name);
    let summary = typed.line("summary", summary, 300);
    let kind: CommunityKind = typed.word("kind", kind);
    let join_rule: JoinRule = typed.word("join_rule", rule);
    let charter = Charter {
        domain: typed.text("domain", domain, CHARTER),
        community: typed.text("people", people, CHARTER),
        practice: typed.text("practice", practice, CHARTER),
    };
    if !name.is_empty() && names::slug(&name).is_empty() {
        typed.say("name", "Use at least one letter or digit.");
    }
    typed.done(())?;
    spend(&app.db, FOUND, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let id = Uuid::now_v7();
    let slug = free_slug(&mut tx, &name, hidden || !by_all, id).await?;
    let audience = Audiences { questions: Audience::Members, members: Audience::Members, ..Audiences::default() };
    let now = tx.now();
    let record = CommunityRecord {
        kind,
        summary,
        join_rule,
        charter,
        audience,
        listed: !hidden,
        founded: Some(now),
        ..CommunityRecord::named(&slug, &name)
    };
    record_store::save(&mut tx, &Index::default(), id, &record).await?;
    memberships::put(&mut tx, id, member.member, &Change { state: MembershipState::Active, ..Change::active(None) }).await?;
    let lead = RoleRow {
        handle: member.handle.clone(),
        position: 0,
        role: Role::Lead,
        title: None,
        since: Some(now.date_naive()),
        until: None::<NaiveDate>,
    };
    memberships::give(&mut tx, id, member.member, &lead).await?;
    if !by_all {
        ending_store::propose(&mut tx, id).await?;
        tell_who_approves(&mut tx, &app.site, &member.name, (&name, &slug)).await?;
    }
    let acts = [
        Act::by(member.member, Deed::Made, ObjectKind::Community, id).in_community(id),
        Act::by(member.member, Deed::Joined, ObjectKind::Person, member.member).in_community(id),
    ];
    tx.commit(acts).await?;
    let says = if by_all {
        format!("{name} is there, and you lead it. Invite the first members.")
    } else {
        format!(
            "{name} waits for an administrator’s approval. Until then its members alone see it: invite the first ones, and say more about it."
        )
    };
    Ok(Done::at(format!("/c/{slug}/settings")).saying(says))
}

/// A community's name: like a person's, it looks like no other's.
pub(super) fn read_name(typed: &mut Typed, name: &str) -> String {
    match DisplayName::parse(name) {
        Ok(name) => name.as_str().to_owned(),
        Err(says) => {
            typed.say("name", says);
            String::new()
        }
    }
}

/// An address that nobody has or had. A hidden community's carries a random ending: that an address is taken would reveal it.
async fn free_slug(tx: &mut Tx, name: &str, hidden: bool, id: Uuid) -> Result<String, AppError> {
    let wanted = names::slug(name);
    if hidden {
        return Ok(unguessable(&wanted));
    }
    let mut slug = wanted.clone();
    let mut number = 1;
    while is_word(&slug) || ending_store::is_taken(tx, &slug, id).await? {
        number += 1;
        slug = format!("{wanted}-{number}");
    }
    Ok(slug)
}

/// The end of a hidden community's address: nobody finds it by trying names, or learns that it is taken.
pub(super) fn unguessable(wanted: &str) -> String {
    let ending: String = Token::make().text().to_lowercase().chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("{wanted}-{ending}")
}

/// What an address may not be: it would read as something of the site.
pub(super) fn is_word(slug: &str) -> bool {
    matches!(slug, "new" | "everyone" | "all" | "admin" | "settings")
}
