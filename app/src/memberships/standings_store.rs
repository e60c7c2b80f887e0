//! The SQL of where several members stand in a community at once.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use super::rules::Standing;
use super::store::standing_of;
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::role_holds;

const STANDINGS: &str = concat!(
    "select ms.member_id, ms.state, r.role, c.members_edit_pages from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id and ",
    role_holds!("r", "$2"),
    " where ms.community_id = $1"
);

fn standings_of(community: Uuid, members: &BTreeSet<Uuid>, today: NaiveDate) -> Statement {
    let members = members.iter().map(|member| (*member).into());
    Statement::new(STANDINGS, [community.into(), Some(today).into()]).with_list(" and ms.member_id in", members)
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    vec![standings_of(Uuid::nil(), &BTreeSet::from([Uuid::nil(), Uuid::max()]), chrono::DateTime::UNIX_EPOCH.date_naive())]
}

/// Where members stand in a community today, by member; nothing of those who have nothing to do with it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn standings(
    db: &Db,
    community: Uuid,
    members: &BTreeSet<Uuid>,
    today: NaiveDate,
) -> Result<HashMap<Uuid, Standing>, sqlx::Error> {
    type Row = (Uuid, String, Option<String>, bool);
    let rows: Vec<Row> = ask!(db, query_as, standings_of(community, members, today), fetch_all)?;
    let mut of: HashMap<Uuid, Vec<(String, Option<String>, bool)>> = HashMap::new();
    for (member, state, role, members_edit) in rows {
        of.entry(member).or_default().push((state, role, members_edit));
    }
    Ok(of.into_iter().map(|(member, rows)| (member, standing_of(rows))).collect())
}
