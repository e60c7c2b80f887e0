//! Files of pages: brought, refused, read by those who may read the page, and gone.

use app::activity::jobs::{JobKind, claim, finish};
use app::pages::attached::keeping;
use app::ui::forming::LARGEST_FILE;
use app::{on, run};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use image::{ImageFormat, Rgb, RgbImage};
use uuid::Uuid;

use crate::on_every_database;
use crate::photos::{bomb, picture, picture_of_a_phone, written};
use crate::site::{Answer, TestSite};
use crate::visitor::Visitor;

const PAGE: &str = "/c/design/pages/playbook";
const FILES: &str = "/c/design/pages/playbook/files";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const PDF: &[u8] = b"%PDF-1.7 <script>alert(1)</script>";

/// A public community with a page, an editor and a member.
async fn stage(site: &TestSite) -> (Visitor<'_>, Visitor<'_>) {
    let (ada, bob) = (site.member("Ada Okafor").await, site.member("Bob Ito").await);
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("pages/design/playbook.md", "---\ntitle: Playbook\n---\nWhat we do.\n"),
    ])
    .await;
    site.puts("ada-okafor", "design", "active", Some("editor")).await;
    site.puts("bob-ito", "design", "active", None).await;
    (ada, bob)
}

async fn brings(who: &Visitor<'_>, name: &str, file: &[u8]) -> Answer {
    who.uploads(FILES, "add_page_file", ("file", name), file).await
}

/// The address of the last file that a page leads to, without the name.
fn address(page: &str) -> Option<String> {
    let found = page.rsplit("href=\"/files/").next().filter(|_| page.contains("href=\"/files/"))?;
    Some(format!("/files/{}", found.split('"').next()?))
}

async fn kept(site: &TestSite) -> usize {
    site.app().files.before("pages", "9999-01-01T00:00:00Z".parse().unwrap()).await.unwrap().len()
}

/// Removes what is to be removed.
async fn tidies_up(site: &TestSite) {
    while let Some(job) = claim(site.db()).await.unwrap() {
        if job.kind == JobKind::RemovePageFile {
            keeping::remove_contents(&site.app(), &job.payload).await.unwrap();
        }
        finish(site.db(), &job).await.unwrap();
    }
}

