//! Who makes webhooks, where they may lead, and what is shown of them.

use crate::{DAY, Office, office, office_on};
use guildhall_tests::{Server, id, smtp::Smtp};
use serde_json::{Value, json};

#[test]
fn an_admin_makes_one_and_its_secret_is_shown_once() {
    let mut o = office();
    let input = json!({ "name": "Till", "url": "https://till.example.com/hook" });
    o.ana.post("/webhooks", input.clone()).fails(403, "forbidden");
    let made = o.olga.post("/webhooks", input.clone()).ok();
    let secret = made["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let path = format!("/webhooks/{}", id(&made["webhook"]));
    let shown = o.olga.get(&path);
    assert!(!shown.text.contains(&secret) && !o.olga.get("/webhooks").text.contains(&secret));
    assert_eq!(shown.ok()["url"], input["url"]);
    o.olga.post("/webhooks", json!({ "name": "TILL", "url": "https://example.com/" })).fails(409, "taken");
    // Who writes rules is told the names, and nothing of the addresses.
    let names = o.ana.get("/webhooks/names");
    assert!(!names.text.contains("example.com"), "{}", names.text);
    assert_eq!(names.ok()["items"], json!([{ "id": made["webhook"]["id"], "name": "Till" }]));
    o.ana.get(&path).fails(403, "forbidden");
    let guest = o.server.join(&o.olga, "Gil Guest", "guest");
    guest.get("/webhooks/names").fails(403, "forbidden");
    // Another secret is another one, and is not kept for a key of idempotency either.
    let keyed = o.olga.with("Idempotency-Key", "once");
    let second = keyed.put(&format!("{path}/secret"), json!({})).ok()["secret"].clone();
    let third = keyed.put(&format!("{path}/secret"), json!({})).ok()["secret"].clone();
    assert!(second != json!(secret) && second != third);
    // Old versions of it are told apart.
    o.olga.patch_from(&made["webhook"]["version"], &path, json!({ "on": false })).ok();
    o.olga.patch_from(&made["webhook"]["version"], &path, json!({ "on": true })).fails(412, "stale");
    assert_eq!(o.ana.get("/webhooks/names").ok()["items"], json!([]));
    o.olga.delete(&path).ok();
    o.olga.get(&path).fails(404, "not_found");
    let audit = o.olga.get("/admin/audit").text;
    for action in ["webhook_made", "webhook_changed", "webhook_deleted"] {
        assert!(audit.contains(action), "{audit}");
    }
    assert!(!audit.contains("/hook"), "an address may hold a secret: {audit}");
    o.webhook("/open");
}

#[test]
fn an_address_that_is_not_public_is_refused_unless_it_is_said_to_be_in_the_own_network() {
    let o = office();
    let sends = |url: &str, inside: bool| {
        o.olga.post("/webhooks", json!({ "name": format!("To {}", url.len()), "url": url, "inside": inside }))
    };
    let long = format!("https://example.com/{}", "a".repeat(10_000));
    for url in ["ftp://example.com/", "https://olga:secret@example.com/", "file:///etc/passwd", "", "nowhere", &long] {
        let refused = sends(url, true).fails(422, "invalid");
        assert!(refused["error"]["fields"]["url"].is_string(), "{refused}");
    }
    let near =
        ["http://127.0.0.1:9/", "https://127.0.0.1/", "https://10.1.2.3/", "http://example.com/", "https://[fd00::1]/"];
    for url in near {
        let refused = sends(url, false).fails(422, "invalid");
        assert!(refused["error"]["fields"]["url"].as_str().unwrap().contains("own network"), "{url} {refused}");
    }
    for url in ["https://169.254.169.254/latest", "http://1.1.1.1/", "http://0.0.0.0/"] {
        sends(url, true).fails(422, "invalid");
    }
    let near = sends("http://192.168.1.9:8123/api/webhook", true).ok()["webhook"].clone();
    // A token that was lost opens no own network.
    let token = o.olga.post("/me/tokens", json!({ "name": "Script", "scopes": ["read", "write", "admin"] })).ok();
    let script = o.server.nobody().with("Authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    let inside = json!({ "name": "Script", "url": "http://127.0.0.1:9/", "inside": true });
    script.post("/webhooks", inside).fails(403, "token_scope");
    let far =
        script.post("/webhooks", json!({ "name": "Script", "url": "https://example.com/" })).ok()["webhook"].clone();
    script.patch(&format!("/webhooks/{}", id(&far)), json!({ "inside": true })).fails(403, "token_scope");
    // Nor does it lead elsewhere in one that was opened.
    let near = format!("/webhooks/{}", id(&near));
    script.patch(&near, json!({ "url": "http://192.168.1.1/" })).fails(403, "token_scope");
    script.patch(&near, json!({ "name": "Lamp" })).ok();
}

#[test]
fn a_name_that_leads_to_this_machine_is_asked_only_where_that_was_said() {
    let mut o = office();
    let port = o.hook.first["port"].clone();
    let input = json!({ "name": "Local", "url": format!("https://localhost:{port}/open") });
    let made = o.olga.post("/webhooks", input).ok()["webhook"].clone();
    o.olga.post(&format!("/webhooks/{}/test", id(&made)), json!({})).ok();
    let failed = o.last(&made, |last| last["state"] == "failed");
    assert_eq!((&failed["status"], o.told().len()), (&Value::Null, 0), "{failed}");
    let open = o.webhook("/open");
    let local = json!({ "url": format!("http://localhost:{port}/open") });
    o.olga.patch(&format!("/webhooks/{}", id(&open)), local).ok();
    o.olga.post(&format!("/webhooks/{}/test", id(&open)), json!({})).ok();
    o.last(&open, |last| last["state"] == "taken");
}

#[test]
fn an_old_secret_signs_beside_the_new_one_for_a_day() {
    let mut o = office();
    let webhook = o.webhook("/hook");
    let at = format!("/webhooks/{}", id(&webhook));
    // The program knows the first secret only.
    o.olga.put(&format!("{at}/secret"), json!({})).ok();
    let tell = |o: &Office, count: usize| {
        o.olga.post(&format!("{at}/test"), json!({})).ok();
        o.wait(count).pop().unwrap()
    };
    assert_eq!(tell(&o, 1)["proven"], true);
    o.server.clock.advance(DAY);
    assert_eq!(tell(&o, 2)["proven"], false);
}

#[test]
fn admins_get_one_mail_when_the_server_switches_one_off() {
    let smtp = Smtp::start();
    let mut o = office_on(Server::start_with(|config| config.public_url = Some("https://work.example.org".into())));
    let port = smtp.port.to_string();
    let out = json!({ "host": "127.0.0.1", "port": port, "security": "none", "from": "guild@example.org" });
    o.olga.put("/admin/mail", out).ok();
    let webhook = o.webhook("/gone");
    o.rule(&o.olga, &webhook);
    o.task("Sold");
    o.pass();
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "olga@example.com");
    assert!(mail.header("Subject").unwrap().contains("was switched off"), "{:?}", mail.header("Subject"));
    assert!(mail.text().contains(&format!("https://work.example.org/admin/webhooks/{}", id(&webhook))));
    assert_eq!(o.again(&webhook)["off"]["why"], "gone");
    // Another one is told apart, and this one never again.
    let second = o.webhook("/gone/too");
    o.rule(&o.olga, &second);
    o.task("Sold again");
    o.pass();
    let mails = smtp.wait(2);
    assert!(mails[1].text().contains(&id(&second)) && mails.len() == 2, "{mails:?}");
}
