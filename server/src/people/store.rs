//! The table of people. Every write must be followed by `Work::directory_changed`.

use super::record::PersonRecord;
use guildhall_domain::{Id, person::Person};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// People by id.
pub const PEOPLE: Table<Id, PersonRecord> = Table::new("people");

/// Everybody.
pub fn all(read: &Read<'_>) -> Result<Vec<Person>, StoreError> {
    read.scan(&PEOPLE, Span::all())?.map(|row| row.map(|(_, record)| Person::from(record))).collect()
}

/// Writes a person.
pub fn put(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    tx.put(&PEOPLE, &person.id, &person.into())
}
