//! Questions for one thing: a task, what hangs on it, a file, a person, a space. It is there for whoever may read it, and
//! for everybody else it is as if it had never been.

use crate::company::Company;
use guildhall_tests::Dice;
use std::collections::BTreeSet;

/// Asks for one thing and compares; answers what sort it was.
pub fn question(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    if dice.chance(20) {
        return person_or_space(company, who, dice);
    }
    let task = dice.one(&company.tasks);
    let opens = company.opens(who, task);
    let client = &company.people[who].client;
    let label = |path: &str| format!("{} {path} {task:?}", company.people[who].name);
    let (path, kind) = match dice.below(6) {
        0 => (format!("/tasks/{}", task.id), "task"),
        1 if !task.key.is_empty() => (format!("/items/by-key/{}", task.key), "task by key"),
        2 => (format!("/items/{}/activity", task.id), "activity"),
        3 => (format!("/items/{}/comments?limit=200", task.id), "comments"),
        4 => (format!("/items/{}/attachments", task.id), "files of a task"),
        _ => match task.files.first() {
            Some(file) => (format!("/files/{}", file.id), "file"),
            None => (format!("/tasks/{}", task.id), "task"),
        },
    };
    let answer = client.get(&path);
    assert_eq!(answer.status, if opens { 200 } else { 404 }, "{} {}", label(&path), answer.text);
    if !opens {
        assert_eq!(answer.code(), "not_found", "{}", label(&path));
        return "what is not theirs";
    }
    // A comment that was taken away leaves its place.
    let there = answer.json["items"].as_array().into_iter().flatten().filter(|item| item["deleted"] != true);
    let found: BTreeSet<&str> = there.filter_map(|item| item["id"].as_str()).collect();
    match kind {
        "comments" => {
            assert_eq!(found, task.comments.iter().map(|said| said.id.as_str()).collect(), "{}", label(&path));
        }
        "files of a task" => {
            assert_eq!(found, task.files.iter().map(|file| file.id.as_str()).collect(), "{}", label(&path));
        }
        "file" => assert_eq!(answer.bytes, b"Bytes", "{}", label(&path)),
        _ => {}
    }
    kind
}

fn person_or_space(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let client = &company.people[who].client;
    let number = dice.below(company.spaces.len());
    // Those who lead a deleted space are still shown it.
    if company.spaces[number].deleted || dice.chance(50) {
        let other = dice.below(company.people.len());
        let answer = client.get(&format!("/people/{}", company.people[other].id));
        let status = if company.knows(who, other) { 200 } else { 404 };
        assert_eq!(answer.status, status, "{} {}", company.people[who].name, company.people[other].name);
        return "person";
    }
    let answer = client.get(&format!("/spaces/{}", company.spaces[number].id));
    let status = if company.sees(who, number) { 200 } else { 404 };
    assert_eq!(answer.status, status, "{} {:?}", company.people[who].name, company.spaces[number]);
    "space"
}

/// One's inbox tells of nothing one may not read, and its counts are of what it shows.
pub fn inbox(company: &Company, who: usize) -> &'static str {
    let client = &company.people[who].client;
    let counts = client.get("/inbox/counts").ok();
    for shelf in ["needs", "following", "later"] {
        let page = client.get(&format!("/inbox?limit=200&shelf={shelf}")).ok();
        let entries = page["items"].as_array().unwrap();
        assert_eq!(counts[shelf], entries.len(), "{} {shelf} {page}", company.people[who].name);
        for entry in entries {
            let task = company.tasks.iter().find(|task| entry["item_id"] == task.id.as_str());
            let paper = company.papers.iter().find(|paper| entry["item_id"] == paper.id.as_str());
            let talk = company.talks.iter().find(|talk| entry["item_id"] == talk.id.as_str());
            let open = task.is_some_and(|task| !task.trashed && company.reads(who, task))
                || paper.is_some_and(|paper| !paper.trashed && company.inside(who, paper.home))
                || talk.is_some_and(|talk| !talk.trashed && company.inside(who, talk.home));
            assert!(open, "{} is told of {entry} {task:?}", company.people[who].name);
            let space = company.spaces.iter().position(|space| entry["space_id"] == space.id.as_str());
            assert!(
                space.is_none_or(|space| company.sees(who, space)),
                "{} is told of {entry}",
                company.people[who].name
            );
        }
    }
    "inbox"
}

/// Whoever left is not even asked for what.
pub fn nothing_for_who_left(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let task = dice.one(&company.tasks);
    let space = dice.one(&company.spaces);
    let path = match dice.below(5) {
        0 => format!("/tasks/{}", task.id),
        1 => format!("/spaces/{}/tasks", space.id),
        2 => "/search?q=gasket".to_owned(),
        3 => "/changes".to_owned(),
        _ => "/home".to_owned(),
    };
    company.people[who].client.get(&path).fails(401, "not_signed_in");
    "by who left"
}
