//! Tasks made from what somebody said: the words become the task, and each leads to the other.

use super::commands;
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items::{self, plain},
    tasks::{
        self,
        commands::create::{self, Whence},
        input::TaskInput,
    },
};
use guildhall_domain::{
    Id,
    comment::Comment,
    item::{Core, Item, Relation},
    policy::DoSpace,
    task::{Origin, Task},
};

/// Characters of a title made from a message.
const TITLE: usize = 160;

/// A task to be made from a comment.
#[derive(Debug, Clone)]
pub struct New {
    /// Own id, so that it can be sent again.
    pub id: Option<Id>,
    /// Where it goes; the home of the item unless sent, and one's own space where that cannot be.
    pub space: Option<Id>,
    /// Title; the beginning of the comment unless sent.
    pub title: Option<String>,
    /// Who does it.
    pub assignee: Option<Id>,
}

/// Makes a task from a comment.
pub fn make(work: &mut Work<'_, '_>, id: Id, new: &New) -> Result<Task, Error> {
    let (comment, item) = commands::permitted(work, id)?;
    if comment.deleted {
        return Err(Error::because(Code::Conflict, "This was deleted. Choose another one."));
    }
    let title = new.title.clone().map_or_else(|| title(work, &comment), Ok)?;
    let input =
        TaskInput { id: new.id, title, body: comment.body.clone(), assignee_id: new.assignee, ..TaskInput::default() };
    let space = home(work, &item, new.space)?;
    let whence = Whence { origin: Some(Origin { item: item.id(), comment: id }), ..Whence::default() };
    let task = create::from(work, space, &input, whence)?;
    if comment.tasks.contains(&task.id) {
        return Ok(task);
    }
    // A task is not linked to itself by what is said on it, but to any other item.
    items::links::set(work, task.id, item.id(), Some(Relation::Relates))?;
    commands::made(work, id, task.id, true)?;
    Ok(tasks::store::get(work.read(), task.id)?.unwrap_or(task))
}

fn title(work: &Work<'_, '_>, comment: &Comment) -> Result<String, Error> {
    let line = comment.body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    plain::beginning(line, TITLE, &|referent| items::queries::label(work, referent))
}

fn home(work: &Work<'_, '_>, item: &Item, asked: Option<Id>) -> Result<Id, Error> {
    if let Some(space) = asked {
        return Ok(space);
    }
    let directory = work.directory();
    let own = work.who().person.and_then(|me| directory.personal(me)).map(|space| space.id);
    let home = item.home().and_then(|home| directory.space(home));
    let home = home.filter(|home| access::may_space(work, home, DoSpace::Write)).map(|home| home.id);
    home.or(own).ok_or_else(|| Error::field("space_id", "Choose a space."))
}
