//! The screen of putting pages in order.

use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;

use super::api::ReadArrange;
use super::dragging::{begun, zone};
use super::model::{ArrangeRow, ArrangeScreen, Zone, dropped};
use crate::chunks::Screen;
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::ui::form::FUNCTION;
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::Empty;
use crate::ui::load::{Loaded, load, param, show};
use crate::ui::title::Title;

/// `/c/{community}/arrange-pages`
pub struct ArrangePages {
    screen: Loaded<ArrangeScreen>,
}

impl Screen for ArrangePages {
    fn data() -> Self {
        let community = param("community");
        Self { screen: load(move || ReadArrange { community: community() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, arrange_screen)
    }
}

/// What each button does, how it is drawn, and what it says for one title.
const STEPS: [(&str, &str, &str); 4] =
    [("up", "↑", "up"), ("down", "↓", "down"), ("in", "→", "below the page before it"), ("out", "←", "out of the page above it")];

fn arrange_screen(screen: ArrangeScreen) -> impl IntoView {
    let slug = screen.head.slug.clone();
    let steps = vec![("Pages".to_owned(), Section::Pages.address(&slug))];
    let empty =
        screen.rows.is_empty().then(|| view! { <Empty>"There is no page yet. Write the first, and put the others in order here."</Empty> });
    view! {
        <Title text=format!("Put the pages of {} in order", screen.head.brief_name())/>
        <CommunityHeader head=screen.head here=Section::Pages inside=true/>
        <div class="wrap screen">
            <header class="page-head">
                <Breadcrumbs steps/>
                <h1>"Put pages in order"</h1>
                <p class="lede">"Drag a page to its place, or use the arrows. What lies below a page goes along, and old addresses lead to the new ones."</p>
            </header>
            {empty}
            <Rows slug function=screen.function rows=screen.rows/>
        </div>
    }
}

/// What is dragged, and where it would be dropped.
#[derive(Clone, Copy)]
struct Dragging {
    dragged: RwSignal<Option<usize>>,
    over: RwSignal<Option<(usize, Zone)>>,
}

#[component]
fn Rows(slug: String, function: String, rows: Vec<ArrangeRow>) -> impl IntoView {
    let dragging = Dragging { dragged: RwSignal::new(None), over: RwSignal::new(None) };
    let all = StoredValue::new(rows.clone());
    let (form, path, under, before) =
        (NodeRef::<html::Form>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let drop_here = move || {
        let (from, to) = (dragging.dragged.get_untracked(), dragging.over.get_untracked());
        dragging.dragged.set(None);
        dragging.over.set(None);
        let place = from
            .zip(to)
            .and_then(|(from, (onto, zone))| all.with_value(|rows| Some((rows.get(from)?.path.clone(), dropped(rows, onto, zone)?))));
        if let (Some((moved, (lies, next))), Some(form)) = (place, form.get_untracked()) {
            for (field, value) in [(path, moved), (under, lies), (before, next)] {
                if let Some(field) = field.get_untracked() {
                    field.set_value(&value);
                }
            }
            // A form that is on the page can be sent.
            drop(form.submit());
        }
    };
    let row = move |(index, row): (usize, ArrangeRow)| view! { <Row index row all dragging drop_here/> };
    view! {
        <form method="post" class="arrange" node_ref=form>
            <input type="hidden" name=FUNCTION value=function/>
            <input type="hidden" name="community" value=slug/>
            <input type="hidden" name="path" node_ref=path/>
            <input type="hidden" name="under" node_ref=under/>
            <input type="hidden" name="before" node_ref=before/>
            <ol class="arrange-rows">{rows.into_iter().enumerate().map(row).collect_view()}</ol>
        </form>
    }
}

#[component]
fn Row<F: Fn() + Copy + 'static>(
    index: usize,
    row: ArrangeRow,
    all: StoredValue<Vec<ArrangeRow>>,
    dragging: Dragging,
    drop_here: F,
) -> impl IntoView {
    let is_over = move |zone| move || dragging.over.get() == Some((index, zone));
    let hover = move |event: DragEvent| {
        // Nothing goes below itself.
        let goes = dragging.dragged.get_untracked().is_some_and(|from| {
            all.with_value(|rows| rows.get(from).zip(rows.get(index)).is_some_and(|(from, onto)| !onto.is_within(&from.path)))
        });
        if goes {
            event.prevent_default();
            let over = Some((index, zone(&event)));
            if dragging.over.get_untracked() != over {
                dragging.over.set(over);
            }
        }
    };
    let title = row.title.clone();
    let step = move |((way, sign, does), can): ((&'static str, &'static str, &'static str), bool)| {
        let says = format!("Move “{title}” {does}");
        view! { <button type="submit" class="tool" name="step" value=format!("{way}:{}", row.path) disabled=!can title=says.clone() aria-label=says>{sign}</button> }
    };
    let anchor = format!("at-{}", all.with_value(|rows| rows.get(index).map(|row| row.path.clone()).unwrap_or_default()));
    view! {
        <li
            id=anchor
            class=format!("arrange-row arrange-row--{}", row.depth.min(5))
            class:arrange-row--before=is_over(Zone::Before)
            class:arrange-row--into=is_over(Zone::Into)
            class:arrange-row--after=is_over(Zone::After)
            draggable="true"
            on:dragstart=move |event: DragEvent| { begun(&event); dragging.dragged.set(Some(index)); }
            on:dragover=hover
            on:dragleave=move |_| dragging.over.set(None)
            on:dragend=move |_| { dragging.dragged.set(None); dragging.over.set(None); }
            on:drop=move |event: DragEvent| { event.prevent_default(); drop_here(); }
        >
            <span class="arrange-title"><span dir="auto">{row.title}</span>{(!row.note.is_empty()).then(|| view! { " "<span class="badge">{row.note}</span> })}</span>
            <span class="arrange-steps">{STEPS.into_iter().zip(row.ways).map(step).collect_view()}</span>
        </li>
    }
}
