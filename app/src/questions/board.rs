//! A community's board, as far as it matters to who writes to it: who reads it, and whether one may leave out one's name.

use uuid::Uuid;

use super::rules::{Posting, allows_anonymous, posting, to_post};
use crate::communities::model::{Audience, CommunityHead, MembershipState};
use crate::communities::readers::{Readers, readers};
use crate::db::Db;
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn, Viewer};
use crate::ui::lists::count;
use crate::{on, queries, visible};

queries! {
    BOARD = "select c.audience_questions as audience, c.listed, c.allows_anonymous, c.shows_numbers, \
             coalesce((select z.members from community_size z where z.community_id = c.id), 0) as members from community c where c.id = $1";
    // Where a member may ask: their communities, and what everybody has.
    WHERE = concat!(
        "select c.slug, c.name, c.audience_questions as audience, c.listed, coalesce((select z.members from community_size z where z.community_id = c.id), 0) as members \
         from community c where (c.slug = 'everyone' or c.id in (select ms.community_id from membership ms where ms.member_id = $1 and ms.state = 'active')) \
         and c.status = 'active' and ", visible!("questions"), " order by case when c.slug = 'everyone' then 1 else 0 end, c.sort_name limit 500"
    );
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "String")]
    audience: Audience,
    listed: bool,
    allows_anonymous: Option<bool>,
    shows_numbers: bool,
    members: i64,
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    slug: String,
    name: String,
    #[sqlx(try_from = "String")]
    audience: Audience,
    listed: bool,
    members: i64,
}

/// Who reads a board and may leave out their name.
#[derive(Clone, Debug)]
pub struct Board {
    /// Who reads it.
    pub readers: Readers,
    /// Whether people may write without their name.
    pub allows_anonymous: bool,
    /// Whether the community wants people to see how many found something helpful.
    pub shows_numbers: bool,
    members: i64,
}

/// Where a member may ask.
#[derive(Clone, Debug)]
pub struct Place {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Who will see what they ask.
    pub seen_by: String,
}

/// Reads a community's board.
///
/// # Errors
/// When it is gone.
pub async fn board(db: &Db, community: Uuid) -> Result<Board, sqlx::Error> {
    let row: Row = on!(db.reader(), c => sqlx::query_as(BOARD).bind(community).fetch_one(c))?;
    let readers = readers(row.audience, row.listed);
    let allows_anonymous = allows_anonymous(row.allows_anonymous, readers);
    Ok(Board { readers, allows_anonymous, shows_numbers: row.shows_numbers, members: row.members })
}

/// The communities in which a member may ask.
///
/// # Errors
/// When the database does not answer.
pub async fn places(db: &Db, member: Uuid) -> Result<Vec<Place>, sqlx::Error> {
    let rows: Vec<PlaceRow> = on!(db.reader(), c => sqlx::query_as(WHERE).bind(member).fetch_all(c))?;
    let place = |row: PlaceRow| {
        let seen_by = seen_by(readers(row.audience, row.listed), row.members, &row.name);
        Place { slug: row.slug, name: row.name, seen_by }
    };
    Ok(rows.into_iter().map(place).collect())
}

impl Board {
    /// Who will see what is written here.
    pub fn seen_by(&self, community: &str) -> String {
        seen_by(self.readers, self.members, community)
    }

    /// Refuses what was written for fewer than read the board by now. `shown` is what the form said, in its word; empty where it said nothing.
    ///
    /// # Errors
    /// With a sentence that says who reads it now.
    pub fn is_read_as_shown(&self, shown: &str) -> Result<(), AppError> {
        if Readers::of_word(shown).is_none_or(|shown| shown >= self.readers) {
            return Ok(());
        }
        let now = self.readers.named(self.members);
        let says = format!(
            "While you wrote, these questions were opened to more people: {now} will read this. Nothing is posted yet. Send it again if that is all right."
        );
        Err(AppError::form(says))
    }
}

fn seen_by(readers: Readers, members: i64, community: &str) -> String {
    match readers {
        Readers::Public => "Seen by everybody on the web.".to_owned(),
        Readers::SignedIn => "Seen by everybody who is signed in, not the public.".to_owned(),
        Readers::Members => format!("Seen by the {} of {community}, not the public.", count(members, "member", "members")),
        Readers::Leads => format!("Seen by the leads of {community} only."),
    }
}

/// Where somebody stands who looks at a community, by the site's clock.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(app: &AppState, viewer: Viewer, head: &CommunityHead) -> Result<Option<Standing>, sqlx::Error> {
    let Some(member) = viewer.member else { return Ok(None) };
    memberships::standing(&app.db, head.id, member, app.clock.now().date_naive()).await.map(Some)
}

/// The board of a community, for who may write to it.
///
/// # Errors
/// `NotFound` where they may not read it, `Forbidden` where they may not write.
pub async fn open(app: &AppState, member: &SignedIn, head: &CommunityHead) -> Result<(Board, Standing), AppError> {
    if !head.sees.questions {
        return Err(AppError::NotFound);
    }
    let standing = standing(app, member.viewer(), head).await?;
    to_post(head, standing.as_ref())?;
    Ok((board(&app.db, head.id).await?, standing.unwrap_or_default()))
}

/// The way to ask, for who looks at a list of questions: words and address; `None` where nobody asks any more. `head` is `None` for the whole site's list.
///
/// # Errors
/// When the database does not answer.
pub async fn way_to_ask(app: &AppState, viewer: Viewer, head: Option<&CommunityHead>) -> Result<Option<(String, String)>, sqlx::Error> {
    let way = |words: &str, to: String| Some((words.to_owned(), to));
    let Some(head) = head else {
        return Ok(match viewer.member {
            Some(_) => way("Ask a question", "/ask".to_owned()),
            None => way("Sign in to ask", "/sign-in?to=/ask".to_owned()),
        });
    };
    let standing = standing(app, viewer, head).await?;
    Ok(match posting(head, standing.as_ref()) {
        Posting::Yes => way("Ask a question", format!("/c/{}/ask", head.slug)),
        Posting::SignIn => way("Sign in to ask", format!("/sign-in?to=/c/{}/ask", head.slug)),
        Posting::Join => match standing.and_then(|standing| standing.state) {
            Some(MembershipState::Requested) => None,
            _ => way("Join to ask", format!("/c/{}", head.slug)),
        },
        Posting::Ended => None,
    })
}
