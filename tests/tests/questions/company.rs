//! The company: what the test wrote down of it, and the server that was told the same.

use crate::{papers::Paper, talk::Talk, words::Words};
use guildhall::{clock::Clock, inbox::Keeper, search::Searcher};
use guildhall_tests::{Client, Dice, MONDAY, Server};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};
use tempfile::TempDir;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Open,
    Closed,
    Private,
    Personal,
}

pub struct Person {
    pub name: &'static str,
    pub id: String,
    pub client: Client,
    pub guest: bool,
    pub admin: bool,
    /// Their account is closed.
    pub left: bool,
    /// Where they follow the changes.
    pub cursor: String,
}

#[derive(Debug, Clone)]
pub struct Space {
    pub id: String,
    pub name: &'static str,
    pub access: Access,
    /// Everybody of the organization is in it.
    pub everyone: bool,
    /// Who works in it from the first day and makes its changes.
    pub lead: usize,
    /// People that belong to it themselves.
    pub members: BTreeSet<usize>,
    /// Spaces whose people belong to it.
    pub groups: BTreeSet<usize>,
    pub archived: bool,
    pub deleted: bool,
    /// Number of a status of each category.
    pub statuses: BTreeMap<String, u64>,
}

/// Something that hangs on a task, or the task itself.
#[derive(Debug, Clone)]
pub struct Part {
    pub id: String,
    pub words: Words,
    pub author: usize,
    /// Of a step: ticked.
    pub done: bool,
}

#[derive(Debug, Clone)]
pub struct Task {
    pub id: String,
    pub key: String,
    pub title: String,
    pub home: usize,
    pub also: BTreeSet<usize>,
    pub trashed: bool,
    pub author: usize,
    pub assignee: Option<usize>,
    /// `todo`, `done`, `cancelled`.
    pub category: &'static str,
    pub tags: BTreeSet<usize>,
    pub title_words: Words,
    pub body_words: Words,
    pub steps: Vec<Part>,
    pub comments: Vec<Part>,
    pub files: Vec<Part>,
}

pub struct Company {
    pub server: Server,
    pub people: Vec<Person>,
    pub spaces: Vec<Space>,
    pub tasks: Vec<Task>,
    pub papers: Vec<Paper>,
    pub talks: Vec<Talk>,
    /// Names and numbers of tags.
    pub tags: Vec<(&'static str, u64)>,
    /// What was changed how often.
    pub history: BTreeMap<&'static str, usize>,
    _folder: TempDir,
}

pub const OLGA: usize = 0;
pub const ANA: usize = 1;

impl Company {
    /// Founds it, with spaces of every sort and a hundred tasks.
    pub fn found() -> Company {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let server = Server::open(&folder.path().join("questions.redb"), Clock::manual(MONDAY));
        Searcher::start(&server.app).unwrap();
        Keeper::start(&server.app).unwrap();
        let olga = server.owner();
        let mut company = Company {
            server,
            people: Vec::new(),
            spaces: Vec::new(),
            tasks: Vec::new(),
            papers: Vec::new(),
            talks: Vec::new(),
            tags: Vec::new(),
            history: BTreeMap::new(),
            _folder: folder,
        };
        company.person("Olga", olga.clone(), "owner");
        for (name, role) in [
            ("Ana", "member"),
            ("Bo", "member"),
            ("Cyrus", "member"),
            ("Adam", "admin"),
            ("Gus", "guest"),
            ("Ines", "guest"),
        ] {
            let client = company.server.join(&olga, name, role);
            company.person(name, client, role);
        }
        for name in ["Winter", "Invoice", "Ladder"] {
            let made = olga.post("/tags", json!({ "name": name })).ok();
            company.tags.push((name, made["id"].as_u64().unwrap()));
        }
        for (name, access, lead) in [
            ("Service", Access::Open, OLGA),
            ("Board", Access::Closed, OLGA),
            ("Merger", Access::Private, ANA),
            ("Kitchen", Access::Closed, OLGA),
            ("Archive", Access::Open, OLGA),
            ("Payroll", Access::Private, OLGA),
        ] {
            company.space(name, access, lead);
        }
        (0..company.people.len()).for_each(|who| company.personal(who));
        let mut dice = Dice::new(7);
        (0..110).for_each(|_| {
            crate::history::tasks::create(&mut company, &mut dice);
        });
        (0..40).for_each(|_| {
            crate::papers::create(&mut company, &mut dice);
        });
        (0..30).for_each(|_| {
            crate::talk::create(&mut company, &mut dice);
        });
        company
    }

    fn person(&mut self, name: &'static str, client: Client, role: &str) {
        let cursor = client.get("/changes").ok()["next"].as_str().unwrap().to_owned();
        let (guest, admin) = (role == "guest", role == "admin" || role == "owner");
        self.people.push(Person { name, id: client.me(), client, guest, admin, left: false, cursor });
    }

    fn space(&mut self, name: &'static str, access: Access, lead: usize) {
        let word = match access {
            Access::Open => "open",
            Access::Closed => "closed",
            _ => "private",
        };
        let id = self.people[lead].client.space(name, word);
        self.add(id, name, access, lead);
    }

    fn personal(&mut self, who: usize) {
        let id = self.people[who].client.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
        self.add(id, "", Access::Personal, who);
    }

    fn add(&mut self, id: String, name: &'static str, access: Access, lead: usize) {
        let shape = self.people[lead].client.get(&format!("/spaces/{id}")).ok();
        let statuses = shape["statuses"].as_array().unwrap().iter();
        let statuses =
            statuses.map(|status| (status["category"].as_str().unwrap().to_owned(), status["id"].as_u64().unwrap()));
        self.spaces.push(Space {
            id,
            name,
            access,
            everyone: false,
            lead,
            members: BTreeSet::from([lead]),
            groups: BTreeSet::new(),
            archived: false,
            deleted: false,
            statuses: statuses.collect(),
        });
    }

    /// Waits until the index holds everything written so far.
    pub fn settle(&self) {
        let patience = Duration::from_secs(60);
        assert!(guildhall::search::wait(&self.server.app, patience));
        assert!(self.server.app.parts().inbox.get().unwrap().wait(&self.server.app, patience));
    }
}
