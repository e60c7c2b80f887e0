//! Forms and the pieces of sheets, in every state.

use leptos::prelude::*;

use super::components::Part;
use super::examples::{FORM, NAMES};
use crate::ui::filtering::choices;
use crate::ui::form::{Control, Field, Form, FormView, SAVE, Tone};
use crate::ui::sheet::{Part as Piece, Row, parts_view};

const HINT: &str = "What helps to fill it in.";
const WRONG: &str = "Write a date like 2026-03-01.";

fn field(name: &str, label: &str, control: Control) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        hint: Some(HINT.to_owned()),
        value: String::new(),
        error: None,
        autocomplete: None,
        optional: true,
        unmarked: false,
        control,
    }
}

fn form(id: &str, button: &str, fields: Vec<Field>) -> Form {
    Form {
        id: format!("example-{id}"),
        function: "/do/nothing".to_owned(),
        hidden: Vec::new(),
        fields,
        seen_by: None,
        button: button.to_owned(),
        aside: Vec::new(),
        tone: Tone::Main,
        open: false,
    }
}

/// Every control there is, empty.
fn controls() -> Vec<Field> {
    let few = || choices([("one", "The one"), ("other", "The other")].map(|(value, label)| (value.to_owned(), label.to_owned())));
    vec![
        field("line", "A line", Control::Line("text".to_owned())),
        field("suggested", "A line with words to choose from", Control::Suggested(NAMES.map(str::to_owned).to_vec())),
        field("text", "Text", Control::Text(3)),
        field("markdown", "Markdown", Control::Markdown(4)),
        field("select", "A choice from a list", Control::Select(few())),
        Field { value: "one".to_owned(), ..field("radios", "A choice among a few", Control::Radios(few())) },
        field("check", "A yes", Control::Check),
        field("file", "A file", Control::File(".csv".to_owned())),
    ]
}

/// Forms.
pub(super) fn forms() -> Vec<Part> {
    let view = |form: Form| view! { <FormView form/> }.into_any();
    let wrong = |one: Field| Field { value: "tomorrow".to_owned(), error: Some(WRONG.to_owned()), ..one };
    let seen_by = Some("Seen by the 312 members of Design, not by the public.".to_owned());
    let aside = vec![("preview".to_owned(), "Preview".to_owned()), (SAVE.to_owned(), "Save draft".to_owned())];
    let quiet = Form { tone: Tone::Quiet, ..form("quiet", "Act among others", Vec::new()) };
    let danger = Form { tone: Tone::Danger, ..form("danger", "Take it away", Vec::new()) };
    vec![
        (
            "Forms",
            vec![
                ("Every control", view(form("controls", "Save", controls()))),
                ("Something is wrong with each", view(form("wrong", "Save", controls().into_iter().map(wrong).collect()))),
                (
                    "Says who will see it, and has further buttons",
                    view(Form { seen_by, aside, ..form("aside", "Post", controls().split_off(7)) }),
                ),
            ],
        ),
        ("Forms of one button", vec![("One act among several", view(quiet)), ("What takes something away", view(danger))]),
    ]
}

/// Pieces of sheets.
pub(super) fn sheets() -> Vec<Part> {
    let pieces = |pieces: Vec<Piece>| parts_view(pieces);
    let row = |title: &str, n: usize| Row {
        href: Some(FORM.to_owned()),
        facts: vec!["Lead since 2025".to_owned(), "Westmere Digital Office".to_owned()],
        note: Some("A word that somebody wrote about it.".to_owned()),
        details: vec![("Answered".to_owned(), "Yes, by train".to_owned())],
        forms: vec![Form { tone: Tone::Quiet, ..form(&format!("row-{n}"), "Approve", Vec::new()) }],
        folded: vec![("Decline".to_owned(), form(&format!("folded-{n}"), "Decline", controls().split_off(7)))],
        fresh: n == 0,
        ..Row::new(title)
    };
    let rows = NAMES.iter().take(2).enumerate().map(|(n, name)| row(name, n)).collect();
    let link = |title: &str| (title.to_owned(), FORM.to_owned());
    vec![
        (
            "Words of a sheet",
            vec![
                (
                    "A paragraph, a warning, and what nothing has",
                    pieces(vec![
                        Piece::Text("What is so.".to_owned()),
                        Piece::Warning("What must not be overlooked.".to_owned()),
                        Piece::Empty("Nothing waits here.".to_owned()),
                    ]),
                ),
                ("Something to copy", pieces(vec![Piece::Code(vec!["k7f2-9x".to_owned(), "p3mm-1c".to_owned()])])),
            ],
        ),
        (
            "Ways on",
            vec![
                ("Links", pieces(vec![Piece::Links(vec![link("One"), link("Another")])])),
                ("Many links, folded", pieces(vec![Piece::Choice("Begin with an agenda".to_owned(), NAMES.map(link).to_vec())])),
            ],
        ),
        ("Rows", vec![("With all there can be, new and known", pieces(vec![Piece::Rows(rows)]))]),
        (
            "Folded forms",
            vec![(
                "Closed, as nothing is wrong in it",
                pieces(vec![Piece::Folded("Merge it into another".to_owned(), Box::new(form("merge", "Merge", controls().split_off(7))))]),
            )],
        ),
    ]
}
