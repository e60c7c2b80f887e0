//! Notifications as mails.

use super::model::Rhythm;
use super::store::ToldRow;
use super::wording::Told;
use crate::mail::{Mail, Part};
use crate::state::Site;

/// How many things a mail that gathers names one by one.
const NAMED: usize = 30;

/// To whom a mail goes, and from where.
pub(super) struct Letter<'a> {
    pub(super) site: &'a Site,
    /// Address and name.
    pub(super) to: (&'a str, &'a str),
    /// The address that stops mails like this.
    pub(super) stop: &'a str,
}

impl Letter<'_> {
    fn mail(&self, subject: String, body: Vec<Part>, because: String) -> Mail {
        let choose = Part::Link { label: "Choose what is mailed to you".to_owned(), url: self.site.address("/me/notifications/settings") };
        Mail {
            to: self.to.0.to_owned(),
            to_name: Some(self.to.1.to_owned()),
            subject,
            body: body.into_iter().chain([choose]).collect(),
            because,
            stop: Some(self.stop.to_owned()),
            calendar: None,
        }
    }
}

fn told(row: &ToldRow) -> Option<Told<'_>> {
    Some(Told { kind: row.kind()?, actor: row.actor.as_deref(), title: &row.title })
}

/// One notification as a mail of its own.
pub(super) fn letter(to: &Letter<'_>, row: &ToldRow) -> Mail {
    let Some(told) = told(row) else { return to.mail(row.title.clone(), Vec::new(), "it is about you.".to_owned()) };
    let place = row.community.as_ref().filter(|place| **place != row.title).map(|place| format!(" in {place}")).unwrap_or_default();
    let mut body = vec![Part::Text(format!("{}{place}.", told.sentence()))];
    body.extend((!row.excerpt.is_empty()).then(|| Part::Quote(row.excerpt.clone())));
    body.push(Part::Button { label: told.button().to_owned(), url: to.site.address(&row.href) });
    to.mail(told.sentence(), body, told.kind.matter().because().to_owned())
}

/// What was gathered, as one mail.
pub(super) fn digest(to: &Letter<'_>, rhythm: Rhythm, rows: &[ToldRow]) -> Mail {
    let mut things: Vec<(&ToldRow, Vec<String>)> = Vec::new();
    for row in rows {
        let Some(told) = told(row) else { continue };
        match things.iter_mut().find(|(first, _)| first.object_id == row.object_id) {
            Some((_, said)) => said.push(told.below_title()),
            None => things.push((row, vec![told.below_title()])),
        }
    }
    let mut body = Vec::new();
    for (first, said) in things.iter().take(NAMED) {
        let place = first.community.as_ref().filter(|place| **place != first.title).map(|place| format!(", {place}")).unwrap_or_default();
        body.push(Part::Link { label: format!("{}{place}", first.title), url: to.site.address(&first.href) });
        body.push(Part::Text(said.join("\n")));
    }
    if things.len() > NAMED {
        body.push(Part::Text(format!("And {} more.", things.len() - NAMED)));
    }
    body.push(Part::Button { label: "See all notifications".to_owned(), url: to.site.address("/me/notifications") });
    let (span, because) = match rhythm {
        Rhythm::Weekly => ("week", "what is new comes once a week."),
        _ => ("day", "what is new comes once a day."),
    };
    let subject = match rows {
        [one] => told(one).map_or_else(|| one.title.clone(), |told| told.sentence()),
        rows => format!("Your {span} on {}: {} things are new", to.site.name, rows.len()),
    };
    to.mail(subject, body, because.to_owned())
}
