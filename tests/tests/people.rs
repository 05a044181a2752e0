//! People as programs and the page use them: invites, profiles, roles, leaving.

use guildhall::{
    access::Who,
    people::commands::{NewPerson, create_person},
};
use guildhall_domain::person::{PersonState, Role};
use guildhall_tests::{Answer, Client, Server};
use serde_json::{Value, json};

const DAY: i64 = 24 * 3_600_000;

fn token_of(link: &Value) -> String {
    link["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned()
}

fn accept(server: &Server, token: &str, name: &str, email: &str) -> Answer {
    let body = json!({
        "token": token, "name": name, "email": email, "password": "kettle orbit mustard", "time_zone": "Europe/Berlin", "language": "en",
    });
    server.nobody().post("/invites/accept", body)
}

fn state(client: &Client, id: &str) -> Value {
    client.get(&format!("/people/{id}")).ok()["state"].clone()
}

#[test]
fn an_invite_gives_what_it_says_and_ends() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "private");
    let invite = owner.post("/invites", json!({"role": "member", "space_ids": [space], "max_uses": 2}));
    assert_eq!(invite.status, 201);
    let invite = invite.ok();
    let token = token_of(&invite);
    assert!(!owner.get("/invites").text.contains(&token), "the secret is shown once");
    let seen = server.nobody().post("/invites/open", json!({"token": token})).ok();
    assert_eq!(
        (&seen["organization"], &seen["role"], &seen["invited_by"]),
        (&json!("Northfold Heating"), &json!("member"), &json!("Olga Owner"))
    );
    let joined = accept(&server, &token, "Ana Moreau", "Ana@Example.com");
    assert_eq!((joined.status, &joined.json["person"]["email"]), (201, &json!("ana@example.com")));
    let ana = server.nobody().signed_in(&joined);
    assert_eq!(
        ana.get("/spaces").ok()["items"].as_array().unwrap().iter().filter(|s| s["name"] == "Service").count(),
        1
    );
    assert!(ana.get("/session").ok()["spaces"].as_array().unwrap().iter().any(|s| s["access"] == "personal"));
    accept(&server, &token, "Ana Again", "ana@example.com").fails(409, "taken");
    accept(&server, &token, "Bo", "bo@example.com").ok();
    accept(&server, &token, "Cy", "cy@example.com").fails(410, "link_expired");
    let week = token_of(&owner.post("/invites", json!({"role": "guest"})).ok());
    server.clock.advance(7 * DAY);
    server.nobody().post("/invites/open", json!({"token": week})).fails(410, "link_expired");
    let gone = owner.post("/invites", json!({"role": "guest"})).ok();
    assert_eq!(owner.delete(&format!("/invites/{}", gone["id"].as_str().unwrap())).status, 204);
    accept(&server, &token_of(&gone), "Di", "di@example.com").fails(410, "link_expired");
}

