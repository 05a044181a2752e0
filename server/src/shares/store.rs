//! The tables of share links. They are no history: what was done with them stands in the audit.

use super::record::{Kept, ShareRecord};
use guildhall_domain::{Id, share::Target};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Share link → what is known of it.
pub const SHARES: Table<Id, ShareRecord> = Table::new("shares");
/// (document or folder, link).
pub const OF_TARGET: Table<(Id, Id), ()> = Table::new("shares_of");
/// (link, comment): what was said by it.
pub const SAID: Table<(Id, Id), ()> = Table::new("share_comments");

/// A link.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Kept>, StoreError> {
    Ok(read.get(&SHARES, &id)?.map(Kept::from))
}

/// All links of a document or folder, the oldest first.
pub fn of(read: &Read<'_>, target: Target) -> Result<Vec<Kept>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&OF_TARGET, Span::prefix(&target.id()))? {
        all.extend(get(read, row?.1)?);
    }
    all.sort_by_key(|kept: &Kept| (kept.share.created_ms, kept.share.id));
    Ok(all)
}

/// All links there are, in slices for what goes through everything.
pub fn all<'a>(read: &'a Read<'_>) -> Result<impl Iterator<Item = Result<Kept, StoreError>> + 'a, StoreError> {
    Ok(read.scan(&SHARES, Span::all())?.map(|row| row.map(|(_, record)| Kept::from(record))))
}

/// Keeps one.
pub fn put(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.put(&OF_TARGET, &(kept.share.target.id(), kept.share.id), &())?;
    tx.put(&SHARES, &kept.share.id, &kept.into())
}

/// Keeps that a comment was written by a link.
pub fn say(tx: &mut Tx<'_>, share: Id, comment: Id) -> Result<(), StoreError> {
    tx.put(&SAID, &(share, comment), &())
}

/// Whether it was.
pub fn was_said(read: &Read<'_>, share: Id, comment: Id) -> Result<bool, StoreError> {
    Ok(read.get(&SAID, &(share, comment))?.is_some())
}
