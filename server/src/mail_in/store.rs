//! The tables of mail that comes in.

use super::record::{Arrived, ArrivedRecord, PositionRecord, SenderRecord, SpaceMailRecord, State};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::Id;
use guildhall_store::{
    Read, Span, StoreError, Table, Tx,
    blobs::{self, BlobHash, NewBlob},
};

/// Mails that have not become anything yet.
pub const ARRIVED: Table<Id, ArrivedRecord> = Table::new("mail_in");
/// ([`State`], when it came, mail): what is to be worked off, and the lists of what is kept.
pub const STATES: Table<(u8, i64, Id), ()> = Table::new("mail_in_states");
/// Hash of a mail's name and of what it was for → when it was done.
pub const SEEN: Table<BlobHash, u64> = Table::new("mail_in_seen");
/// (when, the same hash): what is forgotten first.
pub const SEEN_AT: Table<(i64, BlobHash), ()> = Table::new("mail_in_seen_at");
/// Address → how many mails it sent lately.
pub const SENDERS: Table<String, SenderRecord> = Table::new("mail_in_senders");
/// Space → its address.
pub const SPACES: Table<Id, SpaceMailRecord> = Table::new("mail_in_spaces");
/// What stands before the `@` → space.
pub const NAMES: Table<String, Id> = Table::new("mail_in_names");
/// How far the mailbox was read.
pub const POSITION: Table<(), PositionRecord> = Table::new("mail_in_position");

/// How long it is known which mails were done; longer than their secrets are good.
const SEEN_MS: i64 = 180 * 24 * 3_600_000;
/// How long refused mails are kept, and unconfirmed ones.
const REFUSED_MS: i64 = 30 * 24 * 3_600_000;
const UNCONFIRMED_MS: i64 = 180 * 24 * 3_600_000;

/// Takes a mail in.
pub fn arrive(work: &mut Work<'_, '_>, content: &NewBlob, record: ArrivedRecord) -> Result<Id, Error> {
    blobs::keep(work.tx, content)?;
    let id = work.new_id();
    put(work.tx, None, &Arrived { id, record })?;
    Ok(id)
}

/// Writes one, and its place in the lists.
pub fn put(tx: &mut Tx<'_>, before: Option<&ArrivedRecord>, after: &Arrived) -> Result<(), StoreError> {
    if let Some(before) = before {
        tx.delete(&STATES, &(before.state, before.received_ms, after.id))?;
    }
    tx.put(&STATES, &(after.record.state, after.record.received_ms, after.id), &())?;
    tx.put(&ARRIVED, &after.id, &after.record)
}

/// Forgets one with its bytes.
pub fn delete(tx: &mut Tx<'_>, arrived: &Arrived) -> Result<(), StoreError> {
    tx.delete(&STATES, &(arrived.record.state, arrived.record.received_ms, arrived.id))?;
    tx.delete(&ARRIVED, &arrived.id)?;
    blobs::release(tx, &arrived.record.hash)?;
    Ok(())
}

/// One.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Arrived>, StoreError> {
    Ok(read.get(&ARRIVED, &id)?.map(|record| Arrived { id, record }))
}

/// Those in a state, the oldest first or the newest.
pub fn in_state(read: &Read<'_>, state: State, newest: bool, most: usize) -> Result<Vec<Arrived>, StoreError> {
    let span = Span::prefix(&(state as u8)).limit(most);
    let span = if newest { span.reverse() } else { span };
    let mut found = Vec::new();
    for row in read.keys(&STATES, span)? {
        found.extend(get(read, row?.2)?);
    }
    Ok(found)
}

/// Whether a mail was done already.
pub fn was_seen(read: &Read<'_>, hash: &BlobHash) -> Result<bool, StoreError> {
    Ok(read.get(&SEEN, hash)?.is_some())
}

/// It was done.
pub fn see(work: &mut Work<'_, '_>, hash: BlobHash) -> Result<(), Error> {
    let now = work.now();
    work.tx.put(&SEEN, &hash, &u64::try_from(now).unwrap_or_default())?;
    Ok(work.tx.put(&SEEN_AT, &(now, hash), &())?)
}

