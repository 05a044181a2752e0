//! People outside: they begin a topic by mail, are answered by mail, and see nothing else.

use crate::{mail, office, reply_to, text, until};
use guildhall::mail::answers::store;
use serde_json::json;

const HOUR: i64 = 3_600_000;
const LEO: &str = "Leo Marsh <leo@example.net>";

#[test]
fn a_stranger_and_a_member_hold_a_conversation() {
    let o = office();
    guildhall::search::Searcher::start(&o.server.app).unwrap();
    let address = o.open("service");
    assert_eq!(address, "service@work.example.org");
    o.taken(&address, &mail(LEO, "Re: Heating is cold", "one", "The zephyrine boiler makes no heat.\n-- \nLeo"));
    let topics = o.topics();
    assert_eq!(topics.len(), 1, "{:?} {:?}", topics, o.kept());
    let topic = text(&topics[0], "id").to_owned();
    assert_eq!((text(&topics[0], "title"), text(&topics[0]["author"], "kind")), ("Heating is cold", "contact"));
    assert_eq!(text(&topics[0]["author"], "name"), "Leo Marsh");
    // What is said there reaches them, with its file, from an address they can answer to.
    let file = text(&o.ana.attach(&topic, "offer.txt", b"199 euros").ok(), "id").to_owned();
    let said =
        json!({ "body": "We come **tomorrow** at [nine](https://x.example).\nIs that right?", "file_ids": [file] });
    o.ana.post(&format!("/items/{topic}/comments"), said).ok();
    let answer = o.mails(1).pop().unwrap();
    assert_eq!(
        (answer.to.as_str(), answer.header("Subject").unwrap().as_str()),
        ("leo@example.net", "Re: Heating is cold")
    );
    assert_eq!(answer.header("In-Reply-To").unwrap(), "<one@mail.example.net>");
    assert!(answer.header("From").unwrap().contains("Ana Duarte at Northfold Heating"), "{}", answer.data);
    let words = answer.text();
    assert!(words.contains("We come tomorrow at") && words.contains("offer.txt"), "{words}");
    assert!(!words.contains("/d/") && !words.contains(&o.server.url), "it leads nowhere inside: {words}");
    // They answer, and again.
    let reply = reply_to(&answer);
    o.taken(
        &reply,
        &mail(
            "<LEO@example.net>",
            "Re: Heating is cold",
            "two",
            "Nine is fine, the saffronwood door.\n\nOn Mon, Ana wrote:\n> We come",
        ),
    );
    let all = o.said(&topic);
    assert_eq!(all.len(), 2);
    assert_eq!(
        (text(&all[1], "body"), text(&all[1]["author"], "name")),
        ("Nine is fine, the saffronwood door.", "Leo Marsh")
    );
    assert_eq!(o.topics().len(), 1, "no second topic");
    // What they say themselves is not sent back to them.
    o.ana.post(&format!("/items/{topic}/comments"), json!({ "body": "See you then." })).ok();
    let mails = o.mails(2);
    let to_leo: Vec<_> = mails.iter().filter(|mail| mail.to == "leo@example.net").collect();
    assert!(to_leo.iter().all(|mail| !mail.text().contains("saffronwood")));
    assert!(guildhall::search::wait(&o.server.app, std::time::Duration::from_secs(30)));
    for word in ["zephyrine", "saffronwood"] {
        assert_eq!(o.olga.get(&format!("/search?q={word}")).ok()["total"], 1, "{word}");
    }
    let contacts = o.olga.get("/contacts").ok();
    assert_eq!(contacts["items"].as_array().unwrap().len(), 1);
    assert_eq!(text(&contacts["items"][0], "address"), "leo@example.net");
    o.ana.get("/contacts").fails(403, "forbidden");
}

