//! What more people come to read though nobody changes who sees what: a community that is approved is found by others, and one that another goes into is read by the members of that. Said before
//! it happens, and agreed to: one agrees to the very sentence that was shown.

use super::store::{self, Newcomers, Written};
use super::widening::{ABOUT, Shown, kinds, sentences};
use crate::communities::model::CommunityHead;
use crate::communities::readers::Readers;
use crate::communities::settings_store;
use crate::db::Db;
use crate::error::AppError;
use crate::ui::forming::Forming;
use crate::ui::lists::{count, up_to};

/// The field in which somebody agrees.
const FIELD: &str = "agreed";

/// What they say who do not.
const STAYS: &str = "no";

/// Asks in a form whether what was written before is read by more, where it has come back because of that.
pub(crate) fn asking(form: Forming) -> Forming {
    match form.to_agree(FIELD).filter(|shown| shown != STAYS) {
        Some(shown) => {
            form.radios(FIELD, "What about what was written before?", [(shown.as_str(), "Let them read it"), (STAYS, "Leave all as it is")])
        }
        None => form,
    }
}

/// Wants the word of whoever approves a community that others find then, where more stands in it than what it is about: that was written to be found.
///
/// # Errors
/// With a sentence that says what, and by whom it would be read, where they have not agreed to just that.
pub(crate) async fn found(db: &Db, community: uuid::Uuid, agreed: &str) -> Result<(), AppError> {
    let audiences = settings_store::read(db, community).await?.audiences();
    let [before, after] = [false, true].map(|listed| Shown { listed, audiences });
    agree(agreed, sentences((&before, &after), &store::written(db, community).await?, ABOUT), "approve it")
}

/// Wants the word of whoever has a community go into another, where its members come to read what was written for the members of that.
///
/// # Errors
/// With a sentence that says what, and by how many it would be read, where they have not agreed to just that.
pub(crate) async fn merged(db: &Db, (from, into): (&CommunityHead, &CommunityHead), agreed: &str) -> Result<(), AppError> {
    let newcomers = store::newcomers(db, (from.id, into.id)).await?;
    let (shown, written) = (Shown::of(&settings_store::read(db, into.id).await?), store::written(db, into.id).await?);
    agree(agreed, opened(&shown, &written, &newcomers, [&from.name, &into.name]), "merge")
}

fn agree(agreed: &str, mut says: Vec<String>, act: &str) -> Result<(), AppError> {
    if says.is_empty() {
        return Ok(());
    }
    says.push(format!("Nothing has changed yet. Choose, and {act} again."));
    let says = says.join(" ");
    if agreed == says { Ok(()) } else { Err(AppError::field(FIELD, says)) }
}

/// What the members of one community come to read in another: what is for its members, and for no more.
fn opened(shown: &Shown, written: &Written, newcomers: &Newcomers, [from, into]: [&str; 2]) -> Vec<String> {
    let whom = match newcomers.people {
        0 => return Vec::new(),
        1 => format!("1 member of {from} who does not belong there yet"),
        many => format!("{} of {from} who do not belong there yet", up_to(many, "member", "members")),
    };
    let each = shown.each();
    let theirs =
        |of_members: bool, readers: Readers| (if of_members { readers.min(Readers::Members) } else { readers }) == Readers::Members;
    let kinds = kinds(written).into_iter().filter(|kind| kind.name() != ABOUT && theirs(kind.of_members, each[kind.section]));
    let along = (newcomers.along > 0)
        .then(|| format!("{} that it holds along, written for", up_to(newcomers.along, "event for members", "events for members")));
    let members = count(written.members, "member", "members");
    kinds.map(|kind| kind.what).chain(along).map(|what| format!("{what} the {members} of {into}, will be readable by {whom}.")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::model::Audience;
    use crate::communities::record::Audiences;

    fn said(questions: Audience, newcomers: Newcomers) -> String {
        let audiences =
            Audiences { about: Audience::Public, events: Audience::Public, questions, pages: Audience::Leads, members: Audience::SignedIn };
        let written =
            Written { events: 4, events_of_members: 1, questions: 2, pages: 3, pages_of_members: 5, members: 12, ..Written::default() };
        opened(&Shown { listed: true, audiences }, &written, &newcomers, ["Design", "Research"]).join(" ")
    }

    #[test]
    fn who_comes_along_reads_what_is_for_members_and_is_counted() {
        let some = |people| Newcomers { people, along: 0 };
        let events = "1 event for members, written for the 12 members of Research, will be readable by 1 member of Design who does not belong there yet.";
        assert_eq!(said(Audience::Public, some(1)), events, "everybody reads the rest, or leads alone do");
        let says = said(Audience::Members, some(7));
        let questions = "2 questions with their answers, written for the 12 members of Research, will be readable by 7 members of Design who do not belong there yet.";
        assert!(says.ends_with(questions), "{says}");
        assert_eq!(said(Audience::Members, some(0)), "", "they belong there already");
        let along = said(Audience::Public, Newcomers { people: 1, along: 2 });
        assert!(along.contains("2 events for members that it holds along, written for the 12 members of Research"), "{along}");
    }

    #[test]
    fn one_agrees_to_the_sentences_that_were_shown() {
        let says = || vec!["One.".to_owned()];
        assert!(agree("", Vec::new(), "merge").is_ok());
        assert_eq!(agree("yes", says(), "merge"), Err(AppError::field(FIELD, "One. Nothing has changed yet. Choose, and merge again.")));
        assert!(agree("One. Nothing has changed yet. Choose, and merge again.", says(), "merge").is_ok());
    }
}
