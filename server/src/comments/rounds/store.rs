//! The table of answers.

use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// (round, person) → the comment that is their answer, as 16 bytes.
pub const ANSWERS: Table<(Id, Id), Id> = Table::new("checkin_answers");

/// The answer of somebody.
pub fn answer(read: &Read<'_>, round: Id, person: Id) -> Result<Option<Id>, StoreError> {
    read.get(&ANSWERS, &(round, person))
}

/// Who has answered.
pub fn answered(read: &Read<'_>, round: Id) -> Result<Vec<Id>, StoreError> {
    read.keys(&ANSWERS, Span::prefix(&round))?.map(|row| row.map(|(_, person)| person)).collect()
}

/// Keeps an answer, or that there is none.
pub fn put(tx: &mut Tx<'_>, round: Id, person: Id, comment: Option<Id>) -> Result<(), StoreError> {
    match comment {
        Some(comment) => tx.put(&ANSWERS, &(round, person), &comment),
        None => tx.delete(&ANSWERS, &(round, person)),
    }
}

/// Deletes the answers of a round that is gone for good.
pub fn purge(tx: &mut Tx<'_>, round: Id) -> Result<(), StoreError> {
    let people = answered(tx.read(), round)?;
    people.into_iter().try_for_each(|person| put(tx, round, person, None))
}
