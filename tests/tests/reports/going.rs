//! How much was done and how long it took, what is late and stale, and how long people worked.

use crate::{DAY, HOUR, office, set, table, task};
use guildhall_tests::Client;
use serde_json::{Value, json};

#[test]
fn throughput_counts_the_week_a_task_was_done_in_and_measures_from_when_it_was_first_being_done() {
    let o = office();
    let hidden = o.owner.space("Board", "private");
    let tasks: Vec<String> = (0..4).map(|n| task(&o.owner, &o.space, &format!("Valve {n}"), json!({}))).collect();
    let secret = task(&o.owner, &hidden, "Sell it", json!({}));
    o.server.clock.advance(2 * HOUR);
    for task in &tasks[..3] {
        set(&o.owner, &o.space, task, "doing").ok();
    }
    // Ten hours, one of them reopened in between: what began stays begun.
    o.server.clock.advance(4 * HOUR);
    set(&o.owner, &o.space, &tasks[0], "done").ok();
    set(&o.owner, &o.space, &tasks[0], "doing").ok();
    o.server.clock.advance(6 * HOUR);
    for task in &tasks[..2] {
        set(&o.owner, &o.space, task, "done").ok();
    }
    // Ticked in passing.
    set(&o.owner, &o.space, &tasks[3], "done").ok();
    set(&o.owner, &hidden, &secret, "done").ok();
    // The next week: a task that took seven days and ten hours.
    o.server.clock.advance(7 * DAY);
    set(&o.owner, &o.space, &tasks[2], "done").ok();

    let report = o.owner.get(&format!("/reports/throughput?from=2026-11-23&to=2026-12-06&space={}", o.space)).ok();
    assert_eq!(report["pace"], json!({ "done": 4, "measured": 3, "cycle_minutes": 600, "slow_minutes": 10_680 }));
    let weeks: Vec<Value> =
        report["weeks"].as_array().unwrap().iter().map(|week| week["pace"]["done"].clone()).collect();
    assert_eq!(weeks, [3, 1]);
    assert_eq!(report["spaces"][0]["weeks"], json!([3, 1]));
    assert_eq!(o.owner.get("/reports/throughput").ok()["pace"]["done"], 5, "with the space that is theirs alone");
    assert_eq!(o.ana.get("/reports/throughput").ok()["pace"]["done"], 4, "which nobody else hears of");
    o.ana.get(&format!("/reports/throughput?space={hidden}")).fails(404, "not_found");
    let rows = table(&o.ana, "/reports/throughput.csv?from=2026-11-23&to=2026-12-06");
    assert_eq!(rows[0], ["2026-11-23", "Service", "3", "2", "600", "600"]);
    assert_eq!(rows.len(), 2);
}

#[test]
fn what_is_late_is_told_by_how_much_and_what_nobody_touched_is_stale() {
    let o = office();
    let due = |day: &str| json!({ "due": { "date": day }, "assignee_id": o.ana.me() });
    task(&o.owner, &o.space, "Yesterday", due("2026-11-22"));
    task(&o.owner, &o.space, "Last month", due("2026-10-20"));
    task(&o.owner, &o.space, "Today", due("2026-11-23"));
    task(&o.owner, &o.space, "Some day", json!({}));
    let done = task(&o.owner, &o.space, "Done", due("2026-11-01"));
    set(&o.owner, &o.space, &done, "done").ok();
    let report = o.ana.get("/reports/overdue").ok();
    assert_eq!([&report["overdue"], &report["stale"]], [2, 0]);
    let titles = |report: &Value, list: &str| -> Vec<Value> {
        let tasks = report[list].as_array().unwrap().iter();
        tasks.map(|one| json!([one["task"]["title"], one["days"]])).collect()
    };
    assert_eq!(titles(&report, "overdue_tasks"), [json!(["Last month", 34]), json!(["Yesterday", 1])]);
    let space = &report["spaces"][0];
    assert_eq!([&space["within_week"], &space["within_month"], &space["longer"]], [1, 0, 1]);

    o.server.clock.advance(14 * DAY);
    let later = o.ana.get(&format!("/reports/overdue?space={}", o.space)).ok();
    assert_eq!([&later["overdue"], &later["stale"]], [3, 1], "what has a day is late, and not stale as well");
    assert_eq!(titles(&later, "stale_tasks"), [json!(["Some day", 14])]);
    let hers = o.owner.get(&format!("/reports/overdue?person={}", o.ana.me())).ok();
    assert_eq!([&hers["overdue"], &hers["stale"]], [3, 0]);
    let rows = table(&o.ana, "/reports/overdue.csv");
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0][..2], ["overdue", "48"]);
    assert_eq!(rows[0][5..7], ["Ana Moreau", "2026-10-20"]);
}

