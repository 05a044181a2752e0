//! Random histories by several people: moves between audiences, memberships, access, trash, undo, comments, plans,
//! cut cables and a restore. At the end of each, what every reader shows is what loading again gives; and no frame
//! ever named what its reader could not see since the one before. `GUILDHALL_HISTORIES` says how many.

use super::reader::Reader;
use guildhall::access::{self, Who};
use guildhall_domain::{
    Id,
    policy::{Do, DoSpace},
};
use guildhall_tests::{Answer, Client, Dice, Server, live};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Histories of one company; then it has grown and another one begins.
const EACH: usize = 25;

struct Member {
    name: &'static str,
    id: String,
    client: Client,
    reader: Reader,
    /// Tasks and spaces they could see since they were told the last time.
    seen: BTreeSet<String>,
}

struct Company {
    server: Server,
    members: Vec<Member>,
    spaces: Vec<(String, String)>,
    tasks: Vec<String>,
    comments: Vec<(String, String)>,
    files: Vec<String>,
    views: Vec<String>,
    commands: Vec<(usize, String)>,
    count: usize,
}

impl Company {
    fn found() -> Company {
        let server = Server::start();
        live::start(&server);
        let olga = server.owner();
        let mut members = Vec::new();
        for (name, role) in [("olga", "owner"), ("ana", "member"), ("bo", "member"), ("gus", "guest")] {
            let person = if name == "olga" { olga.clone() } else { server.join(&olga, name, role) };
            // Tokens outlive a restore, and sessions do not.
            let body = json!({"name": "Live", "scopes": ["read", "write"]});
            let secret = person.post("/me/tokens", body).ok()["secret"].as_str().unwrap().to_owned();
            let client = server.nobody().with("Authorization", &format!("Bearer {secret}"));
            let (id, reader) = (person.me(), Reader::new(client.clone()));
            members.push(Member { name, id, client, reader, seen: BTreeSet::new() });
        }
        let spaces = [("Service", "open"), ("Board", "closed"), ("Merger", "private"), ("Kitchen", "closed")];
        let spaces = spaces.map(|(name, access)| (olga.space(&format!("{name}-x"), access), format!("{name}-x")));
        let spaces = spaces.into_iter().collect();
        let (tasks, comments, files) = (Vec::new(), Vec::new(), Vec::new());
        let (views, commands) = (Vec::new(), Vec::new());
        let mut company = Company { server, members, spaces, tasks, comments, files, views, commands, count: 0 };
        company.note();
        company
    }

    /// Writes down what everybody can see now.
    fn note(&mut self) {
        let view = self.server.app.view(Who::system()).unwrap();
        for member in &mut self.members {
            let scope = view.seen_by(member.id.parse().unwrap());
            let parse = |id: &String| -> Id { id.parse().unwrap() };
            let tasks = self.tasks.iter().filter(|id| access::task(&scope, parse(id), Do::Read).is_ok());
            let spaces = self.spaces.iter().filter(|(id, _)| access::space(&scope, parse(id), DoSpace::See).is_ok());
            member.seen.extend(tasks.cloned().chain(spaces.map(|(_, name)| name.clone())));
        }
    }

    /// A member follows the stream, and it named nothing they could not see.
    fn follow(&mut self, at: usize) {
        // What happened before is told before, so that what is seen can be counted from here.
        live::told(&self.server);
        let member = &mut self.members[at];
        for frame in member.reader.follow() {
            let hidden = self.tasks.iter().chain(self.spaces.iter().map(|(_, name)| name));
            for thing in hidden.filter(|thing| !member.seen.contains(*thing)) {
                // A sub-task in sight names what it is a part of by its id, as everywhere in the API.
                let bare = frame.replace(&format!("\"parent_id\":\"{thing}\""), "");
                assert!(!bare.contains(thing.as_str()), "{} was told of {thing}: {frame}", member.name);
            }
        }
        member.seen.clear();
        self.note();
    }

    fn step(&mut self, dice: &mut Dice) {
        let who = if dice.chance(60) { 0 } else { dice.below(self.members.len()) };
        let answer = self.act(dice, who);
        if std::env::var_os("GUILDHALL_SEED").is_some() {
            let head = *self.server.app.store().watch().borrow();
            println!("{head}: {} {} {}", self.members[who].name, answer.status, answer.json["id"]);
        }
        assert!(answer.status < 500, "{answer:?}");
        if let Some(command) = answer.header("guildhall-command") {
            self.commands.push((who, command.to_owned()));
        }
        self.note();
    }

