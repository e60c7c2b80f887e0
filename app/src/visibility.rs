//! The conditions by which SQL asks who may see what. Every statement that shows something has one of them.

/// The SQL condition that a role, by the name its row has, holds on a day: `role_holds!("r", "$3")`. It begins on its first day and ends with its last.
///
/// Without a day it is the database's, in UTC on both engines: what stands in every statement ([`visible!`]) has no parameter to spare.
#[macro_export]
macro_rules! role_holds {
    ($role:literal) => {
        $crate::role_holds!($role, "current_date")
    };
    ($role:literal, $day:literal) => {
        concat!(
            "(",
            $role,
            ".since is null or ",
            $role,
            ".since <= ",
            $day,
            ") and (",
            $role,
            ".until is null or ",
            $role,
            ".until >= ",
            $day,
            ")"
        )
    };
}

/// The SQL condition that the viewer `$1`, or somebody whom a column names, may see a section of community `c`: `visible!("events")`, `visible!("events", "m.id")`.
///
/// `leads` and `members` are answered from the membership; a community that is not listed is seen by its members only.
#[macro_export]
macro_rules! visible {
    ($section:literal) => {
        $crate::visible!($section, "$1")
    };
    ($section:literal, $viewer:literal) => {
        concat!(
            "((c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = ",
            $viewer,
            " and v.state = 'active')) and (c.audience_",
            $section,
            " = 'public' or (c.audience_",
            $section,
            " = 'signed_in' and ",
            $viewer,
            " is not null) or exists (select 1 from membership v where v.community_id = c.id and v.member_id = ",
            $viewer,
            " and v.state = 'active' and (c.audience_",
            $section,
            " in ('signed_in', 'members') or exists (select 1 from membership_role r where r.membership_id = v.id and r.role = 'lead' and ",
            $crate::role_holds!("r"),
            ")))))"
        )
    };
}

/// The SQL condition that the viewer `$1` may read a page of community `c`, by the name its row has: `visible_page!("p")`.
///
/// Every statement that shows pages has it: a test looks. What a page says of its audience narrows the community's, and never widens it; a word that is not known lets nobody in but those who
/// edit pages.
#[macro_export]
macro_rules! visible_page {
    ($page:literal) => {
        concat!(
            $crate::visible!("pages"),
            " and (",
            $page,
            ".audience = 'community' or exists (select 1 from membership pv where pv.community_id = c.id and pv.member_id = $1 and pv.state = 'active' and (",
            $page,
            ".audience = 'members' or c.members_edit_pages or exists (select 1 from membership_role pr where pr.membership_id = pv.id and pr.role in ('lead', 'editor') and ",
            $crate::role_holds!("pr"),
            "))))"
        )
    };
}

/// The SQL condition that the viewer `$1` may see an event of community `c`, by the name its row has: `visible_event!("e")`; the column that holds the event's id stands behind it, where that is
/// not `id`.
///
/// Every statement that shows events has it: a test looks. What an event says of its audience ([`within_audience!`]) narrows the community's, and never widens it.
#[macro_export]
macro_rules! visible_event {
    ($event:literal) => {
        concat!($crate::visible!("events"), " and ", $crate::within_audience!($event))
    };
    ($event:literal, $id:literal) => {
        concat!($crate::visible!("events"), " and ", $crate::within_audience!($event, $id))
    };
}

/// The SQL condition that an event's own audience holds the viewer `$1`, who sees the events of its community: [`visible_event!`] asks for both.
///
/// To the members of its community belong those of a community that holds it along, and to its organisers those who organise there. Whoever is named as a speaker, of the event or of one of its
/// meetings, sees it: they were asked to come. Whoever merely said that they come does not by that: what is narrowed is narrowed for them, too, as where a community narrows its events.
/// A word that is not known lets in speakers and organisers alone.
#[macro_export]
macro_rules! within_audience {
    ($event:literal) => {
        $crate::within_audience!($event, "id")
    };
    ($event:literal, $id:literal) => {
        concat!(
            "(",
            $event,
            ".audience = 'community' or exists (select 1 from membership ev where ev.member_id = $1 and ev.state = 'active' and (ev.community_id = ",
            $event,
            ".community_id or exists (select 1 from event_host eh where eh.event_id = ",
            $event,
            ".",
            $id,
            " and eh.community_id = ev.community_id)) and (",
            $event,
            ".audience = 'members' or exists (select 1 from membership_role er where er.membership_id = ev.id and er.role in ('lead', 'organiser') and ",
            $crate::role_holds!("er"),
            "))) or exists (select 1 from event_speaker es where es.member_id = $1 and es.event_id = ",
            $event,
            ".",
            $id,
            ") or exists (select 1 from occurrence_speaker os join occurrence eo on eo.id = os.occurrence_id where os.member_id = $1 and eo.event_id = ",
            $event,
            ".",
            $id,
            "))"
        )
    };
}

/// The SQL condition that fewer than everybody on the web see an event `e` of community `c`: calendars are told not to pass it on (RFC 5545, 3.8.1.3), in feeds, in files and by mail alike.
#[macro_export]
macro_rules! private_event {
    () => {
        "(e.audience <> 'community' or c.audience_events <> 'public' or not c.listed)"
    };
}
