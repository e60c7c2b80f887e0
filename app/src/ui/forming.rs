//! How the server describes a form: its fields, and after a failure what was typed and what is wrong with it.

use std::sync::Arc;

use axum::body::Bytes;
use leptos::prelude::use_context;
use leptos::server_fn::ServerFn;

use super::filters::Choice;
use super::form::{Control, Field, Form, Tone};
use crate::error::{AppError, FieldError};

/// What became of the form that was posted to the page that is being rendered.
#[derive(Clone, Debug)]
pub struct Failed {
    /// The server function that refused.
    pub function: String,
    /// Why.
    pub error: AppError,
    /// What was sent, secrets aside.
    pub typed: Vec<(String, String)>,
    /// What the page would not show that it was sent to: the form has gone from it, or the page itself has.
    pub lost: Vec<String>,
}

impl Failed {
    /// What is wrong, field by field; a sentence of the whole form has no field's name.
    pub fn errors(&self) -> Vec<FieldError> {
        match &self.error {
            AppError::Fields(errors) => errors.clone(),
            error => vec![FieldError { field: String::new(), says: error.to_string() }],
        }
    }

    fn typed(&self, name: &str) -> Option<&str> {
        self.typed.iter().find(|(typed, _)| typed == name).map(|(_, value)| value.as_str())
    }
}

/// What was typed into a field of a function's form, where that form has come back.
pub fn typed<F: ServerFn>(name: &str) -> Option<String> {
    let failed = use_context::<Failed>().filter(|failed| failed.function == F::PATH)?;
    failed.typed(name).map(str::to_owned)
}

/// Whether a function's form has come back, with something wrong in it.
pub fn refused<F: ServerFn>() -> bool {
    use_context::<Failed>().is_some_and(|failed| failed.function == F::PATH)
}

/// The largest file that a form may send, in bytes. What takes one may want a smaller one.
pub const LARGEST_FILE: usize = 10_000_000;

/// Whether a function's form has come back because of a field, or with something in it: one that asks only where there is something to ask.
pub fn came_back<F: ServerFn>(field: &str) -> bool {
    let failed = use_context::<Failed>().filter(|failed| failed.function == F::PATH);
    failed.is_some_and(|failed| failed.typed(field).is_some() || failed.errors().iter().any(|error| error.field == field))
}

/// A file that was sent with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The field.
    pub field: String,
    /// What it was called where it came from.
    pub name: String,
    /// What is in it; nothing where it is too heavy.
    pub bytes: Bytes,
    /// Whether it is larger than any file that is taken.
    pub too_heavy: bool,
}

/// The files that were sent with the form that is being taken.
#[derive(Clone, Debug, Default)]
pub struct Uploads(pub Arc<Vec<Upload>>);

/// The file that was sent in a field, inside a server function.
pub fn uploaded(field: &str) -> Option<Upload> {
    use_context::<Uploads>()?.0.iter().find(|upload| upload.field == field).cloned()
}

/// Describes a form, piece by piece.
pub struct Forming {
    form: Form,
    /// What went wrong with this very form.
    failed: Option<Failed>,
}

/// A form for a server function, with the words on its button.
pub fn form<F: ServerFn>(button: &str) -> Forming {
    let name = F::PATH.rsplit('/').next().unwrap_or_default();
    Forming {
        form: Form {
            id: name.to_owned(),
            function: F::PATH.to_owned(),
            hidden: Vec::new(),
            fields: Vec::new(),
            seen_by: None,
            button: button.to_owned(),
            aside: Vec::new(),
            tone: Tone::Main,
            open: false,
        },
        failed: use_context::<Failed>().filter(|failed| failed.function == F::PATH),
    }
}

