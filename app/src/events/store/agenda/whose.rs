//! One's own events among all.

use uuid::Uuid;

use crate::asked::Asked;
use crate::db::bulk::Value;
use crate::db::statement::Statement;
use crate::error::AppError;
use crate::state::Viewer;
use crate::ui::filtering::{Form, choices};

words! {
    /// Which events of a member’s own.
    pub(super) enum Own {
        /// What they come to or may, speak at, and what their communities hold, unless they can’t come.
        Mine = "mine",
        /// What they come to, or may.
        Coming = "coming",
    }
}

impl Own {
    fn title(self) -> &'static str {
        match self {
            Self::Mine => "My own",
            Self::Coming => "Those I come to, or may",
        }
    }

    /// What stands over them.
    pub(super) fn heading(self, past: bool) -> &'static str {
        match (self, past) {
            (Self::Mine, false) => "My events",
            (Self::Mine, true) => "My past events",
            (Self::Coming, false) => "Events I come to",
            (Self::Coming, true) => "Events I came to",
        }
    }

    /// What they are, in a sentence.
    pub(super) fn lede(self) -> &'static str {
        match self {
            Self::Mine => {
                "What you come to or may, what you speak at, and what your communities hold, unless you said that you can’t come. Times are in each event’s own time zone."
            }
            Self::Coming => "What you said you come to, may come to or wait for. Times are in each event’s own time zone.",
        }
    }
}

const MINE: &str = " and (o.id in (select r.occurrence_id from rsvp r where r.member_id = $? and r.answer in ('going', 'maybe', 'waiting')) \
                    or ((o.event_id in (select a.id from membership ms join event a on a.community_id = ms.community_id where ms.member_id = $? and ms.state = 'active' \
                    union all select b.event_id from membership ms join event_host b on b.community_id = ms.community_id where ms.member_id = $? and ms.state = 'active' \
                    union all select s.event_id from event_speaker s where s.member_id = $?) \
                    or o.id in (select s.occurrence_id from occurrence_speaker s where s.member_id = $?)) \
                    and not exists (select 1 from rsvp d where d.occurrence_id = o.id and d.member_id = $? and d.answer = 'declined')))";
const COMING: &str =
    " and o.id in (select r.occurrence_id from rsvp r where r.member_id = $? and r.answer in ('going', 'maybe', 'waiting'))";

/// Narrows a list to what is one's own, where that is asked for.
pub(super) fn of_own(statement: Statement, own: Option<(Own, Uuid)>) -> Statement {
    match own {
        Some((Own::Mine, member)) => statement.with(MINE, std::iter::repeat_n(Value::from(member), 6)),
        Some((Own::Coming, member)) => statement.with(COMING, [member.into()]),
        None => statement,
    }
}

/// What an address asks for.
///
/// # Errors
/// `SignIn` where nobody is signed in whose it could be.
pub(super) fn asked_for(viewer: Viewer, asked: &Asked) -> Result<Option<(Own, Uuid)>, AppError> {
    match asked.word::<Own>("show", "Choose all events, your own, or those you come to.")? {
        Some(own) => viewer.member.map(|member| Some((own, member))).ok_or(AppError::SignIn),
        None => Ok(None),
    }
}

/// The field by which one chooses; there is none for who is not signed in.
pub(super) fn field(viewer: Viewer, own: Option<(Own, Uuid)>, form: Form) -> Form {
    if viewer.member.is_none() {
        return form;
    }
    let choice = |own: Own| (own.as_str().to_owned(), own.title().to_owned());
    form.choice(("show", "Whose", "All events"), own.map(|(own, _)| choice(own)), choices(Own::ALL.iter().copied().map(choice)))
}
