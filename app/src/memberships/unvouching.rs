//! The end of what memberships hang on. Who came by a proof alone, of an organisation or of a domain, belongs no longer once none is left: it stands in the log, and they are told. Who was
//! invited or let in stays, and so does who was given a role.

use uuid::Uuid;

use super::store::{self, Joined, vouched};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::events::losing_sight;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::{on, queries, run};

/// Whether membership `ms` hangs on a proof that is no longer there, on the day `$2`.
macro_rules! hangs_on_nothing {
    () => {
        concat!(
            "ms.state = 'active' and ms.came_by = 'proof' and not ",
            vouched!("ms.community_id", "ms.member_id"),
            " and not exists (select 1 from membership_role r where r.membership_id = ms.id and (r.until is null or r.until >= $2))"
        )
    };
}

queries! {
    COMMUNITIES = concat!("select ms.community_id from membership ms where ms.member_id = $1 and ", hangs_on_nothing!(), " order by ms.community_id");
    MEMBERS = concat!("select ms.member_id from membership ms where ms.community_id = $1 and ", hangs_on_nothing!(), " order by ms.member_id");
    LET_STAY = "update membership set came_by = null where community_id = $1 and came_by = 'proof'";
}

/// How many are told at a time.
const AT_A_TIME: usize = 500;

const SAYS: &str = "You came in with a confirmed address of an organisation or at a domain whose people can join, and have none now.";

/// What has ended in a community.
#[derive(Debug, Default)]
pub struct Ended {
    /// What the log says.
    pub acts: Vec<Act>,
    /// How many of those who belong no longer wanted to come to what they saw by that alone.
    pub wanted: usize,
}

/// Ends the memberships of somebody that hung on a proof. Called whenever their proofs or their address change. Gives what the log says.
///
/// # Errors
/// When the database refuses.
pub async fn of_member(tx: &mut Tx, member: Uuid) -> Result<Vec<Act>, sqlx::Error> {
    let today = tx.now().date_naive();
    let communities: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(COMMUNITIES).bind(member).bind(today).fetch_all(c))?;
    let mut acts = Vec::new();
    for community in communities {
        let community = store::lock(tx, community).await?;
        acts.extend(end(tx, &community, &[member]).await?.acts);
    }
    Ok(acts)
}

/// Ends the memberships of a community, which is locked, that hung on a proof, after it has changed whose people can join. Where no proof lets people in any more, all stay.
///
/// # Errors
/// When the database refuses.
pub async fn of_community(tx: &mut Tx, community: Uuid) -> Result<Ended, sqlx::Error> {
    let community = store::lock(tx, community).await?;
    if !community.join_rule.asks_proof() {
        run!(tx, sqlx::query(LET_STAY).bind(community.id))?;
        return Ok(Ended::default());
    }
    let today = tx.now().date_naive();
    let members: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(MEMBERS).bind(community.id).bind(today).fetch_all(c))?;
    let mut all = Ended::default();
    for members in members.chunks(AT_A_TIME) {
        let ended = end(tx, &community, members).await?;
        all.acts.extend(ended.acts);
        all.wanted += ended.wanted;
    }
    Ok(all)
}

/// Whoever wanted to come to what they saw as members alone gives back their places: others wait for these.
async fn end(tx: &mut Tx, community: &Joined, members: &[Uuid]) -> Result<Ended, sqlx::Error> {
    for member in members {
        store::remove(tx, community.id, *member).await?;
    }
    let wanted = losing_sight::of_members(tx, community.id, members).await?;
    let news = News {
        kind: NewsKind::Removed,
        by: By::Site,
        object: (ObjectKind::Community, community.id),
        // It may happen again.
        about: Uuid::now_v7(),
        title: &community.name,
        href: "/communities",
        text: SAYS,
        community: Some(community.id),
        to: &[To::Members(members.to_vec())],
    };
    tell(tx, &news).await?;
    let act = |member: &Uuid| {
        Act::of(Deed::Removed, ObjectKind::Person, *member).in_community(community.id).noting("the proof that had let them in has ended")
    };
    Ok(Ended { acts: members.iter().map(act).collect(), wanted })
}
