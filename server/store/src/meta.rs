//! What the file says about itself, and the change log's sequence.
//!
//! Invariants: a sequence number is never given twice in one history, even when the newest changes were
//! purged; the commit number grows by one with every durable group, so that after a disk error it can be
//! seen whether the group was kept.

use crate::{Read, Span, StoreError, Table, Value, key, value};
use uuid::Uuid;

/// Facts about the file, by name.
pub(crate) const META: Table<String, Vec<u8>> = Table::new("meta");

/// The name of the change log's table.
pub(crate) const LOG: &str = "log";

/// The change log: every change under its sequence number.
pub fn log<V: Value>() -> Table<u64, V> {
    Table::new(LOG)
}

/// The version of the file's layout, a `u32` that grows with migrations.
pub(crate) const FORMAT: &str = "format";
/// Renewed by every restore; cursors of another history are void.
pub(crate) const HISTORY: &str = "history";
/// When the file was made, UTC milliseconds.
pub(crate) const CREATED: &str = "created_ms";
/// The program version that last migrated or created the file.
pub(crate) const APP: &str = "app_version";
/// How many groups were committed.
pub(crate) const COMMIT: &str = "commit";
/// The newest sequence number, kept when the newest row of the log is deleted.
pub(crate) const SEQ_FLOOR: &str = "seq_floor";

/// A migration that is under way: the format it leads to and where it stands.
pub(crate) const MIGRATING: &str = "migrating";
/// In a snapshot: when it was taken.
pub(crate) const TAKEN: &str = "taken_ms";
/// In a snapshot: why it was taken.
pub(crate) const TAKEN_KIND: &str = "taken_kind";
/// In a snapshot: its contents lie in the folder `files` beside it.
pub(crate) const BESIDE: &str = "contents_beside";
/// The name of the key with which secrets in the file are encrypted.
pub(crate) const SEALED_BY: &str = "sealed_by";
/// When the file last came from a restore.
pub(crate) const RESTORED: &str = "restored_ms";

/// A fact as it is stored: framed key and value.
pub(crate) fn row(name: &str, fact: &[u8]) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
    let key = key::encode(&name.to_owned());
    let stored = value::frame(&key, &fact.to_vec())?;
    Ok((key, stored))
}

pub(crate) fn get(read: &Read<'_>, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    read.get(&META, &name.to_owned())
}

pub(crate) fn get_u64(read: &Read<'_>, name: &str) -> Result<Option<u64>, StoreError> {
    get(read, name)?.map(|fact| u64::decode(u64::VERSION, &fact)).transpose()
}

pub(crate) fn get_text(read: &Read<'_>, name: &str) -> Result<Option<String>, StoreError> {
    get(read, name)?.map(|fact| String::decode(String::VERSION, &fact)).transpose()
}

/// A text as facts hold it.
pub(crate) fn text(fact: &str) -> Vec<u8> {
    let mut out = Vec::new();
    fact.to_owned().encode(&mut out);
    out
}

pub(crate) fn history(read: &Read<'_>) -> Result<Option<Uuid>, StoreError> {
    get(read, HISTORY)?.map(|fact| Uuid::decode(Uuid::VERSION, &fact)).transpose()
}

pub(crate) fn last_seq(read: &Read<'_>) -> Result<u64, StoreError> {
    let newest = read.raw_keys(LOG, &Span::all().reverse().limit(1))?.next().transpose()?;
    let newest = newest.map_or(Ok(0), |raw| key::decode::<u64>(&raw)).map_err(|e| e.in_table(LOG))?;
    Ok(newest.max(get_u64(read, SEQ_FLOOR)?.unwrap_or(0)))
}

/// A new random id for a history.
pub(crate) fn new_history() -> Result<Uuid, StoreError> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid())
}

/// A new id that sorts by the given time, UTC milliseconds.
pub(crate) fn new_timed_id(ms: i64) -> Result<Uuid, StoreError> {
    Ok(uuid::Builder::from_unix_timestamp_millis(ms.max(0).cast_unsigned(), &random()?).into_uuid())
}

#[allow(clippy::disallowed_methods, reason = "the one place of this crate that needs randomness")]
fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| StoreError::Io(e.to_string()))?;
    Ok(bytes)
}
