//! A space gets a plan by a day on which it is to be finished, and keeps it hidden without.

use crate::{after, of, plan, project, task};
use guildhall_tests::office::office;
use serde_json::json;

#[test]
fn a_finish_shows_the_plan_and_without_it_everything_is_kept() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let b = task(&o.ana, &o.space, "B", "2026-11-25", "2026-11-25");
    after(&o.ana, &b, &a, 0);
    o.owner.post(&format!("/spaces/{}/baselines", o.space), json!({ "name": "First" })).ok();
    let space = format!("/spaces/{}", o.space);
    assert_eq!(o.ana.get(&space).ok()["finish"], "2026-12-18");

    let off = o.owner.patch(&space, json!({ "finish": null }));
    off.clone().ok();
    for path in ["plan", "plan/what-if?finish=2026-12-01", "milestones", "baselines", "status-notes"] {
        o.ana.get(&format!("{space}/{path}")).fails(409, "no_plan");
    }
    o.ana.put(&format!("/tasks/{b}/dependencies/{a}"), json!({})).fails(409, "no_plan");
    o.ana
        .post(&format!("/tasks/{b}/shifts"), json!({ "start": "2026-12-01", "due": "2026-12-01" }))
        .fails(409, "no_plan");

    o.owner.patch(&space, json!({ "finish": "2026-12-11" })).ok();
    let shown = plan(&o.ana, &o.space);
    assert_eq!([&shown["links"][0]["task_id"], &shown["links"][0]["predecessor_id"]], [&json!(b), &json!(a)]);
    assert_eq!(
        [&shown["finish"], &shown["end"], &shown["slack_days"]],
        [&json!("2026-12-11"), &json!("2026-11-25"), &json!(12)]
    );
    assert_eq!(o.ana.get(&format!("{space}/baselines")).ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(of(&shown, &b)["critical"], true);
}

#[test]
fn days_that_no_plan_has_are_refused() {
    let o = office();
    let space = format!("/spaces/{}", o.space);
    for day in ["1899-12-31", "2201-01-01"] {
        assert!(
            o.owner.patch(&space, json!({ "finish": day })).fails(422, "invalid")["error"]["fields"]["finish"]
                .is_string()
        );
    }
    o.owner.patch(&space, json!({ "finish": "soon" })).fails(400, "bad_json");
    o.ana.patch(&space, json!({ "finish": "2026-12-18" })).fails(403, "forbidden");
    let own = o.owner.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let refused = o.owner.patch(&format!("/spaces/{own}"), json!({ "finish": "2026-12-18" }));
    assert!(refused.status >= 400, "{}", refused.text);
    o.owner.patch(&space, json!({ "finish": "2026-12-18" })).ok();
    for wrong in ["what-if", "what-if?finish=soon", "what-if?finish=2300-01-01", "what-if?finish=2026-12-01&more=1"] {
        o.ana.get(&format!("{space}/plan/{wrong}")).fails(400, "bad_query");
    }
}

#[test]
fn guests_read_a_plan_and_others_do_not_know_of_it() {
    let o = project();
    let guest = o.server.join(&o.owner, "Gina Guest", "guest");
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    guest.get(&format!("/spaces/{}/plan", o.space)).fails(404, "not_found");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, guest.me()), json!({ "role": "guest" })).ok();
    let shown = plan(&guest, &o.space);
    assert_eq!([&of(&shown, &a)["can_edit"], &shown["can"]["write"], &shown["can"]["manage"]], [false, false, false]);
    let days = json!({ "start": "2026-11-24", "due": "2026-11-25" });
    guest.post(&format!("/tasks/{a}/shifts/preview"), days.clone()).ok();
    guest.post(&format!("/tasks/{a}/shifts"), days).fails(403, "forbidden");
    o.ana.post(&format!("/spaces/{}/status-notes", o.space), json!({ "health": "at_risk" })).fails(403, "forbidden");
}
