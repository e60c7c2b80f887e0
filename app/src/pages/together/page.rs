//! The screen of editing a page: a form, which becomes a live editor where the browser can.

use leptos::prelude::*;

use super::api::ReadEdit;
use super::editor;
use super::model::EditScreen;
use super::parts::{Company, Live, Look, Offers, Tools, Version};
use crate::chunks::Screen;
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::ui::form::FormView;
use crate::ui::frame::Breadcrumbs;
use crate::ui::load::{Loaded, load, param, show};
use crate::ui::text::Prose;
use crate::ui::title::Title;

/// `/c/{community}/pages/{path}/edit`
pub struct EditPage {
    screen: Loaded<EditScreen>,
}

impl Screen for EditPage {
    fn data() -> Self {
        let (community, path) = (param("community"), param("path"));
        Self { screen: load(move || ReadEdit { community: community(), path: path() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, edit_screen)
    }
}

fn edit_screen(screen: EditScreen) -> impl IntoView {
    let live = Live::new();
    let socket = screen.socket.clone();
    let place = editor::Place { socket: screen.socket, mine: screen.mine };
    // What came back with something wrong is mended and sent by the form: live, it would be lost.
    let calm = screen.meanwhile.is_none() && screen.form.fields.iter().all(|field| field.error.is_none());
    Effect::new(move |_| {
        if calm {
            editor::start(live, place.clone());
        }
    });
    on_cleanup(editor::stop);
    let steps = vec![("Pages".to_owned(), Section::Pages.address(&screen.head.slug)), (screen.title.clone(), screen.href.clone())];
    view! {
        <Title text=format!("Edit “{}”", screen.title)/>
        <CommunityHeader head=screen.head here=Section::Pages inside=true/>
        <div class="wrap screen">
            <header class="page-head">
                <Breadcrumbs steps/>
                <h1 dir="auto">"Edit “"{screen.title.clone()}"”"</h1>
            </header>
            {screen.meanwhile.map(|[now, mine]| view! { <Meanwhile now mine/> })}
            <div class="together" data-socket=socket class:together--live=move || live.on.get()>
                <Company live done=screen.href/>
                <Tools live/>
                <FormView form=screen.form/>
                <Offers live/>
                <Look live/>
                <Version live/>
            </div>
        </div>
    }
}

/// What somebody else wrote meanwhile.
#[component]
fn Meanwhile(now: String, mine: String) -> impl IntoView {
    view! {
        <section class="stack">
            <h2>"What stands there now"</h2>
            <Prose html=now/>
            <h2>"What your text below would make of it"</h2>
            <Prose html=mine/>
        </section>
    }
}
