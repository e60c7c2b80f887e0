//! A screen of facts, lists and forms, described whole by the server: settings, sign-in, administration. One piece of code shows them all.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::avatar::Avatar;
use super::filters::{FilterForm, Filters};
use super::form::{Form, FormView};
use super::frame::Breadcrumbs;
use super::pagination::Pagination;
use super::passkey::{PasskeyForm, PasskeyFormView};
use super::title::Title;

/// A screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// What it is for, in a sentence; may be empty.
    pub lede: String,
    /// Title and address of each step above it.
    pub trail: Vec<(String, String)>,
    /// The screens beside it.
    pub tabs: Vec<Tab>,
    /// What stands on it.
    pub sections: Vec<Section>,
}

/// A screen beside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tab {
    /// What it is called.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Whether it is the one that is shown.
    pub here: bool,
}

/// A part of a screen under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading; may be empty.
    pub title: String,
    /// What stands under it.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A paragraph.
    Text(String),
    /// Rendered Markdown: safe HTML of [`crate::markdown`].
    Prose(String),
    /// What must not be overlooked.
    Warning(String),
    /// Something to copy: a link, codes.
    Code(Vec<String>),
    /// What a list says that has nothing in it.
    Empty(String),
    /// Links, as buttons.
    Links(Vec<(String, String)>),
    /// Many links, folded under a line that says what they are.
    Choice(String, Vec<(String, String)>),
    /// Links that leave these screens and that the browser follows itself, as buttons that call.
    Ways(Vec<(String, String)>),
    /// What is so: what it is, and what it is.
    Facts(Vec<(String, String)>),
    /// A list.
    Rows(Vec<Row>),
    /// A form.
    Form(Form),
    /// A form that most never need, folded under a line that says what it is.
    Folded(String, Box<Form>),
    /// A member's photo or letters: their name, and the photo.
    Face(String, Option<String>),
    /// A form that is sent with what a passkey signs.
    Passkey(Box<PasskeyForm>),
    /// What narrows the list below it.
    Filters(Filters),
    /// The links below a list: its address, the key of the next page, and whether this is a later one.
    Pages(String, Option<String>, bool),
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub title: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether that is no screen but an address the browser asks for itself.
    pub external: bool,
    /// Whether it is new to the reader.
    pub fresh: bool,
    /// What is said of it.
    pub facts: Vec<String>,
    /// What somebody wrote about it.
    pub note: Option<String>,
    /// What is so of it at more length: what it is, and what it is.
    pub details: Vec<(String, String)>,
    /// What can be done with it.
    pub forms: Vec<Form>,
    /// What can be done with it that takes typing: the words on the fold, and the form.
    pub folded: Vec<(String, Form)>,
}

impl Sheet {
    /// A screen by its title and what it is for.
    pub fn new(title: impl Into<String>, lede: impl Into<String>) -> Self {
        Self { title: title.into(), lede: lede.into(), ..Self::default() }
    }

    /// Below another screen.
    pub fn below(mut self, title: impl Into<String>, href: impl Into<String>) -> Self {
        self.trail.push((title.into(), href.into()));
        self
    }

    /// With a section.
    pub fn section(mut self, title: impl Into<String>, parts: impl IntoIterator<Item = Part>) -> Self {
        self.sections.push(Section { title: title.into(), parts: parts.into_iter().collect() });
        self
    }
}

impl Row {
    /// A row by what it is.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
}

/// Shows a screen of its own.
pub fn sheet_screen(sheet: Sheet) -> AnyView {
    let title = sheet.title.clone();
    view! {
        <Title text=title/>
        <div class="wrap screen">{sheet_view(sheet)}</div>
    }
    .into_any()
}

/// Shows a sheet under another screen's head.
pub fn sheet_view(sheet: Sheet) -> AnyView {
    let trail = (!sheet.trail.is_empty()).then(|| view! { <Breadcrumbs steps=sheet.trail/> });
    let lede = (!sheet.lede.is_empty()).then(|| view! { <p class="lede">{sheet.lede}</p> });
    let tab = |tab: Tab| view! { <li><a href=tab.href aria-current=tab.here.then_some("page")>{tab.title}</a></li> };
    let tabs = (!sheet.tabs.is_empty())
        .then(|| view! { <nav class="tabs" aria-label="In this part"><ul>{sheet.tabs.into_iter().map(tab).collect_view()}</ul></nav> });
    view! {
        {trail}
        <div class="page-head"><h1 dir="auto">{sheet.title}</h1>{lede}</div>
        {tabs}
        <div class="sheet">{sheet.sections.into_iter().map(section).collect_view()}</div>
    }
    .into_any()
}

