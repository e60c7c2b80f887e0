//! Proof by signing in: an organisation's own provider let somebody in, and that holds for a time.
//!
//! What proves is derived from the identity, the provider's organisation and the settings, and is looked at anew by [`proof::recheck`]: at each sign-in, when an identity is unlinked, when an
//! administrator gives or takes a provider, and by the daily job for what ends by itself.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::proof;
use crate::activity::Act;
use crate::db::statement::{Statement, ask_in};
use crate::db::{Db, Tx};
use crate::state::AppState;
use crate::{on, queries, run};

/// Members that are looked at in one transaction.
const BATCH: i64 = 200;

/// What a sign-in at a provider proves today: `i` is the identity, `$2` is now.
macro_rules! proving {
    () => {
        "identity i join organisation_provider op on op.provider = i.provider and op.configured where i.proves_until > $2"
    };
}

queries! {
    PROVED = concat!("select distinct op.organisation_id from ", proving!(), " and i.member_id = $1");
    MARK = concat!(
        "update member_organisation set proof = case when organisation_id in (select op.organisation_id from ", proving!(), " and i.member_id = $1) then 'provider' else 'domain' end \
         where member_id = $1 and proof is not null"
    );
    // Proved by signing in, and no longer.
    ENDED = concat!(
        "select distinct mo.member_id from member_organisation mo where mo.proof = 'provider' and mo.member_id > $1 and mo.organisation_id not in (select op.organisation_id from ",
        proving!(), " and i.member_id = mo.member_id) order by mo.member_id limit $3"
    );
    // Who came in by it and is not proved to belong: since it is an organisation's, or configured again.
    BEGUN = concat!("select distinct i.member_id from ", proving!(), " and i.provider = $1");
    PROVES = "update identity set proves_until = $3 where provider = $1 and subject = $2";
    OWNER = "select g.name from organisation_provider op join organisation g on g.id = op.organisation_id where op.provider = $1";
    ADD = "insert into organisation_provider (provider, organisation_id, created_at) values ($1, $2, $3) on conflict (provider) do nothing";
    REMOVE = "delete from organisation_provider where provider = $1 and organisation_id = $2";
    OF = "select op.provider from organisation_provider op join organisation g on g.id = op.organisation_id where g.slug = $1 order by op.provider";
    ALL = "select provider, configured from organisation_provider order by provider";
    CONFIGURE = "update organisation_provider set configured = $2 where provider = $1";
}

/// The organisations that somebody belongs to, as their sign-ins prove.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn proved_by(tx: &mut Tx, member: Uuid) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let now = tx.now();
    let organisations: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(PROVED).bind(member).bind(now).fetch_all(c))?;
    Ok(organisations.into_iter().collect())
}

/// The same of some members at once, by member.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn proved_of(tx: &mut Tx, members: &[Uuid]) -> Result<HashMap<Uuid, BTreeSet<Uuid>>, sqlx::Error> {
    let now = tx.now();
    let rows: Vec<(Uuid, Uuid)> = ask_in!(tx, query_as, of_these(members, now), fetch_all)?;
    let mut proved: HashMap<Uuid, BTreeSet<Uuid>> = HashMap::new();
    for (member, organisation) in rows {
        proved.entry(member).or_default().insert(organisation);
    }
    Ok(proved)
}

const PROVED_OF: &str = "select i.member_id, op.organisation_id from identity i join organisation_provider op on op.provider = i.provider and op.configured \
     where i.proves_until > $1 and i.member_id in";

fn of_these(members: &[Uuid], now: DateTime<Utc>) -> Statement {
    Statement::new(PROVED_OF, [now.into()]).with_list("", members.iter().map(|id| (*id).into()))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(super) fn composed() -> Statement {
    of_these(&[Uuid::nil()], DateTime::UNIX_EPOCH)
}

/// Notes by what each belonging is proved, so that the daily job looks when a sign-in proves nothing any more.
///
/// # Errors
/// When the database refuses.
pub(super) async fn mark(tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(MARK).bind(member).bind(now)).map(drop)
}

/// Somebody came in by an identity: what its provider proves holds for some days from now.
///
/// # Errors
/// When the database refuses.
pub async fn signed_in(tx: &mut Tx, app: &AppState, member: Uuid, (provider, subject): (&str, &str)) -> Result<(), sqlx::Error> {
    let until = tx.now() + TimeDelta::days(i64::from(app.site.provider_proof_days));
    run!(tx, sqlx::query(PROVES).bind(provider).bind(subject).bind(until))?;
    // It proves more than before, and ends nothing.
    proof::recheck(tx, member).await.map(drop)
}

/// Has a provider be an organisation's. Where it is one's already, gives the name of that.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &mut Tx, organisation: Uuid, provider: &str) -> Result<Option<String>, sqlx::Error> {
    let now = tx.now();
    if run!(tx, sqlx::query(ADD).bind(provider).bind(organisation).bind(now))? == 0 {
        return on!(tx.conn(), c => sqlx::query_scalar(OWNER).bind(provider).fetch_optional(c));
    }
    begin(tx, provider).await?;
    Ok(None)
}

/// Has everybody belong whom a provider let in lately.
async fn begin(tx: &mut Tx, provider: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let members: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(BEGUN).bind(provider).bind(now).fetch_all(c))?;
    for member in members {
        // It proves more than before, and ends nothing.
        proof::recheck(tx, member).await?;
    }
    Ok(())
}

/// Takes a provider from an organisation, and what it proved. Gives what the log says, where it was there.
///
/// # Errors
/// When the database refuses.
pub async fn remove(tx: &mut Tx, organisation: Uuid, provider: &str) -> Result<Option<Vec<Act>>, sqlx::Error> {
    let removed = run!(tx, sqlx::query(REMOVE).bind(provider).bind(organisation))? > 0;
    let (_, acts) = end(tx, Uuid::nil(), i64::MAX).await?;
    Ok(removed.then_some(acts))
}

/// Looks again at those whose proof has ended, and gives the last of them, and what the log says.
async fn end(tx: &mut Tx, after: Uuid, most: i64) -> Result<(Option<Uuid>, Vec<Act>), sqlx::Error> {
    let now = tx.now();
    let members: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(ENDED).bind(after).bind(now).bind(most).fetch_all(c))?;
    let mut acts = Vec::new();
    for member in &members {
        acts.extend(proof::recheck(tx, *member).await?);
    }
    Ok((members.last().copied(), acts))
}

/// Once a day, and when the program starts: what the operator's settings no longer have proves nothing, and what nobody used for too long neither.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(app: &AppState) -> Result<(), sqlx::Error> {
    let mut tx = app.db.begin().await?;
    let known: Vec<(String, bool)> = on!(tx.conn(), c => sqlx::query_as(ALL).fetch_all(c))?;
    for (provider, before) in known {
        let now = app.site.provider(&provider).is_some();
        if now != before {
            run!(tx, sqlx::query(CONFIGURE).bind(&provider).bind(now))?;
        }
        if now && !before {
            begin(&mut tx, &provider).await?;
        }
    }
    tx.commit([]).await?;
    let mut after = Some(Uuid::nil());
    while let Some(last) = after {
        let mut tx = app.db.begin().await?;
        let (next, acts) = end(&mut tx, last, BATCH).await?;
        tx.commit(acts).await?;
        after = next;
    }
    Ok(())
}

/// The slugs of an organisation's providers.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &Db, organisation: &str) -> Result<Vec<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(OF).bind(organisation).fetch_all(c))
}
