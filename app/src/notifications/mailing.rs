//! Mailing what is due: each by itself, or gathered in one mail a day or a week.
//!
//! In one transaction what is due to somebody is taken, what they have read or may no longer see is left out, and the rest is posted. So nothing is mailed twice, whoever else is at it
//! and wherever it is cut off. A mail waits, perhaps for days where the mail server is away: when it is sent it is written anew, from what its reader may see by then.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::choosing_store::chosen;
use super::letters::{Letter, digest, letter};
use super::mailing_store as store;
use super::model::{Matter, Rhythm};
use super::store::ToldRow;
use crate::activity::jobs::{JobKind, enqueue};
use crate::db::Tx;
use crate::mail::{self, Mail, NewsOf, Posted};
use crate::state::{AppState, Site};

/// How long what is due to somebody rests after it could not be mailed.
const REST: TimeDelta = TimeDelta::minutes(15);

/// Mails all that is due, and gives how many mails that made. What can't be mailed to somebody is put off and holds back nobody else's.
///
/// # Errors
/// When the database refuses; what was posted until then stays posted.
pub async fn send_due(app: &AppState) -> Result<usize, sqlx::Error> {
    let (now, mut count) = (app.clock.now(), 0);
    while let Some(member) = store::next(&app.db, now).await? {
        match send_to(app, member, now).await {
            Ok(sent) => count += sent,
            Err(error) => {
                tracing::error!(%member, %error, "what is due to a member could not be mailed, and is put off");
                put_off(app, member, now).await?;
            }
        }
    }
    Ok(count)
}

async fn put_off(app: &AppState, member: Uuid, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    let (mut tx, due) = (app.db.begin().await?, now + REST);
    store::put_off(&mut tx, member, now, due).await?;
    enqueue(&mut tx, JobKind::MailNews, &format!("{}:{}", JobKind::MailNews, due.to_rfc3339()), "{}", due).await?;
    tx.commit([]).await
}

/// A mail as it is sent: one that tells of news is written anew, from what its reader may see by now and has not read, to the address they have by now. `None` where nothing is left
/// of it, or they want none of it any more.
///
/// # Errors
/// When the database does not answer.
pub async fn as_it_stands(app: &AppState, posted: Posted) -> Result<Option<Mail>, sqlx::Error> {
    let Posted { mail, news } = posted;
    let Some(of) = news else { return Ok(Some(mail)) };
    let Some(reader) = store::reader_now(&app.db, of.member).await? else { return Ok(None) };
    let chosen = chosen(&app.db, of.member).await?;
    let mut rows = store::shown_now(&app.db, of.member, &of.notifications).await?;
    rows.retain(|row| row.kind().is_some_and(|kind| !chosen.contains(&(kind.matter(), Rhythm::Never))));
    let stop = mail.stop.unwrap_or_default();
    let to = Letter { site: &app.site, to: (&reader.email, &reader.name), stop: &stop };
    Ok(match (rows.first(), of.gathered) {
        (None, _) => None,
        (Some(row), false) => Some(letter(&to, row)),
        (Some(row), true) => Some(digest(&to, row.rhythm.parse().unwrap_or(Rhythm::Daily), &rows)),
    })
}

async fn send_to(app: &AppState, member: Uuid, now: DateTime<Utc>) -> Result<usize, sqlx::Error> {
    let mut tx = app.db.begin().await?;
    let taken = store::take(&mut tx, member, now).await?;
    let Some(reader) = store::reader(&mut tx, member).await?.filter(|_| !taken.is_empty()) else {
        return tx.commit([]).await.map(|()| 0);
    };
    let rows = store::shown(&mut tx, member, &taken).await?;
    let mut desk = Desk { tx, site: &app.site, member, reader, count: 0 };
    let (single, gathered): (Vec<ToldRow>, Vec<ToldRow>) = rows.into_iter().partition(|row| row.rhythm == Rhythm::AtOnce.as_str());
    for row in single {
        desk.post_one(row).await?;
    }
    for rhythm in [Rhythm::Daily, Rhythm::Weekly] {
        let rows: Vec<ToldRow> = gathered.iter().filter(|row| row.rhythm == rhythm.as_str()).cloned().collect();
        desk.post_all(rhythm, rows).await?;
    }
    desk.tx.commit([]).await?;
    Ok(desk.count)
}

/// What is mailed to somebody.
struct Desk<'a> {
    tx: Tx,
    site: &'a Site,
    member: Uuid,
    reader: store::Reader,
    count: usize,
}

impl Desk<'_> {
    async fn post_one(&mut self, row: ToldRow) -> Result<(), sqlx::Error> {
        let Some(matter) = row.kind().map(|kind| kind.matter()) else { return Ok(()) };
        let stop = self.stop(Stop::Matter(matter)).await?;
        let mail = letter(&Letter { site: self.site, to: (&self.reader.email, &self.reader.name), stop: &stop }, &row);
        mail::post_news(&mut self.tx, mail, NewsOf { member: self.member, notifications: vec![row.id], gathered: false }).await?;
        store::mailed(&mut self.tx, row.id).await?;
        self.count += 1;
        Ok(())
    }

    async fn post_all(&mut self, rhythm: Rhythm, rows: Vec<ToldRow>) -> Result<(), sqlx::Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let stop = self.stop(Stop::Digest(rhythm)).await?;
        let mail = digest(&Letter { site: self.site, to: (&self.reader.email, &self.reader.name), stop: &stop }, rhythm, &rows);
        let notifications = rows.iter().map(|row| row.id).collect();
        mail::post_news(&mut self.tx, mail, NewsOf { member: self.member, notifications, gathered: true }).await?;
        for row in rows {
            store::mailed(&mut self.tx, row.id).await?;
        }
        self.count += 1;
        Ok(())
    }

    /// The address that stops mails like this.
    async fn stop(&mut self, stop: Stop) -> Result<String, sqlx::Error> {
        let token = store::stop_token(&mut self.tx, self.member, &stop.word()).await?;
        Ok(self.site.address(&format!("/unsubscribe/{token}")))
    }
}

/// What a mail's link stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// All mails of a matter.
    Matter(Matter),
    /// What comes gathered in a rhythm.
    Digest(Rhythm),
}

impl Stop {
    /// As it is kept.
    pub(super) fn word(self) -> String {
        match self {
            Self::Matter(matter) => matter.to_string(),
            Self::Digest(rhythm) => rhythm.to_string(),
        }
    }

    /// Reads what was kept.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        word.parse().map(Self::Matter).or_else(|_| word.parse().map(Self::Digest)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_stops_is_read_back() {
        for stop in [Stop::Matter(Matter::Answer), Stop::Digest(Rhythm::Weekly)] {
            assert_eq!(Stop::of_word(&stop.word()), Some(stop));
        }
        assert_eq!(Stop::of_word("all"), None);
    }
}
