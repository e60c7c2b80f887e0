//! What is asked of a provider, and what its answer is worth: signature, issuer, audience, age and nonce are checked before anything in it is believed.

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreGenderClaim, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EmptyAdditionalClaims,
    EndUserName, EndpointMaybeSet, EndpointNotSet, EndpointSet, LocalizedClaim, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse, UserInfoClaims,
};

use super::discovery::{causes, client as http};
use super::problem::Problem;
use super::provider::Provider;
use super::rules::Claims;
use super::store::Returned;
use crate::accounts::token::Token;
use crate::state::AppState;

/// What a provider signs with. Not what a shared secret signs: it would be worth no more than the secret.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why it did not work: what people read, and what the log says.
pub(super) struct Failure(pub(super) Problem, pub(super) String);

impl From<super::discovery::Unreachable> for Failure {
    fn from(error: super::discovery::Unreachable) -> Self {
        Self(Problem::Unreachable, error.to_string())
    }
}

fn refused(what: &str, error: &dyn std::error::Error) -> Failure {
    Failure(Problem::Refused, format!("{what}: {}", causes(error)))
}

/// An address to send somebody to, and what to remember of it.
pub(super) struct Question {
    pub(super) url: String,
    pub(super) state: Token,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// Makes the address at a provider that asks who somebody is.
pub(super) async fn question(app: &AppState, provider: &Provider) -> Result<Question, Failure> {
    let client = client(app, provider, &*provider.discovery.get(&provider.issuer, app.clock.now()).await?)?;
    let (state, nonce) = (Token::make(), Token::make().text());
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (sent, asked) = (state.text(), nonce.clone());
    let (url, _, _) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || CsrfToken::new(sent), move || Nonce::new(asked))
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    Ok(Question { url: url.into(), state, nonce, verifier: verifier.into_secret() })
}

/// Asks a provider whom a code stands for.
pub(super) async fn answer(app: &AppState, provider: &Provider, code: String, returned: &Returned) -> Result<Claims, Failure> {
    let now = app.clock.now();
    let client = client(app, provider, &*provider.discovery.get(&provider.issuer, now).await?)?;
    let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| refused("no address for codes", &error))?;
    let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(returned.pkce_verifier.clone()));
    let tokens = exchange.request_async(http()?).await.map_err(|error| match error {
        RequestTokenError::Request(error) => Failure(Problem::Unreachable, causes(&error)),
        error => refused("the code was not taken", &error),
    })?;
    let token = tokens.id_token().ok_or_else(|| Failure(Problem::Refused, "there is no ID token".to_owned()))?;
    let nonce = Nonce::new(returned.nonce.clone());
    let client = match verified(app, &client, token, &nonce) {
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
            match provider.discovery.again(&provider.issuer, now).await? {
                Some(metadata) => self::client(app, provider, &metadata)?,
                None => client,
            }
        }
        _ => client,
    };
    let claims = verified(app, &client, token, &nonce).map_err(|error| refused("the ID token is not good", &error))?;
    fits(&client, &tokens, token, claims)?;
    let said = said(claims);
    if said.email.is_some() && said.verified {
        return Ok(said);
    }
    Ok(more(&client, &tokens, claims.subject()).await?.unwrap_or(said))
}

/// What we ask a provider with.
fn client(app: &AppState, provider: &Provider, metadata: &CoreProviderMetadata) -> Result<Client, Failure> {
    let address = app.site.address(&format!("/sign-in/with/{}/callback", provider.slug));
    let address = RedirectUrl::new(address).map_err(|error| refused("BASE_URL is no address to come back to", &error))?;
    let methods = metadata.token_endpoint_auth_methods_supported();
    let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
    let shown = if takes(CoreClientAuthMethod::ClientSecretBasic) || !takes(CoreClientAuthMethod::ClientSecretPost) {
        AuthType::BasicAuth
    } else {
        AuthType::RequestBody
    };
    let (id, secret) = (ClientId::new(provider.client_id.clone()), ClientSecret::new(provider.client_secret.clone()));
    Ok(CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret)).set_redirect_uri(address).set_auth_type(shown))
}

fn verified<'t>(
    app: &AppState,
    client: &Client,
    token: &'t CoreIdToken,
    nonce: &Nonce,
) -> Result<&'t CoreIdTokenClaims, ClaimsVerificationError> {
    let now = app.clock.now();
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNED_BY).set_time_fn(move || now);
    token.claims(&verifier, nonce)
}

/// Whether the access token is the one that the ID token was made with.
fn fits(client: &Client, tokens: &CoreTokenResponse, token: &CoreIdToken, claims: &CoreIdTokenClaims) -> Result<(), Failure> {
    let Some(expected) = claims.access_token_hash() else { return Ok(()) };
    let verifier = client.id_token_verifier();
    let algorithm = token.signing_alg().map_err(|error| refused("the ID token is not signed", &error))?;
    let key = token.signing_key(&verifier).map_err(|error| refused("the ID token has no key", &error))?;
    let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
        .map_err(|error| refused("the access token can’t be hashed", &error))?;
    if actual == *expected { Ok(()) } else { Err(Failure(Problem::Refused, "the access token is another one’s".to_owned())) }
}

/// What the ID token says of them.
fn said(claims: &CoreIdTokenClaims) -> Claims {
    Claims {
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| email.to_string()),
        verified: claims.email_verified().unwrap_or(false),
        name: claims.name().and_then(any_name),
    }
}

/// What the provider says of them besides, where it has an address for that. It has to speak of the same person.
async fn more(client: &Client, tokens: &CoreTokenResponse, subject: &SubjectIdentifier) -> Result<Option<Claims>, Failure> {
    let Ok(request) = client.user_info(tokens.access_token().clone(), Some(subject.clone())) else { return Ok(None) };
    let asked: Result<UserInfoClaims<EmptyAdditionalClaims, CoreGenderClaim>, _> = request.request_async(http()?).await;
    let claims: CoreUserInfoClaims = asked.map_err(|error| refused("the userinfo is not good", &error))?;
    Ok(Some(Claims {
        subject: subject.to_string(),
        email: claims.email().map(|email| email.to_string()),
        verified: claims.email_verified().unwrap_or(false),
        name: claims.name().and_then(any_name),
    }))
}

fn any_name(names: &LocalizedClaim<EndUserName>) -> Option<String> {
    names.get(None).or_else(|| names.iter().next().map(|(_, name)| name)).map(|name| name.to_string())
}
