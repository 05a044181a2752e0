//! What is said in topics is told as what is said on tasks is, and reading it there is reading it.

use crate::{Office, at, id, office};
use guildhall_tests::Client;
use serde_json::{Value, json};

const NONE: [&str; 0] = [];

fn begin(o: &Office, by: &Client, title: &str, body: &str) -> String {
    id(&by.post(&format!("/spaces/{}/topics", o.space), json!({ "title": title, "body": body })).ok())
}

fn read(by: &Client, topic: &str) {
    by.put(&format!("/topics/{topic}/reading"), json!({})).ok();
}

#[test]
fn answers_and_mentions_in_a_topic_need_one_until_they_are_read_or_answered() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let valves = begin(o, olga, "Valves", "Which ones?");
    assert_eq!(o.shelf(ana, "needs"), NONE, "a topic of a space one only reads tells one nothing");
    let said = o.say(ana, &valves, "The **brass** ones");
    let entry = o.entry(olga, "needs", &valves);
    assert_eq!((&entry["reason"], &entry["item_type"]), (&json!("replied"), &json!("topic")), "{entry}");
    assert_eq!((&entry["comment_id"], &entry["excerpt"]), (&json!(said), &json!("The brass ones")));
    assert_eq!((&entry["space_id"], &entry["unread"]), (&json!(o.space), &json!(true)));
    assert!(entry["key"].as_str().is_some_and(|key| !key.is_empty()));
    // What was read where it was said, on any device, waits for nobody any more.
    read(olga, &valves);
    assert_eq!((o.shelf(olga, "needs"), o.shelf(olga, "cleared")), (vec![], vec!["Valves: replied".to_owned()]));

    o.say(olga, &valves, &format!("{} and what do you say?", at(bo)));
    assert_eq!(o.shelf(bo, "needs"), ["Valves: mentioned"]);
    assert_eq!(o.shelf(ana, "needs"), ["Valves: replied"], "what follows what one said is an answer");
    let third = o.say(bo, &valves, "Brass");
    assert_eq!(o.shelf(bo, "needs"), NONE, "answered");
    assert_eq!(
        (o.shelf(ana, "needs"), o.entry(ana, "needs", &valves)["more"].clone()),
        (vec!["Valves: replied".into()], json!(1))
    );
    // Everything in the space is read at once.
    ana.put(&format!("/spaces/{}/topics/reading", o.space), json!({})).ok();
    assert_eq!((o.shelf(ana, "needs"), o.shelf(ana, "following")), (vec![], vec![]));
    olga.delete(&format!("/comments/{third}")).ok();
    assert_eq!(o.shelf(olga, "cleared").len(), 1);
    olga.delete(&format!("/topics/{valves}")).ok();
    assert_eq!(o.shelf(olga, "cleared"), NONE, "it is in the trash");
}

#[test]
fn those_who_follow_a_topic_hear_of_it_and_who_muted_it_only_where_it_names_them() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let talk = begin(o, olga, "Talk", "");
    for one in [ana, bo] {
        olga.put(&format!("/topics/{talk}/followers/{}", one.me()), json!({})).ok();
    }
    bo.put(&format!("/topics/{talk}/mute"), json!({})).ok();
    o.say(olga, &talk, "One");
    assert_eq!((o.shelf(ana, "following"), o.shelf(ana, "needs")), (vec!["Talk: commented".into()], vec![]));
    assert_eq!((o.shelf(bo, "following"), o.shelf(bo, "needs")), (vec![], vec![]));
    o.say(olga, &talk, &at(bo));
    assert_eq!(o.shelf(bo, "needs"), ["Talk: mentioned"]);
    let closed = olga.patch(&format!("/topics/{talk}"), json!({ "state": "decided" }));
    let command = closed.command();
    closed.ok();
    assert_eq!(o.entry(ana, "following", &talk)["reason"], "done");
    olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.entry(ana, "following", &talk)["reason"], "commented", "what was taken back was never told");
    // A file that is sent with a message is told by the message.
    ana.put(&format!("/inbox/{talk}/clearance"), json!({})).ok();
    let file = olga.attach(&talk, "plan.txt", b"Valves").ok();
    assert_eq!(o.entry(ana, "following", &talk)["reason"], "attached");
    let sent = json!({ "body": "", "file_ids": [file["id"]] });
    olga.post(&format!("/items/{talk}/comments"), sent).ok();
    let entry = o.entry(ana, "following", &talk);
    assert_eq!((&entry["reason"], &entry["more"]), (&json!("commented"), &json!(0)), "{entry}");
    // Whoever wants to hear everything of a space hears of what is begun there.
    ana.put(&format!("/inbox/levels/{}", o.space), json!({ "level": "everything" })).ok();
    let second = begin(o, olga, "Second", &format!("{} look", at(bo)));
    assert_eq!(o.entry(ana, "following", &second)["reason"], "created");
    assert_eq!(o.entry(bo, "needs", &second)["excerpt"], "@Bo Lind look");
}

#[test]
fn what_is_said_in_a_direct_topic_is_said_to_everybody_in_it_and_to_nobody_else() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let direct = id(&ana.post("/topics", json!({ "person_ids": [bo.me()] })).ok());
    assert_eq!(o.shelf(bo, "needs"), NONE, "nothing was said yet");
    o.say(ana, &direct, &format!("Only us, {}", at(olga)));
    let entry = o.entry(bo, "needs", &direct);
    assert_eq!((&entry["reason"], &entry["title"]), (&json!("replied"), &json!("Ana Duarte")), "{entry}");
    assert_eq!((&entry["key"], &entry["space_id"]), (&json!(""), &Value::Null));
    for shelf in ["needs", "following"] {
        assert_eq!((o.shelf(olga, shelf), o.shelf(ana, shelf)), (vec![], vec![]), "{shelf}");
    }
    o.say(bo, &direct, "Yes");
    assert_eq!((o.shelf(bo, "needs"), o.shelf(ana, "needs")), (vec![], vec!["Bo Lind: replied".into()]));
}

#[test]
fn who_asks_a_space_is_told_of_the_answer_until_the_space_shuts_itself() {
    let o = &office();
    let (olga, ana) = (&o.olga, &o.ana);
    let office = olga.space("Finance", "closed");
    let asked = id(&ana.post(&format!("/spaces/{office}/questions"), json!({ "title": "Per diem?" })).ok());
    o.say(olga, &asked, "Thirty");
    assert_eq!(o.shelf(ana, "needs"), ["Per diem?: replied"]);
    olga.patch(&format!("/spaces/{office}"), json!({ "access": "private" })).ok();
    assert_eq!(ana.get("/inbox?shelf=needs").ok()["items"], json!([]), "with the next request");
    o.server.settled();
    assert_eq!(ana.get("/inbox/counts").ok()["needs"], 0);
    olga.patch(&format!("/spaces/{office}"), json!({ "access": "closed" })).ok();
    o.server.settled();
    assert_eq!(o.shelf(ana, "needs"), NONE, "its entry was swept");
}
