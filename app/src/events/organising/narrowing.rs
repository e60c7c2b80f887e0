//! What becomes of those who want to come to an event that is made for fewer: said before it happens.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::store::speaking;
use crate::db::Tx;
use crate::error::AppError;
use crate::events::model::{EventAudience, EventStatus};
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::{audience_store, losing_sight};
use crate::state::AppState;

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
    if answered.is_empty() {
        return Ok(());
    }
    let people: BTreeSet<Uuid> = answered.iter().map(|row| row.member_id).collect();
    let home = audience_store::home(tx, event).await?;
    let whom = home.whom(after.audience);
    losing_sight::agree(agreed, people.len(), |who| sentence(who, &whom))?;
    // By the title that they know: a new one is not for them.
    losing_sight::take_places((&app.site, tx), &answered, (&before.title, &whom), &home).await
}

/// What the organiser agrees to.
fn sentence(who: &str, whom: &str) -> String {
    format!("{who} would not see it any more, for it would be for {whom} only. Choose, and save again.")
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
}
