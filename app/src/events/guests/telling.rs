//! What guests are mailed: the invitation, what changes about the meeting, and that they are not expected any more. By the job that mails members, and as that: what they were last told is kept.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::telling_store::{self as store, Come, Told};
use crate::accounts::token::Token;
use crate::db::Tx;
use crate::events::audience_store;
use crate::events::calendar::invitation;
use crate::events::invitations::{Invited, entry};
use crate::events::model::EventStatus;
use crate::link::host;
use crate::mail::{self, ForCalendar, Mail, Part};
use crate::state::Site;

/// Mails what is new in the calendars of an event’s guests; of one member’s alone, where there is one. Its event is locked. Whose member may not see it any more is not expected there.
pub(in crate::events) async fn tell(site: &Site, tx: &mut Tx, (event, member): (Uuid, Option<Uuid>)) -> Result<(), sqlx::Error> {
    let mut come = store::come(tx, event, member).await?;
    let people: BTreeSet<Uuid> = come.iter().map(|row| row.member_id).collect();
    let seers = audience_store::seers(tx, event, &people).await?;
    come.retain(|row| seers.contains(&row.member_id));
    let here: BTreeSet<Uuid> = come.iter().map(|row| row.id).collect();
    for row in &come {
        invite(site, tx, row).await?;
    }
    for row in store::told(tx, event, member).await?.into_iter().filter(|row| !here.contains(&row.id)) {
        call_back(site, tx, &row).await?;
    }
    Ok(())
}

async fn invite(site: &Site, tx: &mut Tx, row: &Come) -> Result<(), sqlx::Error> {
    let (mut now, known) = (row.held.invited(), row.known());
    if let Some(known) = &known {
        now.known_as.clone_from(&known.known_as);
    }
    if known.as_ref().is_some_and(|known| known.says_what(&now)) {
        return Ok(());
    }
    let sequence = row.sequence + 1;
    store::keep(tx, row, &now, sequence).await?;
    if !row.mailed {
        return Ok(());
    }
    let (title, when) = (&now.title, now.when());
    let (subject, text) = if known.is_none() {
        let text = format!("{} brings you along to “{title}”: {when}. It goes into your calendar with this mail.", row.by_name);
        (format!("{} invites you: {title}", row.by_name), text)
    } else {
        (format!("Changed: {title}"), format!("“{title}” was changed. It is now on {when}. Your calendar is put right with this mail."))
    };
    let letter =
        Letter { to: (&row.name, &row.email), by: &row.by_name, said: (subject, text), of: (row.occurrence_id, sequence), invited: &now };
    letter.post(site, tx, row.id, EventStatus::Confirmed).await
}

/// Reminds the guests of a meeting, each with a link of their own, in the transaction that marks that it was done.
pub(in crate::events) async fn remind(site: &Site, tx: &mut Tx, meeting: Uuid) -> Result<(), sqlx::Error> {
    let expected = store::expected(tx, meeting).await?;
    let Some(event) = expected.first().map(|guest| guest.held.of_event) else { return Ok(()) };
    let people: BTreeSet<Uuid> = expected.iter().map(|guest| guest.member_id).collect();
    let seers = audience_store::seers(tx, event, &people).await?;
    for guest in expected.into_iter().filter(|guest| seers.contains(&guest.member_id)) {
        let invited = guest.held.invited();
        let page = own_page(site, tx, guest.id).await?;
        let online = invited.online.clone().map(|url| Part::Link { label: "Join online".to_owned(), url });
        let says = format!("“{}” begins within a day: {}. {} brings you along.", invited.title, invited.when(), guest.by_name);
        let mail = Mail {
            to: guest.email,
            to_name: Some(guest.name),
            subject: format!("“{}” begins within a day", invited.title),
            body: [Part::Text(says)].into_iter().chain(online).chain(ways("See it, or say that you can’t come", &page)).collect(),
            because: format!("{} brings you along.", guest.by_name),
            stop: None,
            calendar: None,
        };
        mail::post(tx, &mail).await?;
    }
    Ok(())
}

/// A new link to a guest’s own page.
async fn own_page(site: &Site, tx: &mut Tx, guest: Uuid) -> Result<String, sqlx::Error> {
    let token = Token::make();
    store::link(tx, guest, &token.hash()).await?;
    Ok(site.address(&format!("/guest/{}", token.text())))
}

/// What stands at the end of every mail to a guest.
fn ways(label: &str, page: &str) -> [Part; 3] {
    [
        Part::Button { label: label.to_owned(), url: page.to_owned() },
        Part::Link { label: "Get no more such mails from this site".to_owned(), url: page.to_owned() },
        Part::Small(
            "Your name and address were given for this meeting alone, are seen by its organisers, and are removed 90 days after it."
                .to_owned(),
        ),
    ]
}

/// Takes a meeting out of a guest’s calendar.
async fn call_back(site: &Site, tx: &mut Tx, row: &Told) -> Result<(), sqlx::Error> {
    store::called_back(tx, row).await?;
    let Some(was) = row.invited().filter(|_| row.mailed) else { return Ok(()) };
    let (title, when) = (&was.title, was.when());
    let said = if row.would_come() {
        let text = format!("“{title}” on {when} does not take place, or not with you: it goes out of your calendar with this mail.");
        (format!("Cancelled: {title}"), text)
    } else {
        let text = format!("You are not expected any more at “{title}” on {when}. It goes out of your calendar with this mail.");
        (format!("Out of your calendar: {title}"), text)
    };
    let of = (row.occurrence_id, row.sequence + 1);
    let letter = Letter { to: (&row.name, &row.email), by: &row.by_name, said, of, invited: &was };
    letter.post(site, tx, row.id, EventStatus::Cancelled).await
}

/// A mail to a guest.
struct Letter<'a> {
    to: (&'a str, &'a str),
    /// Who brings them.
    by: &'a str,
    /// Subject and text.
    said: (String, String),
    /// The meeting, and how often they were told of it.
    of: (Uuid, i32),
    invited: &'a Invited,
}

impl Letter<'_> {
    async fn post(self, site: &Site, tx: &mut Tx, guest: Uuid, status: EventStatus) -> Result<(), sqlx::Error> {
        let page = own_page(site, tx, guest).await?;
        let (method, label) = if status == EventStatus::Cancelled {
            ("CANCEL", "See what it was")
        } else {
            ("REQUEST", "See it, or say that you can’t come")
        };
        let at = tx.now();
        let entry = entry(self.of, self.to, self.invited, (status, at), site);
        let (subject, text) = self.said;
        let mail = Mail {
            to: self.to.1.to_owned(),
            to_name: Some(self.to.0.to_owned()),
            subject,
            body: [Part::Text(text)].into_iter().chain(ways(label, &page)).collect(),
            because: format!("{} brings you along.", self.by),
            stop: None,
            calendar: Some(ForCalendar { method: method.to_owned(), text: invitation(host(&site.base_url), at, (method, &entry)) }),
        };
        mail::post(tx, &mail).await
    }
}