/// A space with a plan that may cost 1,000 euros, led by whoever asks, who ordered pipes for 150 and where an hour costs 60.
pub fn budgeted(client: &Client, name: &str) -> String {
    let space = client.space(name, "open");
    client.patch(&format!("/spaces/{space}"), json!({ "finish": "2026-12-18" })).ok();
    client.put(&format!("/spaces/{space}/budget"), json!({ "amount": "1000", "rate": "60" })).ok();
    let order = json!({ "title": "Pipes", "amount": "150", "state": "ordered", "day": "2026-12-01" });
    client.post(&format!("/spaces/{space}/expenses"), order).ok();
    space
}

#[test]
fn budgets_stand_beside_time_for_whoever_leads_their_space_and_nobody_else_learns_of_them() {
    let o = office();
    let without = [o.ana.get("/reports/time").ok(), o.owner.get("/reports/time").ok()];
    assert_eq!([&without[0]["budgets"], &without[1]["budgets"]], [&json!([]), &json!([])]);
    let space = budgeted(&o.owner, "Retrofit");
    let boiler = task(&o.owner, &space, "Boiler", json!({ "assignee_id": o.ana.me(), "estimate_minutes": 180 }));
    // Half a year ago: a budget is for all of a space, whatever the days of the report are.
    o.ana.post("/time-entries", json!({ "task_id": boiler, "day": "2026-05-20", "minutes": 120 })).ok();
    let other = budgeted(&o.owner, "Board room");
    o.owner.post(&format!("/spaces/{other}/expenses"), json!({ "title": "Table", "amount": "700" })).ok();

    let budgets = o.owner.get("/reports/time").ok()["budgets"].clone();
    let rows = budgets.as_array().unwrap();
    assert_eq!([&rows[0]["space_id"], &rows[1]["space_id"]], [&other, &space], "where most is used comes first");
    assert_eq!([&rows[0]["used_percent"], &rows[0]["warnings"][0]], [&json!(85), &json!("nearly")]);
    let row = &rows[1];
    assert_eq!([&row["amount"], &row["currency"]], ["1000.00", "EUR"]);
    let sums = ["spent", "ordered", "left", "forecast"].map(|name| row["sums"][name].as_str().unwrap());
    assert_eq!(sums, ["120.00", "150.00", "60.00", "330.00"]);
    let one = o.owner.get(&format!("/reports/time?space={space}")).ok();
    assert_eq!(one["budgets"], json!([row]));

    let csv = table(&o.owner, &format!("/reports/time.csv?space={space}&from=2026-05-01&to=2026-06-01"));
    assert_eq!(csv[0], ["2026-05-18", "Ana Moreau", "Retrofit", "2.00", "120", "0", "", "", "", "", "", ""]);
    assert_eq!(csv[1], ["", "", "Retrofit", "", "", "", "1000.00", "120.00", "150.00", "60.00", "330.00", "EUR"]);
    let head = o.owner.get("/reports/time.csv").text;
    assert!(head.lines().next().unwrap().ends_with("budget,spent,ordered,still to work,forecast,currency"), "{head}");

    // Ana works there and leads nothing: her answers are what they would be if there were no budget.
    for ask in ["/reports/time", "/reports/time.csv"].map(|path| format!("{path}?from=2026-05-01&to=2026-06-01")) {
        let before = o.ana.get(&ask).text;
        o.owner.delete(&format!("/spaces/{space}/budget")).ok();
        assert_eq!(o.ana.get(&ask).text, before);
        assert!(!before.contains("1000") && !before.contains("EUR"), "{before}");
        o.owner.put(&format!("/spaces/{space}/budget"), json!({ "amount": "1000" })).ok();
    }
    assert_eq!(o.ana.get("/reports/time").ok()["budgets"], json!([]));
    // What one person did says nothing of what a space costs.
    assert_eq!(o.owner.get(&format!("/reports/time?person={}", o.ana.me())).ok()["budgets"], json!([]));
    // What is over is told of when it is asked for, and what was switched off is not.
    o.owner.put(&format!("/spaces/{space}/archive"), json!({})).ok();
    o.owner.delete(&format!("/spaces/{other}/budget")).ok();
    assert_eq!(o.owner.get("/reports/time").ok()["budgets"], json!([]));
    let one = o.owner.get(&format!("/reports/time?space={space}")).ok();
    assert_eq!(one["budgets"][0]["space_id"], space);
}

