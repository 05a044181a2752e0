//! The mail server as admins set it, and the secrets behind it.

use crate::{URL, set, until};
use guildhall::{
    config::{Hidden, Setting, SettingSource},
    vault,
};
use guildhall_tests::{Server, smtp::Smtp};
use serde_json::json;

#[test]
fn an_admin_sets_it_and_tries_it() {
    let smtp = Smtp::locked("kettle orbit");
    let server = Server::start_with(|config| config.public_url = Some(URL.into()));
    let olga = server.owner();
    let before = olga.get("/admin/mail").ok();
    assert_eq!((&before["ready"], &before["host"]["value"]), (&json!(false), &json!("")));
    olga.post("/admin/mail/test", json!({})).fails(409, "conflict");
    set(&olga, smtp.port);
    let refused = olga.post("/admin/mail/test", json!({})).fails(502, "mail_failed");
    assert!(refused["error"]["message"].as_str().unwrap().starts_with("The mail server says:"), "{refused}");
    let after = olga.put("/admin/mail", json!({ "user": "guild", "password": "kettle orbit" })).ok();
    assert_eq!((&after["ready"], &after["password"]), (&json!(true), &json!({ "value": "set", "source": null })));
    assert!(!olga.get("/admin/mail").text.contains("kettle"), "it is never shown again");
    assert_eq!(olga.post("/admin/mail/test", json!({})).status, 204);
    let mail = smtp.wait(1)[0].clone();
    assert_eq!((mail.to.as_str(), mail.header("List-Unsubscribe")), ("olga@example.com", None));
    for (wrong, field) in [
        (json!({ "host": "two words" }), "host"),
        (json!({ "port": "0" }), "port"),
        (json!({ "security": "some" }), "security"),
        (json!({ "from": "nobody" }), "from"),
        (json!({ "user": "a\r\nMAIL FROM:<x>" }), "user"),
    ] {
        let error = olga.put("/admin/mail", wrong).fails(422, "invalid");
        assert!(error["error"]["fields"][field].is_string(), "{error}");
    }
    olga.put("/admin/mail", json!({ "password": "" })).ok();
    assert_eq!(olga.get("/admin/mail").ok()["password"]["value"], "");
    let audit = olga.get("/admin/audit").ok();
    assert_eq!(audit["items"][0]["action"], "mail_server_changed");
}

#[test]
fn what_is_set_outside_is_shown_and_not_changed() {
    let smtp = Smtp::start();
    let port = smtp.port.to_string();
    let server = Server::start_with(move |config| {
        config.public_url = Some(URL.into());
        config.smtp_password = Some(Hidden::new("kettle orbit".into()));
        let outside = [
            ("smtp_host", "127.0.0.1"),
            ("smtp_port", port.as_str()),
            ("smtp_security", "none"),
            ("smtp_from", "guild@example.org"),
            ("smtp_password", "set"),
        ];
        config.shown = outside
            .map(|(name, value)| Setting { name: name.into(), value: value.into(), source: SettingSource::Environment })
            .to_vec();
    });
    let olga = server.owner();
    let shown = olga.get("/admin/mail").ok();
    assert_eq!(shown["host"], json!({ "value": "127.0.0.1", "source": "environment" }));
    assert_eq!(shown["password"], json!({ "value": "set", "source": "environment" }));
    assert_eq!(shown["ready"], true);
    for name in ["host", "port", "password"] {
        let error = olga.put("/admin/mail", json!({ name: "1" })).fails(422, "invalid");
        assert!(error["error"]["fields"][name].as_str().unwrap().contains("environment"), "{error}");
    }
    assert_eq!(olga.post("/admin/mail/test", json!({})).status, 204);
    smtp.wait(1);
}

#[test]
fn with_a_key_secrets_lie_encrypted_in_the_file_and_the_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("test.redb");
    let words = b"kettle orbit mustard".to_vec();
    let key = Hidden::new("a key of sixteen letters".into());
    let clock = guildhall::clock::Clock::manual(guildhall_tests::MONDAY);
    let first = Server::open(&data, clock.clone());
    let plain = words.clone();
    let write =
        move |work: &mut guildhall::access::Work<'_, '_>| Ok(vault::put(work.tx, None, "smtp_password", &plain)?);
    first.app.run_blocking(guildhall::access::Who::system(), write).unwrap();
    assert_eq!(vault::needed(&first.app.store().snapshot().unwrap()).unwrap(), None);
    // The key comes later: what lies there is encrypted then.
    let sealing = key.clone();
    let seal = move |work: &mut guildhall::access::Work<'_, '_>| Ok(vault::seal_all(work.tx, &sealing)?);
    assert_eq!(first.app.run_blocking(guildhall::access::Who::system(), seal).unwrap().value, 1);
    let snapshot = first.app.store().snapshot().unwrap();
    let name = vault::needed(&snapshot).unwrap().unwrap();
    assert_eq!(vault::get(&snapshot, Some(&key), "smtp_password").unwrap(), Some(words.clone()));
    let other = Hidden::new("another key of letters".into());
    for wrong in [None, Some(&other)] {
        let error = vault::get(&snapshot, wrong, "smtp_password").unwrap_err();
        assert_eq!(error, vault::Trouble::NeedsKey(name.clone()));
    }
    drop(snapshot);
    let backup = folder.path().join("backup.redb");
    first.app.store().backup_to(&backup, &mut |_| {}).unwrap();
    drop(first);
    for file in [&data, &backup] {
        // The server lets go of its file a moment after it ended.
        let facts = until(|| guildhall_store::doctor(file).facts, Result::is_ok).unwrap();
        assert_eq!(facts.sealed_by.as_ref(), Some(&name), "{}", file.display());
    }
    let bytes = std::fs::read(&backup).unwrap();
    assert!(!bytes.windows(words.len()).any(|window| window == words), "a backup has it encrypted too");
}
