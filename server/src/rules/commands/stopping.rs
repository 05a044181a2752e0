//! A rule switches itself off, and says why.

use super::save;
use crate::{
    Error,
    access::{self, Directory, Scope, Who, Work},
    comments::{self, commands::New},
    items::plain,
    rules::{home::Home, store},
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Action,
    item::Core,
    person::{Person, PersonState},
    rules::{Off, Rule, Why},
    task::Task,
};
use std::sync::Arc;

/// Switches a rule off, and tells its owner on the task, or those who lead the space. What it says there sets nothing off.
pub fn stop(work: &mut Work<'_, '_>, rule: &Rule, home: &Home, why: Why, words: &str, object: Id) -> Result<(), Error> {
    let mut after = rule.clone();
    after.off = Some(Off { at_ms: work.now(), by: None, why, words: words.to_owned() });
    let who = Who::job(Actor::Rule(rule.id), None);
    work.acting(who, |work| {
        save(work, home, Some(rule), &mut after, Action::Changed)?;
        tell(work, rule, home, words, object)
    })?;
    store::put_chain(work, &[], true)
}

fn tell(work: &mut Work<'_, '_>, rule: &Rule, home: &Home, words: &str, object: Id) -> Result<(), Error> {
    let Some(task) = tasks::store::get(work.read(), object)?.filter(|task| task.trashed_ms().is_none()) else {
        return Ok(());
    };
    let people = whom(work.directory(), rule, home, &task);
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

/// The owner while they are there, else those who look after where it belongs. Nobody is told who does not see the task.
fn whom(directory: &Directory, rule: &Rule, home: &Home, task: &Task) -> Vec<Arc<Person>> {
    let audience = access::audience_of(directory, task);
    let sees = |person: &Person| directory.reach(person.id).sees(audience.ids());
    let there = |person: &&Arc<Person>| person.state == PersonState::Active && sees(person);
    match directory.person(rule.owner).filter(there) {
        Some(owner) => vec![owner.clone()],
        None => home.leads(directory).into_iter().filter(|person| sees(person)).collect(),
    }
}
