//! However a right to a space ends, all ways out of it end with it.

use super::ways::{Out, everything};
use guildhall_tests::{Answer, Client, papers::Office, until};
use serde_json::json;

/// What a browser keeps of a file, and asks whether it is still good.
fn kept(by: &Client, path: &str) -> Client {
    let answer = until(|| by.send_raw("GET", path, None), |answer: &Answer| answer.status == 200);
    let known = by.with("If-None-Match", answer.header("etag").unwrap());
    assert_eq!(known.send_raw("GET", path, None).status, 304, "{path}");
    known
}

/// Ana reads on every way; a right ends; the first time each way is asked after that, it tells nothing. `status` is
/// what she is then answered where a file is.
fn ends(out: &Out, moved: bool, status: u16, end: impl FnOnce(&Office)) {
    let (o, file) = (&out.o, format!("/api/v1/files/{}", out.file));
    let small = format!("/api/v1/files/{}/picture", out.picture);
    for way in &out.ways {
        until(|| (way.name, (way.ask)()), |(_, said)| said.contains(&way.tells));
    }
    let (known, seen) = (kept(&o.ana, &file), kept(&o.ana, &small));
    let picture = o.ana.send_raw("GET", &small, None);
    assert!(picture.header("content-type").unwrap().starts_with("image/") && !picture.bytes.is_empty());

    end(o);
    for way in out.ways.iter().filter(|way| way.moves || !moved) {
        // The first time it is asked: nothing of it takes a while.
        let said = (way.ask)();
        assert!(!said.contains(&way.tells), "{} still tells it: {said}", way.name);
    }
    // What a browser kept is not said to be still good, and a small picture is no way around either.
    for (by, path) in [(&known, &file), (&seen, &small), (&o.ana, &small)] {
        assert_eq!(by.send_raw("GET", path, None).status, status, "{path}");
    }
    assert!(o.olga.send_raw("GET", &file, None).text.contains("yellow"), "others go on reading");
    assert_eq!(o.olga.send_raw("GET", &small, None).bytes, picture.bytes);
}

#[test]
fn whoever_is_taken_out_of_a_space_has_nothing_of_it_on_any_way_at_once() {
    let out = everything(|o| o.closed.as_str(), "FIN");
    ends(&out, false, 404, |o| {
        o.olga.delete(&format!("/spaces/{}/members/{}", out.space, o.ana.me())).ok();
    });
    let path = format!("/api/v1/files/{}", out.file);
    assert!(out.o.gil.send_raw("GET", &path, None).text.contains("yellow"), "guests who stay go on reading");
}

#[test]
fn a_space_that_becomes_private_is_closed_to_those_who_only_came_in_because_it_was_open() {
    let out = everything(|o| o.open.as_str(), "SER");
    ends(&out, false, 404, |o| {
        o.olga.patch(&format!("/spaces/{}", out.space), json!({"access": "private"})).ok();
    });
}

#[test]
fn what_moves_into_a_space_one_is_not_in_is_gone_with_all_that_hangs_on_it() {
    let out = everything(|o| o.open.as_str(), "SER");
    ends(&out, true, 404, |o| {
        let board = o.olga.space("Board", "private");
        for (method, path) in &out.movable {
            o.olga.send(method, path, Some(&json!({"space_id": board}))).ok();
        }
    });
}

#[test]
fn whoever_leaves_has_nothing_of_it_on_any_way_at_once() {
    let out = everything(|o| o.open.as_str(), "SER");
    ends(&out, false, 401, |o| {
        o.olga.put(&format!("/people/{}/deactivation", o.ana.me()), json!({"hand_over_to": null})).ok();
    });
}