on_every_database!(async fn an_editor_brings_a_file_that_the_page_shows_at_its_foot(site) {
    let (ada, bob) = stage(site).await;
    assert!(ada.gets(PAGE).await.body.contains("href=\"/c/design/pages/playbook/files\""));
    assert!(!bob.gets(PAGE).await.body.contains("playbook/files"));
    bob.gets(FILES).await.says(StatusCode::FORBIDDEN, "Leads and editors of the community do this.");
    // Kept for readers, and dropped once the file has come.
    assert!(!site.page(PAGE).await.contains("Our Plan"));
    brings(&ada, "Our Plan (v2).PDF", PDF).await.leads_to(FILES);
    let sheet = ada.reads(FILES).await;
    for part in ["1 file, 34 bytes", "Our Plan (v2)", "PDF, 34 bytes", "Ada Okafor", "At the foot of the page", "10 MB each", "[Our Plan (v2)](/files/"] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    let page = site.get(PAGE).await;
    assert!(page.text().contains("Files\nOur Plan (v2) PDF, 34 bytes"), "{}", page.text());
    let href = address(&page.body).unwrap();
    assert!(href.ends_with("/our-plan-v2.pdf") && page.body.contains(&format!("href=\"{href}\" rel=\"external\"")), "{href}");
    let file = site.get(&href).await;
    assert_eq!((file.status, &file.bytes[..]), (StatusCode::OK, PDF));
    for (header, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename=\"our-plan-v2.pdf\""),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
        ("cache-control", "public, no-cache"),
    ] {
        assert_eq!(file.header(header), value);
    }
    let again = site.sends(Request::get(&href).header("if-none-match", file.header("etag"))).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    // Where the text leads to it, the foot need not.
    let body = format!("See [the plan]({href}).");
    ada.posts("/c/design/pages/playbook/edit", "save_page", &[("body", &body)]).await.leads_to(PAGE);
    let page = site.get(PAGE).await;
    assert!(!page.text().contains("Our Plan") && page.body.contains(&format!("<a href=\"{href}\" rel=\"external\">the plan</a>")), "{}", page.text());
    assert!(ada.reads(FILES).await.contains("In the text"));
    // The page moves, and the file stays where it is.
    ada.posts("/c/design/pages/playbook/settings", "change_page", &[("slug", "handbook")]).await.leads_to("/c/design/pages/handbook");
    assert_eq!(site.get(&href).await.status, StatusCode::OK);
    for other in [href.replace("our-plan", "your-plan"), href.replace(".pdf", ".html"), format!("{href}x"), "/files/x/y.pdf".to_owned(), format!("/files/{}/a.pdf", Uuid::nil())] {
        assert_eq!(site.get(&other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
});

on_every_database!(async fn a_picture_is_kept_upright_and_tells_nothing_of_where_it_was_taken(site) {
    let (ada, _) = stage(site).await;
    brings(&ada, "me.jpg", &picture_of_a_phone()).await.leads_to(FILES);
    let href = address(&ada.gets(FILES).await.body).unwrap();
    let file = site.get(&href).await;
    assert_eq!((file.header("content-type"), file.header("content-disposition")), ("image/jpeg", "inline"));
    assert!(![&b"Exif"[..], b"WGS-84"].iter().any(|mark| file.bytes.windows(mark.len()).any(|window| window == *mark)));
    let shown = image::load_from_memory(&file.bytes).unwrap().to_rgb8();
    assert!(shown.get_pixel(100, 8).0[0] > 200 && shown.get_pixel(100, 190).0[2] > 200, "its left side is the top");
    assert!(ada.reads(FILES).await.contains(&format!("![me]({href})")));
    // Whatever it is called, what is in it decides.
    let wide = written(&RgbImage::from_pixel(3_200, 20, Rgb([1, 2, 3])), ImageFormat::Png);
    brings(&ada, "wide.txt", &wide).await.leads_to(FILES);
    let href = address(&ada.gets(FILES).await.body).unwrap();
    assert!(href.ends_with("/wide.png"), "{href}");
    assert_eq!(image::load_from_memory(&site.get(&href).await.bytes).unwrap().width(), 1_600);
});

on_every_database!(async fn what_can_not_be_kept_is_refused_beside_the_field(site) {
    let (ada, _) = stage(site).await;
    for (name, file, sentence) in [
        ("a.pdf", Vec::new(), "Choose a file first"),
        ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), "Files of this kind can’t be kept here."),
        ("a.html", b"<script>alert(1)</script>".to_vec(), "Files of this kind can’t be kept here."),
        ("a", b"x".to_vec(), "Files of this kind can’t be kept here."),
        ("a.pdf", b"<script>alert(1)</script>".to_vec(), "This is no PDF file, whatever its name says."),
        ("a.docx", PDF.to_vec(), "This is no DOCX file"),
        ("a.txt", vec![0xff, 0xfe, 0, 0], "This is no text in UTF-8"),
        ("a.png", b"<svg/>".to_vec(), "This is no picture that can be shown here."),
        ("a.png", picture()[..70].to_vec(), "This picture can’t be read"),
        ("a.png", bomb(), "This picture has 30000 by 30000 pixels"),
        ("a.pdf", vec![b'x'; LARGEST_FILE + 1], "This file has more than 10 MB."),
    ] {
        let answer = brings(&ada, name, &file).await;
        answer.says(REFUSED, sentence);
        assert!(answer.body.contains("id=\"add_page_file-file-error\""), "{sentence}");
    }
    assert_eq!(kept(site).await, 0);
});

on_every_database!(async fn a_file_is_read_by_those_who_may_read_its_page(site) {
    let (ada, bob) = stage(site).await;
    let (cleo, eve) = (site.member("Cleo Lead").await, site.member("Eve").await);
    site.puts("cleo-lead", "design", "active", Some("lead")).await;
    brings(&ada, "plan.pdf", PDF).await.leads_to(FILES);
    let href = address(&ada.gets(FILES).await.body).unwrap();
    let read_by = async || {
        let mut by = String::new();
        for (letter, answer) in [("x", site.get(&href).await), ("e", eve.gets(&href).await), ("b", bob.gets(&href).await), ("a", ada.gets(&href).await)] {
            assert!(matches!(answer.status, StatusCode::OK | StatusCode::NOT_FOUND), "{letter}: {}", answer.status);
            assert!(answer.status == StatusCode::OK || answer.header("cache-control") == "no-store", "{letter}");
            by.push_str(if answer.status == StatusCode::OK { letter } else { "" });
        }
        by
    };
    assert_eq!(read_by().await, "xeba");
    let settings = format!("{PAGE}/settings");
    for (status, by) in [("draft", "a"), ("archived", "xeba"), ("published", "xeba")] {
        ada.posts(&settings, "change_page", &[("status", status)]).await.leads_to(PAGE);
        assert_eq!(read_by().await, by, "{status}");
    }
    for (audience, by) in [("signed_in", "eba"), ("members", "ba"), ("leads", ""), ("public", "xeba")] {
        let settings = "/c/design/settings/audiences";
        cleo.posts_agreeing(settings, "change_audiences", &[("pages", audience)]).await.leads_to(settings);
        assert_eq!(read_by().await, by, "{audience}");
        if by.contains('b') && audience != "public" {
            assert_eq!(bob.gets(&href).await.header("cache-control"), "private, no-cache");
        }
    }
    ada.posts(&settings, "delete_page", &[("why", "Nobody needs it.")]).await.leads_to("/c/design/settings/pages");
    assert_eq!(read_by().await, "");
    ada.posts("/c/design/settings/pages", "undelete_page", &[]).await.leads_to(PAGE);
    assert_eq!(read_by().await, "xeba");
});

