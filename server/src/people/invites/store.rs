//! The table of invites.

use super::record::InviteRecord;
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Hash of the secret → invite.
pub const INVITES: Table<Vec<u8>, InviteRecord> = Table::new("invites");

/// The invite of a secret.
pub fn get(read: &Read<'_>, hash: &Vec<u8>) -> Result<Option<InviteRecord>, StoreError> {
    read.get(&INVITES, hash)
}

/// Writes an invite.
pub fn put(tx: &mut Tx<'_>, hash: &Vec<u8>, invite: &InviteRecord) -> Result<(), StoreError> {
    tx.put(&INVITES, hash, invite)
}

/// Deletes an invite.
pub fn delete(tx: &mut Tx<'_>, hash: &Vec<u8>) -> Result<(), StoreError> {
    tx.delete(&INVITES, hash)
}

/// Every invite with the hash it is stored under.
pub fn all(read: &Read<'_>) -> Result<Vec<(Vec<u8>, InviteRecord)>, StoreError> {
    read.scan(&INVITES, Span::all())?.collect()
}

/// Deletes what a person gave out.
pub fn delete_made_by(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    let made = all(tx.read())?.into_iter().filter(|(_, invite)| invite.maker() == person);
    made.map(|(hash, _)| hash).collect::<Vec<_>>().iter().try_for_each(|hash| delete(tx, hash))
}
