//! The SQL of matching a list with who is here.

use uuid::Uuid;

use crate::communities::model::MembershipState;
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::members::store::seen;
use crate::names;

/// A member whom a list names by their handle.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Known {
    /// `/people/{handle}`
    pub(super) handle: String,
    /// Their name.
    pub(super) name: String,
    /// Whether they can sign in.
    pub(super) has_account: bool,
    state: Option<String>,
}

impl Known {
    /// Where they stand in the community.
    pub(super) fn state(&self) -> Option<MembershipState> {
        self.state.as_deref().and_then(|state| state.parse().ok())
    }
}

/// A profile that is listed without an account, in one organisation, as far as the viewer sees in which.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Listed {
    /// `/people/{handle}`
    pub(super) handle: String,
    /// Their name.
    pub(super) name: String,
    /// The key that names are compared by.
    pub(super) sort_name: String,
    /// The organisation's name.
    pub(super) organisation: Option<String>,
}

const KNOWN: &str = "select m.handle, m.name, m.has_account, (select ms.state from membership ms where ms.community_id = $1 and ms.member_id = m.id) as state \
                     from member m where m.standing = 'active' and m.handle in";
const LISTED: &str = concat!(
    "select m.handle, m.name, m.sort_name, (select g.name from member_organisation mo join organisation g on g.id = mo.organisation_id where mo.member_id = m.id and ",
    seen!("organisations", "$1"),
    " order by mo.position limit 1) as organisation from member m where m.standing = 'active' and m.kind = 'person' and m.has_account = false and m.sort_name in"
);

fn known_of(community: Uuid, handles: &[String]) -> Statement {
    Statement::new("", [community.into()]).with_list(KNOWN, handles.iter().map(|handle| handle.as_str().into()))
}

fn listed_of(viewer: Uuid, names: &[String]) -> Statement {
    Statement::new("", [viewer.into()]).with_list(LISTED, names.iter().map(|name| names::sort_name(name).into()))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    vec![known_of(Uuid::nil(), &[String::new()]), listed_of(Uuid::nil(), &[String::new()])]
}

/// The members with these handles.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn known(db: &Db, community: Uuid, handles: &[String]) -> Result<Vec<Known>, sqlx::Error> {
    ask!(db, query_as, known_of(community, handles), fetch_all)
}

/// The profiles without an account that have one of these names.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn listed(db: &Db, viewer: Uuid, names: &[String]) -> Result<Vec<Listed>, sqlx::Error> {
    ask!(db, query_as, listed_of(viewer, names), fetch_all)
}
