//! What becomes of those who want to come to an event that is made for fewer: said before it happens.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::communities::model::CommunityHead;
use crate::db::Tx;
use crate::error::AppError;
use crate::events::audience_store::{self, Answered};
use crate::events::record::EventRecord;
use crate::events::rsvp::store::take_back;
use crate::events::{audience, guests};
use crate::mail::{self, Mail, Part};
use crate::state::{AppState, Site};
use crate::ui::lists::count;

/// The field in which the organiser agrees.
pub(super) const FIELD: &str = "without";

/// What an organiser can say to it.
pub(super) const CHOICES: [(&str, &str); 2] =
    [("yes", "They lose their places, and are told so by mail"), ("no", "They keep them: I have chosen above who sees it")];

/// Takes the places of those who may not see an event any more, as it was written in this transaction, and tells them.
///
/// # Errors
/// With a sentence that says how many they are, where the organiser has not agreed.
pub(super) async fn shut_out(
    app: &AppState,
    tx: &mut Tx,
    (event, record, head): (Uuid, &EventRecord, &CommunityHead),
    agreed: bool,
) -> Result<(), AppError> {
    let answered = audience_store::shut_out(tx, event).await?;
    let mut people: BTreeMap<Uuid, Vec<&Answered>> = BTreeMap::new();
    answered.iter().for_each(|row| people.entry(row.member_id).or_default().push(row));
    if people.is_empty() {
        return Ok(());
    }
    if !agreed {
        let who = count(
            i64::try_from(people.len()).unwrap_or(i64::MAX),
            "person who said that they come or may",
            "people who said that they come or may",
        );
        return Err(AppError::field(FIELD, format!("{who} would not see it any more. Choose, and save again.")));
    }
    for row in &answered {
        take_back(tx, row.occurrence_id, row.member_id).await?;
        guests::store::left_behind(tx, row.occurrence_id).await?;
    }
    for rows in people.values() {
        let Some((first, to)) = rows.first().and_then(|row| Some((row, row.email.as_ref()?))) else { continue };
        mail::post(tx, &told(&app.site, (&first.name, to), (record, head))).await?;
    }
    Ok(())
}

/// Tells somebody that an event is not for them any more.
fn told(site: &Site, (name, to): (&str, &str), (record, head): (&EventRecord, &CommunityHead)) -> Mail {
    let whom = audience::whom(record.audience, &head.name);
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: format!("You have no place any more: {}", record.title),
        body: vec![
            Part::Text(format!("“{}” is for {whom} alone from now on. What you answered is taken back.", record.title)),
            Part::Button { label: format!("See {}", head.name), url: site.address(&format!("/c/{}", head.slug)) },
        ],
        because: "you said that you come, or may.".to_owned(),
        stop: None,
        calendar: None,
    }
}
