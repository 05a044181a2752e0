//! What becomes of a board: lists that are a workflow become statuses, people are matched, stand for themselves until they
//! join, or stay a name; and what does not come is told with its reason.

use super::{balances, board, brought, brought_nothing, office, run, upload};
use guildhall_tests::{Client, id, server::PASSWORD};
use serde_json::{Value, json};

const OLGA: &str = "member0000000000000000olg";
const IDA: &str = "member0000000000000000ida";
const HANS: &str = "member0000000000000000han";

/// Four lists, a card in each; Ida has an address, Hans is only a name.
fn workflow() -> Value {
    let lists: Vec<Value> = ["Backlog", "Doing", "Review", "Shipped"]
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"id": format!("list{at}"), "name": name, "pos": at}))
        .collect();
    let card = |at: usize, who: Value| {
        json!({"id": format!("card{at}"), "name": format!("Card {at}"), "idList": format!("list{at}"), "pos": at,
            "idMembers": who, "badges": {"comments": usize::from(at == 1)}})
    };
    let said = json!({"id": "said", "type": "commentCard", "date": "2026-02-03T10:00:00.000Z", "idMemberCreator": HANS,
        "data": {"text": "The *boiler* is loud", "card": {"id": "card1"}}});
    json!({
        "id": "board0000000000000000flow", "name": "Workshop", "lists": lists, "actions": [said],
        "cards": [card(0, json!([OLGA])), card(1, json!([IDA])), card(2, json!([HANS])), card(3, json!([IDA, OLGA]))],
        "members": [
            {"id": OLGA, "username": "olga", "fullName": "Olga Owner"},
            {"id": IDA, "username": "ida", "fullName": "Ida Novak", "email": "ida.novak@example.com"},
            {"id": HANS, "username": "hans", "fullName": "Hans Helper"},
        ],
    })
}

fn task(by: &Client, key: &str) -> Value {
    by.get(&format!("/tasks/{}", id(&by.get(&format!("/items/by-key/{key}")).ok()))).ok()
}

