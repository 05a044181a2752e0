//! Labels of mentions in texts that no row of references leads to: procedures, templates, overviews of spaces, status notes
//! and what rules say. There are few enough to look at all, and it is nobody's change.

use crate::{
    Error,
    access::{Scope, Work},
    plan, processes, rules, spaces,
    templates::{self, record::Template},
};
use guildhall_domain::{
    Id,
    person::FORMER,
    reference::relabelled,
    rules::{Act, Plan},
};
use serde_json::Value as Json;

/// Puts another label on all of them. `names` are those they had: a role of a template may be called after them.
pub fn all(work: &mut Work<'_, '_>, person: Id, names: &[String]) -> Result<(), Error> {
    procedures(work, person)?;
    of_spaces(work, person)?;
    templates(work, person, names)?;
    said_by_rules(work, person)
}

/// Procedures, those of earlier versions too.
fn procedures(work: &mut Work<'_, '_>, person: Id) -> Result<(), Error> {
    let ids: Vec<Id> = processes::store::after(work.read(), None)?.collect::<Result<_, _>>()?;
    for id in ids {
        for (number, mut version) in processes::store::versions(work.read(), id)? {
            if clean(&mut version.body, person) {
                processes::store::put_version(work.tx, id, number, &version)?;
            }
        }
        let Some(mut process) = processes::store::get(work.read(), id)? else { continue };
        if clean(&mut process.plan.body, person) {
            processes::store::put(work, &mut process)?;
        }
    }
    Ok(())
}

/// Overviews of spaces, and what was said of how they stand.
fn of_spaces(work: &mut Work<'_, '_>, person: Id) -> Result<(), Error> {
    for mut space in spaces::store::all(work.read())? {
        for mut note in plan::store::notes(work.read(), space.audience, usize::MAX)? {
            if clean(&mut note.body, person) {
                plan::store::say(work.tx, space.audience, &note)?;
            }
        }
        if clean(&mut space.description, person) {
            spaces::store::put(work.tx, &space)?;
            work.directory_changed()?;
        }
    }
    Ok(())
}

fn templates(work: &mut Work<'_, '_>, person: Id, names: &[String]) -> Result<(), Error> {
    for template in templates::store::all(work.read())? {
        let before: Json = template.content()?;
        let mut after = before.clone();
        within(&mut after, person, names);
        if after != before {
            templates::store::rewrite(work.tx, &Template { content: after.to_string(), ..template })?;
        }
    }
    Ok(())
}

/// Every text of a template, and the roles of this person that have their name.
fn within(value: &mut Json, person: Id, names: &[String]) {
    match value {
        Json::String(text) => drop(clean(text, person)),
        Json::Array(all) => all.iter_mut().for_each(|one| within(one, person, names)),
        Json::Object(all) => {
            let theirs = all.get("person_id").and_then(Json::as_str) == Some(&person.to_string());
            let name = all.get_mut("name").filter(|_| theirs);
            if let Some(name) = name.filter(|name| names.iter().any(|known| name.as_str() == Some(known))) {
                *name = FORMER.into();
            }
            all.values_mut().for_each(|one| within(one, person, names));
        }
        _ => {}
    }
}

/// What rules say, in earlier versions too.
fn said_by_rules(work: &mut Work<'_, '_>, person: Id) -> Result<(), Error> {
    for (rule, number) in rules::store::versions(work.read())? {
        let Some(mut plan) = rules::store::plan(work.read(), rule, number)? else { continue };
        if said(&mut plan, person) {
            rules::store::put_version(work.tx, rule, number, &plan)?;
        }
    }
    Ok(())
}

fn said(plan: &mut Plan, person: Id) -> bool {
    let mut changed = false;
    for act in &mut plan.actions {
        if let Act::Comment(text) | Act::Post(_, text) | Act::Tell(_, text) = act {
            changed |= clean(text, person);
        }
    }
    changed
}

/// Answers whether the text named them.
fn clean(text: &mut String, person: Id) -> bool {
    let Some(after) = relabelled(text, person, FORMER).filter(|after| after != text) else { return false };
    *text = after;
    true
}
