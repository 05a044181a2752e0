//! Saved views of reports.

use crate::office;
use serde_json::json;

#[test]
fn what_is_asked_again_is_kept_under_a_name_for_oneself() {
    let o = office();
    let keep = |name: &str, query: &str, kept: bool| {
        o.ana.put("/reports/views", json!({ "name": name, "report": "lineup", "query": query, "kept": kept }))
    };
    assert_eq!(o.ana.get("/reports/views").ok()["items"], json!([]));
    keep("Mine by months", "show=mine&zoom=months", true).ok();
    let all = keep("At risk", "show=risk", true).ok();
    assert_eq!(
        all["items"],
        json!([
            { "name": "At risk", "report": "lineup", "query": "show=risk" },
            { "name": "Mine by months", "report": "lineup", "query": "show=mine&zoom=months" }
        ])
    );
    assert_eq!(o.owner.get("/reports/views").ok()["items"], json!([]), "nobody else has them");
    // Another one of the same name takes its place.
    let all = keep("AT RISK", "", true).ok();
    assert_eq!((&all["items"][0]["name"], &all["items"][0]["query"]), (&json!("AT RISK"), &json!("")));
    assert_eq!(keep("at risk", "", false).ok()["items"].as_array().unwrap().len(), 1);
    for query in ["<b>", "a b", "#x", "é"] {
        keep("Wrong", query, true).fails(422, "invalid");
    }
    keep("Wrong", &"a".repeat(501), true).fails(422, "invalid");
    keep(" ", "", true).fails(422, "invalid");
    for count in 1..50 {
        keep(&format!("View {count}"), "", true).ok();
    }
    keep("One more", "", true).fails(422, "too_many");
}
