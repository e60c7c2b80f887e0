use super::*;

fn at(text: &str) -> NaiveDateTime {
    when::wall(&format!("{text}:00")).unwrap()
}

fn series(rule: Option<&str>) -> EventRecord {
    EventRecord {
        rrule: rule.map(str::to_owned),
        ..EventRecord::meeting("design", "x", "X", (at("2026-03-10T13:00"), at("2026-03-10T14:00")))
    }
}

/// What a form holds that shows an event and was not touched.
fn as_it_is(record: &EventRecord) -> Typed {
    let (repeats, until, said) = stands(record, &Calendar::default());
    Typed {
        day: record.starts.date().to_string(),
        from: record.starts.format("%H:%M").to_string(),
        to: record.ends.format("%H:%M").to_string(),
        timezone: record.timezone.clone(),
        repeats: repeats.to_string(),
        until: until.map(|until| until.to_string()).unwrap_or_default(),
        said,
        besides: lines_of(&record.rdates, record.starts.time()),
        except: lines_of(&record.exdates, record.starts.time()),
        ..Typed::default()
    }
}

fn becomes(before: &EventRecord, says: &Typed) -> Result<EventRecord, String> {
    let mut typed = lines::Typed::default();
    let mut record = says.timed(&mut typed, before, &Calendar::default());
    typed.done(()).map_err(|wrong| wrong.to_string())?;
    carry(says, before, &mut record, at("2027-09-02T12:00")).map_err(|wrong| wrong.to_string())?;
    schedule::settle(&mut record, at("2027-09-02T12:00"));
    Ok(record)
}

#[test]
fn a_form_that_was_not_touched_changes_nothing() {
    let mut listed = series(Some("FREQ=WEEKLY;UNTIL=20260630"));
    listed.rdates = vec![at("2026-03-19T09:15"), at("2026-03-20T13:00")];
    listed.exdates = vec![at("2025-01-01T13:00"), at("2026-03-24T13:00")];
    for before in [
        series(None),
        series(Some("FREQ=MONTHLY;BYDAY=2TU")),
        series(Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20260630")),
        series(Some("FREQ=WEEKLY;COUNT=5")),
        EventRecord { rdates: vec![at("2026-03-12T13:00")], ..series(Some(ONCE)) },
        listed,
    ] {
        assert_eq!(becomes(&before, &as_it_is(&before)).unwrap(), before);
    }
}

#[test]
fn what_is_said_in_words_counts_and_begins_with_its_first_day() {
    let before = series(None);
    let says = Typed { said: "last Friday".to_owned(), ..as_it_is(&before) };
    let after = becomes(&before, &says).unwrap();
    assert_eq!(
        (after.rrule.as_deref(), after.starts, after.ends),
        (Some("FREQ=MONTHLY;BYDAY=-1FR"), at("2026-03-27T13:00"), at("2026-03-27T14:00"))
    );
    // Chosen otherwise, the words that stood there count no more.
    let biweekly = series(Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"));
    let shown = as_it_is(&biweekly);
    assert_eq!((shown.repeats.as_str(), shown.said.as_str()), ("said", "Every 2 weeks on Tuesday and Thursday"));
    assert_eq!(becomes(&biweekly, &Typed { repeats: "weekly".to_owned(), ..shown }).unwrap().rrule.as_deref(), Some("FREQ=WEEKLY"));
    let says = Typed { repeats: "said".to_owned(), ..as_it_is(&before) };
    assert!(becomes(&before, &says).unwrap_err().contains("Say how often"));
}

#[test]
fn dates_besides_and_dates_left_out_are_added_and_go_along() {
    let before = series(Some("FREQ=WEEKLY;UNTIL=20260331"));
    let says =
        Typed { besides: "2026-03-19 09:15\n2026-03-20".to_owned(), except: "2026-03-24, 2026-03-20".to_owned(), ..as_it_is(&before) };
    let after = becomes(&before, &says).unwrap();
    assert_eq!(after.rdates, [at("2026-03-19T09:15")], "one that is added and left out is none");
    assert!(after.exdates.contains(&at("2026-03-24T13:00")));
    let later = becomes(&after, &Typed { from: "15:00".to_owned(), to: "16:00".to_owned(), ..as_it_is(&after) }).unwrap();
    assert_eq!(later.rdates, [at("2026-03-19T11:15")]);
    assert!(later.exdates.contains(&at("2026-03-24T15:00")));
    let back = becomes(&later, &Typed { besides: String::new(), except: String::new(), ..as_it_is(&later) }).unwrap();
    assert!(back.rdates.is_empty() && back.exdates.is_empty());
}

#[test]
fn an_event_that_follows_no_rule_takes_place_on_the_dates_that_are_named() {
    let before = series(None);
    let after = becomes(&before, &Typed { besides: "2026-04-02\n2026-05-19".to_owned(), ..as_it_is(&before) }).unwrap();
    let starts: Vec<NaiveDateTime> =
        schedule::meetings(&after, at("2027-01-01T00:00")).unwrap().iter().map(|meeting| meeting.recurrence).collect();
    assert_eq!(starts, [at("2026-03-10T13:00"), at("2026-04-02T13:00"), at("2026-05-19T13:00")]);
    assert_eq!(as_it_is(&after).repeats, "never");
    assert_eq!(becomes(&after, &Typed { besides: String::new(), ..as_it_is(&after) }).unwrap().rrule, None);
}

#[test]
fn a_date_that_makes_no_sense_is_refused() {
    let before = series(Some("FREQ=WEEKLY;UNTIL=20260324"));
    for (besides, except, says) in [
        ("2026-03-17", "", "It meets on 17 March 2026 already"),
        ("2026-03-18\n2026-03-18 15:00", "", "It meets on 18 March 2026 already"),
        ("", "2026-03-18", "It does not meet on 18 March 2026"),
        ("", "2026-03-17 15:00", "It does not meet on 17 March 2026"),
        ("", "2026-03-10,2026-03-17,2026-03-24", "Then it never takes place"),
        ("18.3.2026", "", "Write the date as year, month and day"),
        ("2026-03-18 noon", "", "Write the time as hours and minutes"),
        ("9999-01-01", "", "Choose a year between"),
    ] {
        let wrong = becomes(&before, &Typed { besides: besides.to_owned(), except: except.to_owned(), ..as_it_is(&before) }).unwrap_err();
        assert!(wrong.contains(says), "{says}: {wrong}");
    }
}
