//! Who may join, and what a membership allows.

use crate::communities::model::{CommunityStatus, JoinRule, MembershipState, Role};
use crate::error::AppError;

/// Where somebody stands in a community today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Where their membership stands; `None` without one.
    pub state: Option<MembershipState>,
    /// The roles they have today.
    pub roles: Vec<Role>,
    /// Whether the community lets every member edit its pages.
    pub members_edit: bool,
}

impl Standing {
    /// Whether they belong.
    pub fn is_member(&self) -> bool {
        self.state == Some(MembershipState::Active)
    }

    /// Whether they lead.
    pub fn is_lead(&self) -> bool {
        self.has(Role::Lead)
    }

    /// Whether they answer who asks to join, and invite: leads and greeters.
    pub fn may_welcome(&self) -> bool {
        self.is_lead() || self.has(Role::Greeter)
    }

    /// Whether they hold its events: leads and organisers.
    pub fn may_organise(&self) -> bool {
        self.is_lead() || self.has(Role::Organiser)
    }

    /// Whether they edit its pages: leads and editors, and every member where the community says so.
    pub fn may_edit(&self) -> bool {
        self.is_lead() || self.has(Role::Editor) || (self.is_member() && self.members_edit)
    }

    /// Whether they change what the community is, who belongs and who does what: leads.
    pub fn may_lead(&self) -> bool {
        self.is_lead()
    }

    /// Whether they tend the community's questions, and decide what becomes of what was reported: leads and moderators.
    pub fn may_moderate(&self) -> bool {
        self.is_lead() || self.has(Role::Moderator)
    }

    fn has(&self, role: Role) -> bool {
        self.is_member() && self.roles.contains(&role)
    }
}

/// What somebody can do to belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// Belongs already.
    Member,
    /// Joins by pressing a button.
    AtOnce,
    /// Asks, and a lead answers.
    Ask,
    /// Has asked.
    Asked,
    /// Was invited, and says yes or no.
    Invited,
    /// Has to be invited.
    ByInvitation,
    /// Nobody joins any more.
    Closed,
}

/// What somebody who stands there can do to belong. `vouched`: whether a proof lets them in, of an organisation or of a domain.
pub fn joining(rule: JoinRule, status: CommunityStatus, standing: &Standing, vouched: bool) -> Joining {
    match (standing.state, status, rule) {
        (Some(MembershipState::Active), ..) => Joining::Member,
        (_, CommunityStatus::Archived | CommunityStatus::Merged, _) => Joining::Closed,
        (Some(MembershipState::Invited), ..) => Joining::Invited,
        (Some(MembershipState::Requested), ..) => Joining::Asked,
        (None, _, JoinRule::Open) => Joining::AtOnce,
        (None, _, JoinRule::Organisation | JoinRule::Domains) if vouched => Joining::AtOnce,
        (None, _, JoinRule::Request | JoinRule::Organisation | JoinRule::Domains) => Joining::Ask,
        (None, _, JoinRule::Invitation) => Joining::ByInvitation,
    }
}

/// Refuses who may not answer requests or invite.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn to_welcome(standing: &Standing) -> Result<(), AppError> {
    allowed(standing.may_welcome(), "Leads and greeters of the community do this. Ask one of them.")
}

/// Refuses who may not decide what becomes of what was reported.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn to_moderate(standing: &Standing) -> Result<(), AppError> {
    allowed(standing.may_moderate(), "Leads and moderators of the community do this. Ask one of them.")
}

/// Refuses who may not hold events, and events of what has ended.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn to_organise(standing: &Standing, status: CommunityStatus) -> Result<(), AppError> {
    allowed(standing.may_organise(), "Leads and organisers of the community do this. Ask one of them.")?;
    let lives = status == CommunityStatus::Active;
    allowed(lives, "This community is archived: its calendar can be read, and nothing is added to it.")
}

/// Refuses who may not edit pages, and the pages of what has ended.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn to_edit(standing: &Standing, status: CommunityStatus) -> Result<(), AppError> {
    allowed(standing.may_edit(), "Leads and editors of the community do this. Ask one of them.")?;
    let lives = status == CommunityStatus::Active;
    allowed(lives, "This community is archived: its pages can be read, and are not changed any more.")
}

