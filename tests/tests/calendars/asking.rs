//! What programs ask for besides entries as they are: each time by itself, when somebody is busy, who is invited, and
//! whether what they sent is what stands there.

use super::*;

fn report(by: &Program, path: &str, inside: &str) -> Said {
    let question = inside.replacen('>', " xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>", 1);
    by.ask("REPORT", path, question.as_bytes())
}

fn expanded(by: &Program, path: &str, from: &str, to: &str) -> Said {
    report(
        by,
        path,
        &format!(
            "<c:calendar-query><prop><c:calendar-data><c:expand start='{from}' end='{to}'/></c:calendar-data></prop>\
             <c:filter><c:comp-filter name='VCALENDAR'><c:comp-filter name='VEVENT'>\
             <c:time-range start='{from}' end='{to}'/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
        ),
    )
}

fn busy(by: &Program, path: &str, from: &str, to: &str) -> Said {
    let range = format!("<c:time-range start='{from}' end='{to}'/>");
    report(by, path, &format!("<c:free-busy-query>{range}</c:free-busy-query>"))
}

#[test]
fn a_tag_is_told_after_writing_only_where_nothing_was_made_of_what_was_sent() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}a.ics", of_space(&o.open));
    let made = ana.put(&path, &todo("a", "SUMMARY:Bake"));
    assert_eq!((made.status, made.header("etag")), (201, None), "it reads more lines than it sent");
    let read = ana.get(&path);
    let same = ana.ask("PUT", &path, read.text().as_bytes());
    assert_eq!((same.status, same.header("etag")), (204, read.header("etag")));
    o.server.clock.advance(60_000);
    let other = ana.ask("PUT", &path, read.text().replace("SUMMARY:Bake", "SUMMARY:Bake bread").as_bytes());
    assert_eq!((other.status, other.header("etag")), (204, None), "when it changed is another moment");
}

#[test]
fn each_time_is_told_by_itself_in_utc() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let space = of_space(&o.open);
    let each = event(
        "e",
        "SUMMARY:Stand-up\nDTSTART;TZID=Europe/Berlin:20261201T090000\nDURATION:PT15M\nRRULE:FREQ=DAILY\n\
         EXDATE;TZID=Europe/Berlin:20261203T090000\nTRANSP:OPAQUE",
    );
    let one = event(
        "e",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261204T090000\nSUMMARY:Long one\n\
         DTSTART;TZID=Europe/Berlin:20261204T100000\nDURATION:PT1H",
    );
    ana.put(&format!("{space}e.ics"), &format!("{each}\n{one}"));
    ana.put(&format!("{space}d.ics"), &event("d", "SUMMARY:Fair\nDTSTART;VALUE=DATE:20261202"));
    let said = expanded(&ana, &space, "20261202T000000Z", "20261205T000000Z");
    assert_eq!(said.status, 207, "{}", said.text());
    for line in [
        "DTSTART:20261202T080000Z",
        "RECURRENCE-ID:20261202T080000Z",
        "DTEND:20261202T081500Z",
        "RECURRENCE-ID:20261204T080000Z",
        "DTSTART:20261204T090000Z",
        "DTSTART;VALUE=DATE:20261202",
        "SUMMARY:Long one",
    ] {
        assert!(said.text().contains(&format!("{line}&#13;\n")), "{line} in {}", said.text());
    }
    assert_eq!(said.text().matches("BEGIN:VEVENT").count(), 3);
    for line in ["RRULE", "EXDATE", "VTIMEZONE", "TZID"] {
        assert!(!said.text().contains(line), "{line} in {}", said.text());
    }
    // Neither for ever, nor backwards, nor without an end.
    for (from, to, broken) in [
        ("19700101T000000Z", "29990101T000000Z", "<D:number-of-matches-within-limits/>"),
        ("20261205T000000Z", "20261202T000000Z", "<C:valid-filter/>"),
        ("20261202T000000Z", "soon", "<C:valid-filter/>"),
    ] {
        let said = expanded(&ana, &space, from, to);
        assert!(said.status == 403 && said.text().contains(broken), "{from} {to}: {}", said.text());
    }
}

