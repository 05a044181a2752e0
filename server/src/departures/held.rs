//! What a person holds: everything that would have nobody if they just went.

use crate::{
    Error,
    access::{Directory, Scope},
    approvals, events,
    processes::{self, commands::hand_over as of_process},
    rules::{self, commands::hand_over as of_rule},
    shares, tasks,
    topics::{self, checkins},
};
use guildhall_domain::{
    Id,
    departure::Holding,
    item::Core,
    person::{Person, PersonState, Role},
    share::Target,
    space::{Access, Space, SpaceRole},
    task::{Task, approving::Chosen},
};
use std::sync::Arc;

/// Something somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is.
    pub holding: Holding,
    /// Its id.
    pub id: Id,
    /// Where it is; none of what is in no space.
    pub space: Option<Id>,
    /// What it is called.
    pub title: String,
}

impl Held {
    fn new(holding: Holding, id: Id, space: Option<Id>, title: &str) -> Self {
        Held { holding, id, space, title: title.to_owned() }
    }
}

/// Whoever would take everything: whom they report to, else somebody who leads a space with them, else the asker, else an
/// owner.
pub fn proposed(scope: &impl Scope, leaving: Id) -> Option<Id> {
    let directory = scope.directory();
    let stays = |id: &Id| *id != leaving && directory.person(*id).is_some_and(|person| works_here(person));
    let manager = directory.person(leaving).and_then(|person| person.reports_to).filter(stays);
    let beside = || {
        let person = directory.person(leaving)?;
        let theirs = directory.spaces().filter(|space| leads(directory, person, space));
        let mut others: Vec<_> = theirs.flat_map(|space| leads_of(directory, space, leaving)).collect();
        others.sort_by_cached_key(|other| (other.name.to_lowercase(), other.id));
        others.first().map(|other| other.id)
    };
    let owner = || {
        let owners = directory.people().filter(|person| person.role == Role::Owner && stays(&person.id));
        owners.min_by_key(|owner| (owner.name.to_lowercase(), owner.id)).map(|owner| owner.id)
    };
    manager.or_else(beside).or_else(|| scope.who().person.filter(stays)).or_else(owner)
}

fn works_here(person: &Person) -> bool {
    person.state == PersonState::Active && person.role != Role::Guest
}

fn leads(directory: &Directory, person: &Person, space: &Space) -> bool {
    space.deleted_ms.is_none()
        && space.access != Access::Personal
        && directory.role_in(person, space) == Some(SpaceRole::Lead)
}

/// Those who lead a space besides whoever leaves.
pub fn leads_of(directory: &Directory, space: &Space, leaving: Id) -> Vec<Arc<Person>> {
    let others = directory.people().filter(|person| person.id != leaving && works_here(person));
    others.filter(|person| leads(directory, person, space)).cloned().collect()
}

/// Everything a person holds, in the order in which it is handed over. It looks at every task, so it is done aside.
pub fn all(scope: &impl Scope, id: Id) -> Result<Vec<Held>, Error> {
    let person = scope.directory().person(id).cloned().ok_or_else(Error::not_found)?;
    let mut held = Vec::new();
    spaces(scope, &person, &mut held)?;
    of_tasks(scope, id, &mut held)?;
    by_itself(scope, id, &mut held)?;
    asked(scope, id, &mut held)?;
    for report in scope.directory().people() {
        if report.reports_to == Some(id) && report.state != PersonState::Deactivated {
            held.push(Held::new(Holding::Report, report.id, None, &report.name));
        }
    }
    held.sort_by(|one, other| (one.holding, &one.title, one.id).cmp(&(other.holding, &other.title, other.id)));
    Ok(held)
}

fn spaces(scope: &impl Scope, person: &Person, held: &mut Vec<Held>) -> Result<(), Error> {
    let directory = scope.directory();
    for space in directory.spaces().filter(|space| space.deleted_ms.is_none() && space.owner.is_none()) {
        if leads(directory, person, space) && leads_of(directory, space, person.id).is_empty() {
            held.push(Held::new(Holding::Lead, space.id, Some(space.id), &space.name));
        }
        for id in checkins::store::of_space(scope.read(), space.audience)? {
            let Some(topic) = topics::store::get(scope.read(), id)? else { continue };
            if checkins::hand_over::is_held(&topic, person.id) {
                held.push(Held::new(Holding::CheckIn, id, Some(space.id), &topic.title));
            }
        }
    }
    Ok(())
}

fn of_tasks(scope: &impl Scope, person: Id, held: &mut Vec<Held>) -> Result<(), Error> {
    let personal = scope.directory().personal(person).map(|space| space.id);
    for task in tasks::store::after(scope.read(), None)? {
        let task = task?;
        if !task.is_open() || Some(task.space) == personal {
            continue;
        }
        let mut add = |holding| held.push(Held::new(holding, task.id, Some(task.space), &task.title));
        if task.assignee == Some(person) {
            add(Holding::Task);
        }
        if has_step(&task, person) {
            add(Holding::Step);
        }
        if task.waiting.as_ref().and_then(|waiting| waiting.person) == Some(person) {
            add(Holding::Awaited);
        }
    }
    Ok(())
}

/// Whether an open step of a task is somebody's to do, or will be to approve.
pub fn has_step(task: &Task, person: Id) -> bool {
    let approver = Chosen::Person(person);
    task.steps.iter().filter(|step| step.done.is_none()).any(|step| {
        let approves = step.approval.as_ref().is_some_and(|one| one.by.approvers.contains(&approver));
        step.assignee == Some(person) || approves
    })
}

fn by_itself(scope: &impl Scope, person: Id, held: &mut Vec<Held>) -> Result<(), Error> {
    let read = scope.read();
    for id in processes::store::after(read, None)? {
        let Some(process) = processes::store::get(read, id?)? else { continue };
        if of_process::is_held(&process, person) {
            held.push(Held::new(Holding::Process, process.id, Some(process.space), &process.plan.name));
        }
    }
    for rule in rules::store::all(read)? {
        if of_rule::is_held(&rule, person) {
            held.push(Held::new(Holding::Rule, rule.id, rule.space, &rule.plan.name));
        }
    }
    Ok(())
}

fn asked(scope: &impl Scope, person: Id, held: &mut Vec<Held>) -> Result<(), Error> {
    let read = scope.read();
    for id in approvals::store::waiting(read)? {
        let Some(approval) = approvals::store::get(read, id)?.filter(|one| one.missing().contains(&person)) else {
            continue;
        };
        if let Some(item) = crate::items::kinds::get(read, approval.item)? {
            held.push(Held::new(Holding::Approval, id, item.home(), item.title()));
        }
    }
    for kept in shares::store::all(read)? {
        let share = kept?.share;
        if share.by == person && share.is_open(scope.now()) {
            let (space, title) = shared(scope, share.target)?;
            held.push(Held::new(Holding::Share, share.id, space, &title));
        }
    }
    for event in events::store::after(read, None)? {
        let event = event?;
        if events::commands::hand_over::is_held(scope, &event, person) {
            held.push(Held::new(Holding::Event, event.id, Some(event.space), &event.title));
        }
    }
    Ok(())
}

fn shared(scope: &impl Scope, target: Target) -> Result<(Option<Id>, String), Error> {
    let found = match target {
        Target::Document(id) => crate::documents::store::get(scope.read(), id)?.map(|one| (one.space, one.title)),
        Target::Folder(id) => crate::documents::folders::store::get(scope.read(), id)?.map(|one| (one.space, one.name)),
    };
    Ok(found.map_or_else(|| (None, String::new()), |(space, title)| (Some(space), title)))
}
