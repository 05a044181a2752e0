//! Questions to everything that lists, counts or exports tasks.

use crate::{
    company::{Company, Task},
    words::WORDS,
};
use guildhall_tests::Dice;
use serde_json::Value;
use std::collections::BTreeMap;

/// Asks one question and compares; answers what sort it was.
pub fn question(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let space = dice.below(company.spaces.len());
    match dice.below(100) {
        0..=34 => list(company, who, space, dice),
        35..=59 => view(company, who, space, dice),
        60..=69 => export(company, who, space),
        70..=79 => trash(company, who, space),
        _ => home(company, who),
    }
}

/// Everything a list holds, over all its pages; none when it is refused.
pub fn all(company: &Company, who: usize, path: &str) -> Option<Vec<Value>> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let answer = company.people[who].client.get(&format!("{path}{cursor}"));
        if matches!(answer.status, 403 | 404) {
            return None;
        }
        let mut page = answer.ok();
        items.append(page["items"].as_array_mut().unwrap());
        match page["next"].as_str() {
            Some(next) => cursor = format!("{}cursor={next}", if path.contains('?') { "&" } else { "?" }),
            None => return Some(items),
        }
    }
}

/// The ids of what a list holds.
pub fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// Asserts that the same was found as was wanted, in any order.
#[track_caller]
pub fn same(found: Option<Vec<&str>>, wanted: Option<Vec<&str>>, label: &dyn Fn() -> String) {
    let sorted = |list: Option<Vec<&str>>| {
        list.map(|mut list| {
            list.sort_unstable();
            list.into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
    };
    assert_eq!(sorted(found), sorted(wanted), "{}", label());
}

type Keep<'a> = Box<dyn Fn(&Task) -> bool + 'a>;

/// Filters of a list at random, and what they keep.
fn filters<'a>(company: &'a Company, who: usize, dice: &mut Dice) -> (String, Keep<'a>) {
    let mut typed = String::new();
    let mut keeps: Vec<Keep<'a>> = Vec::new();
    if dice.chance(30) {
        let category = *dice.one(&["todo", "done", "cancelled"]);
        typed += &format!("&category={category}");
        keeps.push(Box::new(move |task| task.category == category));
    }
    if dice.chance(30) {
        let person = dice.below(company.people.len());
        let (word, wanted) = match dice.below(3) {
            0 => ("me".to_owned(), Some(who)),
            1 => ("none".to_owned(), None),
            _ => (company.people[person].id.clone(), Some(person)),
        };
        typed += &format!("&assignee={word}");
        keeps.push(Box::new(move |task| task.assignee == wanted));
    }
    if dice.chance(20) {
        let tag = dice.below(company.tags.len());
        typed += &format!("&tag={}", company.tags[tag].1);
        keeps.push(Box::new(move |task| task.tags.contains(&tag)));
    }
    if dice.chance(20) {
        let word = dice.below(WORDS.len());
        typed += &format!("&text={}", WORDS[word]);
        keeps.push(Box::new(move |task| task.title_words.has(word)));
    }
    (typed, Box::new(move |task| keeps.iter().all(|keep| keep(task))))
}

fn list(company: &Company, who: usize, space: usize, dice: &mut Dice) -> &'static str {
    let (typed, keep) = filters(company, who, dice);
    let sort = *dice.one(&[
        "",
        "&sort=updated",
        "&sort=created",
        "&sort=title",
        "&sort=priority",
        "&sort=status",
        "&sort=title&desc=true",
    ]);
    let limit = *dice.one(&[7, 50, 200]);
    let path = format!("/spaces/{}/tasks?limit={limit}{sort}{typed}", company.spaces[space].id);
    let found = all(company, who, &path);
    let inside = company.inside(who, space);
    let wanted = company.listed(space).into_iter().filter(|task| keep(task)).map(|task| task.id.as_str()).collect();
    same(found.as_deref().map(ids), inside.then_some(wanted), &|| format!("{} {path}", company.people[who].name));
    "list of tasks"
}

