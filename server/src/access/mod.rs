//! The only ways to an object. A look-up here answers the object together with the right to do what
//! was asked, inside the caller's transaction or snapshot; what cannot be seen and what does not exist
//! give the same answer. Stores take objects only from here.

pub mod directory;
pub mod scope;
pub mod shown;
pub mod who;

pub use directory::{Directory, Tag};
pub use scope::{Glance, Scope, View, Work};
pub use shown::Shown;
pub use who::{Scopes, Who};

use crate::{Error, error::Code, files, tasks};
use guildhall_domain::{
    AudienceId, Id,
    file::File,
    item::Audience,
    person::{Person, Role},
    policy::{self, Do, DoSpace, SpaceStanding, Standing, Verdict},
    space::{Access, Space, SpaceRole},
    task::Task,
};
use std::{ops::Deref, sync::Arc};

/// An object somebody may do something with. Only this module makes them.
#[derive(Debug, Clone)]
pub struct Permitted<T>(T);

impl<T> Deref for Permitted<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Permitted<T> {
    /// The object.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Who can read a task: the people of its home and of the spaces it is also in. A home that keeps its
/// tasks inside does so from the moment it is one, whatever is still written down in them; a home that is
/// deleted takes them along.
pub fn audience_of(directory: &Directory, task: &Task) -> Audience {
    match directory.space(task.space) {
        None => Audience::default(),
        Some(home) if home.deleted_ms.is_some() => Audience::default(),
        Some(home) if !home.shows_elsewhere() => Audience::new(vec![home.audience]),
        Some(_) => written_audience(directory, task),
    }
}

/// What is written down in a task of where it can be read, whether its home allows it at the moment or not.
/// For what is kept in step with the task alone; nobody's sight may be decided by it.
pub fn written_audience(directory: &Directory, task: &Task) -> Audience {
    let ids = [task.space].into_iter().chain(task.also_in.iter().copied());
    Audience::new(ids.filter_map(|id| directory.space(id)).map(|space| space.audience).collect())
}

/// A task, for doing `what` with it.
pub fn task(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<Task>, Error> {
    let task = tasks::store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    match verdict(scope, &task, what) {
        Verdict::Yes => Ok(Permitted(task)),
        Verdict::Hidden => Err(Error::not_found()),
        Verdict::No => Err(forbidden(scope, &task)),
    }
}

/// What was looked up, or none where the asker must not learn that it is there. Any other failure stays one.
pub fn seen<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error) if error.code == Code::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// A task to be shown beside something else; none where the asker must not learn that it is there. That the data
/// cannot be read is no reason to leave it out.
pub fn seen_task(scope: &impl Scope, id: Id) -> Result<Option<Permitted<Task>>, Error> {
    seen(task(scope, id, Do::Read))
}

/// A task, for taking it out of a space it is also in.
pub fn take_out(scope: &impl Scope, id: Id, space: Id) -> Result<Permitted<Task>, Error> {
    let task = tasks::store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let directory = scope.directory();
    let Some(me) = scope.who().person else { return Ok(Permitted(task)) };
    let (Some(person), Some(home)) = (directory.person(me), directory.space(task.space)) else {
        return Err(Error::not_found());
    };
    let leads = |space: &Space| space.is_live() && directory.role_in(person, space) == Some(SpaceRole::Lead);
    let leads_there = directory.space(space).is_some_and(|space| leads(space));
    match policy::take_out(standing(directory, person, home, &task), leads_there) {
        Verdict::Yes => Ok(Permitted(task)),
        Verdict::Hidden => Err(Error::not_found()),
        Verdict::No => Err(forbidden(scope, &task)),
    }
}

/// A file with its item, for doing `what` with that. The right to a file is the right to its item, whoever
/// knows its id; what lies in the trash is not there.
pub fn file(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<(File, Task)>, Error> {
    let file = files::store::get(scope.read(), id)?.filter(|file| file.trashed_ms.is_none());
    let file = file.ok_or_else(Error::not_found)?;
    let task = task(scope, file.item, what)?.into_inner();
    Ok(Permitted((file, task)))
}

/// Whether the asker leads the home of a task. Whoever is no person may do what a lead may.
pub fn leads(scope: &impl Scope, task: &Task) -> bool {
    let Some(id) = scope.who().person else { return true };
    let directory = scope.directory();
    let (Some(me), Some(home)) = (directory.person(id), directory.space(task.space)) else { return false };
    me.role != Role::Guest && directory.role_in(me, home) == Some(SpaceRole::Lead)
}

/// Whether a file that is already at hand may be renamed, deleted and taken out of the trash: by whoever attached
/// it, and by those who may edit the task or, when it was sent with a comment, delete that.
pub fn may_change(scope: &impl Scope, file: &File, task: &Task) -> bool {
    let own = scope.who().person.is_none_or(|me| file.author.id() == Some(me));
    let others = if file.comment.is_some() { leads(scope, task) } else { may(scope, task, Do::Edit) };
    (own || others) && may(scope, task, Do::Comment)
}

/// Whether a task that is already at hand may be worked with, for the flags the page shows.
pub fn may(scope: &impl Scope, task: &Task, what: Do) -> bool {
    verdict(scope, task, what) == Verdict::Yes
}

fn verdict(scope: &impl Scope, task: &Task, what: Do) -> Verdict {
    let Some(id) = scope.who().person else { return Verdict::Yes };
    let directory = scope.directory();
    let (Some(person), Some(home)) = (directory.person(id), directory.space(task.space)) else {
        return Verdict::Hidden;
    };
    policy::item(what, standing(directory, person, home, task))
}

fn standing(directory: &Directory, person: &Person, home: &Space, task: &Task) -> Standing {
    let made_by = task.author.id();
    Standing {
        sees: directory.reach(person.id).sees(audience_of(directory, task).ids()),
        role: person.role,
        home: directory.role_in(person, home),
        own: home.owner == Some(person.id),
        assignee: task.assignee == Some(person.id),
        author: made_by == Some(person.id),
        live: home.is_live(),
        trashed: task.trashed_ms.is_some(),
    }
}

fn forbidden(scope: &impl Scope, task: &Task) -> Error {
    let archived = scope.directory().space(task.space).is_some_and(|home| home.archived);
    if archived {
        return Error::because(
            Code::Forbidden,
            "This space is archived. Take it out of the archive to change things in it.",
        );
    }
    Error::new(Code::Forbidden)
}

/// A space, for doing `what` with it.
pub fn space(scope: &impl Scope, id: Id, what: DoSpace) -> Result<Permitted<Arc<Space>>, Error> {
    let directory = scope.directory();
    let space = directory.space(id).ok_or_else(Error::not_found)?;
    match space_verdict(scope, space, what) {
        Verdict::Yes => Ok(Permitted(space.clone())),
        Verdict::Hidden => Err(Error::not_found()),
        Verdict::No => Err(Error::new(Code::Forbidden)),
    }
}

/// Whether a space that is already at hand may be used so.
pub fn may_space(scope: &impl Scope, space: &Space, what: DoSpace) -> bool {
    space_verdict(scope, space, what) == Verdict::Yes
}

fn space_verdict(scope: &impl Scope, space: &Space, what: DoSpace) -> Verdict {
    let Some(id) = scope.who().person else { return Verdict::Yes };
    let Some(person) = scope.directory().person(id) else { return Verdict::Hidden };
    let standing = SpaceStanding {
        role: person.role,
        member: scope.directory().role_in(person, space),
        access: space.access,
        own: space.owner == Some(id),
        archived: space.archived,
        deleted: space.deleted_ms.is_some(),
    };
    policy::space(what, standing)
}

/// Whether the asker may do an admin's work; owners may too.
pub fn admin(scope: &impl Scope) -> Result<(), Error> {
    at_least(scope, Role::Admin)
}

/// Whether the asker is an owner.
pub fn owner(scope: &impl Scope) -> Result<(), Error> {
    at_least(scope, Role::Owner)
}

fn at_least(scope: &impl Scope, role: Role) -> Result<(), Error> {
    if !scope.who().scopes.admin {
        return Err(Error::new(Code::TokenScope));
    }
    match scope.who().person {
        None => Ok(()),
        Some(_) if me(scope)?.role >= role => Ok(()),
        Some(_) if role == Role::Owner => Err(Error::because(Code::Forbidden, "Only an owner can do this.")),
        Some(_) => Err(Error::because(Code::Forbidden, "Only an admin can do this.")),
    }
}

/// The asker as a person.
pub fn me(scope: &impl Scope) -> Result<Arc<Person>, Error> {
    let id = scope.who().person.ok_or_else(|| Error::new(Code::NotSignedIn))?;
    scope.directory().person(id).cloned().ok_or_else(|| Error::new(Code::NotSignedIn))
}

/// Whether the asker may know of a person: members know everybody, guests only themselves and the
/// people of their spaces.
pub fn knows(scope: &impl Scope, other: &Person) -> bool {
    let Some(id) = scope.who().person else { return true };
    let directory = scope.directory();
    let Some(person) = directory.person(id) else { return false };
    if person.role != Role::Guest || other.id == id {
        return true;
    }
    let shared = |space: &&Arc<Space>| space.access != Access::Personal && space.deleted_ms.is_none();
    directory
        .spaces()
        .filter(shared)
        .any(|space| directory.role_in(person, space).is_some() && directory.role_in(other, space).is_some())
}

/// A person the asker may know of.
pub fn person(scope: &impl Scope, id: Id) -> Result<Permitted<Arc<Person>>, Error> {
    let person = scope.directory().person(id).ok_or_else(Error::not_found)?;
    if knows(scope, person) { Ok(Permitted(person.clone())) } else { Err(Error::not_found()) }
}

/// A person who can be given or told something about an item with these audiences: they must be able
/// to read it, otherwise naming them would either leak it or leave them puzzled.
pub fn reader(scope: &impl Scope, id: Id, audience: &[AudienceId], field: &str) -> Result<Arc<Person>, Error> {
    let directory = scope.directory();
    let known = directory.person(id).filter(|person| knows(scope, person));
    let Some(person) = known else { return Err(Error::field(field, "Choose a person of this organization.")) };
    if !directory.reach(id).sees(audience) {
        let message = format!("{} cannot see this. Add them to the space first.", person.name);
        return Err(Error::field(field, message));
    }
    Ok(person.clone())
}
