//! Importing a data dump of a Stack Exchange site: all of it taken or told of, and nothing done twice.

use std::path::{Path, PathBuf};

use app::activity::ObjectKind;
use app::{on, run};
use indicatif::ProgressBar;
use server::import::{Counts, Report};
use server::stackexchange::{Options, Posts, import};

use crate::on_every_database;
use crate::site::TestSite;

const POSTS: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<posts>
  <row Id="1" PostTypeId="1" AcceptedAnswerId="3" CreationDate="2014-05-14T08:11:02.157" Score="7" Body="&lt;p&gt;Is &lt;em&gt;this&lt;/em&gt; &amp;lt;b&amp;gt; valid?&lt;/p&gt;&#xA;&lt;pre&gt;&lt;code&gt;if a &amp;lt; b:&#xA;    pass&#xA;&lt;/code&gt;&lt;/pre&gt;" OwnerUserId="10" Title="How do I ask?" Tags="|feature-request|c++|" AnswerCount="2" />
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2014-05-14T09:00:00.000" Score="-3" Body="&lt;p&gt;No.&lt;/p&gt;" OwnerDisplayName="user99" />
  <row Id="3" PostTypeId="2" ParentId="1" CreationDate="2014-05-15T09:00:00.000" Score="5" Body="&lt;ul&gt;&lt;li&gt;Yes&lt;/li&gt;&lt;/ul&gt;" OwnerUserId="11" CommunityOwnedDate="2015-01-01T00:00:00.000" />
  <row Id="4" PostTypeId="1" AcceptedAnswerId="77" CreationDate="2014-06-01T10:00:00.000" Score="0" Body="&lt;p&gt;&lt;img src=x onerror=alert(1)&gt;Again?&lt;/p&gt;" OwnerUserId="12" ClosedDate="2014-06-02T10:00:00.000" Title="How do I ask?" Tags="&lt;c++&gt;&lt;c&gt;" />
  <row Id="5" PostTypeId="4" CreationDate="2014-06-01T10:00:00.000" Score="0" Body="For what the site lacks." />
  <row Id="6" PostTypeId="5" CreationDate="2014-06-01T10:00:00.000" Score="0" Body="&lt;p&gt;Say &lt;strong&gt;why&lt;/strong&gt;.&lt;/p&gt;" />
  <row Id="7" PostTypeId="4" CreationDate="2014-06-01T10:00:00.000" Score="0" Body="Of nothing." />
  <row Id="8" PostTypeId="2" ParentId="400" CreationDate="2014-06-01T10:00:00.000" Score="1" Body="&lt;p&gt;Lost.&lt;/p&gt;" OwnerUserId="10" />
  <row Id="9" PostTypeId="6" CreationDate="2014-06-01T10:00:00.000" Score="1" Body="&lt;p&gt;Vote!&lt;/p&gt;" />
  <row Id="11" PostTypeId="2" CreationDate="2014-06-01T10:00:00.000" Score="1" Body="&lt;p&gt;To what?&lt;/p&gt;" />
</posts>"##;

const USERS: &str = r#"<users>
  <row Id="10" DisplayName="Ada Okafor" AboutMe="&lt;p&gt;I ask.&lt;/p&gt;" Location="Haldon" WebsiteUrl="https://ada.example" />
  <row Id="11" DisplayName="Ada Okafor" WebsiteUrl="javascript:alert(1)" />
  <row Id="13" DisplayName="Says Nothing" />
</users>"#;

const COMMENTS: &str = r#"<comments>
  <row Id="1" PostId="1" Score="0" Text="Which &lt;b&gt; do you mean?" CreationDate="2014-05-14T08:20:00.000" UserId="11" />
  <row Id="2" PostId="3" Score="0" Text="Thanks, *really*." CreationDate="2014-05-15T10:00:00.000" UserDisplayName="user99" />
</comments>"#;

const TAGS: &str = r#"<tags><row Id="1" TagName="feature-request" Count="1" ExcerptPostId="5" WikiPostId="6" /></tags>"#;

