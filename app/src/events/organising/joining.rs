//! A single event becomes a meeting of a series, with all who answered to it.

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::agreeing::apart;
use super::becoming::with_meeting;
use super::{organiser, store};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::settings_store::series;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::api::JoinSeries;
use crate::events::record::EventRecord;
use crate::events::store::meeting_href;
use crate::events::{asking, invitations, record_store, rsvp, schedule};
use crate::live::Channel;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::Part;

/// The field that holds the series.
const FIELD: &str = "series";

/// The form by which a single event becomes part of a series; `None` where there is none that it could be part of.
pub(super) async fn part(db: &Db, community: Uuid, event: &EventRecord) -> Result<Option<Part>, AppError> {
    let series = series(db, community).await?;
    if event.rrule.is_some() || series.is_empty() {
        return Ok(None);
    }
    let choose = std::iter::once((String::new(), "Choose one".to_owned()));
    let form = form::<JoinSeries>("Make it part of the series")
        .with("community", &event.community)
        .with("slug", &event.slug)
        .select(FIELD, "Which series", choose.chain(series))
        .hint(
            "It becomes one of its meetings, with its own title, text, place, speakers, recordings and materials, and with all who answered; its address leads there. What is asked of those who come, how \
             many can come, topics, language and co-hosts are those of the series from then on.",
        );
    let form = asking::of_joining(form);
    Ok(Some(Part::Folded("Make this part of a series".to_owned(), Box::new(form.done()))))
}

/// Makes a single event a meeting of a series of its community.
pub(in crate::events) async fn join(community: &str, slug: &str, into: &str, forgets: bool) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let horizon = schedule::horizon(app.clock.now());
    let mut tx = app.db.begin().await?;
    // The series first, always: of two that are joined to it at once, each waits for nothing but it.
    let series = match store::lock(&app.db, &mut tx, &head, into).await {
        Err(AppError::NotFound) => None,
        other => Some(other?),
    };
    let (id, single) = store::lock(&app.db, &mut tx, &head, slug).await?;
    let Some((series_id, series)) = series.filter(|(series_id, _)| *series_id != id) else {
        return Err(wrong("Choose one of the community’s series."));
    };
    let (record, start) = with_meeting(&series, &single, horizon).map_err(wrong)?;
    for event in [id, series_id] {
        if store::is_brought_in(&app.db, head.id, event).await? {
            return Err(wrong(
                "One of them was brought in from a calendar elsewhere, which would undo this when it is read again. Join them there.",
            ));
        }
    }
    if store::is_parted(&mut tx, head.id, slug).await? {
        return Err(wrong("Another series goes on from this event. It stays what that goes on from."));
    }
    apart((&series, &record), store::follows_from(&mut tx, head.id, into).await?, horizon).map_err(|error| match error {
        AppError::Fields(fields) => {
            let says = fields.into_iter().map(|field| field.says.replace(" Have this one end before that day.", " Join it to that one."));
            wrong(says.collect::<String>())
        }
        error => error,
    })?;
    let asks = (single.asks.as_slice(), series.asks.as_slice());
    asking::agree(&mut tx, (id, ""), forgets, asks).await?;
    asking::forget(&mut tx, id, &series.asks).await?;
    let index = store::index(&app.db, &record, store::known(&app.db).await?).await?;
    move_over(&mut tx, (id, series_id), start).await?;
    record_store::save(&mut tx, &index, series_id, &record).await?;
    rsvp::fill(&app, &mut tx, series_id).await?;
    invitations::due(&mut tx, series_id, None).await?;
    tx.wakes(Channel::Event(id));
    let act = |deed, event| Act::by(member.member, deed, ObjectKind::Event, event).in_community(head.id).noting(single.title.clone());
    tx.commit([act(Deed::Merged, id), act(Deed::Edited, series_id)]).await?;
    let page = meeting_href(&format!("/c/{community}/events/{into}"), &start.format(record_store::WALL).to_string());
    Ok(Done::at(page).saying("It is a meeting of the series now. Its old address leads here."))
}

fn wrong(says: impl Into<String>) -> AppError {
    AppError::field(FIELD, says)
}

/// Has the only meeting of an event be one of another, and all that refers to the event refer to that; the event goes.
async fn move_over(tx: &mut Tx, (from, to): (Uuid, Uuid), start: NaiveDateTime) -> Result<(), AppError> {
    let meeting = store::move_meeting(tx, (from, to), start).await?;
    // It has none: nothing that people could have answered to.
    let meeting = meeting.ok_or_else(|| AppError::form("This event has no meeting yet. Save it, and try again."))?;
    Ok(store::leave_to(tx, (from, to), meeting).await?)
}
