//! The mails of reports.

use super::rules::Reason;
use super::subject::Subject;
use crate::mail::{Mail, Part};
use crate::state::Site;

/// Tells who decides that something was reported. Not what the reporter says of it: that stays on the site.
pub fn reported(site: &Site, (name, to): (&str, &str), subject: &Subject, reason: Reason, queue: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: format!("“{}” was reported", subject.title),
        body: vec![
            Part::Text(format!("Somebody reported the {} “{}”: {}.", subject.kind, subject.title, reason.sentence())),
            Part::Button { label: "See the reports".to_owned(), url: site.address(queue) },
        ],
        because: "you look after what is reported.".to_owned(),
        stop: None,
        calendar: None,
    }
}

/// Tells whoever reported something what became of it.
pub fn resolved((name, to): (&str, &str), title: &str, answer: Option<&str>) -> Mail {
    let mut body =
        vec![Part::Text(format!("Somebody has looked at what you reported, “{title}”, and dealt with it. Thank you for saying so."))];
    body.extend(answer.map(|answer| Part::Quote(answer.to_owned())));
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: format!("What became of your report on “{title}”"),
        body,
        because: "you reported it.".to_owned(),
        stop: None,
        calendar: None,
    }
}
