//! Search at the HTTP interface: what is found, where a hit leads, and that nobody finds, counts or is
//! offered anything they may not read.

use guildhall::{App, search::Searcher};
use guildhall_tests::{Client, Dice, Server};
use serde_json::{Value, json};
use std::{collections::{BTreeMap, BTreeSet}, time::Duration};

const PATIENCE: Duration = Duration::from_secs(60);

fn searcher(app: &App) -> &Searcher {
    app.parts().search.get().unwrap()
}

/// Everything written so far is in the index.
fn settled(server: &Server) {
    let head = *server.app.store().watch().borrow();
    assert!(searcher(&server.app).wait_for(head, PATIENCE), "{:?}", searcher(&server.app).status());
}

fn started() -> (Server, Client) {
    let server = Server::start();
    Searcher::start(&server.app).unwrap();
    let owner = server.owner();
    (server, owner)
}

fn encode(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[track_caller]
fn ask(by: &Client, question: &str, more: &str) -> Value {
    // A machine under load may run out of the time a question has; then it is asked again.
    for _ in 0..20 {
        let answer = by.get(&format!("/search?q={}{more}", encode(question))).ok();
        if answer["truncated"] == false {
            return answer;
        }
    }
    panic!("“{question}” never had time enough");
}

fn ids(answer: &Value) -> BTreeSet<String> {
    answer["items"].as_array().unwrap().iter().map(|hit| id(hit)).collect()
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

fn make(by: &Client, space: &str, task: Value) -> Value {
    by.post(&format!("/spaces/{space}/tasks"), task).ok()
}

fn comment(by: &Client, task: &Value, body: &str) -> Value {
    by.post(&format!("/items/{}/comments", id(task)), json!({ "body": body })).ok()
}

fn plain(parts: &Value) -> String {
    parts.as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

fn marked(parts: &Value) -> Vec<String> {
    let parts = parts.as_array().unwrap().iter().filter(|part| part["mark"] == true);
    parts.map(|part| part["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn whatever_way_it_is_written_it_is_found_in_titles_bodies_steps_and_comments() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let cases = [
        ("Müllabfuhr", "mullabfuhr", ""),
        ("Cafe\u{301}bar", "cafébar", ""),
        ("gasket", "gaskett", ""),
        ("thermostat", "thermo", "&typing=true"),
        ("calibrating", "calibrated", ""),
        ("東京都庁の会議", "会議", ""),
        ("ประชุมใหญ่สามัญ", "ประชุม", ""),
        ("INV-2024/17", "inv-2024/17", ""),
    ];
    let mut wanted = Vec::new();
    for (text, _, _) in cases {
        let titled = make(&owner, &space, json!({ "title": format!("{text} one") }));
        let bodied = make(&owner, &space, json!({ "title": "Neutral", "body": format!("Two\n\n**{text}** three") }));
        let stepped = make(&owner, &space, json!({ "title": "Neutral", "steps": [{ "text": format!("four {text}") }] }));
        let said = comment(&owner, &make(&owner, &space, json!({ "title": "Neutral" })), &format!("five {text} six"));
        wanted.push(BTreeSet::from([id(&titled), id(&bodied), id(&stepped["steps"][0]), id(&said)]));
    }
    settled(&server);
    for ((text, question, more), wanted) in cases.iter().zip(wanted) {
        let answer = ask(&owner, question, more);
        assert_eq!(ids(&answer), wanted, "{question} for {text}: {answer:#}");
        assert_eq!(answer["total"], 4, "{question}");
    }
    assert_eq!(ask(&owner, "two three", "")["total"], 8, "words in any order, of titles and bodies");
    assert_eq!(ask(&owner, "three -gasket two", "")["total"], 7);
    assert_eq!(ask(&owner, "\"gasket three\"", "")["total"], 1);
}

#[test]
fn a_hit_says_where_it_is_and_leads_there() {
    let (server, owner) = started();
    let space = id(&owner.post("/spaces", json!({ "name": "Service", "access": "open", "prefix": "SVC" })).ok());
    let other = id(&owner.post("/spaces", json!({ "name": "Sales", "access": "open", "prefix": "SAL" })).ok());
    let task = make(&owner, &space, json!({ "title": "Repair the boiler", "body": "The old valve leaks", "steps": [{ "text": "Order a flange" }] }));
    let said = comment(&owner, &task, "I asked [@Olga](guildhall:person/x) about the *manometer*");
    make(&owner, &space, json!({ "title": "Something about SVC-1" }));
    settled(&server);
    let hit = |question: &str| ask(&owner, question, "")["items"][0].clone();

    let valve = hit("valve");
    assert_eq!((&valve["url"], &valve["kind"], &valve["key"]), (&json!("/t/SVC-1"), &json!("task"), &json!("SVC-1")));
    assert_eq!((plain(&valve["title"]), marked(&valve["snippet"])), ("Repair the boiler".into(), vec!["valve".to_owned()]));
    let flange = hit("flange");
    assert_eq!(flange["url"], format!("/t/SVC-1#step-{}", id(&task["steps"][0])));
    assert_eq!((marked(&flange["title"]), plain(&flange["snippet"])), (vec!["flange".to_owned()], "Repair the boiler".into()));
    let words = hit("manometer");
    assert_eq!((&words["url"], &words["item_id"]), (&json!(format!("/t/SVC-1#c-{}", id(&said))), &task["id"]));
    assert_eq!((plain(&words["snippet"]), words["author"]["name"].as_str()), ("I asked @Olga about the *manometer*".into(), Some("Olga Owner")));

    assert_eq!(hit("svc-1")["id"], task["id"], "a key leads to its task before all else");
    owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": other })).ok();
    settled(&server);
    assert_eq!((&hit("svc-1")["id"], &hit("SVC-1")["url"]), (&task["id"], &json!("/t/SAL-1")), "also by the key it had before");
    assert_eq!(hit("sal-1")["id"], task["id"]);

    let chips = ask(&owner, "😀 in:sales is:open boiler in:nowhere", "");
    assert_eq!(chips["chips"], json!([{ "start": 3, "end": 11, "operator": "in" }, { "start": 12, "end": 19, "operator": "is" }]));
    let misspelt = ask(&owner, "boilre", "");
    assert_eq!((&misspelt["corrected"], &misspelt["items"][0]["id"]), (&json!("boiler"), &task["id"]));
}

#[test]
fn facets_count_what_the_filter_of_the_same_name_finds_and_pages_hold_everything_once() {
    let (server, owner) = started();
    let mia = server.join(&owner, "Mia Member", "member");
    let spaces = [owner.space("Service", "open"), owner.space("Sales", "open")];
    for n in 0..45 {
        let by = if n % 3 == 0 { &mia } else { &owner };
        let task = make(by, &spaces[n % 2], json!({ "title": format!("lantern {n}"), "assignee_id": (n % 4 == 0).then(|| mia.me()) }));
        if n % 5 == 0 {
            owner.patch(&format!("/tasks/{}", id(&task)), json!({ "archived": true })).ok();
        }
        if n % 9 == 0 {
            server.clock.advance(3 * 24 * 3_600_000);
            comment(&mia, &task, "the lantern again");
        }
    }
    settled(&server);
    let whole = ask(&mia, "lantern", "&facets=true&limit=100");
    assert_eq!(whole["total"], 50);
    let mut counted = 0;
    for (facet, parameter) in [("kinds", "kind"), ("spaces", "space"), ("people", "person"), ("states", "state"), ("when", "when")] {
        for value in whole["facets"][facet].as_array().unwrap() {
            let narrowed = ask(&mia, "lantern", &format!("&{parameter}={}", value["id"].as_str().unwrap()));
            assert_eq!(narrowed["total"], value["count"], "{parameter}={value}");
            counted += 1;
        }
    }
    assert!(counted >= 11, "{:#}", whole["facets"]);
    for order in ["best", "newest"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = ask(&mia, "lantern", &format!("&limit=7&order={order}{cursor}"));
            seen.extend(page["items"].as_array().unwrap().iter().map(id));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.len(), 50);
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), ids(&whole), "{order}");
    }
    let next = ask(&mia, "lantern", "&limit=7")["next"].as_str().unwrap().to_owned();
    mia.get(&format!("/search?q=other&cursor={next}")).fails(400, "bad_query");
    for wrong in ["kind=tasks", "state=x", "when=soon", "space=x", "limit=0", "order=worst", "colour=red", "cursor=zz"] {
        mia.get(&format!("/search?q=lantern&{wrong}")).fails(400, "bad_query");
    }
    assert_eq!(ask(&mia, "", "")["total"], 0);
    server.nobody().get("/search?q=lantern").fails(401, "not_signed_in");
}

#[test]
fn what_changes_is_found_as_it_is_now() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let task = make(&owner, &space, json!({ "title": "gasket", "body": "harbour", "steps": [{ "text": "violin" }] }));
    let said = comment(&owner, &task, "quartz");
    let path = format!("/tasks/{}", id(&task));
    let total = |question: &str| {
        settled(&server);
        ask(&owner, question, "")["total"].as_u64().unwrap()
    };
    assert_eq!(["gasket", "harbour", "violin", "quartz"].map(total), [1, 1, 1, 1]);
    owner.patch(&path, json!({ "title": "pepper", "body": "meadow" })).ok();
    owner.patch(&format!("/comments/{}", id(&said)), json!({ "body": "tundra" })).ok();
    assert_eq!(["gasket", "harbour", "quartz"].map(total), [0, 0, 0]);
    assert_eq!(["pepper", "meadow", "tundra"].map(total), [1, 1, 1]);
    owner.delete(&format!("{path}/steps/{}", id(&task["steps"][0]))).ok();
    assert_eq!(total("violin"), 0);
    assert_eq!(total("is:open tundra"), 1);
    owner.patch(&path, json!({ "archived": true })).ok();
    assert_eq!(["is:open tundra", "is:archived tundra"].map(total), [0, 1], "comments go with their task");
    owner.delete(&path).ok();
    assert_eq!(["pepper", "tundra"].map(total), [0, 0]);
    owner.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!(["pepper", "tundra"].map(total), [1, 1]);
    owner.delete(&format!("/comments/{}", id(&said))).ok();
    assert_eq!(total("tundra"), 0);
    owner.put(&format!("/spaces/{space}/archive"), json!({})).ok();
    owner.delete(&format!("/spaces/{space}/archive")).ok();
    owner.patch(&path, json!({ "archived": false })).ok();
    assert_eq!(total("is:open pepper"), 1);
    owner.put(&format!("/spaces/{space}/archive"), json!({})).ok();
    assert_eq!(["is:open pepper", "is:archived pepper"].map(total), [0, 1], "and tasks with their space");
    owner.delete(&format!("/spaces/{space}/archive")).ok();
    owner.delete(&path).ok();
    owner.delete(&format!("/trash/{}", id(&task))).ok();
    assert_eq!(["pepper", "tundra", "meadow"].map(total), [0, 0, 0]);
}

