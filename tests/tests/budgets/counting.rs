//! What everything comes to: hours on their day, money, work that is left, until each milestone.

use crate::{DAY, at, costs, of, planned, project, rate, read, sums, works};
use guildhall_tests::office;
use serde_json::json;

#[test]
fn hours_cost_what_they_did_on_their_day_and_what_is_left_costs_what_it_does_today() {
    let o = project();
    let task = planned(&o, 600, "2026-11-27");
    rate(&o, "all", "600");
    // A slip of the pen, mended on the same day.
    rate(&o, "all", "60");
    works(&o.ana, &task, "2026-11-23", 120);
    assert_eq!(sums(&o.owner, &o.space), ["120.00", "0.00", "0.00", "480.00", "600.00"]);

    o.server.clock.advance(DAY);
    rate(&o, "all", "90");
    works(&o.ana, &task, "2026-11-24", 60);
    assert_eq!(sums(&o.owner, &o.space), ["210.00", "0.00", "0.00", "630.00", "840.00"]);

    // A price of the space alone counts from the day on which it is set.
    o.server.clock.advance(DAY);
    rate(&o, &o.space, "100");
    works(&o.ana, &task, "2026-11-25", 30);
    works(&o.ana, &task, "2026-11-24", 30);
    assert_eq!(sums(&o.owner, &o.space), ["305.00", "0.00", "0.00", "600.00", "905.00"]);

    // Without it what counts everywhere does again, from then on.
    o.server.clock.advance(DAY);
    o.owner.delete(&format!("/people/{}/rates/{}", o.ana.me(), o.space)).ok();
    assert_eq!(sums(&o.owner, &o.space)[..4], ["305.00", "0.00", "0.00", "540.00"]);

    let shown = read(&o.owner, &o.space);
    assert_eq!([&shown["used_percent"], &shown["remains"]], [&json!(30), &json!("695.00")]);
    assert_eq!(
        shown["minutes"],
        json!({ "approved": 0, "worked": 240, "worked_unpriced": 0, "left": 360, "left_unpriced": 0 })
    );
}

#[test]
fn approved_weeks_are_told_apart() {
    let o = project();
    let task = planned(&o, 0, "2026-11-27");
    works(&o.ana, &task, "2026-11-16", 60);
    works(&o.ana, &task, "2026-11-23", 45);
    let week = format!("/timesheets/{}/2026-11-16", o.ana.me());
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    o.owner.put(&format!("{week}/approval"), json!({})).ok();
    let minutes = &read(&o.owner, &o.space)["minutes"];
    assert_eq!([&minutes["worked"], &minutes["approved"]], [&json!(105), &json!(60)]);
}

#[test]
fn each_milestone_has_what_costs_until_its_day() {
    let o = project();
    let milestone = json!({ "title": "Quote approved", "milestone": true, "due": { "date": "2026-11-27" } });
    o.owner.post(&format!("/spaces/{}/tasks", o.space), milestone).ok();
    rate(&o, "all", "60");
    let soon = planned(&o, 120, "2026-11-27");
    planned(&o, 60, "2026-12-04");
    works(&o.ana, &soon, "2026-11-23", 30);
    costs(&o.owner, &o.space, json!({ "amount": "200", "day": "2026-11-27" }));
    costs(&o.owner, &o.space, json!({ "amount": "300.5", "day": "2026-11-28", "state": "ordered" }));
    let shown = read(&o.owner, &o.space);
    let first = &shown["milestones"][0];
    assert_eq!([&first["title"], &first["day"]], [&json!("Quote approved"), &json!("2026-11-27")]);
    assert_eq!(of(&first["until"]), ["30.00", "200.00", "0.00", "90.00", "320.00"]);
    assert_eq!(of(&shown["sums"]), ["30.00", "200.00", "300.50", "150.00", "680.50"]);
}

