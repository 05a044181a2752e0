//! Topics and messages: what is done with them between the questions, and what is asked of them.

use crate::{
    company::{Access, Company, Part},
    lists::{all, ids, same},
    words::{WORDS, Words},
};
use guildhall_tests::{Answer, Dice, id};
use serde_json::json;
use std::collections::BTreeSet;

/// A topic.
#[derive(Debug, Clone)]
pub struct Talk {
    pub id: String,
    pub key: String,
    pub title: String,
    pub words: Words,
    pub home: usize,
    pub trashed: bool,
    pub author: usize,
    pub messages: Vec<Part>,
}

fn done(answer: &Answer) -> bool {
    assert!(answer.status < 500, "{} {}", answer.status, answer.text);
    (200..300).contains(&answer.status)
}

/// A topic somewhere.
pub fn create(company: &mut Company, dice: &mut Dice) -> &'static str {
    let home = dice.below(company.spaces.len());
    let (space, lead) = (company.spaces[home].clone(), company.spaces[home].lead);
    if space.archived || space.deleted || company.people[lead].left {
        return "nothing";
    }
    let mut words = Words::some(dice, 2);
    words.add(company.talks.len() % WORDS.len());
    let title = format!("{words} t{:05}", company.talks.len());
    let asked = json!({ "title": title });
    let made = company.people[lead].client.post(&format!("/spaces/{}/topics", space.id), asked).ok();
    company.talks.push(Talk {
        id: id(&made),
        key: made["key"].as_str().unwrap_or_default().to_owned(),
        title,
        words,
        home,
        trashed: false,
        author: lead,
        messages: Vec::new(),
    });
    "began a topic"
}

/// A topic that can be changed, and who changes it.
fn pick(company: &Company, dice: &mut Dice) -> Option<(usize, usize)> {
    let talk = dice.below(company.talks.len());
    let home = &company.spaces[company.talks[talk].home];
    let free = !home.archived && !home.deleted && !company.talks[talk].trashed && !company.people[home.lead].left;
    free.then_some((talk, home.lead))
}

/// What is done with one.
pub fn change(company: &mut Company, dice: &mut Dice) -> &'static str {
    match dice.below(8) {
        0 => create(company, dice),
        1..=3 => say(company, dice),
        4 => unsay(company, dice),
        5 | 6 => relocate(company, dice),
        _ => trash(company, dice),
    }
}

fn say(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((talk, _)) = pick(company, dice) else { return "nothing" };
    let who = dice.below(company.people.len());
    if company.people[who].left || !company.inside(who, company.talks[talk].home) {
        return "nothing";
    }
    let mut words = Words::some(dice, 2);
    words.add(dice.below(WORDS.len()));
    let path = format!("/items/{}/comments", company.talks[talk].id);
    let said = company.people[who].client.post(&path, json!({ "body": words.to_string() })).ok();
    company.talks[talk].messages.push(Part { id: id(&said), words, author: who, done: false });
    "said something"
}

fn unsay(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((talk, lead)) = pick(company, dice) else { return "nothing" };
    let Some(said) = company.talks[talk].messages.first().cloned() else { return "nothing" };
    if !done(&company.people[lead].client.delete(&format!("/comments/{}", said.id))) {
        return "nothing";
    }
    company.talks[talk].messages.remove(0);
    "took a message away"
}

fn relocate(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((talk, lead)) = pick(company, dice) else { return "nothing" };
    let to = dice.below(company.spaces.len());
    let path = format!("/topics/{}/home", company.talks[talk].id);
    let answer = company.people[lead].client.put(&path, json!({ "space_id": company.spaces[to].id }));
    if !done(&answer) {
        return "nothing";
    }
    company.talks[talk].home = to;
    company.talks[talk].key = answer.json["key"].as_str().unwrap_or_default().to_owned();
    "moved a topic"
}

fn trash(company: &mut Company, dice: &mut Dice) -> &'static str {
    let talk = dice.below(company.talks.len());
    let lead = company.spaces[company.talks[talk].home].lead;
    if company.people[lead].left {
        return "nothing";
    }
    let path = format!("/topics/{}", company.talks[talk].id);
    let client = &company.people[lead].client;
    let on = !company.talks[talk].trashed;
    if done(&if on { client.delete(&path) } else { client.put(&format!("{path}/restore"), json!({})) }) {
        company.talks[talk].trashed = on;
    }
    "threw a topic away or took it back"
}

impl Company {
    /// Whether somebody opens a topic; in the trash those who work in its space.
    pub fn opens_talk(&self, who: usize, talk: &Talk) -> bool {
        let own = self.spaces[talk.home].access == Access::Personal;
        self.inside(who, talk.home) && (!talk.trashed || own || !self.people[who].guest)
    }
}

/// Asks one question and compares; answers what sort it was.
pub fn question(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    if dice.chance(40) { list(company, who, dice) } else { one(company, who, dice) }
}

fn list(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let space = dice.below(company.spaces.len());
    let (which, trashed) = *dice.one(&[("current", false), ("trashed", true)]);
    let limit = *dice.one(&[3, 50, 200]);
    let path = format!("/spaces/{}/topics?which={which}&limit={limit}", company.spaces[space].id);
    let found = all(company, who, &path);
    let here = |talk: &&Talk| talk.home == space && talk.trashed == trashed && company.opens_talk(who, talk);
    let wanted = company.talks.iter().filter(here).map(|talk| talk.id.as_str()).collect();
    let inside = company.inside(who, space);
    same(found.as_deref().map(ids), inside.then_some(wanted), &|| format!("{} {path}", company.people[who].name));
    "list of topics"
}

fn one(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let talk = dice.one(&company.talks);
    let opens = company.opens_talk(who, talk);
    let (path, kind) = match dice.below(5) {
        0 => (format!("/topics/{}", talk.id), "topic"),
        1 if !talk.key.is_empty() => (format!("/items/by-key/{}", talk.key), "topic by key"),
        2 => (format!("/items/{}/activity", talk.id), "activity of a topic"),
        3 => (format!("/topics/{}/messages?at=newest&limit=200", talk.id), "messages where they stand"),
        _ => (format!("/items/{}/comments?limit=200", talk.id), "messages"),
    };
    let label = || format!("{} {path} {talk:?}", company.people[who].name);
    let answer = company.people[who].client.get(&path);
    assert_eq!(answer.status, if opens { 200 } else { 404 }, "{} {}", label(), answer.text);
    if !opens {
        assert_eq!(answer.code(), "not_found", "{}", label());
        return "a topic that is not theirs";
    }
    if kind.starts_with("messages") {
        // One that was taken away leaves its place.
        let there = answer.json["items"].as_array().into_iter().flatten().filter(|item| item["deleted"] != true);
        let found: BTreeSet<&str> = there.filter_map(|item| item["id"].as_str()).collect();
        assert_eq!(found, talk.messages.iter().map(|said| said.id.as_str()).collect(), "{}", label());
    }
    kind
}
