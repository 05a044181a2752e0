//! Writing together: at once for the others, kept a moment later, and the same for everybody in the end.

use super::{open_office, page, state, with_page, words};
use guildhall_tests::{Writer, until, writer::said};
use serde_json::json;

/// Chance that can be had again by its number.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn what_one_writes_the_others_have_and_the_file_too() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    let mut olga = Writer::open(&o.owner, &page, true);
    ana.until(|writer| writer.people.as_array().is_some_and(|people| people.len() == 2));
    let person = |who: &guildhall_tests::Client| json!({"client_id": null, "person_id": who.me(), "write": true});
    assert_eq!(ana.people, json!([person(&o.ana), person(&o.owner)]));

    ana.write("Present: everybody");
    olga.until(|writer| writer.text() == "Present: everybody");
    ana.until_saved();
    assert_eq!(words(&o.owner, &page), "Present: everybody");
    assert_eq!(said(&state(&o.owner, &page)), "Present: everybody");
    let told = ana.live.until("page_saved", |_| true);
    assert_eq!((&told["item_id"], &told["by"]), (&json!(page), &json!([o.ana.me()])));
    // Others are told that something was kept, and that nothing of theirs waits.
    olga.live.until("page_saved", |_| true);
    assert_eq!(olga.saved, 0);

    olga.write("Absent: nobody");
    olga.until_saved();
    ana.until(|writer| writer.text().ends_with("Absent: nobody"));
    let shown = until(|| o.ana.get(&format!("/documents/{page}")).ok(), |shown| shown["words"] == 4);
    assert_eq!(shown["edited_by"]["id"], o.owner.me());

    drop(olga);
    ana.until(|writer| writer.people.as_array().is_some_and(|people| people.len() == 1));
}

#[test]
fn cursors_go_to_the_others_and_nobody_takes_anothers() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    let mut olga = Writer::open(&o.owner, &page, false);
    let message = |client: u8| [&[1, client, 1, 15][..], br#"{"cursor":null}"#].concat();
    ana.send(3, &message(7));
    olga.until(|writer| writer.people.as_array().is_some_and(|people| people.iter().any(|one| one["client_id"] == 7)));
    let frame = olga.live.hear_page().unwrap();
    assert_eq!((frame[16], &frame[17..]), (3, &message(7)[..]));
    // One that is Ana's already is not told on as Olga's.
    olga.send(3, &message(7));
    olga.send(3, &message(8));
    let mut told = Vec::new();
    while told.last() != Some(&8) {
        let frame = ana.live.hear_page().unwrap();
        if frame[16] == 3 {
            told.push(frame[18]);
        }
    }
    assert_eq!(told, [8]);
}

#[test]
fn random_histories_with_cuts_are_the_same_for_everybody() {
    let o = open_office();
    let people = [&o.ana, &o.owner, &o.ana];
    for seed in 0..if std::env::var_os("GUILDHALL_LONG").is_some() { 200 } else { 6 } {
        let page = page(&o.ana, &o.space, "Begin\n");
        let mut dice = Dice(seed);
        let mut writers: Vec<Writer> = people.iter().map(|who| Writer::open(who, &page, true)).collect();
        let mut cut = [false; 3];
        for turn in 0..40 {
            let who = dice.below(3) as usize;
            if dice.below(6) == 0 {
                cut[who] = !cut[who];
                if !cut[who] {
                    writers[who].reconnect(people[who]);
                }
            }
            if cut[who] {
                // Nothing goes out or comes in; the copy is written in all the same.
                writers[who].paragraph(&format!("{who} alone {turn}"));
            } else if dice.below(2) == 0 {
                writers[who].write(&format!("{who} says {turn}"));
            } else {
                writers[who].type_in(" and more");
            }
        }
        for (who, writer) in writers.iter_mut().enumerate() {
            writer.reconnect(people[who]);
            writer.until_saved();
        }
        let text = said(&state(&o.owner, &page));
        for writer in &mut writers {
            writer.until(|writer| writer.text() == text);
        }
        assert!(text.contains("alone"), "seed {seed}: {text}");
    }
}

#[test]
fn what_depends_on_something_the_server_never_got_comes_with_it() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    // The first is lost on the way; the second refers to it.
    ana.paragraph("first");
    ana.type_in(" second");
    ana.until(|writer| writer.sent == 2);
    ana.until_saved();
    assert_eq!(words(&o.ana, &page), "first second");
}

#[test]
fn a_page_that_is_changed_over_the_api_changes_for_who_has_it_open() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    ana.write("as it was");
    ana.until_saved();
    o.ana.post(&format!("/documents/{page}/versions"), json!({"name": "First"})).ok();
    ana.type_in(" and is not any more");
    ana.until_saved();
    o.owner.post(&format!("/documents/{page}/versions/1/restore"), json!({})).ok();
    ana.until(|writer| writer.text() == "as it was");
    ana.type_in(", again");
    ana.until_saved();
    assert_eq!(words(&o.owner, &page), "as it was, again");
}
