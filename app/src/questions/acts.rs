//! What whoever looks at a question can do about it and about what is below it, as forms.

use super::board::Board;
use super::drafting::notice;
use super::drafting_store::Draft;
use super::model::Acts;
use super::post::PostRef;
use super::posting::{Accept, Answer, Comment, FindHelpful, Thank};
use super::rules::Posting;
use super::screen_store::{AnswerRow, CommentRow, PostRow, QuestionRow};
use super::sheets::{MARKDOWN, WITHOUT_NAME, WITHOUT_NAME_HINT, preview};
use crate::communities::model::CommunityHead;
use crate::state::Viewer;
use crate::ui::form::{Form, SAVE};
use crate::ui::forming::{Forming, form, refused, typed};
use crate::ui::lists::count;
use crate::ui::pagination::encode;
use crate::ui::sheet::Part;

/// Who looks at which question, and what they may.
pub(super) struct Desk<'a> {
    pub(super) community: &'a str,
    pub(super) name: &'a str,
    pub(super) slug: &'a str,
    pub(super) viewer: Viewer,
    /// Whether they may write here.
    pub(super) posting: Posting,
    /// Whether they tend the community's questions.
    pub(super) moderates: bool,
    /// Whether they edit the community's pages.
    pub(super) edits: bool,
    /// Who reads what they write; `None` where they may not.
    pub(super) board: Option<Board>,
    /// The answer that they began to write.
    pub(super) draft: Option<Draft>,
}

/// Tells the forms of one post from those of others.
fn number(post: PostRef) -> usize {
    let number = match post {
        PostRef::Question => 0,
        PostRef::Answer(position) => position + 1,
        PostRef::Comment(position) => 1_000_000 + position,
    };
    usize::try_from(number).unwrap_or_default()
}

impl<'a> Desk<'a> {
    pub(super) fn of(head: &'a CommunityHead, slug: &'a str, viewer: Viewer, posting: Posting, moderates: bool) -> Self {
        Self {
            community: &head.slug,
            name: &head.name,
            slug,
            viewer,
            posting,
            moderates,
            edits: head.edits && head.sees.pages,
            board: None,
            draft: None,
        }
    }

    /// A form about a post.
    pub(super) fn about<F: leptos::server_fn::ServerFn>(&self, button: &str, post: PostRef) -> Forming {
        form::<F>(button).with("community", self.community).with("slug", self.slug).with("post", post.to_string()).numbered(number(post))
    }

    /// Whether the viewer may still write to a question.
    pub(super) fn writes(&self, question: &QuestionRow) -> bool {
        self.posting == Posting::Yes && !question.post.deleted && (!question.locked || self.moderates)
    }

    /// The box that leaves out a name, where that is allowed; ticked where the question was asked so by the same person, or what they write was begun so.
    fn signed(&self, fields: Forming, question: &QuestionRow, began_so: bool) -> Forming {
        match &self.board {
            Some(board) if board.allows_anonymous && !question.locked => {
                let asked_so = question.post.anonymous && question.post.own;
                fields.check("anonymous", WITHOUT_NAME).hint(WITHOUT_NAME_HINT).ticked(asked_so || began_so).optional()
            }
            _ => fields,
        }
    }

    /// Says in a form who will see what is sent, and carries that along.
    fn seen_by(&self, fields: Forming) -> Forming {
        match &self.board {
            Some(board) => fields.carrying("readers", board.readers.word()).seen_by(board.seen_by(self.name)),
            None => fields,
        }
    }

    /// Whether a post may help the viewer: what others wrote.
    fn may_help(&self, row: &PostRow) -> bool {
        self.viewer.member.is_some() && self.posting != Posting::Ended && !row.own && !row.deleted
    }

    fn helpful(&self, post: PostRef, row: &PostRow, helped: bool) -> Option<Form> {
        let (button, yes) = if helped { ("No longer helpful", "") } else { ("This helped me", "yes") };
        self.may_help(row).then(|| self.about::<FindHelpful>(button, post).with("yes", yes).quiet().done())
    }

