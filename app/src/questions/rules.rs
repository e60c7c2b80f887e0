//! Who may write to a community's board, and what its moderators may: pure.

use crate::communities::model::{CommunityHead, CommunityStatus};
use crate::communities::readers::Readers;
use crate::error::AppError;
use crate::memberships::rules::Standing;

/// Whether somebody may write to a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posting {
    /// They may.
    Yes,
    /// Once they have signed in, perhaps.
    SignIn,
    /// Once they belong to the community.
    Join,
    /// Nobody may: the community has ended.
    Ended,
}

/// Whether somebody who stands there may ask, answer and comment; `standing` is `None` for who is not signed in. What everybody has, everybody may write to.
pub fn posting(head: &CommunityHead, standing: Option<&Standing>) -> Posting {
    match standing {
        _ if head.status != CommunityStatus::Active => Posting::Ended,
        None => Posting::SignIn,
        Some(standing) if head.is_everyone() || standing.is_member() => Posting::Yes,
        Some(_) => Posting::Join,
    }
}

/// Refuses who may not write to a board.
///
/// # Errors
/// `Forbidden`, with what to do; `SignIn` where that is it.
pub fn to_post(head: &CommunityHead, standing: Option<&Standing>) -> Result<(), AppError> {
    let refused = |says: String| Err(AppError::Forbidden(says));
    match posting(head, standing) {
        Posting::Yes => Ok(()),
        Posting::SignIn => Err(AppError::SignIn),
        Posting::Join => refused(format!("Members of {} write here. Join it first, on its own page.", head.name)),
        Posting::Ended => refused(format!("{} has ended: its questions stay to be read, and take nothing new.", head.name)),
    }
}

/// Refuses who does not moderate.
///
/// # Errors
/// `Forbidden`, with who does.
pub fn to_moderate(standing: &Standing) -> Result<(), AppError> {
    if standing.may_moderate() {
        return Ok(());
    }
    Err(AppError::Forbidden("Leads and moderators of the community do this. Ask one of them.".to_owned()))
}

/// Refuses who does not take a question to office hours, nor back.
///
/// # Errors
/// `Forbidden`, with who does.
pub fn to_bring(own: bool, moderates: bool) -> Result<(), AppError> {
    if own || moderates {
        return Ok(());
    }
    Err(AppError::Forbidden("Who asked the question takes it to office hours, or a moderator does.".to_owned()))
}

/// Who asked a question, as far as it matters to where it may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Nobody who could come back to it: it was imported, or they left.
    Gone,
    /// Somebody who did not give their name.
    Nameless,
    /// Somebody, by their name; whether they may read the questions of the other board.
    Named(bool),
}

/// Why a question can't go from one board to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// People would read it there who can't read it here.
    ForThoseHere,
    /// Who asked could not read it any more.
    ForItsAsker,
    /// Whether who asked without their name could read it there would tell who that is.
    Nameless,
}

/// Whether a question may go from one board to another: only where everybody who reads it there could read it before, and who asked still can. Members and leads of one community are
/// others than those of another, however few.
///
/// # Errors
/// Why it may not.
pub fn may_move((from, to): (Readers, Readers), asker: Asker) -> Result<(), Stays> {
    match asker {
        _ if from < Readers::SignedIn || to > from => Err(Stays::ForThoseHere),
        _ if to >= Readers::SignedIn => Ok(()),
        Asker::Nameless => Err(Stays::Nameless),
        Asker::Named(false) => Err(Stays::ForItsAsker),
        Asker::Named(true) | Asker::Gone => Ok(()),
    }
}

/// Who else wrote below a question that goes where not everybody who is signed in reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// How many people, by name, could not read it there.
    pub lost: i64,
    /// How many posts have no name: whether who wrote them reads there must not be told.
    pub nameless: i64,
}

/// What a moderator agrees to who takes a question away from people who wrote below it; `None` where all of them still read it.
pub fn parts_from(to: Readers, below: Below) -> Option<Below> {
    (to < Readers::SignedIn && below != Below::default()).then_some(below)
}

