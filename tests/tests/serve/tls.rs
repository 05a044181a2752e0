//! Encrypted connections without a proxy.

use super::founded;
use guildhall_tests::{Process, process, server::PASSWORD, tls::Identity, wait_for};
use rustix::process::Signal;
use serde_json::json;
use std::{
    fs::{self, File},
    path::PathBuf,
};

struct Files {
    cert: PathBuf,
    key: PathBuf,
    log: PathBuf,
}

fn start(data: &std::path::Path, files: &Files) -> Process {
    let (cert, key) = (files.cert.display().to_string(), files.key.display().to_string());
    let log = File::create(&files.log).unwrap();
    Process::start_as(data, &["--tls-cert", &cert, "--tls-key", &key], |command| {
        command.stderr(log);
    })
}

fn files(folder: &std::path::Path) -> Files {
    Files { cert: folder.join("cert.pem"), key: folder.join("key.pem"), log: folder.join("log") }
}

#[test]
fn an_encrypted_server_keeps_its_cookies_to_encrypted_connections() {
    let (folder, data, _) = founded();
    let (identity, files) = (Identity::new(), files(folder.path()));
    identity.write(&files.cert, &files.key);
    let server = start(&data, &files);
    assert!(server.url.starts_with("https://127.0.0.1:"), "{}", server.url);
    let mut wire = identity.connect(&server.url, &["http/1.1"]).unwrap();
    let body = json!({"email": "olga@example.com", "password": PASSWORD});
    let signed_in = wire.post("/api/v1/session", "", &body);
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);
    let cookie = signed_in.head.lines().find(|line| line.starts_with("set-cookie: ")).unwrap().to_owned();
    for part in ["set-cookie: __host-guildhall=", "; secure", "; httponly", "; samesite=lax", "; path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("domain="), "{cookie}");
    assert!(signed_in.head.contains("cross-origin-opener-policy: same-origin"), "{}", signed_in.head);
    assert!(wire.get("/api/v1/server").body.contains("\"secure\":true"));
    // Browsers choose the newer protocol.
    let chosen = identity.connect(&server.url, &["h2", "http/1.1"]).unwrap();
    assert_eq!(chosen.stream.conn.alpn_protocol(), Some(&b"h2"[..]));
    assert!(Identity::new().connect(&server.url, &[]).is_err(), "a test that could not fail proves nothing");
    assert!(server.stop().success());
}

#[test]
fn a_renewed_certificate_needs_no_restart_and_a_broken_one_does_no_harm() {
    let (folder, data, _) = founded();
    let (old, new, files) = (Identity::new(), Identity::new(), files(folder.path()));
    old.write(&files.cert, &files.key);
    let server = start(&data, &files);
    let mut kept = old.connect(&server.url, &[]).unwrap();
    new.write(&files.cert, &files.key);
    server.signal(Signal::HUP);
    wait_for("the new certificate is shown", || new.connect(&server.url, &[]).is_ok());
    assert!(old.connect(&server.url, &[]).is_err());
    assert_eq!(kept.get("/healthz").status, 200, "who was connected stays so");

    let said = |what: &str| fs::read_to_string(&files.log).unwrap().matches(what).count();
    fs::write(&files.cert, "-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n").unwrap();
    server.signal(Signal::HUP);
    wait_for("it says what is wrong", || said("the certificate stays as it was") == 1);
    assert!(new.connect(&server.url, &[]).is_ok());
    // The certificate of one and the key of another.
    old.write(&files.cert, &folder.path().join("elsewhere.pem"));
    server.signal(Signal::HUP);
    wait_for("it says what is wrong", || said("the certificate stays as it was") == 2);
    assert!(new.connect(&server.url, &[]).is_ok());
    assert!(server.stop().success());
}

#[test]
fn half_a_pair_and_a_broken_file_are_refused_in_a_sentence() {
    let (folder, data, _) = founded();
    let files = files(folder.path());
    Identity::new().write(&files.cert, &files.key);
    let (cert, key) = (files.cert.display().to_string(), files.key.display().to_string());
    let half = process::run(&data, &["serve", "--tls-cert", &cert]);
    assert_eq!(half.code, 2);
    assert!(half.err.contains("tls_cert and tls_key belong together"), "{}", half.err);
    fs::write(&files.key, "nothing").unwrap();
    let broken = process::run(&data, &["serve", "--tls-cert", &cert, "--tls-key", &key]).fails();
    assert!(broken.contains("key.pem cannot be used"), "{broken}");
}
