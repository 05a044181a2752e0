//! Mail to the address of a space.

use crate::{DOOR, mail, office, text};
use serde_json::{Value, json};

const ANA: &str = "Ana Duarte <ana.duarte@example.com>";

#[test]
fn a_lead_opens_a_space_and_closes_it() {
    let o = office();
    let path = format!("/spaces/{}/mail", o.space);
    let shape = o.ana.get(&path).ok();
    assert_eq!((&shape["on"], text(&shape, "name"), &shape["possible"]), (&json!(false), "service", &json!(true)));
    o.ana.put(&path, json!({ "on": true })).fails(403, "forbidden");
    for wrong in ["", "a b", "postmaster", "-x", "r-abc", "ä", "a\r\nb"] {
        o.olga.put(&path, json!({ "name": wrong })).fails(422, "invalid");
    }
    let to = format!("help@{DOOR}");
    assert!(o.bring(&to, &mail(ANA, "Hello", "a", "One.")).starts_with("550"));
    assert_eq!(o.open("help"), to);
    let other = o.olga.space("Other", "open");
    o.olga.put(&format!("/spaces/{other}/mail"), json!({ "on": true, "name": "HELP" })).fails(422, "invalid");
    o.taken(&to, &mail(ANA, "Hello", "b", "Two."));
    assert_eq!(text(&o.topics()[0]["author"], "kind"), "contact", "an address proves nobody");
    o.olga.put(&path, json!({ "on": false })).ok();
    assert!(o.bring(&to, &mail(ANA, "Hello", "c", "Three.")).starts_with("550"));
    assert_eq!(o.topics().len(), 1);
}

#[test]
fn a_forged_sender_speaks_in_nobodys_name() {
    let o = office();
    let private = o.olga.space("Owners", "private");
    o.olga.put(&format!("/spaces/{private}/mail"), json!({ "on": true, "name": "owners" })).ok();
    // It says that it is from the owner, whose address everybody knows.
    let olga = text(&o.olga.get("/me").ok(), "email").to_owned();
    o.taken(&format!("owners@{DOOR}"), &mail(&format!("Olga <{olga}>"), "Raise", "a", "Ana gets a raise."));
    let topics = o.olga.get(&format!("/spaces/{private}/topics")).ok();
    let topic = &topics["items"][0];
    assert_eq!((text(topic, "title"), text(&topic["author"], "kind")), ("Raise", "contact"));
    assert_ne!(topic["author"]["id"], o.olga.me());
    o.ana.get(&format!("/topics/{}", text(topic, "id"))).fails(404, "not_found");
    // Whoever has the address is answered, and goes on under it.
    let told = json!({ "body": "Who wrote this?" });
    o.olga.post(&format!("/items/{}/comments", text(topic, "id")), told).ok();
    let answer = o.mails(1).pop().unwrap();
    assert_eq!(answer.to, olga);
    o.taken(&crate::reply_to(&answer), &mail(&olga, "Re: Raise", "b", "I did, from my telephone."));
    let said = o.said(text(topic, "id"));
    assert_eq!(text(&said[1]["author"], "kind"), "contact");
}

#[test]
fn nothing_in_a_mail_does_more_than_it_says() {
    let o = office();
    let to = o.open("service");
    let mention = format!("[@Ana](guildhall:person/{}) ", o.ana.me());
    let html = format!(
        "From: \"Eve\\\" <b@x>\" <eve@example.net>\nTo: {to}\nSubject: =?utf-8?q?Hi=0D=0ABcc:_all=40x.y?=\nMessage-ID: <h@x>\n\
         MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Good day</p><script>alert(1)</script>\
         <img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">click</a><p>{}</p>\n",
        mention.repeat(1_000)
    );
    o.taken(&to, &html);
    let topic = o.olga.get(&format!("/topics/{}", text(&o.topics()[0], "id"))).ok();
    assert_eq!(text(&topic, "title"), "Hi Bcc: all@x.y");
    let body = text(&topic, "body");
    assert!(body.starts_with("Good day") && !body.contains("alert"), "{}", &body[..100]);
    assert_eq!(guildhall_domain::reference::named(body), []);
    assert_eq!(o.ana.get("/inbox").ok()["items"], json!([]), "nobody is called by a mail");
    assert!(topic["mentioned_in"] == json!([]) && text(&topic["author"], "kind") == "contact");
}

#[test]
fn one_address_sends_so_many_and_no_more() {
    let o = office();
    let to = o.open("service");
    let mut peer = crate::Peer::connect(&o.server);
    for number in 0..22 {
        let said = peer.bring("eve@example.net", &to, &mail("eve@example.net", "Buy", &format!("n{number}"), "Buy!"));
        assert!(said.starts_with("250"), "{said}");
    }
    o.worked_off();
    assert_eq!((o.topics().len(), o.kept().len()), (20, 2));
    assert!(text(&o.kept()[0], "reason").contains("too many"));
    // Others are not kept from writing.
    o.taken(&to, &mail("mia@example.net", "Hello", "m", "Hi."));
    assert_eq!(o.topics().len(), 21);
    let kept = text(&o.kept()[0], "id").to_owned();
    o.olga.put(&format!("/admin/mail/kept/{kept}/acceptance"), json!({})).ok();
    o.worked_off();
    assert_eq!((o.topics().len(), o.kept().len()), (22, 1));
}

#[test]
fn two_spaces_get_the_same_mail_once_each() {
    let o = office();
    let to = o.open("service");
    let other = o.olga.space("Sales", "open");
    o.olga.put(&format!("/spaces/{other}/mail"), json!({ "on": true, "name": "sales" })).ok();
    let both = mail(ANA, "Both of you", "same", "Who does this?");
    for to in [to.as_str(), &format!("sales@{DOOR}"), to.as_str()] {
        o.taken(to, &both);
    }
    let sales: Value = o.olga.get(&format!("/spaces/{other}/topics")).ok();
    assert_eq!((o.topics().len(), sales["items"].as_array().unwrap().len()), (1, 1));
}
