//! Screens of agendas: what takes place, on the whole site or in a community.

use leptos::prelude::*;

use super::api::{ReadAgenda, ReadCommunityAgenda};
use super::grid::CalendarGrid;
use super::model::Agenda;
use super::parts::Months;
use crate::chunks::Screen;
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::ui::filters::FilterForm;
use crate::ui::lists::Empty;
use crate::ui::load::{Loaded, load, param, show, whole_query};
use crate::ui::pagination::Pagination;
use crate::ui::switch::Switch;
use crate::ui::title::Title;

/// `/events`
pub struct AgendaPage {
    agenda: Loaded<Agenda>,
}

impl Screen for AgendaPage {
    fn data() -> Self {
        let query = whole_query();
        Self { agenda: load(move || ReadAgenda { query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.agenda, agenda_screen)
    }
}

/// `/c/{community}/events`
pub struct CommunityAgendaPage {
    agenda: Loaded<Agenda>,
}

impl Screen for CommunityAgendaPage {
    fn data() -> Self {
        let (community, query) = (param("community"), whole_query());
        Self { agenda: load(move || ReadCommunityAgenda { community: community(), query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.agenda, agenda_screen)
    }
}

fn agenda_screen(agenda: Agenda) -> impl IntoView {
    let Agenda { head, heading, lede, past, filters, other, months, next, later, views: looks, grid, follow } = agenda;
    let at_home = head.is_some();
    // No page of this site: the browser loads it.
    let file = follow != "/me/calendar";
    let new = head.as_ref().filter(|head| head.organises).map(|head| format!("/c/{}/new-event", head.slug));
    let of = head.as_ref().map(|head| format!(" of {}", head.brief_name())).unwrap_or_default();
    let title = match &grid {
        Some(grid) => format!("{heading}{of}, {}", grid.title),
        None => format!("{heading}{of}"),
    };
    let (here, clear) = (filters.here.clone(), filters.clear.clone());
    let (upcoming, gone) = if past { (other.clone(), here.clone()) } else { (here.clone(), other.clone()) };
    let views = vec![("Upcoming".to_owned(), upcoming, !past), ("Past".to_owned(), gone, past)];
    let halves = grid.is_none().then(|| view! { <Switch label="Upcoming or past events" views/> });
    let empty = (months.is_empty() && grid.is_none()).then(|| match (filters.narrow(), past) {
        (true, false) => view! { <Empty>"No event to come matches. "<a href=clear>"Clear the filters"</a>", or look for it among the "<a href=other>"past events"</a>"."</Empty> }.into_any(),
        (true, true) => view! { <Empty>"No past event matches. "<a href=clear>"Clear the filters"</a>", or look for it among those "<a href=other>"to come"</a>"."</Empty> }.into_any(),
        (false, false) => view! { <Empty>"Nothing is planned at the moment. Look at the "<a href=other>"past events"</a>" for recordings and materials."</Empty> }.into_any(),
        (false, true) if at_home => view! { <Empty>"This community has not met yet. See what is "<a href=other>"coming up"</a>"."</Empty> }.into_any(),
        (false, true) => view! { <Empty>"No event has taken place yet. See what is "<a href=other>"coming up"</a>"."</Empty> }.into_any(),
    });
    // Nothing to narrow where there is nothing at all.
    let form = (filters.narrow() || !months.is_empty() || grid.is_some()).then(|| view! { <FilterForm filters label="Events"/> });
    let lede = lede.map(|lede| view! { <p class="lede">{lede}</p> });
    view! {
        <Title text=title/>
        {head.map(|head| view! { <CommunityHeader head here=Section::Events/> })}
        <div class="wrap screen">
            <div class="page-head">
                <div class="head-row">
                    <h1>{heading}</h1>
                    <Switch label="How to look at the events" views=looks looks=true/>
                </div>
                {lede}
                {new.map(|new| view! { <p class="actions"><a class="button" href=new>"New event"</a></p> })}
                {halves}
            </div>
            {form}
            {empty}
            {grid.map(|grid| view! { <CalendarGrid grid/> })}
            <Months months at_home/>
            <Pagination base=here next later/>
            <p class="meta"><a href=follow rel=file.then_some("external") type=file.then_some("text/calendar")>"Follow these events in your own calendar"</a></p>
        </div>
    }
}
