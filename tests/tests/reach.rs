//! Random histories of memberships, groups, spaces that everybody joins, moves, also-in, access, trash, archive and departure, by
//! several people; after every few steps everything anybody can read is compared with a naive loop over
//! what the test itself wrote down: tasks, lists, counts, Home, search, members and changes. Nothing unreadable appears, nothing readable is missing.

use guildhall::search::Searcher;
use guildhall_tests::{Client, Dice, Server};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const STEPS: usize = 240;
const LOOK_EVERY: usize = 12;

#[derive(Debug, Clone)]
struct Space {
    id: String,
    access: &'static str,
    deleted: bool,
    archived: bool,
    /// Everybody of the organization is in it.
    everyone: bool,
    /// Names of people, and of spaces whose people are in it too.
    members: BTreeSet<String>,
    groups: BTreeSet<usize>,
}

#[derive(Debug, Clone)]
struct Task {
    id: String,
    key: String,
    home: usize,
    also: BTreeSet<usize>,
    trashed: bool,
    /// Who does it.
    assignee: Option<String>,
}

struct Company {
    server: Server,
    people: BTreeMap<String, (Client, String)>,
    spaces: Vec<Space>,
    tasks: Vec<Task>,
}

impl Company {
    fn inside(&self, who: &str, space: usize) -> bool {
        let space = &self.spaces[space];
        let through = |group: &usize| !self.spaces[*group].deleted && self.spaces[*group].members.contains(who);
        let open = (space.access == "open" || space.everyone) && who != "guest";
        !space.deleted && (open || space.members.contains(who) || space.groups.iter().any(through))
    }

    /// The lead, Olga, is in every space and works everywhere; a guest never puts anything into the trash.
    fn reads(&self, who: &str, task: &Task) -> bool {
        if task.trashed {
            return who != "guest" && self.inside(who, task.home);
        }
        // What is in a deleted space is gone for everybody, wherever else it was shown.
        let shown = !self.spaces[task.home].deleted && task.also.iter().any(|space| self.inside(who, *space));
        self.inside(who, task.home) || shown
    }

    /// One step by the lead, written down when the server did it.
    fn step(&mut self, dice: &mut Dice) {
        let olga = self.people["olga"].0.clone();
        let (space, other, task) =
            (dice.below(self.spaces.len()), dice.below(self.spaces.len()), dice.below(self.tasks.len().max(1)));
        let done = |answer: guildhall_tests::Answer| (200..300).contains(&answer.status);
        let path = format!("/spaces/{}", self.spaces[space].id);
        match dice.below(11) {
            0..=2 => {
                // Somebody who could not read it is refused, and then it is nobody's.
                let who = *dice.one(&["olga", "ana", "bo", "guest"]);
                let input = json!({"title": "Valve", "assignee_id": self.people[who].1});
                let mut made = olga.post(&format!("{path}/tasks"), input);
                let reads = self.inside(who, space) && !self.spaces[space].archived;
                assert!(!reads || done(made.clone()), "{who} {}", made.text);
                if !done(made.clone()) {
                    made = olga.post(&format!("{path}/tasks"), json!({"title": "Valve"}));
                }
                if done(made.clone()) {
                    let text = |name: &str| made.json[name].as_str().unwrap().to_owned();
                    self.tasks.push(Task {
                        id: text("id"),
                        key: text("key"),
                        home: space,
                        also: BTreeSet::new(),
                        trashed: false,
                        assignee: reads.then(|| who.to_owned()),
                    });
                }
            }
            3 => {
                let who = dice.one(&["ana", "bo", "guest"]).to_string();
                let id = &self.people[&who].1;
                let on = dice.chance(60);
                let role = if who == "guest" { "guest" } else { "member" };
                let member = format!("{path}/members/{id}");
                if done(if on { olga.put(&member, json!({"role": role})) } else { olga.delete(&member) }) {
                    if on {
                        self.spaces[space].members.insert(who);
                    } else {
                        self.spaces[space].members.remove(&who);
                    }
                }
            }
            4 if space != other => {
                let on = dice.chance(60);
                let member = format!("{path}/members/{}", self.spaces[other].id);
                if done(if on { olga.put(&member, json!({"role": "member"})) } else { olga.delete(&member) }) {
                    if on {
                        self.spaces[space].groups.insert(other);
                    } else {
                        self.spaces[space].groups.remove(&other);
                    }
                }
            }
            5 => {
                let access = *dice.one(&["open", "closed", "private"]);
                if done(olga.patch(&path, json!({"access": access}))) {
                    self.spaces[space].access = access;
                    if access == "private" {
                        self.tasks.iter_mut().filter(|task| task.home == space).for_each(|task| task.also.clear());
                    }
                }
            }
            6 if !self.tasks.is_empty() => {
                let (id, on) = (self.tasks[task].id.clone(), dice.chance(70));
                let also = format!("/tasks/{id}/also-in/{}", self.spaces[other].id);
                if done(if on { olga.put(&also, json!({})) } else { olga.delete(&also) }) {
                    if on {
                        self.tasks[task].also.insert(other);
                    } else {
                        self.tasks[task].also.remove(&other);
                    }
                }
            }
            7 if !self.tasks.is_empty() => {
                let moved = olga
                    .put(&format!("/tasks/{}/home", self.tasks[task].id), json!({"space_id": self.spaces[other].id}));
                if done(moved.clone()) {
                    let private = self.spaces[other].access == "private";
                    let moved_to = Task { home: other, ..self.tasks[task].clone() };
                    let mut seen = moved_to.clone();
                    if private {
                        seen.also.clear();
                    }
                    let stays =
                        moved_to.assignee.filter(|who| self.reads(who, &Task { trashed: false, ..seen.clone() }));
                    let task = &mut self.tasks[task];
                    task.assignee = stays;
                    task.home = other;
                    task.key = moved.json["key"].as_str().unwrap().to_owned();
                    let listed = moved.json["also_in"].as_array().unwrap().len();
                    if private {
                        task.also.clear();
                    } else {
                        task.also.remove(&other);
                    }
                    assert_eq!(listed, task.also.len(), "{}", moved.text);
                }
            }
            8 if !self.tasks.is_empty() => {
                let path = format!("/tasks/{}", self.tasks[task].id);
                let on = !self.tasks[task].trashed;
                if done(if on { olga.delete(&path) } else { olga.put(&format!("{path}/restore"), json!({})) }) {
                    self.tasks[task].trashed = on;
                }
            }
            9 => {
                let on = !self.spaces[space].everyone;
                if done(olga.patch(&path, json!({"everyone_joins": on}))) {
                    self.spaces[space].everyone = on;
                }
            }
            _ if dice.chance(50) => {
                let on = !self.spaces[space].archived;
                let path = format!("{path}/archive");
                if done(if on { olga.put(&path, json!({})) } else { olga.send("DELETE", &path, None) }) {
                    self.spaces[space].archived = on;
                }
            }
            _ => {
                let on = !self.spaces[space].deleted;
                if done(if on { olga.delete(&path) } else { olga.put(&format!("{path}/restore"), json!({})) }) {
                    self.spaces[space].deleted = on;
                }
            }
        }
    }

