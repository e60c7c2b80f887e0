//! What a browser and its passkey are asked, and whether the answer proves anything.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Webauthn, WebauthnBuilder, WebauthnError,
};

use super::api::Ceremony;
use super::store::Locked;
use super::{freshness, second_step, store};
use crate::accounts::attempts::{PASSKEY_FROM, SIGN_IN_FROM, spend};
use crate::accounts::model::Purpose;
use crate::accounts::signing_in::{self, Entering};
use crate::accounts::signing_up::caller;
use crate::accounts::store::Account;
use crate::accounts::{links, store as accounts};
use crate::db::Tx;
use crate::error::AppError;
use crate::state::{AppState, Site, asked, internal};
use crate::ui::form::Done;
use crate::ui::passkey::Challenge;

/// Whether passkeys can be had: they are bound to the name of a site, and one that is reached by a number has none.
pub(crate) fn are_possible(site: &Site) -> bool {
    Url::parse(&site.base_url).is_ok_and(|url| url.domain().is_some())
}

/// What asks and checks, for the site's own address and no other.
fn checker(site: &Site) -> Result<Webauthn, AppError> {
    let origin = Url::parse(&site.base_url).map_err(|error| internal(&error))?;
    let Some(name) = origin.domain() else {
        return Err(AppError::Invalid("Passkeys need a site with a name, and this one is reached by a number.".to_owned()));
    };
    let checker = WebauthnBuilder::new(name, &origin).and_then(|builder| builder.rp_name(&site.name).build());
    checker.map_err(|error| internal(&error))
}

/// A challenge, for whatever it is asked for.
pub(super) async fn begin(ceremony: &str) -> Result<Challenge, AppError> {
    let (app, _) = asked(&[])?;
    let ceremony: Ceremony = ceremony.parse().map_err(|_| outdated())?;
    spend(&app.db, PASSKEY_FROM, &caller().address).await?;
    match ceremony {
        Ceremony::SignIn => challenge(&app, None).await,
        Ceremony::Second => {
            let account = second_step::half_way(&app).await?.ok_or_else(second_step::too_late)?;
            challenge(&app, Some(account.member_id)).await
        }
        Ceremony::Add => {
            let (_, member) = freshness::freshly_signed_in()?;
            let account = accounts::by_member(&app.db, member.member).await?.ok_or(AppError::SignIn)?;
            challenge_for_new(&app, &account).await
        }
    }
}

/// A challenge to whoever has a passkey here, or to one member's passkeys.
async fn challenge(app: &AppState, member: Option<Uuid>) -> Result<Challenge, AppError> {
    let (asks, state) = checker(&app.site)?.start_discoverable_authentication().map_err(|error| internal(&error))?;
    let mut options = serde_json::to_value(&asks.public_key).map_err(|error| internal(&error))?;
    if let Some(member) = member {
        let credentials = store::credentials(&app.db, member).await?;
        options["allowCredentials"] = credentials.iter().map(|id| json!({ "type": "public-key", "id": id })).collect();
    }
    remember(app, Purpose::Passkey, member, (&options, &state)).await
}

/// A challenge to make a passkey: one that says by itself whose it is.
async fn challenge_for_new(app: &AppState, account: &Account) -> Result<Challenge, AppError> {
    let known = store::credentials(&app.db, account.member_id).await?;
    let known: Vec<CredentialID> = known.iter().filter_map(|id| URL_SAFE_NO_PAD.decode(id).ok()).collect();
    let (asks, state) = checker(&app.site)?
        .start_passkey_registration(account.member_id, &account.email, &account.name, Some(known))
        .map_err(|error| internal(&error))?;
    let mut options = serde_json::to_value(&asks.public_key).map_err(|error| internal(&error))?;
    options["authenticatorSelection"]["residentKey"] = "required".into();
    options["authenticatorSelection"]["requireResidentKey"] = true.into();
    remember(app, Purpose::NewPasskey, Some(account.member_id), (&options, &state)).await
}

async fn remember(
    app: &AppState,
    purpose: Purpose,
    member: Option<Uuid>,
    (options, state): (&Value, &impl Serialize),
) -> Result<Challenge, AppError> {
    let mut tx = app.db.begin().await?;
    let token = links::make(&mut tx, purpose, member, state).await?;
    tx.commit([]).await?;
    Ok(Challenge { token: token.text(), options: options.to_string() })
}

