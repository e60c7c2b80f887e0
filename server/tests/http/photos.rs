//! Photos of members: brought, refused, shown to whom they are for, and gone.

use std::io::{Cursor, Read};

use app::activity::jobs::{JobKind, claim, finish};
use app::members::photo::LARGEST;
use app::members::photos;
use app::on;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use image::{ImageFormat, Rgb, RgbImage};

use crate::admin::does;
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const HOME: &str = "/me/profile";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub fn written(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A picture as a file: red on the left, blue on the right.
pub fn picture() -> Vec<u8> {
    written(&RgbImage::from_fn(200, 200, |x, _| Rgb(if x < 100 { [255, 0, 0] } else { [0, 0, 255] })), ImageFormat::Jpeg)
}

/// The same as a phone writes it that was held upright: it has to be turned, and says where it was taken.
pub fn picture_of_a_phone() -> Vec<u8> {
    let mut noted = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    // Orientation 6: its left side is the top. Then where the notes on the place are: its latitude is north, and its map datum is said.
    noted.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    noted.extend(b"\x02\0\x01\0\x02\0\0\0\x02\0\0\0N\0\0\0\x12\0\x02\0\x07\0\0\0\x44\0\0\0\0\0\0\0WGS-84\0");
    let mut file = vec![0xff, 0xd8, 0xff, 0xe1];
    file.extend(u16::try_from(noted.len() + 2).unwrap().to_be_bytes());
    file.extend(noted);
    file.extend(&picture()[2..]);
    file
}

async fn brings(ada: &Visitor<'_>, file: &[u8]) -> crate::site::Answer {
    ada.uploads(HOME, "upload_photo", ("photo", "me.jpg"), file).await
}

/// Where the photo on a page is, without its size.
fn address(page: &str) -> Option<String> {
    let id = page.split("src=\"/photos/").nth(1)?.split('-').next()?;
    Some(format!("/photos/{id}"))
}

async fn files(site: &TestSite) -> usize {
    site.app().files.before("photos", "9999-01-01T00:00:00Z".parse().unwrap()).await.unwrap().len()
}

/// Removes what is to be removed.
async fn tidies_up(site: &TestSite) {
    while let Some(job) = claim(site.db()).await.unwrap() {
        if job.kind == JobKind::RemovePhoto {
            photos::remove_files(&site.app(), &job.payload).await.unwrap();
        }
        finish(site.db(), &job).await.unwrap();
    }
}

on_every_database!(async fn a_member_brings_a_photo_that_everybody_sees(site) {
    let ada = site.member("Ada Okafor").await;
    assert_eq!(address(&ada.gets(HOME).await.body), None);
    brings(&ada, &picture()).await.leads_to(HOME);
    let page = ada.gets(HOME).await;
    assert!(page.text().contains("Your photo is set."));
    let address = address(&page.body).unwrap();
    let header = page.body.split_once("class=\"account\"").unwrap().1;
    assert!(header.split_once("</div>").unwrap().0.contains(&format!("<img src=\"{address}-96\" alt=\"\"")), "beside one’s name in the header");
    assert!(page.body.contains(&format!("<img src=\"{address}-320\" alt=\"\" width=\"72\" height=\"72\"")));
    for (path, size) in [("/people", 96), ("/people/ada-okafor", 320)] {
        assert!(site.get(path).await.body.contains(&format!("src=\"{address}-{size}\"")), "{path}");
    }
    for size in [96, 320] {
        let photo = site.get(&format!("{address}-{size}")).await;
        assert_eq!((photo.status, photo.header("content-type")), (StatusCode::OK, "image/jpeg"));
        assert_eq!((photo.header("cache-control"), photo.header("x-content-type-options")), ("public, max-age=31536000, immutable", "nosniff"));
        let shown = image::load_from_memory_with_format(&photo.bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), (size, size));
    }
    for other in [format!("{address}-97"), address.clone(), format!("{address}-96.jpg"), "/photos/-96".to_owned(), "/photos/00000000000000000000000000000000-96".to_owned()] {
        assert_eq!(site.get(&other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
});

on_every_database!(async fn the_photo_of_an_account_that_becomes_part_of_another_goes_along(site) {
    let (root, ada, twin) = (site.administrator("Rhea").await, site.member("Ada").await, site.member("Twin").await);
    brings(&twin, &picture()).await.leads_to(HOME);
    let photo = address(&twin.gets(HOME).await.body).unwrap();
    does(&root, "/admin/members/twin", "merge_member", &[("into", "ada")]).await.leads_to("/admin/members/ada");
    tidies_up(site).await;
    assert_eq!(address(&ada.gets(HOME).await.body), Some(photo.clone()));
    assert_eq!(site.get(&format!("{photo}-96")).await.status, StatusCode::OK);
});

on_every_database!(async fn a_photo_is_upright_and_tells_nothing_of_where_it_was_taken(site) {
    let (ada, file) = (site.member("Ada").await, picture_of_a_phone());
    let tells = |bytes: &[u8]| [&b"Exif"[..], b"WGS-84"].iter().any(|mark| bytes.windows(mark.len()).any(|window| window == *mark));
    assert!(tells(&file));
    brings(&ada, &file).await.leads_to(HOME);
    let address = address(&ada.gets(HOME).await.body).unwrap();
    for size in [96, 320] {
        let photo = site.get(&format!("{address}-{size}")).await;
        assert!(!tells(&photo.bytes));
        let shown = image::load_from_memory(&photo.bytes).unwrap().to_rgb8();
        let (top, bottom) = (shown.get_pixel(size / 2, 8).0, shown.get_pixel(size / 2, size - 8).0);
        assert!(top[0] > 200 && top[2] < 60 && bottom[2] > 200 && bottom[0] < 60, "{top:?} {bottom:?}");
    }
});

on_every_database!(async fn what_is_no_picture_or_too_much_of_one_is_refused_beside_the_field(site) {
    let ada = site.member("Ada").await;
    let png = written(&RgbImage::new(100, 100), ImageFormat::Png);
    for (file, sentence) in [
        (Vec::new(), "Choose a picture first"),
        (b"I am a text, whatever I am called.".to_vec(), "This is no picture that can be shown here."),
        (png[..70].to_vec(), "This picture can’t be read: the file may be broken."),
        (written(&RgbImage::new(40, 40), ImageFormat::Png), "Bring one with at least 48 by 48."),
        (vec![0xff; LARGEST + 1], "This file has more than 8 MB."),
        (vec![0xff; 3 * LARGEST], "This file has more than 8 MB."),
    ] {
        let answer = brings(&ada, &file).await;
        answer.says(REFUSED, sentence);
        assert!(answer.body.contains("id=\"upload_photo-photo-error\""), "{sentence}");
    }
    // 30,000 by 30,000 of one colour pack into little.
    let bomb = bomb();
    assert!(bomb.len() < 3_000);
    brings(&ada, &bomb).await.says(REFUSED, "This picture has 30000 by 30000 pixels");
    assert_eq!((address(&ada.gets(HOME).await.body), files(site).await), (None, 0));
    let without = [("__fn", "/do/app/members/api/upload_photo")];
    ada.posts_raw(HOME, &without).await.says(REFUSED, "Choose a picture first");
    let request = Request::post(HOME).header("content-type", "multipart/form-data; boundary=edge");
    let answer = site.sends_body(request, Body::from("--edge--")).await;
    answer.leads_to("/sign-in?to=%2Fme%2Fprofile");
    assert_eq!(site.get("/people/ada").await.status, StatusCode::OK);
});

/// The beginning of a picture that would fill 2.7 GB.
pub fn bomb() -> Vec<u8> {
    let mut png = written(&RgbImage::new(100, 100), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let sum = !png[12..29].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    });
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

on_every_database!(async fn a_photo_is_shown_to_its_audience_and_kept_by_nobody_else(site) {
    let (ada, eve) = (site.member("Ada").await, site.member("Eve").await);
    brings(&ada, &picture()).await.leads_to(HOME);
    let photo = format!("{}-96", address(&ada.gets(HOME).await.body).unwrap());
    for (audience, stranger, member) in [("everyone", true, true), ("members", false, true), ("communities", false, false), ("nobody", false, false)] {
        ada.posts(HOME, "save_audiences", &[("photo", audience)]).await.leads_to(HOME);
        for (who, may, answer) in [("stranger", stranger, site.get(&photo).await), ("member", member, eve.gets(&photo).await), ("owner", true, ada.gets(&photo).await)] {
            assert_eq!(answer.status == StatusCode::OK, may, "{who}, {audience}");
            if audience != "everyone" {
                let kept = if may { "private, no-store" } else { "no-store" };
                assert_eq!(answer.header("cache-control"), kept, "{who}, {audience}");
            }
        }
        assert_eq!(site.get("/people").await.body.contains("/photos/"), stranger, "{audience}");
        assert_eq!(eve.gets("/people").await.body.contains(&photo), member, "{audience}");
    }
});

on_every_database!(async fn a_photo_that_is_replaced_removed_or_whose_member_left_is_gone(site) {
    let ada = site.member("Ada").await;
    brings(&ada, &picture()).await.leads_to(HOME);
    let first = address(&ada.gets(HOME).await.body).unwrap();
    brings(&ada, &picture_of_a_phone()).await.leads_to(HOME);
    let second = address(&ada.gets(HOME).await.body).unwrap();
    assert_ne!(first, second);
    let is_there = async |address: &str| ada.gets(&format!("{address}-96")).await.status == StatusCode::OK;
    assert!(!is_there(&first).await && is_there(&second).await);
    assert_eq!(files(site).await, 4);
    tidies_up(site).await;
    assert!(is_there(&second).await);
    assert_eq!(files(site).await, 2);
    ada.posts(HOME, "remove_photo", &[]).await.leads_to(HOME);
    assert!(!is_there(&second).await && address(&site.get("/people").await.body).is_none());
    tidies_up(site).await;
    assert_eq!(files(site).await, 0);
    brings(&ada, &picture()).await.leads_to(HOME);
    let third = address(&ada.gets(HOME).await.body).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(ada.gets("/me/data.zip").await.bytes.to_vec())).unwrap();
    let mut file = Vec::new();
    zip.by_name("photo.jpg").unwrap().read_to_end(&mut file).unwrap();
    assert_eq!(image::load_from_memory(&file).unwrap().width(), 320);
    let leaving = [("contributions", "keep"), ("current_password", PASSWORD)];
    ada.posts("/me/data", "delete_account", &leaving).await.leads_to("/");
    assert_eq!(site.get(&format!("{third}-96")).await.status, StatusCode::NOT_FOUND);
    tidies_up(site).await;
    assert_eq!(files(site).await, 0);
});

on_every_database!(async fn files_that_no_row_names_are_removed_after_a_day(site) {
    let ada = site.member("Ada").await;
    brings(&ada, &picture()).await.leads_to(HOME);
    let lost = "photos/0199aaaa00007000800000000000abcd-96.jpg";
    for path in [lost, "photos/README.txt"] {
        site.app().files.put(path, b"x".to_vec()).await.unwrap();
    }
    // Files carry the time of the machine.
    assert_eq!(photos::sweep(&site.app()).await, Ok(0));
    site.clock.set("2199-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(photos::sweep(&site.app()).await, Ok(1));
    assert_eq!(site.app().files.get(lost).await.unwrap(), None);
    assert_eq!(files(site).await, 3);
});

on_every_database!(async fn an_administrator_removes_a_photo_and_helps_whoever_lost_their_passkey(site) {
    let (root, ada) = (site.administrator("Root").await, site.member("Ada").await);
    assert!(!root.reads("/admin/members/ada").await.contains("Remove the photo"));
    brings(&ada, &picture()).await.leads_to(HOME);
    let there = "/admin/members/ada";
    root.posts(there, "remove_member_photo", &[("why", "")]).await.says(REFUSED, "There is a problem");
    root.posts(there, "remove_member_photo", &[("why", "It shows somebody else.")]).await.leads_to(there);
    assert_eq!(address(&ada.gets(HOME).await.body), None);
    let mail = site.mails_to("ada@site.example").await.pop().unwrap();
    assert!(mail.subject == "Your photo on Guildhall was removed" && format!("{:?}", mail.body).contains("It shows somebody else."));
    assert!(root.reads("/admin/log").await.contains("Root removed the photo of Ada"));
    let passkey = crate::authenticator::Authenticator::new(1);
    ada.adds(&passkey, "My phone").await.leads_to("/me/security");
    ada.posts("/me/security", "require_passkey", &[]).await.leads_to("/me/security/codes");
    root.posts(there, "ask_no_passkey", &[("why", "She called, and I know her voice.")]).await.leads_to(there);
    site.visitor().signs_in("ada@site.example").await.leads_to("/me");
    let codes: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from recovery_code").fetch_one(c)).unwrap();
    assert_eq!(codes, 0);
    assert!(root.reads("/admin/log").await.contains("Root stopped asking Ada for a passkey after the password"));
});