    /// Whether somebody may know of a person.
    fn knows(&self, who: &str, other: &str) -> bool {
        let together = |space: usize| self.inside(who, space) && self.inside(other, space);
        who != "guest" || who == other || (0..self.spaces.len()).any(together)
    }

    /// Whether somebody may know of a space that is not deleted.
    fn sees(&self, who: &str, space: usize) -> bool {
        let open = who == "olga" || (who != "guest" && self.spaces[space].access != "private");
        !self.spaces[space].deleted && (self.inside(who, space) || open)
    }

    /// The members of a space as somebody sees them.
    fn look_at_members(&self, who: &str, client: &Client, number: usize) {
        let space = &self.spaces[number];
        let answer = client.get(&format!("/spaces/{}/members", space.id));
        if space.deleted && who == "olga" {
            return;
        }
        if !self.sees(who, number) {
            assert_eq!(answer.status, 404, "{who} {space:?}");
            return;
        }
        let groups: Vec<usize> = space.groups.iter().copied().filter(|group| !self.spaces[*group].deleted).collect();
        let through = groups.iter().flat_map(|group| &self.spaces[*group].members);
        let people = space.members.iter().chain(through).filter(|other| self.knows(who, other));
        let people = people.map(|other| self.people[other].1.as_str());
        let named = groups.iter().filter(|group| self.sees(who, **group)).map(|group| self.spaces[*group].id.as_str());
        let expected: BTreeSet<&str> = people.chain(named).collect();
        let shown = answer.ok();
        let found: BTreeSet<&str> =
            shown["items"].as_array().unwrap().iter().map(|member| text_of(&member["member"])).collect();
        assert_eq!(found, expected, "{who} {space:?}");
    }

