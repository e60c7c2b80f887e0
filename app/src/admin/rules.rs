//! What administrators may do, and what stands in the way. Pure.

use uuid::Uuid;

use crate::communities::EVERYONE;
use crate::communities::model::{CommunityStatus, MembershipState, Role};
use crate::error::AppError;

/// A member, as far as the rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub id: Uuid,
    /// Whether it is one person's.
    pub person: bool,
    /// Whether they have an account.
    pub account: bool,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they administer the site.
    pub administrator: bool,
}

/// A membership, as far as the rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// Where it stands.
    pub state: MembershipState,
    /// What they do there.
    pub roles: Vec<Role>,
}

fn refused(says: &str) -> Result<(), AppError> {
    Err(AppError::form(says))
}

/// Whether an administrator may suspend somebody.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_suspend(by: Uuid, whom: Standing) -> Result<(), AppError> {
    if whom.id == by {
        return refused("You can’t suspend yourself. Ask another administrator.");
    }
    if !whom.account {
        return refused("They have no account: there is nothing to suspend.");
    }
    if !whom.active {
        return refused("This account is suspended already.");
    }
    if whom.administrator {
        return refused("They administer this site. Take that back first, then suspend the account.");
    }
    Ok(())
}

/// Whether somebody may be let in again.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_restore(whom: Standing) -> Result<(), AppError> {
    if whom.active || !whom.account { refused("This account is not suspended.") } else { Ok(()) }
}

/// Whether somebody may become administrator.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_appoint(whom: Standing) -> Result<(), AppError> {
    if whom.administrator {
        return refused("They administer this site already.");
    }
    if !whom.account || !whom.active {
        return refused("Only somebody with an account that is not suspended can administer the site.");
    }
    Ok(())
}

/// Whether administration may be taken back from somebody, where there are so many administrators.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_dismiss(whom: Standing, administrators: usize) -> Result<(), AppError> {
    if !whom.administrator {
        return refused("They don’t administer this site.");
    }
    if administrators < 2 {
        return refused("This is the last administrator. Make somebody else administrator first.");
    }
    Ok(())
}

/// Whether somebody's account can be mailed to and signed out.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_be_helped(whom: Standing) -> Result<(), AppError> {
    if !whom.account {
        return refused("They have no account.");
    }
    if whom.active { Ok(()) } else { refused("This account is suspended. Restore it first.") }
}

/// Whether the owner of a profile may be invited to claim it.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_be_claimed(whom: Standing) -> Result<(), AppError> {
    if whom.account {
        return refused("They have an account already.");
    }
    if whom.person && whom.active { Ok(()) } else { refused("Only a person who is listed can have an account.") }
}

/// Whether a profile or account may become part of another account.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_merge(by: Uuid, from: Standing, into: Standing) -> Result<(), AppError> {
    if from.id == into.id {
        return Err(AppError::field("into", "That is this very profile. Name the one it becomes part of."));
    }
    if !into.account || !into.active {
        return Err(AppError::field("into", "This profile has no account that somebody can sign in to. Name one that has."));
    }
    if from.person != into.person {
        return Err(AppError::field("into", "One of the two is a team, the other a person: they are not the same."));
    }
    if from.id == by {
        return refused("This is your own account. Merge the other one into it, or ask another administrator.");
    }
    if from.administrator {
        return refused("This account administers the site. Take that back first.");
    }
    if !from.active {
        return refused("This account is suspended, and merging would lift that. Restore it first, if that is what you want.");
    }
    Ok(())
}

/// Whether the first of two memberships of a community is at least as strong as the second: in before asked, leads before others, more to do before less.
pub fn is_stronger(one: &Belonging, other: &Belonging) -> bool {
    let rank = |belonging: &Belonging| {
        let state = match belonging.state {
            MembershipState::Active => 2,
            MembershipState::Invited => 1,
            MembershipState::Requested => 0,
        };
        (state, belonging.roles.contains(&Role::Lead), belonging.roles.len())
    };
    rank(one) >= rank(other)
}

/// Whether a community may be archived.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_archive(slug: &str, status: CommunityStatus) -> Result<(), AppError> {
    if slug == EVERYONE {
        return refused("This community is everyone’s and stays.");
    }
    if status == CommunityStatus::Active { Ok(()) } else { refused("This community is not active any more.") }
}

