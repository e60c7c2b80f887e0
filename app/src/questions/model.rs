//! What crosses the wire about questions.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;
use crate::ui::filters::Filters;
use crate::ui::form::Form;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::ui::time::Stamp;

words! {
    /// Whether a question takes answers.
    #[derive(Default)]
    pub enum QuestionState {
        /// It does.
        #[default]
        Open = "open",
        /// It does not.
        Closed = "closed",
    }
}

words! {
    /// Why a question was closed.
    pub enum ClosedBecause {
        /// Asked before.
        Duplicate = "duplicate",
        /// Belongs elsewhere.
        OffTopic = "off_topic",
        /// Can't be answered as it stands.
        NeedsDetail = "needs_detail",
        /// Time has answered it.
        Obsolete = "obsolete",
    }
}

impl ClosedBecause {
    /// As the end of "Closed because …".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Duplicate => "it was asked before",
            Self::OffTopic => "it belongs elsewhere",
            Self::NeedsDetail => "it needs more detail to be answered",
            Self::Obsolete => "time has answered it",
        }
    }
}

/// A question in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionSummary {
    /// Its title.
    pub title: String,
    /// `/c/{community}/questions/{slug}`
    pub href: String,
    /// The community's slug and name.
    pub community: (String, String),
    /// Who asked; `None` where that is not known.
    pub author: Option<Author>,
    /// When it was asked.
    pub asked: Stamp,
    /// When it was last asked or answered, where that is another day.
    pub active: Option<Stamp>,
    /// How many answers it has.
    pub answers: i32,
    /// Whether one of them was accepted.
    pub accepted: bool,
    /// Whether it takes no more answers.
    pub closed: bool,
}

/// Somebody who wrote something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// `/people/{handle}`; empty for who left.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What the addresses of their photo begin with, behind `/photos/`; `None` where there is none, or none for the viewer.
    pub photo: Option<String>,
}

words! {
    /// Which questions a list shows.
    #[derive(Default)]
    pub enum Show {
        /// All there are.
        #[default]
        All = "all",
        /// Those that wait for an answer.
        Unanswered = "unanswered",
        /// One's own.
        Mine = "mine",
        /// Those that one follows.
        Followed = "followed",
    }
}

words! {
    /// How far a question has come.
    pub enum Progress {
        /// It takes answers, and none was accepted.
        Open = "open",
        /// An answer was accepted.
        Solved = "solved",
        /// It takes no more answers.
        Closed = "closed",
    }
}

impl Progress {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Solved => "An answer accepted",
            Self::Closed => "Closed",
        }
    }
}

words! {
    /// In what order questions are listed.
    #[derive(Default)]
    pub enum Sort {
        /// The most recently asked or answered first.
        #[default]
        Active = "active",
        /// The most recently asked first.
        Newest = "newest",
        /// Those that most people found helpful first.
        Helpful = "helpful",
    }
}

impl Show {
    /// What the view is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Unanswered => "Unanswered",
            Self::Mine => "Yours",
            Self::Followed => "Followed",
        }
    }
}

/// A view of a list of questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct View {
    /// What it shows.
    pub show: Show,
    /// Its address, narrowed as the list is.
    pub href: String,
    /// How many there are; beyond [`COUNTED`] not counted.
    pub count: i64,
}

/// A page of a list of questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionList {
    /// Whose; `None` where it is the whole site's.
    pub head: Option<CommunityHead>,
    /// The way to ask: words and address; `None` where nobody asks any more.
    pub ask: Option<(String, String)>,
    /// Which are shown.
    pub show: Show,
    /// What narrows the list.
    pub filters: Filters,
    /// The views there are for the viewer, all questions first.
    pub views: Vec<View>,
    /// What the viewer began to write and has not posted, beside their own questions.
    pub drafts: Vec<Part>,
    /// The questions.
    pub list: Slice<QuestionSummary>,
}

/// Up to where questions are counted.
pub const COUNTED: i64 = 1_000;

words! {
    /// In what order the answers stand, below the accepted one.
    #[derive(Default)]
    pub enum Order {
        /// The most helpful first.
        #[default]
        Helpful = "helpful",
        /// The newest first.
        Newest = "newest",
        /// The oldest first.
        Oldest = "oldest",
    }
}

impl Order {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Helpful => "Most helpful",
            Self::Newest => "Newest",
            Self::Oldest => "Oldest",
        }
    }
}

/// What whoever looks at a post can do about it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Acts {
    /// Buttons.
    pub buttons: Vec<Form>,
    /// Words and address of other screens of it.
    pub links: Vec<(String, String)>,
    /// What takes typing: the words on the fold, and what is in it.
    pub folded: Vec<(String, Vec<Form>)>,
}

/// What became of a post since it was written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Fate {
    /// It was written without a name.
    pub anonymous: bool,
    /// When it was last edited.
    pub edited: Option<Stamp>,
    /// It was deleted, and why: whoever reads this may see it nonetheless.
    pub deleted: Option<String>,
}

/// Something below a question or an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comment {
    /// What its address ends in: `#comment-2`.
    pub anchor: String,
    /// What became of it.
    pub fate: Fate,
    /// What can be done about it.
    pub acts: Acts,
    /// Who wrote it.
    pub author: Option<Author>,
    /// When.
    pub at: Stamp,
    /// Rendered Markdown.
    pub body_html: String,
}

/// An answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// What its address ends in: `#answer-2`.
    pub anchor: String,
    /// Who wrote it.
    pub author: Option<Author>,
    /// When.
    pub at: Stamp,
    /// Rendered Markdown.
    pub body_html: String,
    /// Whether the asker accepted it.
    pub accepted: bool,
    /// How many found it helpful.
    pub helpful: i64,
    /// What was said about it, oldest first.
    pub comments: Vec<Comment>,
    /// What became of it.
    pub fate: Fate,
    /// What can be done about it.
    pub acts: Acts,
}

/// `/c/{community}/questions/{slug}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionScreen {
    /// The community.
    pub head: CommunityHead,
    /// Its title.
    pub title: String,
    /// Rendered Markdown.
    pub body_html: String,
    /// Who asked.
    pub author: Option<Author>,
    /// When.
    pub asked: Stamp,
    /// Why it takes no more answers, and in words; both `None` where it does or no reason was given.
    pub closed: Option<(Option<ClosedBecause>, Option<String>)>,
    /// How many found it helpful.
    pub helpful: i64,
    /// Slug and title of its topics.
    pub topics: Vec<(String, String)>,
    /// What was said about it, oldest first.
    pub comments: Vec<Comment>,
    /// The accepted one first, then in the order that was chosen.
    pub answers: Vec<Answer>,
    /// The orders there are: title, address, and whether it is the one; none where there is nothing to order.
    pub orders: Vec<(String, String, bool)>,
    /// What became of it.
    pub fate: Fate,
    /// Nobody but moderators writes to it.
    pub locked: bool,
    /// Title and address of the question that it repeats.
    pub repeats: Option<(String, String)>,
    /// What can be done about it.
    pub acts: Acts,
    /// The button to follow it.
    pub follow: Vec<Part>,
    /// What it takes to answer it: the form, or the way to it.
    pub answering: Vec<Part>,
}
