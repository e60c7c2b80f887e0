//! Co-hosts: an event's own community asks another, and once somebody who organises there has said yes, the event names it and is on its calendar.

pub(crate) mod sheets;
pub(crate) mod store;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::EventStatus;
use super::organising::{narrowing, organiser, store as events};
use super::record::EventRecord;
use super::{invitations, record_store, rsvp};
use crate::accounts::attempts::{HOSTING, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::{CommunityHead, CommunityStatus};
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::store::standing;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::{AppState, SignedIn};
use crate::ui::form::Done;

/// How many co-hosts an event has, those that are asked among them.
const MOST: i64 = 10;

/// Asks a community to co-host an event. Who organises there too has said yes for it.
pub(super) async fn ask(community: &str, slug: &str, host: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let unknown = || AppError::field("host", "Choose one of the communities in the list.");
    let other = match crate::communities::store::head(&app.db, member.viewer(), host).await {
        Err(AppError::NotFound) => return Err(unknown()),
        other => other?,
    };
    let theirs = standing(&app.db, other.id, member.member, app.clock.now().date_naive()).await?.may_organise();
    spend(&app.db, HOSTING, &format!("member {}", member.member)).await?;
    let mut tx = app.db.begin().await?;
    let (id, mut record) = events::lock(&app.db, &mut tx, &head, slug).await?;
    if other.status != CommunityStatus::Active || !other.sees.about || other.is_everyone() || other.id == head.id {
        return Err(unknown());
    }
    if !matches!(record.status, EventStatus::Tentative | EventStatus::Confirmed) {
        return Err(AppError::form("Others are asked once it is on the calendar: it is a draft, or cancelled."));
    }
    let at = Done::at(format!("/c/{community}/events/{slug}/hosts"));
    if record.hosts.contains(&other.slug) {
        return Ok(at.saying(format!("{} is a co-host already.", other.name)));
    }
    if theirs {
        store::forget(&mut tx, id, other.id).await?;
    }
    if store::count(&mut tx, id).await? >= MOST {
        return Err(AppError::form(format!("An event has at most {MOST} co-hosts, those that are asked among them. Remove one first.")));
    }
    if theirs {
        record.hosts.push(other.slug.clone());
        keep(&app, tx, (id, &record), acts(&member, Deed::Approved, id, [&head, &other])).await?;
        return Ok(at.saying(format!("{} is a co-host now: you organise there too.", other.name)));
    }
    if !store::ask(&mut tx, id, other.id).await? {
        return Ok(at.saying(format!("{} is asked already.", other.name)));
    }
    let news = News {
        kind: NewsKind::AskedToHost,
        by: By::Member(member.member),
        // Below their own community: of the event's they may see nothing else.
        object: (ObjectKind::Community, other.id),
        about: Uuid::now_v7(),
        title: &record.title,
        href: &format!("/c/{}/hosting", other.slug),
        text: &format!("{} would like to hold it with {}.", head.name, other.name),
        community: Some(other.id),
        to: &[To::Organising(other.id)],
    };
    tell(&mut tx, &news).await?;
    let [act, _] = acts(&member, Deed::Asked, id, [&head, &other]);
    tx.commit([act]).await?;
    Ok(at.saying(format!("Those who organise for {} are asked. They are told here and by mail.", other.name)))
}

/// Begins what stands for a community in the form of who does not see it; no slug does.
const MARK: char = '~';

/// What stands for a community that holds an event, to somebody who does not see it.
fn mark(event: Uuid, community: Uuid) -> String {
    let digest = Sha256::new().chain_update(event.as_bytes()).chain_update(community.as_bytes()).finalize();
    std::iter::once(MARK.to_string()).chain(digest.iter().take(8).map(|byte| format!("{byte:02x}"))).collect()
}

/// A community that holds an event or is asked to, as whoever removes it knows it.
struct Other {
    id: Uuid,
    slug: String,
    /// `None` where they do not see it.
    name: Option<String>,
    /// Whether everybody may know that it is there.
    listed: bool,
}

impl Other {
    fn of(head: CommunityHead) -> Self {
        Self { id: head.id, slug: head.slug, name: Some(head.name), listed: head.listed }
    }

    /// What is written into both logs: into that of the event's own community no more than who removes it may see.
    fn acts(&self, by: &SignedIn, deed: Deed, (event, home): (Uuid, &CommunityHead)) -> [Act; 2] {
        let act = |place| Act::by(by.member, deed, ObjectKind::Event, event).in_community(place);
        [naming(act(home.id), self.listed, self.name.as_deref()), naming(act(self.id), home.listed, Some(&home.name))]
    }
}

/// Removes a co-host, or takes back that a community is asked. `agreed`: to what becomes of those who see it by that alone.
pub(super) async fn remove(community: &str, slug: &str, (host, agreed): (&str, &str)) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let mut tx = app.db.begin().await?;
    let (id, mut record) = events::lock(&app.db, &mut tx, &head, slug).await?;
    let other = if host.starts_with(MARK) {
        let unseen = store::unseen(&app.db, member.viewer(), id).await?.into_iter().find(|other| mark(id, other.id) == host);
        unseen.map(|other| Other { id: other.id, slug: other.slug, name: None, listed: false }).ok_or(AppError::NotFound)?
    } else {
        Other::of(crate::communities::store::head(&app.db, member.viewer(), host).await?)
    };
    let name = other.name.as_deref().unwrap_or("That community");
    let at = Done::at(format!("/c/{community}/events/{slug}/hosts"));
    if store::forget(&mut tx, id, other.id).await? {
        let [act, _] = other.acts(&member, Deed::Withdrew, (id, &head));
        tx.commit([act]).await?;
        return Ok(at.saying(format!("{name} is not asked any more.")));
    }
    let before = drop_host(&mut record, &other.slug)?;
    keep_without(&app, tx, (id, &before, &record), agreed, other.acts(&member, Deed::Removed, (id, &head))).await?;
    Ok(at.saying(format!("{name} is no co-host any more.")))
}

