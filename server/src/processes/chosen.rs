//! Whom a step means: somebody, or whoever has a part in its run. The same for those who do it and those who approve it.

use super::store;
use crate::{
    Error,
    access::{Directory, Scope},
};
use guildhall_domain::{
    Id,
    person::PersonState,
    process::{Chosen, run::Run},
    space::{Space, SpaceRole},
};

/// Those who are meant by now, who may be nobody. Whether they can be given work is for the caller to ask.
pub fn people(scope: &impl Scope, home: Option<&Space>, run: Option<&Run>, who: Chosen) -> Result<Vec<Id>, Error> {
    let before = || run.and_then(|run| run.before).map(|id| store::run(scope.read(), id)).transpose();
    Ok(match who {
        Chosen::Person(id) => vec![id],
        Chosen::Lead => home.map(|home| leads(scope.directory(), home)).unwrap_or_default(),
        Chosen::Starter => run.and_then(|run| run.starter).into_iter().collect(),
        Chosen::LastDoer => before()?.flatten().and_then(|run| run.person).into_iter().collect(),
    })
}

/// The leads of a space who are here, by name, so that it is always the same order.
pub fn leads(directory: &Directory, home: &Space) -> Vec<Id> {
    let members = directory.members(home.audience).into_iter().flatten();
    let leads = members.filter(|(_, role)| **role == SpaceRole::Lead);
    let mut people: Vec<_> = leads.filter_map(|(audience, _)| directory.person_by_audience(*audience)).collect();
    people.retain(|person| person.state == PersonState::Active);
    people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    people.into_iter().map(|person| person.id).collect()
}
