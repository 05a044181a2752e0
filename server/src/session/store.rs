//! The tables of the ways in.

use super::record::{AttemptsRecord, PasswordRecord, ResetRecord, SessionRecord, TokenRecord};
use crate::log::cbor;
use guildhall_domain::Id;
use guildhall_store::{Key, Read, Span, StoreError, Table, Tx, Value};
use std::collections::HashMap;

/// Hash of the secret → session.
pub const SESSIONS: Table<Vec<u8>, SessionRecord> = Table::new("sessions");
/// Hash of the secret → API token.
pub const TOKENS: Table<Vec<u8>, TokenRecord> = Table::new("tokens");
/// Person → password.
pub const PASSWORDS: Table<Id, PasswordRecord> = Table::new("passwords");
/// Person → the one link that may set a new password; a newer one takes its place.
pub const RESETS: Table<Id, ResetRecord> = Table::new("password_resets");
/// Hash of what is counted → failures of late.
pub const ATTEMPTS: Table<Vec<u8>, AttemptsRecord> = Table::new("attempts");
/// Person → when they were last here, UTC milliseconds, to within some minutes.
pub const SEEN: Table<Id, u64> = Table::new("last_seen");

/// The session of a secret.
pub fn by_secret(read: &Read<'_>, secret: &str) -> Result<Option<SessionRecord>, StoreError> {
    read.get(&SESSIONS, &crate::secrets::hash(secret))
}

/// The token of a secret.
pub fn token(read: &Read<'_>, secret: &str) -> Result<Option<TokenRecord>, StoreError> {
    read.get(&TOKENS, &crate::secrets::hash(secret))
}

/// The password of a person, once they have one.
pub fn password(read: &Read<'_>, person: Id) -> Result<Option<PasswordRecord>, StoreError> {
    read.get(&PASSWORDS, &person)
}

fn rows<K: Key, V: Value>(read: &Read<'_>, table: &Table<K, V>) -> Result<Vec<(K, V)>, StoreError> {
    read.scan(table, Span::all())?.collect()
}

/// Every session with the hash it is stored under.
pub fn sessions(read: &Read<'_>) -> Result<Vec<(Vec<u8>, SessionRecord)>, StoreError> {
    rows(read, &SESSIONS)
}

/// The sessions of a person.
pub fn sessions_of(read: &Read<'_>, person: Id) -> Result<Vec<(Vec<u8>, SessionRecord)>, StoreError> {
    Ok(sessions(read)?.into_iter().filter(|(_, session)| cbor::from_id(&session.person) == person).collect())
}

/// The tokens of a person.
pub fn tokens_of(read: &Read<'_>, person: Id) -> Result<Vec<(Vec<u8>, TokenRecord)>, StoreError> {
    Ok(rows(read, &TOKENS)?.into_iter().filter(|(_, token)| cbor::from_id(&token.person) == person).collect())
}

/// Every link that may set a password.
pub fn resets(read: &Read<'_>) -> Result<Vec<(Id, ResetRecord)>, StoreError> {
    rows(read, &RESETS)
}

/// Every count of failures.
pub fn attempts(read: &Read<'_>) -> Result<Vec<(Vec<u8>, AttemptsRecord)>, StoreError> {
    rows(read, &ATTEMPTS)
}

/// When everybody was last here.
pub fn seen(read: &Read<'_>) -> Result<HashMap<Id, i64>, StoreError> {
    let rows = rows(read, &SEEN)?.into_iter();
    Ok(rows.map(|(person, ms)| (person, i64::try_from(ms).unwrap_or_default())).collect())
}

/// When a person was last here.
pub fn seen_by(read: &Read<'_>, person: Id) -> Result<Option<i64>, StoreError> {
    Ok(read.get(&SEEN, &person)?.and_then(|ms| i64::try_from(ms).ok()))
}

/// Notes that a person is here.
pub fn put_seen(tx: &mut Tx<'_>, person: Id, now: i64) -> Result<(), StoreError> {
    tx.put(&SEEN, &person, &u64::try_from(now).unwrap_or_default())
}

/// Ends the sessions of a person, all or all but the one stored under `keep`; answers how many.
pub fn end_sessions(tx: &mut Tx<'_>, person: Id, keep: Option<&[u8]>) -> Result<usize, StoreError> {
    let ended: Vec<_> =
        sessions_of(tx.read(), person)?.into_iter().filter(|(hash, _)| Some(hash.as_slice()) != keep).collect();
    ended.iter().try_for_each(|(hash, _)| tx.delete(&SESSIONS, hash))?;
    Ok(ended.len())
}

/// Ends the tokens of a person.
pub fn end_tokens(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    let ended = tokens_of(tx.read(), person)?;
    ended.iter().try_for_each(|(hash, _)| tx.delete(&TOKENS, hash))
}

/// Ends one token.
pub fn end_token(tx: &mut Tx<'_>, hash: &Vec<u8>) -> Result<(), StoreError> {
    tx.delete(&TOKENS, hash)
}

/// Ends every session, link and count of failures: what does not survive a restore.
pub fn end_everything(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let sessions: Vec<_> = sessions(tx.read())?.into_iter().map(|(hash, _)| hash).collect();
    let links: Vec<_> = resets(tx.read())?.into_iter().map(|(person, _)| person).collect();
    let counts: Vec<_> = attempts(tx.read())?.into_iter().map(|(key, _)| key).collect();
    sessions.iter().try_for_each(|hash| tx.delete(&SESSIONS, hash))?;
    links.iter().try_for_each(|person| tx.delete(&RESETS, person))?;
    counts.iter().try_for_each(|key| tx.delete(&ATTEMPTS, key))
}