#[test]
fn who_loses_sight_of_something_no_longer_finds_it() {
    let (server, owner) = started();
    let mia = server.join(&owner, "Mia Member", "member");
    let closed = owner.space("Board", "closed");
    let open = owner.space("Service", "open");
    let member = format!("/spaces/{closed}/members/{}", mia.me());
    owner.put(&member, json!({ "role": "member" })).ok();
    let task = make(&owner, &closed, json!({ "title": "tundra", "steps": [{ "text": "tundra" }] }));
    comment(&owner, &task, "tundra too");
    make(&owner, &open, json!({ "title": "meadow" }));
    settled(&server);
    let seen = |question: &str| {
        let answer = ask(&mia, question, "&facets=true");
        let counted: u64 = answer["facets"]["kinds"].as_array().unwrap().iter().map(|kind| kind["count"].as_u64().unwrap()).sum();
        assert_eq!(answer["total"], counted, "{answer:#}");
        assert_eq!(answer["items"].as_array().unwrap().len() as u64, counted);
        (counted, answer["facets"]["spaces"].as_array().unwrap().len(), answer["suggestions"].as_array().unwrap().len(), answer["corrected"].clone())
    };
    assert_eq!(seen("tundra"), (3, 1, 0, Value::Null));
    // Rights count at once: the index knows nothing of them.
    owner.delete(&member).ok();
    assert_eq!(seen("tundra"), (0, 0, 0, Value::Null));
    for near in ["tund", "tundar", "tundr tundra"] {
        assert_eq!(seen(near), (0, 0, 0, Value::Null), "{near}");
    }
    assert_eq!(ask(&mia, "tundra", &format!("&space={closed}"))["total"], 0);
    owner.put(&member, json!({ "role": "member" })).ok();
    assert_eq!(seen("tundra").0, 3);
    owner.delete(&format!("/spaces/{closed}")).ok();
    assert_eq!(seen("tundra").0, 0, "nothing of a deleted space is found");
    owner.put(&format!("/spaces/{closed}/restore"), json!({})).ok();
    owner.delete(&member).ok();

    owner.put(&format!("/tasks/{}/also-in/{open}", id(&task)), json!({})).ok();
    settled(&server);
    assert_eq!(seen("tundra").0, 3, "what is also here is found, with its steps and comments");
    owner.delete(&format!("/tasks/{}/also-in/{open}", id(&task))).ok();
    settled(&server);
    assert_eq!(seen("tundra"), (0, 0, 0, Value::Null));
    owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": open })).ok();
    settled(&server);
    assert_eq!(seen("tundra").0, 3, "and what moved here");
    owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": closed })).ok();
    settled(&server);
    assert_eq!(seen("tundra").0, 0);
    assert_eq!(ask(&owner, "tundra", "")["total"], 3);
}

