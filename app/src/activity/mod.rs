//! The one log of every change: who did what to which object, in which community, when. Written by [`Tx::commit`], in the transaction of the change itself.

pub mod jobs;
pub mod log;

use uuid::Uuid;

use crate::db::Tx;
use crate::db::bulk::Rows;

words! {
    /// What a thing on the site is.
    pub enum ObjectKind {
        /// An organisation.
        Organisation = "organisation",
        /// A topic.
        Topic = "topic",
        /// A person or team.
        Person = "person",
        /// A community.
        Community = "community",
        /// An event.
        Event = "event",
        /// A question.
        Question = "question",
        /// A page.
        Page = "page",
        /// A resource.
        Resource = "resource",
    }
}

impl ObjectKind {
    /// The folder of a bundle that holds the kind; also the word for many of it.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Organisation => "organisations",
            Self::Topic => "topics",
            Self::Person => "people",
            Self::Community => "communities",
            Self::Event => "events",
            Self::Question => "questions",
            Self::Page => "pages",
            Self::Resource => "resources",
        }
    }
}

words! {
    /// What was done.
    pub enum Deed {
        /// It came by an import or the sample.
        Imported = "imported",
        /// An import brought a newer version.
        Reimported = "reimported",
        /// Somebody got an account, or joined a community.
        Joined = "joined",
        /// It was made.
        Made = "made",
        /// It was edited.
        Edited = "edited",
        /// Somebody looked whether it is still correct.
        Reviewed = "reviewed",
        /// Somebody suggested a change to it.
        Suggested = "suggested",
        /// Somebody asked to join a community.
        Asked = "asked",
        /// Somebody took back that they asked, or said no to an invitation.
        Withdrew = "withdrew",
        /// Somebody left, a community or the site.
        Left = "left",
        /// Somebody who asked was let in.
        Approved = "approved",
        /// Somebody who asked was not let in, or an invitation was taken back.
        Declined = "declined",
        /// Somebody was invited.
        Invited = "invited",
        /// It was removed; of a person in a community, their membership.
        Removed = "removed",
        /// Somebody was given a role.
        GaveRole = "gave_role",
        /// A role was taken from somebody.
        TookRole = "took_role",
        /// Its address changed.
        Renamed = "renamed",
        /// It was put away, to be read only.
        Archived = "archived",
        /// It lives again.
        Revived = "revived",
        /// It went into another.
        Merged = "merged",
        /// Somebody linked a sign-in provider to their account.
        Linked = "linked",
        /// Somebody unlinked one.
        Unlinked = "unlinked",
        /// Somebody downloaded what is held of them.
        Downloaded = "downloaded",
        /// It is by another profile of the same person now.
        Credited = "credited",
        /// An administrator became lead of a community.
        SteppedIn = "stepped_in",
        /// It does not take place.
        Cancelled = "cancelled",
        /// What was reported was dealt with.
        Resolved = "resolved",
        /// A member may not sign in for the time being.
        Suspended = "suspended",
        /// A suspended member may sign in again.
        Restored = "restored",
        /// A member became administrator.
        Appointed = "appointed",
        /// A member is administrator no longer.
        Dismissed = "dismissed",
        /// All sessions of a member were ended.
        SignedOut = "signed_out",
        /// A question got an answer.
        Answered = "answered",
        /// A question, or an answer to it, got a comment.
        Commented = "commented",
        /// An answer to a question was accepted.
        Accepted = "accepted",
        /// The answer that was accepted is so no longer.
        Unaccepted = "unaccepted",
        /// It takes no more answers.
        Closed = "closed",
        /// It takes answers again.
        Reopened = "reopened",
        /// It, or something below it, was hidden.
        Deleted = "deleted",
        /// What was hidden is there again.
        Undeleted = "undeleted",
        /// Nobody writes to it any more.
        Locked = "locked",
        /// People write to it again.
        Unlocked = "unlocked",
        /// It went to another community.
        Moved = "moved",
        /// An administrator looked up who wrote something without their name.
        Revealed = "revealed",
        /// A link to set a password was mailed to a member.
        SentPassword = "sent_password",
        /// An administrator removed a member's photo.
        RemovedPhoto = "removed_photo",
        /// A member added a passkey.
        AddedPasskey = "added_passkey",
        /// A member gave a passkey another name.
        RenamedPasskey = "renamed_passkey",
        /// A member removed a passkey.
        RemovedPasskey = "removed_passkey",
        /// A member has a passkey asked for after the password.
        RequiredPasskey = "required_passkey",
        /// A member, or an administrator for them, has none asked for any more.
        StoppedRequiringPasskey = "stopped_requiring_passkey",
        /// A community follows a calendar elsewhere.
        FollowedCalendar = "followed_calendar",
        /// A community follows one no longer.
        StoppedCalendar = "stopped_calendar",
        /// A member made a personal token.
        MadeToken = "made_token",
        /// A member revoked a personal token.
        RevokedToken = "revoked_token",
        /// A member made recovery codes.
        MadeCodes = "made_codes",
        /// A member signed in with a recovery code.
        UsedCode = "used_code",
    }
}

impl Deed {
    /// Whether it changes nothing that others see of who did it, or of whom it was done to.
    pub fn is_unseen(self) -> bool {
        matches!(
            self,
            Self::AddedPasskey
                | Self::RenamedPasskey
                | Self::RemovedPasskey
                | Self::RequiredPasskey
                | Self::StoppedRequiringPasskey
                | Self::MadeCodes
                | Self::UsedCode
                | Self::Downloaded
                | Self::SignedOut
                | Self::SentPassword
        )
    }
}

/// One act: a row of the log.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who did it; `None` for the program itself, an import or a job.
    pub actor: Option<Uuid>,
    /// What was done.
    pub deed: Deed,
    /// To what kind of object.
    pub kind: ObjectKind,
    /// To which.
    pub object: Uuid,
    /// In which community.
    pub community: Option<Uuid>,
    /// What the log says besides: for whom, why.
    pub note: Option<String>,
}

impl Act {
    /// What the program itself did.
    pub fn of(deed: Deed, kind: ObjectKind, object: Uuid) -> Self {
        Self { actor: None, deed, kind, object, community: None, note: None }
    }

    /// What a member did.
    pub fn by(actor: Uuid, deed: Deed, kind: ObjectKind, object: Uuid) -> Self {
        Self { actor: Some(actor), ..Self::of(deed, kind, object) }
    }

    /// In a community.
    pub fn in_community(self, community: impl Into<Option<Uuid>>) -> Self {
        Self { community: community.into(), ..self }
    }

    /// With a word on it.
    pub fn noting(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

pub(crate) async fn record(tx: &mut Tx, acts: impl IntoIterator<Item = Act>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let mut rows = Rows::new("activity", &["id", "at", "actor_id", "act", "kind", "object_id", "community_id", "note"]);
    for act in acts {
        rows.push([
            Uuid::now_v7().into(),
            now.into(),
            act.actor.into(),
            act.deed.as_str().into(),
            act.kind.as_str().into(),
            act.object.into(),
            act.community.into(),
            act.note.into(),
        ]);
    }
    rows.insert(tx).await
}
