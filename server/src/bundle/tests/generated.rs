//! Records of any content: what is rendered is read back as it was.

pub(crate) mod records;
mod values;

use proptest::prelude::*;

use super::*;

fn known() -> Known {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let community = |slug: &str| KnownCommunity { slug: slug.to_owned(), name: slug.to_owned(), short_name: None };
    Known {
        organisations: set(&["opw", "no"]),
        topics: set(&["data", "design", "yes"]),
        people: set(&["ada", "bob", "eve", "null"]),
        communities: vec![community("ux"), community("dev")],
        pages: set(&["ux/known"]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_rendered_is_read_back(records in records::records()) {
        let folder = Folder::new();
        write(&folder.0, &records).unwrap();
        let written = files(&folder.0);
        let bundle = read_in(&folder.0, &known(), Some(chrono_tz::Asia::Tokyo));
        prop_assert_eq!(bundle.messages(), Vec::<&str>::new());
        let read: Vec<Record> = bundle.records.into_iter().map(|sourced| sourced.record).collect();
        prop_assert_eq!(&read, &records);
        write(&folder.0, &read).unwrap();
        prop_assert_eq!(files(&folder.0), written);
    }
}
