//! A message that only one browser can read (RFC 8291, in the coding of RFC 8188): a key agreed with the browser's own,
//! and one record. The tests read it with another implementation.

use crate::{Error, error::Code};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hmac::{HMAC_SHA256, Key, sign},
    rand::SystemRandom,
};

/// Most bytes of a message: services take 4,096 with what is around it.
pub const MOST: usize = 3_800;
/// Length of a record, longer than any message.
const RECORD: u32 = 4_096;

fn broken() -> Error {
    Error::because(Code::Conflict, "This browser's key cannot be used.")
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), &parts.concat()).as_ref().to_vec()
}

/// Whether a key and a shared secret are such as browsers send.
pub fn fits(key: &[u8], auth: &[u8]) -> bool {
    auth.len() == 16 && key.len() == 65 && key.first() == Some(&4) && agreed(key).is_ok()
}

/// A key of this message alone: its public half, and what both sides know.
fn agreed(key: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).map_err(|_| broken())?;
    let public = own.compute_public_key().map_err(|_| broken())?.as_ref().to_vec();
    let shared = agree_ephemeral(own, &UnparsedPublicKey::new(&ECDH_P256, key), <[u8]>::to_vec);
    Ok((public, shared.map_err(|_| broken())?))
}

/// Closes a message for the browser with this key and shared secret.
pub fn seal(key: &[u8], auth: &[u8], salt: [u8; 16], message: &[u8]) -> Result<Vec<u8>, Error> {
    let (public, shared) = agreed(key)?;
    let both = hmac(&hmac(auth, &[&shared]), &[b"WebPush: info\0", key, &public, &[1]]);
    let secret = hmac(&salt, &[&both]);
    let content = hmac(&secret, &[b"Content-Encoding: aes128gcm\0", &[1]]);
    let nonce = hmac(&secret, &[b"Content-Encoding: nonce\0", &[1]]);
    let cipher = UnboundKey::new(&AES_128_GCM, content.get(..16).ok_or_else(broken)?).map_err(|_| broken())?;
    let nonce = Nonce::try_assume_unique_for_key(nonce.get(..12).ok_or_else(broken)?).map_err(|_| broken())?;
    // The last record ends with a two; nothing hides its length.
    let mut record = [message, &[2]].concat();
    LessSafeKey::new(cipher).seal_in_place_append_tag(nonce, Aad::empty(), &mut record).map_err(|_| broken())?;
    let length = u8::try_from(public.len()).map_err(|_| broken())?;
    Ok([&salt[..], &RECORD.to_be_bytes(), &[length], &public, &record].concat())
}
