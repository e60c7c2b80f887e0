//! The SQL of old addresses.

use leptos_router::location::Url;
use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::store::gone_on;
use crate::state::{Viewer, internal};
use crate::ui::pagination::encode;
use crate::{on, queries, run, visible, visible_event, visible_page};

queries! {
    LAST = "select position from redirect where object_id = $1 order by position desc limit 1";
    LEAD = "insert into redirect (path, kind, object_id, position) values ($1, $2, $3, $4) \
            on conflict (path) do update set kind = excluded.kind, object_id = excluded.object_id, position = excluded.position";
    LEAD_ON = "update redirect set object_id = $2 where object_id = $1";
    TAKE_BACK = "delete from redirect where path = $1 and object_id = $2";
    OLD = "select kind, object_id from redirect where path = $1";
    ORGANISATION = "select '/organisations/' || slug from organisation where id = $1";
    TOPIC = "select '/topics/' || slug from topic where id = $1";
    PERSON = "select '/people/' || handle from member where id = $1 and standing <> 'former'";
    /// Whoever sees any of its sections may know where it is.
    COMMUNITY = concat!(
        "select '/c/' || c.slug from community c where c.id = $2 and (",
        visible!("about"), " or ", visible!("events"), " or ", visible!("questions"), " or ", visible!("pages"), " or ", visible!("members"), ")"
    );
    EVENT = concat!(
        "select '/c/' || c.slug || '/events/' || e.slug from event e join community c on c.id = e.community_id where e.id = $2 and e.status <> 'draft' and ", visible_event!("e")
    );
    // A single event that became a meeting of a series is known by that meeting.
    MEETING = concat!(
        "select '/c/' || c.slug || '/events/' || e.slug || case when e.rrule is null then '' else '/' || substr(o.recurrence, 1, 10) end \
         from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id where o.id = $2 and e.status <> 'draft' and ", visible_event!("e")
    );
    QUESTION = concat!("select '/c/' || c.slug || '/questions/' || q.slug from question q join community c on c.id = q.community_id where q.id = $2 and q.deleted_at is null and ", visible!("questions"));
    PAGE = concat!(
        "select '/c/' || c.slug || '/pages/' || p.path from page p join community c on c.id = p.community_id where p.id = $2 and p.status <> 'draft' and ", visible_page!("p")
    );
    RESOURCE = concat!("select '/c/' || c.slug || '/resources/' || r.slug from resource r join community c on c.id = r.community_id where r.id = $2 and ", visible!("pages"));
}

/// A path as the table holds it: a slash before, none behind.
pub fn normal_path(path: &str) -> String {
    format!("/{}", path.trim_matches('/'))
}

/// An address as all of them are written: without a slash behind, in small letters.
pub fn small(path: &str) -> String {
    let parts: Vec<String> = path.trim_matches('/').split('/').map(|part| encode(&Url::unescape(part).to_lowercase())).collect();
    format!("/{}", parts.join("/"))
}

/// The address that an old one leads to today, where there is one that the viewer may see. Letters are as the browser shows them, not as it sends them; where capitals lead nowhere,
/// small letters may.
///
/// # Errors
/// When the database does not answer.
pub async fn address_of(db: &Db, viewer: Viewer, path: &str) -> Result<Option<String>, AppError> {
    let path = normal_path(&Url::unescape(path));
    if let Some(address) = found(db, viewer, &path).await? {
        return Ok(Some(address));
    }
    let small = path.to_lowercase();
    if small == path { Ok(None) } else { found(db, viewer, &small).await }
}

