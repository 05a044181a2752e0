//! What is done with tasks and what hangs on them.

use super::done;
use crate::{
    company::{Access, Company, Part, Task},
    words::{WORDS, Words},
};
use guildhall_tests::{Dice, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A task somewhere, with what may hang on it.
pub fn create(company: &mut Company, dice: &mut Dice) -> &'static str {
    let home = dice.below(company.spaces.len());
    let (space, lead) = (company.spaces[home].clone(), company.spaces[home].lead);
    if space.archived || space.deleted || company.people[lead].left {
        return "nothing";
    }
    let readers: Vec<usize> =
        (0..company.people.len()).filter(|who| !company.people[*who].left && company.inside(*who, home)).collect();
    let assignee = dice.chance(60).then(|| *dice.one(&readers));
    let (mut title_words, body_words, step) = (Words::some(dice, 2), Words::some(dice, 3), Words::some(dice, 2));
    title_words.add(company.tasks.len() % WORDS.len());
    // The number makes every title the only one of its kind.
    let title = format!("{title_words} n{:05}", company.tasks.len());
    let steps: Vec<Value> = (!step.is_empty()).then(|| json!({ "text": step.to_string() })).into_iter().collect();
    let asked = json!({"title": title, "body": body_words.to_string(), "steps": steps,
        "assignee_id": assignee.map(|who| &company.people[who].id)});
    let made = company.people[lead].client.post(&format!("/spaces/{}/tasks", space.id), asked).ok();
    // What is in a personal space is its owner's to do.
    let doer = named(company, &made["assignee_id"]);
    assert!(assignee.is_none() || doer == assignee, "{made}");
    let step = made["steps"].as_array().unwrap().first().map(|made| Part {
        id: id(made),
        words: step,
        author: lead,
        done: false,
    });
    company.tasks.push(Task {
        id: id(&made),
        key: made["key"].as_str().unwrap_or_default().to_owned(),
        title,
        home,
        also: BTreeSet::new(),
        trashed: false,
        author: lead,
        assignee: doer,
        category: "todo",
        tags: BTreeSet::new(),
        title_words,
        body_words,
        steps: step.into_iter().collect(),
        comments: Vec::new(),
        files: Vec::new(),
    });
    "created"
}

/// Whose id an answer holds.
fn named(company: &Company, id: &Value) -> Option<usize> {
    company.people.iter().position(|person| *id == person.id.as_str())
}

/// A task that can be changed, and who changes it.
fn pick(company: &Company, dice: &mut Dice) -> Option<(usize, usize)> {
    let task = dice.below(company.tasks.len());
    let home = &company.spaces[company.tasks[task].home];
    let free = !home.archived && !home.deleted && !company.tasks[task].trashed && !company.people[home.lead].left;
    free.then_some((task, home.lead))
}

pub fn comment(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, _)) = pick(company, dice) else { return "nothing" };
    let who = dice.below(company.people.len());
    if company.people[who].left || !company.reads(who, &company.tasks[task]) {
        return "nothing";
    }
    let mut words = Words::some(dice, 3);
    words.add(dice.below(WORDS.len()));
    let path = format!("/items/{}/comments", company.tasks[task].id);
    let said = company.people[who].client.post(&path, json!({ "body": words.to_string() }));
    if !done(&said) {
        return "nothing";
    }
    company.tasks[task].comments.push(Part { id: id(&said.json), words, author: who, done: false });
    "commented"
}

pub fn uncomment(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let Some(said) = company.tasks[task].comments.first().cloned() else { return "nothing" };
    if !done(&company.people[lead].client.delete(&format!("/comments/{}", said.id))) {
        return "nothing";
    }
    company.tasks[task].comments.remove(0);
    "took a comment away"
}

pub fn status(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let category = *dice.one(&["todo", "done", "cancelled"]);
    let status = company.spaces[company.tasks[task].home].statuses[category];
    let patch = json!({ "status_id": status });
    company.people[lead].client.patch(&format!("/tasks/{}", company.tasks[task].id), patch).ok();
    company.tasks[task].category = category;
    "set a status"
}

pub fn assign(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let who = Some(dice.below(company.people.len())).filter(|_| dice.chance(85));
    let patch = json!({ "assignee_id": who.map(|who| &company.people[who].id) });
    let answer = company.people[lead].client.patch(&format!("/tasks/{}", company.tasks[task].id), patch);
    let can = who.is_none_or(|who| !company.people[who].left && company.reads(who, &company.tasks[task]));
    assert_eq!(done(&answer), can, "{who:?} {}", answer.text);
    if can {
        company.tasks[task].assignee = named(company, &answer.json["assignee_id"]);
    }
    "assigned"
}

pub fn tag(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let tag = dice.below(company.tags.len());
    let path = format!("/tasks/{}/tags/{}", company.tasks[task].id, company.tags[tag].1);
    let client = &company.people[lead].client;
    if company.tasks[task].tags.remove(&tag) {
        client.delete(&path).ok();
    } else {
        client.put(&path, json!({})).ok();
        company.tasks[task].tags.insert(tag);
    }
    "tagged"
}

pub fn tick(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let of = company.tasks[task].id.clone();
    let Some(step) = company.tasks[task].steps.first_mut() else { return "nothing" };
    step.done = !step.done;
    let path = format!("/tasks/{of}/steps/{}", step.id);
    company.people[lead].client.patch(&path, json!({ "done": step.done })).ok();
    "ticked"
}

pub fn attach(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let mut words = Words::some(dice, 1);
    words.add(dice.below(WORDS.len()));
    let answer = company.people[lead].client.attach(&company.tasks[task].id, &words.to_string(), b"Bytes").ok();
    company.tasks[task].files.push(Part { id: id(&answer), words, author: lead, done: false });
    "attached"
}

pub fn also(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let other = dice.below(company.spaces.len());
    let path = format!("/tasks/{}/also-in/{}", company.tasks[task].id, company.spaces[other].id);
    let client = &company.people[lead].client;
    if dice.chance(70) {
        if done(&client.put(&path, json!({}))) {
            company.tasks[task].also.insert(other);
        }
    } else if done(&client.delete(&path)) {
        company.tasks[task].also.remove(&other);
    }
    "shown elsewhere"
}

pub fn relocate(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((task, lead)) = pick(company, dice) else { return "nothing" };
    let to = dice.below(company.spaces.len());
    let path = format!("/tasks/{}/home", company.tasks[task].id);
    let moved = company.people[lead].client.put(&path, json!({ "space_id": company.spaces[to].id }));
    if !done(&moved) {
        return "nothing";
    }
    let keeps = matches!(company.spaces[to].access, Access::Open | Access::Closed);
    let assignee = named(company, &moved.json["assignee_id"]);
    let task = &mut company.tasks[task];
    task.home = to;
    task.key = moved.json["key"].as_str().unwrap_or_default().to_owned();
    task.also.retain(|space| keeps && *space != to);
    task.assignee = assignee;
    "moved"
}

pub fn trash(company: &mut Company, dice: &mut Dice) -> &'static str {
    let task = dice.below(company.tasks.len());
    let lead = company.spaces[company.tasks[task].home].lead;
    if company.people[lead].left {
        return "nothing";
    }
    let path = format!("/tasks/{}", company.tasks[task].id);
    let client = &company.people[lead].client;
    let on = !company.tasks[task].trashed;
    if done(&if on { client.delete(&path) } else { client.put(&format!("{path}/restore"), json!({})) }) {
        company.tasks[task].trashed = on;
    }
    "thrown away or taken back"
}
