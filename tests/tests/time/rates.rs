//! What an hour costs, and what that makes on an invoice: exact, and seen by whom it concerns.

use crate::{office, task, works};
use serde_json::{Value, json};

const DAYS: &str = "from=2026-02-02&to=2026-02-08";

#[test]
fn an_hour_has_a_price_for_admins_and_whoever_works_it() {
    let o = office();
    let ben = o.server.join(&o.owner, "Ben Berger", "member");
    let rates = format!("/people/{}/rates", o.ana.me());
    o.ana.put(&format!("{rates}/all"), json!({ "amount": "99" })).fails(403, "forbidden");
    let set = o.owner.put(&format!("{rates}/all"), json!({ "amount": "62.5" })).ok();
    assert_eq!(set, json!({ "space_id": null, "space": null, "amount": "62.50", "currency": "EUR" }));
    o.owner.put(&format!("{rates}/{}", o.space), json!({ "amount": "80", "currency": "chf" })).ok();
    let shown = o.ana.get(&rates).ok();
    let amounts: Vec<&Value> = shown["items"].as_array().unwrap().iter().map(|rate| &rate["amount"]).collect();
    assert_eq!(amounts, ["62.50", "80.00"]);
    ben.get(&rates).fails(403, "forbidden");
    for wrong in ["", "-1", "1,50", "1e3", "62.50 EUR", "100000.01"] {
        let refused = o.owner.put(&format!("{rates}/all"), json!({ "amount": wrong })).fails(422, "invalid");
        assert!(refused["error"]["fields"]["amount"].is_string(), "{refused}");
    }
    o.owner.put(&format!("{rates}/all"), json!({ "amount": "1", "currency": "money" })).fails(422, "invalid");
    o.owner.put(&format!("{rates}/all"), json!({ "amount": 62.5 })).fails(400, "bad_json");
    o.owner.delete(&format!("{rates}/{}", o.space)).ok();
    o.owner.delete(&format!("{rates}/{}", o.space)).fails(404, "not_found");
    assert!(o.owner.get("/admin/audit").text.contains("rate_changed"));
    assert!(!o.owner.get("/admin/audit").text.contains("62.5"), "the audit says whose, not how much");
}

#[test]
fn an_invoice_has_what_is_paid_for_rounded_as_asked_and_priced_for_whom_it_concerns() {
    let o = office();
    let lead = o.server.join(&o.owner, "Lea Lead", "member");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, lead.me()), json!({ "role": "lead" })).ok();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let write = |day: &str, minutes: i64| {
        let input = json!({ "task_id": boiler, "day": day, "minutes": minutes, "billable": true, "note": "Burner" });
        o.ana.post("/time-entries", input).ok();
    };
    write("2026-02-02", 20);
    write("2026-02-03", 67);
    works(&o.ana, &boiler, "2026-02-04", "3h");
    o.owner.put(&format!("/people/{}/rates/all", o.ana.me()), json!({ "amount": "61.25" })).ok();
    let key = o.ana.get(&format!("/tasks/{boiler}")).ok()["key"].as_str().unwrap().to_owned();
    let rows = |client: &guildhall_tests::Client, more: &str| -> Vec<String> {
        let answer = client.get(&format!("/time-entries/invoice.csv?{DAYS}{more}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
    };
    let row = |day: &str, rest: &str| format!("2026-02-{day},Ana Moreau,Service,{key},Boiler,Burner,{rest}");
    let plain = rows(&o.owner, "");
    assert_eq!(plain[0], "date,person,space,task,title,note,hours,minutes,rate,currency,amount");
    assert_eq!(plain[1..], [row("03", "1.12,67,61.25,EUR,68.40"), row("02", "0.33,20,61.25,EUR,20.42")]);
    let up = rows(&o.owner, "&step=15&round=up");
    assert_eq!(up[1..], [row("03", "1.25,75,61.25,EUR,76.56"), row("02", "0.50,30,61.25,EUR,30.63")]);
    assert_eq!(
        rows(&o.ana, "&step=15")[1..],
        [row("03", "1.00,60,61.25,EUR,61.25"), row("02", "0.25,15,61.25,EUR,15.31")]
    );
    // Who leads the space sees the hours and not what they cost.
    assert_eq!(rows(&lead, "")[1..], [row("03", "1.12,67,,,"), row("02", "0.33,20,,,")]);
    o.owner.get("/time-entries/invoice.csv?step=7").fails(400, "bad_query");
    o.owner.get("/time-entries/invoice.csv?round=down").fails(400, "bad_query");
}
