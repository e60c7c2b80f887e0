//! The screen of the components.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::Components;
use super::model::ComponentsScreen;
use crate::ui::load::{Loaded, load, show};

/// `/developer/components`
pub struct ComponentsPage {
    screen: Loaded<ComponentsScreen>,
}

impl Screen for ComponentsPage {
    fn data() -> Self {
        Self { screen: load(|| Components {}) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, |read: ComponentsScreen| view! { <Title text="Components"/><div inner_html=read.html></div> })
    }
}