#[test]
fn many_who_use_the_last_place_at_once_make_one_account() {
    let server = Server::start();
    let owner = server.owner();
    let token = token_of(&owner.post("/invites", json!({"role": "member", "max_uses": 1})).ok());
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|n| {
                scope.spawn({
                    let (server, token) = (&server, &token);
                    move || accept(server, token, &format!("Racer {n}"), &format!("racer{n}@example.com")).status
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(owner.get("/people").ok()["items"].as_array().unwrap().len(), 2);
}

#[test]
fn nobody_invites_above_their_own_place() {
    let server = Server::start();
    let owner = server.owner();
    let admin = server.join(&owner, "Ada Admin", "admin");
    let ana = server.join(&owner, "Ana Moreau", "member");
    admin.post("/invites", json!({"role": "owner"})).fails(403, "forbidden");
    ana.post("/invites", json!({"role": "member"})).fails(403, "forbidden");
    ana.post("/invites", json!({"role": "guest"})).fails(403, "forbidden");
    let space = ana.space("Festival", "closed");
    let foreign = owner.space("Board", "private");
    ana.post("/invites", json!({"role": "guest", "space_ids": [foreign]})).fails(404, "not_found");
    let link = ana.post("/invites", json!({"role": "guest", "space_ids": [space]})).ok();
    let joined = accept(&server, &token_of(&link), "Gus Guest", "gus@example.com");
    let gus = server.nobody().signed_in(&joined);
    // A guest knows those they work with, by name only.
    let known = gus.get("/people").ok();
    let names: Vec<&str> = known["items"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ana Moreau", "Gus Guest"]);
    assert_eq!((&known["items"][0]["email"], &known["items"][1]["email"]), (&json!(null), &json!("gus@example.com")));
    gus.get(&format!("/people/{}", owner.me())).fails(404, "not_found");
    gus.post("/invites", json!({"role": "guest", "space_ids": [space]})).fails(403, "forbidden");
    // What somebody gave out goes with them.
    let open = token_of(&ana.post("/invites", json!({"role": "guest", "space_ids": [space]})).ok());
    owner.put(&format!("/people/{}/deactivation", ana.me()), json!({"hand_over_to": null})).ok();
    accept(&server, &open, "Late", "late@example.com").fails(410, "link_expired");
}

#[test]
fn a_placeholder_becomes_the_person_and_keeps_its_id() {
    let server = Server::start();
    let owner = server.owner();
    let new = NewPerson {
        name: "B. Ito".into(),
        email: "bo@example.com".into(),
        role: Role::Member,
        state: PersonState::Placeholder,
        language: "en".into(),
        time_zone: "Europe/Berlin".parse().unwrap(),
    };
    let known = server.app.run_blocking(Who::system(), move |work| create_person(work, new.clone())).unwrap().value;
    let space = owner.space("Service", "open");
    let task =
        owner.post(&format!("/spaces/{space}/tasks"), json!({"title": "Waits for Bo", "assignee_id": known.id})).ok();
    let token = token_of(&owner.post("/invites", json!({"role": "member"})).ok());
    let joined = accept(&server, &token, "Bo Ito", "bo@example.com");
    assert_eq!(joined.json["person"]["id"], known.id.to_string());
    let bo = server.nobody().signed_in(&joined);
    let mine = bo.get(&format!("/tasks/{}", task["id"].as_str().unwrap())).ok();
    assert_eq!((&mine["assignee_id"], state(&owner, &known.id.to_string())), (&json!(known.id), json!("active")));
}

#[test]
fn a_profile_is_edited_by_its_person_and_checked() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    ana.send("PATCH", "/me", Some(&json!({"phone": "1"}))).fails(428, "needs_if_match");
    let before = ana.get("/me").ok();
    let after = ana
        .patch_from(
            &before["version"],
            "/me",
            json!({"job_title": "Fitter", "working_days": [1, 2, 3], "hours_from": "07:30", "theme": "dark"}),
        )
        .ok();
    assert_eq!(
        (&after["job_title"], &after["working_days"], &after["hours_from"], &after["theme"]),
        (&json!("Fitter"), &json!([1, 2, 3]), &json!("07:30"), &json!("dark"))
    );
    ana.patch_from(&before["version"], "/me", json!({"phone": "0151 2"})).ok();
    ana.patch_from(&before["version"], "/me", json!({"job_title": "Baker"})).fails(412, "stale");
    for (field, value) in [
        ("time_zone", json!("Mars/Base")),
        ("hours_to", json!("06:00")),
        ("working_days", json!([0])),
        ("theme", json!("pink")),
        ("name", json!(" ")),
        ("reports_to", json!(ana.me())),
        ("color", json!(10)),
    ] {
        let refused = ana.patch("/me", json!({ field: value })).fails(422, "invalid");
        assert!(refused["error"]["fields"][field].is_string(), "{field}: {refused}");
    }
    ana.patch("/me", json!({"state": "active"})).fails(400, "unknown_field");
    ana.patch("/me", json!({"role": "owner"})).fails(403, "forbidden");
    ana.patch("/me", json!({"email": "boss@example.com"})).fails(403, "forbidden");
    ana.patch(&format!("/people/{}", owner.me()), json!({"name": "Fool"})).fails(403, "forbidden");
    owner.patch(&format!("/people/{}", ana.me()), json!({"email": "OLGA@example.com"})).fails(409, "taken");
    owner.patch(&format!("/people/{}", ana.me()), json!({"theme": "dark"})).fails(403, "forbidden");
}

#[test]
fn owners_are_made_and_unmade_by_owners_and_one_remains() {
    let server = Server::start();
    let owner = server.owner();
    let admin = server.join(&owner, "Ada Admin", "admin");
    let of = |client: &Client| format!("/people/{}", client.me());
    admin.patch(&of(&admin), json!({"role": "owner"})).fails(403, "forbidden");
    for answer in [
        admin.patch(&of(&owner), json!({"role": "member"})),
        admin.patch(&of(&owner), json!({"email": "mine@example.com"})),
        admin.post(&format!("{}/reset-link", of(&owner)), json!({})),
        admin.put(&format!("{}/deactivation", of(&owner)), json!({"hand_over_to": null})),
    ] {
        answer.fails(403, "forbidden");
    }
    owner.patch(&of(&owner), json!({"role": "admin"})).fails(409, "last_owner");
    owner.put(&format!("{}/deactivation", of(&owner)), json!({"hand_over_to": null})).fails(409, "last_owner");
    owner.patch(&of(&admin), json!({"role": "owner"})).ok();
    owner.patch(&of(&owner), json!({"role": "member"})).ok();
    owner.get("/admin/audit").fails(403, "forbidden");
    admin.patch(&of(&admin), json!({"role": "guest"})).fails(409, "last_owner");
}

#[test]
fn leaving_closes_every_way_in_and_hands_the_work_over() {
    let server = Server::start();
    let owner = server.owner();
    let (ana, bo) = (server.join(&owner, "Ana Moreau", "member"), server.join(&owner, "Bo Ito", "member"));
    let (open, closed) = (owner.space("Service", "open"), ana.space("Secret", "private"));
    let task = |space: &str, title: &str| {
        ana.post(&format!("/spaces/{space}/tasks"), json!({"title": title, "assignee_id": ana.me()})).ok()
    };
    let (shared, hidden) = (task(&open, "Shared"), task(&closed, "Hidden"));
    let personal = ana.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    task(&personal, "Own");
    let token = ana.post("/me/tokens", json!({"name": "Script", "scopes": ["read"]})).ok();
    let script = server.nobody().with("Authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    script.get("/me").ok();
    let leaver = ana.me();
    bo.get(&format!("/people/{leaver}/holdings")).fails(403, "forbidden");
    let held = owner.get(&format!("/people/{leaver}/holdings")).ok();
    assert_eq!(
        (held["open_tasks"].as_array().unwrap().len(), &held["personal_tasks"], &held["tokens"]),
        (2, &json!(1), &json!(1))
    );
    assert_eq!(held["lead_of"], json!([closed]));
    let path = format!("/people/{leaver}/deactivation");
    bo.put(&path, json!({"hand_over_to": null})).fails(403, "forbidden");
    owner.put(&path, json!({"hand_over_to": leaver})).fails(422, "invalid");
    assert_eq!(owner.put(&path, json!({"hand_over_to": bo.me()})).ok()["state"], "deactivated");
    ana.get("/me").fails(401, "not_signed_in");
    script.get("/me").fails(401, "not_signed_in");
    assert_eq!(bo.get(&format!("/tasks/{}", shared["id"].as_str().unwrap())).ok()["assignee_id"], bo.me());
    // Whoever takes a space over that nobody else leads reads what is in it, and takes that too.
    assert_eq!(bo.get(&format!("/tasks/{}", hidden["id"].as_str().unwrap())).ok()["assignee_id"], bo.me());
    let sign_in = json!({"email": "ana.moreau@example.com", "password": guildhall_tests::server::PASSWORD});
    server.nobody().post("/session", sign_in.clone()).fails(401, "wrong_credentials");
    assert_eq!(owner.delete(&path).ok()["state"], "active");
    let back = server.nobody().post("/session", sign_in);
    let ana = server.nobody().signed_in(&back);
    assert_eq!(ana.get(&format!("/tasks/{}", hidden["id"].as_str().unwrap())).ok()["assignee_id"], bo.me());
    script.get("/me").fails(401, "not_signed_in");
}
