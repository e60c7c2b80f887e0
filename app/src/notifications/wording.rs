//! What notifications say: "Bob answered “How?”". Pure.

use super::model::NewsKind;

/// What is told of.
pub(super) struct Told<'a> {
    pub(super) kind: NewsKind,
    /// Who; `None` for the site, or somebody who does not give their name.
    pub(super) actor: Option<&'a str>,
    /// What it is about: a question's title, a community's name.
    pub(super) title: &'a str,
}

impl Told<'_> {
    fn who(&self) -> &str {
        self.actor.unwrap_or("Somebody")
    }

    /// The whole sentence, without a full stop.
    pub(super) fn sentence(&self) -> String {
        let (who, title) = (self.who(), self.title);
        match self.kind {
            NewsKind::Answered => format!("{who} answered “{title}”"),
            NewsKind::Commented => format!("{who} commented on “{title}”"),
            NewsKind::Mentioned => format!("{who} named you in “{title}”"),
            NewsKind::Accepted => format!("{who} accepted your answer to “{title}”"),
            NewsKind::InvitedToAnswer => format!("{who} would like your answer to “{title}”"),
            NewsKind::Thanked => format!("{who} thanks you for what you wrote in “{title}”"),
            NewsKind::Suggested => format!("{who} suggests a change in “{title}”"),
            NewsKind::SuggestionTaken => format!("{who} took your suggestion for “{title}”"),
            NewsKind::SuggestionDeclined => format!("{who} did not take your suggestion for “{title}”"),
            NewsKind::QuestionClosed => format!("{who} closed your question “{title}”"),
            NewsKind::QuestionReopened => format!("{who} reopened your question “{title}”"),
            NewsKind::QuestionMoved => format!("{who} moved your question “{title}” to another community"),
            NewsKind::PostDeleted => format!("{who} deleted what you wrote in “{title}”"),
            NewsKind::PostBroughtBack => format!("{who} brought back what you wrote in “{title}”"),
            NewsKind::Asked => format!("{who} asked “{title}”"),
            NewsKind::PageChanged => format!("{who} changed “{title}”"),
            NewsKind::LetIn => format!("You belong to {title} now"),
            NewsKind::NotLetIn => format!("The leads of {title} could not take you in at present"),
            NewsKind::Invited => format!("{who} invites you to {title}"),
            NewsKind::Removed => format!("You no longer belong to {title}"),
            NewsKind::RoleGiven => format!("{who} gave you a role in {title}"),
            NewsKind::RoleTaken => format!("A role of yours in {title} has ended"),
            NewsKind::Brought => format!("{who} takes “{title}” to your office hours"),
            NewsKind::AnswerBrought => format!("“{title}” was taken to your office hours and has no answer on the board yet"),
            NewsKind::AsksToJoin => format!("{who} asks to join {title}"),
            NewsKind::AskedToHost => format!("{who} asks you to co-host “{title}”"),
            NewsKind::HostingAccepted => format!("“{title}” has a co-host"),
            NewsKind::HostingDeclined => format!("Who was asked does not co-host “{title}”"),
            NewsKind::DayBefore => format!("“{title}” begins within a day"),
            NewsKind::HourBefore => format!("“{title}” begins within the hour"),
            NewsKind::MeetingChanged => format!("“{title}” was changed"),
            NewsKind::MeetingCancelled => format!("“{title}” is cancelled"),
            NewsKind::CheckedIn => format!("{who} noted that you were at “{title}”"),
            NewsKind::PlaceGiven => format!("{who} gave you a place at “{title}”"),
            NewsKind::SpeakerThanked => format!("{who} thanks you for speaking at “{title}”"),
            NewsKind::CalendarStopped => {
                format!("A calendar that {title} follows could not be read for two weeks, and is not asked for any more")
            }
        }
    }

    /// The same where the title stands above it.
    pub(super) fn below_title(&self) -> String {
        let who = self.who();
        match self.kind {
            NewsKind::Answered => format!("{who} answered"),
            NewsKind::Commented => format!("{who} commented"),
            NewsKind::Mentioned => format!("{who} named you"),
            NewsKind::Accepted => format!("{who} accepted your answer"),
            NewsKind::InvitedToAnswer => format!("{who} would like your answer"),
            NewsKind::Thanked => format!("{who} thanks you for what you wrote"),
            NewsKind::Suggested => format!("{who} suggests a change"),
            NewsKind::SuggestionTaken => format!("{who} took your suggestion"),
            NewsKind::SuggestionDeclined => format!("{who} did not take your suggestion"),
            NewsKind::QuestionClosed => format!("{who} closed your question"),
            NewsKind::QuestionReopened => format!("{who} reopened your question"),
            NewsKind::QuestionMoved => format!("{who} moved your question to another community"),
            NewsKind::PostDeleted => format!("{who} deleted what you wrote"),
            NewsKind::PostBroughtBack => format!("{who} brought back what you wrote"),
            NewsKind::Asked => format!("{who} asked"),
            NewsKind::PageChanged => format!("{who} changed the page"),
            NewsKind::LetIn => "You belong here now".to_owned(),
            NewsKind::NotLetIn => "The leads could not take you in at present".to_owned(),
            NewsKind::Invited => format!("{who} invites you"),
            NewsKind::Removed => "You no longer belong here".to_owned(),
            NewsKind::RoleGiven => format!("{who} gave you a role"),
            NewsKind::RoleTaken => "A role of yours has ended".to_owned(),
            NewsKind::Brought => format!("{who} takes it to your office hours"),
            NewsKind::AnswerBrought => "It was taken to your office hours. Write the answer on the board".to_owned(),
            NewsKind::AsksToJoin => format!("{who} asks to join"),
            NewsKind::AskedToHost => format!("{who} asks you to co-host it"),
            NewsKind::HostingAccepted => "It has a co-host".to_owned(),
            NewsKind::HostingDeclined => "Who was asked does not co-host it".to_owned(),
            NewsKind::DayBefore => "It begins within a day".to_owned(),
            NewsKind::HourBefore => "It begins within the hour".to_owned(),
            NewsKind::MeetingChanged => "It was changed".to_owned(),
            NewsKind::MeetingCancelled => "It is cancelled".to_owned(),
            NewsKind::CheckedIn => format!("{who} noted that you were there"),
            NewsKind::PlaceGiven => format!("{who} gave you a place"),
            NewsKind::SpeakerThanked => format!("{who} thanks you for speaking"),
            NewsKind::CalendarStopped => "A calendar could not be read for two weeks, and is not asked for any more".to_owned(),
        }
    }

    /// What the button of a mail says.
    pub(super) fn button(&self) -> &'static str {
        match self.kind {
            NewsKind::Answered => "Read the answer",
            NewsKind::Commented => "Read the comment",
            NewsKind::Asked | NewsKind::Mentioned | NewsKind::Accepted => "Read it",
            NewsKind::AnswerBrought => "Answer it",
            NewsKind::InvitedToAnswer
            | NewsKind::Brought
            | NewsKind::QuestionClosed
            | NewsKind::QuestionReopened
            | NewsKind::QuestionMoved
            | NewsKind::PostDeleted
            | NewsKind::PostBroughtBack => "See the question",
            NewsKind::PageChanged => "Read the page",
            NewsKind::Thanked => "See where",
            NewsKind::Suggested => "See the change",
            NewsKind::SuggestionTaken | NewsKind::SuggestionDeclined => "See what became of it",
            NewsKind::LetIn | NewsKind::RoleGiven | NewsKind::RoleTaken => "See the community",
            NewsKind::NotLetIn | NewsKind::Removed => "Find other communities",
            NewsKind::Invited | NewsKind::AskedToHost => "Say yes or no",
            NewsKind::AsksToJoin => "Answer",
            NewsKind::HostingAccepted
            | NewsKind::HostingDeclined
            | NewsKind::DayBefore
            | NewsKind::HourBefore
            | NewsKind::MeetingChanged
            | NewsKind::MeetingCancelled
            | NewsKind::CheckedIn
            | NewsKind::PlaceGiven
            | NewsKind::SpeakerThanked => "See the meeting",
            NewsKind::CalendarStopped => "See the calendars",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notifications_read_as_people_would_tell_them() {
        let told = |kind, actor| Told { kind, actor, title: "How?" };
        assert_eq!(told(NewsKind::Answered, Some("Bob")).sentence(), "Bob answered “How?”");
        assert_eq!(told(NewsKind::Commented, None).sentence(), "Somebody commented on “How?”");
        assert_eq!(told(NewsKind::Asked, Some("Bob")).below_title(), "Bob asked");
        for kind in NewsKind::ALL {
            let told = told(*kind, Some("Bob"));
            assert!(told.sentence().contains("How?") && !told.below_title().contains("How?") && !told.button().is_empty(), "{kind}");
        }
    }
}
