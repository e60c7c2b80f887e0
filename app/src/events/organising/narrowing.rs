//! What becomes of those who want to come to an event that is made for fewer: said before it happens.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::store::speaking;
use crate::db::Tx;
use crate::error::AppError;
use crate::events::audience_store::{self, Answered, Home};
use crate::events::model::{EventAudience, EventStatus};
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::rsvp::store::take_back;
use crate::events::{audience, guests};
use crate::mail::{self, Mail, Part};
use crate::state::{AppState, Site};
use crate::ui::forming::Forming;
use crate::ui::lists::count;

/// The field in which the organiser agrees.
const FIELD: &str = "without";

/// What they say who do not.
const STAYS: &str = "no";

/// Asks in a form what becomes of those who would be shut out, where it has come back because of that. One agrees to the very sentence that was shown: it says how many they are, and whom the
/// event would be for.
pub(in crate::events) fn asking(form: Forming) -> Forming {
    match form.to_agree(FIELD).filter(|shown| shown != STAYS) {
        Some(shown) => form.radios(
            FIELD,
            "What about their places?",
            [(shown.as_str(), "They lose their places, and are told so by mail"), (STAYS, "They keep them: I leave it as it was")],
        ),
        None => form,
    }
}

/// Whether a change may have people see an event no more: it is for others, or fewer hold it along or speak at it.
fn may_shut_out(before: &EventRecord, after: &EventRecord) -> bool {
    if before.audience != after.audience {
        return true;
    }
    if after.audience == EventAudience::Community || after.status == EventStatus::Cancelled {
        return false;
    }
    let speak = speaking(after);
    let speaks_no_more = |speaker: &&SpeakerRecord| matches!(speaker, SpeakerRecord::Person(_)) && !speak.contains(speaker);
    before.hosts.iter().any(|host| !after.hosts.contains(host)) || speaking(before).iter().any(speaks_no_more)
}

/// Takes the places of those who may not see an event any more, as it was written in this transaction, and tells them. The event is locked; `agreed` is the sentence that the organiser agreed to.
///
/// # Errors
/// With a sentence that says how many they are, where the organiser has not agreed to just that.
pub(in crate::events) async fn shut_out(
    app: &AppState,
    tx: &mut Tx,
    (event, before, after): (Uuid, &EventRecord, &EventRecord),
    agreed: &str,
) -> Result<(), AppError> {
    if !may_shut_out(before, after) {
        return Ok(());
    }
    let answered = audience_store::shut_out(tx, event).await?;
    let mut people: BTreeMap<Uuid, Vec<&Answered>> = BTreeMap::new();
    answered.iter().for_each(|row| people.entry(row.member_id).or_default().push(row));
    if people.is_empty() {
        return Ok(());
    }
    let home = audience_store::home(tx, event).await?;
    let says = sentence(i64::try_from(people.len()).unwrap_or(i64::MAX), &audience::whom(after.audience, &home.name));
    if agreed != says {
        return Err(AppError::field(FIELD, says));
    }
    for row in &answered {
        take_back(tx, row.occurrence_id, row.member_id).await?;
        guests::store::left_behind(tx, row.occurrence_id).await?;
    }
    for rows in people.values() {
        let Some((first, to)) = rows.first().and_then(|row| Some((row, row.email.as_ref()?))) else { continue };
        // By the title that they know: a new one is not for them.
        mail::post(tx, &told(&app.site, (&first.name, to), (&before.title, after.audience), &home)).await?;
    }
    Ok(())
}

/// What the organiser agrees to.
fn sentence(people: i64, whom: &str) -> String {
    let who = count(people, "person who said that they come or may", "people who said that they come or may");
    format!("{who} would not see it any more, for it would be for {whom} only. Choose, and save again.")
}

/// Tells somebody that an event is not for them any more.
fn told(site: &Site, (name, to): (&str, &str), (title, audience): (&str, EventAudience), home: &Home) -> Mail {
    let whom = audience::whom(audience, &home.name);
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: format!("You have no place any more: {title}"),
        body: vec![
            Part::Text(format!("“{title}” is for {whom} alone from now on. What you answered is taken back.")),
            Part::Button { label: format!("See {}", home.name), url: site.address(&format!("/c/{}", home.slug)) },
        ],
        because: "you said that you come, or may.".to_owned(),
        stop: None,
        calendar: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(change: fn(&mut EventRecord)) -> EventRecord {
        let at = |text: &str| text.parse().unwrap();
        let mut event = EventRecord::meeting("design", "talk", "Talk", (at("2026-03-10T13:00:00"), at("2026-03-10T14:00:00")));
        event.audience = EventAudience::Members;
        event.status = EventStatus::Confirmed;
        event.hosts = vec!["research".to_owned()];
        event.speakers = vec![SpeakerRecord::Person("sam".to_owned()), SpeakerRecord::Named { name: "Bea".to_owned() }];
        change(&mut event);
        event
    }

    #[test]
    fn who_is_asked_about_is_whom_a_change_can_shut_out() {
        let change = |change: fn(&mut EventRecord)| may_shut_out(&event(|_| ()), &event(change));
        assert!(change(|event| event.audience = EventAudience::Organisers) && change(|event| event.audience = EventAudience::Community));
        assert!(change(|event| event.hosts.clear()) && change(|event| event.speakers.clear()));
        assert!(!change(|_| ()) && !change(|event| event.title = "Talks".to_owned()));
        assert!(!change(|event| event.speakers.truncate(1)), "who has no account sees nothing by speaking");
        assert!(!change(|event| event.hosts.push("writing".to_owned())), "more see it");
        assert!(!change(|event| (event.status, event.hosts) = (EventStatus::Cancelled, Vec::new())), "there is no place to lose");
        let open = |change: fn(&mut EventRecord)| EventRecord { audience: EventAudience::Community, ..event(change) };
        assert!(!may_shut_out(&open(|_| ()), &open(|event| event.hosts.clear())));
    }

    #[test]
    fn one_agrees_to_how_many_they_are_and_to_whom_it_is_for() {
        let one = sentence(1, "members of Design");
        assert!(
            one.starts_with(
                "1 person who said that they come or may would not see it any more, for it would be for members of Design only."
            )
        );
        assert!(one != sentence(2, "members of Design") && one != sentence(1, "leads and organisers of Design"));
    }
}
