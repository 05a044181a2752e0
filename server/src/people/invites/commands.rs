//! Making, listing and deleting invites.

use super::{
    record::InviteRecord,
    store,
    views::{self, InviteInput, InviteShape},
};
use crate::{
    Error,
    access::{self, Directory, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    log::cbor,
    people::{self, facts::role_word, record::role_number},
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    limits,
    person::{Person, PersonState, Role},
    policy::DoSpace,
    space::{Access, Space, SpaceRole},
};

/// How long an invite works.
const LIFE_MS: i64 = 7 * 24 * 3_600_000;
/// How long the deletion of one can be taken back.
const UNDO_MS: i64 = 24 * 3_600_000;
/// Most invites at a time; more are a mistake or an attack.
const MOST: usize = 1000;

/// Makes an invite; `hash` is that of its secret, which was made before the command.
pub fn create(
    work: &mut Work<'_, '_>,
    input: &InviteInput,
    hash: &Vec<u8>,
    address: &str,
) -> Result<InviteShape, Error> {
    let me = access::me(work)?;
    let role = Role::from(input.role);
    limits::at_most("space_ids", input.space_ids.len(), limits::SET)?;
    for space in &input.space_ids {
        access::space(work, *space, DoSpace::Manage)?;
    }
    may_give(work, &me, role, &input.space_ids)?;
    if input.max_uses.is_some_and(|most| !(1..=1000).contains(&most)) {
        return Err(Error::field("max_uses", "Choose between 1 and 1000."));
    }
    sweep(work)?;
    if store::all(work.tx.read())?.len() >= MOST {
        return Err(Error::because(Code::Conflict, "There are too many open invites. Delete some first."));
    }
    let invite = InviteRecord {
        id: cbor::id(work.new_id()),
        role: role_number(role),
        spaces: cbor::ids(&input.space_ids),
        by: cbor::id(me.id),
        created_ms: work.now(),
        expires_ms: work.now() + LIFE_MS,
        uses: 0,
        max_uses: input.max_uses,
        deleted_ms: None,
    };
    store::put(work.tx, hash, &invite)?;
    audit::add(work, AuditAction::InviteMade, role_word(role), address)?;
    Ok(views::shape(&invite))
}

/// Admins give roles up to their own; leads put guests into the spaces they lead.
fn may_give(work: &Work<'_, '_>, me: &Person, role: Role, spaces: &[Id]) -> Result<(), Error> {
    if me.role >= Role::Admin {
        access::admin(work)?;
        if role > me.role {
            return Err(Error::because(Code::Forbidden, "Only an owner can invite an owner."));
        }
        return Ok(());
    }
    if role != Role::Guest || spaces.is_empty() {
        return Err(Error::because(
            Code::Forbidden,
            "Only an admin can invite members. You can invite guests to the spaces you lead.",
        ));
    }
    Ok(())
}

/// Whether the maker of an invite could still give what it gives.
pub fn still_stands(directory: &Directory, invite: &InviteRecord) -> bool {
    let Some(maker) = directory.person(invite.maker()).filter(|maker| maker.state == PersonState::Active) else {
        return false;
    };
    let guest_by_lead = invite.role() == Role::Guest && !given_spaces(directory, invite).is_empty();
    if maker.role >= Role::Admin { invite.role() <= maker.role } else { maker.role == Role::Member && guest_by_lead }
}

/// The spaces of an invite that its maker still manages; the others are left out.
pub fn given_spaces<'d>(directory: &'d Directory, invite: &InviteRecord) -> Vec<&'d Space> {
    let Some(maker) = directory.person(invite.maker()) else { return Vec::new() };
    let spaces = invite.spaces.iter().filter_map(|id| directory.space(cbor::from_id(id))).map(|space| &**space);
    let manages = |space: &&Space| {
        let leads = directory.role_in(maker, space) == Some(SpaceRole::Lead);
        let live = space.is_live() && space.access != Access::Personal;
        live && (leads || (maker.role >= Role::Admin && space.access != Access::Private))
    };
    spaces.filter(manages).collect()
}

