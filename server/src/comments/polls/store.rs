//! The tables of polls: votes, and when polls close by themselves.

use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// (poll, person) → the places of what they chose.
pub const VOTES: Table<(Id, Id), Vec<u8>> = Table::new("poll_votes");
/// (when, poll) of every poll that closes by itself and has not.
pub const CLOSINGS: Table<(i64, Id), ()> = Table::new("poll_closings");

/// What somebody chose; empty when they have not voted.
pub fn vote(read: &Read<'_>, poll: Id, person: Id) -> Result<Vec<u8>, StoreError> {
    Ok(read.get(&VOTES, &(poll, person))?.unwrap_or_default())
}

/// Everybody's votes, in the order of people.
pub fn votes(read: &Read<'_>, poll: Id) -> Result<Vec<(Id, Vec<u8>)>, StoreError> {
    read.scan(&VOTES, Span::prefix(&poll))?.map(|row| row.map(|((_, person), vote)| (person, vote))).collect()
}

/// Keeps what somebody chose; an empty vote is none.
pub fn put_vote(tx: &mut Tx<'_>, poll: Id, person: Id, vote: &[u8]) -> Result<(), StoreError> {
    if vote.is_empty() { tx.delete(&VOTES, &(poll, person)) } else { tx.put(&VOTES, &(poll, person), &vote.to_vec()) }
}

/// Deletes the votes of a poll that is gone for good.
pub fn purge(tx: &mut Tx<'_>, poll: Id, closes_ms: Option<i64>) -> Result<(), StoreError> {
    for (person, _) in votes(tx.read(), poll)? {
        tx.delete(&VOTES, &(poll, person))?;
    }
    closes_ms.map_or(Ok(()), |at| tx.delete(&CLOSINGS, &(at, poll)))
}

/// Keeps that a poll closes then, or does not any more.
pub fn put_closing(tx: &mut Tx<'_>, at_ms: i64, poll: Id, on: bool) -> Result<(), StoreError> {
    if on { tx.put(&CLOSINGS, &(at_ms, poll), &()) } else { tx.delete(&CLOSINGS, &(at_ms, poll)) }
}

/// When the next poll closes.
pub fn next(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    Ok(read.keys(&CLOSINGS, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at))
}

/// Polls whose time is over, the oldest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(i64, Id)>, StoreError> {
    read.keys(&CLOSINGS, Span::all().until(&now_ms.saturating_add(1)).limit(most))?.collect()
}