/// Whether a community may be revived.
///
/// # Errors
/// With the sentence that says why not.
pub fn may_revive(status: CommunityStatus) -> Result<(), AppError> {
    match status {
        CommunityStatus::Archived => Ok(()),
        CommunityStatus::Active => refused("This community is active."),
        CommunityStatus::Merged => refused("This community went into another. Found a new one instead."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: u128) -> Standing {
        Standing { id: Uuid::from_u128(id), person: true, account: true, active: true, administrator: false }
    }

    fn says(result: Result<(), AppError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn nobody_suspends_themselves_an_administrator_or_a_profile_without_account() {
        let by = Uuid::from_u128(1);
        assert!(may_suspend(by, member(2)).is_ok());
        assert!(says(may_suspend(by, member(1))).contains("yourself"));
        assert!(says(may_suspend(by, Standing { administrator: true, ..member(2) })).contains("Take that back first"));
        assert!(says(may_suspend(by, Standing { account: false, ..member(2) })).contains("no account"));
        assert!(says(may_suspend(by, Standing { active: false, ..member(2) })).contains("already"));
    }

    #[test]
    fn there_is_always_an_administrator() {
        let root = Standing { administrator: true, ..member(1) };
        assert!(may_dismiss(root, 2).is_ok());
        assert!(says(may_dismiss(root, 1)).contains("last administrator"));
        assert!(may_dismiss(member(1), 2).is_err());
        assert!(may_appoint(member(2)).is_ok() && may_appoint(root).is_err());
        assert!(may_appoint(Standing { active: false, ..member(2) }).is_err());
        assert!(may_appoint(Standing { account: false, ..member(2) }).is_err());
    }

    #[test]
    fn a_suspended_account_is_restored_and_an_active_one_helped() {
        let suspended = Standing { active: false, ..member(2) };
        assert!(may_restore(suspended).is_ok() && may_restore(member(2)).is_err());
        assert!(may_restore(Standing { account: false, ..suspended }).is_err(), "somebody who left does not come back by that");
        assert!(may_be_helped(member(2)).is_ok() && may_be_helped(suspended).is_err());
        assert!(may_be_helped(Standing { account: false, ..member(2) }).is_err());
    }

    #[test]
    fn people_without_an_account_can_claim_their_profile() {
        let listed = Standing { account: false, ..member(2) };
        assert!(may_be_claimed(listed).is_ok());
        for whom in [member(2), Standing { person: false, ..listed }, Standing { active: false, ..listed }] {
            assert!(may_be_claimed(whom).is_err(), "{whom:?}");
        }
    }

    #[test]
    fn profiles_merge_into_accounts_that_somebody_can_sign_in_to() {
        let (by, from, into) = (Uuid::from_u128(1), Standing { account: false, ..member(2) }, member(3));
        assert!(may_merge(by, from, into).is_ok());
        assert!(may_merge(by, member(2), member(1)).is_ok(), "one’s own second account");
        for (from, into) in [
            (from, from),
            (from, Standing { account: false, ..into }),
            (from, Standing { active: false, ..into }),
            (from, Standing { person: false, ..into }),
            (member(1), into),
            (Standing { administrator: true, ..member(2) }, into),
            (Standing { active: false, ..member(2) }, into),
        ] {
            assert!(may_merge(by, from, into).is_err(), "{from:?} into {into:?}");
        }
    }

    #[test]
    fn of_two_memberships_the_stronger_is_kept() {
        let belonging = |state, roles: &[Role]| Belonging { state, roles: roles.to_vec() };
        let lead = belonging(MembershipState::Active, &[Role::Lead]);
        let busy = belonging(MembershipState::Active, &[Role::Greeter, Role::Editor]);
        let plain = belonging(MembershipState::Active, &[]);
        let invited = belonging(MembershipState::Invited, &[Role::Lead]);
        for (one, other) in [(&lead, &busy), (&busy, &plain), (&plain, &invited), (&plain, &plain)] {
            assert!(is_stronger(one, other), "{one:?} over {other:?}");
        }
        assert!(!is_stronger(&invited, &plain) && !is_stronger(&busy, &lead));
    }

    #[test]
    fn communities_are_archived_and_revived_in_turn_and_everyone_stays() {
        assert!(may_archive("design", CommunityStatus::Active).is_ok() && may_archive("design", CommunityStatus::Archived).is_err());
        assert!(may_archive(EVERYONE, CommunityStatus::Active).is_err());
        assert!(may_revive(CommunityStatus::Archived).is_ok());
        assert!(may_revive(CommunityStatus::Active).is_err() && may_revive(CommunityStatus::Merged).is_err());
    }
}
