//! Who tells (RFC 8292): a key of this data, made once and kept with the secrets, and the token it signs for each
//! service. A browser that was added with a key takes messages signed with that key alone.

use crate::{
    App, Error,
    access::{Scope, Who, Work},
    error::Code,
    outgoing::{base64::base64url, client},
    vault::{self, Trouble},
};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

/// The name of the key among the secrets.
const KEY: &str = "push_key";
/// How long a token is good for, at most a day.
const LIFE_MS: i64 = 12 * 3_600_000;

/// The key of this data.
pub struct Vapid {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

fn broken() -> Error {
    Error::because(Code::Conflict, "The key for push cannot be read.")
}

impl Vapid {
    /// The key, made when there is none.
    pub fn load(app: &App) -> Result<Vapid, Error> {
        let sealed = app.config().secret_key.clone();
        let view = app.view(Who::system())?;
        let kept = vault::get(view.read(), sealed.as_ref(), KEY).map_err(trouble)?;
        drop(view);
        let bytes = match kept {
            Some(bytes) => bytes,
            None => {
                let fresh = fresh()?;
                let command = move |work: &mut Work<'_, '_>| match vault::get(work.tx.read(), sealed.as_ref(), KEY) {
                    Ok(Some(kept)) => Ok(kept),
                    Ok(None) => {
                        vault::put(work.tx, sealed.as_ref(), KEY, &fresh)?;
                        Ok(fresh.clone())
                    }
                    Err(error) => Err(trouble(error)),
                };
                app.run_blocking(Who::system(), command)?.value
            }
        };
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &random).map_err(|_| broken())?;
        Ok(Vapid { pair, random })
    }

    /// The public half, as browsers want it.
    pub fn public(&self) -> String {
        base64url(self.pair.public_key().as_ref())
    }

    /// What a request to a service is signed with; `contact` is whom it can turn to.
    pub fn authorization(&self, endpoint: &str, contact: Option<&str>, now_ms: i64) -> Result<String, Error> {
        let (scheme, host) = client::address(endpoint, true).ok_or_else(broken)?;
        let mut claims = serde_json::json!({ "aud": format!("{scheme}://{host}"), "exp": (now_ms + LIFE_MS) / 1000 });
        if let (Some(contact), Some(claims)) = (contact, claims.as_object_mut()) {
            claims.insert("sub".into(), contact.into());
        }
        let text =
            format!("{}.{}", base64url(br#"{"typ":"JWT","alg":"ES256"}"#), base64url(claims.to_string().as_bytes()));
        let signature = self.pair.sign(&self.random, text.as_bytes()).map_err(|_| broken())?;
        Ok(format!("vapid t={text}.{}, k={}", base64url(signature.as_ref()), self.public()))
    }
}

/// Randomness of the signing library itself: a key is made as it wants it.
fn fresh() -> Result<Vec<u8>, Error> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    Ok(made.map_err(|_| broken())?.as_ref().to_vec())
}

fn trouble(trouble: Trouble) -> Error {
    match trouble {
        Trouble::Store(error) => error.into(),
        needs => Error::because(Code::Conflict, needs.to_string()),
    }
}
