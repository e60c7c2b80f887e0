//! An organisation's sign-in provider: the real one of `provider.mjs`, and somebody with a browser there.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use app::accounts::sso::provider::Provider;
use axum::http::StatusCode;

use crate::site::Answer;
use crate::visitor::Visitor;

/// An organisation's sign-in provider, which ends with the test.
pub struct Office {
    process: Child,
    /// Kept open: it ends where it can’t write to it.
    _output: BufReader<ChildStdout>,
    pub url: String,
}

impl Office {
    /// Opens it at a port; at any free one for 0.
    pub fn opens_at(port: u16) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(
            here.join("../end2end/node_modules/oidc-provider").exists(),
            "the sign-in provider of the tests is missing: run them through `make test`, or `npm ci` in end2end, which installs it"
        );
        let mut process = Command::new("node")
            .arg(here.join("tests/http/provider.mjs"))
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("`node` can’t be run: install Node 20.19 or later, on which the sign-in provider of the tests runs");
        let mut url = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "the sign-in provider of the tests starts; it said “{url}”");
        Self { process, _output: output, url }
    }

    /// The setting, by which it is known under two names.
    pub fn providers(&self) -> Vec<Provider> {
        let provider = |slug: &str, name: &str| format!("{slug};{name};{};guildhall;a;secret=with+signs", self.url);
        Provider::parse_all(&format!("{} | {}", provider("work", "Example Office"), provider("home", "Home"))).unwrap()
    }

    /// Ends it.
    pub fn closes(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Opens again, with other keys.
    pub fn opens_again(&mut self) {
        self.closes();
        let port = self.url.rsplit(':').next().unwrap().parse().unwrap();
        *self = Self::opens_at(port);
    }

    /// Signs in as somebody there, and gives the path that leads back to the site.
    pub async fn lets_in(&self, address: &str, who: &str) -> String {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut cookies = BTreeMap::new();
        let mut address = address.to_owned();
        loop {
            if let Some(path) = address.strip_prefix("http://site.example") {
                return path.to_owned();
            }
            assert!(address.starts_with(&self.url), "{address} is not the provider’s");
            if address.contains("/interaction/") {
                address = format!("{address}?as={who}");
            }
            let sent: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let answer = client.get(&address).header("cookie", sent.join("; ")).send().await.unwrap();
            for cookie in answer.headers().get_all("set-cookie") {
                let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
                cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
            }
            let Some(next) = answer.headers().get("location").map(|next| next.to_str().unwrap().to_owned()) else {
                panic!("{address}: {} {}", answer.status(), answer.text().await.unwrap());
            };
            address = if next.starts_with('/') { format!("{}{next}", self.url) } else { next };
        }
    }

    /// Goes there from the site, signs in, and comes back.
    pub async fn brings(&self, visitor: &Visitor<'_>, path: &str, who: &str) -> Answer {
        let back = self.lets_in(&leaves(visitor, path).await, who).await;
        visitor.gets(&back).await
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.closes();
    }
}

/// Leaves the site for the provider.
pub async fn leaves(visitor: &Visitor<'_>, path: &str) -> String {
    let answer = visitor.gets(path).await;
    let address = answer.header("location");
    assert!(answer.status == StatusCode::SEE_OTHER && address.contains("code_challenge_method=S256"), "{} {address}", answer.status);
    assert_eq!(answer.header("cache-control"), "no-store");
    address.to_owned()
}
