//! Documents in the search: by title, by the words of the newest version, by kind.

use crate::{Office, at, coded, file, id, office, page, send_bytes};
use guildhall::{files::reading::Reader, jobs::Runner, search::Searcher};
use guildhall_tests::{Client, process};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

fn ask(o: &Office, by: &Client, question: &str, more: &str) -> Value {
    assert!(guildhall::search::wait(&o.server.app, Duration::from_secs(60)), "the index is behind");
    by.get(&format!("/search?q={}{more}", coded(question))).ok()
}

fn found(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer["items"].as_array().unwrap().iter().map(|hit| (text(&hit["kind"]), text(&hit["id"]))).collect()
}

#[test]
fn documents_are_found_by_title_kind_and_the_words_of_the_newest_version() {
    let o = office();
    Searcher::start(&o.server.app).unwrap();
    let reader = Arc::new(Reader::with(process::executable().to_owned(), Duration::from_secs(20)));
    let _runner = Runner::start(&o.server.app, vec![reader]).unwrap();
    let written = page(&o.ana, &o.closed, "Sourdough handbook");
    let made = file(&o.ana, &o.closed, "sourdough.txt", b"Feed the starter with rye");
    assert_eq!(ask(&o, &o.ana, "sourdough", "")["items"].as_array().unwrap().len(), 2);
    assert_eq!(found(&ask(&o, &o.ana, "sourdough type:page", "")), [("page".into(), id(&written))]);
    assert_eq!(found(&ask(&o, &o.ana, "sourdough", "&kind=file")), [("file".into(), id(&made))]);
    assert_eq!(ask(&o, &o.ana, "type:page", "")["items"][0]["url"], format!("/p/{}", id(&written)));
    assert!(found(&ask(&o, &o.ben, "sourdough", "")).is_empty(), "not his to find");
    let by_key = ask(&o, &o.ana, written["key"].as_str().unwrap(), "");
    assert_eq!(found(&by_key), [("page".into(), id(&written))]);

    o.ana.patch(&at(&written), json!({"title": "Bread handbook"})).ok();
    assert_eq!(found(&ask(&o, &o.ana, "sourdough", "")), [("file".into(), id(&made))]);
    guildhall_tests::until(|| found(&ask(&o, &o.ana, "rye", "")), |hits| *hits == [("file".to_owned(), id(&made))]);
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), b"Feed the starter with spelt").ok();
    guildhall_tests::until(|| found(&ask(&o, &o.ana, "spelt", "")), |hits| *hits == [("file".to_owned(), id(&made))]);
    assert!(found(&ask(&o, &o.ana, "rye", "")).is_empty(), "what it was before is not found");
    let said = o.gil.post(&format!("/items/{}/comments", id(&made)), json!({"body": "What about emmer?"})).ok();
    assert_eq!(found(&ask(&o, &o.ana, "emmer", "")), [("comment".into(), id(&said))]);
    o.ana.delete(&at(&made)).ok();
    assert!(found(&ask(&o, &o.ana, "spelt", "")).is_empty(), "what lies in the trash is not found");
}
