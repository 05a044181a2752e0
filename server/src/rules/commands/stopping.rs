//! A rule switches itself off, and says why.

use super::save;
use crate::{
    Error,
    access::{Directory, Scope, Who, Work},
    comments::{self, commands::New},
    items::plain,
    rules::store,
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Action,
    item::Core,
    person::{Person, PersonState},
    rules::{Off, Rule, Why},
    space::{Space, SpaceRole},
};
use std::sync::Arc;

/// Switches a rule off, and tells its owner on the task, or those who lead the space. What it says there sets nothing off.
pub fn stop(
    work: &mut Work<'_, '_>,
    rule: &Rule,
    home: &Space,
    why: Why,
    words: &str,
    object: Id,
) -> Result<(), Error> {
    let mut after = rule.clone();
    after.off = Some(Off { at_ms: work.now(), by: None, why, words: words.to_owned() });
    let who = Who::job(Actor::Rule(rule.id), None);
    work.acting(who, |work| {
        save(work, home, Some(rule), &mut after, Action::Changed)?;
        tell(work, rule, home, words, object)
    })?;
    store::put_chain(work, &[], true)
}

fn tell(work: &mut Work<'_, '_>, rule: &Rule, home: &Space, words: &str, object: Id) -> Result<(), Error> {
    let Some(task) = tasks::store::get(work.read(), object)?.filter(|task| task.trashed_ms().is_none()) else {
        return Ok(());
    };
    let people = whom(work.directory(), rule, home);
    if people.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = people.iter().map(|person| mention(person)).collect();
    let name = plain::escaped(&rule.plan.name);
    let body = format!("{} The rule “{name}” switched itself off. {}", names.join(" "), plain::escaped(words));
    let new = New { id: None, body, reply_to: None, files: Vec::new() };
    comments::commands::write(work, task.id, &new).map(drop)
}

/// A person as a text names them.
pub fn mention(person: &Person) -> String {
    format!("[@{}](guildhall:person/{})", plain::escaped(&person.name), person.id)
}

/// The owner while they are there and read the space, else those who lead it.
fn whom(directory: &Directory, rule: &Rule, home: &Space) -> Vec<Arc<Person>> {
    let there = |person: &&Arc<Person>| {
        person.state == PersonState::Active && directory.reach(person.id).sees(&[home.audience])
    };
    match directory.person(rule.owner).filter(there) {
        Some(owner) => vec![owner.clone()],
        None => leads(directory, home),
    }
}

/// Those who lead a space.
pub fn leads(directory: &Directory, home: &Space) -> Vec<Arc<Person>> {
    let members = directory.members(home.audience).into_iter().flatten();
    let leads = members.filter(|(_, role)| **role == SpaceRole::Lead);
    let people = leads.filter_map(|(audience, _)| directory.person_by_audience(*audience));
    people.filter(|person| person.state == PersonState::Active).cloned().collect()
}
