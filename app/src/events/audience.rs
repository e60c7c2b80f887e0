//! Who may see an event, in words: on its page, in lists, and in the forms of those who organise it. Pure; the condition itself is `within_audience!`, beside the one of communities.

use super::model::EventAudience;
use crate::communities::model::Audience;
use crate::communities::readers::Readers;
use crate::ui::lists::count;

/// What a list says of an event that is for fewer than see the others.
pub(crate) fn label(audience: EventAudience) -> Option<String> {
    match audience {
        EventAudience::Community => None,
        EventAudience::Members => Some("Members only".to_owned()),
        EventAudience::Organisers => Some("Organisers only".to_owned()),
    }
}

/// Whom an event is for.
pub(crate) fn whom(audience: EventAudience, community: &str) -> String {
    match audience {
        EventAudience::Community => format!("everybody who sees the events of {community}"),
        EventAudience::Members => format!("members of {community}"),
        EventAudience::Organisers => format!("leads and organisers of {community}"),
    }
}

/// Whom an event is for where `readers` see the events of its community: none but these, however wide it is itself.
pub(crate) fn whom_among(audience: EventAudience, readers: Readers, community: &str) -> String {
    match (audience, readers) {
        (_, Readers::Leads) => format!("leads of {community}"),
        (EventAudience::Community, Readers::Members) => whom(EventAudience::Members, community),
        _ => whom(audience, community),
    }
}

/// What its own page says of such an event. `along`: whether others hold it along; `spoken`: whether somebody is named who speaks at it; neither where none but members see the events there: who is
/// none sees it by neither.
pub(crate) fn sentence(audience: EventAudience, community: &str, (along, spoken): (bool, bool)) -> Option<String> {
    let hosts = if along { " and of its co-hosts" } else { "" };
    let speakers = if spoken { ", and who speaks at it" } else { "" };
    let whom = whom(audience, community);
    (audience != EventAudience::Community).then(|| format!("Only {whom}{hosts} see this event{speakers}."))
}

/// Where an event stands, and who sees it, once another community holds it along. `open`: whether more than members see the events where it is at home.
pub(crate) fn with_another(audience: EventAudience, open: bool) -> &'static str {
    match (audience, open) {
        (EventAudience::Community, _) => "is on its calendar and in its feed. Who may see the event stays as it is.",
        (_, false) => "is on its calendar. Who may see the event stays as it is.",
        (EventAudience::Members, true) => "is on its calendar. Its members see the event then, too.",
        (EventAudience::Organisers, true) => "is on its calendar. Its leads and organisers see the event then, too.",
    }
}

/// Who sees an event, as the forms on its page name them.
pub(crate) fn seers(narrowed: bool, community: &str) -> String {
    if narrowed { "who sees this event".to_owned() } else { format!("who sees the events of {community}") }
}

/// What a community says of who sees its events, for the form of one.
#[derive(Clone, Debug)]
pub(crate) struct Circle {
    /// Its name.
    pub(crate) community: String,
    /// Who sees its events; of a hidden one, its members at the most.
    pub(crate) audience: Audience,
    /// How many belong to the communities that hold the event.
    pub(crate) members: i64,
    /// Whether others hold it along.
    pub(crate) along: bool,
    /// Whether it belongs to no community but everybody's: nobody is a member of that.
    pub(crate) everyone: bool,
}

impl Circle {
    /// The audiences that mean something here, and the one that was chosen before, each in words that say whom it holds.
    pub(crate) fn choices(&self, chosen: EventAudience) -> Vec<(&'static str, String)> {
        let means = |audience: &EventAudience| match audience {
            EventAudience::Community => true,
            EventAudience::Members => !self.everyone && self.is_open(),
            EventAudience::Organisers => self.audience != Audience::Leads,
        };
        let offered = EventAudience::ALL.iter().filter(|audience| means(audience) || **audience == chosen);
        offered.map(|audience| (audience.as_str(), self.names(*audience))).collect()
    }

