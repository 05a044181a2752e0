//! Expenses and orders: written, paid, shown by a receipt, taken back, and what no expense can be.

use crate::{at, costs, project, read, sums, undo};
use guildhall::{
    access::{Scope, Who},
    budgets::store,
};
use guildhall_domain::{Id, budget::Expense};
use guildhall_tests::{Client, id};
use serde_json::{Value, json};

fn list(client: &Client, space: &str) -> Vec<Value> {
    client.get(&format!("/spaces/{space}/expenses")).ok()["items"].as_array().unwrap().clone()
}

/// How far an expense is, how much, and when.
fn said(expense: &Value) -> [&str; 3] {
    ["state", "amount", "day"].map(|name| expense[name].as_str().unwrap())
}

fn one(space: &str, expense: &str) -> String {
    format!("/spaces/{space}/expenses/{expense}")
}

#[test]
fn an_order_that_is_paid_is_spent_with_what_it_came_to_and_can_be_taken_back() {
    let o = project();
    let order = costs(&o.owner, &o.space, json!({ "state": "ordered", "day": "2026-12-01" }));
    assert_eq!(sums(&o.owner, &o.space)[1..3], ["0.00", "120.00"]);
    let paid = json!({ "state": "spent", "amount": "131.45", "day": "2026-11-24" });
    let done = o.owner.patch(&one(&o.space, &order), paid);
    let shown = done.clone().ok();
    assert_eq!(said(&shown), ["spent", "131.45", "2026-11-24"]);
    assert_eq!(sums(&o.owner, &o.space)[1..3], ["131.45", "0.00"]);
    undo(&o.owner, &done);
    let back = &list(&o.owner, &o.space)[0];
    assert_eq!(said(back), ["ordered", "120.00", "2026-12-01"]);
}

#[test]
fn what_was_written_and_deleted_comes_and_goes_with_its_undo() {
    let o = project();
    let made = o.owner.post(&format!("/spaces/{}/expenses", o.space), json!({ "title": "Van", "amount": "75" }));
    let expense = id(&made.clone().ok());
    let gone = o.owner.delete(&one(&o.space, &expense));
    gone.clone().ok();
    assert!(list(&o.owner, &o.space).is_empty());
    o.owner.patch(&one(&o.space, &expense), json!({ "amount": "1" })).fails(404, "not_found");
    undo(&o.owner, &gone);
    assert_eq!(list(&o.owner, &o.space).len(), 1);
    undo(&o.owner, &made);
    assert_eq!(sums(&o.owner, &o.space)[1], "0.00");
}

#[test]
fn an_edit_of_an_old_version_is_refused_and_so_is_taking_back_what_moved_on() {
    let o = project();
    let expense = costs(&o.owner, &o.space, json!({}));
    let path = one(&o.space, &expense);
    let old = list(&o.owner, &o.space)[0]["version"].clone();
    let first = o.owner.patch(&path, json!({ "amount": "130" }));
    first.clone().ok();
    let stale = o.owner.patch_from(&old, &path, json!({ "amount": "140" })).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["amount"], "130.00", "{stale}");
    o.owner.patch_from(&old, &path, json!({ "title": "Copper pipes" })).ok();
    o.owner.send("PATCH", &path, Some(&json!({ "amount": "1" }))).fails(428, "needs_if_match");
    o.owner.patch(&path, json!({ "amount": "150" })).ok();
    o.owner.post("/undo", json!({ "command": first.command() })).fails(409, "undo_conflict");
}

#[test]
fn a_create_that_is_sent_again_makes_one_expense() {
    let o = project();
    let own = "018f0000-0000-7000-8000-0000000000aa";
    let sent = json!({ "id": own, "title": "Pipes", "amount": "120" });
    let path = format!("/spaces/{}/expenses", o.space);
    assert_eq!(o.owner.post(&path, sent.clone()).ok()["id"], own);
    o.owner.post(&path, sent.clone()).ok();
    assert_eq!(list(&o.owner, &o.space).len(), 1);
    o.owner.delete(&one(&o.space, own)).ok();
    o.owner.post(&path, sent).fails(409, "id_taken");
}

#[test]
fn a_receipt_is_a_document_of_the_space() {
    let o = project();
    let elsewhere = o.owner.space("Elsewhere", "open");
    let page = |space: &str| id(&o.owner.post(&format!("/spaces/{space}/pages"), json!({ "title": "Bill 17" })).ok());
    let (here, there) = (page(&o.space), page(&elsewhere));
    let expense = costs(&o.owner, &o.space, json!({ "receipt_id": here }));
    assert_eq!(list(&o.owner, &o.space)[0]["receipt"], json!({ "id": here, "title": "Bill 17" }));
    for wrong in [there.as_str(), "018f0000-0000-7000-8000-0000000000ff"] {
        let refused = o.owner.patch(&one(&o.space, &expense), json!({ "receipt_id": wrong })).fails(422, "invalid");
        assert!(refused["error"]["fields"]["receipt_id"].is_string(), "{refused}");
    }
    o.owner.patch(&one(&o.space, &expense), json!({ "receipt_id": null })).ok();
    assert_eq!(list(&o.owner, &o.space)[0]["receipt"], json!(null));
}

