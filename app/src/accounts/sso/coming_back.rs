//! Sending somebody to a provider, and taking them back.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::exchange::{self, Failure};
use super::problem::Problem;
use super::provider::Provider;
use super::rules::{self, Claims, Next};
use super::store::{self, Attempt, Returned};
use crate::accounts::attempts::{SSO_FROM, spend};
use crate::accounts::cookie::{self, Kept};
use crate::accounts::email::Email;
use crate::accounts::mails;
use crate::accounts::model::Purpose;
use crate::accounts::signing_in::onward;
use crate::accounts::token::Token;
use crate::accounts::{links, session_store, store as accounts};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::mail;
use crate::organisations::vouching;
use crate::state::{AppState, Caller, SignedIn};

/// A request to these addresses.
pub(super) struct Visit {
    pub(super) app: AppState,
    pub(super) caller: Caller,
    pub(super) signed_in: Option<SignedIn>,
    /// What the browser keeps to be known by when it comes back.
    pub(super) browser: Option<Token>,
    /// The provider's slug in the address.
    pub(super) slug: String,
    pub(super) query: HashMap<String, String>,
}

/// Where somebody is sent on, with which cookies.
pub(super) struct Onward {
    pub(super) to: String,
    pub(super) cookies: Vec<String>,
}

/// Why somebody is not sent on, and what the log says besides.
pub(super) struct Stopped {
    pub(super) problem: Problem,
    /// Whether they were linking an identity.
    pub(super) linking: bool,
    pub(super) to: String,
    pub(super) detail: String,
}

impl Stopped {
    fn by(problem: impl Into<Problem>) -> Self {
        Self { problem: problem.into(), linking: false, to: String::new(), detail: String::new() }
    }
}

/// What the row carries of an identity whose owner has to sign in first.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) provider: String,
    pub(super) subject: String,
    pub(super) email: String,
}

impl Visit {
    fn asked(&self, name: &str) -> &str {
        self.query.get(name).map(String::as_str).unwrap_or_default()
    }

    fn provider(&self) -> Result<&Provider, Stopped> {
        self.app.site.provider(&self.slug).ok_or_else(|| Stopped::by(Problem::Unknown))
    }

    /// Sends somebody to the provider.
    pub(super) async fn leaves(self) -> Result<Onward, Stopped> {
        let provider = self.provider()?;
        let to = onward(self.asked("to"));
        let member = self.linking();
        let stopped = |problem, detail| Stopped { problem, linking: member.is_some(), to: to.clone(), detail };
        if let Err(error) = spend(&self.app.db, SSO_FROM, &self.caller.address).await {
            return Err(stopped(error.into(), String::new()));
        }
        let question = exchange::question(&self.app, provider).await.map_err(|Failure(problem, detail)| stopped(problem, detail))?;
        // A browser that is on its way in another tab keeps what it has.
        let browser = self.browser.clone().unwrap_or_else(Token::make);
        let attempt = Attempt {
            state: &question.state,
            provider: &provider.slug,
            nonce: &question.nonce,
            verifier: &question.verifier,
            to: &to,
            browser: &browser,
            member,
        };
        let sent = async {
            let mut tx = self.app.db.begin().await?;
            store::send(&mut tx, &attempt).await?;
            tx.commit([]).await
        };
        sent.await.map_err(|error| stopped(error.into(), String::new()))?;
        Ok(Onward { to: question.url, cookies: vec![cookie::kept(Kept::Browser, &self.app.site, &browser.text(), store::PATIENCE)] })
    }

    /// Who links an identity: who is signed in, and comes from their own page.
    fn linking(&self) -> Option<Uuid> {
        let member = self.signed_in.as_ref()?;
        (self.asked("link") == rules::link_proof(member.session)).then_some(member.member)
    }

    /// Takes somebody back from the provider.
    pub(super) async fn returns(self) -> Result<Onward, Stopped> {
        let provider = self.provider()?;
        let returned = self.taken().await.map_err(Stopped::by)?.ok_or_else(|| Stopped::by(Problem::Expired))?;
        let (linking, to) = (returned.member_id.is_some(), returned.to_path.clone());
        let answered = match self.answered(provider, &returned).await {
            Ok(claims) => self.comes_in(provider, &returned, &claims).await.map_err(|problem| Failure(problem, String::new())),
            Err(failure) => Err(failure),
        };
        answered.map_err(|Failure(problem, detail)| Stopped { problem, linking, to, detail })
    }

    /// What was remembered of who was sent. Whatever becomes of it, it is used up.
    async fn taken(&self) -> Result<Option<Returned>, sqlx::Error> {
        let (Some(state), Some(browser)) = (Token::read(self.asked("state")), &self.browser) else { return Ok(None) };
        let mut tx = self.app.db.begin().await?;
        let returned = store::take(&mut tx, &self.slug, &state, browser).await?;
        tx.commit([]).await?;
        // A link for an account is of no use to whoever signed in to another since.
        let here = self.signed_in.as_ref().map(|member| member.member);
        Ok(returned.filter(|returned| returned.member_id.is_none() || returned.member_id == here))
    }

    /// Whom the provider vouches for.
    async fn answered(&self, provider: &Provider, returned: &Returned) -> Result<Claims, Failure> {
        let says: String = self.asked("error").chars().take(100).collect();
        match says.as_str() {
            "" => {}
            "access_denied" => return Err(Failure(Problem::Cancelled, String::new())),
            _ => return Err(Failure(Problem::Refused, format!("it answers {says:?}"))),
        }
        // Which provider answers, where it says so (RFC 9207): a code is not carried from one to another.
        if self.query.get("iss").is_some_and(|issuer| issuer != provider.issuer.as_str()) {
            return Err(Failure(Problem::Refused, "another issuer answers".to_owned()));
        }
        exchange::answer(&self.app, provider, self.asked("code").to_owned(), returned).await
    }