/// What was remembered of a challenge. Whatever becomes of it, it is used up.
async fn taken<T: DeserializeOwned>(app: &AppState, purpose: Purpose, member: Option<Uuid>, token: &str) -> Result<T, AppError> {
    let mut tx = app.db.begin().await?;
    let link = links::take(&mut tx, purpose, token).await.map_err(|error| match error {
        AppError::Invalid(_) => outdated(),
        error => error,
    })?;
    tx.commit([]).await?;
    // One that was asked in another step, or of somebody else, proves nothing here.
    if link.member_id != member {
        return Err(outdated());
    }
    link.read().map_err(|_| outdated())
}

fn outdated() -> AppError {
    AppError::form("That took too long, or was done already. Press the button again.")
}

/// Signs in with a passkey: it asked for a finger, a face or a PIN, so it is all that is asked for.
pub(super) async fn sign_in(token: &str, credential: &str, to: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, SIGN_IN_FROM, &caller().address).await?;
    let state = taken(&app, Purpose::Passkey, None, token).await?;
    let mut tx = app.db.begin().await?;
    let passkey = proved(&app, &mut tx, state, credential).await?;
    let account = accounts::by_member(&app.db, passkey.member_id).await?.ok_or_else(unknown)?;
    signing_in::begin(&app, tx, Entering { account: &account, to, act: None }).await
}

/// Whether a passkey of a member answers the challenge that was put to them.
pub(super) async fn confirms(
    app: &AppState,
    tx: &mut Tx,
    member: Uuid,
    state: DiscoverableAuthentication,
    credential: &str,
) -> Result<(), AppError> {
    let passkey = proved(app, tx, state, credential).await?;
    if passkey.member_id == member { Ok(()) } else { Err(AppError::form("This passkey is of another account. Choose the one of yours.")) }
}

/// The challenge that was put to a member after their password.
pub(super) async fn taken_of(app: &AppState, member: Uuid, token: &str) -> Result<DiscoverableAuthentication, AppError> {
    taken(app, Purpose::Passkey, Some(member), token).await
}

/// The passkey that answers a challenge. It is locked, and noted as used.
async fn proved(app: &AppState, tx: &mut Tx, state: DiscoverableAuthentication, credential: &str) -> Result<Locked, AppError> {
    let answer: PublicKeyCredential = serde_json::from_str(credential).map_err(|_| garbled())?;
    let passkey = store::lock(tx, &URL_SAFE_NO_PAD.encode(answer.get_credential_id())).await?.ok_or_else(unknown)?;
    // Who it says it is of, where it does.
    if answer.get_user_unique_id().is_some_and(|says| says != passkey.member_id.as_bytes()) {
        return Err(unknown());
    }
    let mut key = passkey.key()?;
    let result = checker(&app.site)?.finish_discoverable_authentication_v2(&answer, state, &key).map_err(|error| refused(&error))?;
    if key.update_credential(&result) == Some(true) {
        store::save(tx, passkey.id, &key).await?;
    }
    Ok(passkey)
}

/// The passkey that was made for a member.
pub(super) async fn made(app: &AppState, member: Uuid, token: &str, credential: &str) -> Result<(String, Passkey), AppError> {
    let state: PasskeyRegistration = taken(app, Purpose::NewPasskey, Some(member), token).await?;
    let answer: RegisterPublicKeyCredential = serde_json::from_str(credential).map_err(|_| garbled())?;
    let key = checker(&app.site)?.finish_passkey_registration(&answer, &state).map_err(|error| refused(&error))?;
    Ok((URL_SAFE_NO_PAD.encode(key.cred_id()), key))
}

fn garbled() -> AppError {
    AppError::form("Nothing came from the passkey. Press the button again, and confirm when your device asks.")
}

fn unknown() -> AppError {
    AppError::form("This passkey is not known here. It may have been removed from the account: sign in another way.")
}

fn refused(error: &WebauthnError) -> AppError {
    tracing::info!(%error, "a passkey was refused");
    AppError::form(match error {
        WebauthnError::CredentialPossibleCompromise => {
            "This passkey seems to have a copy somewhere, so it is refused. Sign in another way, remove it and add a new one."
        }
        _ => "The passkey could not be confirmed here. Open the site at its own address and try again, or sign in another way.",
    })
}
