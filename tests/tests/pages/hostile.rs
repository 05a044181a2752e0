//! What strangers and those who may not write send: dropped, the connection ended, the page as it was.

use super::{open_office, page, state, with_page, words};
use guildhall_tests::{Writer, live::PATIENCE, writer::said};
use serde_json::json;
use std::time::{Duration, Instant};

#[test]
fn garbage_ends_the_connection_and_leaves_the_page() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    ana.write("stays");
    ana.until_saved();
    let before = state(&o.ana, &page);
    let valid = ana.paragraph("x");
    for update in [
        Vec::new(),
        vec![0xff; 40],
        vec![1; 1000],
        valid[..valid.len() - 2].to_vec(),
        [valid.clone(), vec![1]].concat(),
        // A node that hangs in another root than the page's.
        [&[1u8, 1, 9, 0, 7, 1, 5][..], b"other", &[3, 1, b'p', 0]].concat(),
        (0..=255).cycle().take((1 << 20) - 17).collect(),
    ] {
        let mut stranger = Writer::open(&o.owner, &page, true);
        stranger.send(0, &update);
        assert_eq!(stranger.end().as_deref(), Some("invalid"), "{:?}", update.get(..20));
        assert_eq!(stranger.live.end(), 1008);
    }
    // More than a frame holds ends the connection without a word.
    let mut stranger = Writer::open(&o.owner, &page, true);
    stranger.send(0, &vec![0; 100 << 20]);
    stranger.end();
    for kind in [4, 5, 6, 7, 255] {
        let mut stranger = Writer::open(&o.owner, &page, true);
        stranger.send(kind, b"x");
        assert_eq!(stranger.end().as_deref(), Some("invalid"));
    }
    assert_eq!(said(&state(&o.ana, &page)), said(&before));
    ana.send(0, &valid);
    ana.until_saved();
    assert_eq!(words(&o.ana, &page), "stays\nx");
}

#[test]
fn what_belongs_to_another_page_is_refused() {
    let o = open_office();
    let (one, other) = (page(&o.ana, &o.space, "One\n"), page(&o.ana, &o.space, "Other\n"));
    let mut ana = Writer::open(&o.ana, &one, true);
    let update = ana.paragraph("more");
    let frame = [other.parse::<uuid::Uuid>().unwrap().as_bytes().as_slice(), &[0], &update].concat();
    ana.live.send(2, &frame);
    assert_eq!(ana.end().as_deref(), Some("invalid"));
    // Sent to where it does not belong it refers to what is not there, and changes nothing.
    let mut ana = Writer::open(&o.ana, &other, true);
    let mut elsewhere = Writer::open(&o.ana, &one, true);
    elsewhere.type_in(" x");
    elsewhere.until_saved();
    let update = elsewhere.edit(|root, change| {
        let Some(yrs::XmlOut::Element(block)) = yrs::XmlFragment::get(root, change, 0) else { panic!("no block") };
        let Some(yrs::XmlOut::Text(text)) = yrs::XmlFragment::get(&block, change, 0) else { panic!("no text") };
        yrs::Text::insert(&text, change, 2, "y");
    });
    for _ in 0..300 {
        ana.send(0, &update);
    }
    assert_eq!(ana.end().as_deref(), Some("invalid"), "asked for what lacks it has nothing to send");
    assert_eq!(words(&o.ana, &other), "Other");
}

#[test]
fn who_may_only_read_changes_nothing() {
    let o = open_office();
    let gil = o.server.join(&o.owner, "Gil Guest", "guest");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, gil.me()), json!({"role": "guest"})).ok();
    let page = page(&o.ana, &o.space, "Prices\n");
    let mut guest = Writer::open(&gil, &page, true);
    guest.until(|writer| writer.people.is_array());
    assert_eq!(guest.people[0]["write"], false);
    guest.write("free of charge");
    assert_eq!(guest.end().as_deref(), Some("forbidden"));
    let mut reader = Writer::open(&o.ana, &page, false);
    reader.write("opened for reading");
    assert_eq!(reader.end().as_deref(), Some("forbidden"));
    // A token that may only read comes in and cannot write either.
    let token = o.ana.post("/me/tokens", json!({"name": "Reader", "scopes": ["read"]})).ok();
    let bearer = format!("Bearer {}", token["secret"].as_str().unwrap());
    let mut reader = Writer::open(&o.server.nobody().with("Authorization", &bearer), &page, true);
    reader.write("by a token");
    assert_eq!(reader.end().as_deref(), Some("forbidden"));
    assert_eq!(words(&o.ana, &page), "Prices");
}

#[test]
fn who_was_removed_hears_nothing_more_and_cannot_send() {
    let o = open_office();
    let closed = o.owner.space("Finance", "closed");
    o.owner.put(&format!("/spaces/{closed}/members/{}", o.ana.me()), json!({"role": "member"})).ok();
    let page = page(&o.owner, &closed, "Salaries\n");
    let mut ana = Writer::open(&o.ana, &page, true);
    let late = ana.paragraph("too late");
    let mut olga = Writer::open(&o.owner, &page, true);
    o.owner.delete(&format!("/spaces/{closed}/members/{}", o.ana.me())).ok();
    // What is written right after it does not reach her, and nobody has to write anything for her to be out.
    olga.write("secret");
    let begun = Instant::now();
    assert_eq!(ana.end().as_deref(), Some("not_found"));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert!(!ana.text().contains("secret"));
    let mut again = guildhall_tests::Live::open(&o.ana, None);
    again.say(json!({"type": "page", "item_id": page, "write": true}));
    again.send(2, &[page.parse::<uuid::Uuid>().unwrap().as_bytes().as_slice(), &[0], &late].concat());
    let word = again.hear_page().unwrap();
    assert_eq!(word[16], 6);
    again.end();
    olga.until_saved();
    assert_eq!(words(&o.owner, &page), "Salaries\nsecret");
}

#[test]
fn a_silent_reader_is_out_within_a_second_too() {
    let o = open_office();
    let closed = o.owner.space("Finance", "closed");
    o.owner.put(&format!("/spaces/{closed}/members/{}", o.ana.me()), json!({"role": "member"})).ok();
    let page = page(&o.owner, &closed, "Salaries\n");
    let mut ana = Writer::open(&o.ana, &page, false);
    o.owner.delete(&format!("/spaces/{closed}/members/{}", o.ana.me())).ok();
    let begun = Instant::now();
    assert_eq!(ana.end().as_deref(), Some("not_found"));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[test]
fn what_is_out_of_the_way_is_read_only() {
    for (what, code) in [("trash", "conflict"), ("archive", "conflict"), ("space", "forbidden")] {
        let (o, page) = with_page();
        let mut ana = Writer::open(&o.ana, &page, true);
        ana.write("before");
        ana.until_saved();
        match what {
            "trash" => drop(o.ana.delete(&format!("/documents/{page}")).ok()),
            "archive" => drop(o.ana.patch(&format!("/documents/{page}"), json!({"archived": true})).ok()),
            _ => drop(o.owner.put(&format!("/spaces/{}/archive", o.space), json!({})).ok()),
        }
        ana.write("after");
        let why = ana.end();
        assert!(why.as_deref() == Some(code) || why.as_deref() == Some("forbidden"), "{what}: {why:?}");
        let _ = PATIENCE;
        let kept = said(&state(&o.owner, &page));
        assert_eq!(kept, "before", "{what}");
    }
}