    /// The line to the author, for who said that it helped.
    fn thanking(&self, post: PostRef, row: &PostRow, thanks: Option<&str>) -> Option<(String, Vec<Form>)> {
        let thanks = thanks.filter(|_| self.may_help(row))?;
        let (words, hint) = match thanks {
            "" => ("Thank who wrote it", "What it did for you. They alone read it."),
            _ => ("Your thanks", "They alone read it. Leave the line empty to take it back."),
        };
        let fields = self.about::<Thank>("Send", post).text("line", "A line to who wrote it").value(thanks).hint(hint).optional();
        Some((words.to_owned(), vec![fields.quiet().done()]))
    }

    fn comment(&self, post: PostRef, question: &QuestionRow) -> Option<(String, Vec<Form>)> {
        // An answer that came too late.
        let late = typed::<Answer>("body").filter(|_| post == PostRef::Question && question.closed).filter(|body| !body.trim().is_empty());
        let fields = || {
            let fields = self.about::<Comment>("Comment", post).area("body", "Your comment", 3).hint("To ask back, to add, to correct.");
            let fields = fields.open(late.is_some()).value(late.unwrap_or_default());
            self.seen_by(self.signed(fields, question, false)).quiet().done()
        };
        self.writes(question).then(|| ("Comment".to_owned(), vec![fields()]))
    }

    pub(super) fn about_question(&self, q: &QuestionRow) -> Acts {
        let post = PostRef::Question;
        Acts {
            buttons: self.helpful(post, &q.post, q.thanks.is_some()).into_iter().collect(),
            links: self
                .links(&self.address(), (q, &q.post, q.edited_at.is_some()))
                .into_iter()
                .chain(self.suggesting(&self.address(), (q, &q.post, q.suggested)))
                .chain(self.inviting(q))
                .chain(self.pages_of(q))
                .chain(self.reporting(post, &q.post))
                .collect(),
            folded: self
                .thanking(post, &q.post, q.thanks.as_deref())
                .into_iter()
                .chain(self.comment(post, q))
                .chain(self.tending(q))
                .collect(),
        }
    }

    /// The way to ask people for an answer, for who asked and for moderators.
    fn inviting(&self, q: &QuestionRow) -> Option<(String, String)> {
        let may = (q.post.own || self.moderates) && self.writes(q) && !q.closed && q.accepted_answer_id.is_none();
        may.then(|| ("Ask somebody for an answer".to_owned(), format!("{}/invite", self.address())))
    }

    /// The way to a post's other screens.
    fn links(&self, of: &str, (q, post, edited): (&QuestionRow, &PostRow, bool)) -> Vec<(String, String)> {
        let edits = self.writes(q) && !post.deleted && (post.own || self.moderates);
        let edit = edits.then(|| ("Edit".to_owned(), format!("{of}/edit")));
        edit.into_iter().chain(edited.then(|| ("History".to_owned(), format!("{of}/history")))).collect()
    }

    /// The way to suggest a change to a post, or to what others suggest.
    fn suggesting(&self, of: &str, (q, post, waiting): (&QuestionRow, &PostRow, i64)) -> Option<(String, String)> {
        if !self.writes(q) || post.deleted {
            return None;
        }
        if post.own || self.moderates {
            return (waiting > 0).then(|| (count(waiting, "suggested edit", "suggested edits"), format!("{of}/suggestions")));
        }
        Some(("Suggest a change".to_owned(), format!("{of}/suggest")))
    }

    /// The way to report a post, for everybody else who is signed in. It names the post and nobody.
    fn reporting(&self, post: PostRef, row: &PostRow) -> Option<(String, String)> {
        let may = self.viewer.member.is_some() && !row.own && !row.deleted;
        let mark = if post == PostRef::Question { String::new() } else { encode(&format!("#{post}")) };
        may.then(|| ("Report".to_owned(), format!("/report?of={}{mark}", self.address())))
    }

    /// The way to a page made of an answer by its number, or of more.
    fn page_of(&self, words: &str, of: impl std::fmt::Display) -> (String, String) {
        (words.to_owned(), format!("/c/{}/new-page?from=questions/{}&of={of}", self.community, self.slug))
    }

