//! Making feeds and ending them.

use super::{
    record::FeedRecord,
    store::{self, FEEDS},
    views::{self, FeedInput, FeedShape},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    log::cbor,
};
use guildhall_domain::{Id, policy::DoSpace};

/// Most feeds of a person.
const MOST: usize = 100;

/// Makes a feed; `hash` is that of the secret, which was made before the command.
pub fn create(work: &mut Work<'_, '_>, input: FeedInput, hash: &Vec<u8>, address: &str) -> Result<FeedShape, Error> {
    let me = access::me(work)?;
    if let Some(space) = input.space_id {
        access::space(work, space, DoSpace::Read)?;
    }
    if store::of(work.read(), me.id)?.len() >= MOST {
        return Err(Error::because(Code::Conflict, "There are 100 feeds already. Delete one first."));
    }
    let record = FeedRecord {
        id: cbor::id(work.new_id()),
        person: cbor::id(me.id),
        space: cbor::id_opt(input.space_id),
        created_ms: work.now(),
        read_ms: None,
    };
    work.tx.put(&FEEDS, hash, &record)?;
    let shape = views::shape(work, &record)?;
    audit::add(work, AuditAction::TokenMade, &format!("Calendar feed “{}” of {}", shape.name, me.name), address)?;
    Ok(shape)
}

/// Ends a feed of the asker.
pub fn delete(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let me = access::me(work)?;
    let own = store::of(work.read(), me.id)?;
    let found = own.into_iter().find(|(_, feed)| cbor::from_id(&feed.id) == id);
    let (hash, feed) = found.ok_or_else(Error::not_found)?;
    work.tx.delete(&FEEDS, &hash)?;
    let name = views::shape(work, &feed)?.name;
    audit::add(work, AuditAction::TokenDeleted, &format!("Calendar feed “{name}”"), address)
}
