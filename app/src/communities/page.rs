//! Screens of communities.

use crate::chunks::Screen;
use crate::ui::sheet::parts_view;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::about::{CommunityMember, CommunityScreen, MembersScreen};
use super::about_parts::{CharterParts, Facts, HowToJoin, Leads, Standing};
use super::api::{Community, CommunityMembers, Directory};
use super::directory::DirectoryScreen;
use super::model::{CommunityStatus, Section};
use super::parts::{CommunityCards, CommunityHeader, CommunityLines};
use crate::members::parts::PersonLine;
use crate::related::parts::{EventLines, QuestionLines, WritingLines};
use crate::ui::filters::FilterForm;
use crate::ui::lists::{Empty, SectionHead, Tags, count, grouped, up_to};
use crate::ui::load::{Loaded, load, param, query, show, whole_query};
use crate::ui::pagination::Pagination;

/// `/communities`
pub struct CommunitiesPage {
    directory: Loaded<DirectoryScreen>,
}

impl Screen for CommunitiesPage {
    fn data() -> Self {
        let query = whole_query();
        Self { directory: load(move || Directory { query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.directory, directory_screen)
    }
}

fn directory_screen(read: DirectoryScreen) -> impl IntoView {
    let (living, others): (Vec<_>, Vec<_>) = read.communities.items.into_iter().partition(|c| c.status == CommunityStatus::Active);
    let (narrow, here) = (read.filters.narrow(), read.filters.here.clone());
    let empty = (living.is_empty() && others.is_empty()).then(|| {
        if narrow {
            view! { <Empty>"No community matches. Take a filter away, or "<a href="/communities">"see all communities"</a>"."</Empty> }
                .into_any()
        } else {
            view! { <Empty>"There is no community here yet. "<a href="/communities/new">"Found the first"</a>": it takes some minutes, and one person who goes ahead."</Empty> }
                .into_any()
        }
    });
    let found = (narrow && empty.is_none()).then(|| {
        view! { <p class="found" role="status">{format!("{} of {}", grouped(read.found), count(read.all, "community", "communities"))}</p> }
    });
    let filters = (read.all > 0).then(|| view! { <FilterForm filters=read.filters label="Communities"/> });
    let lede = if read.active > 0 {
        format!(
            "{} of people who do the same kind of work. Find yours: see what they’re about, when they meet and how to join.",
            count(read.active, "community", "communities")
        )
    } else {
        "Groups of people who do the same kind of work.".to_owned()
    };
    view! {
        <Title text="Communities"/>
        <div class="wrap">
            <div class="page-head">
                <h1>"Communities"</h1>
                <p class="lede">{lede}" Not there? "<a href="/communities/new">"Found a community"</a>"."</p>
            </div>
            {filters}
            {found}
            {empty}
            <div class="stack">
                {(!living.is_empty()).then(|| view! { <section aria-labelledby="active"><h2 class="visually-hidden" id="active">"Active communities"</h2><CommunityCards communities=living/></section> })}
                {(!others.is_empty()).then(|| view! {
                    <section class="archived">
                        <SectionHead title="No longer active"/>
                        <p class="hint">"These have ended or joined another community. What they wrote can still be read."</p>
                        <CommunityLines communities=others/>
                    </section>
                })}
            </div>
            <Pagination base=here next=read.communities.next later=read.communities.later/>
        </div>
    }
}

/// `/c/{community}`
pub struct CommunityPage {
    screen: Loaded<CommunityScreen>,
}

impl Screen for CommunityPage {
    fn data() -> Self {
        let slug = param("community");
        Self { screen: load(move || Community { slug: slug() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, community_screen)
    }
}

fn community_screen(read: CommunityScreen) -> impl IntoView {
    let head = read.head;
    let slug = head.slug.clone();
    let past = Section::Events.address(&slug);
    let more = |text: &str, section: Section| Some((text.to_owned(), section.address(&slug)));
    let alive = head.status == CommunityStatus::Active;
    let tags: Vec<(String, String)> = read.topics.into_iter().map(|(title, slug)| (title, format!("/topics/{slug}"))).collect();
    let yours = read.yours;
    let shown = alive && !head.is_everyone();
    let join = match read.about.clone() {
        Some(about) if shown && (about.join.says_something() || !yours.is_empty()) => {
            Some(view! { <HowToJoin join=about.join commitment=about.commitment meets=about.meets yours/> }.into_any())
        }
        _ if !yours.is_empty() => Some(view! { <section class="join" aria-label="Joining">{parts_view(yours)}</section> }.into_any()),
        _ => None,
    };
    // To whom it does not say what it is, it does not say who leads it.
    let seeks = (shown && read.about.is_some() && read.leads.is_empty())
        .then(|| view! { <p class="hint">"This community is looking for a lead."</p> });
    let charter = read.about.clone().map(|about| view! { <CharterParts charter=about.charter/> });
    let events = (head.sees.events && (alive || !read.events.is_empty())).then(|| {
        let events = read.events;
        let list = if events.is_empty() {
            view! { <Empty>"Nothing is planned at the moment. What was held is among the "<a href=past>"events"</a>"."</Empty> }.into_any()
        } else {
            view! { <EventLines events at_home=true/> }.into_any()
        };
        view! { <section><SectionHead title="Coming up" more=more("All events", Section::Events)/>{list}</section> }
    });
    let questions = (head.sees.questions && !read.questions.is_empty()).then(|| {
        view! { <section><SectionHead title="Recent questions" more=more("All questions", Section::Questions)/><QuestionLines questions=read.questions at_home=true/></section> }
    });
    let pages = (head.sees.pages && !read.pages.is_empty()).then(|| {
        view! { <section><SectionHead title="Pages" more=more("All pages", Section::Pages)/><WritingLines writings=read.pages at_home=true/></section> }
    });
    view! {
        <Title text=head.name.clone()/>
        <CommunityHeader head=head.clone() here=Section::About/>
        <div class="wrap community">
            {read.about.clone().map(|about| view! { <Standing head=head.clone() about/> })}
            <div class="columns columns--join">
                {join}
                <div class="stack">{charter}{events}{questions}{pages}</div>
                <div class="stack stack--close aside">
                    {(!read.leads.is_empty()).then(|| view! { <Leads leads=read.leads/> })}
                    {seeks}
                    {read.about.map(|about| view! { <Facts head=head.clone() about/> })}
                    {(!tags.is_empty()).then(|| view! { <section><h2>"Topics"</h2><Tags tags/></section> })}
                    {parts_view(read.follow)}
                    <p class="hint"><a href=format!("/c/{}/feed.atom", head.slug) rel="external" type="application/atom+xml">"Follow what’s new in a feed reader"</a></p>
                </div>
            </div>
        </div>
    }
}

/// `/c/{community}/members`
pub struct CommunityMembersPage {
    screen: Loaded<MembersScreen>,
}

impl Screen for CommunityMembersPage {
    fn data() -> Self {
        let (slug, after) = (param("community"), query("after"));
        Self { screen: load(move || CommunityMembers { slug: slug(), after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, members_screen)
    }
}

fn members_screen(read: MembersScreen) -> impl IntoView {
    let head = read.head;
    let line = |member: CommunityMember| {
        let note = if member.roles.is_empty() { member.person.role.clone() } else { Some(member.roles.join(", ")) };
        view! { <li><PersonLine person=member.person note/></li> }
    };
    let about = Section::About.address(&head.slug);
    let list = if read.members.items.is_empty() {
        view! { <Empty>"Nobody has joined on this site yet. "<a href=about>"See how to join"</a>" and be the first."</Empty> }.into_any()
    } else {
        view! { <ul class="people">{read.members.items.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <Title text=format!("Members of {}", head.name)/>
        <CommunityHeader head=head.clone() here=Section::Members/>
        <div class="wrap">
            <div class="page-head">
                <h1>"Members"</h1>
                {(read.count > 0).then(|| view! { <p class="lede">{up_to(read.count, "person belongs", "people belong")}" to "<span dir="auto">{head.name.clone()}</span>"."</p> })}
            </div>
            {list}
            <Pagination base=Section::Members.address(&head.slug) next=read.members.next later=read.members.later/>
        </div>
    }
}
