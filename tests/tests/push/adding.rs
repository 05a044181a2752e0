//! Browsers that agree: what is taken, what is refused, and whose they are.

use crate::office;
use guildhall_tests::{Server, push::Browser};
use serde_json::json;

#[test]
fn somebody_adds_changes_and_removes_their_own_browsers() {
    let o = office();
    let first = o.agree("/open", false);
    assert_eq!((&first["content"], &first["current"]), (&json!(false), &json!(true)));
    let again = o.agree("/open", true);
    assert_eq!((&again["id"], &again["content"]), (&first["id"], &json!(true)), "the same browser");
    o.agree("/other", false);
    assert_eq!(o.devices().len(), 2);
    let path = format!("/me/push/{}", first["id"].as_str().unwrap());
    o.olga.delete(&path).fails(404, "not_found");
    o.ana.delete(&path).ok();
    o.ana.delete(&path).fails(404, "not_found");
    assert_eq!(o.devices().len(), 1);
    // A browser that two people use tells the one who signed in last.
    o.olga.put("/me/push", o.browser.agreed("/other", false)).ok();
    assert_eq!((o.devices().len(), o.olga.get("/me/push").ok()["items"].as_array().unwrap().len()), (0, 1));
    for n in 0..25 {
        o.agree(&format!("/{n}"), false);
    }
    assert_eq!(o.devices().len(), 20, "the oldest make way");
    let token = o.ana.post("/me/tokens", json!({ "name": "Script", "scopes": ["read", "write"] })).ok();
    let script = o.server.nobody().with("Authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    script.put("/me/push", o.browser.agreed("/script", false)).fails(403, "token_scope");
}

#[test]
fn addresses_of_this_network_and_keys_that_are_none_are_refused() {
    let server = Server::start();
    let olga = server.owner();
    let browser = Browser::start();
    for endpoint in [
        "http://push.example.com/x",
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://user@push.example.com/x",
        "javascript:alert(1)",
        "",
    ] {
        let mut input = browser.agreed("/x", false);
        input["endpoint"] = json!(endpoint);
        let error = olga.put("/me/push", input).fails(422, "invalid");
        assert!(error["error"]["fields"]["endpoint"].is_string(), "{endpoint}: {error}");
    }
    let good = |field: &str, value: &str| {
        let mut input = browser.agreed("/x", false);
        input["endpoint"] = json!("https://push.example.com/x");
        input[field] = json!(value);
        input
    };
    let off = format!("BA{}", "A".repeat(85));
    for (field, value) in
        [("p256dh", ""), ("p256dh", "AAAA"), ("p256dh", off.as_str()), ("auth", "AAAA"), ("auth", "!")]
    {
        olga.put("/me/push", good(field, value)).fails(422, "invalid");
    }
    olga.put("/me/push", good("endpoint", "https://push.example.com/x")).ok();
    assert_eq!(olga.get("/me/push").ok()["items"].as_array().unwrap().len(), 1);
}
