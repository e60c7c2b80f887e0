//! What more people would read once the audiences of a community are changed: said before it happens, and agreed to. Pure.

use super::store::Written;
use crate::communities::readers::{Readers, readers};
use crate::communities::record::Audiences;
use crate::communities::settings_store::Settings;
use crate::error::AppError;
use crate::ui::lists::up_to;

/// Who finds a community, and who sees each of its sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) listed: bool,
    pub(super) audiences: Audiences,
}

/// What a community says of itself.
pub(super) const ABOUT: &str = "about";

/// The fields of the form, in the order in which [`Shown::each`] gives who reads.
pub(super) const SECTIONS: [&str; 5] = [ABOUT, "events", "questions", "pages", "members"];

impl Shown {
    /// As a community has it.
    pub(super) fn of(settings: &Settings) -> Self {
        Self { listed: settings.listed, audiences: settings.audiences() }
    }

    /// Who reads each section.
    pub(super) fn each(&self) -> [Readers; 5] {
        let Audiences { about, events, questions, pages, members } = self.audiences;
        [about, events, questions, pages, members].map(|audience| readers(audience, self.listed))
    }

    /// Whether more people see any section than before.
    pub(super) fn shows_more_than(&self, before: &Self) -> bool {
        self.each().iter().zip(before.each()).any(|(now, before)| *now > before)
    }

    /// Who sees the events.
    pub(super) fn events(&self) -> Readers {
        readers(self.audiences.events, self.listed)
    }

    /// Whether fewer people see the events than before.
    pub(super) fn shows_fewer_events_than(&self, before: &Self) -> bool {
        self.events() < before.events()
    }
}

/// What was written for fewer than will read it.
struct Wider {
    /// What stands for it in the word that one agrees to.
    section: &'static str,
    /// What it is, and the words before whom it was for.
    what: String,
    from: Readers,
    to: Readers,
    /// Who reads it then, where these are not all whom [`Self::to`] names.
    only: Option<&'static str>,
}

/// Something that stands in a section.
pub(super) struct Kind {
    /// Which section, among [`SECTIONS`].
    pub(super) section: usize,
    /// Whether it is for members at the most: what an event or a page says of its audience narrows the community's.
    pub(super) of_members: bool,
    /// What it is, and the words before whom it was for.
    pub(super) what: String,
}

impl Kind {
    /// The section's name.
    pub(super) fn name(&self) -> &'static str {
        SECTIONS[self.section]
    }
}

/// What stands in the sections of a community.
pub(super) fn kinds(written: &Written) -> Vec<Kind> {
    let counted = |n: i64, one: &str, many: &str| (n > 0).then(|| format!("{}, written for", up_to(n, one, many)));
    let nameless = match written.nameless {
        0 => String::new(),
        posts => format!(" ({} of these without a name)", up_to(posts, "post", "posts")),
    };
    let asked = (written.questions > 0).then(|| {
        format!("{}{nameless}, written for", up_to(written.questions, "question with its answers", "questions with their answers"))
    });
    // Who is the only member shows nobody but themself.
    let listed = (written.members > 1).then(|| "The list of its members, shown so far to".to_owned());
    let kinds = [
        (0, false, Some("What it is about and how to join, written for".to_owned())),
        (1, false, counted(written.events, "event", "events")),
        (1, true, counted(written.events_of_members, "event for members", "events for members")),
        (2, false, asked),
        (3, false, counted(written.pages, "page", "pages")),
        (3, true, counted(written.pages_of_members, "page for members", "pages for members")),
        (3, false, counted(written.resources, "resource", "resources")),
        (4, false, listed),
    ];
    kinds.into_iter().filter_map(|(section, of_members, what)| Some(Kind { section, of_members, what: what? })).collect()
}

