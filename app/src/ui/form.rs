//! Forms that change something. The server describes a form, its values and what is wrong with them; this shows it, on the server and in the browser alike.
//!
//! A form is posted to the address of its own page, with the server function it is for in a hidden field. It works without JavaScript, with it, and before it has loaded; one
//! that fails comes back with what was typed and a sentence beside the field.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::area::content;
use super::filters::Choice;
use super::kept;
use super::tools::{Tools, pressed};

/// The hidden field that names the server function.
pub const FUNCTION: &str = "__fn";

/// The button of a form whose words can be kept for later.
pub const SAVE: &str = "save";

/// A form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Tells it from others on the page.
    pub id: String,
    /// The path of the server function that takes it.
    pub function: String,
    /// What it sends besides its fields.
    pub hidden: Vec<(String, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Who will see what is sent, where that is not plain: "312 members of Design, not the public."
    pub seen_by: Option<String>,
    /// Its button.
    pub button: String,
    /// Name and words of further buttons, that ask for something on the way and need nothing filled in.
    pub aside: Vec<(String, String)>,
    /// How the button looks.
    pub tone: Tone,
    /// Whether something is in it that must not be folded away: it came back, or what was typed elsewhere stands in it.
    pub open: bool,
}

words! {
    /// How much a button calls.
    #[derive(Default)]
    pub enum Tone {
        /// The screen's main act.
        #[default]
        Main = "main",
        /// One act among several.
        Quiet = "quiet",
        /// What cannot be undone, or takes something from somebody.
        Danger = "danger",
    }
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What was typed, or stands already.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What the browser may fill in: a token of HTML's `autocomplete`.
    pub autocomplete: Option<String>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Whether it does not say so: its hint says when.
    pub unmarked: bool,
    /// What one does in it.
    pub control: Control,
}

/// What one does in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// Types a line: HTML's type of input.
    Line(String),
    /// Types a line, with words to choose from as one types.
    Suggested(Vec<String>),
    /// Types text of about so many lines.
    Text(u8),
    /// Types Markdown of about so many lines, with tools.
    Markdown(u8),
    /// Chooses from a list.
    Select(Vec<Choice>),
    /// Chooses among a few.
    Radios(Vec<Choice>),
    /// Says yes.
    Check,
    /// Chooses a file of these kinds: HTML's `accept`.
    File(String),
}

/// Shows a form.
#[component]
pub fn FormView(
    /// The form.
    form: Form,
) -> impl IntoView {
    let inline = form.fields.is_empty();
    let id = form.id;
    let keeps = form.aside.iter().any(|(name, _)| name == SAVE);
    let with_file = form.fields.iter().any(|field| matches!(field.control, Control::File(_)));
    let enctype = with_file.then_some("multipart/form-data");
    let fields = form.fields.into_iter().map(|one| field(&id, one)).collect_view();
    let hidden = form.hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let class = match form.tone {
        Tone::Main => "button",
        Tone::Quiet => "button button--quiet",
        Tone::Danger => "button button--danger",
    };
    view! {
        <form class=if inline { "form form--inline" } else { "form" } method="post" enctype=enctype id=id.clone()>
            <input type="hidden" name=FUNCTION value=form.function/>
            {hidden}
            {keeps.then(|| view! { <Kept form=id.clone()/> })}
            {fields}
            {form.seen_by.map(|who| view! { <p class="seen-by">{who}</p> })}
            {if form.aside.is_empty() {
                view! { <button class=class type="submit">{form.button}</button> }.into_any()
            } else {
                let aside = |(name, label): (String, String)| {
                    view! { <button class="button button--quiet" type="submit" name=name value="yes" formnovalidate>{label}</button> }
                };
                let asides = form.aside.into_iter().map(aside).collect_view();
                view! { <div class="form-buttons"><button class=class type="submit">{form.button}</button>{asides}</div> }.into_any()
            }}
        </form>
    }
}

/// What was written in a form earlier and did not reach the server.
#[component]
fn Kept(
    /// The form's id.
    form: String,
) -> impl IntoView {
    let (found, name) = (RwSignal::new(false), StoredValue::new(form));
    Effect::new(move |_| found.set(kept::is_kept(&name.get_value())));
    let bring = move |_| {
        kept::bring_back(name.get_value());
        found.set(false);
    };
    let forget = move |_| {
        kept::forget(&name.get_value());
        found.set(false);
    };
    view! {
        <div role="status">
            {move || found.get().then(|| view! {
                <div class="notice notice--warn">
                    <p>"What you wrote here last has not reached the site: this browser kept it."</p>
                    <p class="form-buttons">
                        <button type="button" class="button button--quiet" on:click=bring>"Bring it back"</button>
                        <button type="button" class="button button--quiet" on:click=forget>"Forget it"</button>
                    </p>
                </div>
            })}
        </div>
    }
}