#[test]
fn warnings_come_at_four_fifths_at_all_of_it_and_when_it_will_not_be_enough() {
    let o = project();
    let warned = || read(&o.owner, &o.space)["warnings"].clone();
    costs(&o.owner, &o.space, json!({ "amount": "799.99" }));
    assert_eq!(warned(), json!([]));
    costs(&o.owner, &o.space, json!({ "amount": "0.01", "state": "ordered" }));
    assert_eq!(warned(), json!(["nearly"]));
    planned(&o, 600, "2026-11-27");
    rate(&o, "all", "60");
    assert_eq!(warned(), json!(["nearly", "forecast_over"]));
    costs(&o.owner, &o.space, json!({ "amount": "200" }));
    assert_eq!(warned(), json!(["used_up", "forecast_over"]));
    let table = o.owner.get(&format!("{}.csv", at(&o.space)));
    let lines: Vec<&str> = table.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "date,kind,title,hours,amount,currency,receipt");
    assert!(lines.contains(&"2026-11-23,ordered,Pipes,,0.01,EUR,"), "{lines:?}");
    assert_eq!(lines[5..], [",left,,10.00,600.00,EUR,", ",forecast,,,1600.00,EUR,", ",budget,,,1000.00,EUR,"]);
}

#[test]
fn hours_without_a_price_and_in_another_currency_are_told_and_not_counted() {
    let o = project();
    let task = planned(&o, 120, "2026-11-27");
    works(&o.ana, &task, "2026-11-23", 60);
    let shown = read(&o.owner, &o.space);
    assert_eq!(of(&shown["sums"]), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!([&shown["minutes"]["worked_unpriced"], &shown["minutes"]["left_unpriced"]], [&json!(60), &json!(60)]);

    // What an hour costs of whoever has no rate.
    o.owner.put(&at(&o.space), json!({ "amount": "1000", "rate": "50" })).ok();
    assert_eq!(sums(&o.owner, &o.space), ["50.00", "0.00", "0.00", "50.00", "100.00"]);

    let francs = json!({ "amount": "80", "currency": "CHF" });
    o.owner.put(&format!("/people/{}/rates/all", o.ana.me()), francs).ok();
    let shown = read(&o.owner, &o.space);
    assert_eq!([&shown["other_currencies"], &shown["minutes"]["worked_unpriced"]], [&json!(["CHF"]), &json!(60)]);
    assert_eq!(of(&shown["sums"])[0], "0.00");
}

#[test]
fn hours_of_whoever_is_gone_still_cost() {
    let o = project();
    let task = planned(&o, 0, "2026-11-27");
    rate(&o, "all", "60");
    works(&o.ana, &task, "2026-11-23", 60);
    let (ana, name) = (o.ana.me(), json!({ "name": "Ana Moreau" }));
    o.owner.put(&format!("/people/{ana}/departure"), json!({})).ok();
    assert_eq!(sums(&o.owner, &o.space)[0], "60.00");
    // Erasing takes what their hour cost: the budget says that it does not know it, or counts it as anybody's.
    o.owner.put(&format!("/people/{ana}/erasure"), name).ok();
    assert_eq!(read(&o.owner, &o.space)["minutes"]["worked_unpriced"], 60);
    o.owner.put(&at(&o.space), json!({ "amount": "1000", "rate": "45" })).ok();
    assert_eq!(sums(&o.owner, &o.space)[0], "45.00");
}

#[test]
fn hours_stay_where_they_were_worked_when_their_task_goes() {
    let o = project();
    let task = planned(&o, 300, "2026-11-27");
    rate(&o, "all", "60");
    works(&o.ana, &task, "2026-11-23", 60);
    let other = o.owner.space("Elsewhere", "open");
    o.owner.post("/tasks/bulk", json!({ "ids": [task], "home": { "space_id": other } })).ok();
    assert_eq!(sums(&o.owner, &o.space), ["60.00", "0.00", "0.00", "0.00", "60.00"]);
}

#[test]
fn a_space_without_a_budget_says_so_and_one_without_an_end_has_no_plan() {
    let o = office();
    o.owner.get(&at(&o.space)).fails(409, "no_plan");
    o.owner.put(&at(&o.space), json!({ "amount": "1" })).fails(409, "no_plan");
    o.owner.patch(&format!("/spaces/{}", o.space), json!({ "finish": "2026-12-18" })).ok();
    let none = read(&o.owner, &o.space);
    assert_eq!([&none["amount"], &none["sums"], &none["currency"]], [&json!(null), &json!(null), &json!("EUR")]);
}
