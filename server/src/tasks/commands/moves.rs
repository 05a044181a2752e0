//! Several tasks to another home, in one command: all of them or none. Who is refused is told which of them
//! cannot go and why, because looking for them in hundreds is no work for a person.

use super::place;
use crate::{
    Error,
    access::{self, Work},
    error::Code,
    tasks::views,
};
use guildhall_domain::{Id, limits, policy::Do, task::Task};
use std::collections::HashSet;

/// So many are named in a sentence; the ids of all of them are sent beside it.
const NAMED: usize = 3;

/// Another home.
#[derive(Debug, Clone, Copy)]
pub struct Home {
    /// The space.
    pub space: Id,
    /// A section there.
    pub section: Option<u32>,
    /// A status there; the one that fits best without.
    pub status: Option<u32>,
}

/// Moves all of them with their sub-tasks, in the order sent.
pub fn to_home(work: &mut Work<'_, '_>, ids: &[Id], home: Home) -> Result<(), Error> {
    let tasks = chosen(work, ids)?;
    let whole = |task: &&Task| task.parent.is_none();
    let objects: usize = tasks.iter().filter(whole).map(|task| 1 + task.subtasks.1 as usize).sum();
    if objects > limits::COMMAND {
        let message = format!("At most 500 tasks can be moved at once; with their sub-tasks these are {objects}.");
        return Err(Error::because(Code::TooMany, message));
    }
    for task in tasks.iter().filter(whole) {
        place::move_home(work, task.id, home.space, home.section, home.status)?;
    }
    Ok(())
}

/// The tasks, when every one of them may go. A sub-task goes with its task and cannot be sent without it.
fn chosen(work: &Work<'_, '_>, ids: &[Id]) -> Result<Vec<Task>, Error> {
    let sent: HashSet<Id> = ids.iter().copied().collect();
    let (mut tasks, mut fixed, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for id in ids {
        let task = access::task(work, *id, Do::Read)?.into_inner();
        if !access::may(work, &task, Do::Move) {
            fixed.push(task);
        } else if task.parent.is_some_and(|parent| !sent.contains(&parent)) {
            parts.push(task);
        } else {
            tasks.push(task);
        }
    }
    if !fixed.is_empty() {
        return Err(cannot(work, Code::Forbidden, "You may see these, but not move them:", &fixed));
    }
    if !parts.is_empty() {
        return Err(cannot(
            work,
            Code::Conflict,
            "Sub-tasks move with their task. Choose that one instead of:",
            &parts,
        ));
    }
    Ok(tasks)
}

fn cannot(work: &Work<'_, '_>, code: Code, why: &str, tasks: &[Task]) -> Error {
    let name = |task: &Task| match views::key(work, task) {
        key if key.is_empty() => format!("“{}”", task.title),
        key => format!("{key} “{}”", task.title),
    };
    let mut names: Vec<String> = tasks.iter().take(NAMED).map(name).collect();
    if tasks.len() > NAMED {
        names.push(format!("{} more", tasks.len() - NAMED));
    }
    let ids: Vec<String> = tasks.iter().map(|task| task.id.to_string()).collect();
    Error::because(code, format!("{why} {}.", names.join(", "))).with("ids", ids)
}