    fn act(&mut self, dice: &mut Dice, who: usize) -> Answer {
        self.count += 1;
        let (count, client) = (self.count, self.members[who].client.clone());
        let nothing = || json!({});
        let space = dice.one(&self.spaces).0.clone();
        let other = dice.one(&self.spaces).0.clone();
        let somebody = dice.one(&self.members).id.clone();
        let late = self.tasks.len().saturating_sub(40);
        let task = self.tasks.get(late + dice.below(self.tasks.len() - late)).cloned().unwrap_or_default();
        let path = format!("/tasks/{task}");
        let set = |on: bool, path: String| if on { client.put(&path, nothing()) } else { client.delete(&path) };
        match if self.tasks.is_empty() { 0 } else { dice.below(30) } {
            0..=3 => {
                let mut body = json!({"title": format!("Valve {count}"), "body": format!("Behind the {count}th door")});
                if dice.chance(30) && !task.is_empty() {
                    body["parent_id"] = json!(task);
                }
                if dice.chance(40) {
                    body["assignee_id"] = json!(somebody);
                }
                let made = client.post(&format!("/spaces/{space}/tasks"), body);
                self.tasks.extend(made.json["id"].as_str().map(str::to_owned));
                made
            }
            4..=6 => {
                let body = match dice.below(5) {
                    0 => json!({"title": format!("Pump {count}")}),
                    1 => json!({"status_id": 1 + dice.below(5)}),
                    2 => json!({"assignee_id": if dice.chance(70) { json!(somebody) } else { Value::Null }}),
                    3 => json!({"due": {"date": format!("2026-11-{}", 20 + dice.below(9))}}),
                    _ => json!({"body": format!("Left of the {count}th door"), "priority": "urgent"}),
                };
                client.patch(&path, body)
            }
            7 | 8 => client.put(&format!("{path}/home"), json!({"space_id": other})),
            9 | 10 => set(dice.chance(70), format!("{path}/also-in/{other}")),
            11 => client.delete(&path),
            12 => client.put(&format!("{path}/restore"), nothing()),
            13 => client.delete(&format!("/trash/{task}")),
            14 | 15 => {
                let guest = somebody == self.members[3].id;
                let role = if guest { "guest" } else { *dice.one(&["member", "lead", "guest"]) };
                let member = format!("/spaces/{space}/members/{somebody}");
                if dice.chance(60) { client.put(&member, json!({ "role": role })) } else { client.delete(&member) }
            }
            16 if space != other => {
                let member = format!("/spaces/{space}/members/{other}");
                if dice.chance(60) { client.put(&member, json!({"role": "member"})) } else { client.delete(&member) }
            }
            17 => {
                client.patch(&format!("/spaces/{space}"), json!({"access": *dice.one(&["open", "closed", "private"])}))
            }
            18 => match dice.below(4) {
                0 => client.put(&format!("/spaces/{space}/archive"), nothing()),
                1 => client.send("DELETE", &format!("/spaces/{space}/archive"), None),
                2 if dice.chance(30) => client.delete(&format!("/spaces/{space}")),
                _ => client.put(&format!("/spaces/{space}/restore"), nothing()),
            },
            19 | 20 => {
                let attached = dice.chance(50).then(|| client.attach(&task, "note.txt", format!("{count}").as_bytes()));
                let file = attached.and_then(|answer| answer.json["id"].as_str().map(str::to_owned));
                self.files.extend(file.clone());
                let sent: Vec<String> = file.filter(|_| dice.chance(60)).into_iter().collect();
                let body = json!({"body": format!("Said {count}"), "file_ids": sent});
                let made = client.post(&format!("/items/{task}/comments"), body);
                self.comments.extend(made.json["id"].as_str().map(|id| (task, id.to_owned())));
                made
            }
            21 if !self.comments.is_empty() => {
                let comment = format!("/comments/{}", dice.one(&self.comments).1);
                match dice.below(4) {
                    3 if !self.files.is_empty() => {
                        let file = format!("/files/{}", dice.one(&self.files));
                        if dice.chance(50) {
                            client.delete(&file)
                        } else {
                            client.patch(&file, json!({"name": format!("note {count}.txt")}))
                        }
                    }
                    0 => client.patch(&comment, json!({"body": format!("Said again {count}")})),
                    1 => client.put(&format!("{comment}/reactions/%F0%9F%91%8D"), nothing()),
                    _ => client.delete(&comment),
                }
            }
            22 => {
                let plan = *dice.one(&["someday", "2026-11-23", "2026-11-24"]);
                client.put(
                    &format!("{path}/plan"),
                    json!({"plan": if dice.chance(70) { json!(plan) } else { Value::Null }}),
                )
            }
            23 | 24 if !self.commands.is_empty() => {
                let recent = self.commands.len().saturating_sub(6);
                let (who, command) = self.commands[recent + dice.below(self.commands.len() - recent)].clone();
                self.members[who].client.post("/undo", json!({ "command": command }))
            }
            25 => match dice.below(5) {
                0 => client.post("/tags", json!({"name": format!("Tag {count}")})),
                1 => client.patch("/tags/1", json!({"name": format!("Tag {count}")})),
                2 => client.patch("/organization", json!({"name": format!("Northfold {count}")})),
                3 => client.patch("/me", json!({"name": format!("Somebody {count}")})),
                _ => set(dice.chance(60), format!("{path}/tags/1")),
            },
            26 => match dice.below(4) {
                0 => set(dice.chance(60), format!("/spaces/{space}/star")),
                1 => client.patch(&format!("/spaces/{space}"), json!({"description": format!("Of {count}")})),
                2 => client.post(&format!("/spaces/{space}/sections"), json!({"name": format!("Part {count}")})),
                _ => client.patch(
                    &format!("/spaces/{space}"),
                    json!({"prefix": format!("P{}", ["A", "B", "C"][dice.below(3)])}),
                ),
            },
            27 => {
                let shared = dice.chance(50);
                let body = json!({"name": format!("View {count}"), "layout": "list", "shared": shared});
                match self.views.last().filter(|_| dice.chance(50)) {
                    Some(view) if dice.chance(50) => client.delete(&format!("/views/{view}")),
                    Some(view) => client.patch(&format!("/views/{view}"), json!({"shared": shared})),
                    None => {
                        let made = client.post(&format!("/spaces/{space}/views"), body);
                        self.views.extend(made.json["id"].as_str().map(str::to_owned));
                        made
                    }
                }
            }
            28 => {
                let far = dice.one(&self.tasks).clone();
                let link = format!("/items/{task}/links/{far}");
                if dice.chance(70) { client.put(&link, json!({"relation": "blocks"})) } else { client.delete(&link) }
            }
            _ => set(dice.chance(60), format!("{path}/followers/{somebody}")),
        }
    }

