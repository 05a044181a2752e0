//! The tables of absences. One that was declined or cancelled keeps its record and its places.

use super::record::{AbsenceRecord, number, state_number};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    absence::{Absence, State},
};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Absences by id.
pub const ABSENCES: Table<Id, AbsenceRecord> = Table::new("absences");
/// (person, last day, absence).
pub const OF_PERSON: Table<(Id, i32, Id), ()> = Table::new("absences_of_person");
/// (state, last day, absence).
pub const IN_STATE: Table<(u8, i32, Id), ()> = Table::new("absences_in_state");

/// An absence.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Absence>, StoreError> {
    Ok(read.get(&ABSENCES, &id)?.map(|record| record.into_absence(id)))
}

fn each(read: &Read<'_>, ids: impl Iterator<Item = Result<Id, StoreError>>) -> Result<Vec<Absence>, StoreError> {
    ids.filter_map(|id| id.and_then(|id| get(read, id)).transpose()).collect()
}

/// All of a person that are not over before a day.
pub fn of_person(read: &Read<'_>, person: Id, from: NaiveDate) -> Result<Vec<Absence>, StoreError> {
    let span = Span::prefix(&person).from(&(person, number(from)));
    each(read, read.keys(&OF_PERSON, span)?.map(|row| row.map(|(.., id)| id)))
}

/// Those in a state that are not over before a day.
pub fn in_state(read: &Read<'_>, state: State, from: NaiveDate) -> Result<Vec<Absence>, StoreError> {
    let state = state_number(state);
    let span = Span::prefix(&state).from(&(state, number(from)));
    each(read, read.keys(&IN_STATE, span)?.map(|row| row.map(|(.., id)| id)))
}

/// Writes an absence that was in another state before, or was not there. Its days never change.
pub fn put(tx: &mut Tx<'_>, before: Option<State>, after: &Absence) -> Result<(), StoreError> {
    let until = number(after.span.until);
    if let Some(before) = before {
        tx.delete(&IN_STATE, &(state_number(before), until, after.id))?;
    } else {
        tx.put(&OF_PERSON, &(after.person, until, after.id), &())?;
    }
    tx.put(&IN_STATE, &(state_number(after.state), until, after.id), &())?;
    tx.put(&ABSENCES, &after.id, &after.into())
}
