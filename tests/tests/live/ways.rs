//! On how many ways something of a space goes out: each with how it is asked, and what it tells as long as one may know.

use guildhall::{files::reading::Reader, inbox::Keeper, jobs::Runner};
use guildhall_tests::{
    Client, id, live,
    papers::{Office, bring, office},
    process,
    program::{Program, app_password},
};
use serde_json::json;
use std::{sync::Arc, time::Duration};

/// One pixel.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82";

/// A way out: its name, how it is asked, and what it tells.
pub struct Way {
    pub name: &'static str,
    pub ask: Box<dyn Fn() -> String>,
    pub tells: String,
    /// Whether it tells of a task, a document or a topic itself, wherever that goes.
    pub moves: bool,
}

/// A company, what Ana reads of one of its spaces, and on which ways.
pub struct Out {
    pub o: Office,
    pub space: String,
    pub ways: Vec<Way>,
    /// Two files of the task: words, and a picture with a small one of it.
    pub file: String,
    pub picture: String,
    /// What hangs together and can be moved: the address of each and how it is told where to.
    pub movable: Vec<(&'static str, String)>,
    runner: Option<Runner>,
}

impl Drop for Out {
    fn drop(&mut self) {
        self.runner.take().into_iter().for_each(Runner::stop);
    }
}

/// Everything that goes on beside the requests goes on.
fn at_work() -> (Office, Runner) {
    let o = office();
    live::start(&o.server);
    guildhall::search::Searcher::start(&o.server.app).unwrap();
    Keeper::start(&o.server.app).unwrap();
    let reader = Reader::with(process::executable().to_owned(), Duration::from_secs(20));
    let runner = Runner::start(&o.server.app, vec![Arc::new(reader)]).unwrap();
    (o, runner)
}

fn way(name: &'static str, tells: &str, moves: bool, ask: impl Fn() -> String + 'static) -> Way {
    Way { name, ask: Box::new(ask), tells: tells.to_owned(), moves }
}

fn text_of(by: &Client, path: String) -> Box<dyn Fn() -> String> {
    let by = by.clone();
    Box::new(move || by.get(&path).text)
}

/// What is open in a space, as the frame of the page counts it.
fn counted(by: &Client, space: &str) -> Box<dyn Fn() -> String> {
    let (by, space) = (by.clone(), space.to_owned());
    Box::new(move || {
        let frame = by.get("/session").json;
        let spaces = frame["spaces"].as_array().cloned().unwrap_or_default();
        let here = spaces.into_iter().find(|one| one["id"] == space.as_str()).unwrap_or_default();
        format!("open {}", here["open_tasks"])
    })
}

/// Whether the changes since a moment say in which space a task is; what is gone is named without one.
fn changed(by: &Client, task: &str, since: String) -> Box<dyn Fn() -> String> {
    let (by, task) = (by.clone(), task.to_owned());
    Box::new(move || {
        let page = by.get(&format!("/changes?since={since}&limit=200")).json;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let told = items.iter().any(|one| one["item_id"] == task.as_str() && one["space_id"].is_string());
        if told { "in a space".to_owned() } else { "nowhere".to_owned() }
    })
}

/// Everything Ana reads of a space, which programs call by its prefix.
pub fn everything(space: fn(&Office) -> &str, prefix: &str) -> Out {
    let (o, runner) = at_work();
    let space = space(&o).to_owned();
    let done = o.olga.get(&format!("/spaces/{space}")).ok()["statuses"].as_array().unwrap().clone();
    let done = done.into_iter().find(|status| status["category"] == "done").unwrap()["id"].clone();
    let cursor = o.ana.get("/changes").ok()["next"].as_str().unwrap().to_owned();

    let van = json!({"title": "Sell the van", "assignee_id": o.ana.me(), "due": {"date": "2026-11-20"}});
    let task = id(&o.olga.post(&format!("/spaces/{space}/tasks"), van).ok());
    let washed = id(&o.olga.task(&space, "Wash it first"));
    o.olga.patch(&format!("/tasks/{washed}"), json!({"status_id": done})).ok();
    let event = json!({"title": "A buyer comes", "start": {"date": "2026-12-02"}});
    o.olga.post(&format!("/spaces/{space}/events"), event).ok();
    o.olga.post(&format!("/items/{task}/comments"), json!({"body": "It is yellow"})).ok();
    let file = id(&o.olga.attach(&task, "photo.txt", b"a yellow van").ok());
    let picture = id(&o.olga.attach(&task, "front.png", DOT).ok());
    let page = json!({"title": "Prices", "body": "Nine thousand for the van"});
    let page = id(&o.olga.post(&format!("/spaces/{space}/pages"), page).ok());
    let folder = id(&o.olga.post(&format!("/spaces/{space}/folders"), json!({"name": "Sale"})).ok());
    bring(&o.olga, &space, "contract.txt", b"a draft", &format!("&folder_id={folder}")).ok();
    let papers = id(&bring(&o.olga, &space, "papers.txt", b"registered in May", "").ok());
    let topic = id(&o.olga.post(&format!("/spaces/{space}/topics"), json!({"title": "Which buyer"})).ok());
    let feed = o.ana.post("/me/feeds", json!({"space_id": space})).ok();
    let feed = feed["address"].as_str().unwrap().split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned();
    let list = id(&o.ana.post("/searches", json!({"name": "Vans", "question": {"q": "van"}})).ok());

    let nobody = Program::nobody(&o.server);
    let folders = Program::with(&o.server, &app_password(&o.ana, "files"));
    let calendars = Program::with(&o.server, &app_password(&o.ana, "calendars"));
    let calendar = format!("/dav/calendars/{space}/");
    let (sync, entry) = (calendars.clone(), format!("{calendar}{task}.ics"));
    let question = "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token></D:sync-token><D:sync-level>1</D:sync-level>\
                    <D:prop><D:getetag/></D:prop></D:sync-collection>";
    let (zip, zipped) = (o.ana.clone(), format!("/folders/{folder}/archive"));
    let (raw, path) = (o.ana.clone(), format!("/api/v1/files/{file}"));
    let (shelves, in_folder) = (folders.clone(), format!("/dav/files/{prefix}/Sale"));
    let (alone, in_dav) = (folders.clone(), format!("/dav/files/{prefix}/papers.txt"));

    let of = |path: String, name: &'static str, tells: &str| way(name, tells, true, text_of(&o.ana, path));
    let stays = |path: String, name: &'static str, tells: &str| way(name, tells, false, text_of(&o.ana, path));
    let ways = vec![
        of(format!("/tasks/{task}"), "the task", "Sell the van"),
        of(format!("/items/{task}/comments"), "what was said", "It is yellow"),
        of(format!("/items/{task}/activity"), "what was done", "It is yellow"),
        of(format!("/items/{task}/attachments"), "the list of files", "photo.txt"),
        of(format!("/spaces/{space}/tasks"), "the list of tasks", "Sell the van"),
        of(format!("/spaces/{space}/tasks.csv"), "the table of tasks", "Sell the van"),
        of(format!("/spaces/{space}/view"), "the board", "Sell the van"),
        of(format!("/spaces/{space}/documents"), "the documents", "Prices"),
        of(format!("/spaces/{space}/topics"), "the topics", "Which buyer"),
        stays(format!("/spaces/{space}/events?from=2026-12-01&to=2026-12-08"), "the events", "A buyer comes"),
        stays(format!("/spaces/{space}/what-happened"), "what happened in the space", "Wash it first"),
        stays("/what-happened".into(), "what happened", "Wash it first"),
        of(format!("/topics/{topic}"), "a topic", "Which buyer"),
        of(format!("/documents/{page}"), "the page", "Prices"),
        of(format!("/pages/{page}/content"), "its text", "Nine thousand"),
        of(format!("/pages/{page}/export?format=markdown"), "its copy", "Nine thousand"),
        of("/search?q=sell".into(), "the search", &task),
        of("/search?q=sell&typing=true".into(), "the search while one types", &task),
        of(format!("/searches/{list}/tasks"), "a saved list", "Sell the van"),
        of("/inbox?shelf=needs".into(), "the inbox", "Sell the van"),
        of("/home".into(), "Home", "Sell the van"),
        of("/reports/overdue".into(), "a report", "Sell the van"),
        of("/reports/overdue.csv".into(), "its table", "Sell the van"),
        way("the changes", "in a space", true, changed(&o.ana, &task, cursor)),
        way("the count of a space", "open 1", false, counted(&o.ana, &space)),
        way("a file", "a yellow van", true, move || raw.send_raw("GET", &path, None).text),
        way("a folder as a zip", "contract.txt", false, move || {
            String::from_utf8_lossy(&zip.get(&zipped).bytes).into_owned()
        }),
        way("a feed", "A buyer comes", false, move || nobody.ask("GET", &format!("/{feed}"), b"").text()),
        way("a network folder", "registered in May", true, move || alone.ask("GET", &in_dav, b"").text()),
        way("what a network folder shows", "contract.txt", false, move || {
            shelves.header("Depth", "1").ask("PROPFIND", &in_folder, b"").text()
        }),
        way("a calendar", "Sell the van", true, move || calendars.ask("GET", &entry, b"").text()),
        way("what a calendar lists", &format!("{task}.ics"), true, move || {
            sync.ask("REPORT", &calendar, question.as_bytes()).text()
        }),
    ];
    let movable = vec![
        ("PUT", format!("/tasks/{task}/home")),
        ("POST", format!("/documents/{page}/move")),
        ("POST", format!("/documents/{papers}/move")),
        ("PUT", format!("/topics/{topic}/home")),
    ];
    Out { o, space, ways, file, picture, movable, runner: Some(runner) }
}
