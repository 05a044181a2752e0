//! The organization the commands are done in, and what each is done to, made for it just before.

use guildhall_tests::{Answer, Client, Server};
use serde_json::{Value, json};

pub use crate::rows::{COMMANDS, Row, To};
use To::*;

/// An organization that is at work.
pub struct Office {
    pub server: Server,
    pub owner: Client,
    pub words: Vec<(&'static str, String)>,
}

pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// Bytes that are the same for the same word and repeat nowhere.
pub fn bytes_of(word: &str, len: usize) -> Vec<u8> {
    let mut out = vec![0; len];
    blake3::Hasher::new().update(word.as_bytes()).finalize_xof().fill(&mut out);
    out
}

impl Office {
    /// Founds it: the first run, two spaces, a member, a task, a tag.
    pub fn found(server: Server) -> Office {
        let owner = server.owner();
        let mia = server.join(&owner, "Mia Member", "member").me();
        let (space, other) = (owner.space("Service", "open"), owner.space("Board", "closed"));
        let task = text(&owner.task(&space, "Replace the valve"), "id");
        // Its tasks can wait for each other.
        owner.patch(&format!("/spaces/{space}"), json!({"finish": "2027-01-18"})).ok();
        let tag = owner.post("/tags", json!({"name": "Winter"})).ok()["id"].to_string();
        let me = owner.me();
        let words = [("$space", space), ("$other", other), ("$task", task), ("$mia", mia), ("$me", me), ("$tag", tag)];
        Office { words: words.into(), server, owner }
    }

    /// The same people at a server that was started again on the same data.
    pub fn at(&self, server: Server) -> Office {
        Office { owner: self.owner.at(&server.url), words: self.words.clone(), server }
    }

    fn fill(&self, template: &str, target: &str, word: &str) -> String {
        let known = self.words.iter().map(|(name, value)| (*name, value.as_str()));
        let (target, with) = target.split_once(' ').unwrap_or((target, ""));
        // `$t` is the start of other words, so it goes last.
        let all = known.chain([("$n", word), ("$u", with), ("$t", target)]);
        all.fold(template.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// Does one row to a target.
    pub fn act(&self, row: &Row, target: &str, word: &str) -> Answer {
        let (method, path) = row.2.split_once(' ').unwrap();
        let (path, body) = (self.fill(path, target, word), self.fill(row.3, target, word));
        let owner = self.owner.with("If-Match", "*");
        match method {
            "FILE" => {
                let method = if path.starts_with("/uploads") { "PUT" } else { "POST" };
                let bytes = bytes_of(word, body.parse().unwrap());
                let owner = owner.with("Content-Type", "application/octet-stream");
                owner.send_raw(method, &format!("/api/v1{path}"), Some(bytes))
            }
            _ => owner.send_raw(method, &format!("/api/v1{path}"), (!body.is_empty()).then(|| body.into_bytes())),
        }
    }

    fn done(&self, what: &str, target: &str, word: &str) -> Answer {
        let row = COMMANDS.iter().find(|row| row.0 == what).unwrap();
        let answer = self.act(row, target, word);
        assert!((200..300).contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
        answer
    }

    /// Makes what a row is done to.
    pub fn target(&self, to: To, word: &str) -> String {
        let task = || text(&self.done("make a task", "", word).json, "id");
        let space = || text(&self.done("make a space", "", word).json, "id");
        match to {
            Nothing => String::new(),
            Task => task(),
            Trashed | Shown | Linked => {
                let id = task();
                let what = match to {
                    Trashed => "trash a task",
                    Shown => "show a task elsewhere",
                    _ => "link tasks",
                };
                self.done(what, &id, word);
                id
            }
            Command => self.done("rewrite a task", &task(), word).command(),
            Comment => text(&self.done("comment", &task(), word).json, "id"),
            File => text(&self.done("attach a file", &task(), word).json, "id"),
            TrashedFile => {
                let file = self.target(File, word);
                self.done("trash a file", &file, word);
                file
            }
            Upload => {
                let id = text(&self.done("begin an upload", &task(), word).json, "id");
                let first = bytes_of(&format!("first {word}"), 4000);
                let sender = self.owner.with("Content-Type", "application/octet-stream");
                sender.send_raw("PUT", &format!("/api/v1/uploads/{id}?offset=0"), Some(first)).ok();
                id
            }
            Space => space(),
            DeletedSpace => {
                let id = space();
                self.done("delete a space", &id, word);
                id
            }
            _ => self.later_target(to, word),
        }
    }

    /// What one command makes of what another made.
    fn made(&self, what: &str, of: To, word: &str) -> String {
        text(&self.done(what, &self.target(of, word), word).json, "id")
    }

    /// The same for what came after tasks, comments and files.
    fn later_target(&self, to: To, word: &str) -> String {
        match to {
            Page => self.made("write a page", Nothing, word),
            PageVersion => {
                let page = self.target(Page, word);
                self.done("keep a version", &page, word);
                self.done("tick a point", &page, word);
                page
            }
            Brought => self.made("bring a file", Nothing, word),
            TrashedPaper => {
                let paper = self.target(Brought, word);
                self.done("trash a document", &paper, word);
                paper
            }
            Folder => self.made("make a folder", Nothing, word),
            Topic => self.made("begin a topic", Nothing, word),
            Message => {
                let topic = self.target(Topic, word);
                let message = text(&self.done("say something", &topic, word).json, "id");
                format!("{topic} {message}")
            }
            Poll => self.made("ask with choices", Topic, word),
            Process => self.made("set up a process", Nothing, word),
            Run => self.made("begin a run", Process, word),
            Form => self.made("make a form", Nothing, word),
            Started => {
                let form = self.target(Form, word);
                let start = self.owner.post(&format!("/forms/{form}/start"), json!({})).ok();
                format!("{form} {}", text(&start, "start"))
            }
            Request => self.made("answer a form", Started, word),
            Rule => self.made("make a rule", Nothing, word),
            Event => self.made("plan an event", Nothing, word),
            Room => self.made("make a room", Nothing, word),
            Approval => self.made("ask for approval", Task, word),
            Planned | Budgeted => {
                let (of, what) = if to == Planned { (Space, "give a space an end") } else { (Planned, "set a budget") };
                let space = self.target(of, word);
                self.done(what, &space, word);
                space
            }
            _ => unreachable!("{to:?} is made above"),
        }
    }
}
