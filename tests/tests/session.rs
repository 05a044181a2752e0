//! The ways in: the first run, passwords, sessions, links and tokens.

use guildhall_tests::{Answer, Client, Server, server::PASSWORD};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

fn sign_in(server: &Server, email: &str, password: &str) -> Answer {
    server.nobody().post("/session", json!({"email": email, "password": password}))
}

fn first_run(token: &str, name: &str) -> Value {
    json!({
        "token": token, "organization": "Northfold Heating", "name": name, "email": "olga@example.com",
        "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en",
    })
}

fn count(client: &Client, path: &str) -> usize {
    client.get(path).ok()["items"].as_array().unwrap().len()
}

#[test]
fn the_first_run_has_one_winner_and_is_gone_afterwards() {
    let server = Server::start();
    assert_eq!(server.nobody().get("/server").ok()["setup_needed"], true);
    server.nobody().post("/setup", first_run("guess", "Mallory")).fails(410, "link_expired");
    let token = guildhall::session::setup::make_token(&server.app).unwrap();
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..5)
            .map(|n| {
                scope.spawn({
                    let (server, token) = (&server, &token);
                    move || server.nobody().post("/setup", first_run(token, &format!("Racer {n}")))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(won.len(), 1);
    lost.into_iter().for_each(|answer| {
        answer.fails(410, "setup_done");
    });
    let owner = server.nobody().signed_in(&won[0]);
    assert_eq!((&won[0].json["me"]["role"], count(&owner, "/people")), (&json!("owner"), 1));
    assert_eq!(guildhall::session::setup::make_token(&server.app), None);
    server.nobody().post("/setup", first_run(&token, "Late")).fails(410, "setup_done");
    let known = server.nobody().get("/server").ok();
    assert_eq!((&known["setup_needed"], &known["organization"]), (&json!(false), &json!("Northfold Heating")));
}

#[test]
fn the_cookie_is_for_no_script_and_no_other_site() {
    let server = Server::start();
    server.owner();
    let answer = sign_in(&server, " OLGA@example.com ", PASSWORD);
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    for part in ["guildhall=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=5184000"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let olga = server.nobody().signed_in(&answer);
    let frame = olga.get("/session").ok();
    assert!(olga.get("/session").header("set-cookie").unwrap().contains("Max-Age=5184000"), "a session in use goes on");
    assert_eq!(
        (&frame["me"]["name"], &frame["health"]["writable"], &frame["organization"]["time_zone"]),
        (&json!("Olga Owner"), &json!(true), &json!("Europe/Berlin"))
    );
    let out = olga.send("DELETE", "/session", None);
    assert!(out.status == 204 && out.header("set-cookie").unwrap().contains("Max-Age=0"));
    olga.get("/session").fails(401, "not_signed_in");
    server.nobody().with("Cookie", "guildhall=made-up").get("/me").fails(401, "not_signed_in");
}

#[test]
fn guessing_says_nothing_and_has_to_wait() {
    let server = Server::start();
    server.owner();
    let wrong = sign_in(&server, "olga@example.com", "not this one at all");
    let unknown = sign_in(&server, "nobody@example.com", "not this one at all");
    assert_eq!((wrong.status, &wrong.text), (401, &unknown.text));
    for _ in 0..4 {
        sign_in(&server, "olga@example.com", "nor this").fails(401, "wrong_credentials");
    }
    let refused = sign_in(&server, "olga@example.com", PASSWORD);
    assert_eq!(refused.header("retry-after"), Some("900"));
    refused.fails(429, "too_many_attempts");
    server.clock.advance(15 * MINUTE);
    sign_in(&server, "olga@example.com", PASSWORD).ok();
    for n in 0..20 {
        sign_in(&server, &format!("guess{n}@example.com"), "x").fails(401, "wrong_credentials");
    }
    sign_in(&server, "olga@example.com", PASSWORD).fails(429, "too_many_attempts");
    server.nobody().post("/invites/open", json!({"token": "x"})).fails(429, "too_many_attempts");
}

#[test]
fn many_guesses_at_once_get_no_further_than_one_after_the_other() {
    let server = Server::start();
    server.owner();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..12).map(|_| scope.spawn(|| sign_in(&server, "olga@example.com", "wrong again").status)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5, "{statuses:?}");
}

#[test]
fn a_flood_of_sign_ins_is_refused_and_keeps_nobody_else_waiting() {
    let server = Server::start();
    let owner = server.owner();
    let (server, mut beside) = (&server, 0);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guess = |n: usize| {
            move || {
                (0..25).map(|k| sign_in(server, &format!("guess{n}.{k}@example.com"), "x").status).collect::<Vec<_>>()
            }
        };
        let flood: Vec<_> = (0..32).map(|n| scope.spawn(guess(n))).collect();
        while !flood.iter().all(|thread| thread.is_finished()) {
            owner.get("/me").ok();
            beside += 1;
        }
        flood.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| [401, 429, 503].contains(status)), "{statuses:?}");
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!(looked_at <= 25, "{looked_at} of {} guesses were looked at", statuses.len());
    // Whoever stood in line behind the guesses would have been answered once or twice.
    assert!(beside >= 10, "{beside} requests beside {} guesses", statuses.len());
    server.clock.advance(15 * MINUTE);
    sign_in(server, "olga@example.com", PASSWORD).ok();
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    let server = Server::start();
    let owner = server.owner();
    let other = server.nobody().signed_in(&sign_in(&server, "olga@example.com", PASSWORD));
    assert_eq!(count(&owner, "/me/sessions"), 2);
    let change =
        |current: &str, password: &str| owner.put("/me/password", json!({"current": current, "password": password}));
    change("wrong one here", "kettle orbit mustard").fails(422, "invalid");
    for weak in ["short", "olgaowner1", "password1234"] {
        assert!(change(PASSWORD, weak).fails(422, "invalid")["error"]["fields"]["password"].is_string(), "{weak}");
    }
    assert_eq!(change(PASSWORD, "kettle orbit mustard").status, 204);
    other.get("/me").fails(401, "not_signed_in");
    owner.get("/me").ok();
    sign_in(&server, "olga@example.com", PASSWORD).fails(401, "wrong_credentials");
    sign_in(&server, "olga@example.com", "kettle orbit mustard").ok();
    let sessions = owner.get("/me/sessions").ok();
    let stranger =
        sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == false).unwrap().clone();
    assert_eq!(owner.delete(&format!("/me/sessions/{}", stranger["id"].as_str().unwrap())).status, 204);
    assert_eq!((owner.delete("/me/sessions").status, count(&owner, "/me/sessions")), (204, 1));
}

