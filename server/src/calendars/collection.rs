//! What is in which calendar. A space holds its tasks that are not put away and its events; one's own work the tasks that are
//! given to somebody and the events they are invited to, wherever they lie.

use crate::{
    Error,
    access::{self, Scope},
    events, tasks,
};
use guildhall_domain::{
    AudienceId, Id,
    event::Event,
    item::Core,
    person::Person,
    policy::{Do, DoSpace},
    space::{Access, Space},
    task::Task,
};
use std::sync::Arc;

/// What one's own work is called in addresses.
pub const MINE: &str = "my-work";

/// A calendar.
#[derive(Debug, Clone)]
pub enum Calendar {
    /// Of a space.
    Space(Arc<Space>),
    /// What somebody has to do.
    Mine(Arc<Person>),
}

/// What stands in a calendar.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A task.
    Task(Box<Task>),
    /// An event.
    Event(Box<Event>),
}

impl Entry {
    /// Its id.
    pub fn id(&self) -> Id {
        match self {
            Entry::Task(task) => task.id,
            Entry::Event(event) => event.id,
        }
    }

    /// Its last change.
    pub fn seq(&self) -> u64 {
        match self {
            Entry::Task(task) => task.seq,
            Entry::Event(event) => event.seq,
        }
    }

    /// When it last changed.
    pub fn updated_ms(&self) -> i64 {
        match self {
            Entry::Task(task) => task.updated_ms,
            Entry::Event(event) => event.updated_ms,
        }
    }

    /// What programs call it.
    pub fn component(&self) -> &'static str {
        match self {
            Entry::Task(_) => "VTODO",
            Entry::Event(_) => "VEVENT",
        }
    }

    /// Whether the asker may change it.
    pub fn may_edit(&self, scope: &impl Scope) -> bool {
        match self {
            Entry::Task(task) => access::may(scope, &**task, Do::Edit),
            Entry::Event(event) => access::may(scope, &**event, Do::Edit),
        }
    }
}

impl Calendar {
    /// The calendar a part of an address names, for somebody who may read it.
    pub fn named(scope: &impl Scope, part: &str) -> Result<Calendar, Error> {
        if part == MINE {
            return Ok(Calendar::Mine(access::me(scope)?));
        }
        let id = part.parse().map_err(|_| Error::not_found())?;
        let space = access::seen(access::space(scope, id, DoSpace::Read).map_err(hidden))?;
        space.map(|space| Calendar::Space(space.into_inner())).ok_or_else(Error::not_found)
    }

    /// Every calendar of the asker: their own work first, then spaces by name.
    pub fn all(scope: &impl Scope) -> Result<Vec<Calendar>, Error> {
        let spaces = scope.directory().spaces().filter(|space| access::may_space(scope, space, DoSpace::Read));
        let mut spaces: Vec<Arc<Space>> = spaces.cloned().collect();
        spaces.sort_by_cached_key(|space| (space.access != Access::Personal, space.name.to_lowercase(), space.id));
        let spaces = spaces.into_iter().map(Calendar::Space);
        Ok([Calendar::Mine(access::me(scope)?)].into_iter().chain(spaces).collect())
    }

    /// What it is called in addresses.
    pub fn part(&self) -> String {
        match self {
            Calendar::Space(space) => space.id.to_string(),
            Calendar::Mine(_) => MINE.to_owned(),
        }
    }

    /// What people call it.
    pub fn title(&self) -> &str {
        match self {
            Calendar::Space(space) => &space.name,
            Calendar::Mine(_) => "My work",
        }
    }

    /// The audience it goes by.
    pub fn audience(&self) -> AudienceId {
        match self {
            Calendar::Space(space) => space.audience,
            Calendar::Mine(person) => person.audience,
        }
    }

    /// Whether the asker makes things in it. What they make in their own work is their own.
    pub fn may_write(&self, scope: &impl Scope) -> bool {
        match self {
            Calendar::Space(space) => access::may_space(scope, space, DoSpace::Write),
            Calendar::Mine(_) => true,
        }
    }

    /// The space in which what is made in it lies.
    pub fn home(&self, scope: &impl Scope) -> Result<Id, Error> {
        match self {
            Calendar::Space(space) => Ok(space.id),
            Calendar::Mine(me) => scope.directory().personal(me.id).map(|space| space.id).ok_or_else(Error::not_found),
        }
    }

    /// An entry by its id, where it is in this calendar and the asker reads it.
    pub fn entry(&self, scope: &impl Scope, id: Id) -> Result<Option<Entry>, Error> {
        let entry = match access::seen_task(scope, id)? {
            Some(task) => Some(Entry::Task(Box::new(task.into_inner()))),
            None => access::seen(access::event(scope, id, Do::Read))?
                .map(|event| Entry::Event(Box::new(event.into_inner()))),
        };
        Ok(entry.filter(|entry| self.holds(scope, entry)))
    }

    fn holds(&self, scope: &impl Scope, entry: &Entry) -> bool {
        match (self, entry) {
            (_, Entry::Task(task)) if task.archived || task.trashed_ms().is_some() => false,
            (_, Entry::Event(event)) if event.trashed_ms().is_some() => false,
            (Calendar::Space(space), Entry::Task(task)) => {
                access::audience_of(scope.directory(), &**task).ids().contains(&space.audience)
            }
            (Calendar::Space(space), Entry::Event(event)) => event.space == space.id,
            (Calendar::Mine(me), Entry::Task(task)) => task.assignee == Some(me.id),
            (Calendar::Mine(me), Entry::Event(event)) => event.guests.contains(&me.id),
        }
    }

    /// Everything in it that the asker reads.
    pub fn entries(&self, scope: &impl Scope) -> Result<Vec<Entry>, Error> {
        let tasks = match self {
            Calendar::Space(space) => tasks::store::ids_in(scope.read(), space.audience)?,
            Calendar::Mine(me) => tasks::store::ids_of(scope.read(), me.audience)?,
        };
        let events = events::store::ids_in(scope.read(), self.audience())?;
        let mut entries = Vec::with_capacity(tasks.len() + events.len());
        for id in tasks.into_iter().chain(events) {
            entries.extend(self.entry(scope, id)?);
        }
        Ok(entries)
    }
}

/// Whoever sees that a space is there and does not read it has no calendar of it.
fn hidden(error: Error) -> Error {
    if error.code == crate::error::Code::Forbidden { Error::not_found() } else { error }
}
