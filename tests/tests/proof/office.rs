//! The commands of the product that the proofs go through, over HTTP: one row each, with what it is done to. Every
//! row can be done again and again, each time to something new.

use guildhall_tests::{Answer, Client, Server};
use serde_json::{Value, json};

/// What a command is done to, made for it just before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Nothing,
    Task,
    /// A task in the trash.
    Trashed,
    /// A task that is also in the other space.
    Shown,
    /// A task that is linked to `$task`.
    Linked,
    /// The command that changed a task.
    Command,
    Comment,
    File,
    TrashedFile,
    /// An upload to which the first of its two parts was sent.
    Upload,
    Space,
    DeletedSpace,
}

/// Name, what it is done to, method and address behind `/api/v1`, body. `$t` is what it is done to, `$n` a word
/// nothing had before, and `$space`, `$other`, `$task`, `$mia`, `$me`, `$tag` stand in every office.
pub type Row = (&'static str, To, &'static str, &'static str);

use To::*;
pub const COMMANDS: &[Row] = &[
    ("make a space", Nothing, "POST /spaces", r#"{"name":"Space $n","access":"closed"}"#),
    ("rename a space", Space, "PATCH /spaces/$t", r#"{"name":"Renamed $n"}"#),
    ("make a space private", Space, "PATCH /spaces/$t", r#"{"access":"private"}"#),
    ("archive a space", Space, "PUT /spaces/$t/archive", "{}"),
    ("delete a space", Space, "DELETE /spaces/$t", ""),
    ("restore a space", DeletedSpace, "PUT /spaces/$t/restore", "{}"),
    ("add a member", Space, "PUT /spaces/$t/members/$mia", r#"{"role":"member"}"#),
    ("star a space", Space, "PUT /spaces/$t/star", "{}"),
    ("add a status", Space, "POST /spaces/$t/statuses", r#"{"name":"Checked $n","category":"doing"}"#),
    ("add a section", Space, "POST /spaces/$t/sections", r#"{"name":"Cellar $n"}"#),
    ("add a field", Space, "POST /spaces/$t/fields", r#"{"name":"Meter $n","kind":"text"}"#),
    ("save a view", Nothing, "POST /spaces/$space/views", r#"{"name":"Mine $n","layout":"board","shared":true}"#),
    (
        "make a task",
        Nothing,
        "POST /spaces/$space/tasks",
        r#"{"title":"Valve $n","body":"With [@Mia](guildhall:person/$mia) and [it](guildhall:item/$task)","assignee_id":"$mia","due":{"date":"2026-12-01"},"steps":[{"text":"Drain $n"}]}"#,
    ),
    ("paste lines", Nothing, "POST /spaces/$space/tasks/paste", r#"{"text":"One $n\nTwo $n\nThree $n"}"#),
    ("capture", Nothing, "POST /capture", r#"{"text":"Order pipes $n"}"#),
    ("rewrite a task", Task, "PATCH /tasks/$t", r#"{"title":"Pump $n","body":"See [@Mia](guildhall:person/$mia) $n"}"#),
    ("plan a task", Task, "PATCH /tasks/$t", r#"{"due":{"date":"2026-12-24"},"assignee_id":"$me","priority":"high"}"#),
    ("finish a task", Task, "PATCH /tasks/$t", r#"{"status_id":3}"#),
    ("trash a task", Task, "DELETE /tasks/$t", ""),
    ("restore a task", Trashed, "PUT /tasks/$t/restore", "{}"),
    ("delete a task for good", Trashed, "DELETE /trash/$t", ""),
    ("arrange a task", Task, "PUT /tasks/$t/position", r#"{"before":"$task","status_id":2}"#),
    ("move a task", Task, "PUT /tasks/$t/home", r#"{"space_id":"$other"}"#),
    ("show a task elsewhere", Task, "PUT /tasks/$t/also-in/$other", "{}"),
    ("take a task out", Shown, "DELETE /tasks/$t/also-in/$other", ""),
    ("stop following", Task, "DELETE /tasks/$t/followers/$mia", ""),
    ("tag a task", Task, "PUT /tasks/$t/tags/$tag", "{}"),
    ("plan one's day", Task, "PUT /tasks/$t/plan", r#"{"plan":"2026-11-24"}"#),
    ("add a step", Task, "POST /tasks/$t/steps", r#"{"text":"Rinse $n"}"#),
    ("make a sub-task", Task, "POST /spaces/$space/tasks", r#"{"title":"Part $n","parent_id":"$t"}"#),
    ("link tasks", Task, "PUT /items/$t/links/$task", r#"{"relation":"blocks"}"#),
    ("unlink tasks", Linked, "DELETE /items/$t/links/$task", ""),
    ("comment", Task, "POST /items/$t/comments", r#"{"body":"Noted [it](guildhall:item/$task) $n"}"#),
    ("rewrite a comment", Comment, "PATCH /comments/$t", r#"{"body":"Other words $n"}"#),
    ("delete a comment", Comment, "DELETE /comments/$t", ""),
    ("react", Comment, "PUT /comments/$t/reactions/%F0%9F%91%8D", "{}"),
    ("attach a file", Task, "FILE /items/$t/attachments?name=plan.bin", "3000"),
    ("attach a long file", Task, "FILE /items/$t/attachments?name=plan.bin", "280000"),
    ("rename a file", File, "PATCH /files/$t", r#"{"name":"plan $n.txt"}"#),
    ("trash a file", File, "DELETE /files/$t", ""),
    ("restore a file", TrashedFile, "PUT /files/$t/restore", "{}"),
    ("begin an upload", Task, "POST /items/$t/uploads", r#"{"name":"long.bin","bytes":9000}"#),
    ("end an upload", Upload, "FILE /uploads/$t?offset=4000", "5000"),
    ("make a tag", Nothing, "POST /tags", r#"{"name":"Tag $n"}"#),
    ("invite", Nothing, "POST /invites", r#"{"role":"member"}"#),
    ("make a token", Nothing, "POST /me/tokens", r#"{"name":"Script $n","scopes":["read"]}"#),
    ("say something of oneself", Nothing, "PATCH /me", r#"{"about":"Here since $n"}"#),
    ("change the organization", Nothing, "PATCH /organization", r#"{"name":"Northfold $n"}"#),
    ("change many tasks", Task, "POST /tasks/bulk", r#"{"ids":["$t","$task"],"set":{"title":"Both $n"}}"#),
    ("undo", Command, "POST /undo", r#"{"command":"$t"}"#),
];

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
        // `$t` is the start of other words, so it goes last.
        let all = known.chain([("$n", word), ("$t", target)]);
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
        }
    }
}
