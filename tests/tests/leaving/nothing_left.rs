//! Everything somebody holds has somebody afterwards.

use crate::{HOUR, Office, held, office};
use guildhall_tests::{Answer, id, until};
use serde_json::{Value, json};

#[test]
fn everything_goes_to_somebody_and_nothing_is_left() {
    let o = office();
    let me = o.ana.me();
    let shared = o.task("Shared", json!({ "assignee_id": me }));
    let parent = o.task("Parent", json!({}));
    let child = o.task("Part", json!({ "assignee_id": me, "parent_id": parent }));
    let with_step = o.task("With a step", json!({}));
    o.olga.post(&format!("/tasks/{with_step}/steps"), json!({ "text": "Hers", "assignee_id": me })).ok();
    // A space of her own that nobody else leads, which the owner cannot even read.
    let pay = o.ana.space("Pay", "private");
    let hidden = id(&o.ana.post(&format!("/spaces/{pay}/tasks"), json!({ "title": "Hidden", "assignee_id": me })).ok());
    let process = json!({
        "name": "Weekly order", "rule": "every monday 9:00",
        "assign": { "who": "rotating", "person_ids": [me, o.cleo.me()] },
        "steps": [{ "text": "Count", "doer": "person", "person_id": me }],
    });
    let process = id(&o.ana.post(&format!("/spaces/{}/processes", o.space), process).ok());
    let rule = json!({
        "name": "Press", "when": { "what": "created" }, "actions": [{ "does": "set", "fact": "priority", "value": "high" }],
    });
    let rule = id(&o.ana.post(&format!("/spaces/{}/rules", o.space), rule).ok());
    let approval = id(&o.olga.post(&format!("/items/{shared}/approvals"), json!({ "approver_ids": [me] })).ok());
    let event = json!({ "title": "Review", "start": { "date": "2027-01-11" }, "days": 1 });
    let event = id(&o.ana.post(&format!("/spaces/{}/events", o.space), event).ok());
    o.olga.patch(&format!("/people/{}", o.cleo.me()), json!({ "reports_to": me })).ok();
    o.ana.post("/timer", json!({ "task_id": shared })).ok();
    o.ana.post("/time-entries", json!({ "task_id": shared, "minutes": 30 })).ok();
    let token = o.ana.post("/me/tokens", json!({ "name": "Script", "scopes": ["read"] })).ok();
    assert!(token["secret"].is_string());

    o.cleo.get(&format!("/people/{me}/departure")).fails(403, "forbidden");
    let seen = o.olga.get(&format!("/people/{me}/departure")).ok();
    let kinds: Vec<String> = held(&seen).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["lead", "task", "step", "process", "rule", "approval", "event", "report"], "{seen}");
    assert_eq!((&seen["taker_id"], &seen["timer"], &seen["weeks"]), (&json!(o.olga.me()), &json!(true), &json!(1)));
    assert!(!seen.to_string().contains("Hidden"), "the name of what the owner cannot read is not told");

    let taken = json!({ "taker_id": o.cleo.me(), "takers": { "approval": o.tom.me() } });
    let left = o.olga.put(&format!("/people/{me}/departure"), taken);
    let command = left.command();
    assert_eq!(left.ok()["person"]["state"], "deactivated");
    o.nothing_left();
    o.ana.get("/me").fails(401, "not_signed_in");
    let assignee = |task: &str| o.cleo.get(&format!("/tasks/{task}")).ok()["assignee_id"].clone();
    for task in [&shared, &child, &hidden] {
        assert_eq!(assignee(task), json!(o.cleo.me()));
    }
    let step = o.olga.get(&format!("/tasks/{with_step}")).ok()["steps"][0]["assignee_id"].clone();
    assert_eq!(step, json!(o.cleo.me()));
    let process = o.olga.get(&format!("/processes/{process}")).ok();
    assert!(!process.to_string().contains(&format!("\"owner_id\":\"{me}\"")), "{process}");
    assert_eq!(o.olga.get(&format!("/rules/{rule}")).ok()["owner_works"], true);
    let approval = o.olga.get(&format!("/approvals/{approval}")).ok();
    assert!(approval["approvers"].to_string().contains(&o.tom.me()), "{approval}");
    assert_eq!(o.olga.get(&format!("/events/{event}")).ok()["author"]["id"], json!(o.cleo.me()));
    assert_eq!(o.olga.get(&format!("/people/{}", o.cleo.me())).ok()["reports_to"], json!(null));
    let sheets = o.olga.get("/timesheets").ok();
    assert!(sheets.to_string().contains(&me), "the week was handed in: {sheets}");

    // It is taken back as one: she is here again with what she held, and signs in anew.
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.olga.get(&format!("/people/{me}")).ok()["state"], "active");
    until(|| assignee(&shared), |who| *who == json!(me));
    assert_eq!(o.olga.get(&format!("/people/{}", o.cleo.me())).ok()["reports_to"], json!(me));
}

