//! Asking people for an answer who are likely to know: they said so, or an answer of theirs was accepted. A few, each of them once, and nobody who does not want it.

use super::acting::Acting;
use super::board::{Board, board, standing};
use super::inviting_store::{self as store, Known};
use super::post::PostRef;
use super::posting::{DeclineInvitations, InviteToAnswer};
use super::screen_store::read;
use super::sheets::within;
use super::telling::Posted;
use crate::communities::model::{CommunityHead, Section};
use crate::communities::readers::Readers;
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::sheets::model::SheetScreen;
use crate::state::{AppState, signed_in, signed_in_at};
use crate::ui::form::{Done, Form};
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};

/// How many people may be asked for an answer to one question.
const MOST: i64 = 5;

/// Refuses who does not ask others for answers.
fn to_invite(own: bool, standing: &Standing) -> Result<(), AppError> {
    if own || standing.may_moderate() {
        return Ok(());
    }
    Err(AppError::Forbidden("Who asked the question asks people for an answer, or a moderator does.".to_owned()))
}

/// `/c/{community}/questions/{slug}/invite`
pub(crate) async fn sheet(community: &str, slug: &str) -> Result<SheetScreen, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let standing = standing(&app, member.viewer(), &head).await?.unwrap_or_default();
    let rows = read(&app.db, (member.viewer(), standing.may_moderate()), &head, slug).await?.ok_or(AppError::NotFound)?;
    to_invite(rows.question.post.own, &standing)?;
    let (id, address) = (rows.question.id, format!("{}/{slug}", Section::Questions.address(&head.slug)));
    let left = (MOST - store::invited(&app.db, id).await?).max(0);
    let board = board(&app.db, head.id).await?;
    let people = if left > 0 { known(&app, (&head, &board), (member.member, id)).await? } else { Vec::new() };
    let says = match (left, people.is_empty()) {
        (0, _) => "You have asked as many people as may be asked. They need a while; others may still come by.".to_owned(),
        (_, true) => "Nobody else here has said that they can be asked about this, or had an answer about it accepted. Topics help: give the question one.".to_owned(),
        (left, false) => format!("You can still ask {}. They are told here and by mail, and nobody is asked twice.", count(left, "person", "people")),
    };
    let rows_of = people.into_iter().enumerate().map(|(n, person)| row((community, slug), (n, board.shows_numbers), person));
    let sheet = Sheet::new("Ask somebody for an answer", rows.question.title.clone()).below(rows.question.title, address);
    Ok(within(head, sheet.section("", [Part::Text(says), Part::Rows(rows_of.collect())])))
}

/// Who may know, for who has asked: people to be asked for an answer, with what is said of them. Nothing where there is nobody, or nobody may be asked any more.
pub(super) async fn suggested(
    app: &AppState,
    (head, board): (&CommunityHead, &Board),
    (member, question): (uuid::Uuid, uuid::Uuid),
    slug: &str,
) -> Result<Vec<Part>, AppError> {
    let left = (MOST - store::invited(&app.db, question).await?).max(0);
    if left == 0 {
        return Ok(Vec::new());
    }
    let people = known(app, (head, board), (member, question)).await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let says = format!("They may know. You can ask {}, each of them once.", count(left, "of them", "of them"));
    let most = usize::try_from(MOST).unwrap_or_default();
    let rows = people.into_iter().take(most).enumerate().map(|(n, person)| row((&head.slug, slug), (n, board.shows_numbers), person));
    Ok(vec![Part::Text(says), Part::Rows(rows.collect())])
}

/// Who is likely to know. Where only leads read, nobody is proposed: there are few of them, and they read it anyway.
async fn known(app: &AppState, (head, board): (&CommunityHead, &Board), of: (uuid::Uuid, uuid::Uuid)) -> Result<Vec<Known>, AppError> {
    if board.readers == Readers::Leads {
        return Ok(Vec::new());
    }
    Ok(store::known(&app.db, of, (head.id, head.is_everyone())).await?)
}

fn row((community, slug): (&str, &str), (n, numbers): (usize, bool), person: Known) -> Row {
    let offers = (person.offers > 0).then(|| "Can be asked about this".to_owned());
    let helped = (person.helped > 0).then(|| match numbers {
        true => format!("{} about this accepted", count(person.helped, "answer", "answers")),
        false => "Has helped with this".to_owned(),
    });
    let invite = form::<InviteToAnswer>(&format!("Ask {}", person.name))
        .with("community", community)
        .with("slug", slug)
        .with("handle", &person.handle)
        .numbered(n)
        .quiet()
        .done();
    Row {
        href: Some(format!("/people/{}", person.handle)),
        facts: offers.into_iter().chain(helped).collect(),
        forms: vec![invite],
        ..Row::new(person.name)
    }
}

/// Asks somebody for an answer.
pub(super) async fn invite(community: &str, slug: &str, handle: &str) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    to_invite(acting.question.own, &acting.standing)?;
    acting.is_open()?;
    if acting.question.closed {
        return Err(AppError::form("This question takes no more answers."));
    }
    // The question is locked: others who ask people at the same time wait.
    if store::invited_now(&mut acting.tx, acting.question.id).await? >= MOST {
        return Err(AppError::form(format!("At most {MOST} people are asked for an answer to one question.")));
    }
    let board = board(&acting.app.db, acting.head.id).await?;
    let people = known(&acting.app, (&acting.head, &board), (acting.by.member, acting.question.id)).await?;
    let Some(person) = people.into_iter().find(|person| person.handle == handle) else {
        return Err(AppError::form("They were asked already, or can’t be asked about this."));
    };
    let id = acting.question.id;
    store::invite(&mut acting.tx, id, person.id).await?;
    let by = acting.by(&acting.question.post());
    let address = acting.address();
    Posted::below(&acting.question, acting.head.id, (by, &address), (PostRef::Question, id, "")).invited(&mut acting.tx, person.id).await?;
    // No act: whom somebody asks is between the two.
    acting.tx.commit([]).await?;
    Ok(Done::at(format!("{address}/invite")).saying(format!("{} is asked.", person.name)))
}

/// The form that says whether one wants to be asked.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn choice(app: &AppState, member: uuid::Uuid) -> Result<Form, AppError> {
    let declines = store::declines(&app.db, member).await?;
    let fields = form::<DeclineInvitations>("Save").check("yes", "Nobody asks me for answers").ticked(declines).optional();
    Ok(fields.hint("You are not proposed to people who look for somebody to answer their question.").quiet().done())
}

/// Keeps whether one wants to be asked.
pub(super) async fn decline(yes: bool) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    store::decline(&mut tx, member.member, yes).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/notifications/settings").saying(if yes {
        "Nobody asks you for answers any more."
    } else {
        "People may ask you for answers."
    }))
}
