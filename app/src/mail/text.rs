//! A mail as plain text.

use super::message::{Letterhead, footer, lines, one_line};
use super::{Mail, Part};

/// Where lines are broken, so that a reply that quotes them still fits a line of 80.
const WIDTH: usize = 72;

pub(super) fn text(mail: &Mail, letterhead: &Letterhead) -> String {
    let mut parts: Vec<String> = mail.body.iter().map(part).collect();
    // What mail programs know for the beginning of a signature.
    parts.push(format!("-- \n{}", wrapped(&footer(mail, letterhead).join("\n"), "")));
    parts.join("\n\n") + "\n"
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) | Part::Small(text) => wrapped(text, ""),
        Part::Quote(text) => wrapped(text, "> "),
        Part::Button { label, url } | Part::Link { label, url } => format!("{}:\n{url}", one_line(label)),
    }
}

/// The text's lines, each broken at the last space that fits and after `prefix`. A word that is longer, as addresses are, stays whole.
fn wrapped(text: &str, prefix: &str) -> String {
    let mut wrapped: Vec<String> = Vec::new();
    for line in lines(text) {
        let mut broken = prefix.to_owned();
        for word in line.split_whitespace() {
            let begun = broken.len() > prefix.len();
            if begun && broken.chars().count() + 1 + word.chars().count() > WIDTH {
                wrapped.push(std::mem::replace(&mut broken, prefix.to_owned()));
            } else if begun {
                broken.push(' ');
            }
            broken.push_str(word);
        }
        wrapped.push(broken.trim_end().to_owned());
    }
    wrapped.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::message::tests::{letterhead, mail};
    use super::*;

    #[test]
    fn text_reads_well_without_html() {
        let body = [
            Part::Text("Hello Ada,\n\nBob answered <your> question.".to_owned()),
            Part::Quote("Yes.\n\nAlways.".to_owned()),
            Part::Button { label: "Read the answer".to_owned(), url: "https://site.example/q?a=1&b=2".to_owned() },
            Part::Small("It is open until Friday.".to_owned()),
        ];
        assert_eq!(
            text(&mail(&body), &letterhead()),
            "Hello Ada,\n\nBob answered <your> question.\n\n> Yes.\n>\n> Always.\n\nRead the answer:\nhttps://site.example/q?a=1&b=2\n\n\
             It is open until Friday.\n\n-- \nGuild & Hall, https://site.example\nYou get this because somebody asked.\n"
        );
    }

    #[test]
    fn lines_are_broken_between_words_and_a_long_word_stays_whole() {
        let long = format!("https://site.example/{}", "x".repeat(100));
        let text = format!("{} {long} {}", "word ".repeat(30), "ünï ".repeat(40));
        let wrapped = wrapped(&text, "> ");
        assert_eq!(wrapped.replace("\n> ", " "), format!("> {}", text.split_whitespace().collect::<Vec<_>>().join(" ")));
        for line in wrapped.lines() {
            assert!(line.chars().count() <= WIDTH || line == format!("> {long}"), "{line}");
        }
    }
}