#[test]
fn time_is_added_up_for_those_who_read_it() {
    let o = office();
    let boiler = task(&o.owner, &o.space, "Boiler", json!({}));
    let enter = |client: &guildhall_tests::Client, day: &str, minutes: i64, billable: bool| {
        let entry = json!({ "task_id": boiler, "day": day, "minutes": minutes, "billable": billable });
        client.post("/time-entries", entry).ok();
    };
    enter(&o.ana, "2026-11-16", 90, true);
    enter(&o.ana, "2026-11-23", 30, false);
    enter(&o.owner, "2026-11-20", 60, true);
    let report = o.owner.get("/reports/time?from=2026-11-16&to=2026-11-29").ok();
    assert_eq!([&report["minutes"], &report["billable_minutes"]], [180, 150]);
    let weeks: Vec<&Value> = report["weeks"].as_array().unwrap().iter().map(|week| &week["minutes"]).collect();
    assert_eq!(weeks, [150, 30]);
    assert_eq!(report["people"][0], json!({ "id": o.ana.me(), "minutes": 120, "billable_minutes": 90 }));
    let own = o.ana.get("/reports/time?from=2026-11-16&to=2026-11-29").ok();
    assert_eq!(
        [&own["minutes"], &own["people"].as_array().unwrap().len().into()],
        [120, 1],
        "others' is not hers to read"
    );
    let rows = table(&o.owner, "/reports/time.csv?from=2026-11-16&to=2026-11-22");
    assert_eq!(rows.len(), 2);
    assert!(
        rows.contains(&["2026-11-16", "Ana Moreau", "Service", "1.50", "90", "90"].map(str::to_owned).to_vec()),
        "{rows:?}"
    );
}

#[test]
fn eight_weeks_to_come_are_the_workload_week_by_week() {
    let o = office();
    let guest = o.server.join(&o.owner, "Gina Guest", "guest");
    let fields = json!({
        "assignee_id": o.ana.me(), "estimate_minutes": 3_000,
        "start": { "date": "2026-11-30" }, "due": { "date": "2026-12-04" },
    });
    task(&o.owner, &o.space, "Refit", fields);
    let report = o.owner.get("/reports/forecast").ok();
    assert_eq!([&report["from"], &report["to"]], ["2026-11-23", "2027-01-17"]);
    let people = report["people"].as_array().unwrap();
    let ana = people.iter().find(|one| one["person_id"] == o.ana.me()).unwrap();
    assert_eq!(ana["weeks"].as_array().unwrap().len(), 8);
    assert_eq!(ana["weeks"][1], json!({ "from": "2026-11-30", "minutes": 3_000, "capacity_minutes": 2_400 }));
    assert_eq!(report["weeks"][1]["minutes"], 3_000);
    let rows = table(&o.ana, "/reports/forecast.csv");
    assert!(rows.iter().any(|row| row[..5] == ["2026-11-30", "Ana Moreau", "3000", "2400", "yes"]), "{rows:?}");
    guest.get("/reports/forecast").fails(403, "forbidden");
}

#[test]
fn a_question_nobody_can_mean_is_refused_in_words() {
    let o = office();
    for (path, words) in [
        ("/reports/throughput?from=yesterday", "from: write a day such as 2026-11-29."),
        ("/reports/time?from=2026-11-23&to=2026-11-22", "The last day comes before the first one. Change one of them."),
        (
            "/reports/time?from=2020-01-01&to=2026-11-22",
            "A report is about a year at most. Choose days that are nearer together.",
        ),
        ("/reports/week?day=monday", "day: write a day such as 2026-11-29."),
    ] {
        let error = o.ana.get(path).fails(400, "bad_query");
        assert_eq!(error["error"]["message"], words, "{path}");
    }
    o.ana.get("/reports/overdue?from=2026-11-23").fails(400, "bad_query");
    let unknown = "00000000-0000-7000-8000-000000000000";
    o.ana.get(&format!("/reports/overdue?person={unknown}")).fails(404, "not_found");
    o.ana.put("/reports/mails", json!({ "report": "gossip", "weekly": true })).fails(400, "bad_json");
    o.ana
        .put("/reports/mails", json!({ "report": "week", "space_id": unknown, "weekly": true }))
        .fails(404, "not_found");
}
