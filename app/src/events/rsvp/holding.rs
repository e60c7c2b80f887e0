//! Places that the organisers hold back: nobody gets one by saying that they come. They are given to people by name, or released, and then those who wait move up.

use super::holding_store::{self as store, Places};
use super::rules::Answer;
use super::store::{self as rsvps, Asked};
use super::{move_up, open};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::events::attendance::{organised, people};
use crate::events::taking_part::{GivePlace, HoldPlaces};
use crate::events::{invitations, invitations_store};
use crate::live::Channel;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::Part;

/// Gives somebody a place that is held back.
pub(in crate::events) async fn give(community: &str, which: (&str, &str), handle: &str) -> Result<Done, AppError> {
    let (app, by, community, asked) = organised(community, which).await?;
    open(&asked, app.clock.now())?;
    let handle = handle.trim().trim_start_matches('@').to_lowercase();
    let Some((member, name)) = store::member(&app.db, &handle).await? else {
        return Err(AppError::field("handle", "Nobody here has this handle. It stands in the address of their profile."));
    };
    let mut tx = app.db.begin().await?;
    rsvps::lock(&mut tx, asked.id).await?;
    if store::places(&mut tx, asked.id).await?.map_or(0, Places::left) == 0 {
        return Err(AppError::form("No place is held back any more. Hold one back first."));
    }
    if rsvps::given(&mut tx, asked.id, member).await? == Some(Answer::Going) {
        return Err(AppError::field("handle", format!("{name} has a place already.")));
    }
    let event = rsvps::event(&mut tx, asked.id).await?.unwrap_or(asked.event);
    if !invitations_store::sees(&mut tx, event, member).await? {
        return Err(AppError::field("handle", format!("{name} does not see this event. Invite them to the community first.")));
    }
    store::give(&mut tx, asked.id, member).await?;
    let news = News {
        kind: NewsKind::PlaceGiven,
        by: By::Member(by),
        object: (ObjectKind::Event, event),
        about: asked.id,
        title: &asked.title,
        href: &asked.page,
        text: "",
        community: Some(community),
        to: &[To::Members(vec![member])],
    };
    tell(&mut tx, &news).await?;
    invitations::due(&mut tx, event, Some(member)).await?;
    tx.wakes(Channel::Community(community));
    tx.wakes(Channel::Event(event));
    tx.commit([Act::by(by, Deed::Edited, ObjectKind::Event, event).in_community(community).noting("places")]).await?;
    Ok(Done::at(people(&asked)).saying(format!("{name} has a place, and is told so.")))
}

/// Holds so many places back that are not given yet; of those that are released, as many who wait move up.
pub(in crate::events) async fn hold(community: &str, which: (&str, &str), number: &str) -> Result<Done, AppError> {
    let (app, by, community, asked) = organised(community, which).await?;
    open(&asked, app.clock.now())?;
    let wrong = |says: String| AppError::field("held", says);
    let number: i64 = number
        .trim()
        .parse::<i32>()
        .ok()
        .filter(|number| *number >= 0)
        .map(i64::from)
        .ok_or_else(|| wrong("Write a number, in digits.".to_owned()))?;
    let mut tx = app.db.begin().await?;
    rsvps::lock(&mut tx, asked.id).await?;
    let places = store::places(&mut tx, asked.id).await?.ok_or(AppError::NotFound)?;
    let Some(capacity) = places.capacity else {
        return Err(wrong("As many as want to can come: say in the event’s own form how many can, first.".to_owned()));
    };
    let (going, _) = rsvps::counts(&mut tx, asked.id).await?;
    let free = (i64::from(capacity) - going).max(0);
    if number > 0 && free == 0 {
        return Err(wrong("All places are taken: none can be held back.".to_owned()));
    }
    if number > free {
        return Err(wrong(format!("{} not taken. Hold back at most as many.", count(free, "place is", "places are"))));
    }
    store::hold(&mut tx, asked.id, i32::try_from(places.given + number).unwrap_or(i32::MAX)).await?;
    let event = rsvps::event(&mut tx, asked.id).await?.unwrap_or(asked.event);
    move_up(&app, &mut tx, &Asked { event, ..asked.clone() }).await?;
    tx.wakes(Channel::Community(community));
    tx.wakes(Channel::Event(event));
    tx.commit([Act::by(by, Deed::Edited, ObjectKind::Event, event).in_community(community).noting("places")]).await?;
    let says = match number {
        0 => "No place is held back any more.".to_owned(),
        number => format!("{} held back.", count(number, "place is", "places are")),
    };
    Ok(Done::at(people(&asked)).saying(says))
}

/// What an organiser does with the places that are held back; nothing where as many as want to can come.
pub(super) async fn parts(db: &Db, head: &CommunityHead, (slug, date): (&str, &str), asked: &Asked) -> Result<Vec<Part>, AppError> {
    if asked.capacity.is_none() {
        return Ok(Vec::new());
    }
    let places = store::shown(db, asked.id).await?;
    let left = places.map_or(0, Places::left);
    let says = match left {
        0 => "None. Hold some back for people you name: nobody gets them by saying that they come.".to_owned(),
        left => format!("{}: whoever says that they come does not get one.", of_all(left, asked.capacity)),
    };
    let mut parts = vec![Part::Text(says)];
    if left > 0 {
        let give = form::<GivePlace>("Give them a place").with("community", &head.slug).with("slug", slug).with("date", date);
        let give =
            give.text("handle", "Who gets a place").hint("Their handle, such as ada-okafor: it stands in the address of their profile.");
        parts.push(Part::Form(give.quiet().done()));
    }
    let hold = form::<HoldPlaces>("Hold so many back").with("community", &head.slug).with("slug", slug).with("date", date);
    let hold = hold.text("held", "Places to hold back at this meeting").value(left.to_string());
    let hold = hold.hint("With fewer, or 0, those who wait move up.").quiet().done();
    parts.push(Part::Folded("Hold others back, or release them".to_owned(), Box::new(hold)));
    Ok(parts)
}

/// "3 of 20 places are held back"
pub(super) fn of_all(left: i64, capacity: Option<i32>) -> String {
    let all = capacity.map_or(left, i64::from);
    let of = count(all, "place", "places");
    if left == 1 { format!("1 of {of} is held back") } else { format!("{left} of {of} are held back") }
}