fn wider(before: &Shown, after: &Shown, written: &Written) -> Vec<Wider> {
    let [was, is] = [before, after].map(Shown::each);
    let widened = |kind: Kind| {
        let most = if kind.of_members { Readers::Members } else { Readers::Public };
        let (from, to) = (was[kind.section].min(most), is[kind.section].min(most));
        (to > from).then(|| Wider { section: kind.name(), what: kind.what, from, to, only: None })
    };
    let mut wider: Vec<Wider> = kinds(written).into_iter().filter_map(widened).collect();
    wider.extend(for_fewer((before.events(), after.events()), written));
    wider
}

/// What is for fewer than see the events, and whom else it reaches where the community shows its events to more: its organisers, and those who hold it along or speak at it.
fn for_fewer((from, to): (Readers, Readers), written: &Written) -> Vec<Wider> {
    let of = |n: i64, one: &str, many: &str| format!("{}, written for", up_to(n, one, many));
    let organisers = (from == Readers::Leads && to > from && written.events_of_organisers > 0).then(|| Wider {
        section: "events_of_organisers",
        what: of(written.events_of_organisers, "event for organisers", "events for organisers"),
        from,
        to,
        only: Some("its organisers"),
    });
    let others = (from <= Readers::Members && to > Readers::Members && written.events_with_others > 0).then(|| Wider {
        section: "events_with_others",
        what: of(
            written.events_with_others,
            "event for fewer that others hold along or speak at",
            "events for fewer that others hold along or speak at",
        ),
        from,
        to,
        only: Some("these others"),
    });
    organisers.into_iter().chain(others).collect()
}

/// What somebody agrees to who has more people read what was written for fewer: which sections, and who reads them then. `None` where nothing was written.
pub(super) fn word(before: &Shown, after: &Shown, written: &Written) -> Option<String> {
    let mut sections: Vec<String> = wider(before, after, written).iter().map(|one| format!("{}:{}", one.section, one.to.word())).collect();
    sections.dedup();
    (!sections.is_empty()).then(|| sections.join(" "))
}

/// Wants the lead's word where more people would read what was written for fewer; `agreed` is what they gave.
///
/// # Errors
/// With a sentence that says what, and by whom it would be read, where they have not agreed to just that.
pub(super) fn agree(agreed: &str, (before, after): (&Shown, &Shown), written: &Written) -> Result<(), AppError> {
    if word(before, after, written).is_none_or(|word| word == agreed) {
        return Ok(());
    }
    let mut says = sentences((before, after), written, "");
    says.push("Nothing has changed yet. Choose, and save again.".to_owned());
    Err(AppError::field("agreed", says.join(" ")))
}

