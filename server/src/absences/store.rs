//! The tables of absences. One that was declined or cancelled keeps its record and its places.

use super::record::{AbsenceRecord, state_number};
use crate::log::cbor::number;
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    absence::{Absence, State, Why},
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

/// Takes away why somebody was not there, and what was said about it. The days stay, as hours do.
pub fn erase(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    let rows = tx.read().keys(&OF_PERSON, Span::prefix(&person))?;
    let ids: Vec<Id> = rows.map(|row| row.map(|(.., id)| id)).collect::<Result<_, StoreError>>()?;
    for id in ids {
        let Some(absence) = get(tx.read(), id)? else { continue };
        let silent = Absence { why: Why::Other, note: String::new(), reason: String::new(), ..absence };
        tx.put(&ABSENCES, &id, &AbsenceRecord::from(&silent))?;
    }
    Ok(())
}