/// Says for a community that it co-hosts an event of another, or that it does not, or no longer. `agreed`: to what becomes of those who see it by that alone.
pub(super) async fn answer(community: &str, (home, slug): (&str, &str), (yes, agreed): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let (id, home) = store::which(&app.db, (home, slug), head.id).await?.ok_or(AppError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let mut record = events::lock_by_id(&app.db, &mut tx, id).await?.ok_or(AppError::NotFound)?;
    if yes && !matches!(record.status, EventStatus::Tentative | EventStatus::Confirmed) {
        return Err(AppError::form("It is not on the calendar any more."));
    }
    let at = Done::at(format!("/c/{community}/hosting"));
    let act = |deed| Act::by(member.member, deed, ObjectKind::Event, id);
    // In both logs; in the one of the event's own community with the name of the other.
    let both = |deed| [naming(act(deed).in_community(home), head.listed, Some(&head.name)), act(deed).in_community(head.id)];
    let asked = store::forget(&mut tx, id, head.id).await?;
    if asked {
        tell_home(&mut tx, (&member, yes), (id, home, &record), &head).await?;
    }
    let title = record.title.clone();
    match yes {
        true if asked => {
            record.hosts.retain(|host| *host != head.slug);
            record.hosts.push(head.slug.clone());
            keep(&app, tx, (id, &record), both(Deed::Approved)).await?;
            Ok(at.saying(format!("“{title}” is on the calendar of {} too.", head.name)))
        }
        true => Err(AppError::form(format!("Nobody asks {} to co-host that any more.", head.name))),
        false if asked => {
            tx.commit(both(Deed::Declined)).await?;
            Ok(at.saying("You said no. Those who asked are told."))
        }
        false => {
            let before = drop_host(&mut record, &head.slug)?;
            keep_without(&app, tx, (id, &before, &record), agreed, both(Deed::Removed)).await?;
            Ok(at.saying(format!("{} does not co-host “{title}” any more.", head.name)))
        }
    }
}

/// Takes a community out of those that hold an event, and gives the event as it was.
fn drop_host(record: &mut EventRecord, other: &str) -> Result<EventRecord, AppError> {
    let before = record.clone();
    record.hosts.retain(|host| host != other);
    if record.hosts.len() < before.hosts.len() { Ok(before) } else { Err(AppError::NotFound) }
}

/// Keeps who holds an event. Nobody who comes is told: for them nothing changes.
async fn keep(app: &AppState, mut tx: Tx, (id, record): (Uuid, &EventRecord), acts: [Act; 2]) -> Result<(), AppError> {
    write(app, &mut tx, (id, record)).await?;
    Ok(tx.commit(acts).await?)
}

/// Keeps that a community holds an event no more. Who saw it by that alone loses their place, where that is agreed to, and is told.
async fn keep_without(
    app: &AppState,
    mut tx: Tx,
    (id, before, record): (Uuid, &EventRecord, &EventRecord),
    agreed: &str,
    acts: [Act; 2],
) -> Result<(), AppError> {
    write(app, &mut tx, (id, record)).await?;
    narrowing::shut_out(app, &mut tx, (id, before, record), agreed).await?;
    rsvp::fill(app, &mut tx, id).await?;
    invitations::due(&mut tx, id, None).await?;
    Ok(tx.commit(acts).await?)
}

async fn write(app: &AppState, tx: &mut Tx, (id, record): (Uuid, &EventRecord)) -> Result<(), AppError> {
    let index = events::index(&app.db, record, events::known(&app.db).await?).await?;
    Ok(record_store::save(tx, &index, id, record).await?)
}

/// Tells those who organise where an event is at home what became of asking.
async fn tell_home(
    tx: &mut Tx,
    (member, yes): (&SignedIn, bool),
    (id, home, record): (Uuid, Uuid, &EventRecord),
    other: &CommunityHead,
) -> Result<(), sqlx::Error> {
    let (kind, text) = match yes {
        true => (NewsKind::HostingAccepted, format!("{} is a co-host now.", other.name)),
        false => (NewsKind::HostingDeclined, format!("{} does not co-host it.", other.name)),
    };
    let news = News {
        kind,
        by: By::Member(member.member),
        object: (ObjectKind::Event, id),
        about: Uuid::now_v7(),
        title: &record.title,
        href: &format!("/c/{}/events/{}", record.community, record.slug),
        text: &text,
        community: Some(home),
        to: &[To::Organising(home)],
    };
    tell(tx, &news).await
}

/// What is written into the logs of an event's own community and of another, each with the other's name.
fn acts(member: &SignedIn, deed: Deed, event: Uuid, [home, other]: [&CommunityHead; 2]) -> [Act; 2] {
    let act = |place: &CommunityHead| Act::by(member.member, deed, ObjectKind::Event, event).in_community(place.id);
    [(home, other), (other, home)].map(|(place, with)| naming(act(place), with.listed, Some(&with.name)))
}

/// An entry of a log with the name of another community, where that is none that is hidden: who reads the log may not be one of those who know of it.
fn naming(act: Act, listed: bool, name: Option<&str>) -> Act {
    match name.filter(|_| listed) {
        Some(name) => act.noting(name),
        None => act,
    }
}
