//! Who is in a space: the memberships as stored, and through which space somebody else is in.

use super::words::SpaceRoleShape;
use crate::{
    Error,
    access::{self, Directory, Scope},
    http::words::words,
};
use guildhall_domain::{
    AudienceId, Id,
    person::{Person, PersonState, Role},
    policy::DoSpace,
    space::{Access, Space, SpaceRole},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A member of a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Membership {
    /// The person or the space.
    pub member: MemberRef,
    /// What they may do.
    pub role: SpaceRoleShape,
    /// The member space through which a person is in; null for a membership of their own.
    pub via: Option<Uuid>,
}

words! {
    /// What a member is.
    MemberKind: Person, Space
}

/// A person or a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MemberRef {
    /// Which of the two.
    pub kind: MemberKind,
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
}

/// The members of a space. An admin outside a private one sees its leads only.
pub fn list(scope: &impl Scope, id: Id) -> Result<Vec<Membership>, Error> {
    let space = access::space(scope, id, DoSpace::See)?;
    let leads_only = space.access == Access::Private && !access::may_space(scope, &space, DoSpace::Read);
    let mut found = Vec::new();
    for (audience, role) in direct(scope.directory(), space.audience) {
        if let Some(person) = scope.directory().person_by_audience(audience) {
            found.extend(person_in(scope, person, role, None));
        } else if let Some(group) =
            scope.directory().space_by_audience(audience).filter(|group| group.deleted_ms.is_none())
        {
            found.extend(group_in(scope, group, role));
        }
    }
    found.retain(|membership| !leads_only || membership.role == SpaceRoleShape::Lead);
    found.sort_by_cached_key(|m| {
        (m.member.kind == MemberKind::Person, m.via.is_some(), m.member.name.to_lowercase(), m.member.id)
    });
    Ok(found)
}

/// The people of a member space come with it; a reader who may not know the space sees just the people.
fn group_in(scope: &impl Scope, group: &Space, role: SpaceRole) -> Vec<Membership> {
    let known = access::may_space(scope, group, DoSpace::See);
    let member = MemberRef { kind: MemberKind::Space, id: group.id, name: group.name.clone() };
    let itself = known.then(|| Membership { member, role: role.into(), via: None });
    let people = direct(scope.directory(), group.audience);
    let people = people.filter_map(|(audience, _)| scope.directory().person_by_audience(audience));
    let people = people.filter_map(|person| person_in(scope, person, role, known.then_some(group.id)));
    itself.into_iter().chain(people).collect()
}

fn person_in(scope: &impl Scope, person: &Person, role: SpaceRole, via: Option<Id>) -> Option<Membership> {
    let shown = person.state != PersonState::Deactivated && access::knows(scope, person);
    let role = if person.role == Role::Guest { SpaceRole::Guest } else { role };
    let member = MemberRef { kind: MemberKind::Person, id: person.id, name: person.name.clone() };
    shown.then(|| Membership { member, role: role.into(), via })
}

fn direct(directory: &Directory, space: AudienceId) -> impl Iterator<Item = (AudienceId, SpaceRole)> + '_ {
    directory.members(space).into_iter().flatten().map(|(audience, role)| (*audience, *role))
}

/// Whether somebody who can sign in, or soon will, leads a space.
pub fn has_lead(directory: &Directory, space: &Space) -> bool {
    directory.people().any(|person| directory.role_in(person, space) == Some(SpaceRole::Lead))
}
