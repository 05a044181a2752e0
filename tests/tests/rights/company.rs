//! The small company the matrix is asked in: its people, spaces and tasks, and how a used up target is made again.

use crate::{
    approvals::Asked,
    documents::Paper,
    forms,
    oracle::{ACTORS, PAPERS, SHELVES, SPACES, TASKS, TOPICS, writer},
    processes::Again,
    topics::Talk,
};
use guildhall::{
    access::{Directory, Who},
    clock::Clock,
    files::store::PICTURES,
    jobs::operations,
    organization,
    search::Searcher,
};
use guildhall_store::{RingKind, jobs};
use guildhall_tests::{Client, MONDAY, Server, id};
use serde_json::{Value, json};
use std::{
    cell::Cell,
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// An id nothing has.
pub const UNKNOWN: &str = "018f0000-0000-7000-8000-0000000000ff";

/// A task with what hangs on it.
#[derive(Debug, Clone)]
pub struct Target {
    pub id: String,
    pub key: String,
    pub step: String,
    pub comment: String,
    /// Attached by whoever wrote the comment.
    pub file: String,
    /// Sent with the comment.
    pub sent: String,
}

/// See the module.
pub struct Company {
    pub server: Server,
    pub people: BTreeMap<&'static str, Client>,
    pub ids: BTreeMap<&'static str, String>,
    pub spaces: BTreeMap<&'static str, String>,
    pub tasks: BTreeMap<&'static str, Target>,
    pub topics: BTreeMap<&'static str, Talk>,
    pub papers: BTreeMap<&'static str, Paper>,
    pub shelves: BTreeMap<&'static str, String>,
    /// A check-in in each shared space.
    pub check_ins: BTreeMap<&'static str, String>,
    /// A view in each space that everybody there sees.
    pub views: BTreeMap<&'static str, String>,
    /// Something that is to be approved in each space.
    pub approvals: BTreeMap<&'static str, Asked>,
    /// A process with a run in each space.
    pub processes: BTreeMap<&'static str, Again>,
    /// A rule in each space.
    pub rules: BTreeMap<&'static str, String>,
    /// A rule of the organization.
    pub common: String,
    /// A form with a request in each space.
    pub forms: BTreeMap<&'static str, forms::Paper>,
    /// Things of the lead, the "other" of everybody else; those of the member for the lead.
    pub things: BTreeMap<(&'static str, &'static str), String>,
    pub plan: String,
    count: Cell<u32>,
    _folder: TempDir,
}

fn newest(parts: &Value) -> String {
    parts.as_array().unwrap().iter().filter_map(|part| part["id"].as_u64()).max().unwrap().to_string()
}

impl Company {
    /// Founds it.
    pub fn found() -> Company {
        // The many small commands wait for the disk, which is not what is asked here.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let server = Server::open(&folder.path().join("rights.redb"), Clock::manual(MONDAY));
        Searcher::start(&server.app).unwrap();
        let owner = server.owner();
        let mut people = BTreeMap::from([("owner", owner.clone()), ("nobody", server.nobody())]);
        let guests = ["stranger", "helper"];
        for name in ACTORS
            .into_iter()
            .chain(["colleague", "recluse"])
            .filter(|name| !matches!(*name, "nobody" | "owner" | "script"))
        {
            let role = if guests.contains(&name) {
                "guest"
            } else if name == "admin" {
                "admin"
            } else {
                "member"
            };
            people.insert(name, server.join(&owner, name, role));
        }
        let token = people["member"].post("/me/tokens", json!({"name": "Script", "scopes": ["read"]})).ok();
        let bearer = format!("Bearer {}", token["secret"].as_str().unwrap());
        people.insert("script", server.nobody().with("Authorization", &bearer));
        let mut ids: BTreeMap<_, _> =
            people.iter().filter(|(name, _)| **name != "nobody").map(|(name, client)| (*name, client.me())).collect();
        ids.insert("nobody", UNKNOWN.into());
        ids.insert("unknown", UNKNOWN.into());
        let mut company = Company {
            server,
            people,
            ids,
            spaces: BTreeMap::new(),
            tasks: BTreeMap::new(),
            topics: BTreeMap::new(),
            papers: BTreeMap::new(),
            shelves: BTreeMap::new(),
            check_ins: BTreeMap::new(),
            views: BTreeMap::new(),
            approvals: BTreeMap::new(),
            processes: BTreeMap::new(),
            rules: BTreeMap::new(),
            common: String::new(),
            forms: BTreeMap::new(),
            things: BTreeMap::new(),
            plan: String::new(),
            count: Cell::new(0),
            _folder: folder,
        };
        company.furnish();
        owner.put(&format!("/people/{}/deactivation", company.ids["gone"]), json!({"hand_over_to": null})).ok();
        company
    }

    fn furnish(&mut self) {
        let lead = self.people["lead"].clone();
        let personal = lead.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
        self.spaces = BTreeMap::from([("personal", personal), ("unknown", UNKNOWN.to_owned())]);
        for (name, access) in [
            ("kitchen", "closed"),
            ("commons", "open"),
            ("open", "open"),
            ("closed", "closed"),
            ("private", "private"),
            ("archived", "closed"),
            ("deleted", "closed"),
        ] {
            self.spaces.insert(name, lead.space(name, access));
        }
        self.spaces.insert("elsewhere", self.people["neighbour"].space("elsewhere", "closed"));
        let put = |by: &str, space: &str, member: &str, role: &str| {
            self.people[by]
                .put(&format!("/spaces/{}/members/{member}", self.spaces[space]), json!({"role": role}))
                .ok();
        };
        put("lead", "kitchen", &self.ids["grouped"], "member");
        put("neighbour", "elsewhere", &self.ids["lead"], "member");
        for space in SPACES {
            self.staff(space);
        }
        put("lead", "closed", &self.ids["colleague"], "member");
        self.server
            .app
            .run_blocking(Who::system(), |work| {
                organization::store::put_tag(
                    work.tx,
                    &guildhall::access::Tag { id: 7, name: "Winter".into(), color: 1, seq: 0 },
                )?;
                work.directory_changed()
            })
            .unwrap();
        for name in TASKS.into_iter().filter(|name| *name != "unknown") {
            let made = self.task(name);
            self.tasks.insert(name, made);
        }
        self.role("insider", "guest");
        self.tasks.insert(
            "unknown",
            Target {
                id: UNKNOWN.into(),
                key: "ZZZ-1".into(),
                step: UNKNOWN.into(),
                comment: UNKNOWN.into(),
                file: UNKNOWN.into(),
                sent: UNKNOWN.into(),
            },
        );
        self.topics = TOPICS.into_iter().map(|kind| (kind, self.topic(kind))).collect();
        self.papers = PAPERS.into_iter().map(|kind| (kind, self.paper(kind))).collect();
        self.shelves = SHELVES.into_iter().map(|kind| (kind, self.shelf(kind))).collect();
        self.check_ins = SPACES.into_iter().map(|space| (space, self.check_in(space))).collect();
        self.views = SPACES.into_iter().chain(["personal"]).map(|space| (space, self.view(space))).collect();
        self.views.insert("unknown", UNKNOWN.into());
        self.approvals = SPACES.into_iter().chain(["personal"]).map(|space| (space, self.approval(space))).collect();
        self.processes = SPACES.into_iter().chain(["personal"]).map(|space| (space, self.process(space))).collect();
        self.rules = SPACES.into_iter().chain(["personal"]).map(|space| (space, self.rule(space))).collect();
        self.common = self.common_rule();
        self.forms = SPACES.into_iter().chain(["personal"]).map(|space| (space, self.form(space))).collect();
        self.keep_searches();
        self.settle("archived");
        self.settle("deleted");
        for owner in ["lead", "member"] {
            for thing in crate::things::OWNED.map(|word| &word[1..]) {
                let made = self.thing(owner, thing);
                self.things.insert((owner, thing), made.unwrap_or_else(|| UNKNOWN.into()));
            }
        }
        self.take_days_off();
        self.plan = lead.get("/imports").ok()["items"][0]["suggested"].to_string();
        self.things.insert(("owner", "backup"), self.backup());
        self.things.insert(("owner", "job"), self.job());
        self.things.insert(("owner", "kept"), self.kept_mail());
        let (webhook, delivery) = self.webhook();
        self.things.insert(("owner", "webhook"), webhook);
        self.things.insert(("owner", "delivery"), delivery);
    }

    fn staff(&self, space: &str) {
        let group = self.spaces["kitchen"].as_str();
        let roles = [
            ("lead", "lead"),
            ("member", "member"),
            ("insider", if self.tasks.is_empty() { "member" } else { "guest" }),
            ("helper", "guest"),
            (group, "member"),
        ];
        let by = if space == "private" || self.tasks.is_empty() { "lead" } else { "owner" };
        for (who, role) in roles.into_iter().filter(|(who, _)| *who != "helper" || space != "open") {
            let member = self.ids.get(who).map_or(who, String::as_str);
            self.people[by]
                .put(&format!("/spaces/{}/members/{member}", self.spaces[space]), json!({"role": role}))
                .ok();
        }
    }

    /// Puts an emptied, entered, archived or deleted space back as it was.
    pub fn settle(&self, space: &str) {
        if matches!(space, "personal" | "unknown") {
            return;
        }
        let by = &self.people[if space == "private" { "lead" } else { "owner" }];
        let path = format!("/spaces/{}", self.spaces[space]);
        by.put(&format!("{path}/restore"), json!({})).ok();
        by.send("DELETE", &format!("{path}/archive"), None).ok();
        if !self.tasks.is_empty() {
            self.staff(space);
        }
        for guest in ["admin", "owner", "recluse", "outside"] {
            by.delete(&format!("{path}/members/{}", self.ids[guest]));
        }
        match space {
            "archived" => {
                by.put(&format!("{path}/archive"), json!({})).ok();
            }
            "deleted" => {
                by.delete(&path).ok();
            }
            _ => {}
        }
    }

    fn role(&self, who: &str, role: &str) {
        self.people["owner"].patch(&format!("/people/{}", self.ids[who]), json!({"role": role})).ok();
    }

    /// A number not given before.
    pub fn next(&self) -> u32 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }

    /// Makes a task of a kind, with a step and a comment.
    pub fn task(&self, kind: &str) -> Target {
        let guest = kind.starts_with("guest");
        let again = guest && self.tasks.contains_key(kind);
        if again {
            self.role("insider", "member");
            self.people["lead"]
                .put(
                    &format!("/spaces/{}/members/{}", self.spaces["closed"], self.ids["insider"]),
                    json!({"role": "member"}),
                )
                .ok();
        }
        let by = &self.people[if guest { "insider" } else { "lead" }];
        let space = match kind {
            "trashed" | "shown" | "lent" | "guestmade" | "guesttrash" => "closed",
            other => other,
        };
        let assignee = match kind {
            "open" => Some("member"),
            "closed" | "private" | "archived" | "deleted" | "trashed" => Some("helper"),
            _ => None,
        };
        let body = json!({"title": format!("Valve {}", self.next()), "steps": [{"text": "Drain"}], "assignee_id": assignee.map(|who| &self.ids[who])});
        let task = by.post(&format!("/spaces/{}/tasks", self.spaces[space]), body);
        assert_eq!(task.status, 201, "{kind} {}", task.text);
        let task = task.ok();
        let path = format!("/tasks/{}", id(&task));
        if matches!(kind, "shown" | "lent") {
            by.put(&format!("{path}/also-in/{}", self.spaces["elsewhere"]), json!({})).ok();
        }
        if kind == "lent" {
            by.patch(&path, json!({"assignee_id": self.ids["neighbour"]})).ok();
        }
        let attach = || id(&self.people[writer(kind)].attach(&id(&task), "valve.txt", b"A valve").ok());
        let (file, sent) = (attach(), attach());
        let words = json!({"body": "Words", "file_ids": [sent]});
        let said = self.people[writer(kind)].post(&format!("/items/{}/comments", id(&task)), words).ok();
        self.picture();
        if matches!(kind, "trashed" | "guesttrash") {
            by.delete(&path).ok();
        }
        if again {
            self.role("insider", "guest");
        }
        Target {
            id: id(&task),
            key: task["key"].as_str().unwrap_or("NONE-1").to_owned(),
            step: id(&task["steps"][0]),
            comment: id(&said),
            file,
            sent,
        }
    }

    /// Gives the file at every task, which is the same everywhere, a small picture.
    fn picture(&self) {
        let hash = *blake3::hash(b"A valve").as_bytes();
        let app = &self.server.app;
        app.run_blocking(Who::system(), move |work| Ok(work.tx.put(&PICTURES, &hash, &b"\x89PNG".to_vec())?)).unwrap();
    }

    /// A part of a space that can be taken away.
    pub fn part(&self, space: &str, kind: &str) -> String {
        let body = match kind {
            "statuses" => json!({"name": format!("Part {}", self.next()), "category": "doing"}),
            "fields" => json!({"name": format!("Part {}", self.next()), "kind": "choice", "choices": ["Gold"]}),
            _ => json!({"name": format!("Part {}", self.next())}),
        };
        let made = self.people["lead"].post(&format!("/spaces/{}/{kind}", self.spaces[space]), body).ok();
        newest(&made[kind])
    }

    /// Takes the newest part of a space away again.
    pub fn unpart(&self, space: &str, kind: &str) {
        let path = format!("/spaces/{}", self.spaces[space]);
        let newest = newest(&self.people["lead"].get(&path).ok()[kind]);
        self.people["lead"].send("DELETE", &format!("{path}/{kind}/{newest}"), None).ok();
    }

    /// A view everybody in a space sees.
    pub fn view(&self, space: &str) -> String {
        let view = json!({"name": format!("View {}", self.next()), "layout": "list", "shared": true});
        id(&self.people["lead"].post(&format!("/spaces/{}/views", self.spaces[space]), view).ok())
    }

    /// A tag to take away.
    pub fn tag(&self) -> String {
        let made = self.people["lead"].post("/tags", json!({"name": format!("Gone {}", self.next())})).ok();
        made["id"].to_string()
    }

    /// A backup to look at or delete.
    pub fn backup(&self) -> String {
        let now = MONDAY + i64::from(self.next()) * 1000;
        let (path, _) = self.server.app.store().take_snapshot(&RingKind::Hand, now, &mut |_| ()).unwrap();
        path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    /// A job nobody does.
    pub fn job(&self) -> String {
        let made =
            self.server.app.run_blocking(Who::system(), |work| Ok(jobs::enqueue(work.tx, "nothing", b"", MONDAY)?));
        made.unwrap().value.to_string()
    }

    /// Waits for operations that go on beside the requests, which note what they did at their end.
    pub fn finished(&self) {
        let end = Instant::now() + Duration::from_secs(60);
        // Not from the list in the API, which holds the newest of thousands here.
        let running = || operations::list(&self.server.app).iter().any(|operation| operation.outcome.is_none());
        while running() {
            assert!(Instant::now() < end, "an operation does not end");
            std::thread::yield_now();
        }
    }

    /// One hash over everything that is kept, and the last change.
    pub fn state(&self) -> (u64, String) {
        let snapshot = self.server.app.store().snapshot().unwrap();
        let _fresh = Directory::epoch(&snapshot).unwrap();
        let hash = guildhall_store::table_hash(&snapshot, &guildhall::catalogue::tables()).unwrap();
        (snapshot.read().last_seq().unwrap(), hash)
    }
}
