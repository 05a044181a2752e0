//! Feeds: an address that shows a calendar to whoever has it, as long as its owner may read it.

use super::*;

fn path(feed: &serde_json::Value) -> String {
    let address = feed["address"].as_str().unwrap();
    address.split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned()
}

#[test]
fn a_feed_shows_what_its_owner_reads_and_nothing_after_it_was_ended() {
    let o = office();
    let nobody = Program::nobody(&o.server);
    let due = json!({"title": "Pay rent", "due": {"date": "2026-12-01"}, "assignee_id": o.ana.me()});
    o.ana.post(&format!("/spaces/{}/tasks", o.closed), due).ok();
    o.ana
        .post(&format!("/spaces/{}/events", o.closed), json!({"title": "Audit", "start": {"date": "2026-12-02"}}))
        .ok();
    let space = o.ana.post("/me/feeds", json!({"space_id": o.closed})).ok();
    let own = o.ana.post("/me/feeds", json!({})).ok();
    let read = nobody.ask("GET", &format!("/{}", path(&space)), b"");
    assert_eq!((read.status, read.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
    for line in ["X-WR-CALNAME:Finance", "SUMMARY:Pay rent", "DTSTART;VALUE=DATE:20261201", "SUMMARY:Audit"] {
        assert!(read.text().contains(&format!("{line}\r\n")), "{line} in {}", read.text());
    }
    let mine = nobody.ask("GET", &format!("/{}", path(&own)), b"");
    assert!(mine.text().contains("SUMMARY:Pay rent") && !mine.text().contains("Audit"), "{}", mine.text());
    // What did not change is not sent again. That it was read is noted, which changes nothing that is shown.
    let tag = read.header("etag").unwrap();
    let again = nobody.header("If-None-Match", tag).ask("GET", &format!("/{}", path(&space)), b"");
    assert_eq!((again.status, again.text().as_str()), (304, ""));
    let finance = || {
        let list = o.ana.get("/me/feeds").ok();
        list["items"].as_array().unwrap().iter().find(|feed| feed["name"] == "Finance").unwrap().clone()
    };
    let listed = guildhall_tests::until(finance, |feed| feed["last_read_at"].is_string());
    assert_eq!((&listed["id"], listed.get("address")), (&space["id"], None));
    assert_eq!(o.ben.get("/me/feeds").ok()["items"], json!([]));
    o.ben.post("/me/feeds", json!({"space_id": o.closed})).fails(403, "forbidden");
    // Who is not in the space any more shows nothing of it.
    o.olga.delete(&format!("/spaces/{}/members/{}", o.closed, o.ana.me())).ok();
    assert_eq!(nobody.ask("GET", &format!("/{}", path(&space)), b"").status, 404);
    o.ana.delete(&format!("/me/feeds/{}", id(&own))).ok();
    assert_eq!(nobody.ask("GET", &format!("/{}", path(&own)), b"").status, 404);
    assert_eq!(nobody.ask("GET", "/feeds/nothing.ics", b"").status, 404);
    o.ben.delete(&format!("/me/feeds/{}", id(&space))).fails(404, "not_found");
    // Who was deactivated shows nothing.
    let bens = o.ben.post("/me/feeds", json!({})).ok();
    assert_eq!(nobody.ask("GET", &format!("/{}", path(&bens)), b"").status, 200);
    o.olga.put(&format!("/people/{}/deactivation", o.ben.me()), json!({"hand_over_to": null})).ok();
    assert_eq!(nobody.ask("GET", &format!("/{}", path(&bens)), b"").status, 404);
}