#[test]
fn a_workflow_becomes_statuses_and_a_placeholder_becomes_whoever_joins() {
    let o = office();
    let bytes = workflow().to_string();
    let file = upload(&o.owner, "trello", "workshop.json", bytes.as_bytes());
    let mut plan = file["suggested"].clone();
    assert_eq!(plan["lists_as"], "statuses", "four lists, the last of them done, are a workflow");
    assert_eq!(plan["statuses"], json!({"list0": "todo", "list1": "doing", "list2": "doing", "list3": "done"}));
    assert_eq!(plan["people"], json!({OLGA: o.owner.me(), IDA: "placeholder", HANS: "placeholder"}));
    plan["people"][HANS] = json!("name");
    let report = run(&o.owner, &file["id"], &plan);
    balances(&report);
    let as_name = |note: &&Value| note["what"] == "People kept as a name only";
    assert_eq!(report["changed"].as_array().unwrap().iter().find(as_name).unwrap()["count"], 1);

    let space = o.owner.get(&format!("/spaces/{}", report["space_id"].as_str().unwrap())).ok();
    let statuses: Vec<(&str, &str)> = space["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|status| (status["name"].as_str().unwrap(), status["category"].as_str().unwrap()))
        .collect();
    let wanted = [
        ("Backlog", "todo"),
        ("Doing", "doing"),
        ("Review", "doing"),
        ("Waiting", "waiting"),
        ("Shipped", "done"),
        ("Cancelled", "cancelled"),
    ];
    assert_eq!(statuses, wanted);
    assert_eq!(space["sections"], json!([]));
    let key = |at: usize| format!("{}-{at}", space["prefix"].as_str().unwrap());
    for (at, (name, category)) in [wanted[0], wanted[1], wanted[2], wanted[4]].iter().enumerate() {
        let task = task(&o.owner, &key(at + 1));
        let status = space["statuses"].as_array().unwrap().iter().find(|status| status["name"] == *name).unwrap();
        assert_eq!((&task["status_id"], &task["category"]), (&status["id"], &json!(category)), "{task}");
    }

    // Ida is there as somebody who has not joined; Hans is in the text alone.
    let people = o.owner.get("/people").ok();
    let named = |name: &str| people["items"].as_array().unwrap().iter().find(|person| person["name"] == name).cloned();
    let ida = named("Ida Novak").unwrap();
    assert_eq!((&ida["state"], &ida["email"]), (&json!("placeholder"), &json!("ida.novak@example.com")));
    assert_eq!(named("Hans Helper"), None);
    assert_eq!(task(&o.owner, &key(1))["assignee_id"], o.owner.me());
    assert_eq!(task(&o.owner, &key(2))["assignee_id"], ida["id"]);
    assert_eq!(task(&o.owner, &key(3))["assignee_id"], Value::Null);
    let last = task(&o.owner, &key(4));
    assert_eq!(last["assignee_id"], ida["id"], "the first of several does it");
    assert!(last["follower_ids"].as_array().unwrap().contains(&json!(o.owner.me())), "the others follow");
    let said = o.owner.get(&format!("/items/{}/comments", id(&task(&o.owner, &key(2))))).ok()["items"][0].clone();
    assert_eq!(
        (&said["body"], &said["author"]["name"], &said["created_at"]),
        (&json!("**Hans Helper:** The *boiler* is loud"), &json!("Import"), &json!("2026-02-03T10:00:00.000Z"))
    );

    // Whoever joins with that address is that person, with what they had to do.
    let link = o.owner.post("/invites", json!({"role": "member"})).ok()["link"].as_str().unwrap().to_owned();
    let body = json!({"token": link.split_once('#').unwrap().1, "name": "Ida Novak", "email": "ida.novak@example.com",
        "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en"});
    let nobody = o.server.nobody();
    let joined = nobody.signed_in(&nobody.post("/invites/accept", body));
    assert_eq!(joined.me(), id(&ida));
    assert_eq!(task(&joined, &key(2))["assignee_id"], joined.me());

    let again = upload(&o.owner, "trello", "workshop.json", bytes.as_bytes());
    assert_eq!(again["suggested"]["people"][IDA], joined.me(), "by now the address is somebody's");
    let report = run(&o.owner, &again["id"], &plan);
    balances(&report);
    for kind in ["lists", "tasks", "comments"] {
        assert_eq!(brought(&report, kind), 0, "{report}");
    }
}

#[test]
fn what_does_not_come_is_told_with_its_reason() {
    let o = office();
    let mut board = board();
    board["actions"][5]["data"]["text"] = json!(" ");
    let file = upload(&o.owner, "trello", "board.json", board.to_string().as_bytes());
    let mut plan = file["suggested"].clone();
    plan["archived"] = json!("skip");
    let report = run(&o.owner, &file["id"], &plan);
    balances(&report);
    let skipped = |kind: &str| {
        let row = report["rows"].as_array().unwrap().iter().find(|row| row["kind"] == kind).unwrap();
        let all = row["skipped"].as_array().unwrap().iter();
        let mut all: Vec<(String, u64)> =
            all.map(|one| (one["reason"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap())).collect();
        all.sort();
        all
    };
    let of = |reason: &str, count: u64| (reason.to_owned(), count);
    // Of ten cards one is archived, and each has one comment.
    assert_eq!(skipped("tasks"), [of("It was archived.", 6)]);
    assert_eq!(
        skipped("comments"),
        [
            of("Its task was not brought.", 6),
            of("The file says there were more than it holds.", 4),
            of("They are empty.", 1),
        ]
    );
    let history = "Only comments are brought; the rest of the old history stays in the file.";
    assert_eq!(skipped("history"), [of(history, 1)]);
    let space = report["space_id"].as_str().unwrap();
    assert_eq!(o.owner.get(&format!("/spaces/{space}/view?group=none&done=all")).ok()["total"], 54);
}

#[test]
fn a_table_comes_only_once_and_a_longer_one_brings_the_rest() {
    let o = office();
    let head = "Reference,Title,Owner,Tags,Section\n";
    let rows = "A-1,Fix the door,Olga Owner,wood,Yard\nA-2,Paint it,Somebody Else,,\n";
    let bring = |text: &str, plan: Option<&Value>| {
        let file = upload(&o.owner, "csv", "odd_jobs.csv", text.as_bytes());
        (run(&o.owner, &file["id"], plan.unwrap_or(&file["suggested"])), file["suggested"].clone())
    };
    let (first, plan) = bring(&format!("{head}{rows}"), None);
    balances(&first);
    assert_eq!(brought(&first, "tasks"), 2);
    let (again, _) = bring(&format!("{head}{rows}"), Some(&plan));
    brought_nothing(&again);
    assert_eq!(again["space_id"], first["space_id"]);
    let (longer, _) = bring(&format!("{head}{rows}A-3,Oil the hinge,,,\n"), Some(&plan));
    balances(&longer);
    assert_eq!(brought(&longer, "tasks"), 1);
    let space = first["space_id"].as_str().unwrap();
    assert_eq!(o.owner.get(&format!("/spaces/{space}/view?group=none&done=all")).ok()["total"], 3);
}
