//! The index follows what happens.

use crate::{ask, comment, id, make, settled, started};
use serde_json::json;

#[test]
fn what_changes_is_found_as_it_is_now() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let task = make(&owner, &space, json!({ "title": "gasket", "body": "harbour", "steps": [{ "text": "violin" }] }));
    let said = comment(&owner, &task, "quartz");
    let path = format!("/tasks/{}", id(&task));
    let total = |question: &str| {
        settled(&server);
        let answer = ask(&owner, question, "&facets=true");
        let kinds = answer["facets"]["kinds"].as_array().unwrap().iter().map(|kind| kind["count"].as_u64().unwrap());
        assert_eq!(answer["total"], kinds.sum::<u64>(), "nothing that is gone is counted");
        answer["total"].as_u64().unwrap()
    };
    assert_eq!(["gasket", "harbour", "violin", "quartz"].map(total), [1, 1, 1, 1]);
    owner.patch(&path, json!({ "title": "pepper", "body": "meadow" })).ok();
    owner.patch(&format!("/comments/{}", id(&said)), json!({ "body": "tundra" })).ok();
    assert_eq!(["gasket", "harbour", "quartz"].map(total), [0, 0, 0]);
    assert_eq!(["pepper", "meadow", "tundra"].map(total), [1, 1, 1]);
    owner.delete(&format!("{path}/steps/{}", id(&task["steps"][0]))).ok();
    assert_eq!(total("violin"), 0);
    assert_eq!(total("is:open tundra"), 1);
    owner.patch(&path, json!({ "archived": true })).ok();
    assert_eq!(["is:open tundra", "is:archived tundra"].map(total), [0, 1], "comments go with their task");
    owner.delete(&path).ok();
    assert_eq!(["pepper", "tundra"].map(total), [0, 0]);
    owner.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!(["pepper", "tundra"].map(total), [1, 1]);
    owner.delete(&format!("/comments/{}", id(&said))).ok();
    assert_eq!(total("tundra"), 0);
    owner.put(&format!("/spaces/{space}/archive"), json!({})).ok();
    owner.delete(&format!("/spaces/{space}/archive")).ok();
    owner.patch(&path, json!({ "archived": false })).ok();
    assert_eq!(total("is:open pepper"), 1);
    owner.put(&format!("/spaces/{space}/archive"), json!({})).ok();
    assert_eq!(["is:open pepper", "is:archived pepper"].map(total), [0, 1], "and tasks with their space");
    owner.delete(&format!("/spaces/{space}/archive")).ok();
    owner.delete(&path).ok();
    owner.delete(&format!("/trash/{}", id(&task))).ok();
    assert_eq!(["pepper", "tundra", "meadow"].map(total), [0, 0, 0]);
}
