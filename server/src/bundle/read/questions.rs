//! `questions/{community}/{slug}.md`.

use app::questions::record::{AnswerRecord, CommentRecord, OfficeRecord, QuestionRecord};
use chrono::{DateTime, Utc};

use super::fields::Fields;
use super::source::{Desk, Source};
use super::time::Moment;
use crate::bundle::{Record, Severity};

pub(super) fn question(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["title"], desk);
    let Some(asked) = source.instant(&["asked", "date"], desk) else {
        let message = "It does not say when it was asked; write `asked: 2026-03-01T13:00:00Z` and import again";
        desk.notes.say(&source.file, source.line, Severity::Skipped, message);
        return None;
    };
    let fields = std::mem::replace(&mut source.fields, Fields::new(Vec::new()));
    let mut post = Post { fields, source, desk };
    let (author, anonymous) = post.author();
    let (helpful, helpful_elsewhere) = (post.helpful(), post.helpful_elsewhere());
    let comments = post.comments();
    let answers = answers(&mut post);
    let office_hours = post.office_hours();
    source.fields = post.fields;
    Some(Record::Question(QuestionRecord {
        community: source.community.clone(),
        slug: source.slug.clone(),
        title,
        author,
        anonymous,
        asked,
        topics: desk.topics(source, &["topics", "tags"]),
        state: source.fields.word(&["state", "status"]).unwrap_or_default(),
        closed_because: source.fields.word(&["closed_because"]),
        closed_note: source.fields.text(&["closed_note"]),
        locked: source.fields.flag(&["locked"]).unwrap_or(false),
        helpful,
        helpful_elsewhere,
        comments,
        answers,
        office_hours,
        aliases: source.aliases(),
        body: source.markdown(desk),
    }))
}

/// The fields of a question, answer or comment, with what it takes to read them.
struct Post<'p> {
    fields: Fields,
    source: &'p Source,
    desk: &'p mut Desk,
}

impl Post<'_> {
    fn person(&mut self, name: &str) -> Option<String> {
        let (word, line) = self.fields.text_at(&[name])?;
        self.desk.person(&self.source.file, line, &word)
    }

    /// Who wrote it, and whether it says not: what was written without a name comes without one.
    fn author(&mut self) -> (Option<String>, bool) {
        let (author, anonymous) = (self.person("author"), self.fields.flag(&["anonymous"]).unwrap_or(false));
        (author.filter(|_| !anonymous), anonymous)
    }

    fn helpful(&mut self) -> Vec<String> {
        let words = self.fields.texts(&["helpful"]);
        let mut people: Vec<String> =
            words.into_iter().filter_map(|(word, line)| self.desk.person(&self.source.file, line, &word)).collect();
        people.sort();
        people.dedup();
        people
    }

    fn helpful_elsewhere(&mut self) -> i32 {
        self.fields.number(&["helpful_elsewhere"]).filter(|count: &i32| *count > 0).unwrap_or_default()
    }

    fn comments(&mut self) -> Vec<CommentRecord> {
        let mut comments = Vec::new();
        for (map, line) in self.fields.maps(&["comments"]) {
            let mut post = Post { fields: map, source: self.source, desk: self.desk };
            let ((author, anonymous), at, body) = (post.author(), post.at(), post.fields.markdown(&["body", "text"]));
            let map = post.fields;
            self.fields.close(map, "comments");
            match (at, body) {
                (Some(at), Some(body)) => comments.push(CommentRecord { author, anonymous, at, body }),
                _ => self.fields.say(line, Severity::LeftOut, "A comment without `at` or `body` was left out"),
            }
        }
        comments
    }

    fn at(&mut self) -> Option<DateTime<Utc>> {
        let (moment, _) = self.fields.moment(&["at", "date"])?;
        Some(self.instant(moment))
    }

    fn instant(&self, moment: Moment) -> DateTime<Utc> {
        moment.instant(self.desk.timezone, self.source.foreign)
    }

    /// The office hours it was taken to. Whether they are there is known once all events are.
    fn office_hours(&mut self) -> Option<OfficeRecord> {
        let mut maps = self.fields.maps(&["office_hours"]).into_iter();
        let (mut map, line) = maps.next()?;
        if maps.next().is_some() {
            self.fields.say(line, Severity::Changed, "A question is taken to one meeting at a time; the first is");
        }
        let event = map.text(&["event"]);
        let [meeting, brought, asked] = ["meeting", "brought", "asked"].map(|name| map.moment(&[name]).map(|(moment, _)| moment));
        self.fields.close(map, "office_hours");
        let (Some(event), Some(meeting), Some(brought)) = (event, meeting, brought) else {
            self.fields.say(line, Severity::LeftOut, "Office hours without `event`, `meeting` or `brought` were left out");
            return None;
        };
        let (brought, asked) = (self.instant(brought), asked.map(|asked| self.instant(asked)));
        Some(OfficeRecord { event, meeting: meeting.wall, brought, asked })
    }
}

fn answers(question: &mut Post<'_>) -> Vec<AnswerRecord> {
    let mut answers: Vec<AnswerRecord> = Vec::new();
    for (map, line) in question.fields.maps(&["answers"]) {
        let mut post = Post { fields: map, source: question.source, desk: question.desk };
        let ((author, anonymous), at) = (post.author(), post.at());
        let accepted = post.fields.flag(&["accepted"]).unwrap_or(false);
        let (helpful, helpful_elsewhere) = (post.helpful(), post.helpful_elsewhere());
        let (body, comments) = (post.fields.markdown(&["body", "text"]), post.comments());
        let map = post.fields;
        question.fields.close(map, "answers");
        let (Some(at), Some(body)) = (at, body) else {
            question.fields.say(line, Severity::LeftOut, "An answer without `at` or `body` was left out");
            continue;
        };
        let another = accepted && answers.iter().any(|answer| answer.accepted);
        if another {
            question.fields.say(line, Severity::Changed, "Only one answer can be accepted; the first one is");
        }
        answers.push(AnswerRecord { author, anonymous, at, accepted: accepted && !another, helpful, helpful_elsewhere, body, comments });
    }
    answers
}
