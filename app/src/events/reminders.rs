//! Reminding people of the meetings they come to, a day and an hour before.
//!
//! Each meeting is marked in the transaction that tells of it: nobody is reminded twice, wherever it is cut off and whoever else is at it, and what was due while nobody was at it comes late
//! but before the meeting.

use chrono::TimeDelta;
use uuid::Uuid;

use super::guests;
use super::reminders_store::{self as store, Due};
use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::AppState;
use crate::when;

/// Reminds people of all that begins within a day and within an hour, and gives how many meetings that were.
///
/// # Errors
/// When the database refuses; who was reminded until then stays so.
pub async fn remind(app: &AppState) -> Result<usize, sqlx::Error> {
    let now = app.clock.now();
    let (hour, day) = (now + TimeDelta::hours(1), now + TimeDelta::days(1));
    let mut count = 0;
    for (kind, from, to) in [(NewsKind::HourBefore, now, hour), (NewsKind::DayBefore, hour, day)] {
        for meeting in store::due(&app.db, kind, (from, to)).await? {
            let mut tx = app.db.begin().await?;
            if store::mark(&mut tx, kind, &meeting).await? {
                meeting.tell(&mut tx, kind).await?;
                if kind == NewsKind::DayBefore {
                    guests::telling::remind(&app.site, &mut tx, meeting.id).await?;
                }
                count += 1;
            }
            tx.commit([]).await?;
        }
    }
    Ok(count)
}

impl Due {
    async fn tell(&self, tx: &mut Tx, kind: NewsKind) -> Result<(), sqlx::Error> {
        let going = store::going(tx, self.id).await?;
        if going.is_empty() {
            return Ok(());
        }
        let href = self.page();
        let starts = when::wall(&self.starts_wall).map(|starts| when::moment(starts, self.all_day)).unwrap_or_default();
        let place = self.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        // It comes again where the meeting moves.
        let about = Uuid::from_u128(self.id.as_u128() ^ u128::from(self.starts_at.timestamp().unsigned_abs()));
        let news = News {
            kind,
            by: By::Site,
            object: (ObjectKind::Event, self.event_id),
            about,
            title: &self.title,
            href: &href,
            text: &format!("{starts} ({}){place}", self.timezone.replace('_', " ")),
            community: Some(self.community_id),
            to: &[To::Members(going)],
        };
        tell(tx, &news).await
    }
}
