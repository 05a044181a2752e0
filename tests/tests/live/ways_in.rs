//! Who gets in, and how soon they are out.

use super::telling::two;
use guildhall_tests::{Live, live::PATIENCE, server::PASSWORD};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long a way in may stay open after it was closed.
const SOON: Duration = Duration::from_secs(1);

#[test]
fn nobody_a_foreign_page_and_what_is_no_websocket_are_refused() {
    let (server, _olga, ana, _) = two();
    assert_eq!(Live::attempt(&server.nobody(), "/live").err(), Some(401));
    ana.get("/live").fails(426, "needs_upgrade");
    ana.get("/live?since=nonsense").fails(400, "bad_query");
    assert_eq!(Live::attempt(&ana, "/live?since=nonsense").err(), Some(400));
    let host = server.url.trim_start_matches("http://");
    for (name, value) in [
        ("Origin", "https://elsewhere.example".to_owned()),
        ("Origin", "null".to_owned()),
        ("Origin", format!("http://{host}.elsewhere.example")),
        ("Sec-Fetch-Site", "cross-site".to_owned()),
        ("Sec-Fetch-Site", "same-site".to_owned()),
    ] {
        assert_eq!(Live::attempt(&ana.with(name, &value), "/live").err(), Some(403), "{name}: {value}");
    }
    assert!(Live::attempt(&ana.with("Origin", &server.url), "/live").is_ok());
    let write = ana.post("/me/tokens", json!({"name": "Writer", "scopes": ["write"]})).ok();
    let bearer = format!("Bearer {}", write["secret"].as_str().unwrap());
    assert_eq!(Live::attempt(&server.nobody().with("Authorization", &bearer), "/live").err(), Some(403));
}

#[test]
fn somebody_has_twenty_connections_at_most() {
    let (_server, olga, ana, _) = two();
    let mut all: Vec<Live> = (0..20).map(|_| Live::open(&ana, None)).collect();
    assert_eq!(Live::attempt(&ana, "/live").err(), Some(429));
    assert!(Live::attempt(&olga, "/live").is_ok(), "others have their own");
    all.pop();
    let begun = Instant::now();
    while Live::attempt(&ana, "/live").is_err() {
        assert!(begun.elapsed() < PATIENCE);
    }
}

#[test]
fn garbage_ends_the_connection_and_nothing_else() {
    let (_server, _olga, ana, _) = two();
    let said: [(u8, Vec<u8>); 9] = [
        (1, b"nonsense".to_vec()),
        (1, br#"{"type":"look","item_id":"x"}"#.to_vec()),
        (1, br#"{"type":"look","field":"a b<script>"}"#.to_vec()),
        (1, br#"{"type":"shout"}"#.to_vec()),
        (1, vec![0xff, 0xfe]),
        (2, vec![0; 10]),
        (0, b"half".to_vec()),
        (3, b"reserved".to_vec()),
        (1, vec![b' '; (1 << 20) + 1]),
    ];
    for (kind, payload) in said {
        let mut live = Live::open(&ana, None);
        live.send(kind, &payload);
        let begun = Instant::now();
        live.end();
        assert!(begun.elapsed() < PATIENCE, "kind {kind}, {} bytes", payload.len());
    }
    let mut hasty = Live::open(&ana, None);
    (0..1000).for_each(|_| hasty.say(json!({"type": "look"})));
    hasty.end();
    // Things that are not there, or not for them, are no fault, and tell nothing.
    let mut live = Live::open(&ana, None);
    live.say(json!({"type": "look", "item_id": "018f0000-0000-7000-8000-0000000000ff"}));
    let frames = live.drain();
    assert!(frames.iter().all(|frame| frame["type"] == "hello"), "{frames:?}");
}

/// Everything that closes a way in.
#[test]
fn whoever_may_not_come_in_any_more_is_out_within_a_second() {
    let (server, olga, ana, space) = two();
    let sign_in = || {
        let nobody = server.nobody();
        let answer = nobody.post("/session", json!({"email": "ana.duarte@example.com", "password": PASSWORD}));
        nobody.signed_in(&answer)
    };
    let out = |what: &str, live: &mut Live, close: &dyn Fn()| {
        let begun = Instant::now();
        close();
        assert_eq!(live.end(), 4401, "{what}");
        assert!(begun.elapsed() < SOON, "{what} took {:?}", begun.elapsed());
        println!("{what}: {:?}", begun.elapsed());
        // Whatever happens now is not told to them.
        olga.task(&space, "Unseen");
        assert!(live.hear().is_none_or(|frame| frame["type"] == "hello"));
    };
    let (one, other) = (sign_in(), sign_in());
    out("signing out", &mut Live::open(&one, None), &|| {
        one.send("DELETE", "/session", None).ok();
    });
    out("ending the others", &mut Live::open(&other, None), &|| {
        ana.send("DELETE", "/me/sessions", None).ok();
    });
    let token = ana.post("/me/tokens", json!({"name": "Script", "scopes": ["read"]})).ok();
    let script = server.nobody().with("Authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    out("deleting the token", &mut Live::open(&script, None), &|| {
        ana.send("DELETE", &format!("/me/tokens/{}", token["id"].as_str().unwrap()), None).ok();
    });
    let third = sign_in();
    out("a new password", &mut Live::open(&third, None), &|| {
        let body = json!({"current": PASSWORD, "password": "kettle orbit mustard"});
        ana.put("/me/password", body).ok();
    });
    out("deactivation", &mut Live::open(&ana, None), &|| {
        olga.put(&format!("/people/{}/deactivation", ana.me()), json!({"hand_over_to": null})).ok();
    });
}

#[test]
fn a_right_that_goes_is_gone_within_a_second_on_every_way_out() {
    let (server, olga, ana, _) = two();
    let closed = olga.space("Board", "closed");
    let member = format!("/spaces/{closed}/members/{}", ana.me());
    olga.put(&member, json!({"role": "member"})).ok();
    let task = olga.task(&closed, "Sell the van");
    let id = task["id"].as_str().unwrap();
    let mut hers = Live::open(&ana, None);
    hers.look(id);
    let mut his = Live::open(&olga, None);
    his.look(id);
    his.until("presence", |frame| frame["people"][0]["id"] == ana.me());
    let begun = Instant::now();
    olga.send("DELETE", &member, None).ok();
    hers.until("reload", |_| true);
    his.until("presence", |frame| frame["people"] == json!([]));
    for path in [format!("/tasks/{id}"), format!("/items/{id}/activity"), format!("/items/{id}/comments")] {
        ana.get(&path).fails(404, "not_found");
    }
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    // From here on nothing of it reaches her.
    olga.patch(&format!("/tasks/{id}"), json!({"title": "Sell both vans"})).ok();
    olga.post(&format!("/items/{id}/comments"), json!({"body": "Hush"})).ok();
    guildhall_tests::live::told(&server);
    let rest = hers.drain();
    assert!(!rest.iter().any(|frame| frame.to_string().contains(id)), "{rest:#?}");
}
