//! The form above a list that narrows it: a GET form, whose every state is an address, and what was chosen as links that take it away again.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::lists::grouped;

/// The form, as the server made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// The list's own address, without any filter.
    pub action: String,
    /// What the form leaves as it is: `show` and `unanswered`.
    pub kept: Vec<(String, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its button: "Show communities".
    pub button: String,
    /// What is chosen, "Topic: Forms", and the address without it.
    pub chosen: Vec<(String, String)>,
    /// The address with nothing chosen.
    pub clear: String,
    /// The address of the list as it is shown.
    pub here: String,
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in the address.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What is chosen or typed.
    pub value: String,
    /// What can be chosen; `None` where one types.
    pub choices: Option<Vec<Choice>>,
}

/// What can be chosen in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// How the address spells it; empty where it asks for nothing.
    pub value: String,
    /// What people read.
    pub label: String,
    /// How many it would leave.
    pub count: Option<i64>,
}

impl Filters {
    /// Whether anything is chosen.
    pub fn narrow(&self) -> bool {
        !self.chosen.is_empty()
    }
}

/// The form, and below it what is chosen.
#[component]
pub fn FilterForm(
    /// The form.
    filters: Filters,
    /// What it looks through, for a screen reader: "Communities".
    label: &'static str,
) -> impl IntoView {
    let narrow = filters.narrow();
    let chosen = narrow.then(|| {
        view! {
            <ul class="chosen" aria-label="Chosen filters">
                {filters.chosen.into_iter().map(chip).collect_view()}
                <li><a class="chosen-clear" href=filters.clear>"Clear all"</a></li>
            </ul>
        }
    });
    let summary = match (filters.fields.len(), filters.fields.first(), filters.fields.last()) {
        (0 | 1, ..) => None,
        (_, Some(first), _) if first.choices.is_none() => Some("Find and filter"),
        (_, _, Some(last)) if last.name == "sort" => Some("Filter and sort"),
        _ => Some("Filter"),
    };
    let form = view! {
        <form class="filter-form" method="get" action=filters.action>
            {filters.kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            {filters.fields.into_iter().map(field).collect_view()}
            <button class="button" type="submit">{filters.button}</button>
        </form>
    };
    // On a phone it would stand between the reader and the list; on a wide screen the style sheet keeps it open.
    let form = match summary {
        Some(summary) => view! { <details class="filter-fold" open=narrow><summary>{summary}</summary>{form}</details> }.into_any(),
        None => form.into_any(),
    };
    view! { <div class="filters" role="search" aria-label=label>{form}{chosen}</div> }
}

fn chip((what, without): (String, String)) -> impl IntoView {
    view! { <li><a class="chip" href=without><span class="visually-hidden">"Remove "</span><span dir="auto">{what}</span><span class="chip-x" aria-hidden="true">"×"</span></a></li> }
}

fn field(field: Field) -> impl IntoView {
    let id = format!("filter-{}", field.name);
    let (class, control) = match field.choices {
        None => {
            let control = view! { <input id=id.clone() name=field.name type="search" value=field.value autocomplete="off" dir="auto"/> };
            ("field field--text", control.into_any())
        }
        Some(choices) => {
            let option = |choice: Choice| {
                let selected = choice.value == field.value;
                let label = choice.count.map(|n| format!("{} ({})", choice.label, grouped(n))).unwrap_or(choice.label);
                view! { <option value=choice.value selected=selected>{label}</option> }
            };
            let options = choices.into_iter().map(option).collect_view();
            ("field", view! { <select id=id.clone() name=field.name>{options}</select> }.into_any())
        }
    };
    view! { <div class=class><label for=id>{field.label}</label>{control}</div> }
}
