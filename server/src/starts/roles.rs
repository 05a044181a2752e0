//! Who does what in a space that is begun from another one: whoever is named in the other one has a part there, and each part
//! is somebody's again, or nobody's.

use super::project;
use crate::{
    Error,
    access::{self, Permitted, Scope, Work},
    http::Shape,
    processes, spaces,
};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
    process::{Assign, Chosen, Plan},
    space::{Space, SpaceRole},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody who is named in the processes or tasks of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SpaceCopyPerson)]
pub struct NamedShape {
    /// The person.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
}

impl Shape for NamedShape {}

/// Who takes the part somebody has in the other space.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpaceCopyRole)]
pub struct RoleInput {
    /// Who has it there.
    pub person_id: Uuid,
    /// Who has it in the new space; they become a member where they would not see it.
    pub taken_by: Uuid,
}

/// Who takes whose part.
pub struct Roles(BTreeMap<Id, Id>);

impl Roles {
    /// Who does what somebody did.
    pub fn of(&self, person: Option<Id>) -> Option<Id> {
        self.0.get(&person?).copied()
    }
}

/// Those who are named in the processes and tasks of a space, by name, as far as the asker knows them.
pub fn named(scope: &impl Scope, from: &Space) -> Result<Vec<Arc<Person>>, Error> {
    let mut ids = project::people(scope, from)?;
    for process in processes::store::of_space(scope.read(), from.audience)? {
        if process.trashed_ms.is_none() {
            in_plan(&process.plan, &mut ids);
        }
    }
    let known = |id: Id| access::person(scope, id).ok().map(Permitted::into_inner);
    let mut people: Vec<_> = ids.into_iter().filter_map(known).collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

fn in_plan(plan: &Plan, ids: &mut BTreeSet<Id>) {
    match &plan.assign {
        Assign::Person(one) => ids.extend([one]),
        Assign::Rotating(people) => ids.extend(people),
        _ => {}
    }
    for step in &plan.steps {
        let approvers = step.approval.iter().flat_map(|approval| &approval.approvers);
        for one in step.doer.iter().chain(approvers) {
            if let Chosen::Person(id) = one {
                ids.insert(*id);
            }
        }
    }
}

/// Gives the parts to people, who belong to the new space from then on.
pub fn fill(work: &mut Work<'_, '_>, from: &Space, to: &Space, input: &[RoleInput]) -> Result<Roles, Error> {
    let wrong = |message: String| Error::field("roles", message);
    let named = if input.is_empty() { Vec::new() } else { named(work, from)? };
    let mut roles = BTreeMap::new();
    for RoleInput { person_id, taken_by } in input {
        if !named.iter().any(|person| person.id == *person_id) {
            return Err(wrong("Name those who do something in the other space.".into()));
        }
        let person = access::person(work, *taken_by);
        let person = person.map_err(|_| wrong("Choose a person of this organization.".into()))?.into_inner();
        if person.state == PersonState::Deactivated {
            return Err(wrong(format!("{} has left. Choose somebody else, or nobody.", person.name)));
        }
        if roles.insert(*person_id, person.id).is_some() {
            return Err(wrong("Name each of them once.".into()));
        }
        if !work.directory().reach(person.id).sees(&[to.audience]) {
            let role = if person.role == Role::Guest { SpaceRole::Guest } else { SpaceRole::Member };
            spaces::commands::membership::put(work, to.id, person.id, role)?;
        }
    }
    Ok(Roles(roles))
}