    /// Whether more than its members see its events. Else nobody sees one by co-hosting it, or by speaking at it, who may not see the others.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.audience, Audience::Public | Audience::SignedIn)
    }

    fn names(&self, audience: EventAudience) -> String {
        let community = &self.community;
        let hosts = if self.along && self.is_open() { " and of its co-hosts" } else { "" };
        let members = count(self.members, "member", "members");
        match (audience, self.audience) {
            (EventAudience::Community, Audience::Public) => "Everybody on the web".to_owned(),
            (EventAudience::Community, Audience::SignedIn) => "Everybody who is signed in, not the public".to_owned(),
            (EventAudience::Community, Audience::Leads) => format!("The leads of {community} only"),
            // Who merely holds it along sees no more than where it is at home.
            (EventAudience::Community, Audience::Members) => format!("The members of {community}, not the public"),
            (EventAudience::Members, Audience::Members | Audience::Leads) => format!("The members of {community}, not the public"),
            (EventAudience::Members, _) => format!("The {members} of {community}{hosts}, not the public"),
            (EventAudience::Organisers, _) => format!("The leads and organisers of {community}{hosts} only"),
        }
    }

    /// Who will see what is written into the form. Where there is a choice, it stands in the form and says so itself.
    pub(crate) fn seen_by(&self, chosen: EventAudience) -> String {
        let choices = self.choices(chosen);
        let whom = match choices.as_slice() {
            [(_, only)] => format!("Seen by {}.", only.replacen("The ", "the ", 1).replacen("Everybody", "everybody", 1)),
            _ if self.is_open() => "Seen by those you choose above, and by whoever speaks at it.".to_owned(),
            _ => "Seen by those you choose above.".to_owned(),
        };
        format!("{whom} A draft is seen by those who organise alone.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(audience: Audience) -> Circle {
        Circle { community: "Design".to_owned(), audience, members: 312, along: false, everyone: false }
    }

    fn words(circle: &Circle, chosen: EventAudience) -> Vec<&'static str> {
        circle.choices(chosen).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn only_what_narrows_the_events_of_a_community_is_offered() {
        let of = |audience| words(&circle(audience), EventAudience::Community);
        assert_eq!(of(Audience::Public), ["community", "members", "organisers"]);
        assert_eq!(of(Audience::SignedIn), ["community", "members", "organisers"]);
        assert_eq!(of(Audience::Members), ["community", "organisers"]);
        assert_eq!(of(Audience::Leads), ["community"]);
        assert_eq!(words(&Circle { everyone: true, ..circle(Audience::Public) }, EventAudience::Community), ["community", "organisers"]);
    }

    #[test]
    fn what_was_chosen_before_the_community_narrowed_its_events_stays_among_the_choices() {
        assert_eq!(words(&circle(Audience::Members), EventAudience::Members), ["community", "members", "organisers"]);
        assert_eq!(words(&circle(Audience::Leads), EventAudience::Organisers), ["community", "organisers"]);
    }

    #[test]
    fn each_choice_says_whom_it_holds() {
        let names = |circle: &Circle| circle.choices(EventAudience::Community).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(
            names(&circle(Audience::Public)),
            ["Everybody on the web", "The 312 members of Design, not the public", "The leads and organisers of Design only"]
        );
        let along = Circle { along: true, members: 400, ..circle(Audience::SignedIn) };
        assert_eq!(names(&along)[1], "The 400 members of Design and of its co-hosts, not the public");
        assert_eq!(
            circle(Audience::Leads).seen_by(EventAudience::Community),
            "Seen by the leads of Design only. A draft is seen by those who organise alone."
        );
    }

    #[test]
    fn where_none_but_members_see_the_events_nobody_else_is_promised_sight_of_one() {
        let names = |audience| {
            Circle { along: true, ..circle(audience) }.choices(EventAudience::Members).into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        for audience in [Audience::Members, Audience::Leads] {
            assert!(!names(audience).join(" ").contains("co-hosts"), "{:?}", names(audience));
            assert!(!circle(audience).seen_by(EventAudience::Members).contains("speaks"));
        }
        assert!(circle(Audience::Public).seen_by(EventAudience::Members).contains("and by whoever speaks at it"));
        assert!(with_another(EventAudience::Members, false).ends_with("Who may see the event stays as it is."));
        assert!(with_another(EventAudience::Members, true).contains("Its members see the event then, too."));
    }

    #[test]
    fn an_event_is_for_none_but_those_who_see_the_others() {
        let whom = |audience, readers| whom_among(audience, readers, "Design");
        assert_eq!(whom(EventAudience::Community, Readers::Public), "everybody who sees the events of Design");
        assert_eq!(whom(EventAudience::Community, Readers::Members), "members of Design");
        assert_eq!(whom(EventAudience::Members, Readers::SignedIn), "members of Design");
        assert_eq!(whom(EventAudience::Organisers, Readers::Members), "leads and organisers of Design");
        assert_eq!(whom(EventAudience::Members, Readers::Leads), "leads of Design");
    }

    #[test]
    fn an_event_for_all_who_see_the_others_says_nothing_of_it() {
        assert_eq!((label(EventAudience::Community), sentence(EventAudience::Community, "Design", (true, true))), (None, None));
        assert_eq!(
            sentence(EventAudience::Members, "Design", (true, true)).unwrap(),
            "Only members of Design and of its co-hosts see this event, and who speaks at it."
        );
    }
}
