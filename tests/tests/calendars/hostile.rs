//! What strangers send: refused in words, nothing written, and the server goes on.

use super::*;

#[test]
fn hostile_entries_are_refused_and_change_nothing() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}x.ics", of_space(&o.open));
    let deep = format!("{}{}", "BEGIN:VCALENDAR\r\n".repeat(9_000), "END:VCALENDAR\r\n".repeat(9_000));
    let long = calendar(&todo("x", &format!("SUMMARY:{}", "a".repeat(1_100_000))));
    let wide = calendar(&todo("x", &"X-A:1\n".repeat(30_000)));
    let kept = calendar(&todo("x", &format!("X-A:{}", "a".repeat(300_000))));
    let title = calendar(&todo("x", &format!("SUMMARY:{}", "a".repeat(600))));
    let hourly = calendar(&event("x", "DTSTART:20261201T090000Z\nRRULE:FREQ=SECONDLY"));
    let off = calendar(&event("x", "DTSTART:20261201T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO"));
    let zone = calendar(&event("x", "DTSTART;TZID=Mars/Base:20261201T090000"));
    let two = calendar(&format!("{}\n{}", todo("x", "SUMMARY:a"), todo("y", "SUMMARY:b")));
    let dates = vec!["20261202"; 2_600].join(",");
    let dates = format!("DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:{dates}");
    let dates = calendar(&event("x", &dates));
    for (what, sent, status) in [
        ("nothing", String::new(), 403),
        ("no calendar", "<html>".into(), 403),
        ("half", "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n".into(), 403),
        ("deep", deep, 403),
        ("long", long, 413),
        ("wide", wide, 403),
        ("much that is kept", kept, 403),
        ("a long title", title, 403),
        ("each second", hourly, 403),
        ("a first day that is none", off, 403),
        ("no such zone", zone, 403),
        ("more days than anybody names", dates, 403),
        ("two tasks", two, 403),
        ("a journal", calendar("BEGIN:VJOURNAL\nUID:x\nEND:VJOURNAL"), 403),
        ("no UID", calendar("BEGIN:VTODO\nSUMMARY:a\nEND:VTODO"), 403),
    ] {
        let said = ana.ask("PUT", &path, sent.as_bytes());
        assert_eq!(said.status, status, "{what}: {}", said.text());
        assert!(
            said.text().contains("<D:responsedescription>") && said.text().contains(".</D:resp"),
            "{what}: {}",
            said.text()
        );
    }
    assert_eq!(ana.list(&of_space(&o.open)).hrefs().len(), 1);
}

#[test]
fn hostile_questions_are_refused() {
    let o = office();
    let ana = program(&o.server, &o.ana).header("Depth", "1");
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><propfind xmlns='DAV:'>&b;</propfind>".to_owned();
    for (sent, status) in
        [(bomb, 400), ("<a>".repeat(100_000), 400), ("<propfind".into(), 400), ("x".repeat(3 << 20), 413)]
    {
        assert_eq!(ana.ask("PROPFIND", "/dav/calendars/", sent.as_bytes()).status, status);
        assert_eq!(ana.ask("REPORT", &of_space(&o.open), sent.as_bytes()).status, status);
    }
    for method in ["MKCALENDAR", "MKCOL"] {
        assert_eq!(ana.ask(method, "/dav/calendars/new/", b"").status, 403);
    }
    assert_eq!(ana.ask("LOCK", "/dav/calendars/my-work/", b"").status, 405);
    let color = b"<propertyupdate xmlns='DAV:'><set><prop><displayname>x</displayname></prop></set></propertyupdate>";
    let said = ana.ask("PROPPATCH", "/dav/calendars/my-work/", color);
    assert!(said.status == 207 && said.text().contains("HTTP/1.1 403 Forbidden"), "{}", said.text());
    let title = o.ana.task(&o.open, "<b>&amp; \u{1b}]]>");
    let said = ana.list(&of_space(&o.open));
    assert!(said.text().contains(&id(&title)));
}

#[test]
fn a_length_of_many_thousand_years_is_taken_for_a_century() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}x.ics", of_space(&o.open));
    let lines = format!("SUMMARY:Wait\nDTSTART:20261201T080000Z\nDURATION:P{}", "999999W".repeat(40));
    assert_eq!(ana.put(&path, &todo("x", &lines)).status, 201);
    assert!(ana.get(&path).text().contains("SUMMARY:Wait\r\n"));
}