/// A page of the space to which Ana makes a link.
struct Shared {
    document: String,
    link: String,
    secret: String,
}

impl Shared {
    fn of_ana(o: &Office) -> Shared {
        let page = json!({ "title": "Menu", "body": "Soup" });
        let document = id(&o.ana.post(&format!("/spaces/{}/pages", o.space), page).ok());
        let made = o.ana.post(&format!("/documents/{document}/shares"), json!({ "mode": "read" })).ok();
        let secret = made["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        Shared { document, link: id(&made), secret }
    }

    /// What somebody outside is answered who follows it.
    fn open(&self, o: &Office) -> Answer {
        o.server.nobody().post(&format!("/public/shares/{}", self.link), json!({ "secret": self.secret }))
    }

    /// The links of the page that work.
    fn links(&self, o: &Office) -> Vec<Value> {
        o.olga.get(&format!("/documents/{}/shares", self.document)).ok()["items"].as_array().unwrap().clone()
    }
}

#[test]
fn links_check_ins_and_what_waits_go_on_with_somebody() {
    let o = office();
    let me = o.ana.me();
    let shared = Shared::of_ana(&o);
    shared.open(&o).ok();
    let question = json!({ "question": "What next?", "rule": { "every": "week", "days": [1], "at": "09:00" } });
    let question = id(&o.ana.post(&format!("/spaces/{}/check-ins", o.space), question).ok());
    let waits = o.task("Waits", json!({}));
    o.olga.patch(&format!("/tasks/{waits}"), json!({ "waiting": { "person_id": me } })).ok();
    let kinds: Vec<String> = o.held().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["awaited", "check_in", "share"]);

    o.olga.put(&o.of_ana("departure"), json!({ "taker_id": o.cleo.me() })).ok();
    o.nothing_left();
    let task = o.olga.get(&format!("/tasks/{waits}")).ok();
    assert_eq!(task["waiting"]["person_id"], json!(o.cleo.me()), "{task}");
    shared.open(&o).ok();
    assert_eq!(shared.links(&o)[0]["by"]["id"], json!(o.cleo.me()));
    // Only who leads the space can ask it: not the taker.
    let check_in = o.olga.get(&format!("/check-ins/{question}")).ok();
    assert!([o.tom.me(), o.olga.me()].iter().any(|lead| check_in["owner_id"] == json!(lead)), "{check_in}");
    assert_eq!(check_in["owner_gone"], false);
    o.server.clock.advance(7 * 24 * HOUR);
    let rounds = || o.olga.get(&format!("/check-ins/{question}/rounds")).ok()["items"].clone();
    let asked = until(rounds, |rounds| rounds.as_array().is_some_and(|rounds| rounds.len() == 1));
    assert!(!asked.to_string().contains(&me), "whoever left is not asked: {asked}");
}

#[test]
fn a_link_nobody_takes_ends_with_who_made_it() {
    let o = office();
    let shared = Shared::of_ana(&o);
    shared.open(&o).ok();
    o.olga.put(&o.of_ana("departure"), json!({ "takers": { "share": null } })).ok();
    o.nothing_left();
    shared.open(&o).fails(410, "link_expired");
    assert_eq!(shared.links(&o), [] as [Value; 0]);
}

