//! Ticking points of checklists while a page is read.

use super::{content, open_office, page};
use guildhall_tests::{Client, Writer, until};
use serde_json::{Value, json};

fn at(page: &str, number: u32) -> String {
    format!("/pages/{page}/points/{number}")
}

fn ticks(by: &Client, page: &str) -> Vec<bool> {
    fn gather(node: &Value, out: &mut Vec<bool>) {
        if node["type"] == "taskItem" {
            out.push(node["attrs"]["checked"] == true);
        }
        node["content"].as_array().into_iter().flatten().for_each(|child| gather(child, out));
    }
    let mut out = Vec::new();
    gather(&content(by, page)["doc"], &mut out);
    out
}

#[test]
fn a_point_is_ticked_by_who_may_write_and_everybody_at_the_page_has_it() {
    let o = open_office();
    let page = page(&o.ana, &o.space, "- [ ] Gas **off**\n- [x] Flue open\n\nWords");
    let mut ana = Writer::open(&o.ana, &page, true);
    let answer = o.owner.put(&at(&page, 0), json!({"checked": true, "words": "Gas off"})).ok();
    assert_eq!(
        answer["doc"]["content"][0]["content"][0]["attrs"]["checked"], true,
        "it answers what the page says now"
    );
    assert_eq!(ticks(&o.ana, &page), [true, true]);
    // Whoever has it open has it too, and goes on from there.
    ana.write("Still here");
    ana.until_saved();
    assert_eq!(ticks(&o.owner, &page), [true, true]);
    o.owner.put(&at(&page, 1), json!({"checked": false, "words": "Flue open"})).ok();
    assert_eq!(ticks(&o.ana, &page), [true, false]);
    let shown = until(|| o.ana.get(&format!("/documents/{page}")).ok(), |shown| shown["words"] == 7);
    assert_eq!(shown["edited_by"]["id"], o.owner.me(), "an edit like any other");
}

#[test]
fn what_is_so_already_changes_nothing_and_what_moved_is_not_mistaken() {
    let o = open_office();
    let page = page(&o.ana, &o.space, "- [ ] Gas off");
    let seq = || o.ana.get(&format!("/documents/{page}")).ok()["version"].clone();
    let before = seq();
    o.owner.put(&at(&page, 0), json!({"checked": false, "words": "Gas off"})).ok();
    o.owner.put(&at(&page, 0), json!({"checked": true, "words": "Gas on"})).fails(409, "conflict");
    o.owner.put(&at(&page, 1), json!({"checked": true, "words": "Gas off"})).fails(409, "conflict");
    o.owner.put(&format!("/pages/{page}/points/first"), json!({"checked": true, "words": ""})).fails(404, "not_found");
    o.owner.put(&at(&page, 0), json!({"checked": "yes", "words": "Gas off"})).fails(400, "bad_json");
    assert_eq!(seq(), before);
    assert_eq!(ticks(&o.ana, &page), [false]);
}

#[test]
fn who_only_reads_ticks_nothing() {
    let o = open_office();
    let closed = o.owner.space("Finance", "closed");
    let gil = o.server.join(&o.owner, "Gil Guest", "guest");
    o.owner.put(&format!("/spaces/{closed}/members/{}", gil.me()), json!({"role": "guest"})).ok();
    let page = page(&o.owner, &closed, "- [ ] Gas off");
    let tick = json!({"checked": true, "words": "Gas off"});
    gil.put(&at(&page, 0), tick.clone()).fails(403, "forbidden");
    o.ana.put(&at(&page, 0), tick.clone()).fails(404, "not_found");
    o.owner.patch(&format!("/documents/{page}"), json!({"archived": true})).ok();
    o.owner.put(&at(&page, 0), tick).fails(409, "conflict");
    assert_eq!(ticks(&o.owner, &page), [false]);
}
