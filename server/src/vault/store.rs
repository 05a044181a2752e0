//! The table of secrets, and how they are wrapped: XChaCha20-Poly1305 with the name of the secret as associated data,
//! so that no row can take the place of another.

use super::record::SecretRecord;
use crate::{config::Hidden, secrets};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Name → secret.
pub const SECRETS: Table<String, SecretRecord> = Table::new("secrets");

/// Why a secret cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It is encrypted, and this server was given another key or none.
    #[error("This secret is encrypted. Set GUILDHALL_SECRET_KEY to the key named {0}, or enter the secret again.")]
    NeedsKey(String),
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What people call a key: it tells nothing of it.
fn name(key: &Hidden) -> String {
    let hash = blake3::derive_key("guildhall secret key name v1", key.reveal().as_bytes());
    hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn cipher(key: &Hidden) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&blake3::derive_key("guildhall secret key v1", key.reveal().as_bytes()).into())
}

/// Keeps a secret, encrypted where there is a key.
pub fn put(tx: &mut Tx<'_>, key: Option<&Hidden>, of: &str, secret: &[u8]) -> Result<(), StoreError> {
    let record = match key {
        None => SecretRecord { bytes: secret.to_vec().into(), nonce: None, key: None },
        Some(key) => {
            let nonce = secrets::nonce();
            let sealed = cipher(key)
                .encrypt(&nonce.into(), Payload { msg: secret, aad: of.as_bytes() })
                .map_err(|_| StoreError::Refused("a secret could not be encrypted".into()))?;
            SecretRecord { bytes: sealed.into(), nonce: Some(nonce.to_vec().into()), key: Some(name(key)) }
        }
    };
    tx.put(&SECRETS, &of.to_owned(), &record)?;
    mark(tx)
}

/// Forgets a secret.
pub fn delete(tx: &mut Tx<'_>, of: &str) -> Result<(), StoreError> {
    tx.delete(&SECRETS, &of.to_owned())?;
    mark(tx)
}

/// Writes down in the file itself which key it needs, so that a backup says so before anybody relies on it.
fn mark(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let key = needed(tx.read())?;
    tx.sealed_by(key.as_deref())
}

/// A secret.
///
/// # Errors
/// When it is encrypted with a key this server was not given.
pub fn get(read: &Read<'_>, key: Option<&Hidden>, of: &str) -> Result<Option<Vec<u8>>, Trouble> {
    let Some(record) = read.get(&SECRETS, &of.to_owned())? else { return Ok(None) };
    open(&record, key, of).map(Some)
}

fn open(record: &SecretRecord, key: Option<&Hidden>, of: &str) -> Result<Vec<u8>, Trouble> {
    let Some(nonce) = &record.nonce else { return Ok(record.bytes.to_vec()) };
    let wanted = || Trouble::NeedsKey(record.key.clone().unwrap_or_default());
    let nonce = <[u8; 24]>::try_from(&nonce[..]).map_err(|_| wanted())?;
    let key = key.ok_or_else(wanted)?;
    cipher(key).decrypt(&nonce.into(), Payload { msg: &record.bytes, aad: of.as_bytes() }).map_err(|_| wanted())
}

/// The name of the key some secret needs; none while nothing is encrypted.
pub fn needed(read: &Read<'_>) -> Result<Option<String>, StoreError> {
    for row in read.scan(&SECRETS, Span::all())? {
        if let Some(key) = row?.1.key {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// Encrypts whatever was kept before there was a key. What another key closed stays as it is.
pub fn seal_all(tx: &mut Tx<'_>, key: &Hidden) -> Result<usize, StoreError> {
    let rows = tx.read().scan(&SECRETS, Span::all())?.collect::<Result<Vec<_>, _>>()?;
    let open = rows.into_iter().filter(|(_, record)| record.nonce.is_none());
    let open: Vec<(String, SecretRecord)> = open.collect();
    open.iter().try_for_each(|(of, record)| put(tx, Some(key), of, &record.bytes))?;
    Ok(open.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_opens_with_its_key_and_under_its_name_alone() {
        let (key, other) = (Hidden::new("kettle orbit".into()), Hidden::new("mustard".into()));
        let nonce = [7; 24];
        let sealed = cipher(&key).encrypt(&nonce.into(), Payload { msg: b"secret", aad: b"smtp" }).unwrap();
        let record = SecretRecord { bytes: sealed.into(), nonce: Some(nonce.to_vec().into()), key: Some(name(&key)) };
        assert_eq!(open(&record, Some(&key), "smtp").unwrap(), b"secret");
        for (key, of) in [(Some(&other), "smtp"), (None, "smtp"), (Some(&key), "imap")] {
            assert_eq!(open(&record, key, of), Err(Trouble::NeedsKey(name(&Hidden::new("kettle orbit".into())))));
        }
    }
}
