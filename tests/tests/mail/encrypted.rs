//! The way to the mail server kept from others, with certificates of the test's own. The server believes in what the
//! system believes in, here one file, named as it is for every program (`SSL_CERT_FILE`), and in the file it is given
//! for mail (`--mail-ca`).

use crate::URL;
use guildhall_tests::{Client, Process, process::found, smtp::Smtp, tls::Identity};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

struct Case {
    folder: TempDir,
    process: Process,
    olga: Client,
}

/// A server that believes in the certificate `trusted.pem`, by the system or by a setting of its own.
fn case(by_setting: bool) -> Case {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    Identity::new().write(&at("trusted.pem"), &at("trusted.key"));
    Identity::new().write(&at("other.pem"), &at("other.key"));
    let data = at("guild.redb");
    let token = found(&data);
    let trusted = at("trusted.pem").display().to_string();
    let setting: &[&str] = if by_setting { &["--mail-ca", &trusted] } else { &[] };
    let process = Process::start_as(&data, &[&["--public-url", URL], setting].concat(), |command| {
        command.env_remove("SSL_CERT_DIR");
        if !by_setting {
            command.env("SSL_CERT_FILE", &trusted);
        }
    });
    let olga = process.with_token(&token);
    Case { folder, process, olga }
}

impl Case {
    fn smtp(&self, how: &str, name: &str) -> Smtp {
        let at = |ending: &str| self.folder.path().join(format!("{name}.{ending}"));
        let (cert, key): (&Path, &Path) = (&at("pem"), &at("key"));
        Smtp::encrypted(how, cert, key)
    }

    fn set(&self, smtp: &Smtp, security: &str) {
        let settings = json!({
            "host": "localhost", "port": smtp.port.to_string(), "security": security, "from": "guild@example.org",
        });
        self.olga.put("/admin/mail", settings).ok();
    }
}

#[test]
fn mail_goes_encrypted_both_ways_and_to_nobody_who_cannot_prove_who_they_are() {
    for by_setting in [false, true] {
        goes_encrypted(&case(by_setting));
    }
}

fn goes_encrypted(case: &Case) {
    for how in ["starttls", "tls"] {
        let smtp = case.smtp(how, "trusted");
        case.set(&smtp, how);
        let sent = case.olga.post("/admin/mail/test", json!({}));
        assert_eq!(sent.status, 204, "{how}: {}", sent.text);
        assert_eq!(smtp.wait(1)[0].to, "olga@example.com");
        let false_one = case.smtp(how, "other");
        case.set(&false_one, how);
        let refused = case.olga.post("/admin/mail/test", json!({})).fails(502, "mail_failed");
        let words = refused["error"]["message"].as_str().unwrap();
        assert!(words.to_lowercase().contains("certificate") && words.contains("--mail-ca"), "{refused}");
        assert_eq!(false_one.mails().len(), 0);
    }
    let ca = case.olga.get("/admin/mail").ok()["ca"].clone();
    if ca["source"].is_string() {
        assert!(ca["value"].as_str().unwrap().ends_with("trusted.pem") && ca["source"] == "flag", "{ca}");
    }
    // A server that does not offer what is wanted gets nothing.
    let plain = Smtp::start();
    for how in ["starttls", "tls"] {
        case.set(&plain, how);
        case.olga.post("/admin/mail/test", json!({})).fails(502, "mail_failed");
    }
    assert_eq!(plain.mails().len(), 0);
    // And one that wants it takes nothing without.
    let strict = case.smtp("starttls", "trusted");
    case.set(&strict, "none");
    case.olga.post("/admin/mail/test", json!({})).fails(502, "mail_failed");
    assert_eq!(strict.mails().len(), 0);
    assert!(case.process.id() > 0);
}
