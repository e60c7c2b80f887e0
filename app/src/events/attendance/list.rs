//! The lists of who came that Teams and Zoom export: with commas or tabs between cells, in UTF-8 or UTF-16, and with other tables above and below. Pure.

use crate::csv::{cells, decoded};
use crate::plain;

/// The heaviest list, in bytes.
pub(super) const HEAVIEST: usize = 1024 * 1024;

/// The most people of a list.
const MOST: usize = 2_000;

/// Somebody on a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attendee {
    name: String,
    /// As accounts are known by it: in small letters.
    pub(super) email: String,
}

impl Attendee {
    /// Their name, or their address.
    pub(super) fn called(&self) -> String {
        let called = [&self.name, &self.email].into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default();
        plain::cut(&plain::line(&called), 60)
    }
}

/// Those on a list, each once; `None` where it has no column of addresses. Who stands there without one, guests and telephones, is there by name.
pub(super) fn read(file: &[u8]) -> Option<Vec<Attendee>> {
    let text = plain::printable(&decoded(file).replace('\r', "\n"));
    let mut people: Vec<Attendee> = Vec::new();
    // Which columns hold name and address, while within a table that has them.
    let mut columns: Option<(usize, usize)> = None;
    let mut found = false;
    for line in text.lines() {
        let cells = cells(line, if line.contains('\t') { &['\t'] } else { &[','] });
        if let Some(header) = header(&cells) {
            (columns, found) = (Some(header), true);
            continue;
        }
        let Some((name, email)) = columns else { continue };
        let cell = |at: usize| cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let person =
            Attendee { name: cell(name), email: Some(cell(email).to_lowercase()).filter(|email| email.contains('@')).unwrap_or_default() };
        let is_person = cells.len() > email && !(person.name.is_empty() && person.email.is_empty());
        // A line of another table's heading ends this one.
        if cells.len() <= 1 && !line.trim().is_empty() {
            columns = None;
        } else if is_person && people.len() < MOST && !people.contains(&person) {
            people.push(person);
        }
    }
    found.then_some(people)
}

/// The columns of name and address, where a line is the head of such a table.
fn header(cells: &[String]) -> Option<(usize, usize)> {
    let folded: Vec<String> = cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let email = folded.iter().position(|cell| cell.contains("email") || cell.contains("e-mail"))?;
    let name = folded.iter().position(|cell| cell.contains("name"))?;
    (name != email && !folded.iter().any(|cell| cell.contains('@'))).then_some((name, email))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn listed(text: &str) -> Vec<(String, String)> {
        read(text.as_bytes()).unwrap().into_iter().map(|person| (person.name, person.email)).collect()
    }

    fn pair(name: &str, email: &str) -> (String, String) {
        (name.to_owned(), email.to_owned())
    }

    const TEAMS: &str = "1. Summary\r\nMeeting title\tShow and tell\r\nAttended participants\t2\r\n\r\n2. Participants\r\n\
                         Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r\n\
                         Ada Okafor\t3/10/26, 1:00:01 PM\t3/10/26, 2:00:00 PM\t59m 59s\tAda.Okafor@example.org\tada@example.org\tOrganizer\r\n\
                         Guest Phone\t3/10/26, 1:02:00 PM\t3/10/26, 1:30:00 PM\t28m\t\t\tPresenter\r\n\r\n\
                         3. In-Meeting Activities\r\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\n\
                         Ada Okafor\t3/10/26, 1:00:01 PM\t3/10/26, 2:00:00 PM\t59m 59s\tAda.Okafor@example.org\tOrganizer\r\n";

    #[test]
    fn the_report_of_teams_is_read_in_its_own_encoding() {
        let wanted = [pair("Ada Okafor", "ada.okafor@example.org"), pair("Guest Phone", "")];
        assert_eq!(listed(TEAMS), wanted);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(TEAMS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&utf16).unwrap().len(), 2);
    }

    #[test]
    fn the_list_of_zoom_is_read() {
        let zoom = "Meeting ID,Topic,Start Time\r\n123,\"Show, and tell\",2026-03-10\r\n\r\nName (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\r\n\
                    \"Okafor, Ada\",ada@example.org,1,2,60,No\r\nBea,,1,2,10,Yes\r\n";
        assert_eq!(listed(zoom), [pair("Okafor, Ada", "ada@example.org"), pair("Bea", "")]);
    }

    #[test]
    fn a_list_without_addresses_is_none() {
        assert!(read(b"Name,Joined\r\nAda,1\r\n").is_none() && read(b"").is_none() && read(&[0xff, 0xfe, 0x41]).is_none());
    }

    proptest! {
        #[test]
        fn no_list_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "(Name,Email\n)?[a-z,\"@\t\n]{0,100}") {
            drop(read(&bytes));
            drop(read(text.as_bytes()));
        }
    }
}
