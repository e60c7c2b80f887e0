//! The mails of meetings: what goes into somebody's calendar, and what is only said.

use chrono::{DateTime, Utc};

use super::calendar::{Entry, invitation};
use super::invitations::Invited;
use crate::link::host;
use crate::mail::{ForCalendar, Mail, Part};
use crate::state::Site;

/// The most meetings that a mail names.
const NAMED: usize = 10;

/// A mail with an entry for somebody's calendar.
pub(super) struct Letter<'a> {
    pub(super) to: (&'a str, &'a str),
    pub(super) invited: &'a Invited,
    pub(super) entry: &'a Entry,
    pub(super) at: DateTime<Utc>,
}

impl Letter<'_> {
    pub(super) fn invitation(&self, site: &Site) -> Mail {
        let text =
            format!("You are coming to “{}”: {}. It goes into your calendar with this mail.", self.invited.title, self.invited.when());
        self.mail(site, ("REQUEST", format!("You are coming: {}", self.invited.title)), text)
    }

    pub(super) fn change(&self, site: &Site) -> Mail {
        let text = format!(
            "“{}” was changed. It is now on {}. Your calendar is put right with this mail.",
            self.invited.title,
            self.invited.when()
        );
        self.mail(site, ("REQUEST", format!("Changed: {}", self.invited.title)), text)
    }

    /// That it is no more; `comes` says whether they would still come.
    pub(super) fn end(&self, site: &Site, comes: bool) -> Mail {
        let (title, when) = (&self.invited.title, self.invited.when());
        let (subject, text) = if comes {
            (
                format!("Cancelled: {title}"),
                format!("“{title}” on {when} does not take place. It goes out of your calendar with this mail."),
            )
        } else {
            (
                format!("Out of your calendar: {title}"),
                format!("You no longer come to “{title}” on {when}. It goes out of your calendar with this mail."),
            )
        };
        self.mail(site, ("CANCEL", subject), text)
    }

    fn mail(&self, site: &Site, (method, subject): (&str, String), text: String) -> Mail {
        let calendar = ForCalendar { method: method.to_owned(), text: invitation(host(&site.base_url), self.at, (method, self.entry)) };
        let button = ("See the meeting", self.invited.page.as_str());
        Mail {
            calendar: Some(calendar),
            ..plain(site, (self.to, "you have a place, or had one."), (subject, vec![Part::Text(text)], button))
        }
    }
}

/// What is said of meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    /// That one comes to them.
    Coming,
    /// That they are others now.
    Changed,
    /// That they don't take place.
    Cancelled,
}

/// What is said to somebody in whose calendar these meetings don't stand.
pub(super) struct Said {
    name: String,
    email: String,
    pub(super) meetings: Vec<Invited>,
}

impl Said {
    pub(super) fn to(name: &str, email: &str) -> Self {
        Self { name: name.to_owned(), email: email.to_owned(), meetings: Vec::new() }
    }

    /// One mail of all of them.
    pub(super) fn mail(&self, site: &Site, word: Word) -> Option<Mail> {
        let first = self.meetings.first()?;
        let title = &first.title;
        let one = self.meetings.len() == 1;
        let subject = match word {
            Word::Coming => format!("You are coming: {title}"),
            Word::Changed => format!("Changed: {title}"),
            Word::Cancelled => format!("Cancelled: {title}"),
        };
        let says = match word {
            Word::Coming => format!("You said that you come to “{title}”:"),
            Word::Changed if one => format!("“{title}” was changed. It is now on {}.", first.when()),
            Word::Changed => format!("Meetings of “{title}” were changed. They are now:"),
            Word::Cancelled if one => format!("“{title}” on {} does not take place.", first.when()),
            Word::Cancelled => format!("Meetings of “{title}” do not take place:"),
        };
        let mut body = vec![Part::Text(says)];
        if !one || word == Word::Coming {
            body.extend(self.meetings.iter().take(NAMED).map(|meeting| Part::Text(said_of(meeting, title))));
            let more = self.meetings.len().saturating_sub(NAMED);
            body.extend((more > 0).then(|| Part::Text(format!("And {more} more."))));
        }
        if word == Word::Coming {
            body.push(Part::Link { label: "Follow what you come to in your own calendar".to_owned(), url: site.address("/me/calendar") });
        }
        let series = first.series();
        let button = if one { ("See the meeting", first.page.as_str()) } else { ("See the series", series.as_str()) };
        Some(plain(site, ((self.name.as_str(), self.email.as_str()), "you answered whether you come."), (subject, body, button)))
    }
}

/// When a meeting is, with what it is called where that is not what the first is called.
fn said_of(meeting: &Invited, title: &str) -> String {
    if meeting.title == title { meeting.when() } else { format!("{}: “{}”", meeting.when(), meeting.title) }
}

fn plain(
    site: &Site,
    ((name, to), because): ((&str, &str), &str),
    (subject, mut body, (label, page)): (String, Vec<Part>, (&str, &str)),
) -> Mail {
    body.push(Part::Button { label: label.to_owned(), url: site.address(page) });
    body.push(Part::Link { label: "Choose what is mailed to you".to_owned(), url: site.address("/me/notifications/settings") });
    Mail { to: to.to_owned(), to_name: Some(name.to_owned()), subject, body, because: because.to_owned(), stop: None, calendar: None }
}