/// Whether people may write without their name: as the community says, else where the public does not read it.
pub fn allows_anonymous(said: Option<bool>, readers: Readers) -> bool {
    said.unwrap_or(readers != Readers::Public)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::communities::EVERYONE;
    use crate::communities::model::{Audience, CommunityKind, MembershipState, Role, Sections};
    use crate::communities::readers::readers;

    fn head(slug: &str, status: CommunityStatus) -> CommunityHead {
        let sees = Sections { about: true, events: true, questions: true, pages: true, members: true };
        CommunityHead {
            id: Uuid::nil(),
            slug: slug.to_owned(),
            name: slug.to_owned(),
            short_name: None,
            summary: String::new(),
            kind: CommunityKind::Practice,
            status,
            accent: None,
            sees,
            listed: true,
            tends: false,
            organises: false,
            edits: false,
        }
    }

    fn standing(state: Option<MembershipState>, roles: &[Role]) -> Standing {
        Standing { state, roles: roles.to_vec(), members_edit: false }
    }

    #[test]
    fn members_write_and_others_join_first() {
        let design = head("design", CommunityStatus::Active);
        assert_eq!(posting(&design, None), Posting::SignIn);
        assert_eq!(posting(&design, Some(&standing(Some(MembershipState::Active), &[]))), Posting::Yes);
        for outside in [None, Some(MembershipState::Requested), Some(MembershipState::Invited)] {
            assert_eq!(posting(&design, Some(&standing(outside, &[Role::Moderator]))), Posting::Join);
        }
    }

    #[test]
    fn whoever_is_signed_in_writes_to_what_everybody_has() {
        let everyone = head(EVERYONE, CommunityStatus::Active);
        assert_eq!(posting(&everyone, Some(&Standing::default())), Posting::Yes);
        assert_eq!(posting(&everyone, None), Posting::SignIn);
    }

    #[test]
    fn what_has_ended_takes_nothing_new() {
        for status in [CommunityStatus::Archived, CommunityStatus::Merged] {
            let ended = standing(Some(MembershipState::Active), &[Role::Lead]);
            assert_eq!(posting(&head("design", status), Some(&ended)), Posting::Ended);
        }
    }

    #[test]
    fn leads_and_moderators_moderate() {
        for role in Role::ALL {
            let moderates = standing(Some(MembershipState::Active), &[*role]).may_moderate();
            assert_eq!(moderates, matches!(role, Role::Lead | Role::Moderator), "{role}");
        }
    }

    #[test]
    fn no_question_moves_to_where_others_read_it() {
        for asker in [Asker::Gone, Asker::Nameless, Asker::Named(true), Asker::Named(false)] {
            for from in [Readers::Leads, Readers::Members] {
                for to in [Readers::Leads, Readers::Members, Readers::SignedIn, Readers::Public] {
                    assert_eq!(may_move((from, to), asker), Err(Stays::ForThoseHere), "those who read it here are others: {from:?} {to:?}");
                }
            }
            assert_eq!(may_move((Readers::SignedIn, Readers::Public), asker), Err(Stays::ForThoseHere));
            assert_eq!(may_move((Readers::Public, Readers::SignedIn), asker), Ok(()));
        }
    }

    #[test]
    fn no_question_moves_away_from_who_asked_it_nor_tells_who_that_is() {
        let to_members = |asker| may_move((Readers::Public, Readers::Members), asker);
        assert_eq!(to_members(Asker::Named(true)), Ok(()));
        assert_eq!(to_members(Asker::Named(false)), Err(Stays::ForItsAsker));
        assert_eq!(to_members(Asker::Nameless), Err(Stays::Nameless));
        assert_eq!(to_members(Asker::Gone), Ok(()));
    }

    #[test]
    fn a_question_goes_without_a_word_only_where_all_who_wrote_below_it_still_read_it() {
        let (nobody, some) = (Below::default(), Below { lost: 2, nameless: 0 });
        assert_eq!(parts_from(Readers::Members, nobody), None);
        assert_eq!(parts_from(Readers::SignedIn, some), None, "who wrote something is signed in");
        for below in [some, Below { lost: 0, nameless: 1 }] {
            assert_eq!(parts_from(Readers::Members, below), Some(below));
        }
    }

    #[test]
    fn names_may_be_left_out_where_the_public_does_not_read() {
        assert!(!allows_anonymous(None, readers(Audience::Public, true)));
        assert!(allows_anonymous(None, readers(Audience::Public, false)), "what is hidden has no public");
        assert!(allows_anonymous(None, Readers::SignedIn) && allows_anonymous(Some(true), Readers::Public));
        assert!(!allows_anonymous(Some(false), Readers::Members));
    }
}