/// Counts a mail of an address; answers whether it may be one more.
pub fn count(work: &mut Work<'_, '_>, address: &str, most: u32) -> Result<bool, Error> {
    const HOUR_MS: i64 = 3_600_000;
    let kept = work.read().get(&SENDERS, &address.to_owned())?.unwrap_or_default();
    let fresh = work.now() - kept.since_ms >= HOUR_MS;
    let next = if fresh {
        SenderRecord { since_ms: work.now(), count: 1 }
    } else {
        SenderRecord { count: kept.count.saturating_add(1), ..kept }
    };
    work.tx.put(&SENDERS, &address.to_owned(), &next)?;
    Ok(next.count <= most)
}

/// The address of a space.
pub fn space(read: &Read<'_>, space: Id) -> Result<SpaceMailRecord, StoreError> {
    Ok(read.get(&SPACES, &space)?.unwrap_or_default())
}

/// The space of a name.
pub fn named(read: &Read<'_>, name: &str) -> Result<Option<Id>, StoreError> {
    read.get(&NAMES, &name.to_owned())
}

/// Gives a space an address, or takes it away.
pub fn put_space(tx: &mut Tx<'_>, space: Id, after: &SpaceMailRecord) -> Result<(), StoreError> {
    let before = self::space(tx.read(), space)?;
    if before.name != after.name && !before.name.is_empty() {
        tx.delete(&NAMES, &before.name)?;
    }
    if !after.name.is_empty() {
        tx.put(&NAMES, &after.name, &space)?;
    }
    tx.put(&SPACES, &space, after)
}

/// How far a mailbox was read.
pub fn position(read: &Read<'_>) -> Result<PositionRecord, StoreError> {
    Ok(read.get(&POSITION, &())?.unwrap_or_default())
}

/// Deletes what was kept for its time; a few at once, answers whether some remain.
pub fn tidy(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const AT_ONCE: usize = 100;
    let now = work.now();
    let mut gone = 0;
    for (state, keep) in [(State::Unconfirmed, UNCONFIRMED_MS), (State::Refused, REFUSED_MS)] {
        for old in in_state(work.read(), state, false, AT_ONCE)? {
            if old.record.received_ms + keep < now {
                delete(work.tx, &old)?;
                gone += 1;
            }
        }
    }
    let until = (now - SEEN_MS, BlobHash::default());
    let old = work.read().keys(&SEEN_AT, Span::all().until(&until).limit(AT_ONCE))?.collect::<Result<Vec<_>, _>>()?;
    gone += old.len();
    for (at, hash) in old {
        work.tx.delete(&SEEN, &hash)?;
        work.tx.delete(&SEEN_AT, &(at, hash))?;
    }
    let idle = |record: &SenderRecord| now - record.since_ms > 24 * 3_600_000;
    let senders = work.read().scan(&SENDERS, Span::all().limit(1_000))?.collect::<Result<Vec<_>, _>>()?;
    for (address, _) in senders.into_iter().filter(|(_, record)| idle(record)) {
        work.tx.delete(&SENDERS, &address)?;
    }
    crate::mail::replies::forget(work)?;
    Ok(gone >= AT_ONCE)
}

/// Forgets the mails of an address that still lie here, with their bytes, and that it wrote.
pub fn erase(tx: &mut Tx<'_>, address: &str) -> Result<(), StoreError> {
    let all: Vec<(Id, ArrivedRecord)> = tx.read().scan(&ARRIVED, Span::all())?.collect::<Result<_, _>>()?;
    let theirs = |record: &ArrivedRecord| record.from.as_deref().is_some_and(|from| from.to_lowercase() == address);
    for (id, record) in all.into_iter().filter(|(_, record)| theirs(record)) {
        delete(tx, &Arrived { id, record })?;
    }
    tx.delete(&SENDERS, &address.to_owned())
}