const VOTES: &str = r#"<votes>
  <row Id="1" PostId="1" VoteTypeId="2" /><row Id="2" PostId="1" VoteTypeId="2" /><row Id="3" PostId="3" VoteTypeId="2" />
  <row Id="4" PostId="2" VoteTypeId="3" /><row Id="5" PostId="3" VoteTypeId="1" />
</votes>"#;

/// A folder that goes with it.
struct Dump(PathBuf);

impl Dump {
    fn of(files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("guildhall-dump-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), format!("\u{feff}{text}")).unwrap();
        }
        Self(folder)
    }

    fn whole() -> Self {
        Self::of(&[("Posts.xml", POSTS), ("Users.xml", USERS), ("Comments.xml", COMMENTS), ("Tags.xml", TAGS)])
    }
}

impl Drop for Dump {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

impl TestSite {
    async fn takes_dump(&self, dir: &Path, overwrite: bool) -> (Report, Posts) {
        let options =
            Options { community: "Meta", source: None, scratch: &std::env::temp_dir(), overwrite, progress: ProgressBar::hidden() };
        import(self.db(), dir, &options).await.unwrap()
    }
}

fn created(created: usize) -> Counts {
    Counts { created, ..Counts::default() }
}

on_every_database!(async fn a_dump_becomes_questions_with_all_that_belongs_to_them(site) {
    let dump = Dump::whole();
    let (mut report, posts) = site.takes_dump(&dump.0, false).await;
    assert_eq!(posts, Posts { questions: 2, answers: 2, comments: 2 });
    for (kind, count) in [(ObjectKind::Community, 1), (ObjectKind::Question, 2), (ObjectKind::Topic, 3), (ObjectKind::Person, 3)] {
        assert_eq!(*report.counts(kind), created(count), "{kind}");
    }
    let page = site.get("/c/meta/questions/how-do-i-ask").await;
    let text = page.text();
    for part in ["Is this <b> valid?", "if a < b:", "14 May 2014", "7 people found this helpful", "5 people found this helpful", "Yes", "No.", "Which <b> do you mean?", "Thanks, really.", "user99", "Feature request", "C++"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(page.body.contains("/people/ada-okafor\"") && page.body.contains("/people/ada-okafor-11\""), "two of one name");
    assert!(text.find("Yes").unwrap() < text.find("No.").unwrap(), "the accepted answer stands first");
    let closed = site.get("/c/meta/questions/how-do-i-ask-4").await;
    assert!(closed.text().contains("Closed where it was asked, on 2 June 2014.") && !closed.body.contains("onerror"), "{}", closed.body);
    assert!(site.page("/topics/feature-request").await.contains("Say why."));
    assert!(site.page("/people/ada-okafor").await.contains("I ask."));
    assert!(!site.get("/people/ada-okafor-11").await.body.contains("javascript:"));
    assert_eq!(site.get("/people/says-nothing").await.status.as_u16(), 404, "who wrote nothing is not listed");
    assert!(site.page("/search?q=valid").await.contains("How do I ask?"));
    let told = report.to_string();
    for part in [
        "1 post has a score below zero",
        "1 question is closed; the dump does not say why",
        "1 post belonged to everybody",
        "1 answer or comment is about a question that the dump does not hold",
        "1 post is neither a question nor an answer",
        "1 post lacks what every post has",
        "1 description of a tag does not say of which",
        "1 question has an accepted answer that the dump does not hold",
        "1 post or comment is by somebody whose name the dump does not hold",
        "4 files read",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
});

on_every_database!(async fn the_same_dump_twice_changes_nothing_and_an_edit_here_stays(site) {
    let dump = Dump::whole();
    site.takes_dump(&dump.0, false).await;
    assert!(site.takes_dump(&dump.0, false).await.0.is_all_unchanged());
    let changed = Dump::of(&[("Posts.xml", &POSTS.replace("Again?", "Once more?").replace("No.", "Never.")), ("Users.xml", USERS), ("Comments.xml", COMMENTS), ("Tags.xml", TAGS)]);
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update question set body = 'Edited here.' where slug = 'how-do-i-ask-4'")).unwrap();
    tx.commit([]).await.unwrap();
    let (mut report, _) = site.takes_dump(&changed.0, false).await;
    assert_eq!(*report.counts(ObjectKind::Question), Counts { updated: 1, conflicting: 1, ..Counts::default() });
    assert!(report.to_string().contains("questions/meta/how-do-i-ask-4 was edited both here and in the dump"), "{report}");
    assert!(site.page("/c/meta/questions/how-do-i-ask").await.contains("Never."));
    site.takes_dump(&changed.0, true).await;
    assert!(site.page("/c/meta/questions/how-do-i-ask-4").await.contains("Once more?"));
    assert!(site.takes_dump(&changed.0, false).await.0.is_all_unchanged());
});

on_every_database!(async fn votes_count_where_the_dump_has_them_and_names_where_it_has_no_users(site) {
    let dump = Dump::of(&[("Posts.xml", POSTS), ("Votes.xml", VOTES)]);
    let (report, _) = site.takes_dump(&dump.0, false).await;
    let text = site.page("/c/meta/questions/how-do-i-ask").await;
    assert!(text.contains("2 people found this helpful") && text.contains("1 person found this helpful") && text.contains("user99"), "{text}");
    let told = report.to_string();
    assert!(told.contains("1 vote against a post has no counterpart here") && told.contains("3 posts and comments are by people whose names"), "{told}");
});

on_every_database!(async fn what_is_no_dump_is_said_and_changes_nothing(site) {
    let scratch = std::env::temp_dir();
    let options = |community| Options { community, source: None, scratch: &scratch, overwrite: false, progress: ProgressBar::hidden() };
    let (nothing, broken) = (Dump::of(&[]), Dump::of(&[("Posts.xml", "<posts><row Id=\"1\" ")]));
    for (dump, community, says) in [(&nothing, "Meta", "holds no Posts.xml"), (&broken, "Meta", "can’t be read"), (&Dump::whole(), "!!!", "makes no address")] {
        let error = import(site.db(), &dump.0, &options(community)).await.unwrap_err();
        assert!(format!("{error:#}").contains(says), "{error:#}");
    }
    let questions: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from question").fetch_one(c)).unwrap();
    assert_eq!(questions, 0);
});

// The real one, where it is at hand.
on_every_database!(async fn the_dump_of_a_whole_site_is_taken(site) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/stackexchange/datascience.meta");
    if !dir.exists() {
        eprintln!("skipped: {} is not here", dir.display());
        return;
    }
    let (mut report, posts) = site.takes_dump(&dir, false).await;
    assert_eq!((posts.questions, posts.answers, *report.counts(ObjectKind::Question)), (257, 341, created(257)));
    const HELD: &str = "select (select count(*) from question where accepted_answer_id is not null) * 1000000 + (select count(*) from answer) * 1000 \
                        + (select count(*) from question where state = 'closed')";
    let held: i64 = on!(site.db().reader(), c => sqlx::query_scalar(HELD).fetch_one(c)).unwrap();
    assert_eq!(held, 83_341_005, "accepted answers, answers, closed questions");
    const HELPFUL: &str = "select cast((select sum(helpful_elsewhere) from question) + (select sum(helpful_elsewhere) from answer) as bigint)";
    let helpful: i64 = on!(site.db().reader(), c => sqlx::query_scalar(HELPFUL).fetch_one(c)).unwrap();
    assert_eq!(helpful, 2_879);
    assert!(report.to_string().contains("38 posts have a score below zero"), "{report}");
    assert!(site.takes_dump(&dir, false).await.0.is_all_unchanged());
    let page = site.page("/c/meta/questions/can-we-get-tex-support").await;
    assert!(page.contains("Can we get TeX support?") && page.contains("37 people found this helpful") && !page.contains("<p>"), "{page}");
});
