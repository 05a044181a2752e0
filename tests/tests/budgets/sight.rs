//! Who learns of it: those who read a space and lead it, and nobody else.

use crate::{at, costs, project, read};
use guildhall_tests::{Live, live};
use serde_json::json;

#[test]
fn those_who_lead_read_and_change_it_and_nobody_else_learns_of_it() {
    let o = project();
    let lead = o.server.join(&o.owner, "Lea Lead", "member");
    let guest = o.server.join(&o.owner, "Gina Guest", "guest");
    let member = |person: &guildhall_tests::Client, role: &str| {
        o.owner.put(&format!("/spaces/{}/members/{}", o.space, person.me()), json!({ "role": role })).ok();
    };
    member(&lead, "lead");
    member(&guest, "guest");
    let cursor = o.ana.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let expense = costs(&lead, &o.space, json!({}));
    o.owner.put(&at(&o.space), json!({ "amount": "1500" })).ok();

    let paths = [at(&o.space), format!("{}.csv", at(&o.space)), format!("/spaces/{}/expenses", o.space)];
    for (who, status, code) in [(&o.ana, 403, "forbidden"), (&guest, 403, "forbidden")] {
        paths.iter().for_each(|path| drop(who.get(path).fails(status, code)));
        who.put(&paths[0], json!({ "amount": "1" })).fails(status, code);
        who.patch(&format!("{}/{expense}", paths[2]), json!({ "amount": "1" })).fails(status, code);
    }
    assert_eq!(read(&lead, &o.space)["amount"], "1500.00");
    // The feed of changes names the money to those who lead, and says nothing to others.
    let told = |who: &guildhall_tests::Client| {
        let changes = who.get(&format!("/changes?since={cursor}")).ok();
        let items = changes["items"].as_array().unwrap().iter();
        let kinds = items.map(|one| one["item_type"].as_str().unwrap().to_owned());
        kinds.filter(|kind| kind == "budget" || kind == "expense").collect::<Vec<_>>()
    };
    assert_eq!(told(&o.owner), ["expense", "budget"]);
    assert_eq!(told(&lead), ["expense", "budget"]);
    assert!(told(&o.ana).is_empty());
    // Rates stay with admins and whose they are: the answer has sums and no names.
    lead.get(&format!("/people/{}/rates", o.ana.me())).fails(403, "forbidden");
    assert!(!read(&lead, &o.space).to_string().contains(&o.ana.me()));
}

#[test]
fn an_admin_who_does_not_read_a_space_does_not_read_what_it_costs() {
    let o = project();
    let admin = o.server.join(&o.owner, "Ada Admin", "admin");
    let space = o.owner.space("Closed", "closed");
    o.owner.patch(&format!("/spaces/{space}"), json!({ "finish": "2026-12-18" })).ok();
    o.owner.put(&at(&space), json!({ "amount": "10" })).ok();
    admin.get(&at(&space)).fails(403, "forbidden");
    admin.get(&at(&o.space)).ok();
}

#[test]
fn what_an_archived_space_cost_is_read_and_not_changed() {
    let o = project();
    costs(&o.owner, &o.space, json!({}));
    o.owner.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    let shown = read(&o.owner, &o.space);
    assert_eq!([&shown["sums"]["spent"], &shown["can_edit"]], [&json!("120.00"), &json!(false)]);
    o.owner.put(&at(&o.space), json!({ "amount": "1" })).fails(403, "forbidden");
}

#[test]
fn the_stream_tells_those_who_lead_what_changed_and_nobody_else() {
    let o = project();
    live::start(&o.server);
    let lead = o.server.join(&o.owner, "Lea Lead", "member");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, lead.me()), json!({ "role": "lead" })).ok();
    live::told(&o.server);
    let (mut theirs, mut hers) = (Live::open(&lead, None), Live::open(&o.ana, None));
    let expense = costs(&o.owner, &o.space, json!({}));
    let frame = theirs.until("state", |frame| frame["objects"]["budgets"].is_array());
    let told = &frame["objects"]["budgets"][0];
    assert_eq!([&told["id"], &told["space_id"]], [&json!(expense), &json!(o.space)]);
    live::told(&o.server);
    assert!(!hers.drain().iter().any(|frame| frame.to_string().contains(&expense)));
}