    async fn comes_in(&self, provider: &Provider, returned: &Returned, claims: &Claims) -> Result<Onward, Problem> {
        let known = store::whose(&self.app.db, &provider.slug, &claims.subject).await?;
        match rules::by_identity(known, returned.member_id, claims)? {
            Next::SignIn(member) => self.signs_in(provider, returned, claims, member).await,
            Next::Nothing => self.proves_again(provider, claims, returned.member_id).await,
            Next::Link => match returned.member_id {
                Some(member) => self.links(provider, claims, member).await,
                None => Err(Problem::Expired),
            },
            Next::LookUp(email) => match accounts::by_email(&self.app.db, &email).await? {
                Some(account) => self.proves_first(provider, returned, claims, &account).await,
                None => self.opens(provider, returned, claims, &email).await,
            },
        }
    }

    async fn signs_in(&self, provider: &Provider, returned: &Returned, claims: &Claims, member: Uuid) -> Result<Onward, Problem> {
        let mut tx = self.app.db.begin().await?;
        store::used(&mut tx, &provider.slug, &claims.subject, claims.email.as_deref()).await?;
        vouching::signed_in(&mut tx, &self.app, member, (&provider.slug, &claims.subject)).await?;
        self.begins(tx, member, returned, None).await
    }

    async fn opens(&self, provider: &Provider, returned: &Returned, claims: &Claims, email: &Email) -> Result<Onward, Problem> {
        let site = &self.app.site;
        rules::may_open(site.registration, &site.registration_domains, email)?;
        let name = rules::name_of(claims, email).ok_or(Problem::NoAddress)?;
        let mut tx = self.app.db.begin().await?;
        let newcomer = accounts::Newcomer { name: &name, email, password: None, administrator: false };
        // Both may have been taken a moment ago, in another tab.
        let Some((member, act)) = accounts::open(&mut tx, &newcomer).await? else { return Err(Problem::Expired) };
        if !store::link(&mut tx, member, &provider.slug, &claims.subject, claims.email.as_deref()).await? {
            return Err(Problem::Expired);
        }
        vouching::signed_in(&mut tx, &self.app, member, (&provider.slug, &claims.subject)).await?;
        self.begins(tx, member, returned, Some(act)).await
    }

    /// Begins a session in place of the one before, and leads to where they wanted to go.
    async fn begins(&self, mut tx: Tx, member: Uuid, returned: &Returned, act: Option<Act>) -> Result<Onward, Problem> {
        if let Some(before) = &self.signed_in {
            session_store::end(&mut tx, before.member, before.session).await?;
        }
        let token = session_store::begin(&mut tx, member, &self.caller.device).await?;
        tx.commit(act).await?;
        let session = cookie::kept(Kept::Session, &self.app.site, &token.text(), session_store::LIFE);
        Ok(Onward { to: returned.to_path.clone(), cookies: vec![session, cookie::gone(Kept::Identity, &self.app.site)] })
    }

    async fn links(&self, provider: &Provider, claims: &Claims, member: Uuid) -> Result<Onward, Problem> {
        let account = accounts::by_member(&self.app.db, member).await?.ok_or(Problem::Expired)?;
        let mut tx = self.app.db.begin().await?;
        if !store::link(&mut tx, member, &provider.slug, &claims.subject, claims.email.as_deref()).await? {
            return Err(Problem::Elsewhere);
        }
        vouching::signed_in(&mut tx, &self.app, member, (&provider.slug, &claims.subject)).await?;
        mail::post(&mut tx, &mails::identity_linked(&self.app.site, &account.email, &provider.name)).await?;
        tx.commit([linked(member, provider)]).await?;
        Ok(security())
    }

    /// Somebody linked already what they came with: that they did proves anew to whom they belong.
    async fn proves_again(&self, provider: &Provider, claims: &Claims, member: Option<Uuid>) -> Result<Onward, Problem> {
        if let Some(member) = member {
            let mut tx = self.app.db.begin().await?;
            store::used(&mut tx, &provider.slug, &claims.subject, claims.email.as_deref()).await?;
            vouching::signed_in(&mut tx, &self.app, member, (&provider.slug, &claims.subject)).await?;
            tx.commit([]).await?;
        }
        Ok(security())
    }

    /// Has the identity wait until somebody has signed in to the account with its address.
    async fn proves_first(
        &self,
        provider: &Provider,
        returned: &Returned,
        claims: &Claims,
        account: &accounts::Account,
    ) -> Result<Onward, Problem> {
        let email = claims.email.clone().unwrap_or_default();
        let waiting = Waiting { provider: provider.slug.clone(), subject: claims.subject.clone(), email };
        let mut tx = self.app.db.begin().await?;
        let token = links::make(&mut tx, Purpose::Identity, Some(account.member_id), &waiting).await?;
        tx.commit([]).await?;
        let kept = cookie::kept(Kept::Identity, &self.app.site, &token.text(), Purpose::Identity.lives());
        Ok(Onward { to: problem_at(Problem::Known, &returned.to_path), cookies: vec![kept] })
    }
}

/// That a member linked an identity at a provider.
pub(super) fn linked(member: Uuid, provider: &Provider) -> Act {
    Act::by(member, Deed::Linked, ObjectKind::Person, member).noting(provider.slug.clone())
}

/// The sign-in page, saying what is wrong.
pub(super) fn problem_at(problem: Problem, to: &str) -> String {
    let to: String = openidconnect::url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
    format!("/sign-in?problem={problem}&to={to}")
}

fn security() -> Onward {
    Onward { to: "/me/security".to_owned(), cookies: Vec::new() }
}
