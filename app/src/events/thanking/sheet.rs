//! What a meeting that is over shows of thanks to its speakers.

use uuid::Uuid;

use super::store;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::events::rsvp::rules::Answer;
use crate::events::rsvp::store::{Own, Seen};
use crate::events::taking_part::ThankSpeaker;
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row};

/// How many thanked those who spoke at a meeting that is over, with their lines for whom they are for, and the form to thank them, for those who were there and those who organise.
pub(in crate::events) async fn parts(
    db: &Db,
    head: &CommunityHead,
    (slug, date): (&str, &str),
    (meeting, seen): (Uuid, Seen),
    (member, own): (Option<Uuid>, Option<&Own>),
) -> Result<Vec<Part>, AppError> {
    let mut parts = Vec::new();
    if seen.thanks > 0 {
        parts.push(Part::Text(format!("{} the speakers.", count(seen.thanks, "person thanked", "people thanked"))));
    }
    let theirs = match member.filter(|_| seen.thanks > 0) {
        Some(member) => store::received(db, meeting, member).await?,
        None => Vec::new(),
    };
    if !theirs.is_empty() {
        parts.push(Part::Text("You are thanked for speaking. Only you see this:".to_owned()));
        let row = |(handle, name, line): (String, String, String)| Row {
            href: Some(format!("/people/{handle}")),
            note: Some(line),
            ..Row::new(name)
        };
        parts.push(Part::Rows(theirs.into_iter().map(row).collect()));
    }
    let there = own.is_some_and(|own| own.came || own.answer == Answer::Going);
    let Some(member) = member.filter(|_| there || head.organises) else { return Ok(parts) };
    let speakers = store::to_thank(db, meeting, member).await?;
    let thanks = form::<ThankSpeaker>("Thank them").with("community", &head.slug).with("slug", slug).with("date", date);
    let (fold, thanks) = match speakers.as_slice() {
        [] => return Ok(parts),
        [only] => (format!("Thank {}", only.name), thanks.with("handle", &only.handle)),
        many => {
            let choices = many.iter().map(|speaker| (speaker.handle.clone(), speaker.name.clone()));
            ("Thank the speakers".to_owned(), thanks.select("handle", "Whom do you thank?", choices))
        }
    };
    let thanks = thanks
        .text("line", "What do you thank them for?")
        .hint("In one line.")
        .seen_by("Your name and this line are seen by whom you thank, and by nobody else. How many gave thanks stands on this page.")
        .quiet()
        .done();
    parts.push(Part::Folded(fold, Box::new(thanks)));
    Ok(parts)
}
