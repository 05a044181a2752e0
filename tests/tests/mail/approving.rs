//! What is to be approved, by mail: the way to answer, that no link answers by itself, and how it ended.

use crate::{Office, URL, office};
use guildhall_tests::{id, smtp::Smtp};
use serde_json::{Value, json};

fn ask(o: &Office, title: &str) -> (String, guildhall_tests::Answer) {
    let task = id(&o.olga.task(&o.space, title));
    let asked = json!({ "approver_ids": [o.ana.me()], "body": "Can it go out?" });
    let answer = o.olga.post(&format!("/items/{task}/approvals"), asked);
    (id(&answer.json), answer)
}

#[test]
fn a_mail_leads_to_a_page_that_asks_and_following_its_links_answers_nothing() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let (withdrawn, answer) = ask(&o, "Undone");
    o.olga.post("/undo", json!({ "command": answer.command() })).ok();
    let (approval, _) = ask(&o, "Certificate <b>");
    o.pass();
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    let text = mail.text();
    assert!(text.contains("Olga Owner asks you to approve “Certificate <b>”"), "{text}");
    assert!(text.contains("Can it go out?") && !text.contains("Undone"), "{text}");
    let ways = [format!("{URL}/approve/{approval}"), format!("{URL}/approve/{approval}?answer=changes")];
    for way in &ways {
        let plain = text.lines().any(|line| line.trim() == way);
        assert!(plain && text.contains(&format!("href=\"{way}\"")), "{way} in {text}");
    }
    // Programs that look at mail open what it links to, and so does whoever the mail went astray to.
    let path = |way: &str| way.strip_prefix(URL).unwrap().to_owned();
    for who in [o.server.nobody(), o.ana.clone()] {
        for way in &ways {
            for method in ["GET", "HEAD"] {
                assert!(who.send_raw(method, &path(way), None).status < 500);
            }
        }
    }
    let state = |approval: &str| o.olga.get(&format!("/approvals/{approval}")).ok()["state"].clone();
    assert_eq!((state(&approval), state(&withdrawn)), (json!("waiting"), json!("withdrawn")));
    let answer = format!("/approvals/{approval}/answer");
    let no = json!({ "verdict": "changes", "reason": "The second reading is missing" });
    o.server.nobody().put(&answer, no.clone()).fails(401, "not_signed_in");
    // Answered by the page the mail leads to; who asked hears what has to change, by mail as well.
    o.ana.put(&answer, no).ok();
    o.pass();
    let back = smtp.wait(2)[1].clone();
    assert_eq!(back.to, "olga@example.com");
    let text = back.text();
    assert!(
        text.contains("Ana Duarte asks for changes to") && text.contains("The second reading is missing"),
        "{text}"
    );
    assert!(!text.contains("/approve/"), "there is nothing for her to approve: {text}");
}

#[test]
fn who_wants_no_mail_of_approvals_gets_none_and_the_way_out_ends_just_these() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    ask(&o, "First");
    o.pass();
    let list = smtp.wait(1)[0].header("List-Unsubscribe").unwrap();
    let path = list.trim_matches(['<', '>']).strip_prefix(URL).unwrap().to_owned();
    let nobody = o.server.nobody().with("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(nobody.send_raw("POST", &path, Some(b"List-Unsubscribe=One-Click".to_vec())).status, 204);
    let wishes: Value = o.ana.get("/me/mail").ok();
    assert_eq!((&wishes["approval"], &wishes["assigned"]), (&json!(false), &json!(true)), "{wishes}");
    ask(&o, "Second");
    o.task("Third");
    o.pass();
    assert!(smtp.wait(2)[1].text().contains("Third"));
    o.ana.put("/me/mail", json!({ "approval": true })).ok();
    ask(&o, "Fourth");
    o.pass();
    assert!(smtp.wait(3)[2].text().contains("Fourth"));
}