#[test]
fn a_contact_is_one_for_each_address_and_speaks_in_its_own_topics_only() {
    let o = office();
    let address = o.open("service");
    o.taken(&address, &mail(LEO, "One", "a", "First."));
    o.taken(&address, &mail("Leonard <leo@example.net>", "Two", "b", "Second."));
    o.taken(&address, &mail("Mia <mia@example.net>", "Three", "c", "Third."));
    assert_eq!((o.topics().len(), o.olga.get("/contacts").ok()["items"].as_array().unwrap().len()), (3, 2));
    let of = |title: &str| text(o.topics().iter().find(|topic| topic["title"] == title).unwrap(), "id").to_owned();
    let (one, three) = (of("One"), of("Three"));
    o.ana.post(&format!("/items/{three}/comments"), json!({ "body": "Hello Mia" })).ok();
    let reply = reply_to(&o.mails(1)[0]);
    // Leo has got hold of Mia's address for answers.
    o.taken(&reply, &mail(LEO, "Re: Three", "d", "Me too!"));
    assert_eq!((o.said(&three).len(), o.kept().len()), (1, 1));
    // A topic that is gone is not open to them any more.
    o.ana.post(&format!("/items/{one}/comments"), json!({ "body": "Hello Leo" })).ok();
    let reply = reply_to(o.mails(2).iter().find(|mail| mail.to == "leo@example.net").unwrap());
    o.olga.delete(&format!("/topics/{one}")).ok();
    o.taken(&reply, &mail(LEO, "Re: One", "e", "Still there?"));
    assert_eq!(o.kept().iter().filter(|kept| kept["state"] == "refused").count(), 1, "{:?}", o.kept());
}

#[test]
fn an_address_that_does_not_exist_is_left_alone() {
    let o = office();
    let address = o.open("service");
    o.taken(&address, &mail("Nobody <nobody@example.net>", "Hello", "a", "First."));
    let topic = text(&o.topics()[0], "id").to_owned();
    o.ana.post(&format!("/items/{topic}/comments"), json!({ "body": "Hello" })).ok();
    let refusal = || o.olga.get("/contacts").ok()["items"][0]["refusal"].clone();
    crate::until(
        || {
            o.server.clock.advance(1_000);
            refusal()
        },
        |refusal| refusal.as_str().is_some_and(|words| words.contains("No such mailbox")),
    );
    assert_eq!(o.smtp.mails().len(), 0);
    // Whoever writes again is written to again.
    o.taken(&address, &mail("Nobody <nobody@example.net>", "Again", "b", "Second."));
    assert!(refusal().is_null() && o.topics().len() == 2, "{:?}", o.kept());
}

#[test]
fn what_was_taken_back_in_time_is_not_sent() {
    let o = office();
    let address = o.open("service");
    o.taken(&address, &mail(LEO, "Hello", "a", "First."));
    let topic = text(&o.topics()[0], "id").to_owned();
    let wrong = o.ana.post(&format!("/items/{topic}/comments"), json!({ "body": "Not for you" })).ok();
    o.ana.delete(&format!("/comments/{}", text(&wrong, "id"))).ok();
    o.ana.post(&format!("/items/{topic}/comments"), json!({ "body": "For you" })).ok();
    let mails = o.mails(1);
    assert!(mails[0].text().contains("For you") && !mails[0].text().contains("Not for you"));
}

#[test]
fn what_is_not_taken_now_is_tried_for_a_week_and_no_longer() {
    let o = office();
    let address = o.open("service");
    o.taken(&address, &mail("Late <later@example.net>", "Hello", "a", "First."));
    let topic = text(&o.topics()[0], "id").to_owned();
    let answer = |words: &str| o.ana.post(&format!("/items/{topic}/comments"), json!({ "body": words })).ok();
    let tries = || {
        let waiting = store::due(&o.server.app.store().snapshot().unwrap(), i64::MAX, 9).unwrap();
        waiting.into_iter().map(|(_, answer)| answer.attempts).collect::<Vec<_>>()
    };
    answer("We come.");
    until(tries, |tries| tries == &[0]);
    o.server.clock.advance(16_000);
    until(tries, |tries| tries == &[1]);
    // Less than an hour before a week is over it is still tried, and after it no more.
    o.server.clock.advance(7 * 24 * HOUR - HOUR);
    until(tries, |tries| tries == &[2]);
    o.server.clock.advance(2 * HOUR);
    until(tries, Vec::is_empty);
    assert!(o.olga.get("/contacts").ok()["items"][0]["refusal"].is_null(), "the address may take the next one");
    answer("Are you there?");
    until(tries, |tries| tries == &[0]);
    o.server.clock.advance(16_000);
    until(tries, |tries| tries == &[1]);
}
