//! Who belongs to a space: people and other spaces, added and removed one at a time. What changes
//! takes effect with the commit, for everything that is read from then on.

use super::{keeps_a_lead, save};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    spaces::{members::has_lead, store, words::SpaceRoleShape},
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, FieldChange, Value},
    person::{PersonState, Role},
    policy::DoSpace,
    space::{Access, Space, SpaceRole},
};

/// Makes a person or a space a member, or changes their role.
pub fn put(work: &mut Work<'_, '_>, id: Id, member: Id, role: SpaceRole) -> Result<Space, Error> {
    let space = Space::clone(&*access::space(work, id, DoSpace::Manage)?);
    let audience = candidate(work, &space, member, role)?;
    set(work, &space, member, audience, Some(role), Vec::new())
}

/// The audience of somebody who may become a member with this role.
fn candidate(work: &Work<'_, '_>, space: &Space, member: Id, role: SpaceRole) -> Result<AudienceId, Error> {
    let wrong = |message: &str| Err(Error::field("member_id", message));
    if work.directory().space(member).is_some() {
        let group = access::space(work, member, DoSpace::See)?;
        return match group.access {
            Access::Personal => wrong("Choose another space."),
            _ if group.id == space.id => wrong("A space cannot be a member of itself."),
            _ if group.deleted_ms.is_some() => wrong("This space is in the trash."),
            _ => Ok(group.audience),
        };
    }
    let person = access::person(work, member)?;
    match person.state {
        PersonState::Deactivated => wrong("This person has left. Choose another one."),
        _ if person.role == Role::Guest && role != SpaceRole::Guest => {
            Err(Error::field("role", "Somebody from outside can only be a guest."))
        }
        _ => Ok(person.audience),
    }
}

/// Ends a membership; everybody may end their own. Removing who is not in is no error.
pub fn remove(work: &mut Work<'_, '_>, id: Id, member: Id) -> Result<Space, Error> {
    let own = work.who().person == Some(member);
    let space = Space::clone(&*access::space(work, id, if own { DoSpace::See } else { DoSpace::Manage })?);
    let Some(audience) = audience_of(work, member) else { return Ok(space) };
    set(work, &space, member, audience, None, Vec::new())
}

/// An admin enters a space of others, from an address. It stands in the audit and in the log, where its
/// members see it. Whoever can read the space already has nothing to enter.
pub fn join(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<Space, Error> {
    let space = Space::clone(&*access::space(work, id, DoSpace::See)?);
    if access::may_space(work, &space, DoSpace::Read) {
        return Ok(space);
    }
    access::admin(work)?;
    let me = access::me(work)?;
    let role = if has_lead(work.directory(), &space) { SpaceRole::Member } else { SpaceRole::Lead };
    audit::add(work, AuditAction::SpaceEntered, &space.name, address)?;
    let entered = FieldChange { field: "entered".into(), before: Value::Null, after: Value::Id(me.id) };
    set(work, &space, me.id, me.audience, Some(role), vec![entered])
}

fn audience_of(work: &Work<'_, '_>, member: Id) -> Option<AudienceId> {
    let directory = work.directory();
    let person = directory.person(member).map(|person| person.audience);
    person.or_else(|| directory.space(member).filter(|space| space.owner.is_none()).map(|space| space.audience))
}

fn value(role: Option<SpaceRole>) -> Value {
    Value::opt(role, |role| Value::Text(SpaceRoleShape::from(role).word().into()))
}

/// The role a member has by a membership of their own, as changes hold it.
pub fn current(work: &Work<'_, '_>, space: &Space, member: Id) -> Option<Value> {
    let audience = audience_of(work, member)?;
    let role = work.directory().members(space.audience)?.get(&audience).copied();
    Some(value(role))
}

fn set(
    work: &mut Work<'_, '_>,
    space: &Space,
    member: Id,
    audience: AudienceId,
    role: Option<SpaceRole>,
    mut more: Vec<FieldChange>,
) -> Result<Space, Error> {
    let had_lead = has_lead(work.directory(), space);
    let Some(change) = write(work, space, member, audience, role)? else { return Ok(space.clone()) };
    work.directory_changed()?;
    if had_lead {
        keeps_a_lead(work, space)?;
    }
    more.push(change);
    save(work, space, space.clone(), Action::Changed, more)
}

/// Writes the row; none when it was like that already.
fn write(
    work: &mut Work<'_, '_>,
    space: &Space,
    member: Id,
    audience: AudienceId,
    role: Option<SpaceRole>,
) -> Result<Option<FieldChange>, Error> {
    let earlier = work.directory().members(space.audience).and_then(|members| members.get(&audience)).copied();
    if earlier == role {
        return Ok(None);
    }
    match role {
        Some(role) => store::put_member(work.tx, space.audience, audience, role, work.now())?,
        None => store::delete_member(work.tx, space.audience, audience)?,
    }
    Ok(Some(FieldChange { field: format!("member:{member}"), before: value(earlier), after: value(role) }))
}

/// Gives a membership the role it had; the caller saves the space and renews the directory. None when
/// the member or the role means nothing.
pub fn put_back(
    work: &mut Work<'_, '_>,
    space: &Space,
    member: &str,
    role: &Value,
) -> Result<Option<FieldChange>, Error> {
    let Some(id) = member.parse().ok() else { return Ok(None) };
    let Some(audience) = audience_of(work, id) else { return Ok(None) };
    let role = match role {
        Value::Null => None,
        role => match role.as_text().and_then(SpaceRoleShape::from_word) {
            Some(role) => Some(role.into()),
            None => return Ok(None),
        },
    };
    let same = FieldChange { field: format!("member:{id}"), before: value(role), after: value(role) };
    Ok(Some(write(work, space, id, audience, role)?.unwrap_or(same)))
}
