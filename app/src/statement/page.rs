//! The screen of the accessibility statement.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::Statement;
use super::model::StatementScreen;
use crate::ui::load::{Loaded, load, show};
use crate::ui::text::Prose;

/// `/accessibility`
pub struct StatementPage {
    statement: Loaded<StatementScreen>,
}

impl Screen for StatementPage {
    fn data() -> Self {
        Self { statement: load(|| Statement {}) }
    }

    fn view(this: Self) -> AnyView {
        show(this.statement, statement_screen)
    }
}

fn statement_screen(read: StatementScreen) -> impl IntoView {
    view! {
        <Title text=read.title.clone()/>
        <article class="wrap">
            <div class="page-head"><h1 dir="auto">{read.title}</h1></div>
            <Prose html=read.html/>
        </article>
    }
}
