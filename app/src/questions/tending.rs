//! What becomes of a question and of what is below it, as forms: for who wrote it, for moderators, and for administrators.

use super::acts::Desk;
use super::model::ClosedBecause;
use super::moving::to_agree;
use super::post::PostRef;
use super::posting::{CloseQuestion, DeletePost, LockQuestion, MoveQuestion, ReopenQuestion, RevealAuthor, UndeletePost};
use super::rules::Posting;
use super::screen_store::{PostRow, QuestionRow};
use crate::ui::form::Form;
use crate::ui::forming::{Forming, form};

/// What is chosen among where people would lose sight of what they wrote.
const MAY_GO: &str = "Move it all the same";
const STAYS: &str = "Leave it here: I have changed where it goes above";

impl Desk<'_> {
    /// What who asked does with the question, and what moderators do.
    pub(super) fn tending(&self, q: &QuestionRow) -> Vec<(String, Vec<Form>)> {
        let about = |fields: Forming| fields.with("community", self.community).with("slug", self.slug);
        let mut folds = Vec::new();
        if self.writes(q) && (q.post.own || self.moderates) && !q.closed {
            let reasons = ClosedBecause::ALL.iter().map(|because| (because.as_str(), format!("Because {}", because.reason())));
            let close = about(form::<CloseQuestion>("Close the question"))
                .radios("because", "Why does it take no more answers?", reasons)
                .text("original", "Where it was asked before")
                .hint("If that is why: the address of the other question.")
                .optional()
                .area("note", "A word on it", 2)
                .optional();
            folds.push(("Close".to_owned(), vec![close.quiet().done()]));
        }
        if self.writes(q) && q.post.own && q.closed_by_author && q.closed && !self.moderates {
            folds.push(("Reopen".to_owned(), vec![about(form::<ReopenQuestion>("Reopen")).quiet().done()]));
        }
        if self.moderates && self.posting == Posting::Yes && !q.post.deleted {
            let mut forms = Vec::new();
            if q.closed {
                forms.push(about(form::<ReopenQuestion>("Reopen")).quiet().done());
            }
            let (button, yes) = if q.locked { ("Unlock", "") } else { ("Lock", "yes") };
            forms.push(about(form::<LockQuestion>(button)).with("yes", yes).quiet().done());
            forms.push(moving(about(form::<MoveQuestion>("Move"))));
            folds.push(("Moderate".to_owned(), forms));
        }
        folds.extend(self.deleting(PostRef::Question, &q.post, q));
        folds.extend(self.revealing(PostRef::Question, &q.post));
        folds
    }

    /// What administrators alone do about a post without a name.
    pub(super) fn revealing(&self, post: PostRef, row: &PostRow) -> Option<(String, Vec<Form>)> {
        let reveal = || {
            let fields = self.about::<RevealAuthor>("Look it up", post).area("why", "Why", 2);
            fields.hint("It stands in the log, and who wrote this gets it by mail.").danger().done()
        };
        (self.viewer.administrator && row.anonymous).then(|| ("Look up who wrote this".to_owned(), vec![reveal()]))
    }

    /// Deletes a post, or brings it back.
    pub(super) fn deleting(&self, post: PostRef, row: &PostRow, q: &QuestionRow) -> Option<(String, Vec<Form>)> {
        if row.deleted {
            let may = self.moderates || (row.own && row.deleted_by_author);
            let back = || {
                let fields = self.about::<UndeletePost>("Bring it back", post).area("why", "Why", 2).optional();
                let fields = if row.own { fields } else { fields.hint("Who wrote it reads this.") };
                fields.quiet().done()
            };
            return may.then(|| ("Bring it back".to_owned(), vec![back()]));
        }
        let answered = post == PostRef::Question && q.answer_count > 0;
        let may = self.moderates || (row.own && !answered && !q.locked && !q.post.deleted);
        let delete = || {
            let fields = self.about::<DeletePost>("Delete", post).area("why", "Why", 2);
            let fields = if row.own { fields.optional() } else { fields };
            fields.hint("Who wrote it reads this, and moderators do.").danger().done()
        };
        may.then(|| ("Delete".to_owned(), vec![delete()]))
    }
}

fn moving(fields: Forming) -> Form {
    let fields = fields
        .text("into", "Into which community?")
        .hint("The end of its address: “design”. You have to belong there. Everybody who reads it there must be able to read it here, and who asked must be able to read it there; they are told. Where others who wrote below it could not, you are asked first.");
    let fields = match to_agree() {
        Some(into) => fields.radios("agreed", "What about those who wrote below it?", [(into.as_str(), MAY_GO), ("no", STAYS)]),
        None => fields,
    };
    fields.quiet().done()
}