    /// What somebody has to do, and what they find.
    fn look_at_home_and_search(&self, who: &str, client: &Client) {
        let readable = || self.tasks.iter().filter(|task| !task.trashed && self.reads(who, task));
        let own: BTreeSet<&str> =
            readable().filter(|task| task.assignee.as_deref() == Some(who)).map(|task| task.id.as_str()).collect();
        let home = client.get("/home").ok();
        let rows = home["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
        assert_eq!(rows.map(text_of).collect::<BTreeSet<_>>(), own, "{who}");
        assert_eq!(client.get("/home/counts").ok()["today"], own.len(), "{who}");

        let expected: BTreeSet<&str> = readable().map(|task| task.id.as_str()).collect();
        let answer = loop {
            let answer = client.get("/search?q=valve&limit=100").ok();
            if answer["truncated"] == false {
                break answer;
            }
        };
        let found: BTreeSet<&str> = answer["items"].as_array().unwrap().iter().map(text_of).collect();
        assert_eq!(answer["total"], expected.len(), "{who}");
        assert!(found.is_subset(&expected), "{who}");
        assert!(expected.len() > 100 || found.len() == expected.len(), "{who} misses some");
    }

    /// Everything everybody can read, by every way in.
    fn look(&self) {
        assert!(guildhall::search::wait(&self.server.app, std::time::Duration::from_secs(60)));
        for (who, (client, _)) in &self.people {
            self.look_at_home_and_search(who, client);
            (0..self.spaces.len()).for_each(|space| self.look_at_members(who, client, space));
            for task in &self.tasks {
                let status = if self.reads(who, task) { 200 } else { 404 };
                for path in [
                    format!("/tasks/{}", task.id),
                    format!("/items/by-key/{}", task.key),
                    format!("/items/{}/activity", task.id),
                    format!("/items/{}/comments", task.id),
                ] {
                    assert_eq!(client.get(&path).status, status, "{who} {path} {task:?}");
                }
            }
            for (number, space) in self.spaces.iter().enumerate() {
                let listed = client.get(&format!("/spaces/{}/tasks?limit=200", space.id));
                if !self.inside(who, number) {
                    assert!(matches!(listed.status, 403 | 404), "{who} {space:?}");
                    continue;
                }
                let here = |task: &&Task| !task.trashed && task.home == number;
                let expected: BTreeSet<&str> = self.tasks.iter().filter(here).map(|task| task.id.as_str()).collect();
                let shown = listed.ok();
                let found: BTreeSet<&str> = shown["items"].as_array().unwrap().iter().map(text_of).collect();
                // What is shown here too belongs to the list as well, when it is listed at all.
                assert!(expected.is_subset(&found), "{who} misses some of {space:?}");
                for id in found.difference(&expected) {
                    let task = self.tasks.iter().find(|task| task.id == **id).unwrap();
                    let shown = task.also.contains(&number) && !task.trashed && !self.spaces[task.home].deleted;
                    assert!(shown, "{who} {task:?}");
                }
                let count = client.get(&format!("/spaces/{}/view", space.id)).ok()["total"].clone();
                assert_eq!(count, found.len(), "{who} {space:?}");
            }
            let known = client.get("/spaces").ok();
            let known: BTreeSet<&str> = known["items"].as_array().unwrap().iter().map(text_of).collect();
            for (number, space) in self.spaces.iter().enumerate() {
                assert_eq!(known.contains(space.id.as_str()), self.sees(who, number), "{who} {space:?}");
            }
        }
    }
}

fn text_of(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// What a program that follows the changes was told of, and that it was never told of more.
fn follow(company: &Company, who: &str, cursor: &mut String) {
    let client = &company.people[who].0;
    loop {
        let page = client.get(&format!("/changes?since={cursor}&limit=200")).ok();
        let items = page["items"].as_array().unwrap();
        for change in items.iter().filter(|change| change["item_type"] == "task" && change["space_id"].is_string()) {
            let task = company.tasks.iter().find(|task| change["item_id"] == task.id.as_str());
            assert!(task.is_some_and(|task| company.reads(who, task)), "{who} {change}");
        }
        *cursor = page["next"].as_str().unwrap().to_owned();
        if items.is_empty() {
            return;
        }
    }
}

#[test]
fn whatever_happens_everybody_reads_what_they_may_and_nothing_else() {
    for seed in 1..=3 {
        let server = Server::start();
        Searcher::start(&server.app).unwrap();
        let olga = server.owner();
        let mut people = BTreeMap::from([("olga".to_owned(), olga.clone())]);
        for (name, role) in [("ana", "member"), ("bo", "member"), ("guest", "guest")] {
            people.insert(name.to_owned(), server.join(&olga, name, role));
        }
        let people = people.into_iter().map(|(name, client)| (name, (client.clone(), client.me()))).collect();
        let space = |(name, access): &(&str, &'static str)| Space {
            id: olga.space(name, access),
            access,
            deleted: false,
            archived: false,
            everyone: false,
            members: BTreeSet::from(["olga".to_owned()]),
            groups: BTreeSet::new(),
        };
        let spaces = [("Service", "open"), ("Board", "closed"), ("Merger", "private"), ("Kitchen", "closed")]
            .iter()
            .map(space)
            .collect();
        let mut company = Company { server, people, spaces, tasks: Vec::new() };
        let mut dice = Dice::new(seed);
        let mut cursors: BTreeMap<&str, String> = ["ana", "bo", "guest"]
            .into_iter()
            .map(|who| (who, company.people[who].0.get("/changes").ok()["next"].as_str().unwrap().to_owned()))
            .collect();
        for step in 1..=STEPS / 3 {
            company.step(&mut dice);
            if step % LOOK_EVERY == 0 {
                company.look();
                cursors.iter_mut().for_each(|(who, cursor)| follow(&company, who, cursor));
            }
        }
        let (bo, id) = company.people.remove("bo").unwrap();
        olga.put(&format!("/people/{id}/deactivation"), json!({"hand_over_to": null})).ok();
        bo.get("/changes").fails(401, "not_signed_in");
    }
}