#[test]
fn what_nobody_takes_is_said_and_what_needs_somebody_is_refused() {
    let o = office();
    let (path, me) = (o.of_ana("departure"), o.ana.me());
    let task = o.task("Open to all", json!({ "assignee_id": me }));
    for (takers, field) in [
        (json!({ "lead": null }), "takers"),
        (json!({ "task": me }), "takers"),
        (json!({ "task": "00000000-0000-7000-8000-000000000000" }), "takers"),
    ] {
        let refused = o.olga.put(&path, json!({ "takers": takers })).fails(422, "invalid");
        assert!(refused["error"]["fields"][field].is_string(), "{refused}");
    }
    o.olga.put(&path, json!({ "at": "2020-01-01T00:00:00Z" })).fails(422, "invalid");
    o.olga.put(&path, json!({ "who": 1 })).fails(400, "unknown_field");
    o.olga.put(&path, json!({ "takers": { "task": null } })).ok();
    assert_eq!(o.olga.get(&format!("/tasks/{task}")).ok()["assignee_id"], json!(null));
    // The last owner stays.
    let own = format!("/people/{}/departure", o.olga.me());
    o.olga.put(&own, json!({})).fails(409, "last_owner");
}

#[test]
fn closing_an_account_in_one_word_hands_over_the_same() {
    let o = office();
    let (path, me) = (o.of_ana("deactivation"), o.ana.me());
    o.olga.patch(&format!("/people/{me}"), json!({ "reports_to": o.tom.me() })).ok();
    let task = o.task("Hers", json!({ "assignee_id": me }));
    let pay = o.ana.space("Pay", "private");
    let rule = json!({
        "name": "Press", "when": { "what": "created" }, "actions": [{ "does": "set", "fact": "priority", "value": "high" }],
    });
    let rule = id(&o.ana.post(&format!("/spaces/{}/rules", o.space), rule).ok());
    let approval = id(&o.olga.post(&format!("/items/{task}/approvals"), json!({ "approver_ids": [me] })).ok());
    let refused = o.olga.put(&path, json!({ "hand_over_to": me })).fails(422, "invalid");
    assert!(refused["error"]["fields"]["hand_over_to"].is_string(), "{refused}");
    o.olga.put(&path, json!({ "taker_id": o.cleo.me() })).fails(400, "unknown_field");

    // With nobody named the task is open to all, and the rest goes to whom she reports to.
    let left = o.olga.put(&path, json!({}));
    let command = left.command();
    assert_eq!(left.ok()["state"], "deactivated");
    o.nothing_left();
    assert_eq!(o.olga.get(&format!("/tasks/{task}")).ok()["assignee_id"], json!(null));
    assert_eq!(o.tom.get(&format!("/spaces/{pay}")).ok()["name"], "Pay");
    let owner = o.olga.get(&format!("/rules/{rule}")).ok()["owner"]["id"].clone();
    assert_eq!(owner, json!(o.tom.me()));
    let asked = o.olga.get(&format!("/approvals/{approval}")).ok();
    assert!(asked["approvers"].to_string().contains(&o.tom.me()), "{asked}");

    // Taken back, and to a successor.
    o.olga.post("/undo", json!({ "command": command })).ok();
    let assignee = || o.olga.get(&format!("/tasks/{task}")).ok()["assignee_id"].clone();
    until(assignee, |who| *who == json!(me));
    o.olga.put(&path, json!({ "hand_over_to": o.cleo.me() })).ok();
    o.nothing_left();
    assert_eq!(assignee(), json!(o.cleo.me()));
}

#[test]
fn more_than_one_command_may_touch_follows_as_a_job() {
    let o = office();
    let me = o.ana.me();
    let lines: String = (0..600).map(|number| format!("Task {number}\n")).collect();
    for line in lines.lines() {
        o.task(line, json!({ "assignee_id": me }));
    }
    o.olga.put(&format!("/people/{me}/departure"), json!({ "taker_id": o.cleo.me() })).ok();
    o.nothing_left();
    let hers = o.olga.get(&format!("/people/{}/departure", o.cleo.me())).ok();
    assert_eq!(held(&hers), [("task".to_owned(), 600)]);
}
