//! The tables of departures and erasures.

use super::{erasures::record::ErasureRecord, record::DepartureRecord};
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Person → when they are to leave, and who takes what.
pub const DEPARTURES: Table<Id, DepartureRecord> = Table::new("departures");
/// (when, person) of those that are still to come.
pub const TIMES: Table<(i64, Id), ()> = Table::new("departure_times");
/// Person → that their name was erased. It stays, so that a restore can say whom to erase again.
pub const ERASURES: Table<Id, ErasureRecord> = Table::new("erasures");

/// When somebody is to leave.
pub fn get(read: &Read<'_>, person: Id) -> Result<Option<DepartureRecord>, StoreError> {
    read.get(&DEPARTURES, &person)
}

/// Everybody who is to leave, soonest first; then those who could not.
pub fn all(read: &Read<'_>) -> Result<Vec<DepartureRecord>, StoreError> {
    let rows = read.scan(&DEPARTURES, Span::all())?;
    let mut all: Vec<DepartureRecord> = rows.map(|row| row.map(|(_, record)| record)).collect::<Result<_, _>>()?;
    all.sort_by_key(|record| (record.refused.is_some(), record.at_ms));
    Ok(all)
}

/// Keeps when somebody is to leave.
pub fn put(tx: &mut Tx<'_>, record: &DepartureRecord) -> Result<(), StoreError> {
    delete(tx, record.person())?;
    if record.refused.is_none() {
        tx.put(&TIMES, &(record.at_ms, record.person()), &())?;
    }
    tx.put(&DEPARTURES, &record.person(), record)
}

/// They stay, or have left.
pub fn delete(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    let Some(before) = get(tx.read(), person)? else { return Ok(()) };
    tx.delete(&TIMES, &(before.at_ms, person))?;
    tx.delete(&DEPARTURES, &person)
}

/// When the next one leaves.
pub fn next(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    Ok(read.keys(&TIMES, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at))
}

/// Whose time has come, the longest ago first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TIMES, Span::all().until(&now_ms.saturating_add(1)).limit(most))?;
    rows.map(|row| row.map(|(_, person)| person)).collect()
}

/// What is kept of an erasure.
pub fn erasure(read: &Read<'_>, person: Id) -> Result<Option<ErasureRecord>, StoreError> {
    read.get(&ERASURES, &person)
}

/// Everybody whose name was erased.
pub fn erased(read: &Read<'_>) -> Result<Vec<(Id, ErasureRecord)>, StoreError> {
    read.scan(&ERASURES, Span::all())?.collect()
}

/// Keeps that a name was erased.
pub fn put_erased(tx: &mut Tx<'_>, person: Id, record: &ErasureRecord) -> Result<(), StoreError> {
    tx.put(&ERASURES, &person, record)
}
