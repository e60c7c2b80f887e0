//! Tables as files that spreadsheets open and write (RFC 4180).

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::error::AppError;

/// A table as a download of that name, or why there is none.
pub(crate) fn download(name: &str, table: Result<String, AppError>) -> Response {
    match table {
        Ok(csv) => {
            let headers: [(HeaderName, String); 3] = [
                (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, csv).into_response()
        }
        Err(error) => (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::NOT_FOUND), error.to_string()).into_response(),
    }
}

/// A row of a table, with the end of its line.
pub(crate) fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell (RFC 4180). One that a spreadsheet would take for a formula is made text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// A file as text, in whichever encoding spreadsheets write.
pub(crate) fn decoded(file: &[u8]) -> String {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = file[2..].chunks_exact(2).map(|bytes| pair([bytes[0], bytes[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match file {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        file => String::from_utf8_lossy(file).into_owned(),
    }
}

/// The cells of a line, between any of these letters. Within quotation marks such a letter is one like others, and two marks are one.
pub(crate) fn cells(line: &str, between: &[char]) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            c if between.contains(&c) && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::{cells, quoted};

    #[test]
    fn no_cell_leaves_its_place_or_becomes_a_formula() {
        assert_eq!(quoted("Okafor, \"Ada\""), "\"Okafor, \"\"Ada\"\"\"");
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("Ada"), "Ada");
    }

    #[test]
    fn what_stands_in_quotation_marks_is_one_cell() {
        assert_eq!(cells("\"Okafor, \"\"Ada\"\"\",ada@example.org,", &[',']), ["Okafor, \"Ada\"", "ada@example.org", ""]);
        assert_eq!(cells("Ada;ada@example.org\tDesign", &[',', ';', '\t']), ["Ada", "ada@example.org", "Design"]);
        assert_eq!(cells("", &[',']), [""]);
    }
}
