//! Proof that somebody belongs to an organisation: a confirmed address at one of its domains, or below it; or that its own provider signed them in: [`super::vouching`].
//!
//! What somebody says of themselves and what is proved stand in one row. A proof that ends takes a row along that nobody said.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::vouching;
use crate::accounts::rules::is_at;
use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::live::Channel;
use crate::{on, queries, run};

/// Accounts that are looked through at a time.
const BATCH: usize = 500;

queries! {
    ADDRESS = "select email_key from account where member_id = $1";
    DOMAINS = "select domain, organisation_id from organisation_domain";
    BELONGINGS = "select organisation_id, position, proof is not null as proved from member_organisation where member_id = $1";
    PROVE = "insert into member_organisation (member_id, organisation_id, position, proof, proved_at, said) values ($1, $2, $3, 'domain', $4, false) \
             on conflict (member_id, organisation_id) do update set proof = excluded.proof, proved_at = excluded.proved_at";
    FORGET = "delete from member_organisation where member_id = $1 and organisation_id = $2 and proof is not null and not said";
    UNPROVE = "update member_organisation set proof = null, proved_at = null where member_id = $1 and organisation_id = $2 and proof is not null";
    // Who was let in by a proof alone belongs no longer once none is left. Leads stay: they answer for the community.
    UNVOUCH = "delete from membership where member_id = $1 and state = 'active' \
               and community_id in (select c.id from community c join community_organisation o on o.community_id = c.id where c.join_rule = 'organisation' and o.organisation_id = $2) \
               and not exists (select 1 from community_organisation co join member_organisation mo on mo.organisation_id = co.organisation_id \
               where co.community_id = membership.community_id and mo.member_id = $1 and mo.proof is not null) \
               and not exists (select 1 from membership_role r where r.membership_id = membership.id and r.role = 'lead')";
    PROVED = "select member_id from member_organisation where organisation_id = $1 and proof is not null";
    ACCOUNTS = "select member_id, email_key from account where member_id > $1 order by member_id limit $2";
}

#[derive(sqlx::FromRow)]
struct Belonging {
    organisation_id: Uuid,
    position: i32,
    proved: bool,
}

/// Sets and removes the proofs that a member's address gives. Called whenever the address changes. Gives whether anything changed.
///
/// # Errors
/// When the database refuses.
pub async fn recheck(tx: &mut Tx, member: Uuid) -> Result<bool, sqlx::Error> {
    let address: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(ADDRESS).bind(member).fetch_optional(c))?;
    let domains: Vec<(String, Uuid)> = on!(tx.conn(), c => sqlx::query_as(DOMAINS).fetch_all(c))?;
    let belongings: Vec<Belonging> = on!(tx.conn(), c => sqlx::query_as(BELONGINGS).bind(member).fetch_all(c))?;
    let mut proved = proved_by(address.as_deref().unwrap_or_default(), &domains);
    proved.extend(vouching::proved_by(tx, member).await?);
    let before: BTreeSet<Uuid> =
        belongings.iter().filter(|belonging| belonging.proved).map(|belonging| belonging.organisation_id).collect();
    if proved == before {
        vouching::mark(tx, member).await?;
        return Ok(false);
    }
    let (now, last) = (tx.now(), belongings.iter().map(|belonging| belonging.position).max());
    let place = last.map_or(0, |last| last + 1);
    for (organisation, position) in proved.difference(&before).zip(place..) {
        run!(tx, sqlx::query(PROVE).bind(member).bind(*organisation).bind(position).bind(now))?;
    }
    for organisation in before.difference(&proved) {
        run!(tx, sqlx::query(FORGET).bind(member).bind(*organisation))?;
        run!(tx, sqlx::query(UNPROVE).bind(member).bind(*organisation))?;
    }
    for organisation in before.difference(&proved) {
        run!(tx, sqlx::query(UNVOUCH).bind(member).bind(*organisation))?;
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

/// Checks everybody anew whom a domain of an organisation concerns, after it was added or removed. Gives for how many something changed.
///
/// # Errors
/// When the database refuses.
pub async fn recheck_all(tx: &mut Tx, organisation: Uuid, domain: &str) -> Result<i64, sqlx::Error> {
    let proved: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(PROVED).bind(organisation).fetch_all(c))?;
    let mut concerned: BTreeSet<Uuid> = proved.into_iter().collect();
    let mut after = Uuid::nil();
    loop {
        let accounts: Vec<(Uuid, String)> = on!(tx.conn(), c => sqlx::query_as(ACCOUNTS).bind(after).bind(BATCH as i64).fetch_all(c))?;
        let Some((last, _)) = accounts.last() else { break };
        after = *last;
        let of_domain = |(_, address): &&(Uuid, String)| address.rsplit_once('@').is_some_and(|(_, at)| is_at(at, domain));
        concerned.extend(accounts.iter().filter(of_domain).map(|(member, _)| *member));
    }
    let mut changed = 0;
    for member in concerned {
        changed += i64::from(recheck(tx, member).await?);
    }
    Ok(changed)
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