fn field(form: &str, field: Field) -> AnyView {
    // Of a list's entry, `replies[a1]`, no brackets: scripts and styles would stumble over them.
    let id = format!("{form}-{}", field.name.replace(['[', ']'], "-"));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described: Vec<&str> =
        [field.hint.as_ref().map(|_| hint_id.as_str()), field.error.as_ref().map(|_| error_id.as_str())].into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = field.error.as_ref().map(|_| "true");
    let class = if field.error.is_some() { "field field--wrong" } else { "field" };
    // Nobody takes a box to tick for something that has to be ticked, nor looks for a choice where one is made already.
    let fills = match field.control {
        Control::Check => false,
        Control::Radios(_) => field.value.is_empty(),
        _ => true,
    };
    let label = if field.optional && !field.unmarked && fills { format!("{} (optional)", field.label) } else { field.label };
    let hint = field.hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> });
    let error = field
        .error
        .map(|error| view! { <p class="field-error" id=error_id.clone()><span class="visually-hidden">"Error: "</span>{error}</p> });
    let required = !field.optional;
    match field.control {
        Control::Line(kind) => view! {
            <div class=class>
                <label for=id.clone()>{label}</label>
                {hint}{error}
                <input id=id type=kind name=field.name value=field.value autocomplete=field.autocomplete required=required dir="auto" aria-describedby=described aria-invalid=invalid/>
            </div>
        }
        .into_any(),
        Control::Suggested(words) => {
            let list = format!("{id}-list");
            view! {
                <div class=class>
                    <label for=id.clone()>{label}</label>
                    {hint}{error}
                    <input id=id type="text" name=field.name value=field.value list=list.clone() autocomplete="off" required=required dir="auto" aria-describedby=described aria-invalid=invalid/>
                    <datalist id=list>{words.into_iter().map(|word| view! { <option value=word></option> }).collect_view()}</datalist>
                </div>
            }
            .into_any()
        }
        Control::File(kinds) => view! {
            <div class=class>
                <label for=id.clone()>{label}</label>
                {hint}{error}
                <input id=id type="file" name=field.name accept=kinds required=required aria-describedby=described aria-invalid=invalid/>
            </div>
        }
        .into_any(),
        Control::Text(rows) => view! {
            <div class=class>
                <label for=id.clone() dir="auto">{label}</label>
                {hint}{error}
                <textarea id=id name=field.name autocomplete=field.autocomplete rows=rows.to_string() required=required dir="auto" aria-describedby=described aria-invalid=invalid>{content(field.value)}</textarea>
            </div>
        }
        .into_any(),
        Control::Markdown(rows) => {
            let area = id.clone();
            view! {
                <div class=class>
                    <label for=id.clone()>{label}</label>
                    {hint}{error}
                    <Tools area=id.clone()/>
                    <textarea id=id name=field.name rows=rows.to_string() required=required dir="auto" aria-describedby=described aria-invalid=invalid on:keydown=move |event| pressed(&event, &area)>{content(field.value)}</textarea>
                </div>
            }
            .into_any()
        }
        Control::Select(choices) => {
            let option = |choice: Choice| {
                let selected = choice.value == field.value;
                view! { <option value=choice.value selected=selected>{choice.label}</option> }
            };
            let options = choices.into_iter().map(option).collect_view();
            view! {
                <div class=class>
                    <label for=id.clone()>{label}</label>
                    {hint}{error}
                    <select id=id name=field.name aria-describedby=described aria-invalid=invalid>{options}</select>
                </div>
            }
            .into_any()
        }
        Control::Radios(choices) => {
            let radio = |(n, choice): (usize, Choice)| {
                let (id, checked) = (format!("{id}-{n}"), choice.value == field.value);
                view! { <div class="choice"><input id=id.clone() type="radio" name=field.name.clone() value=choice.value checked=checked required=required/><label for=id>{choice.label}</label></div> }
            };
            let radios = choices.into_iter().enumerate().map(radio).collect_view();
            view! {
                <fieldset class=class id=id.clone() aria-describedby=described>
                    <legend>{label}</legend>
                    {hint}{error}
                    {radios}
                </fieldset>
            }
            .into_any()
        }
        Control::Check => {
            let checked = !field.value.is_empty();
            view! {
                <div class=class>
                    {error}
                    <div class="choice">
                        <input id=id.clone() type="checkbox" name=field.name value="yes" checked=checked required=required aria-describedby=described aria-invalid=invalid/>
                        <label for=id>{label}</label>
                    </div>
                    {hint}
                </div>
            }
            .into_any()
        }
    }
}

/// Where a form that succeeded leads, and what it says there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// A path of this site.
    pub to: String,
    /// A sentence for the top of that page; may be empty.
    pub says: String,
}

impl Done {
    /// Leads to a path.
    pub fn at(to: impl Into<String>) -> Self {
        Self { to: to.into(), says: String::new() }
    }

    /// Says something there.
    pub fn saying(mut self, says: impl Into<String>) -> Self {
        self.says = says.into();
        self
    }
}
