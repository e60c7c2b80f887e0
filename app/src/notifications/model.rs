//! The words of being called back.

words! {
    /// What happened.
    pub enum NewsKind {
        /// Somebody answered a question.
        Answered = "answered",
        /// Somebody commented.
        Commented = "commented",
        /// Somebody named the reader: `@handle`.
        Mentioned = "mentioned",
        /// An answer of the reader's was accepted.
        Accepted = "accepted",
        /// Somebody wants an answer from the reader.
        InvitedToAnswer = "invited_to_answer",
        /// Somebody thanks the reader for what they wrote.
        Thanked = "thanked",
        /// Somebody suggests a change to what the reader wrote or tends.
        Suggested = "suggested",
        /// A suggestion of the reader's was taken.
        SuggestionTaken = "suggestion_taken",
        /// It was not.
        SuggestionDeclined = "suggestion_declined",
        /// A moderator closed a question of the reader's.
        QuestionClosed = "question_closed",
        /// A moderator opened it again.
        QuestionReopened = "question_reopened",
        /// A question of the reader's is in another community.
        QuestionMoved = "question_moved",
        /// A moderator deleted what the reader wrote.
        PostDeleted = "post_deleted",
        /// A moderator brought it back.
        PostBroughtBack = "post_brought_back",
        /// A question was asked in, about or by what the reader follows.
        Asked = "asked",
        /// A page that the reader follows was changed.
        PageChanged = "page_changed",
        /// The reader belongs to a community now.
        LetIn = "let_in",
        /// The reader asked to belong, and was not let in.
        NotLetIn = "not_let_in",
        /// The reader is invited to a community.
        Invited = "invited",
        /// The reader belongs to a community no longer.
        Removed = "removed",
        /// The reader was given a role.
        RoleGiven = "role_given",
        /// A role of the reader's has ended.
        RoleTaken = "role_taken",
        /// A question was taken to office hours that the reader holds.
        Brought = "brought",
        /// They are over, and the question has no answer yet.
        AnswerBrought = "answer_brought",
        /// Somebody wants to belong to a community that the reader welcomes people to.
        AsksToJoin = "asks_to_join",
        /// A community that the reader organises for is asked to co-host a meeting.
        AskedToHost = "asked_to_host",
        /// A community that was asked is a co-host.
        HostingAccepted = "hosting_accepted",
        /// It is not.
        HostingDeclined = "hosting_declined",
        /// A meeting the reader comes to is within a day.
        DayBefore = "day_before",
        /// A meeting the reader comes to is within the hour.
        HourBefore = "hour_before",
        /// A meeting the reader comes to was changed.
        MeetingChanged = "meeting_changed",
        /// A meeting the reader comes to is cancelled.
        MeetingCancelled = "meeting_cancelled",
        /// An organiser noted that the reader was at a meeting, of which they had said nothing.
        CheckedIn = "checked_in",
        /// An organiser gave the reader a place at a meeting that was held back.
        PlaceGiven = "place_given",
        /// Somebody thanks the reader for speaking at a meeting.
        SpeakerThanked = "speaker_thanked",
        /// A calendar that a community follows, whose events the reader organises, could not be read for long.
        CalendarStopped = "calendar_stopped",
    }
}

impl NewsKind {
    /// What it is chosen for by.
    pub const fn matter(self) -> Matter {
        match self {
            Self::Answered => Matter::Answer,
            Self::Commented => Matter::Comment,
            Self::Mentioned => Matter::Mention,
            Self::Accepted => Matter::Accepted,
            Self::InvitedToAnswer | Self::Brought | Self::AnswerBrought => Matter::Invited,
            Self::Thanked | Self::SpeakerThanked => Matter::Thanks,
            Self::Suggested => Matter::Proposal,
            Self::SuggestionTaken | Self::SuggestionDeclined => Matter::Suggestion,
            Self::QuestionClosed | Self::QuestionReopened | Self::QuestionMoved | Self::PostDeleted | Self::PostBroughtBack => {
                Matter::Tending
            }
            Self::Asked => Matter::Question,
            Self::PageChanged => Matter::Page,
            Self::LetIn | Self::NotLetIn | Self::Invited | Self::Removed | Self::RoleGiven | Self::RoleTaken => Matter::Membership,
            Self::AsksToJoin => Matter::Request,
            Self::AskedToHost | Self::HostingAccepted | Self::HostingDeclined => Matter::Hosting,
            Self::DayBefore => Matter::DayBefore,
            Self::HourBefore => Matter::HourBefore,
            Self::MeetingChanged | Self::MeetingCancelled | Self::CheckedIn | Self::PlaceGiven => Matter::Meeting,
            Self::CalendarStopped => Matter::Calendar,
        }
    }

    /// Whether it is mailed in a way of its own, with the meeting for the reader's calendar, or not at all: it stands on the site.
    pub(crate) const fn goes_its_own_way(self) -> bool {
        matches!(self, Self::MeetingChanged | Self::MeetingCancelled | Self::CheckedIn | Self::PlaceGiven)
    }

