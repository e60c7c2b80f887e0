//! Whom somebody names who invites: a line each, or a table's rows. Pure.

use serde::{Deserialize, Serialize};

use crate::accounts::email::Email;
use crate::accounts::name::DisplayName;
use crate::csv::cells;
use crate::plain;

/// Whom a line names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Whom {
    /// A member.
    Handle(String),
    /// Whoever reads an address.
    Address {
        /// The address.
        email: String,
        /// What the line calls them.
        name: Option<String>,
        /// Where they work, as the line says.
        organisation: Option<String>,
    },
}

/// A line that holds something, by its number among them, and whom it names, or what is wrong with it.
pub(super) type Line = (usize, Result<Whom, String>);

const WHAT: &str = "Write an e-mail address, or a handle such as @ada-okafor.";

/// Reads all lines: `@handle`, an address, or a table's row of name, address and organisation, in this order or as its first line names them. So many at the most, and one more.
pub(super) fn read(text: &str, most: usize) -> Vec<Line> {
    let text = plain::printable(&text.replace('\r', "\n"));
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let columns = lines.peek().and_then(|first| Columns::named(first));
    let skipped = usize::from(columns.is_some());
    lines
        .skip(skipped)
        .take(most + 1)
        .enumerate()
        .map(|(n, line)| {
            let row = columns.as_ref().filter(|_| !line.starts_with('@'));
            (n + 1, row.map_or_else(|| whom(line), |columns| columns.row(line)))
        })
        .collect()
}

/// Which of a table's columns hold what.
struct Columns {
    name: Option<usize>,
    email: usize,
    organisation: Option<usize>,
}

impl Columns {
    /// Reads a line that names a table's columns: "name,email,organisation".
    fn named(line: &str) -> Option<Self> {
        let heads: Vec<String> = split(line).iter().map(|cell| cell.trim().to_lowercase()).collect();
        let email = heads.iter().position(|head| head.contains("mail"))?;
        if heads.len() < 2 || line.contains('@') {
            return None;
        }
        let with = |words: &[&str]| heads.iter().position(|head| words.iter().any(|word| head.contains(word)));
        let organisation = with(&["organi", "employer", "company", "department"]).filter(|at| *at != email);
        let name = heads.iter().enumerate().position(|(at, head)| head.contains("name") && at != email && Some(at) != organisation);
        Some(Self { name, email, organisation })
    }

    fn row(&self, line: &str) -> Result<Whom, String> {
        let cells = split(line);
        let cell = |at: usize| cells.get(at).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty());
        let email = cell(self.email).ok_or("This row has no e-mail address.")?;
        address(&email, self.name.and_then(cell), self.organisation.and_then(cell))
    }
}

fn split(line: &str) -> Vec<String> {
    cells(line, &[',', ';', '\t'])
}

/// Reads a line by itself.
fn whom(line: &str) -> Result<Whom, String> {
    let line = line.trim();
    if let Some(handle) = line.strip_prefix('@') {
        return Ok(Whom::Handle(handle.trim().to_lowercase()));
    }
    let filled: Vec<String> = split(line).iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect();
    match filled.iter().position(|cell| cell.contains('@')) {
        Some(at) => {
            let name = filled.first().filter(|_| at > 0).cloned();
            address(&filled[at], name, filled.get(at + 1).cloned())
        }
        None if filled.len() == 1 && !line.contains(' ') => Ok(Whom::Handle(line.to_lowercase())),
        None => Err(WHAT.to_owned()),
    }
}

fn address(email: &str, name: Option<String>, organisation: Option<String>) -> Result<Whom, String> {
    let email = Email::parse(email)?.address();
    let name = name.and_then(|name| DisplayName::parse(&name).ok()).map(|name| name.as_str().to_owned());
    let organisation = organisation.map(|text| plain::cut(&plain::line(&text), 100)).filter(|text| !text.is_empty());
    Ok(Whom::Address { email, name, organisation })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: Result<Whom, String>) -> String {
        match line {
            Ok(Whom::Handle(handle)) => handle,
            Ok(Whom::Address { email, name, organisation }) => {
                format!("{email} {} {}", name.unwrap_or_default(), organisation.unwrap_or_default()).trim().to_owned()
            }
            Err(says) => says,
        }
    }

    #[test]
    fn a_line_names_somebody_by_handle_address_or_a_tables_row() {
        let read = |line: &str| said(whom(line));
        assert_eq!(read("@Ada-Okafor"), "ada-okafor");
        assert_eq!(read("ada-okafor"), "ada-okafor");
        assert_eq!(read("ada@Example.org"), "ada@example.org");
        assert_eq!(read("Ada Okafor, ada@example.org, Tax Office"), "ada@example.org Ada Okafor Tax Office");
        assert_eq!(read("\"Ada\";ada@example.org"), "ada@example.org Ada");
        assert_eq!(read("\"Okafor, Ada\",ada@example.org"), "ada@example.org Okafor, Ada");
        assert_eq!(read("Ada Okafor"), WHAT);
    }

    #[test]
    fn a_tables_first_line_says_where_its_columns_are() {
        let read = |text: &str| read(text, 10).into_iter().map(|(n, line)| format!("{n} {}", said(line))).collect::<Vec<_>>();
        let text = "Organisation name;E-Mail;Full name\r\nTax Office;ada@example.org;Ada Okafor\r\n;ben@example.org;\r\n;;Eve\n@zoe\n";
        let wanted = ["1 ada@example.org Ada Okafor Tax Office", "2 ben@example.org", "3 This row has no e-mail address.", "4 zoe"];
        assert_eq!(read(text), wanted);
        assert_eq!(read("Ada;ada@example.org\nemail"), ["1 ada@example.org Ada", "2 email"]);
        assert!(read("name,email\n").is_empty() && read("").is_empty());
    }

    #[test]
    fn of_a_long_list_it_is_known_that_it_is_too_long() {
        assert_eq!(read(&"a@b.example\n".repeat(50), 10).len(), 11);
    }
}
