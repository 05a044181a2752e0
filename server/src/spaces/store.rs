//! The tables of spaces. Every write must be followed by `Work::directory_changed`.

use super::record::{MemberRecord, SpaceRecord, space_role_from};
use crate::access::directory::{HashMap, Members};
use guildhall_domain::{
    AudienceId, Id,
    space::{Space, SpaceRole},
};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Spaces by id, Personal ones too.
pub const SPACES: Table<Id, SpaceRecord> = Table::new("spaces");
/// (space audience, member audience) → role.
pub const MEMBERS: Table<(u64, u64), MemberRecord> = Table::new("space_members");
/// Every prefix that ever was in use → the space audience; keys resolve through it for ever.
pub const PREFIXES: Table<String, u64> = Table::new("space_prefixes");

/// All spaces.
pub fn all(read: &Read<'_>) -> Result<Vec<Space>, StoreError> {
    read.scan(&SPACES, Span::all())?.map(|row| row.map(|(_, record)| Space::from(record))).collect()
}

/// Writes a space and, for a shared one, claims its prefix.
pub fn put(tx: &mut Tx<'_>, space: &Space) -> Result<(), StoreError> {
    if !space.prefix.is_empty() {
        tx.put(&PREFIXES, &space.prefix, &space.audience)?;
    }
    tx.put(&SPACES, &space.id, &space.into())
}

/// All memberships by space.
pub fn all_members(read: &Read<'_>) -> Result<HashMap<AudienceId, Members>, StoreError> {
    let mut all: HashMap<AudienceId, Members> = HashMap::default();
    for row in read.scan(&MEMBERS, Span::all())? {
        let ((space, member), record) = row?;
        all.entry(space).or_default().insert(member, space_role_from(record.role));
    }
    Ok(all)
}

/// All prefixes.
pub fn all_prefixes(read: &Read<'_>) -> Result<HashMap<String, AudienceId>, StoreError> {
    read.scan(&PREFIXES, Span::all())?.collect()
}

/// Makes somebody (or a space) a member, or changes their role.
pub fn put_member(
    tx: &mut Tx<'_>,
    space: AudienceId,
    member: AudienceId,
    role: SpaceRole,
    since_ms: i64,
) -> Result<(), StoreError> {
    tx.put(&MEMBERS, &(space, member), &MemberRecord { role: role as u8, since_ms })
}

/// Ends a membership.
pub fn delete_member(tx: &mut Tx<'_>, space: AudienceId, member: AudienceId) -> Result<(), StoreError> {
    tx.delete(&MEMBERS, &(space, member))
}