const WORDS: [&str; 12] =
    ["gasket", "harbour", "lantern", "quartz", "violin", "pepper", "meadow", "tundra", "zigzag", "oboe", "fjord", "mosaic"];

/// One thing that can be found: which words it has and who may read it, by name.
struct Thing {
    words: BTreeSet<&'static str>,
    readers: BTreeSet<&'static str>,
}

struct Company {
    people: Vec<(&'static str, Client)>,
    things: BTreeMap<String, Thing>,
}

/// A company with every sort of space, and who may read what as a person would write it down.
fn company(server: &Server, owner: &Client, dice: &mut Dice) -> Company {
    let mia = server.join(owner, "Mia Member", "member");
    let noa = server.join(owner, "Noa North", "member");
    let gus = server.join(owner, "Gus Guest", "guest");
    let everybody = ["olga", "mia", "noa", "gus"];
    let open = owner.space("Service", "open");
    let closed = owner.space("Board", "closed");
    let private = mia.space("Merger", "private");
    owner.put(&format!("/spaces/{closed}/members/{}", noa.me()), json!({ "role": "member" })).ok();
    owner.put(&format!("/spaces/{closed}/members/{}", gus.me()), json!({ "role": "guest" })).ok();
    mia.put(&format!("/spaces/{private}/members/{}", noa.me()), json!({ "role": "member" })).ok();
    let personal = |of: &Client| of.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let homes = [
        (open.clone(), owner.clone(), vec!["olga", "mia", "noa"]),
        (closed.clone(), owner.clone(), vec!["olga", "noa", "gus"]),
        (private, mia.clone(), vec!["mia", "noa"]),
        (personal(&mia), mia.clone(), vec!["mia"]),
        (personal(owner), owner.clone(), vec!["olga"]),
    ];
    let mut things = BTreeMap::new();
    for _ in 0..120 {
        let (space, by, readers) = dice.one(&homes).clone();
        let mut readers: BTreeSet<&str> = readers.into_iter().collect();
        let mut some = |most: usize| (0..dice.below(most + 1)).map(|_| *dice.one(&WORDS)).collect::<Vec<_>>();
        let (mut title, body, step, said) = (some(2), some(4), some(2), some(3));
        title.push(WORDS[things.len() % WORDS.len()]);
        let steps: Vec<Value> = (!step.is_empty()).then(|| json!({ "text": step.join(" ") })).into_iter().collect();
        let task = make(&by, &space, json!({ "title": title.join(" "), "body": body.join(" "), "steps": steps }));
        if space == closed && dice.chance(50) {
            by.put(&format!("/tasks/{}/also-in/{open}", id(&task)), json!({})).ok();
            readers.extend(["olga", "mia", "noa"]);
        }
        let mut add = |of: &Value, words: &[&'static str]| {
            let words = words.iter().copied().collect();
            things.insert(id(of), Thing { words, readers: readers.clone() });
        };
        add(&task, &[title, body].concat());
        if !step.is_empty() {
            add(&task["steps"][0], &step);
        }
        if !said.is_empty() {
            add(&comment(&by, &task, &said.join(" ")), &said);
        }
    }
    let people = everybody.into_iter().zip([owner.clone(), mia, noa, gus]).collect();
    Company { people, things }
}

#[test]
fn two_thousand_questions_of_several_people_find_what_they_may_read_and_nothing_else() {
    let (server, owner) = started();
    let company = company(&server, &owner, &mut Dice::new(7));
    settled(&server);
    std::thread::scope(|scope| {
        for (seed, (name, client)) in company.people.iter().enumerate() {
            let things = &company.things;
            scope.spawn(move || {
                let mut dice = Dice::new(1_000 + seed as u64);
                for _ in 0..500 {
                    one_question(name, client, things, &mut dice);
                }
            });
        }
    });
}

fn one_question(name: &str, client: &Client, things: &BTreeMap<String, Thing>, dice: &mut Dice) {
    let mut words: Vec<&str> = (0..=dice.below(2)).map(|_| *dice.one(&WORDS)).collect();
    words.dedup();
    let cut = dice.chance(20);
    let question = match cut {
        true => words.join(" ")[..3].to_owned(),
        false => words.join(" "),
    };
    let more = *dice.one(&["", "&typing=true", "&order=newest", "&kind=comment", "&state=open"]);
    let answer = ask(client, &question, &format!("&facets=true&limit=100{more}"));
    let label = format!("{name} asked {question} {more}: {answer:#}");
    let hits = ids(&answer);
    for hit in &hits {
        assert!(things[hit].readers.contains(name), "{hit} is not for {label}");
    }
    for facet in ["kinds", "states"] {
        let counts = answer["facets"][facet].as_array().unwrap().iter().map(|value| value["count"].as_u64().unwrap());
        assert_eq!(answer["total"], counts.sum::<u64>(), "{facet}: {label}");
    }
    let readable = things.iter().filter(|(_, thing)| thing.readers.contains(name));
    let wanted: BTreeSet<String> = match words.as_slice() {
        [word] => readable.filter(|(_, thing)| thing.words.contains(word)).map(|(id, _)| id.clone()).collect(),
        _ => return,
    };
    if !cut && more != "&kind=comment" {
        assert_eq!((&answer["total"], &hits), (&json!(wanted.len()), &wanted), "{label}");
    }
}

/// The ids of what every word finds, best first.
fn everything_found(by: &Client) -> Vec<Vec<String>> {
    let found = |word: &&str| ask(by, word, "&limit=100")["items"].as_array().unwrap().iter().map(id).collect();
    WORDS.iter().map(found).collect()
}

#[test]
fn an_index_that_was_lost_is_made_again_and_answers_the_same() {
    let (server, owner) = started();
    let company = company(&server, &owner, &mut Dice::new(11));
    settled(&server);
    let before: Vec<_> = company.people.iter().map(|(_, client)| client.clone()).map(|client| everything_found(&client)).collect();
    let sorted = |answers: &[Vec<String>]| answers.iter().map(|ids| ids.iter().cloned().collect::<BTreeSet<_>>()).collect::<Vec<_>>();
    let mut told = Vec::new();
    searcher(&server.app).rebuild(&mut |progress| told.push(progress)).unwrap();
    assert_eq!(told.last(), Some(&1.0));
    assert_eq!(sorted(&everything_found(&owner)), sorted(&before[0]), "made again while serving");

    searcher(&server.app).stop();
    let (ready, _) = guildhall::search::health(&server.app);
    assert!(!ready);
    let index = guildhall::search::searcher::folder(&server.data());
    let clock = server.clock.clone();
    let (data, folder) = server.stop();
    for damage in ["none", "removed", "garbage"] {
        match damage {
            "removed" => std::fs::remove_dir_all(&index).unwrap(),
            "garbage" => std::fs::write(index.join("meta.json"), b"not what it was").unwrap(),
            _ => {}
        }
        let server = Server::open(&data, clock.clone());
        Searcher::start(&server.app).unwrap();
        settled(&server);
        for ((_, client), before) in company.people.iter().zip(&before) {
            let after = everything_found(&client.at(&server.url));
            assert_eq!(sorted(&after), sorted(before), "{damage}");
        }
        searcher(&server.app).stop();
        let _ = server.stop();
    }
    drop(folder);
}
