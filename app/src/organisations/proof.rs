//! Proof that somebody belongs to an organisation: a confirmed address at one of its domains, or below it; or that its own provider signed them in: [`super::vouching`].
//!
//! What somebody says of themselves and what is proved stand in one row. A proof that ends takes a row along that nobody said.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use uuid::Uuid;

use super::vouching;
use crate::accounts::rules::is_at;
use crate::activity::jobs::{JobKind, enqueue, withdraw};
use crate::activity::{Act, ObjectKind};
use crate::db::statement::{Statement, ask_in};
use crate::db::{Db, Tx};
use crate::live::Channel;
use crate::memberships::unvouching;
use crate::{on, queries, run};

/// Accounts that are looked through at a time.
const BATCH: usize = 500;

/// People that are checked in one transaction.
const AT_A_TIME: usize = 100;

queries! {
    ADDRESS = "select email_key from account where member_id = $1";
    DOMAINS = "select domain, organisation_id from organisation_domain";
    BELONGINGS = "select organisation_id, position, proof is not null as proved from member_organisation where member_id = $1";
    PROVE = "insert into member_organisation (member_id, organisation_id, position, proof, proved_at, said) values ($1, $2, $3, 'domain', $4, false) \
             on conflict (member_id, organisation_id) do update set proof = excluded.proof, proved_at = excluded.proved_at";
    FORGET = "delete from member_organisation where member_id = $1 and organisation_id = $2 and proof is not null and not said";
    UNPROVE = "update member_organisation set proof = null, proved_at = null where member_id = $1 and organisation_id = $2 and proof is not null";
    PROVED = "select member_id from member_organisation where organisation_id = $1 and proof is not null";
    ACCOUNTS = "select member_id, email_key from account where member_id > $1 order by member_id limit $2";
}

#[derive(sqlx::FromRow)]
struct Of {
    member_id: Uuid,
    #[sqlx(flatten)]
    belonging: Belonging,
}

#[derive(sqlx::FromRow)]
struct Belonging {
    organisation_id: Uuid,
    position: i32,
    proved: bool,
}

/// Sets and removes the proofs that a member's address gives, and ends what hung on them. Called whenever the address changes. Gives what the log says.
///
/// # Errors
/// When the database refuses.
pub async fn recheck(tx: &mut Tx, member: Uuid) -> Result<Vec<Act>, sqlx::Error> {
    let address: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(ADDRESS).bind(member).fetch_optional(c))?;
    let domains: Vec<(String, Uuid)> = on!(tx.conn(), c => sqlx::query_as(DOMAINS).fetch_all(c))?;
    let belongings: Vec<Belonging> = on!(tx.conn(), c => sqlx::query_as(BELONGINGS).bind(member).fetch_all(c))?;
    let mut proved = proved_by(address.as_deref().unwrap_or_default(), &domains);
    proved.extend(vouching::proved_by(tx, member).await?);
    settle(tx, member, &proved, &belongings).await?;
    unvouching::of_member(tx, member).await
}

/// Writes what is proved of a member by now. Gives whether that is anything else than before.
async fn settle(tx: &mut Tx, member: Uuid, proved: &BTreeSet<Uuid>, belongings: &[Belonging]) -> Result<bool, sqlx::Error> {
    let before: BTreeSet<Uuid> =
        belongings.iter().filter(|belonging| belonging.proved).map(|belonging| belonging.organisation_id).collect();
    if *proved == before {
        vouching::mark(tx, member).await?;
        return Ok(false);
    }
    let (now, last) = (tx.now(), belongings.iter().map(|belonging| belonging.position).max());
    let place = last.map_or(0, |last| last + 1);
    for (organisation, position) in proved.difference(&before).zip(place..) {
        run!(tx, sqlx::query(PROVE).bind(member).bind(*organisation).bind(position).bind(now))?;
    }
    for organisation in before.difference(proved) {
        run!(tx, sqlx::query(FORGET).bind(member).bind(*organisation))?;
        run!(tx, sqlx::query(UNPROVE).bind(member).bind(*organisation))?;
    }
    vouching::mark(tx, member).await?;
    tx.wakes(Channel::Kind(ObjectKind::Person));
    Ok(true)
}

/// The organisations that an address proves its owner to belong to.
fn proved_by(address: &str, domains: &[(String, Uuid)]) -> BTreeSet<Uuid> {
    let at = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    domains.iter().filter(|(domain, _)| is_at(at, domain)).map(|(_, organisation)| *organisation).collect()
}

/// Has everybody checked anew whom a domain of an organisation concerns, in the transaction that adds or removes it: by [`recheck_all`] right after it, or, where that is cut off, by a job.
///
/// # Errors
/// When the database refuses.
pub async fn announce(tx: &mut Tx, organisation: Uuid, domain: &str) -> Result<(), sqlx::Error> {
    let later = tx.now() + TimeDelta::minutes(5);
    let payload = serde_json::to_string(&(organisation, domain)).map_err(|error| sqlx::Error::Encode(error.into()))?;
    withdraw(tx, &key(organisation, domain)).await?;
    enqueue(tx, JobKind::CheckProofs, &key(organisation, domain), &payload, later).await
}