/// The open invites the asker manages, newest first: admins all, others their own.
pub fn list(scope: &impl Scope) -> Result<Vec<InviteShape>, Error> {
    let me = access::me(scope)?;
    let all = me.role >= Role::Admin && access::admin(scope).is_ok();
    let open =
        store::all(scope.read())?.into_iter().map(|(_, invite)| invite).filter(|invite| invite.is_open(scope.now()));
    let mut invites: Vec<InviteRecord> = open.filter(|invite| all || invite.maker() == me.id).collect();
    invites.sort_by_key(|invite| (std::cmp::Reverse(invite.created_ms), *invite.id));
    Ok(invites.iter().map(views::shape).collect())
}

/// Deletes an invite: one's own, or any for admins. For a day that can be taken back.
pub fn delete(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let (hash, invite) = managed(work, id)?;
    if invite.deleted_ms.is_some() {
        return Err(Error::not_found());
    }
    let role = invite.role();
    store::put(work.tx, &hash, &InviteRecord { deleted_ms: Some(work.now()), ..invite })?;
    audit::add(work, AuditAction::InviteDeleted, role_word(role), address)?;
    note(work, id, true)
}

/// Lets a deleted invite work again, as long as it would have.
pub fn put_back(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let gone = || Error::new(Code::UndoGone);
    let (hash, invite) = managed(work, id).map_err(|_| gone())?;
    if invite.deleted_ms.is_none() {
        return Err(Error::new(Code::UndoConflict));
    }
    let back = InviteRecord { deleted_ms: None, ..invite };
    if !back.is_open(work.now()) {
        return Err(gone());
    }
    store::put(work.tx, &hash, &back)?;
    audit::add(work, AuditAction::InviteMade, role_word(back.role()), "")?;
    note(work, id, false)
}

/// An invite the asker may delete, with the hash it is stored under.
fn managed(work: &Work<'_, '_>, id: Id) -> Result<(Vec<u8>, InviteRecord), Error> {
    let me = access::me(work)?;
    let invites = store::all(work.tx.read())?;
    let found = invites.into_iter().find(|(_, invite)| cbor::from_id(&invite.id) == id);
    let (hash, invite) = found.ok_or_else(Error::not_found)?;
    if invite.maker() != me.id && me.role < Role::Admin {
        return Err(Error::not_found());
    }
    if invite.maker() != me.id {
        access::admin(work)?;
    }
    Ok((hash, invite))
}

/// What an undo finds: a change of the asker's own, seen by nobody else.
fn note(work: &mut Work<'_, '_>, id: Id, deleted: bool) -> Result<(), Error> {
    let me = access::me(work)?;
    let value = |there: bool| if there { Value::Bool(true) } else { Value::Null };
    let change = Change {
        fields: vec![FieldChange { field: format!("invite:{id}"), before: value(deleted), after: value(!deleted) }],
        audience_before: vec![me.audience],
        audience_after: vec![me.audience],
        previous: me.seq,
        ..work.change(Kind::Person, me.id, Action::Changed)
    };
    let seq = work.log(change)?;
    people::store::put(work.tx, &Person { seq, ..Person::clone(&me) })?;
    work.directory_changed()
}

/// Forgets those that cannot be used any more; deleted ones when that cannot be taken back any more.
fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let now = work.now();
    let kept = |invite: &InviteRecord| invite.is_open(now) || invite.deleted_ms.is_some_and(|at| at + UNDO_MS > now);
    let old = store::all(work.tx.read())?.into_iter().filter(|(_, invite)| !kept(invite));
    let old: Vec<Vec<u8>> = old.map(|(hash, _)| hash).collect();
    Ok(old.iter().try_for_each(|hash| store::delete(work.tx, hash))?)
}
