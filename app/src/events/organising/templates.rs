//! Beginnings of events: how long a meeting of a kind usually takes, and an agenda to go from. All of it can be changed.

use chrono::TimeDelta;

use crate::events::model::EventFormat;
use crate::events::record::EventRecord;

/// How many minutes a meeting of a kind takes, and what it is about, as Markdown.
fn template(format: EventFormat) -> (i64, &'static str) {
    match format {
        EventFormat::Meetup => (
            60,
            "## What we do\n\n1. Welcome, and who is new (10 minutes)\n2. One topic, brought by one of us (20)\n3. What else is on your mind: everybody may bring something (25)\n4. Who brings the next topic (5)\n\n## Who does what\n\n- Host: \n- Writes down what we learn: \n",
        ),
        EventFormat::ShowAndTell => (
            45,
            "See how others work, while it is unfinished.\n\n## What we do\n\n1. Welcome, and who is new (5 minutes)\n2. The first shows something (10), and we ask (8)\n3. The second shows something (10), and we ask (8)\n4. One thing each of us will try (4)\n\n## Who does what\n\n- Host: \n- Who shows: \n- Writes down what we learn: \n",
        ),
        EventFormat::LunchAndLearn => (
            45,
            "Bring your lunch.\n\n## What we do\n\n1. Welcome (5 minutes)\n2. The talk (15)\n3. Questions: the host has two ready (20)\n4. What we take along (5)\n\n## Afterwards\n\nThe slides and what was asked stand on this page.\n",
        ),
        EventFormat::BookClub => (
            45,
            "We read: \n\nChapter: \n\n## Before\n\nBring one sentence that you liked, and one that you doubt. Whoever has not read it is welcome to listen.\n\n## What we do\n\n1. Each reads out their sentences (15 minutes)\n2. What they have to do with our work (25)\n3. What we read next, and who is host (5)\n",
        ),
        EventFormat::Workshop => (
            120,
            "At the end you will have: \n\nBring along: \n\n## What we do\n\n1. Why this, and what we make today (10 minutes)\n2. First step, in pairs (35)\n3. A break (10)\n4. Second step, on your own case (40)\n5. What you made, and what is still open (20)\n6. Where to get help afterwards (5)\n",
        ),
        EventFormat::Training => (
            90,
            "Afterwards you can: \n\nYou need to know before: \n\n## What we do\n\n1. What we begin from (10 minutes)\n2. Shown step by step (25)\n3. You do it, with help (35)\n4. Questions (15)\n5. How to go on practising (5)\n",
        ),
        EventFormat::Retrospective => (
            45,
            "Look back at: \n\nWhat is said here stays here; what we decide is written down.\n\n## What we do\n\n1. In silence: what helped, what did not, what puzzles you (10 minutes)\n2. Put together what belongs together (5)\n3. Talk about the two that most care about (20)\n4. One change, and who sees to it (10)\n",
        ),
        EventFormat::Pairing => (
            60,
            "Two people, one real task. Whoever knows less holds the keyboard.\n\n## What we do\n\n1. What the task is, and when it is done (5 minutes)\n2. Work on it, changing seats once (45)\n3. Each writes down one thing they learned (10)\n",
        ),
        EventFormat::Mentoring => (
            60,
            "## The first time\n\n- What it is for, and how we would see that it helped\n- What stays between us\n- How often we meet, and when it ends\n\n## Each time\n\n1. What happened since (10 minutes)\n2. The one question for today (40)\n3. What to try until next time (10)\n",
        ),
        EventFormat::OfficeHours => (
            60,
            "Come with a question, however small. No preparation, and you may leave when you have your answer.\n\nWe can help with: \n\nWhat may help others too we ask again on the board, without names if you like.\n",
        ),
        EventFormat::Conference => (
            480,
            "## What it is about\n\n## Programme\n\n| When | What | Who |\n| --- | --- | --- |\n|  | Doors open |  |\n|  | Welcome |  |\n|  |  |  |\n\n## Getting there\n\n## How we treat each other\n\nAs in our community’s guidelines. If something is not right, tell: \n",
        ),
    }
}

/// A meeting of a kind, from an agenda of that kind.
pub(super) fn begun(start: EventRecord, format: EventFormat) -> EventRecord {
    let (minutes, body) = template(format);
    // What takes the whole day begins in the morning.
    let morning = start.starts.date().and_hms_opt(9, 0, 0).filter(|_| minutes > 240);
    let starts = morning.unwrap_or(start.starts);
    EventRecord { format: Some(format), starts, ends: starts + TimeDelta::minutes(minutes), body: body.to_owned(), ..start }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in brackets behind a point: "(10 minutes)", "(10), and we ask (8)".
    fn minutes(body: &str) -> i64 {
        let inside = body.split('(').skip(1).filter_map(|rest| rest.split(')').next());
        inside.filter_map(|text| text.split(' ').next()?.parse::<i64>().ok()).sum()
    }

    #[test]
    fn what_an_agenda_takes_is_as_long_as_its_meeting() {
        for format in EventFormat::ALL {
            let (length, body) = template(*format);
            let sum = minutes(body);
            assert!(sum == length || sum == 0, "{format}: {sum} of {length}");
            assert!(!body.is_empty());
        }
    }
}