/// Refuses who may change none of a community's settings.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn to_tend(standing: &Standing) -> Result<(), AppError> {
    allowed(standing.may_welcome() || standing.may_moderate(), "Those who lead, welcome or moderate do this. Ask one of them.")
}

/// Refuses who may not lead.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn to_lead(standing: &Standing) -> Result<(), AppError> {
    allowed(standing.may_lead(), "Leads of the community do this. Ask one of them.")
}

fn allowed(may: bool, sentence: &str) -> Result<(), AppError> {
    if may { Ok(()) } else { Err(AppError::Forbidden(sentence.to_owned())) }
}

/// Whether somebody who leads may stop: the last lead names a successor first, or says that the community seeks one.
///
/// # Errors
/// With a sentence that says what to do.
pub fn may_step_down(leads: i64, seeks_lead: bool) -> Result<(), AppError> {
    if leads > 1 || seeks_lead {
        return Ok(());
    }
    Err(AppError::form(
        "You are the last lead. Make somebody else a lead first, or tick the box: the community then shows that it is looking for one.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: Option<MembershipState>, roles: &[Role]) -> Standing {
        Standing { state, roles: roles.to_vec(), members_edit: false }
    }

    #[test]
    fn the_rule_says_how_somebody_new_joins() {
        let new = Standing::default();
        let by = |rule, vouched| joining(rule, CommunityStatus::Active, &new, vouched);
        assert_eq!(by(JoinRule::Open, false), Joining::AtOnce);
        assert_eq!(by(JoinRule::Request, true), Joining::Ask);
        assert_eq!(by(JoinRule::Invitation, true), Joining::ByInvitation);
        for rule in JoinRule::ALL.iter().copied().filter(|rule| rule.asks_proof()) {
            assert_eq!((by(rule, true), by(rule, false)), (Joining::AtOnce, Joining::Ask), "{rule}");
        }
    }

    #[test]
    fn who_was_invited_may_come_whatever_the_rule() {
        let invited = standing(Some(MembershipState::Invited), &[]);
        for rule in JoinRule::ALL {
            assert_eq!(joining(*rule, CommunityStatus::Active, &invited, false), Joining::Invited);
        }
    }

    #[test]
    fn nobody_joins_what_has_ended() {
        for status in [CommunityStatus::Archived, CommunityStatus::Merged] {
            for state in [None, Some(MembershipState::Invited), Some(MembershipState::Requested)] {
                assert_eq!(joining(JoinRule::Open, status, &standing(state, &[]), true), Joining::Closed);
            }
        }
    }

    #[test]
    fn a_role_counts_for_members_only() {
        for state in [None, Some(MembershipState::Invited), Some(MembershipState::Requested)] {
            let outside = standing(state, &[Role::Lead, Role::Greeter]);
            assert!(!outside.may_lead() && !outside.may_welcome());
        }
        let greeter = standing(Some(MembershipState::Active), &[Role::Greeter]);
        assert!(greeter.may_welcome() && !greeter.may_lead());
        for other in [Role::Organiser, Role::Editor, Role::Moderator] {
            let other = standing(Some(MembershipState::Active), &[other]);
            assert!(!other.may_welcome() && !other.may_lead());
        }
    }

    #[test]
    fn pages_are_edited_by_leads_and_editors_and_by_all_members_where_the_community_says_so() {
        let member = standing(Some(MembershipState::Active), &[]);
        assert!(to_edit(&member, CommunityStatus::Active).is_err());
        assert!(to_edit(&Standing { members_edit: true, ..member }, CommunityStatus::Active).is_ok());
        assert!(to_edit(&Standing { members_edit: true, ..Standing::default() }, CommunityStatus::Active).is_err());
        for role in [Role::Lead, Role::Editor] {
            let edits = standing(Some(MembershipState::Active), &[role]);
            assert!(to_edit(&edits, CommunityStatus::Active).is_ok() && to_edit(&edits, CommunityStatus::Archived).is_err());
        }
    }

    #[test]
    fn the_last_lead_goes_only_if_the_community_says_that_it_seeks_one() {
        assert!(may_step_down(1, false).is_err());
        assert!(may_step_down(1, true).is_ok() && may_step_down(2, false).is_ok());
    }
}