    /// The ways to a page made of the question with its answers, for those who edit pages.
    fn pages_of(&self, q: &QuestionRow) -> Vec<(String, String)> {
        let all = (q.answer_count > 0).then(|| self.page_of("Make a page of it all", "all"));
        let accepted = (q.answer_count > 1 && q.accepted_answer_id.is_some())
            .then(|| self.page_of("Make a page of it and the accepted answer", "accepted"));
        let may = self.edits && !q.post.deleted;
        all.into_iter().chain(accepted).filter(|_| may).collect()
    }

    pub(super) fn about_answer(&self, a: &AnswerRow, q: &QuestionRow) -> Acts {
        let post = PostRef::Answer(a.position);
        let mut acts = Acts::default();
        acts.buttons.extend(self.helpful(post, &a.post, a.thanks.is_some()));
        acts.buttons.extend(self.accept(post, a, q));
        let of = format!("{}/answers/{}", self.address(), a.position + 1);
        acts.links = self.links(&of, (q, &a.post, a.edited_at.is_some()));
        acts.links.extend(self.suggesting(&of, (q, &a.post, a.suggested)));
        acts.links.extend((self.edits && !a.post.deleted).then(|| self.page_of("Make a page of this", a.position + 1)));
        acts.links.extend(self.reporting(post, &a.post));
        acts.folded.extend(self.thanking(post, &a.post, a.thanks.as_deref()));
        if !a.post.deleted {
            acts.folded.extend(self.comment(post, q));
        }
        acts.folded.extend(self.deleting(post, &a.post, q));
        acts.folded.extend(self.revealing(post, &a.post));
        acts
    }

    fn accept(&self, post: PostRef, a: &AnswerRow, q: &QuestionRow) -> Option<Form> {
        let may = (q.post.own || self.moderates) && self.writes(q) && !a.post.deleted;
        let is_accepted = Some(a.id) == q.accepted_answer_id;
        let (button, yes) = if is_accepted { ("No longer accept it", "") } else { ("Accept this answer", "yes") };
        may.then(|| self.about::<Accept>(button, post).with("yes", yes).quiet().done())
    }

    pub(super) fn about_comment(&self, k: &CommentRow, q: &QuestionRow) -> Acts {
        let post = PostRef::Comment(k.position);
        let folded = self.deleting(post, &k.post, q).into_iter().chain(self.revealing(post, &k.post));
        let of = format!("{}/comments/{}", self.address(), k.position);
        let links = self.links(&of, (q, &k.post, k.edited_at.is_some())).into_iter().chain(self.reporting(post, &k.post));
        Acts { links: links.collect(), folded: folded.collect(), ..Acts::default() }
    }

    /// The form to answer, or the way to it.
    pub(super) fn answering(&self, q: &QuestionRow, head: &CommunityHead) -> Vec<Part> {
        if q.closed || q.post.deleted || (q.locked && !self.moderates) {
            return Vec::new();
        }
        match self.posting {
            Posting::Yes => {
                let fields = form::<Answer>("Answer")
                    .with("community", self.community)
                    .with("slug", self.slug)
                    .markdown("body", "Your answer", 8)
                    .value(self.draft.as_ref().map(|draft| draft.body.as_str()).unwrap_or_default())
                    .hint(&format!("What worked for you, and why. Half an answer helps too. {MARKDOWN}"));
                let began_so = self.draft.as_ref().is_some_and(|draft| draft.anonymous);
                let fields = self.seen_by(self.signed(fields, q, began_so));
                let form = fields.aside("preview", "Preview").aside(SAVE, "Save draft").done();
                let began = self.draft.as_ref().filter(|_| !refused::<Answer>()).map(|draft| {
                    notice(draft, (self.community, self.slug), self.board.as_ref().is_some_and(|board| board.allows_anonymous))
                });
                let above = began.into_iter().flatten().chain(preview::<Answer>().into_iter().flatten());
                above.chain([Part::Form(form)]).collect()
            }
            Posting::SignIn => vec![Part::Links(vec![("Sign in to answer".to_owned(), format!("/sign-in?to={}", self.address()))])],
            Posting::Join => vec![Part::Links(vec![(format!("Join {} to answer", head.brief_name()), format!("/c/{}", head.slug))])],
            Posting::Ended => Vec::new(),
        }
    }
}
