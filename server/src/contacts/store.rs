//! The tables of contacts.

use super::record::ContactRecord;
use crate::{
    Error,
    access::{Scope, Work},
    log::cbor,
};
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Contact → what is known of them.
pub const CONTACTS: Table<Id, ContactRecord> = Table::new("contacts");
/// Address, in small letters → contact.
pub const ADDRESSES: Table<String, Id> = Table::new("contact_addresses");

/// Somebody outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Id.
    pub id: Id,
    /// Their address, in small letters.
    pub address: String,
    /// The name they write under; their address where they give none.
    pub name: String,
    /// Since when they are known.
    pub created_ms: i64,
    /// What the mail server said when it refused the address for good.
    pub refusal: Option<String>,
}

impl From<ContactRecord> for Contact {
    fn from(r: ContactRecord) -> Self {
        let (id, refusal) = (cbor::from_id(&r.id), r.refusal);
        Contact { id, address: r.address, name: r.name, created_ms: r.created_ms, refusal }
    }
}

impl From<&Contact> for ContactRecord {
    fn from(c: &Contact) -> Self {
        ContactRecord {
            id: cbor::id(c.id),
            address: c.address.clone(),
            name: c.name.clone(),
            created_ms: c.created_ms,
            refusal: c.refusal.clone(),
        }
    }
}

/// A contact.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Contact>, StoreError> {
    Ok(read.get(&CONTACTS, &id)?.map(Contact::from))
}

/// The one with an address.
pub fn by_address(read: &Read<'_>, address: &str) -> Result<Option<Contact>, StoreError> {
    read.get(&ADDRESSES, &address.to_owned())?.map_or(Ok(None), |id| get(read, id))
}

/// All of them.
pub fn all(read: &Read<'_>) -> Result<Vec<Contact>, StoreError> {
    read.scan(&CONTACTS, Span::all())?.map(|row| row.map(|(_, record)| Contact::from(record))).collect()
}

/// The one with an address, made when there is none.
pub fn known(work: &mut Work<'_, '_>, address: &str, name: &str) -> Result<Contact, Error> {
    if let Some(known) = by_address(work.read(), address)? {
        return Ok(known);
    }
    let name = if name.trim().is_empty() { address } else { name };
    let contact = new(work, address, name);
    put(work.tx, &contact)?;
    Ok(contact)
}

/// Somebody wrote from an address: it is written to again, whatever a mail server said of it once.
pub fn heard_from(work: &mut Work<'_, '_>, address: &str) -> Result<(), Error> {
    match by_address(work.read(), address)? {
        Some(contact) if contact.refusal.is_some() => Ok(put(work.tx, &Contact { refusal: None, ..contact })?),
        _ => Ok(()),
    }
}

fn new(work: &Work<'_, '_>, address: &str, name: &str) -> Contact {
    let (id, created_ms) = (work.new_id(), work.now());
    Contact { id, address: address.to_owned(), name: name.to_owned(), created_ms, refusal: None }
}

/// The one with an address somebody only says is theirs, under the name they give. Where it is known under another one
/// that is somebody else: whoever types an address learns nothing of whose it is, and speaks in nobody's name.
pub fn claimed(work: &mut Work<'_, '_>, address: &str, name: &str) -> Result<Contact, Error> {
    let same = |contact: &Contact| contact.name.to_lowercase() == name.to_lowercase();
    let known = by_address(work.read(), address)?;
    if known.as_ref().is_none_or(same) {
        return known.map_or_else(|| self::known(work, address, name), Ok);
    }
    let place = format!("{address} {}", name.to_lowercase());
    if let Some(known) = by_address(work.read(), &place)? {
        return Ok(known);
    }
    let contact = new(work, address, name);
    work.tx.put(&ADDRESSES, &place, &contact.id)?;
    work.tx.put(&CONTACTS, &contact.id, &(&contact).into())?;
    Ok(contact)
}

/// Keeps one.
pub fn put(tx: &mut Tx<'_>, contact: &Contact) -> Result<(), StoreError> {
    tx.put(&ADDRESSES, &contact.address, &contact.id)?;
    tx.put(&CONTACTS, &contact.id, &contact.into())
}

/// Takes an address out of what is known of people outside, with the names they wrote under from it; answers those. What
/// they wrote stays, of `nobody`.
pub fn erase(tx: &mut Tx<'_>, address: &str, nobody: &str) -> Result<Vec<String>, StoreError> {
    let theirs = |contact: &Contact| contact.address == address;
    let mut names = Vec::new();
    for contact in all(tx.read())?.into_iter().filter(theirs) {
        let places = [address.to_owned(), format!("{address} {}", contact.name.to_lowercase())];
        places.iter().try_for_each(|place| tx.delete(&ADDRESSES, place))?;
        let kept = Contact { address: String::new(), name: nobody.to_owned(), refusal: None, ..contact.clone() };
        tx.put(&CONTACTS, &contact.id, &(&kept).into())?;
        names.push(contact.name);
    }
    Ok(names)
}
