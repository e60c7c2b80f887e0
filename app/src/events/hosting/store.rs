//! The SQL of co-hosts.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::state::Viewer;
use crate::{on, queries, run, visible};

/// What a community co-hosts, or is asked to: the home community, the event, and by the wall clock when it is. Goes on with where that is written down.
macro_rules! held {
    () => {
        "select home.slug as home, home.name as home_name, e.slug, e.title, e.starts_wall, e.all_day, e.rrule is not null as repeats \
         from event e join community home on home.id = e.community_id "
    };
}

/// Whether an event `e` is one to be asked about at the time `$2`: on the calendar, and not over.
macro_rules! waits {
    () => {
        "e.status in ('tentative', 'confirmed') and exists (select 1 from occurrence o where o.event_id = e.id and o.ends_at > $2)"
    };
}

queries! {
    // Whom the viewer does not know of, they do not hear of here either.
    HOSTS = concat!(
        "select c.slug, c.name from event_host h join community c on c.id = h.community_id where h.event_id = $2 and ", visible!("about"), " order by h.position, c.name"
    );
    ASKED = concat!(
        "select c.slug, c.name from hosting_request h join community c on c.id = h.community_id where h.event_id = $2 and ", visible!("about"), " order by h.asked_at, c.name"
    );
    // What belongs to no other community is everybody's already.
    OTHERS = concat!(
        "select c.slug, c.name from community c where c.status = 'active' and not c.proposed and c.slug <> 'everyone' and c.id <> $3 and ", visible!("about"),
        " and not exists (select 1 from event_host h where h.event_id = $2 and h.community_id = c.id) \
         and not exists (select 1 from hosting_request r where r.event_id = $2 and r.community_id = c.id) order by c.sort_name, c.slug limit 500"
    );
    // Who organises where it is at home may end what they do not see, and learns no more of it than that it is there.
    UNSEEN = concat!(
        "select x.id, x.slug, x.hosts from (select c.id, c.slug, true as hosts from event_host h join community c on c.id = h.community_id where h.event_id = $2 and not ", visible!("about"),
        " union all select c.id, c.slug, false as hosts from hosting_request r join community c on c.id = r.community_id where r.event_id = $2 and not ", visible!("about"),
        ") x order by x.hosts desc, x.id"
    );
    COUNT = "select (select count(*) from event_host h where h.event_id = $1) + (select count(*) from hosting_request r where r.event_id = $1)";
    ASK = "insert into hosting_request (event_id, community_id, asked_at) values ($1, $2, $3) on conflict (event_id, community_id) do nothing";
    ASK_ALONG = "insert into hosting_request (event_id, community_id, asked_at) select $2, r.community_id, r.asked_at from hosting_request r where r.event_id = $1 \
                 on conflict (event_id, community_id) do nothing";
    FORGET = "delete from hosting_request where event_id = $1 and community_id = $2";
    WAITING = concat!(
        held!(), "join hosting_request r on r.event_id = e.id where r.community_id = $1 and ", waits!(), " order by r.asked_at, e.id limit 100"
    );
    HELD = concat!(
        held!(), "join event_host h on h.event_id = e.id where h.community_id = $1 and e.status in ('tentative', 'confirmed') \
         and exists (select 1 from occurrence o where o.event_id = e.id and o.ends_at > $2) order by e.starts_wall, e.id limit 100"
    );
    WAIT = concat!(
        "select count(*) from (select 1 from hosting_request r join event e on e.id = r.event_id where r.community_id = $1 and ", waits!(), " limit 100) counted"
    );
    WHICH = "select e.id, e.community_id from event e join community home on home.id = e.community_id where home.slug = $1 and e.slug = $2 \
             and (exists (select 1 from hosting_request r where r.event_id = e.id and r.community_id = $3) or exists (select 1 from event_host h where h.event_id = e.id and h.community_id = $3))";
}

/// A community, by its slug and its name.
pub(super) type Named = (String, String);

/// An event that a community co-hosts, or is asked to.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Held {
    pub(super) home: String,
    pub(super) home_name: String,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) starts_wall: String,
    pub(super) all_day: bool,
    pub(super) repeats: bool,
}

/// Who co-hosts an event, who is asked to, and who else could be, as far as the viewer knows of them. `home`: the event's own community.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn of_event(db: &Db, viewer: Viewer, (event, home): (Uuid, Uuid)) -> Result<[Vec<Named>; 3], sqlx::Error> {
    let hosts = on!(db.reader(), c => sqlx::query_as(HOSTS).bind(viewer.member).bind(event).fetch_all(c))?;
    let asked = on!(db.reader(), c => sqlx::query_as(ASKED).bind(viewer.member).bind(event).fetch_all(c))?;
    let others = on!(db.reader(), c => sqlx::query_as(OTHERS).bind(viewer.member).bind(event).bind(home).fetch_all(c))?;
    Ok([hosts, asked, others])
}

/// A community that co-hosts an event or is asked to, and that the viewer does not know of.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Unseen {
    pub(super) id: Uuid,
    pub(super) slug: String,
    /// Whether it co-hosts it; else it is asked.
    pub(super) hosts: bool,
}

/// The communities that co-host an event or are asked to, and that the viewer does not know of.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn unseen(db: &Db, viewer: Viewer, event: Uuid) -> Result<Vec<Unseen>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(UNSEEN).bind(viewer.member).bind(event).fetch_all(c))
}

/// How many co-host an event, or are asked to.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn count(tx: &mut Tx, event: Uuid) -> Result<i64, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(COUNT).bind(event).fetch_one(c))
}

/// Asks a community; `false` where it is asked already.
///
/// # Errors
/// When the database refuses.
pub(super) async fn ask(tx: &mut Tx, event: Uuid, community: Uuid) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    Ok(run!(tx, sqlx::query(ASK).bind(event).bind(community).bind(now))? > 0)
}

/// Asks those who are asked to hold an event along with what goes on from it, too.
///
/// # Errors
/// When the database refuses.
pub(in crate::events) async fn ask_along(tx: &mut Tx, (from, to): (Uuid, Uuid)) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(ASK_ALONG).bind(from).bind(to)).map(drop)
}

/// Forgets that a community is asked; `false` where it is not.
///
/// # Errors
/// When the database refuses.
pub(super) async fn forget(tx: &mut Tx, event: Uuid, community: Uuid) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query(FORGET).bind(event).bind(community))? > 0)
}

/// What a community is asked to co-host, the longest waiting first, and what it co-hosts that is still to come.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn of_community(
    db: &Db,
    community: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(Vec<Held>, Vec<Held>), sqlx::Error> {
    let waiting = on!(db.reader(), c => sqlx::query_as(WAITING).bind(community).bind(now).fetch_all(c))?;
    Ok((waiting, on!(db.reader(), c => sqlx::query_as(HELD).bind(community).bind(now).fetch_all(c))?))
}

/// How many events a community is asked to co-host, up to a hundred.
///
/// # Errors
/// When the database does not answer.
pub(in crate::events) async fn wait(db: &Db, community: Uuid, now: chrono::DateTime<chrono::Utc>) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(WAIT).bind(community).bind(now).fetch_one(c))
}

/// The event at an address that a community co-hosts or is asked to, and its home community.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn which(db: &Db, (home, slug): (&str, &str), community: Uuid) -> Result<Option<(Uuid, Uuid)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(WHICH).bind(home).bind(slug).bind(community).fetch_optional(c))
}