#[test]
fn a_program_learns_when_somebody_is_busy() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let space = of_space(&o.open);
    let put = |uid: &str, lines: &str| ana.put(&format!("{space}{uid}.ics"), &event(uid, lines));
    put("a", "SUMMARY:A\nDTSTART:20261201T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2");
    put("b", "SUMMARY:B\nDTSTART:20261201T093000Z\nDURATION:PT1H");
    put("c", "SUMMARY:C\nDTSTART:20261201T140000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT");
    put("d", "SUMMARY:D\nDTSTART:20261201T160000Z\nDURATION:PT1H\nSTATUS:TENTATIVE");
    o.ana.task(&o.open, "A task takes no time of a calendar");
    let said = busy(&ana, &space, "20261201T000000Z", "20261202T093000Z");
    assert_eq!((said.status, said.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
    assert_eq!(
        said.all("FREEBUSY;FBTYPE=", "\r\n"),
        [
            "BUSY:20261201T090000Z/20261201T103000Z",
            "BUSY-TENTATIVE:20261201T160000Z/20261201T170000Z",
            "BUSY:20261202T090000Z/20261202T093000Z"
        ]
    );
    assert!(!said.text().contains("SUMMARY"), "{}", said.text());
    // In one's own work, what one declined leaves one free.
    let start = json!({"date": "2026-12-01", "time": "12:00", "zone": "UTC"});
    let meeting = json!({"title": "Review", "start": start, "minutes": 30, "guest_ids": [o.ana.me()]});
    let meeting = id(&o.olga.post(&format!("/spaces/{}/events", o.open), meeting).ok());
    let mine = || busy(&ana, "/dav/calendars/my-work/", "20261201T000000Z", "20261202T000000Z").text();
    let answer = |answer: &str| o.ana.put(&format!("/events/{meeting}/attendance"), json!({ "answer": answer })).ok();
    assert!(mine().contains("FREEBUSY;FBTYPE=BUSY:20261201T120000Z/20261201T123000Z"));
    answer("maybe");
    assert!(mine().contains("FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261201T120000Z/20261201T123000Z"));
    answer("no");
    assert!(!mine().contains("FREEBUSY;"));
    let long = busy(&ana, &space, "20000101T000000Z", "20990101T000000Z");
    assert!(long.status == 403 && long.text().contains("<D:number-of-matches-within-limits/>"), "{}", long.text());
    let open = report(&ana, &space, "<c:free-busy-query></c:free-busy-query>");
    assert!(open.status == 403 && open.text().contains("<C:valid-filter/>"), "{}", open.text());
}

#[test]
fn guests_are_told_and_not_taken() {
    let o = office();
    let (ana, ben) = (program(&o.server, &o.ana), program(&o.server, &o.ben));
    let start = json!({"date": "2026-12-01", "time": "09:00", "zone": "Europe/Berlin"});
    let input = json!({"title": "Review", "start": start, "minutes": 30, "guest_ids": [o.ana.me(), o.ben.me()]});
    let made = id(&o.olga.post(&format!("/spaces/{}/events", o.open), input).ok());
    o.ben.put(&format!("/events/{made}/attendance"), json!({ "answer": "yes" })).ok();
    let path = format!("/dav/calendars/my-work/{made}.ics");
    let person = |of: &Client| of.get("/me").ok();
    let line = |of: &Client, said: &str| {
        let me = person(of);
        let (name, email) = (me["name"].as_str().unwrap(), me["email"].as_str().unwrap());
        format!("ATTENDEE;CN=\"{name}\";PARTSTAT={said}:mailto:{email}")
    };
    let unfolded = |by: &Program| by.get(&path).text().replace("\r\n ", "");
    for (of, said) in [(&o.ana, "NEEDS-ACTION"), (&o.ben, "ACCEPTED")] {
        assert!(unfolded(&ana).contains(&line(of, said)), "{} in {}", line(of, said), unfolded(&ana));
    }
    // What is sent back changes nobody's answer, and stands there once.
    let tag = ana.get(&path).header("etag").unwrap().to_owned();
    let sent = unfolded(&ana).replace("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED");
    assert_eq!(ana.ask("PUT", &path, sent.as_bytes()).status, 204);
    assert_eq!(ana.get(&path).header("etag"), Some(&*tag), "nothing was changed");
    assert!(unfolded(&ben).contains(&line(&o.ben, "ACCEPTED")));
    // Whom a program names itself is kept as it came, and invites nobody.
    let other = "ATTENDEE;ROLE=CHAIR:mailto:miller@elsewhere.example";
    let with = unfolded(&ana).replace("END:VEVENT", &format!("{other}\r\nEND:VEVENT"));
    assert_eq!(ana.ask("PUT", &path, with.as_bytes()).status, 204);
    assert!(unfolded(&ana).contains(other) && unfolded(&ana).matches("ATTENDEE").count() == 3);
    assert_eq!(o.olga.get(&format!("/events/{made}")).ok()["guests"].as_array().unwrap().len(), 2);
}

#[test]
fn further_dates_go_both_ways_and_what_cannot_be_said_stays_a_line() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}r.ics", of_space(&o.open));
    let lines = "SUMMARY:Tasting\nDTSTART;TZID=Europe/Berlin:20261201T090000\nDURATION:PT15M\nRRULE:FREQ=WEEKLY;COUNT=2\n\
        RDATE;TZID=Europe/Berlin:20261203T090000,20261208T090000\nRDATE:20261204T130000Z\n\
        RDATE;VALUE=PERIOD:20261210T090000Z/PT3H";
    assert_eq!(ana.put(&path, &event("r", lines)).status, 201);
    let on = |by: &Client| -> Vec<String> {
        let found = by.get("/events?from=2026-12-01&to=2026-12-31").ok();
        let starts = found["items"].as_array().unwrap().iter().map(|one| &one["start"]);
        starts.map(|start| format!("{} {}", start["date"], start["time"]).replace('"', "")).collect()
    };
    let days = ["2026-12-01 09:00", "2026-12-03 09:00", "2026-12-04 14:00", "2026-12-08 09:00"];
    assert_eq!(on(&o.ben), days);
    let read = ana.get(&path);
    for line in [
        "RDATE;TZID=Europe/Berlin:20261203T090000",
        "RDATE;TZID=Europe/Berlin:20261204T090000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261204T090000",
        "DTSTART;TZID=Europe/Berlin:20261204T140000",
        "RDATE;VALUE=PERIOD:20261210T090000Z/PT3H",
    ] {
        assert!(read.text().contains(&format!("{line}\r\n")), "{line} in {}", read.text());
    }
    let same = ana.ask("PUT", &path, read.text().as_bytes());
    assert_eq!((same.status, same.header("etag")), (204, read.header("etag")), "what was read changes nothing");
    // A program that knows no such dates keeps them; one that does takes them away by leaving them out.
    let plain = "SUMMARY:Tasting\nDTSTART;TZID=Europe/Berlin:20261201T090000\nDURATION:PT15M\n\
        RRULE:FREQ=WEEKLY;COUNT=2";
    let other = program(&o.server, &o.ana);
    assert_eq!(other.put(&path, &event("r", plain)).status, 204);
    assert_eq!(on(&o.ben).len(), 4);
    assert_eq!(ana.put(&path, &event("r", plain)).status, 204);
    assert_eq!(on(&o.ben), ["2026-12-01 09:00", "2026-12-08 09:00"]);
}
