//! An entry of the log as a sentence: "Ada Okafor joined Design". Pure.

use crate::activity::{Deed, ObjectKind};

/// What an entry tells of.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who; `None` for the program, or somebody who is gone.
    pub actor: Option<&'a str>,
    /// What was done.
    pub deed: Deed,
    /// To what.
    pub kind: ObjectKind,
    /// What it is called; `None` where it is gone, or elsewhere, out of the reader's sight.
    pub object: Option<&'a str>,
    /// Where, if that is not the object itself.
    pub community: Option<&'a str>,
    /// Whether who did it did it to themselves.
    pub to_self: bool,
}

/// "was signed out", "joined": the deed as something that was done to somebody, or to something.
fn participle(deed: Deed) -> &'static str {
    match deed {
        Deed::Appointed => "made administrator",
        Deed::Dismissed => "dismissed as administrator",
        Deed::SignedOut => "signed out everywhere",
        Deed::Resolved => "reported, and looked at",
        Deed::SentPassword => "sent a link to set a password",
        Deed::Commented => "commented on",
        Deed::Suggested => "given a suggestion",
        Deed::Accepted => "given an accepted answer",
        Deed::Unaccepted => "left without an accepted answer",
        Deed::Undeleted => "brought back",
        Deed::FollowedCalendar => "made to follow a calendar",
        Deed::StoppedCalendar => "stopped from following a calendar that could not be read",
        Deed::StoppedRequiringPasskey => "no longer asked for a passkey after the password",
        deed => deed.as_str(),
    }
}

/// "joined", "wrote": the deed as something that somebody did, and what follows the object.
fn past(deed: Deed, kind: ObjectKind) -> (String, &'static str) {
    let (verb, behind) = match deed {
        Deed::SteppedIn => ("stepped in as lead of", ""),
        Deed::Appointed => ("made", " administrator"),
        Deed::Dismissed => ("dismissed", " as administrator"),
        Deed::SignedOut => ("ended all sessions of", ""),
        Deed::Resolved => ("resolved a report on", ""),
        Deed::SentPassword => ("sent", " a link to set a password"),
        Deed::Commented => ("commented on", ""),
        Deed::Invited if kind == ObjectKind::Community => ("invited somebody by mail to", ""),
        Deed::Declined if kind == ObjectKind::Community => ("took back an invitation by mail to", ""),
        Deed::Suggested => ("suggested a change to", ""),
        Deed::Reviewed => ("looked again at", ""),
        Deed::Accepted => ("accepted an answer to", ""),
        Deed::Unaccepted => ("took back the acceptance of an answer to", ""),
        Deed::Undeleted => ("brought back", ""),
        Deed::Revealed => ("looked up who wrote something without their name in", ""),
        Deed::RemovedPhoto => ("removed the photo of", ""),
        Deed::FollowedCalendar => ("had", " follow a calendar"),
        Deed::StoppedCalendar => ("stopped", " following a calendar"),
        Deed::StoppedRequiringPasskey => ("stopped asking", " for a passkey after the password"),
        deed => match deed.as_str() {
            // Verbs whose past is not their participle.
            "hidden" => ("hid", ""),
            "withdrawn" => ("withdrew", ""),
            "written" => ("wrote", ""),
            "given" => ("gave", ""),
            "chosen" => ("chose", ""),
            "taken" => ("took", ""),
            "begun" => ("began", ""),
            "shown" => ("showed", ""),
            "undone" => ("undid", ""),
            regular => (regular, ""),
        },
    };
    (verb.replace('_', " "), behind)
}

/// People, communities and organisations go by their names; other things say what they are.
fn object(entry: &Entry<'_>) -> String {
    match (entry.kind, entry.object) {
        (ObjectKind::Person | ObjectKind::Community | ObjectKind::Organisation, Some(name)) => name.to_owned(),
        (kind, Some(title)) => format!("the {kind} “{title}”"),
        (ObjectKind::Person, None) => "somebody who is gone".to_owned(),
        (ObjectKind::Organisation | ObjectKind::Event, None) => format!("an {} that is no longer here", entry.kind),
        (kind, None) => format!("a {kind} that is no longer here"),
    }
}

