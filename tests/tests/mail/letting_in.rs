//! Links that let people in, sent by mail: invites, and passwords that were forgotten.

use crate::{Office, URL, office, until};
use guildhall_tests::{
    Client,
    server::PASSWORD,
    smtp::{Mail, Smtp},
};
use serde_json::{Value, json};

const NEW: &str = "kettle orbit mustard";
const MINUTE: i64 = 60_000;

/// The secret of the link a mail holds; there is no other address in it.
#[track_caller]
fn secret(o: &Office, mail: &Mail, page: &str) -> String {
    let text = mail.text();
    let start = format!("{URL}/{page}#");
    assert!(text.contains(&start) && !text.contains(&o.server.url), "{text}");
    let rest = text.split_once(&start).unwrap().1;
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next().unwrap().to_owned()
}

fn ask(by: &Client, email: &str) -> guildhall_tests::Answer {
    by.post("/password-resets", json!({ "email": email }))
}

fn use_it(o: &Office, token: &str, password: &str) -> guildhall_tests::Answer {
    o.server.nobody().post("/password-resets/use", json!({ "token": token, "password": password }))
}

fn asked(o: &Office) -> usize {
    guildhall::mail::store::all_forgotten(&o.server.app.store().snapshot().unwrap(), 9).unwrap().len()
}

#[test]
fn a_forgotten_password_is_replaced_by_a_link_that_works_once_within_half_an_hour() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let nobody = o.server.nobody();
    assert_eq!(nobody.get("/mail").ok(), json!({ "ready": true }));
    let (known, unknown) = (ask(&nobody, " ANA.Duarte@example.com"), ask(&nobody, "eve@example.com"));
    assert_eq!((known.status, &known.text), (204, &unknown.text));
    assert_eq!(unknown.status, 204);
    let mail = smtp.wait(1)[0].clone();
    assert_eq!((mail.to.as_str(), mail.header("List-Unsubscribe")), ("ana.duarte@example.com", None));
    let first = secret(&o, &mail, "reset");
    until(|| asked(&o), |count| *count == 0);
    // A newer one ends it, and the new one ends the sessions there are.
    ask(&nobody, "ana.duarte@example.com");
    let second = secret(&o, &smtp.wait(2)[1], "reset");
    use_it(&o, &first, NEW).fails(410, "link_expired");
    assert_eq!(use_it(&o, &second, NEW).status, 204);
    use_it(&o, &second, PASSWORD).fails(410, "link_expired");
    o.ana.get("/me").fails(401, "not_signed_in");
    let sign_in = |password: &str| {
        nobody.post("/session", json!({ "email": "ana.duarte@example.com", "password": password })).status
    };
    assert_eq!((sign_in(PASSWORD), sign_in(NEW)), (401, 200));
    ask(&nobody, "ana.duarte@example.com");
    let third = secret(&o, &smtp.wait(3)[2], "reset");
    o.server.clock.advance(31 * MINUTE);
    use_it(&o, &third, PASSWORD).fails(410, "link_expired");
    assert_eq!(smtp.mails().len(), 3, "nobody else got one");
    let audit = o.olga.get("/admin/audit").ok();
    let made = audit["items"].as_array().unwrap().iter().filter(|one| one["action"] == "reset_link_made").count();
    assert_eq!(made, 3);
}

#[test]
fn asking_is_counted_the_same_for_known_and_unknown_addresses_and_keeps_nobody_from_signing_in() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let nobody = o.server.nobody();
    for email in ["ana.duarte@example.com", "eve@example.com"] {
        for _ in 0..5 {
            assert_eq!(ask(&nobody, email).status, 204);
        }
        ask(&nobody, email).fails(429, "too_many_attempts");
    }
    assert_eq!(nobody.post("/session", json!({ "email": "ana.duarte@example.com", "password": PASSWORD })).status, 200);
    ask(&nobody, "no address").fails(422, "invalid");
    nobody
        .post("/password-resets", json!({ "email": "a@example.com", "url": "https://eve.example" }))
        .fails(400, "unknown_field");
    o.server.clock.advance(16 * MINUTE);
    assert_eq!(ask(&nobody, "eve@example.com").status, 204);
    // Whoever is not in any more gets nothing.
    until(|| asked(&o), |count| *count == 0);
    // The mail server tells of its mails in their order: one to Olga comes after all that went to Ana.
    let to = |address: &str| smtp.mails().iter().filter(|mail| mail.to == address).count();
    let after_one_to_olga = |count| {
        assert_eq!(ask(&nobody, "olga@example.com").status, 204);
        until(|| (to("olga@example.com"), asked(&o)), |told| *told == (count, 0));
        to("ana.duarte@example.com")
    };
    let before = after_one_to_olga(1);
    o.olga.put(&format!("/people/{}/deactivation", o.ana.me()), json!({})).ok();
    assert_eq!(ask(&nobody, "ana.duarte@example.com").status, 204);
    assert_eq!(asked(&o), 0);
    assert_eq!(after_one_to_olga(2), before);
}

