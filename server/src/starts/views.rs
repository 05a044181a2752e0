//! Starting sets as the API shows them.

use super::{
    own::{self, State},
    record::{Begun, Kind},
    remove::{Removed, Why},
    set::{Set, SetTask},
    store,
};
use crate::{
    Error,
    access::Scope,
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::words,
    },
};
use guildhall_domain::Id;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// A kind of thing a set makes.
    StartKind of Kind: Space, Folder, Page, Process, Form, Task
}

words! {
    /// Why a thing of a set stays when the set is removed.
    StartKept of Why: Changed, Used, ReadOnly
}

/// What a kind of company needs on its first day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartingSet)]
pub struct SetShape {
    /// The word in its address.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whom it is for.
    pub about: String,
    /// Name of an icon of spaces.
    pub icon: String,
    /// Who does what, to be filled in at the start.
    pub roles: Vec<RoleShape>,
    /// What it makes.
    pub spaces: Vec<SpaceOfSet>,
    /// That it is here; null when nothing of it is.
    pub begun: Option<BegunShape>,
}

impl Shape for SetShape {}

/// A role of a set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartingRole)]
pub struct RoleShape {
    /// The word to send for it.
    pub role: String,
    /// What people call it.
    pub name: String,
    /// What whoever has it does.
    pub about: String,
}

/// A space of a set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartingSpace)]
pub struct SpaceOfSet {
    /// Name.
    pub name: String,
    /// Names of its processes.
    pub processes: Vec<String>,
    /// Names of its forms.
    pub forms: Vec<String>,
    /// Titles of its pages.
    pub pages: Vec<String>,
    /// How many tasks it has, with sub-tasks.
    pub tasks: usize,
}

/// What is here of a set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartingSetBegun)]
pub struct BegunShape {
    /// When.
    pub at: String,
    /// Who gave it.
    pub by: ActorShape,
    /// How many things are as the set made them, and would go; with none it can be begun again.
    pub own: usize,
    /// How many somebody changed or used, and would stay.
    pub kept: usize,
    /// Its spaces that are there.
    pub spaces: Vec<ThingShape>,
}

/// A thing a set made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartedThing)]
pub struct ThingShape {
    /// What it is.
    pub kind: StartKind,
    /// Id.
    pub id: Uuid,
    /// What it is called now.
    pub name: String,
}

/// What beginning a set made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Started {
    /// Each space before what is in it.
    pub made: Vec<ThingShape>,
}

impl Shape for Started {}

/// A thing that stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptThing)]
pub struct KeptShape {
    /// What it is.
    pub kind: StartKind,
    /// Id.
    pub id: Uuid,
    /// What it is called now.
    pub name: String,
    /// Why it stays.
    pub why: StartKept,
}

/// What removing a set did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartRemoved)]
pub struct RemovedShape {
    /// How many things went to the trash.
    pub gone: usize,
    /// What stays.
    pub kept: Vec<KeptShape>,
    /// How many things stay that the asker may not see.
    pub hidden: usize,
}

impl Shape for RemovedShape {}

fn count(tasks: &[SetTask]) -> usize {
    tasks.iter().map(|task| 1 + count(&task.parts)).sum()
}

/// A set with what is here of it.
pub fn set(scope: &impl Scope, set: &Set) -> Result<SetShape, Error> {
    let role = |role: &super::set::Role| RoleShape {
        role: role.role.clone(),
        name: role.name.clone(),
        about: role.about.clone(),
    };
    let space = |space: &super::set::SetSpace| SpaceOfSet {
        name: space.name.clone(),
        processes: space.processes.iter().map(|process| process.name.clone()).collect(),
        forms: space.forms.iter().map(|form| form.name.clone()).collect(),
        pages: space.pages.iter().map(|page| page.title.clone()).collect(),
        tasks: count(&space.tasks),
    };
    let begun = store::get(scope.read(), &set.name)?.map(|begun| here(scope, &begun)).transpose()?.flatten();
    Ok(SetShape {
        name: set.name.clone(),
        title: set.title.clone(),
        about: set.about.clone(),
        icon: set.icon.clone(),
        roles: set.roles.iter().map(role).collect(),
        spaces: set.spaces.iter().map(space).collect(),
        begun,
    })
}

fn here(scope: &impl Scope, begun: &Begun) -> Result<Option<BegunShape>, Error> {
    let (mut own, mut kept, mut spaces) = (0, 0, Vec::new());
    for (kind, id) in &begun.made {
        let state = own::state(scope, begun, *kind, *id)?;
        match state {
            State::Own => own += 1,
            State::Changed | State::Used => kept += 1,
            State::Gone => continue,
        }
        if *kind == Kind::Space {
            spaces.extend(thing(scope, *kind, *id)?);
        }
    }
    let shape =
        || BegunShape { at: shapes::instant(begun.at_ms), by: shapes::actor(scope, begun.by), own, kept, spaces };
    Ok((own + kept > 0).then(shape))
}

fn thing(scope: &impl Scope, kind: Kind, id: Id) -> Result<Option<ThingShape>, Error> {
    Ok(own::name(scope, kind, id)?.map(|name| ThingShape { kind: kind.into(), id, name }))
}

/// What beginning a set made.
pub fn started(scope: &impl Scope, begun: &Begun) -> Result<Started, Error> {
    let mut made = Vec::new();
    for (kind, id) in &begun.made {
        made.extend(thing(scope, *kind, *id)?);
    }
    Ok(Started { made })
}

/// What removing one did.
pub fn removed(scope: &impl Scope, removed: &Removed) -> Result<RemovedShape, Error> {
    let (mut kept, mut hidden) = (Vec::new(), 0);
    for (kind, id, why) in &removed.kept {
        match own::name(scope, *kind, *id)? {
            Some(name) => kept.push(KeptShape { kind: (*kind).into(), id: *id, name, why: (*why).into() }),
            None => hidden += 1,
        }
    }
    Ok(RemovedShape { gone: removed.gone.len(), kept, hidden })
}
