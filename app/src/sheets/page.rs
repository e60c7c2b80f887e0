//! The one page behind all these addresses.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::api::Sheet;
use super::model::SheetScreen;
use crate::chunks::Screen;
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::ui::load::{Loaded, load, show, whole_query};
use crate::ui::sheet::{sheet_screen, sheet_view};
use crate::ui::title::Title;

/// A screen that the server describes.
pub struct SheetPage {
    screen: Loaded<SheetScreen>,
}

impl Screen for SheetPage {
    fn data() -> Self {
        let (path, query) = (use_location().pathname, whole_query());
        Self { screen: load(move || Sheet { path: path.get(), query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, screen)
    }
}

fn screen(read: SheetScreen) -> AnyView {
    match read.head {
        None => sheet_screen(read.sheet),
        Some(head) => {
            let inside = read.section != Section::Settings;
            let title = format!("{} · {}", read.sheet.title, head.name);
            view! {
                <Title text=title/>
                <CommunityHeader head here=read.section inside/>
                <div class="wrap screen">{sheet_view(read.sheet)}</div>
            }
            .into_any()
        }
    }
}
