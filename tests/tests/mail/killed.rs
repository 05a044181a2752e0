//! A server that stops or is killed while mail waits: nobody is left out, and nobody is written to again and again.

use crate::{URL, office, set, start, until};
use guildhall_tests::{
    Client, Process, Server, many, process,
    server::PASSWORD,
    smtp::{Mail, Smtp},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many mails went to each address.
fn counted(mails: &[Mail]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    mails.iter().for_each(|mail| *counts.entry(mail.to.clone()).or_default() += 1);
    counts
}

#[test]
fn what_waits_when_the_server_stops_leaves_after_the_next_start_and_once() {
    const READERS: usize = 12;
    let smtp = Smtp::start();
    let o = office(&smtp);
    many::members(&o.server, READERS);
    let people = o.olga.get("/people").ok()["items"].as_array().unwrap().clone();
    let is_reader = |one: &&Value| one["email"].as_str().is_some_and(|email| email.starts_with("reader."));
    for reader in people.iter().filter(is_reader) {
        let task = json!({ "title": "Valve", "assignee_id": reader["id"] });
        o.olga.post(&format!("/spaces/{}/tasks", o.space), task).ok();
    }
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == READERS);
    let clock = o.server.clock.clone();
    o.server.app.parts().mail.get().unwrap().stop();
    o.server.app.parts().inbox.get().unwrap().stop();
    let (data, _folder) = o.server.stop();
    // While nobody was there their time came.
    clock.advance(16_000);
    assert_eq!(smtp.mails().len(), 0);
    let server = Server::open_set(&data, clock, |config| config.public_url = Some(URL.into()));
    start(&server);
    smtp.wait(READERS);
    let olga = o.olga.at(&server.url);
    until(|| olga.get("/admin/mail").ok()["waiting"].clone(), |waiting| waiting == &json!(0));
    let counts = counted(&smtp.mails());
    assert_eq!((counts.len(), smtp.mails().len()), (READERS, READERS), "{counts:?}");
}

/// Joins, and wants mail at any hour: the clock of this server is the real one.
fn joins(olga: &Client, name: &str) -> String {
    let link = olga.post("/invites", json!({ "role": "member" })).ok()["link"].as_str().unwrap().to_owned();
    let nobody = Client::nobody(olga.url());
    let answer = nobody.post(
        "/invites/accept",
        json!({
            "token": link.split_once('#').unwrap().1, "name": name, "email": format!("{name}@example.com"),
            "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en",
        }),
    );
    let joined = nobody.signed_in(&answer);
    joined.put("/me/mail", json!({ "quiet": false })).ok();
    joined.me()
}

#[test]
fn killed_while_it_sends_it_leaves_nobody_out_and_tells_one_twice_at_the_most() {
    const PEOPLE: usize = 6;
    const KILLS: usize = 3;
    let smtp = Smtp::start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("test.redb");
    let token = process::found(&data);
    let flags = ["--public-url", "https://work.example.org"];
    let mut server = Process::start_with(&data, &flags);
    let mut olga = server.with_token(&token);
    set(&olga, smtp.port);
    let space = olga.space("Service", "open");
    let first = joins(&olga, "first");
    let people: Vec<String> = (0..PEOPLE).map(|number| joins(&olga, &format!("reader{number}"))).collect();
    let give = |olga: &Client, to: &str| {
        olga.post(&format!("/spaces/{space}/tasks"), json!({ "title": "Valve", "assignee_id": to })).ok()
    };
    let waiting = |olga: &Client| olga.get("/admin/mail").ok()["waiting"].as_u64().unwrap();
    let told = || {
        let mut counts = counted(&smtp.mails());
        counts.retain(|to, _| to.starts_with("reader"));
        counts
    };
    // Mail begins with what is told once the server knows how to send it: one of them is told until it waits.
    let begun = || {
        give(&olga, &first);
        waiting(&olga)
    };
    until(begun, |waiting| *waiting > 0);
    for one in &people {
        give(&olga, one);
    }
    // Once before anybody was told, and then each time somebody just was.
    for kill in 0..KILLS {
        until(told, |told| told.len() >= kill);
        server.kill();
        server = Process::start_with(&data, &flags);
        olga = server.with_token(&token);
    }
    until(told, |told| told.len() == PEOPLE);
    until(|| waiting(&olga), |waiting| *waiting == 0);
    let most = PEOPLE + KILLS - 1;
    assert!(told().values().sum::<usize>() <= most, "one more for each time it was killed while it sent: {:?}", told());
}
