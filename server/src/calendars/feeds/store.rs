//! The table of feeds.

use super::record::FeedRecord;
use crate::{App, log::cbor, secrets};
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Hash of the secret → feed.
pub const FEEDS: Table<Vec<u8>, FeedRecord> = Table::new("calendar_feeds");
/// That it was read is noted at most this often.
const NOTE_MS: i64 = 5 * 60_000;

/// The feed of a secret.
pub fn by_secret(read: &Read<'_>, secret: &str) -> Result<Option<FeedRecord>, StoreError> {
    read.get(&FEEDS, &secrets::hash(secret))
}

/// The feeds of a person, the newest first.
pub fn of(read: &Read<'_>, person: Id) -> Result<Vec<(Vec<u8>, FeedRecord)>, StoreError> {
    let all: Vec<(Vec<u8>, FeedRecord)> = read.scan(&FEEDS, Span::all())?.collect::<Result<_, _>>()?;
    let mut own: Vec<_> = all.into_iter().filter(|(_, feed)| cbor::from_id(&feed.person) == person).collect();
    own.sort_by_key(|(_, feed)| (std::cmp::Reverse(feed.created_ms), *feed.id));
    Ok(own)
}

/// Ends all feeds of a person.
pub fn delete_of(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    of(tx.read(), person)?.iter().try_for_each(|(hash, _)| tx.delete(&FEEDS, hash))
}

/// Notes that a feed was read. Queued and not waited for: when it is lost the next reading does it again.
pub fn note(app: &App, secret: &str) {
    let (now, hash) = (app.clock().now_ms(), secrets::hash(secret));
    drop(app.store().write(move |tx| {
        let feed = tx.get(&FEEDS, &hash)?.filter(|feed| feed.read_ms.unwrap_or(0) + NOTE_MS <= now);
        let Some(feed) = feed else { return Ok::<(), StoreError>(()) };
        tx.put(&FEEDS, &hash, &FeedRecord { read_ms: Some(now), ..feed })
    }));
}