/// Groups with exact counts, and the rows of one of them.
fn view(company: &Company, who: usize, space: usize, dice: &mut Dice) -> &'static str {
    let (typed, keep) = filters(company, who, dice);
    let group = *dice.one(&["none", "assignee", "tag", "status", "section", "priority", "due"]);
    let question = format!("group={group}&done=all{typed}");
    let of = format!("/spaces/{}/view", company.spaces[space].id);
    let client = &company.people[who].client;
    let label = || format!("{} {of}?{question}", company.people[who].name);
    let answer = client.get(&format!("{of}?{question}&limit=3"));
    if !company.inside(who, space) {
        assert!(matches!(answer.status, 403 | 404), "{} {}", label(), answer.text);
        return "view refused";
    }
    let answer = answer.ok();
    let tasks: Vec<&Task> = company.listed(space).into_iter().filter(|task| keep(task)).collect();
    assert_eq!(answer["total"], tasks.len(), "{}", label());
    let groups = answer["groups"].as_array().unwrap();
    let counted =
        groups.iter().map(|group| (group["id"].as_str().unwrap().to_owned(), group["count"].as_u64().unwrap()));
    let counted: BTreeMap<String, u64> = counted.filter(|(_, count)| *count > 0).collect();
    let none = || vec!["none".to_owned()];
    let names = |task: &Task| match group {
        "assignee" => task.assignee.map_or_else(none, |who| vec![company.people[who].id.clone()]),
        "tag" if !task.tags.is_empty() => task.tags.iter().map(|tag| company.tags[*tag].1.to_string()).collect(),
        "priority" => vec!["normal".to_owned()],
        "none" => vec!["all".to_owned()],
        _ => none(),
    };
    let mut wanted: BTreeMap<String, u64> = BTreeMap::new();
    tasks.iter().flat_map(|task| names(task)).for_each(|name| *wanted.entry(name).or_default() += 1);
    if group == "status" {
        // Which status a task of elsewhere stands under is the space's matter; that each stands once is not.
        assert_eq!(counted.values().sum::<u64>(), tasks.len() as u64, "{}", label());
        return "view by status";
    }
    assert_eq!(counted, wanted, "{}", label());
    let Some((name, _)) = wanted.iter().nth(dice.below(wanted.len())) else { return "empty view" };
    let rows = all(company, who, &format!("{of}/group?{question}&id={name}&limit=5"));
    let here = tasks.iter().filter(|task| names(task).contains(name)).map(|task| task.id.as_str()).collect();
    same(rows.as_deref().map(ids), Some(here), &label);
    "view and a group of it"
}

/// The table for spreadsheets has a line for each task that is shown.
fn export(company: &Company, who: usize, space: usize) -> &'static str {
    let path = format!("/spaces/{}/tasks.csv?done=all", company.spaces[space].id);
    let answer = company.people[who].client.get(&path);
    let label = || format!("{} {path}", company.people[who].name);
    if !company.inside(who, space) {
        assert!(matches!(answer.status, 403 | 404), "{} {}", label(), answer.text);
        return "export refused";
    }
    let mut reader = csv::Reader::from_reader(answer.text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let titles = rows.iter().map(|row| row.get(1).unwrap()).collect();
    let wanted = company.listed(space).into_iter().map(|task| task.title.as_str()).collect();
    same(Some(titles), Some(wanted), &label);
    for row in &rows {
        let known =
            |person: &str| company.people.iter().position(|other| other.name == person || person == "Olga Owner");
        let name = row.get(4).unwrap();
        assert!(name.is_empty() || known(name).is_some_and(|other| company.knows(who, other)), "{name} {}", label());
    }
    "export"
}

fn trash(company: &Company, who: usize, space: usize) -> &'static str {
    let path = format!("/spaces/{}/trash?limit=50", company.spaces[space].id);
    let found = all(company, who, &path);
    let lies = |task: &&Task| task.trashed && task.home == space && company.opens(who, task);
    let wanted = company.tasks.iter().filter(lies).map(|task| task.id.as_str()).collect();
    let inside = company.inside(who, space);
    same(found.as_deref().map(ids), inside.then_some(wanted), &|| format!("{} {path}", company.people[who].name));
    "trash"
}

/// Whether a task belongs on a tab.
type Belongs<'a> = &'a dyn Fn(&Task) -> bool;

/// What somebody has to do, gave to others or follows, and the counts of it.
fn home(company: &Company, who: usize) -> &'static str {
    let client = &company.people[who].client;
    let name = &company.people[who].name;
    let counts = client.get("/home/counts").ok();
    let rows = |tab: &str| -> Vec<String> {
        let answer = client.get(&format!("/home?tab={tab}")).ok();
        let rows = answer["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
        let found: Vec<String> = rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(counts[tab], found.len(), "{name} {tab} {counts}");
        found
    };
    let mine = |task: &Task| task.assignee == Some(who);
    let given = |task: &Task| task.author == who && task.assignee.is_some_and(|other| other != who);
    // Nothing has a day or waits for anybody here.
    let tabs: [(&str, Belongs<'_>); 5] = [
        ("today", &|task| mine(task) && task.category == "todo"),
        ("upcoming", &|_| false),
        ("waiting", &|_| false),
        ("delegated", &|task| given(task) && task.category == "todo"),
        ("done", &|task| mine(task) && task.category == "done"),
    ];
    for (tab, is_in) in tabs {
        let here = |task: &&Task| is_in(task) && !task.trashed && company.reads(who, task);
        let wanted = company.tasks.iter().filter(here).map(|task| task.id.as_str()).collect();
        let found = rows(tab);
        let found = found.iter().map(String::as_str).collect();
        same(Some(found), Some(wanted), &|| format!("{name} /home?tab={tab}"));
    }
    // Who follows what is not written down here; whatever it is, it is open work of others they may read.
    for id in rows("followed") {
        let task = company.tasks.iter().find(|task| task.id == id).unwrap_or_else(|| panic!("{name} follows {id}"));
        let there = task.category == "todo" && !task.trashed && company.reads(who, task);
        assert!(there && !mine(task) && !given(task), "{name} follows {}", task.title);
    }
    "home"
}
