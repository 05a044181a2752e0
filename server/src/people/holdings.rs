//! What a person holds: what has to be settled when they leave.

use super::commands::manage;
use crate::{
    Error,
    access::Scope,
    http::Shape,
    session,
    tasks::{
        self,
        rows::{PERSON, Part},
    },
};
use guildhall_domain::{
    Id,
    person::Person,
    space::{Access, SpaceRole},
    task::Task,
};
use guildhall_store::{Desc, Span};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Open tasks of a person in one space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenTasks {
    /// The space.
    pub space_id: Uuid,
    /// How many.
    pub count: usize,
}

/// What a person holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Holdings {
    /// Open tasks they do, by shared space.
    pub open_tasks: Vec<OpenTasks>,
    /// Spaces they lead.
    pub lead_of: Vec<Uuid>,
    /// Browsers they are signed in with.
    pub sessions: usize,
    /// API tokens.
    pub tokens: usize,
    /// Open tasks in their Personal space, which nobody else can read.
    pub personal_tasks: usize,
}

impl Shape for Holdings {}

/// What a person holds, for those who may close their account.
pub fn of(scope: &impl Scope, id: Id) -> Result<Holdings, Error> {
    let person = manage(scope, id)?;
    let mut by_space = BTreeMap::<Id, usize>::new();
    for task in shared_tasks(scope, &person)? {
        *by_space.entry(task.space).or_default() += 1;
    }
    let spaces =
        scope.directory().spaces().filter(|space| space.access != Access::Personal && space.deleted_ms.is_none());
    let leads = spaces.filter(|space| scope.directory().role_in(&person, space) == Some(SpaceRole::Lead));
    let mut lead_of: Vec<Uuid> = leads.map(|space| space.id).collect();
    lead_of.sort_unstable();
    Ok(Holdings {
        open_tasks: by_space.into_iter().map(|(space_id, count)| OpenTasks { space_id, count }).collect(),
        lead_of,
        sessions: session::store::sessions_of(scope.read(), id)?.len(),
        tokens: session::store::tokens_of(scope.read(), id)?.len(),
        personal_tasks: personal_count(scope, &person)?,
    })
}

/// The open tasks a person does in spaces others can read.
fn shared_tasks(scope: &impl Scope, person: &Person) -> Result<Vec<Task>, Error> {
    let personal = scope.directory().personal(person.id).map(|space| space.id);
    let mut tasks = Vec::new();
    for id in open(scope, person)? {
        tasks.extend(tasks::store::get(scope.read(), id)?.filter(|task| Some(task.space) != personal));
    }
    Ok(tasks)
}

/// The open tasks a person does, wherever they are.
fn open(scope: &impl Scope, person: &Person) -> Result<Vec<Id>, Error> {
    let mut ids = Vec::new();
    for row in scope.read().scan(&PERSON, Span::prefix(&(person.audience, 0u8)))? {
        let ((_, _, Desc(_), id), parts) = row?;
        if parts & Part::ASSIGNEE != 0 {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn personal_count(scope: &impl Scope, person: &Person) -> Result<usize, Error> {
    let personal = scope.directory().personal(person.id);
    let count = personal.map(|space| tasks::store::open_count(scope.read(), space.audience)).transpose()?;
    Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX))
}
