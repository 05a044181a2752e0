//! Settings of a space: its fields, the archive, and the trash it can come back from.

use super::{keeps_a_lead, save};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    spaces::{input::SpacePatch, members, store, views, words::AccessShape},
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    policy::DoSpace,
    space::{Access, Space, SpaceRole},
};

/// Changes fields of a space, from an address.
pub fn edit(
    work: &mut Work<'_, '_>,
    id: Id,
    if_match: IfMatch,
    patch: &SpacePatch,
    address: &str,
) -> Result<Space, Error> {
    let before = Space::clone(&*access::space(work, id, DoSpace::Manage)?);
    fresh(work, if_match, &before, &patch.names())?;
    let mut after = before.clone();
    patch.apply(&mut after, &work.directory().clone())?;
    if after.access != before.access {
        let about = format!("{}: {}", after.name, AccessShape::from(after.access).word());
        audit::add(work, AuditAction::SpaceAccessChanged, &about, address)?;
    }
    let more = lead_if_none(work, &before, &after)?;
    save(work, &before, after, Action::Changed, more)
}

/// An open space may do without a lead, since admins look after it. When it closes, whoever closes it
/// becomes its lead rather than lock everybody out.
fn lead_if_none(work: &mut Work<'_, '_>, before: &Space, after: &Space) -> Result<Vec<FieldChange>, Error> {
    let closes = before.access == Access::Open && after.access != Access::Open;
    if !closes || work.who().person.is_none() || members::has_lead(work.directory(), before) {
        return Ok(Vec::new());
    }
    let me = access::me(work)?;
    store::put_member(work.tx, before.audience, me.audience, SpaceRole::Lead, work.now())?;
    Ok(vec![FieldChange { field: format!("member:{}", me.id), before: Value::Null, after: Value::Text("lead".into()) }])
}

/// Makes a space read only, or lets work in it go on.
pub fn archive(work: &mut Work<'_, '_>, id: Id, on: bool) -> Result<Space, Error> {
    let before = Space::clone(&*access::space(work, id, DoSpace::Revive)?);
    if before.deleted_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This space is in the trash. Bring it back first."));
    }
    let after = Space { archived: on, ..before.clone() };
    save(work, &before, after, Action::Changed, Vec::new())
}

/// Deletes a space: everything in it is out of everybody's reach until it is brought back.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Space, Error> {
    let before = Space::clone(&*access::space(work, id, DoSpace::Revive)?);
    if before.deleted_ms.is_some() {
        return Ok(before);
    }
    fresh(work, if_match, &before, &["name", "access"].map(String::from))?;
    let after = Space { deleted_ms: Some(work.now()), ..before.clone() };
    save(work, &before, after, Action::Trashed, Vec::new())
}

/// Brings a deleted space back with everything in it.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Space, Error> {
    let before = Space::clone(&*access::space(work, id, DoSpace::Revive)?);
    let after = Space { deleted_ms: None, ..before.clone() };
    let restored = save(work, &before, after, Action::Restored, Vec::new())?;
    keeps_a_lead(work, &restored)?;
    Ok(restored)
}

/// A stale edit is answered with what is there now.
pub fn fresh(work: &Work<'_, '_>, if_match: IfMatch, space: &Space, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, space.seq, fields).map_err(|stale| {
        let current = views::shape(work, space).ok().and_then(|shape| serde_json::to_value(shape).ok());
        match current {
            Some(current) if stale.code == Code::Stale => stale.with("current", current),
            _ => stale,
        }
    })
}
