//! The tables of push.

use super::record::DeviceRecord;
use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// (audience of a person, id) → a browser of theirs.
pub const DEVICES: Table<(u64, Id), DeviceRecord> = Table::new("push_devices");
/// Hash of an endpoint → audience of the person whose it is: a browser that two people use tells the one who signed in last.
pub const ENDPOINTS: Table<Vec<u8>, u64> = Table::new("push_endpoints");
/// (when, audience of a person, id) of every browser that is to be told.
pub const DUE: Table<(i64, u64, Id), ()> = Table::new("push_due");

fn hash(endpoint: &str) -> Vec<u8> {
    blake3::hash(endpoint.as_bytes()).as_bytes().to_vec()
}

/// A browser.
pub fn get(read: &Read<'_>, person: AudienceId, id: Id) -> Result<Option<DeviceRecord>, StoreError> {
    read.get(&DEVICES, &(person, id))
}

/// The browsers of a person.
pub fn of(read: &Read<'_>, person: AudienceId) -> Result<Vec<(Id, DeviceRecord)>, StoreError> {
    read.scan(&DEVICES, Span::prefix(&person))?.map(|row| row.map(|((_, id), device)| (id, device))).collect()
}

/// Everybody who has one.
pub fn people(read: &Read<'_>) -> Result<Vec<AudienceId>, StoreError> {
    let mut people: Vec<AudienceId> = Vec::new();
    for row in read.keys(&DEVICES, Span::all())? {
        let (person, _) = row?;
        if people.last() != Some(&person) {
            people.push(person);
        }
    }
    Ok(people)
}

/// Whose an endpoint is.
pub fn owner(read: &Read<'_>, endpoint: &str) -> Result<Option<(AudienceId, Id)>, StoreError> {
    let Some(person) = read.get(&ENDPOINTS, &hash(endpoint))? else { return Ok(None) };
    let mine = of(read, person)?.into_iter().find(|(_, device)| device.endpoint == endpoint);
    Ok(mine.map(|(id, _)| (person, id)))
}

/// Keeps a browser and its places.
pub fn put(tx: &mut Tx<'_>, person: AudienceId, id: Id, after: &DeviceRecord) -> Result<(), StoreError> {
    let before = get(tx.read(), person, id)?;
    let due = before.as_ref().and_then(|before| before.due_ms);
    if due != after.due_ms {
        due.map_or(Ok(()), |due| tx.delete(&DUE, &(due, person, id)))?;
        after.due_ms.map_or(Ok(()), |due| tx.put(&DUE, &(due, person, id), &()))?;
    }
    if before.is_none() {
        tx.put(&ENDPOINTS, &hash(&after.endpoint), &person)?;
    }
    tx.put(&DEVICES, &(person, id), after)
}

/// Forgets a browser.
pub fn delete(tx: &mut Tx<'_>, person: AudienceId, id: Id) -> Result<(), StoreError> {
    let Some(before) = get(tx.read(), person, id)? else { return Ok(()) };
    before.due_ms.map_or(Ok(()), |due| tx.delete(&DUE, &(due, person, id)))?;
    tx.delete(&ENDPOINTS, &hash(&before.endpoint))?;
    tx.delete(&DEVICES, &(person, id))
}

/// Which browsers are to be told by now, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(AudienceId, Id)>, StoreError> {
    let span = Span::all().until(&now_ms.saturating_add(1)).limit(most);
    read.keys(&DUE, span)?.map(|row| row.map(|(_, person, id)| (person, id))).collect()
}