#[test]
fn links_wait_for_a_mail_server_that_is_away_for_half_an_hour_and_no_longer_and_while_mail_is_held() {
    let smtp = Smtp::start();
    let port = smtp.port;
    let o = office(&smtp);
    drop(smtp);
    let nobody = o.server.nobody();
    ask(&nobody, "ana.duarte@example.com");
    until(|| o.olga.get("/admin/mail").ok(), |mail| mail["problem"].is_string());
    assert_eq!(asked(&o), 1);
    let smtp = Smtp::with(port, None);
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(use_it(&o, &secret(&o, &mail, "reset"), NEW).status, 204, "the link is made when it leaves");
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    ask(&nobody, "olga@example.com");
    o.server.clock.advance(31 * MINUTE);
    assert_eq!(asked(&o), 1);
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    until(|| asked(&o), |count| *count == 0);
    assert_eq!(smtp.mails().len(), 1, "too late for anybody to want it");
}

#[test]
fn an_admin_sends_a_link_instead_of_handing_it_over() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let ana = o.ana.me();
    let path = format!("/people/{ana}/reset-link/mail");
    let sent = o.olga.post(&path, json!({})).ok();
    assert_eq!(sent["email"], "ana.duarte@example.com");
    let mail = smtp.wait(1)[0].clone();
    assert!(mail.text().contains("Olga Owner sends you this link"), "{}", mail.text());
    assert_eq!(use_it(&o, &secret(&o, &mail, "reset"), NEW).status, 204);
    o.ana.post(&path, json!({})).fails(401, "not_signed_in");
    let ben = o.server.join(&o.olga, "Ben Sol", "member");
    ben.post(&path, json!({})).fails(403, "forbidden");
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    o.olga.post(&path, json!({})).fails(409, "conflict");
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    o.olga.patch(&format!("/people/{ana}"), json!({ "email": "nobody@example.com" })).ok();
    let refused = o.olga.post(&path, json!({})).fails(502, "mail_failed");
    assert!(refused["error"]["message"].as_str().unwrap().contains("No such mailbox"), "{refused}");
    assert_eq!(smtp.mails().len(), 1);
}

fn invite(by: &Client, input: Value) -> guildhall_tests::Answer {
    by.post("/invites/mail", input)
}

#[test]
fn invites_go_to_addresses_each_with_a_link_of_its_own() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let open = || o.olga.get("/invites").ok()["items"].as_array().unwrap().len();
    let before = open();
    let emails = json!(["Kim@example.com", "nobody@example.com", "lee@example.com", "kim@example.com"]);
    let sent = invite(&o.olga, json!({ "role": "member", "emails": emails })).ok();
    assert_eq!(
        (sent["items"].as_array().unwrap().len(), &sent["refused"][0]["email"]),
        (2, &json!("nobody@example.com"))
    );
    assert!(!sent.to_string().contains("/join#"), "the link is in the mail and nowhere else");
    let mails = smtp.wait(2);
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["kim@example.com", "lee@example.com"]);
    assert!(mails[0].text().contains("Olga Owner invites you to work with Northfold Heating"), "{}", mails[0].text());
    assert_eq!(open(), before + 2, "what did not leave is taken back");
    let [first, second] = [0, 1].map(|at| secret(&o, &mails[at], "join"));
    assert_ne!(first, second);
    let join = |token: &str, email: &str| {
        let person = json!({ "token": token, "name": "Kim", "email": email, "password": NEW, "time_zone": "UTC", "language": "en" });
        o.server.nobody().post("/invites/accept", person)
    };
    assert_eq!(join(&first, "kim@example.com").status, 201);
    join(&first, "other@example.com").fails(410, "link_expired");
    // Everything that is wrong makes nothing and sends nothing.
    for (wrong, status, code) in [
        (json!({ "role": "member", "emails": ["x"] }), 422, "invalid"),
        (json!({ "role": "member", "emails": [] }), 422, "invalid"),
        (json!({ "role": "member", "emails": ["new@example.com", "ana.duarte@example.com"] }), 422, "invalid"),
        (json!({ "role": "member", "emails": vec!["a@example.com"; 21] }), 422, "too_many"),
        (json!({ "role": "member", "emails": ["a@example.com\r\nBcc: eve@example.com"] }), 422, "invalid"),
        (
            json!({ "role": "guest", "space_ids": ["00000000-0000-7000-8000-000000000000"], "emails": ["a@example.com"] }),
            404,
            "not_found",
        ),
    ] {
        invite(&o.olga, wrong).fails(status, code);
    }
    invite(&o.ana, json!({ "role": "member", "emails": ["a@example.com"] })).fails(403, "forbidden");
    assert_eq!((smtp.mails().len(), open()), (2, before + 1));
    // The mail server is away: nothing stands there as if it had been sent.
    drop(smtp);
    invite(&o.olga, json!({ "role": "member", "emails": ["a@example.com"] })).fails(502, "mail_failed");
    assert_eq!(open(), before + 1);
}

#[test]
fn without_mail_nothing_of_it_is_offered() {
    let server = guildhall_tests::Server::start();
    let olga = server.owner();
    assert_eq!(server.nobody().get("/mail").ok(), json!({ "ready": false }));
    ask(&server.nobody(), "olga@example.com").fails(409, "conflict");
    invite(&olga, json!({ "role": "member", "emails": ["a@example.com"] })).fails(409, "conflict");
    assert_eq!(olga.get("/invites").ok()["items"], json!([]));
    olga.post(&format!("/people/{}/reset-link/mail", olga.me()), json!({})).fails(409, "conflict");
}
