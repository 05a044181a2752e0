//! A private space that everybody joins: who is of the organization is in it, whenever they came; who is from outside is
//! not, unless they were put into it.

use guildhall_tests::{Client, Office, id, office};
use serde_json::{Value, json};

/// What somebody is answered who asks for the space and for what is in it.
fn asks(who: &Client, space: &str, task: &Value) -> [u16; 4] {
    let task = id(task);
    let paths = [
        format!("/spaces/{space}"),
        format!("/spaces/{space}/tasks"),
        format!("/tasks/{task}"),
        format!("/items/{task}/comments"),
    ];
    paths.map(|path| who.get(&path).status)
}

/// Whether the space is in somebody's list.
fn listed(who: &Client, space: &str) -> bool {
    who.get("/spaces").ok()["items"].as_array().unwrap().iter().any(|one| one["id"] == space)
}

#[test]
fn whoever_is_of_the_organization_is_in_it_and_nobody_from_outside() {
    let Office { server, owner, ana, .. } = office();
    let before = server.join(&owner, "Gil Guest", "guest");
    let news = owner.space("Company news", "private");
    let path = format!("/spaces/{news}");
    let task = owner.task(&news, "Order the cake");
    assert_eq!(asks(&ana, &news, &task), [404; 4]);
    assert!(!listed(&ana, &news));

    let joined = owner.patch(&path, json!({"everyone_joins": true}));
    let (bo, after) = (server.join(&owner, "Bo Ito", "member"), server.join(&owner, "Eva Extern", "guest"));
    for who in [&ana, &bo] {
        assert_eq!(asks(who, &news, &task), [200; 4]);
        assert!(listed(who, &news));
        who.post(&format!("/items/{}/comments", id(&task)), json!({"body": "With cherries"})).ok();
        let theirs = who.task(&news, "Light the candles");
        who.patch(&format!("/tasks/{}", id(&theirs)), json!({"assignee_id": who.me()})).ok();
        // They work there, and lead nothing.
        who.patch(&path, json!({"name": "Mine"})).fails(403, "forbidden");
        who.put(&format!("{path}/members/{}", before.me()), json!({"role": "guest"})).fails(403, "forbidden");
    }
    let members = owner.get(&format!("{path}/members")).ok();
    let members: Vec<&Value> = members["items"].as_array().unwrap().iter().map(|one| &one["member"]["id"]).collect();
    assert_eq!(members, [&json!(owner.me())], "nobody is put into it one by one");
    for who in [&before, &after] {
        assert_eq!(asks(who, &news, &task), [404; 4]);
        assert!(!listed(who, &news));
        who.post(&format!("{path}/tasks"), json!({"title": "Let me in"})).fails(404, "not_found");
    }
    owner.put(&format!("{path}/members/{}", before.me()), json!({"role": "guest"})).ok();
    assert_eq!((asks(&before, &news, &task), asks(&after, &news, &task)), ([200; 4], [404; 4]));

    // Taken back, only who was put into it stays; undone, everybody is there again.
    let off = owner.patch(&path, json!({"everyone_joins": false}));
    for who in [&ana, &bo] {
        assert_eq!(asks(who, &news, &task), [404; 4]);
        assert_eq!(who.get("/home/counts").ok()["today"], 0, "what one may not read is not one's work");
    }
    assert_eq!(asks(&before, &news, &task), [200; 4]);
    owner.post("/undo", json!({"command": off.command()})).ok();
    assert_eq!(asks(&bo, &news, &task), [200; 4]);
    owner.post("/undo", json!({"command": joined.command()})).ok();
    assert_eq!(asks(&bo, &news, &task), [404; 4]);
}