fn section(section: Section) -> impl IntoView {
    let title = (!section.title.is_empty()).then(|| view! { <h2>{section.title}</h2> });
    view! { <section>{title}{section.parts.into_iter().map(part).collect_view()}</section> }
}

/// Shows pieces by themselves, on another screen.
pub fn parts_view(parts: Vec<Part>) -> AnyView {
    parts.into_iter().map(part).collect_view().into_any()
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Text(text) => view! { <p dir="auto">{text}</p> }.into_any(),
        Part::Prose(html) => view! { <div class="prose" dir="auto" inner_html=html></div> }.into_any(),
        Part::Warning(text) => view! { <p class="warning" dir="auto">{text}</p> }.into_any(),
        Part::Code(lines) => {
            view! { <ul class="codes">{lines.into_iter().map(|line| view! { <li><code>{line}</code></li> }).collect_view()}</ul> }
                .into_any()
        }
        Part::Empty(text) => view! { <p class="empty">{text}</p> }.into_any(),
        Part::Links(links) => buttons(links).into_any(),
        Part::Choice(summary, links) => view! { <details class="fold"><summary>{summary}</summary>{buttons(links)}</details> }.into_any(),
        Part::Ways(ways) => {
            let way = |(title, href): (String, String)| view! { <li><a class="button" href=href rel="external">{title}</a></li> };
            view! { <ul class="buttons">{ways.into_iter().map(way).collect_view()}</ul> }.into_any()
        }
        Part::Facts(list) => facts(list).into_any(),
        Part::Rows(rows) => view! { <ul class="list rows">{rows.into_iter().map(row).collect_view()}</ul> }.into_any(),
        Part::Form(form) => view! { <FormView form/> }.into_any(),
        Part::Folded(summary, form) => folded((summary, *form)).into_any(),
        Part::Face(name, photo) => view! { <p><Avatar name photo large=true/></p> }.into_any(),
        Part::Passkey(form) => view! { <PasskeyFormView form=*form/> }.into_any(),
        Part::Filters(filters) => view! { <FilterForm filters label="This list"/> }.into_any(),
        Part::Pages(base, next, later) => view! { <Pagination base next later/> }.into_any(),
    }
}

fn buttons(links: Vec<(String, String)>) -> impl IntoView {
    let link = |(title, href): (String, String)| {
        // A file is no page of this program: the browser fetches it.
        let file = href.rsplit('/').next().is_some_and(|last| last.contains('.'));
        view! { <li><a class="button button--quiet" href=href rel=file.then_some("external")>{title}</a></li> }
    };
    view! { <ul class="buttons">{links.into_iter().map(link).collect_view()}</ul> }
}

fn facts(facts: Vec<(String, String)>) -> impl IntoView {
    let fact = |(what, is): (String, String)| view! { <div><dt dir="auto">{what}</dt><dd dir="auto">{is}</dd></div> };
    view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }
}

fn row(row: Row) -> impl IntoView {
    let details = (!row.details.is_empty()).then(|| facts(row.details));
    let title = match row.href {
        Some(href) => view! { <a href=href rel=row.external.then_some("external") dir="auto">{row.title}</a> }.into_any(),
        None => view! { <span dir="auto">{row.title}</span> }.into_any(),
    };
    let facts = (!row.facts.is_empty())
        .then(|| view! { <ul class="meta">{row.facts.into_iter().map(|fact| view! { <li dir="auto">{fact}</li> }).collect_view()}</ul> });
    let forms = (!row.forms.is_empty())
        .then(|| view! { <div class="row-acts">{row.forms.into_iter().map(|form| view! { <FormView form/> }).collect_view()}</div> });
    view! {
        <li class=if row.fresh { "row row--fresh" } else { "row" }>
            <div class="row-what"><p class="row-title">{row.fresh.then(|| view! { <span class="visually-hidden">"New: "</span> })}{title}</p>{facts}{row.note.map(|note| view! { <p dir="auto">{note}</p> })}{details}</div>
            {forms}
            {row.folded.into_iter().map(folded).collect_view()}
        </li>
    }
}

/// Open where the form came back.
fn folded((summary, form): (String, Form)) -> impl IntoView {
    let open = form.open;
    view! { <details class="fold" open=open><summary>{summary}</summary><FormView form/></details> }
}
