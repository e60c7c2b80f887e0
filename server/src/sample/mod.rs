//! The sample site that ships with the program: an invented public body's communities, dated around today.

mod scale;
mod shift;

use std::path::PathBuf;

use app::clock::Clock;
use app::db::Db;
use chrono::NaiveDate;
use indicatif::ProgressBar;
use rust_embed::RustEmbed;

pub use self::scale::scale;
use crate::bundle::{Bundle, Known, ReadOptions, Sourced, read_files};
use crate::import::{self, Options, Report};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/sample"]
struct Files;

/// The name the sample is remembered by.
const SOURCE: &str = "sample";

/// The Monday that was "today" when the sample was written.
const WRITTEN: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 3, 2);

/// Loads the sample, moved by whole weeks so that it plays around today. Loading it again moves it on.
///
/// # Errors
/// When the database refuses.
pub async fn load(db: &Db, clock: &Clock, progress: ProgressBar) -> Result<Report, sqlx::Error> {
    let options = Options { source: SOURCE, overwrite: false, progress };
    import::write(db, clock, records(clock.now().date_naive()), &options).await
}

/// The sample's records, moved to around `today`.
pub fn records(today: NaiveDate) -> Vec<Sourced> {
    let weeks = WRITTEN.map_or(0, |written| (today - written).num_days().div_euclid(7));
    let mut records = as_written(today).records;
    for sourced in &mut records {
        shift::by_weeks(&mut sourced.record, weeks);
    }
    records
}

fn as_written(today: NaiveDate) -> Bundle {
    let files = Files::iter().filter_map(|name| Some((PathBuf::from(name.as_ref()), Files::get(&name)?.data.into_owned())));
    read_files(files.collect(), &ReadOptions { timezone: None, today, known: &Known::default(), progress: &|_, _| {} })
}

/// Whether the site holds nothing but what every site has.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, sqlx::Error> {
    let index = app::db::records::Index::load(db).await?;
    let kinds = crate::site_records::KINDS;
    Ok(kinds.into_iter().flat_map(|kind| index.slugs(kind)).all(|slug| slug == app::communities::EVERYONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Record;

    #[test]
    fn the_sample_is_read_without_a_single_note() {
        let bundle = as_written(WRITTEN.unwrap());
        assert!(bundle.notes.is_empty(), "{:#?}", bundle.notes);
        let count = |is: fn(&Record) -> bool| bundle.records.iter().filter(|sourced| is(&sourced.record)).count();
        assert_eq!(count(|r| matches!(r, Record::Person(_))), 40);
        assert_eq!(count(|r| matches!(r, Record::Community(_))), 6);
        assert_eq!(count(|r| matches!(r, Record::Question(_))), 60);
        assert!(count(|r| matches!(r, Record::Page(_))) >= 25);
    }

    #[test]
    fn titles_are_set_with_the_apostrophes_and_quotes_of_print() {
        for sourced in as_written(WRITTEN.unwrap()).records {
            let text = sourced.record.render();
            let titles = text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("title: "));
            for title in titles.map(|title| title.trim_matches(['"', '\''])) {
                assert!(!title.contains(['"', '\'']), "{title} in {}", sourced.file.display());
            }
        }
    }

    #[test]
    fn the_sample_plays_around_today_whatever_today_is() {
        let today = NaiveDate::from_ymd_opt(2031, 11, 5).unwrap();
        let (mut soon, mut recent) = (0, 0);
        for Sourced { record, .. } in records(today) {
            match record {
                Record::Event(event) if event.rrule.is_none() => {
                    soon += i32::from((0..21).contains(&(event.starts.date() - today).num_days()))
                }
                Record::Question(question) => {
                    assert!(question.asked.date_naive() <= today);
                    recent += i32::from((today - question.asked.date_naive()).num_days() < 21);
                }
                _ => {}
            }
        }
        assert!(soon >= 5 && recent >= 5, "{soon} events soon, {recent} questions recently");
    }
}
