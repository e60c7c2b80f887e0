//! The mails of who comes.

use super::store::Asked;
use crate::mail::{Mail, Part};
use crate::state::Site;
use crate::when;

/// Tells somebody who waited that they have a place.
pub fn moved_up(site: &Site, (name, to): (&str, &str), asked: &Asked) -> Mail {
    let starts = when::wall(&asked.starts_wall).map(|starts| when::moment(starts, asked.all_day)).unwrap_or_default();
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: format!("You have a place: {}", asked.title),
        body: vec![
            Part::Text(format!(
                "A place at “{}” has come free, and it is yours. It begins on {starts} ({}).",
                asked.title,
                asked.timezone.replace('_', " ")
            )),
            Part::Button { label: "See the meeting".to_owned(), url: site.address(&asked.page) },
            Part::Small("If you can’t come any more, say so there: others wait.".to_owned()),
        ],
        because: "you were on the waiting list.".to_owned(),
        stop: None,
        calendar: None,
    }
}
