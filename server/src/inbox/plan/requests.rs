//! What targets of requests mean for whom: those who sort the requests of a space hear that one is near, its leads that it
//! was missed.

use super::Telling;
use crate::{
    Error,
    access::{Directory, Scope},
    inbox::subject::Subject,
    requests::{store, targets},
};
use guildhall_domain::{
    Id,
    change::{Change, Kind},
    inbox::Reason,
    person::{Person, PersonState, Role},
    request::target::{Told, Which},
    space::{Space, SpaceRole},
};

impl<S: Scope> Telling<'_, S> {
    /// What the clock told of the targets of a request.
    pub(super) fn tell_targets(mut self) -> Result<(), Error> {
        let told: Vec<_> = self.change.fields.iter().filter_map(targets::told).collect();
        if told.is_empty() {
            return Ok(());
        }
        let Some(subject) = Subject::of(self.scope, self.change.object)? else { return Ok(()) };
        let directory = self.scope.directory().clone();
        let Some(home) = subject.about.home().and_then(|home| directory.space(home)) else { return Ok(()) };
        for (which, told) in told {
            let people = if told == Told::Missed { leads(&directory, home) } else { sorters(&directory, home) };
            people.into_iter().try_for_each(|person| self.one(&subject, person, reason(which, told), None))?;
        }
        Ok(())
    }
}

fn reason(which: Which, told: Told) -> Reason {
    match (which, told) {
        (Which::Answer, Told::Missed) => Reason::AnswerMissed,
        (Which::Answer, _) => Reason::AnswerNear,
        (Which::Done, Told::Missed) => Reason::DoneMissed,
        (Which::Done, _) => Reason::DoneNear,
    }
}

/// Those who belong to the space: they sort its requests. Where nobody does, as an open one may have no members, its
/// leads.
fn sorters(directory: &Directory, home: &Space) -> Vec<Id> {
    let all: Vec<Id> = directory.belonging(home).map(|person| person.id).collect();
    if all.is_empty() { leads(directory, home) } else { all }
}

/// Those who lead it. Who looks after a space without any: the admins who read it.
pub(super) fn leads(directory: &Directory, home: &Space) -> Vec<Id> {
    let here = [home.audience];
    let readers: Vec<_> = directory.readers(&here).filter(|one| one.state == PersonState::Active).collect();
    let of = |wanted: &dyn Fn(&Person) -> bool| -> Vec<Id> {
        readers.iter().filter(|person| wanted(person)).map(|person| person.id).collect()
    };
    let leads = of(&|person| directory.role_in(person, home) == Some(SpaceRole::Lead));
    if leads.is_empty() { of(&|person| matches!(person.role, Role::Admin | Role::Owner)) } else { leads }
}

/// The requests beside a task that changed: they may be done now, or not any more.
pub(super) fn beside(scope: &impl Scope, change: &Change) -> Result<Vec<Id>, Error> {
    if change.kind != Kind::Task {
        return Ok(Vec::new());
    }
    Ok(store::of_task(scope.read(), change.object)?.into_iter().map(|request| request.id).collect())
}
