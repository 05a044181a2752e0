//! Who decides about whose absences, and who reads what of them. As with weeks of time nobody decides about their own,
//! except owners; admins decide about everybody else's, and whoever leads every space somebody was put into about
//! theirs.

use crate::access::{self, Directory, Scope};
use guildhall_domain::{
    Id,
    absence::{Absence, State},
    person::{Person, PersonState, Role},
    space::{Access, Space, SpaceRole},
};
use std::{collections::HashMap, sync::Arc};

/// What the asker sees, looked up once for many absences.
pub struct Sight<'s, S> {
    scope: &'s S,
    me: Option<Id>,
    owner: bool,
    admin: bool,
    led: HashMap<Id, bool>,
}

impl<'s, S: Scope> Sight<'s, S> {
    /// Of the asker.
    pub fn new(scope: &'s S) -> Self {
        let (owner, admin) = (access::owner(scope).is_ok(), access::admin(scope).is_ok());
        Sight { scope, me: scope.who().person, owner, admin, led: HashMap::new() }
    }

    /// Whether somebody is the asker.
    pub fn is_me(&self, person: Id) -> bool {
        self.me == Some(person)
    }

    /// Whether they decide about somebody's absences.
    pub fn decides(&mut self, person: Id) -> bool {
        if self.owner || self.is_me(person) {
            return self.owner;
        }
        let scope = self.scope;
        self.admin
            || *self
                .led
                .entry(person)
                .or_insert_with(|| scope.directory().person(person).is_some_and(|person| leads(scope, person)))
    }

    /// Whether they see why somebody is away.
    pub fn sees_why(&mut self, person: Id) -> bool {
        self.is_me(person) || self.decides(person)
    }

    /// Whether they see an absence.
    pub fn sees(&mut self, absence: &Absence) -> bool {
        let known = |person: &Person| access::knows(self.scope, person);
        let person = self.scope.directory().person(absence.person);
        person.is_some_and(|person| known(person))
            && (absence.state == State::Approved || self.sees_why(absence.person))
    }
}

/// Whether the asker leads every space a person was put into, and there is one.
fn leads(scope: &impl Scope, person: &Person) -> bool {
    let mut spaces = put_into(scope.directory(), person).peekable();
    spaces.peek().is_some() && spaces.all(|space| access::leads_space(scope, space))
}

/// The spaces a person was put into.
fn put_into<'d>(directory: &'d Directory, person: &Person) -> impl Iterator<Item = &'d Arc<Space>> {
    let audience = person.audience;
    directory.spaces().filter(move |space| {
        let members = directory.members(space.audience);
        space.is_live()
            && space.access != Access::Personal
            && members.is_some_and(|members| members.contains_key(&audience))
    })
}

/// Everybody who decides about somebody's absences, as [`Sight::decides`] says of one.
pub fn deciders(directory: &Directory, id: Id) -> Vec<Id> {
    let Some(person) = directory.person(id) else { return Vec::new() };
    let spaces: Vec<_> = put_into(directory, person).collect();
    let leads = |one: &Person| spaces.iter().all(|space| directory.role_in(one, space) == Some(SpaceRole::Lead));
    let decides = |one: &Person| match one.role {
        Role::Owner => true,
        _ if one.id == id => false,
        Role::Admin => true,
        Role::Member => !spaces.is_empty() && leads(one),
        Role::Guest => false,
    };
    let here = directory.people().filter(|one| one.state == PersonState::Active && decides(one));
    here.map(|one| one.id).collect()
}
