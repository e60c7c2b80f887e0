//! The memberships of two who become one: where both belong, the stronger stays and takes in what only the other did.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::admin::rules::{Belonging, is_stronger};
use crate::communities::model::{MembershipState, Role};
use crate::db::Tx;
use crate::{on, queries, run};

queries! {
    OF = "select ms.id, ms.community_id, ms.state, ms.since, ms.came_by from membership ms where ms.member_id = $1";
    ROLES = "select r.role, r.title, r.since, r.until, r.position from membership_role r where r.membership_id = $1 order by r.position";
    ADD_ROLE = "insert into membership_role (membership_id, position, role, title, since, until) values ($1, $2, $3, $4, $5, $6)";
    FORGET = "delete from membership where id = $1";
    MOVE = "update membership set member_id = $2, since = $3, came_by = $4 where id = $1";
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    id: Uuid,
    community_id: Uuid,
    #[sqlx(try_from = "String")]
    state: MembershipState,
    since: Option<NaiveDate>,
    came_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    #[sqlx(try_from = "String")]
    role: Role,
    title: Option<String>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    position: i32,
}

async fn of(tx: &mut Tx, member: Uuid) -> Result<Vec<MembershipRow>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(OF).bind(member).fetch_all(c))
}

async fn roles(tx: &mut Tx, membership: Uuid) -> Result<Vec<RoleRow>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(ROLES).bind(membership).fetch_all(c))
}

/// Moves the memberships of a member to another.
///
/// # Errors
/// When the database refuses.
pub async fn merge(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    let there = of(tx, into).await?;
    for moving in of(tx, from).await? {
        match there.iter().find(|membership| membership.community_id == moving.community_id) {
            Some(known) => join(tx, into, (known, &moving)).await?,
            None => {
                run!(tx, sqlx::query(MOVE).bind(moving.id).bind(into).bind(moving.since).bind(&moving.came_by))?;
            }
        }
    }
    Ok(())
}

/// Makes one of two memberships of a community.
async fn join(tx: &mut Tx, into: Uuid, (known, moving): (&MembershipRow, &MembershipRow)) -> Result<(), sqlx::Error> {
    let (known_roles, moving_roles) = (roles(tx, known.id).await?, roles(tx, moving.id).await?);
    let belonging = |membership: &MembershipRow, roles: &[RoleRow]| Belonging {
        state: membership.state,
        roles: roles.iter().map(|role| role.role).collect(),
    };
    let known_stays = is_stronger(&belonging(known, &known_roles), &belonging(moving, &moving_roles));
    let (kept, kept_roles, lost, lost_roles) =
        if known_stays { (known, known_roles, moving, moving_roles) } else { (moving, moving_roles, known, known_roles) };
    // An invitation that nobody took brings no role into a membership.
    if lost.state.is_active() {
        let next = kept_roles.iter().map(|role| role.position + 1).max().unwrap_or_default();
        let more = lost_roles.into_iter().filter(|role| kept_roles.iter().all(|kept| kept.role != role.role));
        for (role, position) in more.zip(next..) {
            run!(
                tx,
                sqlx::query(ADD_ROLE)
                    .bind(kept.id)
                    .bind(position)
                    .bind(role.role.as_str())
                    .bind(&role.title)
                    .bind(role.since)
                    .bind(role.until)
            )?;
        }
    }
    run!(tx, sqlx::query(FORGET).bind(lost.id))?;
    let since = if lost.state.is_active() { [kept.since, lost.since].into_iter().flatten().min() } else { kept.since };
    // Who was let in once hangs on no proof.
    let came_by = kept.came_by.as_ref().filter(|_| !lost.state.is_active() || lost.came_by.is_some());
    run!(tx, sqlx::query(MOVE).bind(kept.id).bind(into).bind(since).bind(came_by)).map(drop)
}
