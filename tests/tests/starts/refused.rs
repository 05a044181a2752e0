//! What is not done, and what is said then.

use crate::{empty, nothing};
use serde_json::json;

#[test]
fn a_set_that_is_here_is_not_begun_again() {
    let o = empty();
    o.begin("shop", nothing());
    let again = o.olga.post("/starting-sets/shop", nothing()).fails(409, "conflict");
    assert_eq!(again["error"]["message"], "“Shop” is here already. Remove it first, or go on with it.");
    assert_eq!(o.spaces(), ["Shop floor", "Stock"]);
    assert_eq!(o.remove("shop")["kept"], json!([]));
    o.olga.delete("/starting-sets/shop").fails(409, "conflict");
    o.begin("shop", nothing());
    assert_eq!(o.spaces(), ["Shop floor", "Stock"]);
}

#[test]
fn what_does_not_fit_a_set_makes_nothing() {
    let o = empty();
    let gil = o.server.join(&o.olga, "Gil Guest", "guest");
    let roles = |role: &str, person: String| json!({ "roles": [{ "role": role, "person_id": person }] });
    let wrong = [
        (json!({ "first_day": "2026-11-22" }), "first_day"),
        (json!({ "first_day": "2027-11-25" }), "first_day"),
        (roles("baker", o.ana.me()), "roles"),
        (roles("owner", gil.me()), "roles"),
        (roles("owner", "0192f7a0-0000-7000-8000-000000000000".into()), "roles"),
        (
            json!({ "roles": [{ "role": "owner", "person_id": o.ana.me() }, { "role": "owner", "person_id": o.ana.me() }] }),
            "roles",
        ),
    ];
    for (sent, field) in wrong {
        let answer = o.olga.post("/starting-sets/shop", sent.clone()).fails(422, "invalid");
        assert!(answer["error"]["fields"][field].is_string(), "{sent}: {answer}");
    }
    o.olga.post("/starting-sets/shop", json!({ "day": "2026-12-01" })).fails(400, "unknown_field");
    o.olga.post("/starting-sets/zoo", nothing()).fails(404, "not_found");
    o.olga.delete("/starting-sets/zoo").fails(404, "not_found");
    assert!(o.spaces().is_empty(), "nothing is half made");
    o.olga.post("/starting-sets/shop", json!({ "first_day": "2027-11-24" })).ok();
}

#[test]
fn sets_are_for_admins() {
    let o = empty();
    o.ana.get("/starting-sets").fails(403, "forbidden");
    o.ana.post("/starting-sets/shop", nothing()).fails(403, "forbidden");
    o.ana.post("/starting-sets/zoo", nothing()).fails(403, "forbidden");
    o.begin("shop", nothing());
    o.ana.delete("/starting-sets/shop").fails(403, "forbidden");
}