#[test]
fn what_is_no_amount_of_the_budget_is_refused_in_words() {
    let o = project();
    let path = format!("/spaces/{}/expenses", o.space);
    let said = |body: Value, field: &str| {
        let refused = o.owner.post(&path, body).fails(422, "invalid");
        refused["error"]["fields"][field].as_str().unwrap_or_else(|| panic!("{refused}")).to_owned()
    };
    for wrong in ["-1", "0", "1,50", "1e3", "12 EUR", "1000000000.01", "1.001", ""] {
        said(json!({ "title": "Pipes", "amount": wrong }), "amount");
    }
    assert!(said(json!({ "title": "Pipes", "amount": "-1" }), "amount").contains("never negative"));
    let dollars = json!({ "title": "Pipes", "amount": "1", "currency": "usd" });
    assert_eq!(said(dollars, "currency"), "This budget counts in EUR. Write what it costs in EUR.");
    said(json!({ "title": " ", "amount": "1" }), "title");
    said(json!({ "title": "Pipes", "amount": "1", "day": "2300-01-01" }), "day");
    o.owner.post(&path, json!({ "title": "Pipes", "amount": 1 })).fails(400, "bad_json");
    o.owner.post(&path, json!({ "title": "Pipes", "amount": "1", "more": 1 })).fails(400, "unknown_field");
    let wrongs = [
        json!({ "amount": "-5" }),
        json!({ "amount": "5", "rate": "-1" }),
        json!({ "amount": "5", "currency": "money" }),
    ];
    for wrong in wrongs {
        o.owner.put(&at(&o.space), wrong).fails(422, "invalid");
    }
    assert!(list(&o.owner, &o.space).is_empty());
}

#[test]
fn what_was_written_in_one_currency_is_never_read_in_another() {
    let o = project();
    let (path, expense) = (at(&o.space), costs(&o.owner, &o.space, json!({})));
    let gone = o.owner.delete(&one(&o.space, &expense));
    gone.clone().ok();
    let yen = o.owner.put(&path, json!({ "amount": "5000", "currency": "JPY" }));
    yen.clone().ok();
    o.owner.post("/undo", json!({ "command": gone.command() })).fails(410, "undo_gone");
    costs(&o.owner, &o.space, json!({ "amount": "700" }));
    o.owner.post("/undo", json!({ "command": yen.command() })).fails(409, "undo_conflict");
    let shown = read(&o.owner, &o.space);
    assert_eq!([&shown["amount"], &shown["sums"]["expenses"]], [&json!("5000"), &json!("700")]);
}

#[test]
fn a_budget_that_is_switched_off_keeps_everything_and_its_currency_stays_while_something_is_in_it() {
    let o = project();
    costs(&o.owner, &o.space, json!({}));
    let path = at(&o.space);
    let refused = o.owner.put(&path, json!({ "amount": "1000", "currency": "CHF" })).fails(422, "invalid");
    assert!(refused["error"]["fields"]["currency"].as_str().unwrap().contains("Keep EUR"), "{refused}");
    let off = o.owner.delete(&path);
    off.clone().ok();
    assert_eq!(read(&o.owner, &o.space)["amount"], json!(null));
    assert!(list(&o.owner, &o.space).is_empty());
    let pipes = json!({ "title": "Pipes", "amount": "1" });
    o.owner.post(&format!("/spaces/{}/expenses", o.space), pipes).fails(409, "conflict");
    o.owner.delete(&path).fails(409, "conflict");
    undo(&o.owner, &off);
    assert_eq!(sums(&o.owner, &o.space)[1], "120.00");
    o.owner.delete(&path).ok();
    o.owner.put(&path, json!({ "amount": "2000" })).ok();
    let shown = read(&o.owner, &o.space);
    assert_eq!([&shown["amount"], &shown["sums"]["expenses"]], [&json!("2000.00"), &json!("120.00")]);
    // Without an end date there is no plan, and it is all there again with one.
    let space = format!("/spaces/{}", o.space);
    o.owner.patch(&space, json!({ "finish": null })).ok();
    o.owner.get(&path).fails(409, "no_plan");
    o.owner.patch(&space, json!({ "finish": "2026-12-20" })).ok();
    assert_eq!(sums(&o.owner, &o.space)[1], "120.00");
}

#[test]
fn a_space_holds_two_thousand_expenses_and_a_deleted_one_makes_room_once_it_stays_deleted() {
    let o = project();
    let first = costs(&o.owner, &o.space, json!({}));
    let like: Id = first.parse().unwrap();
    let fill = o.server.app.run_blocking(Who::system(), move |work| {
        let like = store::expense(work.read(), like)?.unwrap();
        for number in 1..2_000 {
            store::put_expense(work.tx, &Expense { id: Id::from_u128(number), ..like.clone() })?;
        }
        Ok(())
    });
    fill.unwrap();
    let more = || o.owner.post(&format!("/spaces/{}/expenses", o.space), json!({ "title": "Van", "amount": "75" }));
    more().fails(422, "too_many");
    o.owner.delete(&one(&o.space, &first)).ok();
    more().fails(422, "too_many");
    o.server.clock.advance(25 * 3_600_000);
    more().ok();
    more().fails(422, "too_many");
}
