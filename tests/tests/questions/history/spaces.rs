//! What is done with spaces, with who belongs to them, and with the people themselves.

use super::done;
use crate::company::{ANA, Access, Company, OLGA, Task};
use guildhall_tests::{Dice, server::PASSWORD};
use serde_json::json;

/// A shared space and the address of it, and its lead.
fn place(company: &Company, dice: &mut Dice) -> (usize, String, usize) {
    let shared: Vec<usize> =
        (0..company.spaces.len()).filter(|space| company.spaces[*space].access != Access::Personal).collect();
    let space = *dice.one(&shared);
    (space, format!("/spaces/{}", company.spaces[space].id), company.spaces[space].lead)
}

pub fn access(company: &mut Company, dice: &mut Dice) -> &'static str {
    let (space, path, lead) = place(company, dice);
    let (word, access) = *dice.one(&[("open", Access::Open), ("closed", Access::Closed), ("private", Access::Private)]);
    if done(&company.people[lead].client.patch(&path, json!({ "access": word }))) {
        company.spaces[space].access = access;
        if access == Access::Private {
            company.tasks.iter_mut().filter(|task| task.home == space).for_each(|task| task.also.clear());
        }
    }
    "opened or closed a space"
}

pub fn everyone(company: &mut Company, dice: &mut Dice) -> &'static str {
    let (space, path, lead) = place(company, dice);
    let on = !company.spaces[space].everyone;
    if done(&company.people[lead].client.patch(&path, json!({ "everyone_joins": on }))) {
        company.spaces[space].everyone = on;
    }
    "let everybody in or out"
}

pub fn member(company: &mut Company, dice: &mut Dice) -> &'static str {
    let (space, path, lead) = place(company, dice);
    let who = dice.below(company.people.len());
    if who == lead || company.people[who].left {
        return "nothing";
    }
    let role = if company.people[who].guest { "guest" } else { "member" };
    let member = format!("{path}/members/{}", company.people[who].id);
    let client = &company.people[lead].client;
    if dice.chance(60) {
        if done(&client.put(&member, json!({ "role": role }))) {
            company.spaces[space].members.insert(who);
        }
    } else if done(&client.delete(&member)) {
        company.spaces[space].members.remove(&who);
    }
    "let somebody in or out"
}

pub fn group(company: &mut Company, dice: &mut Dice) -> &'static str {
    let ((space, path, lead), (other, _, _)) = (place(company, dice), place(company, dice));
    let member = format!("{path}/members/{}", company.spaces[other].id);
    let client = &company.people[lead].client;
    if dice.chance(60) {
        if done(&client.put(&member, json!({ "role": "member" }))) {
            company.spaces[space].groups.insert(other);
        }
    } else if done(&client.delete(&member)) {
        company.spaces[space].groups.remove(&other);
    }
    "let a whole space in or out"
}

pub fn archive(company: &mut Company, dice: &mut Dice) -> &'static str {
    let (space, path, lead) = place(company, dice);
    let path = format!("{path}/archive");
    let client = &company.people[lead].client;
    let on = !company.spaces[space].archived;
    if done(&if on { client.put(&path, json!({})) } else { client.send("DELETE", &path, None) }) {
        company.spaces[space].archived = on;
    }
    "archived or not"
}

pub fn remove(company: &mut Company, dice: &mut Dice) -> &'static str {
    let (space, path, lead) = place(company, dice);
    let client = &company.people[lead].client;
    let on = !company.spaces[space].deleted;
    if done(&if on { client.delete(&path) } else { client.put(&format!("{path}/restore"), json!({})) }) {
        company.spaces[space].deleted = on;
    }
    "deleted or brought back"
}

/// Somebody who leads nothing leaves, or comes back and signs in again.
pub fn leave(company: &mut Company, dice: &mut Dice) -> &'static str {
    let who = dice.below(company.people.len());
    if who == OLGA || who == ANA {
        return "nothing";
    }
    let path = format!("/people/{}/deactivation", company.people[who].id);
    let olga = company.people[OLGA].client.clone();
    if company.people[who].left {
        olga.send("DELETE", &path, None).ok();
        let email = format!("{}@example.com", company.people[who].name.to_lowercase());
        let nobody = company.server.nobody();
        let answer = nobody.post("/session", json!({ "email": email, "password": PASSWORD }));
        let client = nobody.signed_in(&answer);
        company.people[who].cursor = client.get("/changes").ok()["next"].as_str().unwrap().to_owned();
        company.people[who].client = client;
    } else {
        olga.put(&path, json!({ "hand_over_to": null })).ok();
        hand_over(company, who);
    }
    company.people[who].left = !company.people[who].left;
    "left or came back"
}

/// Open shared work of somebody who left is nobody's.
fn hand_over(company: &mut Company, who: usize) {
    let open = |task: &Task| task.assignee == Some(who) && task.category == "todo" && !task.trashed;
    let spaces = &company.spaces;
    let shared = |task: &&mut Task| open(task) && spaces[task.home].access != Access::Personal;
    company.tasks.iter_mut().filter(shared).for_each(|task| task.assignee = None);
}
