//! All spaces with a finish on one line of weeks.

use crate::{office, set, table, task};
use serde_json::{Value, json};

#[test]
fn the_lineup_shows_each_space_with_a_finish_to_those_who_read_it() {
    let o = office();
    let on = |day: &str| json!({ "date": day });
    let project = |name: &str, access: &str, finish: &str| {
        let space = o.owner.space(name, access);
        o.owner.patch(&format!("/spaces/{space}"), json!({ "finish": finish })).ok();
        space
    };
    let retrofit = project("Retrofit", "open", "2026-12-18");
    let secret = project("Merger", "private", "2026-12-01");
    let website = project("Website", "open", "2026-12-04");
    let moving = project("Moving", "open", "2027-02-12");
    let survey = task(&o.owner, &retrofit, "Survey", json!({ "start": on("2026-11-16"), "due": on("2026-11-20") }));
    task(&o.owner, &retrofit, "Install", json!({ "start": on("2026-11-23"), "due": on("2026-12-11") }));
    task(&o.owner, &retrofit, "Hand over", json!({ "milestone": true, "due": on("2026-12-11") }));
    set(&o.owner, &retrofit, &survey, "done").ok();
    task(&o.owner, &website, "Texts", json!({ "start": on("2026-11-23"), "due": on("2026-12-08") }));
    task(&o.owner, &moving, "Boxes", json!({ "start": on("2027-02-01"), "due": on("2027-02-12") }));
    o.owner.post(&format!("/spaces/{retrofit}/status-notes"), json!({ "health": "at_risk", "body": "Boilers" })).ok();
    o.owner.post(&format!("/spaces/{website}/baselines"), json!({ "name": "As sold" })).ok();

    let report = o.ana.get("/reports/lineup").ok();
    let ids: Vec<&Value> = report["items"].as_array().unwrap().iter().map(|row| &row["space_id"]).collect();
    assert_eq!(ids, [&website, &retrofit, &moving], "what is finished first, and nothing of a space she does not know");
    let row = |at: usize| &report["items"][at];
    let stands: Vec<&Value> = (0..3).map(|at| &row(at)["stand"]).collect();
    assert_eq!(stands, ["late", "on_track", "not_started"]);
    assert_eq!([&row(0)["slack_days"], &row(1)["slack_days"]], [-2, 5]);
    assert_eq!([&row(1)["start"], &row(1)["end"]], ["2026-11-16", "2026-12-11"]);
    assert_eq!([&row(1)["tasks"], &row(1)["open_tasks"]], [3, 2]);
    assert_eq!(row(1)["progress"], 23, "five days of twenty-one, and a milestone weighs as one");
    assert_eq!(row(1)["milestones"][0]["title"], "Hand over");
    assert_eq!(row(1)["note"]["health"], "at_risk");
    assert_eq!(row(0)["baseline"]["days_later"], 0);
    assert_eq!(
        [&report["from"], &report["to"], &report["open_tasks"]],
        [&json!("2026-11-16"), &json!("2027-02-12"), &json!(4)]
    );
    let mine = o.owner.get("/reports/lineup").ok();
    assert!(mine["items"].as_array().unwrap().iter().any(|row| row["space_id"] == secret));

    let rows = table(&o.ana, "/reports/lineup.csv");
    assert_eq!(rows[0][..6], ["Website", "2026-11-23", "2026-12-04", "2026-12-08", "-2", "late"]);
    assert_eq!(rows[1][6..11], ["at risk", "23", "3", "2", "2026-12-11 Hand over"]);

    // Only those she leads, and only those that are not well; the table follows.
    let of = |query: &str| {
        let items = o.ana.get(&format!("/reports/lineup{query}")).ok()["items"].as_array().unwrap().clone();
        let names: Vec<Value> = items.iter().map(|row| row["space_id"].clone()).collect();
        (names, table(&o.ana, &format!("/reports/lineup.csv{query}")).len())
    };
    assert_eq!(of("?show=mine"), (vec![], 0));
    assert_eq!(of("?show=risk"), (vec![json!(website), json!(retrofit)], 2));
    let led = o.owner.get("/reports/lineup?show=mine").ok();
    assert_eq!((led["items"].as_array().unwrap().len(), &led["open_tasks"]), (4, &json!(4)));
    o.ana.get("/reports/lineup?show=some").fails(400, "bad_query");

    // A space without a finish has none.
    o.owner.patch(&format!("/spaces/{website}"), json!({ "finish": null })).ok();
    assert_eq!(o.ana.get("/reports/lineup").ok()["items"].as_array().unwrap().len(), 2);
}