on_every_database!(async fn a_file_that_is_removed_is_gone_and_so_is_what_was_in_it(site) {
    let (ada, bob) = stage(site).await;
    brings(&ada, "plan.pdf", PDF).await.leads_to(FILES);
    let href = address(&ada.gets(FILES).await.body).unwrap();
    let id = href.split('/').nth(2).unwrap();
    let remove = [("__fn", "/do/app/pages/attached/api/remove_page_file"), ("community", "design"), ("path", "playbook"), ("id", id)];
    assert_eq!(bob.posts_raw(FILES, &remove).await.status, StatusCode::FORBIDDEN);
    assert_eq!((kept(site).await, site.get(&href).await.status), (1, StatusCode::OK));
    let mine = ada.gets("/me/data.zip").await.bytes.to_vec();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(mine)).unwrap();
    let me: serde_json::Value = serde_json::from_reader(zip.by_name("me.json").unwrap()).unwrap();
    assert_eq!((me["page_files"][0]["page"].as_str(), me["page_files"][0]["name"].as_str()), (Some(PAGE), Some("plan.pdf")));
    ada.posts(FILES, "remove_page_file", &[]).await.leads_to(FILES);
    assert_eq!(site.get(&href).await.status, StatusCode::NOT_FOUND);
    assert!(!site.page(PAGE).await.contains("plan") && ada.reads(FILES).await.contains("This page has no files yet."));
    tidies_up(site).await;
    assert_eq!(kept(site).await, 0);
    assert_eq!(ada.posts_raw(FILES, &remove).await.status, StatusCode::NOT_FOUND);
    // What a crash left behind goes after a day.
    let lost = format!("pages/{}", Uuid::now_v7().simple());
    for path in [lost.as_str(), "pages/README.txt"] {
        site.app().files.put(path, b"x".to_vec()).await.unwrap();
    }
    assert_eq!(keeping::sweep(&site.app()).await, Ok(0));
    site.clock.set("2199-01-01T00:00:00Z".parse().unwrap());
    assert_eq!((keeping::sweep(&site.app()).await, kept(site).await), (Ok(1), 1));
});

on_every_database!(async fn a_page_and_a_community_have_so_much_room_for_files(site) {
    let (ada, _) = stage(site).await;
    let page: Uuid = on!(site.db().reader(), c => sqlx::query_scalar("select id from page where path = 'playbook'").fetch_one(c)).unwrap();
    let fills = async |files: i32, bytes: i32| {
        const CLEAR: &str = "delete from page_file";
        const FILL: &str = "insert into page_file (id, page_id, name, title, bytes, made_at) values ($1, $2, 'a.pdf', 'A', $3, $4)";
        let mut tx = site.db().begin().await.unwrap();
        let now = tx.now();
        run!(tx, sqlx::query(CLEAR)).unwrap();
        for _ in 0..files {
            run!(tx, sqlx::query(FILL).bind(Uuid::now_v7()).bind(page).bind(bytes).bind(now)).unwrap();
        }
        tx.commit([]).await.unwrap();
    };
    for (files, bytes, says) in [(50, 1, "This page has 50 files, and no more fit."), (10, 10_000_000, "The files of this page take 100.0 MB of 100.0 MB")] {
        fills(files, bytes).await;
        brings(&ada, "plan.pdf", PDF).await.says(REFUSED, says);
    }
    assert_eq!(kept(site).await, 0, "what was refused is not kept");
    fills(49, 1).await;
    brings(&ada, "plan.pdf", PDF).await.leads_to(FILES);
});