async fn found(db: &Db, viewer: Viewer, path: &str) -> Result<Option<String>, AppError> {
    if let Some(address) = known(db, viewer, path).await? {
        return Ok(Some(address));
    }
    // What is inside a community or a topic that has another address is there under the same name, or an old name of its own.
    let inside = ["/c/", "/topics/"].iter().find_map(|place| Some((place, path.strip_prefix(place)?.split_once('/')?)));
    let Some((place, (slug, rest))) = inside else { return Ok(None) };
    if let Some(now) = known(db, viewer, &format!("{place}{slug}")).await? {
        let rest: Vec<String> = rest.split('/').map(encode).collect();
        let there = format!("{now}/{}", rest.join("/"));
        let within = match known(db, viewer, &there).await? {
            None if there != there.to_lowercase() => known(db, viewer, &there.to_lowercase()).await?,
            within => within,
        };
        return Ok(Some(within.unwrap_or_else(|| small(&there))));
    }
    match rest.split('/').collect::<Vec<_>>()[..] {
        ["events", event, ref below @ ..] if *place == "/c/" && !below.is_empty() => {
            if let Some(address) = known(db, viewer, &format!("/c/{slug}/events/{event}")).await? {
                let below: Vec<String> = below.iter().map(|part| encode(part)).collect();
                return Ok(Some(format!("{address}/{}", below.join("/"))));
            }
            gone_on(db, viewer, (slug, event, &below.join("/"))).await
        }
        _ => Ok(None),
    }
}

async fn known(db: &Db, viewer: Viewer, path: &str) -> Result<Option<String>, AppError> {
    let old: Option<(String, Uuid)> = on!(db.reader(), c => sqlx::query_as(OLD).bind(path).fetch_optional(c))?;
    let Some((kind, id)) = old else { return Ok(None) };
    let kind = kind.parse::<ObjectKind>().map_err(|e| internal(&e))?;
    let address: Option<String> = match kind {
        ObjectKind::Organisation => on!(db.reader(), c => sqlx::query_scalar(ORGANISATION).bind(id).fetch_optional(c))?,
        ObjectKind::Topic => on!(db.reader(), c => sqlx::query_scalar(TOPIC).bind(id).fetch_optional(c))?,
        ObjectKind::Person => on!(db.reader(), c => sqlx::query_scalar(PERSON).bind(id).fetch_optional(c))?,
        ObjectKind::Community => on!(db.reader(), c => sqlx::query_scalar(COMMUNITY).bind(viewer.member).bind(id).fetch_optional(c))?,
        ObjectKind::Event => {
            let event: Option<String> = on!(db.reader(), c => sqlx::query_scalar(EVENT).bind(viewer.member).bind(id).fetch_optional(c))?;
            match event {
                None => on!(db.reader(), c => sqlx::query_scalar(MEETING).bind(viewer.member).bind(id).fetch_optional(c))?,
                event => event,
            }
        }
        ObjectKind::Question => on!(db.reader(), c => sqlx::query_scalar(QUESTION).bind(viewer.member).bind(id).fetch_optional(c))?,
        ObjectKind::Page => on!(db.reader(), c => sqlx::query_scalar(PAGE).bind(viewer.member).bind(id).fetch_optional(c))?,
        ObjectKind::Resource => on!(db.reader(), c => sqlx::query_scalar(RESOURCE).bind(viewer.member).bind(id).fetch_optional(c))?,
    };
    // An address that leads to itself is not there at all.
    Ok(address.filter(|address| address != path))
}

/// Has an old address lead to a thing.
///
/// # Errors
/// When the database refuses.
pub async fn lead(tx: &mut Tx, path: &str, kind: ObjectKind, to: Uuid) -> Result<(), sqlx::Error> {
    let place: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(LAST).bind(to).fetch_optional(c))?;
    let place = place.map_or(0, |last| last + 1);
    run!(tx, sqlx::query(LEAD).bind(path).bind(kind.as_str()).bind(to).bind(place)).map(drop)
}

/// Has all old addresses of a thing lead to another.
///
/// # Errors
/// When the database refuses.
pub async fn lead_on(tx: &mut Tx, from: Uuid, to: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(LEAD_ON).bind(from).bind(to)).map(drop)
}

/// Whether a path is free for a thing: no old address of another. One of its own is free again from now on.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(tx: &mut Tx, path: &str, by: Uuid) -> Result<bool, sqlx::Error> {
    run!(tx, sqlx::query(TAKE_BACK).bind(path).bind(by))?;
    let old: Option<(String, Uuid)> = on!(tx.conn(), c => sqlx::query_as(OLD).bind(path).fetch_optional(c))?;
    Ok(old.is_none())
}
