//! One meeting of a series and all that follow: they become a series of their own, which goes on from the first.

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::agreeing::{agree, apart};
use super::moving::Moves;
use super::splitting::split;
use super::{Typed, change, narrowing, organiser, rhythm, seen, shown, store};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::db::Tx;
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::events::record::EventRecord;
use crate::events::record_store::WALL;
use crate::events::{asking, hosting, invitations, record_store, rsvp, schedule};
use crate::members::editing_store::Choices;
use crate::state::AppState;
use crate::typed as lines;
use crate::ui::form::Done;

/// Changes the meeting of a day and all that follow. Whoever answered keeps their answer, where the meeting only moves.
pub(in crate::events) async fn change_following(community: &str, (slug, date): (&str, &str), typed: &Typed) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let known = store::known(&app.db).await?;
    let Some(mut parting) = Parting::begin(&app, &head, (slug, date)).await? else {
        return change(community, slug, typed).await;
    };
    seen::unchanged(&typed.base, &parting.seen)?;
    let before = parting.after.clone();
    let (mut record, says) = typed.read((&app.db, &app.site.year), &before, &known).await?;
    let horizon = schedule::horizon(app.clock.now());
    let moves = rhythm::carry(typed, &before, &mut record, horizon)?;
    schedule::settle(&mut record, horizon);
    apart((&before, &record), store::follows_from(&mut parting.tx, head.id, slug).await?, horizon)?;
    let answered = store::answered(&mut parting.tx, parting.id, parting.from).await?;
    agree(typed.agreed, &record, &answered, (&moves, horizon))?;
    let start = parting.from.format(WALL).to_string();
    asking::agree(&mut parting.tx, (parting.id, &start), typed.forgets, (&before.asks, &record.asks)).await?;
    (parting.after, parting.without) = (record, typed.without.clone());
    let act = |deed, id| Act::by(member.member, deed, ObjectKind::Event, id).in_community(head.id);
    let record = parting.done(&app, &head, (known, moves), act).await?;
    Ok(shown(community, &record, &format!("Saved, from this meeting on. {says}")))
}

/// Calls the meeting of a day off, and all that follow.
pub(in crate::events) async fn call_off_following(community: &str, (slug, date): (&str, &str), because: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let mut typed = lines::Typed::default();
    let because = typed.line("because", because, 300);
    typed.done(())?;
    let known = store::known(&app.db).await?;
    let Some(mut parting) = Parting::begin(&app, &head, (slug, date)).await? else {
        return super::call_off(community, slug, &because).await;
    };
    parting.after.status = EventStatus::Cancelled;
    parting.after.cancelled_because = Some(because.clone());
    schedule::settle(&mut parting.after, schedule::horizon(app.clock.now()));
    let act = |deed, id| {
        let deed = if deed == Deed::Made { Deed::Cancelled } else { deed };
        Act::by(member.member, deed, ObjectKind::Event, id).in_community(head.id).noting(&because)
    };
    let record = parting.done(&app, &head, (known, Moves::default()), act).await?;
    Ok(shown(community, &record, "Cancelled from this meeting on. Everybody who wanted to come can see it on its page."))
}

/// A series that is being parted, locked.
struct Parting {
    tx: Tx,
    id: Uuid,
    from: NaiveDateTime,
    /// What the form of the whole shows.
    seen: String,
    before: EventRecord,
    after: EventRecord,
    /// What the organiser agreed to of those who may not see what follows any more.
    without: String,
}

impl Parting {
    /// `None` where nothing comes before the meeting: it is the whole series.
    async fn begin(app: &AppState, head: &CommunityHead, (slug, date): (&str, &str)) -> Result<Option<Self>, AppError> {
        let mut tx = app.db.begin().await?;
        let (id, record) = store::lock(&app.db, &mut tx, head, slug).await?;
        let from = store::recurrence(&app.db, id, date).await?;
        let parted = split(&record, from, schedule::horizon(app.clock.now()));
        let seen = seen::of_event(&record);
        Ok(parted.map(|(before, after)| Self { tx, id, from, seen, before, after, without: String::new() }))
    }

    /// Writes both halves: the meetings that follow stay the ones they are, with all who answered.
    async fn done(
        self,
        app: &AppState,
        head: &CommunityHead,
        (known, moves): (Choices, Moves),
        act: impl Fn(Deed, Uuid) -> Act,
    ) -> Result<EventRecord, AppError> {
        let Self { mut tx, id, from, before, mut after, without, .. } = self;
        let index = store::index(&app.db, &after, known).await?;
        after.slug = store::free_slug(&mut tx, (head.id, &head.slug), &after.title).await?;
        let new = Uuid::now_v7();
        store::go_on(&mut tx, head.id, (&before.slug, &after.slug)).await?;
        record_store::save_alone(&mut tx, &index, new, &after).await?;
        store::hand_over(&mut tx, (id, new), from).await?;
        hosting::store::ask_along(&mut tx, (id, new)).await?;
        asking::forget(&mut tx, new, &after.asks).await?;
        store::shift(&mut tx, new, &moves).await?;
        record_store::save_its_meetings(&mut tx, &index, new, &after).await?;
        let index = store::index(&app.db, &before, store::known(&app.db).await?).await?;
        record_store::save(&mut tx, &index, id, &before).await?;
        narrowing::shut_out(app, &mut tx, (new, &before, &after), &without).await?;
        if after.held != before.held {
            rsvp::hold_anew(&mut tx, new).await?;
        }
        rsvp::fill(app, &mut tx, new).await?;
        invitations::due(&mut tx, id, None).await?;
        invitations::due(&mut tx, new, None).await?;
        tx.commit([act(Deed::Edited, id), act(Deed::Made, new)]).await?;
        Ok(after)
    }
}
