//! The tables of pages.

use super::record::{HeadRecord, VersionRecord};
use crate::{Error, error::Code};
use guildhall_domain::Id;
use guildhall_pages::Page;
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// Page → where its bytes are.
pub const HEADS: Table<Id, HeadRecord> = Table::new("pages");
/// (page, number) → updates that came together, packed.
pub const UPDATES: Table<(Id, u64), Vec<u8>> = Table::new("page_updates");
/// (page, number of the version or 0 for the page itself, number of the piece) → a piece of its state, packed.
pub const STATES: Table<(Id, u32, u32), Vec<u8>> = Table::new("page_states");
/// (page, newest first) → a version.
pub const VERSIONS: Table<(Id, Desc<u64>), VersionRecord> = Table::new("page_versions");

/// A piece of a state: a little less than a power of two, which the file holds without waste.
const PIECE: usize = 262_080;
/// How well states are packed.
const PACKING: i32 = 3;
/// Most bytes updates or a state may have unpacked.
const MOST: usize = guildhall_pages::MOST_STATE + (1 << 20);

fn broken(what: &str) -> StoreError {
    StoreError::Corrupt { table: "pages".into(), what: what.into() }
}

fn pack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    zstd::bulk::compress(bytes, PACKING).map_err(|_| broken("it cannot be packed"))
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    zstd::bulk::decompress(bytes, MOST).map_err(|_| broken("it cannot be unpacked"))
}

/// Where the bytes of a page are.
pub fn head(read: &Read<'_>, page: Id) -> Result<HeadRecord, StoreError> {
    Ok(read.get(&HEADS, &page)?.unwrap_or_default())
}

/// The page as it is kept.
pub fn load(read: &Read<'_>, page: Id) -> Result<Page, Error> {
    let mut all: Vec<Vec<u8>> = state(read, page, 0)?.into_iter().collect();
    all.extend(updates(read, page)?);
    open(&all)
}

/// What was written since the state.
pub fn updates(read: &Read<'_>, page: Id) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut all = Vec::new();
    let from = head(read, page)?.from;
    for row in read.scan(&UPDATES, Span::prefix(&page))? {
        let ((_, number), row) = row?;
        if number >= from {
            all.extend(split(&unpack(&row)?)?);
        }
    }
    Ok(all)
}

/// A version as a page.
pub fn load_version(read: &Read<'_>, page: Id, number: u32) -> Result<Page, Error> {
    let state = state(read, page, number)?.ok_or_else(Error::not_found)?;
    open(&[state])
}

/// The page of a state and what was written since.
pub fn open(updates: &[Vec<u8>]) -> Result<Page, Error> {
    Page::open(updates.iter().map(Vec::as_slice)).map_err(|why| {
        tracing::error!(?why, "a page cannot be read");
        Error::because(Code::Internal, "What is kept of this page cannot be read. Restore an earlier version of it.")
    })
}

/// The state of a version, or of the page itself; none before there is one.
pub fn state(read: &Read<'_>, page: Id, number: u32) -> Result<Option<Vec<u8>>, StoreError> {
    let mut packed = Vec::new();
    for row in read.scan(&STATES, Span::prefix(&(page, number)))? {
        packed.extend(row?.1);
    }
    if packed.is_empty() { Ok(None) } else { unpack(&packed).map(Some) }
}

/// Keeps a state; answers its length, packed.
pub fn put_state(tx: &mut Tx<'_>, page: Id, number: u32, state: &[u8]) -> Result<u64, StoreError> {
    let packed = pack(state)?;
    let before: Vec<(Id, u32, u32)> =
        tx.read().keys(&STATES, Span::prefix(&(page, number)))?.collect::<Result<_, _>>()?;
    let mut count = 0;
    for piece in packed.chunks(PIECE) {
        tx.put(&STATES, &(page, number, count), &piece.to_vec())?;
        count += 1;
    }
    for key in before.into_iter().filter(|(_, _, piece)| *piece >= count) {
        tx.delete(&STATES, &key)?;
    }
    Ok(packed.len() as u64)
}

/// Keeps another state of a version.
pub fn put_version_state(tx: &mut Tx<'_>, page: Id, number: u32, state: &[u8]) -> Result<(), StoreError> {
    let bytes = put_state(tx, page, number, state)?;
    let Some(before) = version(tx.read(), page, number)? else { return Ok(()) };
    tx.put(&VERSIONS, &(page, Desc(u64::from(number))), &VersionRecord { bytes, ..before })
}

/// Keeps updates behind the state; answers their length, packed.
pub fn append(tx: &mut Tx<'_>, page: Id, number: u64, updates: &[&[u8]]) -> Result<u64, StoreError> {
    let mut joined = Vec::new();
    for update in updates {
        joined.extend(u32::try_from(update.len()).unwrap_or(u32::MAX).to_be_bytes());
        joined.extend_from_slice(update);
    }
    let packed = pack(&joined)?;
    tx.put(&UPDATES, &(page, number), &packed)?;
    Ok(packed.len() as u64)
}

fn split(mut joined: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut updates = Vec::new();
    while !joined.is_empty() {
        let (length, rest) = joined.split_first_chunk::<4>().ok_or_else(|| broken("updates end early"))?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| broken("updates end early"))?;
        let (update, rest) = rest.split_at_checked(length).ok_or_else(|| broken("updates end early"))?;
        updates.push(update.to_vec());
        joined = rest;
    }
    Ok(updates)
}

/// The updates before a number are in the state now.
pub fn forget_updates(tx: &mut Tx<'_>, page: Id, before: u64) -> Result<(), StoreError> {
    let rows: Vec<(Id, u64)> = tx.read().keys(&UPDATES, Span::prefix(&page))?.collect::<Result<_, _>>()?;
    for key in rows.into_iter().filter(|(_, number)| *number < before) {
        tx.delete(&UPDATES, &key)?;
    }
    Ok(())
}

/// A version.
pub fn version(read: &Read<'_>, page: Id, number: u32) -> Result<Option<VersionRecord>, StoreError> {
    read.get(&VERSIONS, &(page, Desc(u64::from(number))))
}

/// The versions before a number, the newest first.
pub fn versions<'a>(
    read: &'a Read<'_>,
    page: Id,
    before: u32,
) -> Result<impl Iterator<Item = Result<(u32, VersionRecord), StoreError>> + 'a, StoreError> {
    let rows = read.scan(&VERSIONS, Span::prefix(&page))?;
    let number = |number: Desc<u64>| u32::try_from(number.0).unwrap_or(u32::MAX);
    let rows = rows.map(move |row| row.map(|((_, at), record)| (number(at), record)));
    Ok(rows.filter(move |row| row.as_ref().map_or(true, |(number, _)| *number < before)))
}

/// Deletes everything of a page for good.
pub fn purge(tx: &mut Tx<'_>, page: Id) -> Result<(), StoreError> {
    let head = head(tx.read(), page)?;
    if head.note > 0 {
        tx.delete(&guildhall_store::log::<crate::log::record::ChangeRecord>(), &head.note)?;
    }
    forget_updates(tx, page, u64::MAX)?;
    let states: Vec<(Id, u32, u32)> = tx.read().keys(&STATES, Span::prefix(&page))?.collect::<Result<_, _>>()?;
    for key in states {
        tx.delete(&STATES, &key)?;
    }
    let versions: Vec<(Id, Desc<u64>)> = tx.read().keys(&VERSIONS, Span::prefix(&page))?.collect::<Result<_, _>>()?;
    for key in versions {
        tx.delete(&VERSIONS, &key)?;
    }
    tx.delete(&HEADS, &page)
}
