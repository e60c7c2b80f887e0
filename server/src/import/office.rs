//! Office hours that questions were taken to: what is not there is left out, and told.

use std::collections::{HashMap, HashSet};

use app::activity::ObjectKind;
use app::db::records::Index;
use app::events::schedule;
use app::questions::record::QuestionRecord;
use chrono::NaiveDateTime;

use crate::bundle::{Record, Sourced};

/// When the events of a bundle meet to which questions of it were taken.
pub(super) struct Offices(HashMap<String, HashSet<NaiveDateTime>>);

impl Offices {
    pub(super) fn of(records: &[Sourced], horizon: NaiveDateTime) -> Self {
        let question = |sourced: &Sourced| match &sourced.record {
            Record::Question(question) => question.office_hours.as_ref().map(|office| office.event.clone()),
            _ => None,
        };
        let wanted: HashSet<String> = records.iter().filter_map(question).collect();
        let meetings = |sourced: &Sourced| {
            let Record::Event(event) = &sourced.record else { return None };
            let slug = format!("{}/{}", event.community, event.slug);
            let meets = || schedule::meetings(event, horizon).unwrap_or_default().into_iter().map(|meeting| meeting.recurrence).collect();
            wanted.contains(&slug).then(|| (slug, meets()))
        };
        Self(records.iter().filter_map(meetings).collect())
    }

    /// Takes out where a question was taken if that is neither in the bundle nor on the site, and says so.
    pub(super) fn settle(&self, index: &Index, question: &mut QuestionRecord) -> Option<String> {
        let office = question.office_hours.as_ref()?;
        let there = match self.0.get(&office.event) {
            Some(meetings) => meetings.contains(&office.meeting),
            None => index.get(ObjectKind::Event, &office.event).is_some(),
        };
        if there {
            return None;
        }
        let says =
            format!("there is no meeting of `{}` at {}, so that the question was taken there was left out", office.event, office.meeting);
        question.office_hours = None;
        Some(says)
    }
}