on_every_database!(async fn the_live_editor_brings_a_file_and_gets_the_markdown_that_shows_it(site) {
    let (ada, bob) = stage(site).await;
    let page: Uuid = on!(site.db().reader(), c => sqlx::query_scalar("select id from page where path = 'playbook'").fetch_one(c)).unwrap();
    let sends = async |who: &Visitor<'_>, (name, origin): (&str, &str), file: Vec<u8>| {
        let request = Request::post(format!("/live/pages/{page}/files?name={name}")).header("content-type", "application/octet-stream");
        let request = request.header("cookie", who.cookies()).header("host", "site.example").header("origin", origin);
        site.sends_body(request, Body::from(file)).await
    };
    let ours = "http://site.example";
    let brought = sends(&ada, ("Our%20wall.jpg", ours), picture()).await;
    assert_eq!(brought.status, StatusCode::OK, "{}", brought.body);
    let href = brought.body.strip_prefix("![Our wall](").and_then(|rest| rest.strip_suffix(')')).unwrap();
    assert_eq!(site.get(href).await.header("content-type"), "image/jpeg");
    let pdf = sends(&ada, ("plan.pdf", ours), PDF.to_vec()).await;
    assert!(pdf.body.starts_with("[plan](/files/") && pdf.body.ends_with("/plan.pdf)"), "{}", pdf.body);
    let svg = sends(&ada, ("x.svg", ours), b"<svg/>".to_vec()).await;
    assert!(svg.status == REFUSED && svg.body.contains("Files of this kind can’t be kept here."), "{}", svg.body);
    for bytes in [LARGEST_FILE + 1, LARGEST_FILE + 2_000_000] {
        let heavy = sends(&ada, ("x.pdf", ours), vec![b'x'; bytes]).await;
        assert!(heavy.status == REFUSED && heavy.body.contains("more than 10 MB"), "{} {}", heavy.status, heavy.body);
    }
    assert_eq!(sends(&ada, ("plan.pdf", "http://evil.example"), PDF.to_vec()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(sends(&bob, ("plan.pdf", ours), PDF.to_vec()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(sends(&site.visitor(), ("plan.pdf", ours), PDF.to_vec()).await.status, StatusCode::UNAUTHORIZED);
    let eve = site.member("Eve").await;
    assert_eq!(sends(&eve, ("plan.pdf", ours), PDF.to_vec()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kept(site).await, 2);
});

on_every_database!(async fn pages_are_had_as_one_html_file_with_their_pictures(site) {
    let (ada, bob) = stage(site).await;
    brings(&ada, "wall.jpg", &picture()).await.leads_to(FILES);
    let wall = address(&ada.gets(FILES).await.body).unwrap();
    let body = format!("![Our wall]({wall}) <script>x</script>\n\nSee [[Retros]], [them](/c/design/pages/playbook/retros#how) and [the people](/people).");
    ada.posts("/c/design/pages/playbook/edit", "save_page", &[("body", &body)]).await.leads_to(PAGE);
    let new = "/c/design/new-page";
    ada.posts(new, "make_page", &[("title", "Retros"), ("under", "playbook"), ("body", "## How\n\nLook back."), ("status", "published")]).await.leads_to("/c/design/pages/playbook/retros");
    ada.posts(new, "make_page", &[("title", "Xyzzy"), ("under", "playbook"), ("body", "Not yet."), ("status", "draft")]).await.leads_to("/c/design/pages/playbook/xyzzy");
    let tree = site.get("/c/design/pages").await.body;
    assert!(tree.contains("href=\"/c/design/pages.html\" rel=\"external\"") && tree.contains("href=\"/c/design/pages.md\""), "{tree}");
    assert!(site.get(PAGE).await.body.contains("href=\"/c/design/pages.html?under=playbook\""));
    let whole = site.get("/c/design/pages.html").await;
    for (header, value) in [("content-type", "text/html; charset=utf-8"), ("content-disposition", "attachment; filename=\"design-pages.html\""), ("cache-control", "private, no-cache")] {
        assert_eq!(whole.header(header), value);
    }
    for part in ["<title>Pages of Design</title>", "src=\"data:image/jpeg;base64,/9j/", "alt=\"Our wall\"", "<a href=\"#page-1\">Retros</a>", "href=\"#page-1-how\"", "href=\"http://site.example/people\"", "<h3 id=\"page-1-how\">How</h3>"] {
        assert!(whole.body.contains(part), "{part}: {}", whole.body);
    }
    assert!(!whole.body.contains("Xyzzy") && !whole.body.contains("<script") && !whole.body.contains("/files/"));
    let one = site.get("/c/design/pages.html?under=playbook/retros").await.body;
    assert!(one.contains("<title>Retros</title>") && one.contains("Look back.") && !one.contains("Our wall"), "{one}");
    assert_eq!(site.get("/c/design/pages.html?under=playbook/xyzzy").await.status, StatusCode::NOT_FOUND);
    // A picture of a page that the reader may not see stays where it is.
    ada.posts("/c/design/pages/playbook/settings", "change_page", &[("status", "draft")]).await.leads_to(PAGE);
    ada.posts("/c/design/pages/playbook/retros/edit", "save_page", &[("body", &format!("![Our wall]({wall})"))]).await.leads_to("/c/design/pages/playbook/retros");
    let read = bob.gets("/c/design/pages.html").await.body;
    assert!(read.contains(&format!("src=\"http://site.example{wall}\"")) && !read.contains("base64"), "{read}");
});
