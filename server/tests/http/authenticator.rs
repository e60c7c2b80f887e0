//! What keeps a passkey: a small authenticator, as WebAuthn describes one, with a key of ES256.

use std::cell::Cell;

use app::ui::passkey::Challenge;
use app::wire::from_text;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::site::Answer;
use crate::visitor::Visitor;

/// Somebody is there, and is who they should be.
const PRESENT_AND_VERIFIED: u8 = 0x05;
/// What is made is described.
const DESCRIBED: u8 = 0x40;

/// A passkey, and what it tells of where it is used.
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    /// Where it says that it is used.
    pub origin: Cell<&'static str>,
    /// What it says of who confirmed.
    pub flags: Cell<u8>,
    /// How often it says that it has been used.
    pub counter: Cell<u32>,
}

impl Authenticator {
    /// One of its own for each number.
    pub fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: vec![number; 20],
            origin: Cell::new("http://site.example"),
            flags: Cell::new(PRESENT_AND_VERIFIED),
            counter: Cell::new(1),
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin.get(), "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, site: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(site).to_vec();
        data.push(flags);
        data.extend(self.counter.get().to_be_bytes());
        data
    }

    fn credential(&self, response: Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": response }).to_string()
    }

    /// Makes the passkey that is asked for.
    pub fn makes(&self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), self.flags.get() | DESCRIBED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = self.key.verifying_key().to_sec1_point(false);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        let client = self.client_data("webauthn.create", &options);
        self.credential(
            json!({ "clientDataJSON": URL_SAFE_NO_PAD.encode(client), "attestationObject": URL_SAFE_NO_PAD.encode(attestation), "transports": ["internal"] }),
        )
    }

    /// Signs what is asked, and says whose it is.
    pub fn signs(&self, options: &str, whose: Option<uuid::Uuid>) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        self.counter.set(self.counter.get() + 1);
        let data = self.data(options["rpId"].as_str().unwrap(), self.flags.get());
        let client = self.client_data("webauthn.get", &options);
        let signature: Signature = self.key.sign(&[&data[..], &Sha256::digest(&client)].concat());
        self.credential(json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.to_der()),
            "userHandle": whose.map(|member| URL_SAFE_NO_PAD.encode(member.as_bytes())),
        }))
    }
}

impl Visitor<'_> {
    /// Asks for a challenge.
    pub async fn begins(&self, ceremony: &str) -> Challenge {
        let answer = self.posts_raw("/do/app/accounts/passkeys/api/begin_passkey", &[("ceremony", ceremony)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        from_text(&answer.body).unwrap()
    }

    /// Adds a passkey under a name.
    pub async fn adds(&self, passkey: &Authenticator, name: &str) -> Answer {
        let challenge = self.begins("add").await;
        let credential = passkey.makes(&challenge.options);
        self.posts("/me/security", "add_passkey", &[("token", &challenge.token), ("credential", &credential), ("name", name)]).await
    }

    /// Signs in with a passkey.
    pub async fn signs_in_with(&self, passkey: &Authenticator) -> Answer {
        let challenge = self.begins("sign_in").await;
        let credential = passkey.signs(&challenge.options, None);
        self.posts("/sign-in", "sign_in_with_passkey", &[("token", &challenge.token), ("credential", &credential)]).await
    }

    /// Goes on with a passkey after the password.
    pub async fn goes_on_with(&self, passkey: &Authenticator) -> Answer {
        let challenge = self.begins("second").await;
        let credential = passkey.signs(&challenge.options, None);
        self.posts("/sign-in/second", "confirm_with_passkey", &[("token", &challenge.token), ("credential", &credential)]).await
    }
}
