//! Who reads whose time: everybody their own; admins all of it; whoever leads a space what was worked there. Nobody's own
//! space has a lead who reads others. Of the task it was worked on everybody sees what they see of it anyway.

use crate::{
    Error,
    access::{self, Directory, Scope},
};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
    space::{Access, Space, SpaceRole},
    time::Entry,
};
use std::collections::{BTreeSet, HashMap};

/// What the asker sees, looked up once for many entries.
pub struct Sight<'s, S> {
    scope: &'s S,
    me: Option<Id>,
    all: bool,
    led: HashMap<Id, bool>,
}

impl<'s, S: Scope> Sight<'s, S> {
    /// Of the asker.
    pub fn new(scope: &'s S) -> Self {
        Sight { scope, me: scope.who().person, all: access::admin(scope).is_ok(), led: HashMap::new() }
    }

    /// Whether they see everything.
    pub fn is_whole(&self) -> bool {
        self.all
    }

    /// Whether somebody is the asker.
    pub fn is_me(&self, person: Id) -> bool {
        self.me == Some(person)
    }

    /// Whether they see an entry.
    pub fn sees(&mut self, entry: &Entry) -> bool {
        self.all || self.is_me(entry.person) || self.leads(entry.space)
    }

    /// Whether they lead a space others work in.
    pub fn leads(&mut self, space: Id) -> bool {
        let scope = self.scope;
        *self
            .led
            .entry(space)
            .or_insert_with(|| scope.directory().space(space).is_some_and(|space| leads(scope, space)))
    }

    /// Whether they lead any.
    pub fn leads_any(&self) -> bool {
        self.scope.directory().spaces().any(|space| leads(self.scope, space))
    }

    /// Whether they decide about a week with these entries: admins about everybody's but their own, owners about their
    /// own too, and whoever leads every space in which somebody else worked that week.
    pub fn decides(&mut self, person: Id, entries: &[Entry]) -> bool {
        if access::owner(self.scope).is_ok() {
            return true;
        }
        if self.is_me(person) {
            return false;
        }
        self.all || (!entries.is_empty() && entries.iter().all(|entry| self.leads(entry.space)))
    }
}

fn leads(scope: &impl Scope, space: &Space) -> bool {
    space.deleted_ms.is_none() && space.access != Access::Personal && access::leads_space(scope, space)
}

/// Everybody who decides about a week with these entries, as [`Sight::decides`] says of one.
pub fn deciders(directory: &Directory, person: Id, entries: &[Entry]) -> Vec<Id> {
    let homes: BTreeSet<Id> = entries.iter().map(|entry| entry.space).collect();
    let leads = |one: &Person, id: &Id| {
        let space = directory.space(*id).filter(|space| space.deleted_ms.is_none() && space.owner.is_none());
        space.is_some_and(|space| directory.role_in(one, space) == Some(SpaceRole::Lead))
    };
    let decides = |one: &Person| match one.role {
        Role::Owner => true,
        _ if one.id == person => false,
        Role::Admin => true,
        Role::Member => !homes.is_empty() && homes.iter().all(|space| leads(one, space)),
        Role::Guest => false,
    };
    let here = directory.people().filter(|one| one.state == PersonState::Active && decides(one));
    here.map(|one| one.id).collect()
}

/// Whose time it is, for a reader who may know of them.
pub fn known(scope: &impl Scope, person: Id) -> Result<(), Error> {
    access::person(scope, person).map(|_| ())
}