impl Forming {
    /// Sends something along. Of several forms for one function on a page, this tells which one failed.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if self.failed.as_ref().is_some_and(|failed| failed.typed(name).is_some_and(|typed| typed != value)) {
            self.failed = None;
        }
        self.form.hidden.push((name.to_owned(), value));
        self
    }

    /// Sends something along that says nothing of which form it is.
    pub fn carrying(mut self, name: &str, value: impl Into<String>) -> Self {
        self.form.hidden.push((name.to_owned(), value.into()));
        self
    }

    /// Has a further button that asks for something on the way: it sends `name` as well, and needs nothing filled in.
    pub fn aside(mut self, name: &str, label: &str) -> Self {
        self.form.aside.push((name.to_owned(), label.to_owned()));
        self
    }

    /// Tells it from other forms for the same function on the page.
    pub fn numbered(mut self, number: usize) -> Self {
        self.form.id = format!("{}-{number}", self.form.id);
        self
    }

    /// Says who will see what is sent.
    pub fn seen_by(mut self, who: impl Into<String>) -> Self {
        self.form.seen_by = Some(who.into());
        self
    }

    /// One act among several.
    pub fn quiet(mut self) -> Self {
        self.form.tone = Tone::Quiet;
        self
    }

    /// Folded nowhere, where something stands in it that somebody looks for.
    pub fn open(mut self, open: bool) -> Self {
        self.form.open = open;
        self
    }

    /// Takes something away.
    pub fn danger(mut self) -> Self {
        self.form.tone = Tone::Danger;
        self
    }

    /// A field of one line. `kind` is HTML's type of input.
    pub fn line(self, kind: &str, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Line(kind.to_owned()))
    }

    /// A line of text.
    pub fn text(self, name: &str, label: &str) -> Self {
        self.line("text", name, label)
    }

    /// An e-mail address.
    pub fn email(self, name: &str, label: &str) -> Self {
        self.line("email", name, label).filled_in("email")
    }

    /// A password: the one they have, or a new one.
    pub fn password(self, name: &str, label: &str, new: bool) -> Self {
        self.line("password", name, label).filled_in(if new { "new-password" } else { "current-password" })
    }

    /// Text of about so many lines.
    pub fn area(self, name: &str, label: &str, lines: u8) -> Self {
        self.field(name, label, Control::Text(lines))
    }

    /// Markdown of about so many lines, with tools.
    pub fn markdown(self, name: &str, label: &str, lines: u8) -> Self {
        self.field(name, label, Control::Markdown(lines))
    }

    /// A line of text, with words to choose from as one types.
    pub fn suggested(self, name: &str, label: &str, words: Vec<String>) -> Self {
        self.field(name, label, Control::Suggested(words))
    }

    /// A choice from a list: value and label of each.
    pub fn select<V: Into<String>, L: Into<String>>(self, name: &str, label: &str, choices: impl IntoIterator<Item = (V, L)>) -> Self {
        self.field(name, label, Control::Select(choices_of(choices)))
    }

    /// A choice among a few.
    pub fn radios<V: Into<String>, L: Into<String>>(self, name: &str, label: &str, choices: impl IntoIterator<Item = (V, L)>) -> Self {
        self.field(name, label, Control::Radios(choices_of(choices)))
    }

    /// A file of these kinds.
    pub fn file(self, name: &str, label: &str, kinds: &str) -> Self {
        self.field(name, label, Control::File(kinds.to_owned()))
    }

    /// A box to tick.
    pub fn check(self, name: &str, label: &str) -> Self {
        self.field(name, label, Control::Check)
    }

    fn field(mut self, name: &str, label: &str, control: Control) -> Self {
        self.form.fields.push(Field {
            name: name.to_owned(),
            label: label.to_owned(),
            hint: None,
            value: String::new(),
            error: None,
            autocomplete: None,
            optional: false,
            unmarked: false,
            control,
        });
        self
    }

    fn last(mut self, set: impl FnOnce(&mut Field)) -> Self {
        if let Some(field) = self.form.fields.last_mut() {
            set(field);
        }
        self
    }

    /// What helps with the field before.
    pub fn hint(self, hint: &str) -> Self {
        self.last(|field| field.hint = Some(hint.to_owned()))
    }

    /// What stands in the field before.
    pub fn value(self, value: impl Into<String>) -> Self {
        let value = value.into();
        self.last(|field| field.value = value)
    }

    /// Whether the box before is ticked.
    pub fn ticked(self, ticked: bool) -> Self {
        self.value(if ticked { "yes" } else { "" })
    }

    /// The field before may stay empty.
    pub fn optional(self) -> Self {
        self.last(|field| field.optional = true)
    }

    /// The field before may stay empty at times, as its hint says.
    pub fn optional_at_times(self) -> Self {
        self.last(|field| (field.optional, field.unmarked) = (true, true))
    }

    /// What a browser may fill the field before with.
    pub fn filled_in(self, token: &str) -> Self {
        self.last(|field| field.autocomplete = Some(token.to_owned()))
    }

    /// What is to be agreed to in a field, where this very form has come back: what is wrong with it, or what was agreed to where that is something else. One agrees to the sentence that was shown.
    pub fn to_agree(&self, field: &str) -> Option<String> {
        let failed = self.failed.as_ref()?;
        let wrong = failed.errors().into_iter().find(|error| error.field == field).map(|error| error.says);
        wrong.or_else(|| failed.typed(field).map(str::to_owned))
    }

    /// What stands in the fields into which something else was typed, where the form has come back: what each is called, and what stands there.
    pub fn stands(&self) -> Vec<(String, String)> {
        let Some(failed) = &self.failed else { return Vec::new() };
        let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        let other = self.form.fields.iter().filter(|field| lines(failed.typed(&field.name).unwrap_or_default()) != lines(&field.value));
        other.map(|field| (field.label.clone(), field.reads())).collect()
    }

    /// The form.
    pub fn done(mut self) -> Form {
        if let Some(failed) = &self.failed {
            let errors = failed.errors();
            self.form.open = true;
            for field in &mut self.form.fields {
                let tickable = field.control == Control::Check;
                match failed.typed(&field.name) {
                    Some(typed) => field.value = typed.to_owned(),
                    None if tickable => field.value.clear(),
                    None => {}
                }
                field.error = errors.iter().find(|error| error.field == field.name).map(|error| error.says.clone());
            }
        }
        self.form
    }
}

impl Field {
    /// What stands in it, as people read it.
    fn reads(&self) -> String {
        let says = match &self.control {
            Control::Select(choices) | Control::Radios(choices) => {
                choices.iter().find(|choice| choice.value == self.value).map(|choice| choice.label.clone())
            }
            Control::Check => Some(if self.value.is_empty() { "No" } else { "Yes" }.to_owned()),
            _ => None,
        };
        says.unwrap_or_else(|| if self.value.is_empty() { "Nothing".to_owned() } else { self.value.clone() })
    }
}

fn choices_of<V: Into<String>, L: Into<String>>(choices: impl IntoIterator<Item = (V, L)>) -> Vec<Choice> {
    choices.into_iter().map(|(value, label)| Choice { value: value.into(), label: label.into(), count: None }).collect()
}