    fn history(&mut self, dice: &mut Dice, all: bool) {
        for _ in 0..4 + dice.below(9) {
            self.step(dice);
            let at = dice.below(self.members.len());
            match dice.below(10) {
                0 => self.members[at].reader.cut(),
                1 => {
                    self.follow(at);
                    self.members[at].reader.cut();
                }
                2 => {
                    self.follow(at);
                    let item = self.tasks.last().cloned();
                    self.members[at].reader.look(item.as_deref());
                }
                3..=5 => self.follow(at),
                _ => {}
            }
        }
        live::told(&self.server);
        let one = dice.below(self.members.len());
        for at in (0..self.members.len()).filter(|at| all || *at == one) {
            self.follow(at);
            self.members[at].reader.compare(self.members[at].name);
        }
    }

    fn restore(&mut self, backup: &std::path::Path) {
        self.server.app.store().replace_with(backup, self.server.clock.now_ms()).unwrap();
        self.note();
        let begun = std::time::Instant::now();
        // The cursors of another history are worth nothing; those who are connected are told.
        while self.server.app.parts().live.get().unwrap().told() > *self.server.app.store().watch().borrow() {
            assert!(begun.elapsed() < live::PATIENCE);
            std::thread::yield_now();
        }
        self.commands.clear();
    }
}

fn company(seed: usize, histories: usize) {
    let mut company = Company::found();
    let mut dice = Dice::new(seed as u64);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.redb");
    let (keep, restore) = (dice.below(histories), dice.below(histories));
    for at in 0..histories {
        // The test names the seed when it fails.
        println!("company {seed}, history {at}");
        if at == keep {
            company.server.app.store().backup_to(&backup, &mut |_| {}).unwrap();
        }
        if at == restore && backup.is_file() {
            company.restore(&backup);
        }
        company.history(&mut dice, at % 5 == 4);
    }
}

#[test]
fn what_was_loaded_and_what_was_said_is_what_loading_again_gives() {
    let wanted = std::env::var("GUILDHALL_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let seeds = std::sync::atomic::AtomicUsize::new(1);
    let first = std::env::var("GUILDHALL_SEED").ok().and_then(|seed| seed.parse::<usize>().ok());
    if let Some(seed) = first {
        return company(seed, EACH);
    }
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = seeds.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let before = (seed - 1) * EACH;
                    if before >= wanted {
                        return;
                    }
                    company(seed, EACH.min(wanted - before));
                }
            });
        }
    });
}
