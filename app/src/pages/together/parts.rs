//! What stands around the text that is edited live.

use leptos::prelude::*;

use super::editor;
use crate::pages::attached::model::ACCEPT;
use crate::ui::avatar::Avatar;
use crate::ui::mark::{self, Mark};

/// What a tool does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Marks words.
    Mark(Mark),
    /// Takes back what one did last.
    Undo,
    /// Does it again.
    Redo,
}

/// The tools, with what each is called and the keys that do the same.
fn tools() -> impl Iterator<Item = (Tool, &'static str, &'static str)> {
    let marks = mark::TOOLS.into_iter().map(|(mark, name, keys)| (Tool::Mark(mark), name, keys));
    marks.chain([(Tool::Undo, "Undo", "Ctrl+Z"), (Tool::Redo, "Redo", "Ctrl+Shift+Z")])
}

/// Somebody else at the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// Their name.
    pub name: String,
    /// The line their caret is on, counted from one, where that is known.
    pub line: Option<usize>,
}

/// What is offered at the caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offering {
    /// What each is called; empty where nothing is.
    pub names: Vec<String>,
    /// The one that is taken by Enter.
    pub at: usize,
}

impl Here {
    fn says(&self) -> String {
        match self.line {
            Some(line) => format!("{} is at line {line}", self.name),
            None => format!("{} is here", self.name),
        }
    }
}

/// What the live editor tells the screen.
#[derive(Clone, Copy)]
pub struct Live {
    /// Whether it runs.
    pub on: RwSignal<bool>,
    /// How the connection stands, in words.
    pub state: RwSignal<String>,
    /// The same once it has stood so for a while: what a screen reader says.
    pub steady: RwSignal<String>,
    /// What became of the files that were brought last, in words.
    pub brought: RwSignal<String>,
    /// How much of a file is sent, in hundredths, while one is.
    pub sending: RwSignal<Option<u8>>,
    /// Who else is here.
    pub here: RwSignal<Vec<Here>>,
    /// What the text looks like: HTML.
    pub preview: RwSignal<String>,
    /// What is offered at the caret.
    pub offering: RwSignal<Offering>,
    /// What the version is to be called that one keeps next.
    pub version: RwSignal<String>,
}

impl Live {
    /// Nothing runs yet.
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            state: RwSignal::default(),
            steady: RwSignal::default(),
            brought: RwSignal::default(),
            sending: RwSignal::default(),
            here: RwSignal::default(),
            preview: RwSignal::default(),
            offering: RwSignal::default(),
            version: RwSignal::default(),
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// The tools above the text.
#[component]
pub fn Tools(
    /// The editor.
    live: Live,
) -> impl IntoView {
    let tool = |(does, name, keys): (Tool, &'static str, &'static str)| {
        view! { <button type="button" class="tool" title=keys aria-keyshortcuts=keys.replace("Ctrl", "Control") on:click=move |_| editor::take_up(does)>{name}</button> }
    };
    view! {
        <div class="tools" role="toolbar" aria-label="Markdown" aria-controls="save_page-body" hidden=move || !live.on.get()>
            {tools().map(tool).collect_view()}
            <label class="tool tool--file">"Picture or file"<input type="file" multiple accept=ACCEPT on:change=move |event| editor::choose(&event)/></label>
        </div>
        <p class="hint together-hint" hidden=move || !live.on.get()>
            "Type "<kbd>"/"</kbd>" where a line begins for headings, tables and lists, and "<kbd>"[["</kbd>" for a link to a page."
        </p>
    }
}

/// How the connection stands, and who else is here.
#[component]
pub fn Company(
    /// The editor.
    live: Live,
    /// The page's address.
    done: String,
) -> impl IntoView {
    let one = |here: Here| {
        let says = here.says();
        view! { <li><Avatar name=here.name/><span>{says}</span></li> }
    };
    // Where it does not run, it may say why.
    let silent = move || !live.on.get() && live.state.with(String::is_empty);
    view! {
        <div class="together-company" hidden=silent>
            <p class="together-state" aria-hidden="true">{move || live.state.get()}</p>
            <p class="visually-hidden" role="status">{move || live.steady.get()}</p>
            <p class="together-brought" role="status">{move || live.brought.get()}</p>
            <Sending live/>
            <ul class="here" aria-label="Who else is here">{move || live.here.get().into_iter().map(one).collect_view()}</ul>
            <a class="button" href=done>"Done"</a>
        </div>
    }
}

/// What keeps a version of a name.
#[component]
pub fn Version(
    /// The editor.
    live: Live,
) -> impl IntoView {
    let keep = |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editor::keep_version();
    };
    view! {
        <details class="fold together-version" hidden=move || !live.on.get()>
            <summary>"Name this version"</summary>
            <form class="stack stack--close" on:submit=keep>
                <div class="field">
                    <label for="together-version">"Name of the version"</label>
                    <p class="hint" id="together-version-hint">"“As we agreed it in May.” What the page says now stands in the history under it, with all who wrote it."</p>
                    <input id="together-version" type="text" maxlength="300" autocomplete="off" required dir="auto" aria-describedby="together-version-hint"
                        prop:value=move || live.version.get() on:input=move |event| live.version.set(event_target_value(&event))/>
                </div>
                <button class="button button--quiet" type="submit">"Keep the version"</button>
            </form>
        </details>
    }
}

/// How much of a file is sent, and what calls it off.
#[component]
fn Sending(
    /// The editor.
    live: Live,
) -> impl IntoView {
    let percent = move || live.sending.get().unwrap_or_default();
    view! {
        <p class="together-sending" hidden=move || live.sending.with(Option::is_none)>
            <progress max="100" value=move || percent().to_string() aria-label="How much of the file is sent"></progress>
            <span aria-hidden="true">{move || format!("{} %", percent())}</span>
            <button type="button" class="tool" on:click=|_| editor::call_off()>"Call off"</button>
        </p>
    }
}

/// What an option of the list is called in the document: what a screen reader is told stands there.
pub fn offer_id(at: usize) -> String {
    format!("together-offer-{at}")
}

/// What is offered at the caret: a listbox that the text area steers (WAI-ARIA, `aria-activedescendant`).
#[component]
pub fn Offers(
    /// The editor.
    live: Live,
) -> impl IntoView {
    let one = move |(at, name): (usize, String)| {
        let here = move || live.offering.with(|offering| offering.at == at);
        view! {
            // The focus stays in the text.
            <li id=offer_id(at) role="option" aria-selected=move || here().to_string() dir="auto" on:mousedown=|event| event.prevent_default() on:click=move |_| editor::take_offer(at)>
                {name}
            </li>
        }
    };
    let says = move || match live.offering.with(|offering| offering.names.len()) {
        0 => String::new(),
        1 => "1 suggestion. Enter takes it.".to_owned(),
        many => format!("{many} suggestions. Up and down choose, Enter takes one, Escape closes."),
    };
    view! {
        <ul id="together-offers" class="offers" role="listbox" aria-label="Suggestions" hidden=move || live.offering.with(|offering| offering.names.is_empty())>
            {move || live.offering.with(|offering| offering.names.clone()).into_iter().enumerate().map(one).collect_view()}
        </ul>
        <p class="visually-hidden" role="status">{says}</p>
    }
}

/// What the text looks like.
#[component]
pub fn Look(
    /// The editor.
    live: Live,
) -> impl IntoView {
    view! {
        <section class="together-look" hidden=move || !live.on.get() aria-labelledby="together-look">
            <h2 id="together-look">"Preview"</h2>
            <div class="prose" dir="auto" inner_html=move || live.preview.get()></div>
        </section>
    }
}