/// What more people would read of all sections but one, each in a sentence with both of them.
pub(super) fn sentences((before, after): (&Shown, &Shown), written: &Written, besides: &str) -> Vec<String> {
    let says = |one: Wider| {
        let whom = one.only.map_or_else(|| one.to.named(written.members), str::to_owned);
        format!("{} {}, will be readable by {whom}.", one.what, one.from.named(written.members))
    };
    wider(before, after, written).into_iter().filter(|one| one.section != besides).map(says).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::model::Audience;

    fn shown(listed: bool, questions: Audience, pages: Audience) -> Shown {
        let all = Audience::Members;
        Shown { listed, audiences: Audiences { about: all, events: all, questions, pages, members: all } }
    }

    const SOME: Written = Written {
        events: 1,
        events_of_members: 0,
        events_of_organisers: 0,
        events_with_others: 0,
        questions: 41,
        nameless: 0,
        pages: 2,
        pages_of_members: 1,
        resources: 0,
        members: 312,
    };

    fn said(before: &Shown, after: &Shown, written: &Written) -> String {
        agree("", (before, after), written).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_more_people_would_read_is_named_with_both_of_them() {
        let (before, after) = (shown(true, Audience::Members, Audience::Members), shown(true, Audience::Public, Audience::Members));
        let says = said(&before, &after, &SOME);
        assert!(
            says.contains("41 questions with their answers, written for its 312 members, will be readable by everybody on the web."),
            "{says}"
        );
        assert!(!says.contains("page") && !says.contains("event"), "{says}");
        let nameless = Written { questions: 1, nameless: 3, ..SOME };
        let says = said(&before, &after, &nameless);
        assert!(says.contains("1 question with its answers (3 posts of these without a name), written for"), "{says}");
    }

    #[test]
    fn narrowing_needs_no_word_and_what_holds_nothing_neither() {
        let (few, many) = (shown(true, Audience::Leads, Audience::Leads), shown(true, Audience::Public, Audience::Public));
        assert!(!few.shows_more_than(&many) && many.shows_more_than(&few) && !many.shows_more_than(&many));
        assert_eq!(said(&many, &few, &SOME), "");
        assert_eq!(said(&few, &many, &Written { members: 312, ..Written::default() }), "");
    }

    #[test]
    fn what_is_hidden_is_read_by_more_once_it_is_found() {
        let (hidden, found) = (shown(false, Audience::Public, Audience::Members), shown(true, Audience::Public, Audience::Members));
        let says = said(&hidden, &found, &SOME);
        assert!(says.starts_with("41 questions") && !says.contains("page"), "{says}");
        let wide = shown(false, Audience::Public, Audience::Public);
        assert!(!wide.shows_more_than(&hidden), "only its members read it as long as it is hidden");
    }

    #[test]
    fn pages_for_members_are_read_by_members_at_the_most() {
        let (leads, public) = (shown(true, Audience::Members, Audience::Leads), shown(true, Audience::Members, Audience::Public));
        let says = said(&leads, &public, &SOME);
        assert!(says.contains("2 pages, written for its leads, will be readable by everybody on the web."), "{says}");
        assert!(says.contains("1 page for members, written for its leads, will be readable by its 312 members."), "{says}");
        let members = shown(true, Audience::Members, Audience::Members);
        assert!(!said(&members, &public, &SOME).contains("for members"), "they stay theirs");
    }

    #[test]
    fn events_for_fewer_reach_their_organisers_and_those_who_hold_them_along_or_speak() {
        let events = |events| {
            let mut shown = shown(true, Audience::Members, Audience::Members);
            shown.audiences.events = events;
            shown
        };
        let [leads, members, public] = [Audience::Leads, Audience::Members, Audience::Public].map(events);
        let written = Written { events_of_organisers: 2, events_with_others: 1, members: 312, ..Written::default() };
        let says = said(&leads, &members, &written);
        assert!(says.starts_with("2 events for organisers, written for its leads, will be readable by its organisers. Nothing"), "{says}");
        let says = said(&members, &public, &written);
        let others =
            "1 event for fewer that others hold along or speak at, written for its 312 members, will be readable by these others. Nothing";
        assert!(says.starts_with(others), "{says}");
        let says = said(&leads, &public, &written);
        assert!(
            says.contains("by its organisers. 1 event") && says.contains("written for its leads, will be readable by these others."),
            "{says}"
        );
        assert_eq!(said(&public, &leads, &written), "");
    }

    #[test]
    fn one_agrees_to_what_was_said_and_to_nothing_else() {
        let before = shown(true, Audience::Members, Audience::Members);
        let (after, further) = (shown(true, Audience::Public, Audience::Members), shown(true, Audience::Public, Audience::Public));
        let given = word(&before, &after, &SOME).unwrap_or_default();
        assert!(agree(&given, (&before, &after), &SOME).is_ok());
        assert!(agree(&given, (&before, &further), &SOME).is_err());
        assert!(agree("no", (&before, &after), &SOME).is_err() && agree("yes", (&before, &after), &SOME).is_err());
    }

    #[test]
    fn who_is_alone_shows_a_list_of_nobody_else() {
        let of = |members| {
            let mut after = shown(true, Audience::Members, Audience::Members);
            after.audiences.members = Audience::Public;
            said(&shown(true, Audience::Members, Audience::Members), &after, &Written { members, ..Written::default() })
        };
        assert_eq!(of(1), "");
        assert!(of(2).starts_with("The list of its members, shown so far to its 2 members, will be readable by everybody on the web."));
    }
}