    /// What tells two news about one thing apart. Of a post somebody hears once, whether they are named in it, answered by it or follow where it stands.
    pub(crate) const fn strand(self) -> &'static str {
        match self {
            Self::Answered | Self::Commented | Self::Mentioned | Self::Asked => "post",
            kind => kind.as_str(),
        }
    }
}

words! {
    /// What people choose to be mailed about.
    pub enum Matter {
        /// Answers.
        Answer = "answer",
        /// Comments.
        Comment = "comment",
        /// Being named.
        Mention = "mention",
        /// Answers of one's own that are accepted.
        Accepted = "accepted",
        /// Being asked for an answer.
        Invited = "invited",
        /// Thanks.
        Thanks = "thanks",
        /// Changes that others suggest.
        Proposal = "proposal",
        /// What becomes of one's suggestions.
        Suggestion = "suggestion",
        /// What moderators do with what one wrote.
        Tending = "tending",
        /// Questions where one follows.
        Question = "question",
        /// Changes to pages that one follows.
        Page = "page",
        /// One's own memberships and roles.
        Membership = "membership",
        /// Who asks to join.
        Request = "request",
        /// Meetings that communities hold together.
        Hosting = "hosting",
        /// Calendars that are followed where one organises events.
        Calendar = "calendar",
        /// Invitations to meetings one comes to, their changes and cancellations.
        Meeting = "meeting",
        /// A reminder a day before.
        DayBefore = "day_before",
        /// A reminder an hour before.
        HourBefore = "hour_before",
    }
}

impl Matter {
    /// Whether it would come too late in a mail that gathers.
    pub const fn is_pressing(self) -> bool {
        matches!(self, Self::Meeting | Self::DayBefore | Self::HourBefore)
    }

    /// How it is mailed to who chose nothing.
    pub const fn usual(self) -> Rhythm {
        match self {
            Self::Answer
            | Self::Comment
            | Self::Mention
            | Self::Accepted
            | Self::Membership
            | Self::Request
            | Self::Hosting
            | Self::Invited
            | Self::Thanks
            | Self::Tending
            | Self::Meeting
            | Self::DayBefore
            | Self::HourBefore => Rhythm::AtOnce,
            Self::Calendar => Rhythm::AtOnce,
            Self::Proposal | Self::Suggestion | Self::Question | Self::Page => Rhythm::Weekly,
        }
    }

    /// What the settings call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Answer => "Answers to my questions and those I follow",
            Self::Comment => "Comments on what I wrote or follow",
            Self::Mention => "Somebody names me",
            Self::Accepted => "My answer is accepted",
            Self::Invited => "Somebody asks me for an answer",
            Self::Thanks => "Somebody thanks me for what I wrote",
            Self::Proposal => "Changes that others suggest to what I wrote or tend",
            Self::Suggestion => "What becomes of my suggestions",
            Self::Tending => "Moderators close, move or delete what I wrote",
            Self::Question => "New questions where I follow",
            Self::Page => "Changes to pages I follow",
            Self::Membership => "My memberships and roles",
            Self::Request => "Who asks to join where I welcome people",
            Self::Hosting => "Who co-hosts what I organise, or asks us to",
            Self::Calendar => "A calendar that is followed where I organise events can’t be read",
            Self::Meeting => "Meetings I come to, for my calendar: the invitation, changes, cancellations",
            Self::DayBefore => "A reminder a day before a meeting I come to",
            Self::HourBefore => "A reminder an hour before a meeting I come to",
        }
    }

    /// The end of "You get this because …".
    pub const fn because(self) -> &'static str {
        match self {
            Self::Answer => "you asked the question, or follow it.",
            Self::Comment => "you wrote there, or follow it.",
            Self::Mention => "somebody named you.",
            Self::Accepted => "you answered.",
            Self::Invited => "somebody thinks that you know.",
            Self::Thanks => "you wrote there.",
            Self::Proposal => "you wrote there, or tend the questions.",
            Self::Suggestion => "you suggested it.",
            Self::Tending => "you wrote it.",
            Self::Question => "you follow where it was asked.",
            Self::Page => "you follow the page.",
            Self::Membership => "it is about your membership.",
            Self::Request => "you welcome people there.",
            Self::Hosting => "you organise meetings there.",
            Self::Calendar => "you organise its events.",
            Self::Meeting | Self::DayBefore | Self::HourBefore => "you said that you come.",
        }
    }
}

words! {
    /// How something is mailed.
    pub enum Rhythm {
        /// By itself, when it happens.
        AtOnce = "at_once",
        /// With all else of the day.
        Daily = "daily",
        /// With all else of the week.
        Weekly = "weekly",
        /// Not at all.
        Never = "never",
    }
}

impl Rhythm {
    /// What the settings call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AtOnce => "At once",
            Self::Daily => "Once a day, with all else",
            Self::Weekly => "Once a week, with all else",
            Self::Never => "Never",
        }
    }
}

/// How many notifications wait for who is signed in, for the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_one_post_somebody_hears_once() {
        for kind in [NewsKind::Commented, NewsKind::Mentioned, NewsKind::Asked] {
            assert_eq!(kind.strand(), NewsKind::Answered.strand());
        }
        assert_ne!(NewsKind::Accepted.strand(), NewsKind::Answered.strand());
    }
}