fn key(organisation: Uuid, domain: &str) -> String {
    format!("{}:{organisation}:{domain}", JobKind::CheckProofs)
}

/// What [`announce`] left to a job.
///
/// # Errors
/// When the database refuses.
pub async fn check(db: &Db, payload: &str) -> Result<(), sqlx::Error> {
    let (organisation, domain): (Uuid, String) = serde_json::from_str(payload).map_err(|error| sqlx::Error::Decode(error.into()))?;
    recheck_all(db, organisation, &domain).await.map(drop)
}

/// Checks everybody anew whom a domain of an organisation concerns, after it was added or removed: a few at a time, so that others write in between. Gives for how many something changed.
///
/// # Errors
/// When the database refuses; who was checked by then is.
pub async fn recheck_all(db: &Db, organisation: Uuid, domain: &str) -> Result<i64, sqlx::Error> {
    let proved: Vec<Uuid> = on!(db.reader(), c => sqlx::query_scalar(PROVED).bind(organisation).fetch_all(c))?;
    let mut concerned: BTreeSet<Uuid> = proved.into_iter().collect();
    let mut after = Uuid::nil();
    loop {
        let accounts: Vec<(Uuid, String)> = on!(db.reader(), c => sqlx::query_as(ACCOUNTS).bind(after).bind(BATCH as i64).fetch_all(c))?;
        let Some((last, _)) = accounts.last() else { break };
        after = *last;
        let of_domain = |(_, address): &&(Uuid, String)| address.rsplit_once('@').is_some_and(|(_, at)| is_at(at, domain));
        concerned.extend(accounts.iter().filter(of_domain).map(|(member, _)| *member));
    }
    let (concerned, mut changed) = (Vec::from_iter(concerned), 0);
    for members in concerned.chunks(AT_A_TIME) {
        changed += recheck_some(db, members).await?;
    }
    let mut tx = db.begin().await?;
    withdraw(&mut tx, &key(organisation, domain)).await?;
    tx.commit([]).await?;
    Ok(changed)
}

async fn recheck_some(db: &Db, members: &[Uuid]) -> Result<i64, sqlx::Error> {
    let mut tx = db.begin().await?;
    let domains: Vec<(String, Uuid)> = on!(tx.conn(), c => sqlx::query_as(DOMAINS).fetch_all(c))?;
    let addresses: Vec<(Uuid, String)> = ask_in!(tx, query_as, these(ADDRESSES, members), fetch_all)?;
    let rows: Vec<Of> = ask_in!(tx, query_as, these(BELONGINGS_OF, members), fetch_all)?;
    let addresses: HashMap<Uuid, String> = addresses.into_iter().collect();
    let mut belongings: HashMap<Uuid, Vec<Belonging>> = HashMap::new();
    for row in rows {
        belongings.entry(row.member_id).or_default().push(row.belonging);
    }
    let mut by_provider = vouching::proved_of(&mut tx, members).await?;
    let (mut changed, mut acts) = (0, Vec::new());
    for member in members {
        let mut proved = proved_by(addresses.get(member).map_or("", String::as_str), &domains);
        proved.extend(by_provider.remove(member).unwrap_or_default());
        if settle(&mut tx, *member, &proved, belongings.get(member).map_or(&[], Vec::as_slice)).await? {
            changed += 1;
            acts.extend(unvouching::of_member(&mut tx, *member).await?);
        }
    }
    tx.commit(acts).await?;
    Ok(changed)
}

const ADDRESSES: &str = "select member_id, email_key from account where member_id in";
const BELONGINGS_OF: &str =
    "select member_id, organisation_id, position, proof is not null as proved from member_organisation where member_id in";

fn these(sql: &'static str, members: &[Uuid]) -> Statement {
    Statement::new("", []).with_list(sql, members.iter().map(|id| (*id).into()))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    [ADDRESSES, BELONGINGS_OF].map(|sql| these(sql, &[Uuid::nil()])).into_iter().chain([vouching::composed()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_at_a_domain_or_below_it_proves_and_one_that_ends_alike_does_not() {
        let (works, state) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let domains = [("works.gov.example".to_owned(), works), ("gov.example".to_owned(), state)];
        assert_eq!(proved_by("ada@works.gov.example", &domains), BTreeSet::from([works, state]));
        assert_eq!(proved_by("ada@post.gov.example", &domains), BTreeSet::from([state]));
        for none in ["ada@evilgov.example", "ada@gov.example.evil", "gov.example", ""] {
            assert!(proved_by(none, &domains).is_empty(), "{none}");
        }
    }
}
