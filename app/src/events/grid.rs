//! A month or a week on screen: a table of days, which a narrow screen shows as a list.

use leptos::prelude::*;

use super::model::{Cell, EventStatus, Grid, Slot, View};
use crate::related::parts::StatusBadge;
use crate::ui::lists::Empty;
use crate::ui::time::{ReaderStart, own_clock};

const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// The grid, with the ways to those beside it.
#[component]
pub fn CalendarGrid(
    /// Which.
    grid: Grid,
) -> impl IntoView {
    let Grid { view, title, previous, next, today, weeks } = grid;
    let span = if view == View::Month { "month" } else { "week" };
    let empty = weeks.iter().flatten().all(|cell| cell.at_once.is_empty() || cell.outside);
    let way = |href: Option<String>, rel: &'static str, what: String| {
        href.map(|href| view! { <a class="button button--quiet" href=href rel=rel>{what}</a> })
    };
    let head = WEEKDAYS.map(
        |(short, long)| view! { <th scope="col"><span aria-hidden="true">{short}</span><span class="visually-hidden">{long}</span></th> },
    );
    let clock = own_clock();
    let cell = move |day| cell(day, clock);
    let rows = weeks.into_iter().map(|week| view! { <tr>{week.into_iter().map(cell).collect_view()}</tr> }).collect_view();
    view! {
        <section class="calendar" class:calendar--week=view == View::Week>
            <div class="calendar-head">
                <h2 id="calendar-title">{title}</h2>
                <nav class="actions" aria-label=format!("Other {span}s")>
                    {way(previous, "prev", format!("Previous {span}"))}
                    <a class="button button--quiet" href=today>"Today"</a>
                    {way(next, "next", format!("Next {span}"))}
                </nav>
            </div>
            <table aria-labelledby="calendar-title">
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {empty.then(|| view! { <Empty>{format!("Nothing takes place in this {span}. Look at the one before or after it, or at the agenda.")}</Empty> })}
        </section>
    }
}

fn cell(cell: Cell, clock: RwSignal<bool>) -> impl IntoView {
    let bare = cell.at_once.is_empty();
    let groups = cell.at_once.into_iter().map(|group| {
        let beside = group.len().min(3);
        view! { <ul class="at-once" class:at-once--2=beside == 2 class:at-once--3=beside == 3>{group.into_iter().map(|slot| meeting(slot, clock)).collect_view()}</ul> }
    });
    view! {
        <td class:outside=cell.outside class:today=cell.today class:bare=bare aria-current=cell.today.then_some("date")>
            <time class="calendar-day" datetime=cell.date>
                <span class="calendar-number" aria-hidden="true">{cell.number}</span>
                <span class="calendar-date">{cell.title}</span>
            </time>
            {groups.collect_view()}
        </td>
    }
}

fn meeting(slot: Slot, clock: RwSignal<bool>) -> impl IntoView {
    let off = slot.status == EventStatus::Cancelled;
    view! {
        <li class=off.then_some("event--off")>
            <a href=slot.href dir="auto">{slot.title}</a>
            <StatusBadge status=slot.status/>
            {slot.for_whom.map(|who| view! { " "<span class="badge">{who}</span> })}
            <time class="meta" datetime=slot.starts.clone()>{slot.hours}</time>
            <ReaderStart starts=slot.starts offset=slot.offset clock/>
        </li>
    }
}