/// What was done about a membership, in the words of a community.
fn about_membership(entry: &Entry<'_>) -> Option<String> {
    let (ObjectKind::Person, Some(place)) = (entry.kind, entry.community) else { return None };
    let (actor, object) = (entry.actor.unwrap_or("The site"), object(entry));
    Some(match (entry.deed, entry.to_self) {
        (Deed::Joined, _) => format!("{object} joined {place}"),
        (Deed::Asked, _) => format!("{object} asked to join {place}"),
        (Deed::Withdrew, _) => format!("{object} no longer wants to join {place}"),
        (Deed::Left, _) => format!("{object} left {place}"),
        (Deed::Approved, _) => format!("{actor} let {object} in to {place}"),
        (Deed::Declined, _) => format!("{actor} did not let {object} in to {place}"),
        (Deed::Invited, _) => format!("{actor} invited {object} to {place}"),
        (Deed::Removed, _) => format!("{actor} ended the membership of {object} in {place}"),
        (Deed::GaveRole, true) => format!("{actor} took on a role in {place}"),
        (Deed::GaveRole, false) => format!("{actor} gave {object} a role in {place}"),
        (Deed::TookRole, true) => format!("{actor} stepped down from a role in {place}"),
        (Deed::TookRole, false) => format!("{actor} ended a role of {object} in {place}"),
        _ => return None,
    })
}

/// What somebody did about how they get in.
fn about_getting_in(entry: &Entry<'_>) -> Option<String> {
    let actor = entry.actor.filter(|_| entry.to_self)?;
    let did = match entry.deed {
        Deed::AddedPasskey => "added a passkey",
        Deed::RenamedPasskey => "gave a passkey another name",
        Deed::RemovedPasskey => "removed a passkey",
        Deed::RequiredPasskey => "has a passkey asked for after the password",
        Deed::StoppedRequiringPasskey => "has no passkey asked for after the password any more",
        Deed::MadeToken => "made a personal token",
        Deed::RevokedToken => "revoked a personal token",
        Deed::MadeCodes => "made recovery codes",
        Deed::UsedCode => "signed in with a recovery code",
        _ => return None,
    };
    Some(format!("{actor} {did}"))
}

/// The entry as a sentence, without a full stop.
pub fn sentence(entry: &Entry<'_>) -> String {
    if let Some(says) = about_membership(entry).or_else(|| about_getting_in(entry)) {
        return says;
    }
    let place = entry.community.map(|community| format!(" in {community}")).unwrap_or_default();
    let says = match (entry.actor, entry.to_self) {
        (Some(actor), true) if entry.deed == Deed::Joined => format!("{actor} got an account"),
        (Some(actor), true) if entry.deed == Deed::Left => format!("{actor} deleted their account"),
        (Some(actor), true) => format!("{actor} {} their own profile{place}", past(entry.deed, entry.kind).0),
        (Some(actor), false) => {
            let (verb, behind) = past(entry.deed, entry.kind);
            format!("{actor} {verb} {}{behind}{place}", object(entry))
        }
        (None, _) => format!("{} was {}{place}", object(entry), participle(entry.deed).replace('_', " ")),
    };
    let mut letters = says.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(deed: Deed, kind: ObjectKind) -> Entry<'static> {
        Entry { actor: Some("Ada"), deed, kind, object: Some("Design"), community: None, to_self: false }
    }

    #[test]
    fn entries_read_as_people_would_tell_them() {
        let joined = entry(Deed::Joined, ObjectKind::Community);
        assert_eq!(sentence(&joined), "Ada joined Design");
        let question = Entry { object: Some("How?"), community: Some("Design"), ..entry(Deed::Edited, ObjectKind::Question) };
        assert_eq!(sentence(&question), "Ada edited the question “How?” in Design");
        assert_eq!(sentence(&Entry { actor: None, ..question.clone() }), "The question “How?” was edited in Design");
        assert_eq!(sentence(&Entry { object: None, community: None, ..question }), "Ada edited a question that is no longer here");
        assert_eq!(sentence(&Entry { object: Some("Bob"), ..entry(Deed::Appointed, ObjectKind::Person) }), "Ada made Bob administrator");
        assert_eq!(sentence(&entry(Deed::SteppedIn, ObjectKind::Community)), "Ada stepped in as lead of Design");
        assert_eq!(sentence(&entry(Deed::FollowedCalendar, ObjectKind::Community)), "Ada had Design follow a calendar");
        assert_eq!(sentence(&entry(Deed::StoppedCalendar, ObjectKind::Community)), "Ada stopped Design following a calendar");
        assert_eq!(sentence(&Entry { to_self: true, ..entry(Deed::Joined, ObjectKind::Person) }), "Ada got an account");
        assert_eq!(sentence(&Entry { to_self: true, ..entry(Deed::AddedPasskey, ObjectKind::Person) }), "Ada added a passkey");
        let member = Entry { object: Some("Bob"), community: Some("Design"), ..entry(Deed::Approved, ObjectKind::Person) };
        assert_eq!(sentence(&member), "Ada let Bob in to Design");
        assert_eq!(sentence(&Entry { deed: Deed::Joined, to_self: true, ..member }), "Bob joined Design");
        let imported = Entry { actor: None, object: Some("Bob"), ..entry(Deed::Imported, ObjectKind::Person) };
        assert_eq!(sentence(&imported), "Bob was imported");
    }
}