#[test]
fn a_reset_link_works_once_and_only_the_newest() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let path = format!("/people/{}/reset-link", ana.me());
    ana.post(&path, json!({})).fails(403, "forbidden");
    let link =
        || owner.post(&path, json!({})).ok()["link"].as_str().unwrap().split_once("/reset#").unwrap().1.to_owned();
    let take = |token: &str, password: &str| {
        server.nobody().post("/password-resets/use", json!({"token": token, "password": password}))
    };
    let (older, newer) = (link(), link());
    take(&older, "kettle orbit mustard").fails(410, "link_expired");
    take(&newer, "short").fails(422, "invalid");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = ["kettle orbit mustard", "window harbour lime"]
            .map(|password| {
                scope.spawn({
                    let (take, newer) = (&take, &newer);
                    move || take(newer, password).status
                })
            })
            .into_iter()
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!((statuses.iter().min(), statuses.iter().max()), (Some(&204), Some(&410)));
    ana.get("/me").fails(401, "not_signed_in");
    let late = link();
    server.clock.advance(30 * MINUTE);
    take(&late, "kettle orbit mustard").fails(410, "link_expired");
}

#[test]
fn a_token_carries_its_scopes_and_no_more() {
    let server = Server::start();
    let owner = server.owner();
    let keyed = owner.with("Idempotency-Key", "once");
    let make = |scopes: Value| {
        keyed.post("/me/tokens", json!({"name": "Script", "scopes": scopes, "expires_in_days": 30})).ok()
    };
    let bearer =
        |token: &Value| server.nobody().with("Authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    let (read, both) = (make(json!(["read"])), make(json!(["read", "write"])));
    assert_ne!(read["secret"], both["secret"], "a secret is never kept to be answered again");
    assert!(read["secret"].as_str().unwrap().starts_with("gh_") && !owner.get("/me/tokens").text.contains("gh_"));
    bearer(&read).get("/me").ok();
    bearer(&read).patch("/me", json!({"phone": "1"})).fails(403, "token_scope");
    let both = bearer(&both);
    both.patch("/me", json!({"phone": "1"})).ok();
    both.get("/admin/audit").fails(403, "token_scope");
    both.post("/me/tokens", json!({"name": "More", "scopes": ["admin"]})).fails(403, "token_scope");
    both.put("/me/password", json!({"current": PASSWORD, "password": "kettle orbit mustard"}))
        .fails(403, "token_scope");
    both.post("/invites", json!({"role": "admin"})).fails(403, "token_scope");
    bearer(&make(json!(["read", "admin"]))).get("/admin/audit").ok();
    owner.post("/me/tokens", json!({"name": "None", "scopes": []})).fails(422, "invalid");
    let ana = server.join(&owner, "Ana Moreau", "member");
    ana.post("/me/tokens", json!({"name": "Admin", "scopes": ["admin"]})).fails(422, "invalid");
    ana.delete(&format!("/me/tokens/{}", read["id"].as_str().unwrap())).fails(404, "not_found");
    assert_eq!(owner.delete(&format!("/me/tokens/{}", read["id"].as_str().unwrap())).status, 204);
    bearer(&read).get("/me").fails(401, "not_signed_in");
    server.clock.advance(30 * 24 * 60 * MINUTE);
    both.get("/me").fails(401, "not_signed_in");
}

#[test]
fn sessions_that_are_not_used_end() {
    let server = Server::start();
    let owner = server.owner();
    server.clock.advance(59 * 24 * 60 * MINUTE);
    owner.get("/me").ok();
    // Use is noted beside the request; the next write stands behind it in the one queue.
    owner.patch("/me", json!({"phone": "1"})).ok();
    server.clock.advance(59 * 24 * 60 * MINUTE);
    owner.get("/me").ok();
    owner.patch("/me", json!({"phone": "2"})).ok();
    server.clock.advance(60 * 24 * 60 * MINUTE + 1);
    owner.get("/me").fails(401, "not_signed_in");
}

#[test]
fn the_audit_tells_who_came_in_and_what_they_decided() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    sign_in(&server, "ana.moreau@example.com", "not this one").fails(401, "wrong_credentials");
    sign_in(&server, "my secret password", "x").fails(401, "wrong_credentials");
    owner.patch(&format!("/people/{}", ana.me()), json!({"role": "admin"})).ok();
    owner.patch("/organization", json!({"currency": "gbp"})).ok();
    let all = owner.get("/admin/audit").ok();
    let words: Vec<&str> =
        all["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(
        words,
        [
            "organization_changed",
            "role_changed",
            "sign_in_failed",
            "sign_in_failed",
            "invite_accepted",
            "invite_made",
            "set_up"
        ]
    );
    assert_eq!(
        (&all["items"][1]["about"], &all["items"][1]["actor"]["name"]),
        (&json!("Ana Moreau: member → admin"), &json!("Olga Owner"))
    );
    assert_eq!((&all["items"][2]["about"], &all["items"][3]["about"]), (&json!(""), &json!("ana.moreau@example.com")));
    assert_eq!(
        (&all["items"][3]["address"], &all["items"][3]["actor"]["kind"]),
        (&json!("127.0.0.1"), &json!("system"))
    );
    let page = owner.get("/admin/audit?limit=5").ok();
    let rest = owner.get(&format!("/admin/audit?cursor={}", page["next"].as_str().unwrap())).ok();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["items"][0]["action"]), (2, &json!("invite_made")));
}
