//! How programs find calendars and learn what changed.

use super::*;

#[test]
fn a_program_finds_the_calendars_by_itself() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let known = Program::nobody(&o.server).ask("PROPFIND", "/.well-known/caldav", b"");
    assert_eq!((known.status, known.header("location")), (301, Some("/dav/calendars/")));
    let nobody = Program::nobody(&o.server).ask("PROPFIND", "/dav/calendars/", b"");
    assert!(nobody.status == 401 && nobody.header("www-authenticate").unwrap().starts_with("Basic"));
    let can = ana.ask("OPTIONS", "/dav/calendars/", b"");
    assert!(can.status == 200 && can.header("dav").unwrap().contains("calendar-access"));
    let who = "<propfind xmlns='DAV:'><prop><current-user-principal/></prop></propfind>";
    let said = ana.header("Depth", "0").ask("PROPFIND", "/dav/calendars/", who.as_bytes());
    assert!(said.text().contains("<D:current-user-principal><D:href>/dav/principal/</D:href>"), "{}", said.text());
    let home = "<propfind xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'><prop><c:calendar-home-set/><x:y xmlns:x='u'/></prop></propfind>";
    let said = ana.header("Depth", "0").ask("PROPFIND", "/dav/principal/", home.as_bytes());
    assert!(said.text().contains("<C:calendar-home-set><D:href>/dav/calendars/</D:href>"), "{}", said.text());
    assert!(said.text().contains("<x:y xmlns:x=\"u\"/></D:prop><D:status>HTTP/1.1 404 Not Found"), "{}", said.text());
    let all = ana.list("/dav/calendars/");
    let names = all.all("<D:displayname>", "</D:displayname>");
    assert!(["My work", "Finance", "Service"].iter().all(|name| names.contains(&(*name).to_owned())), "{names:?}");
    assert_eq!(ana.header("Depth", "infinity").ask("PROPFIND", "/dav/calendars/", b"").status, 403);
}

#[test]
fn only_what_changed_is_told() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let (space, own) = (of_space(&o.open), "/dav/calendars/my-work/");
    let first = o.ana.task(&o.open, "First");
    let second = o.ana.task(&o.open, "Second");
    ana.put(&format!("{space}third.ics"), &todo("third", "SUMMARY:Third"));
    let all = ana.sync(&space, "");
    assert_eq!((all.status, all.hrefs().len()), (207, 3));
    let mine = ana.sync(own, "").token();
    assert_eq!(ana.sync(&space, &all.token()).hrefs().len(), 0);
    o.ana.patch(&format!("/tasks/{}", id(&first)), json!({"title": "First of all", "assignee_id": o.ana.me()})).ok();
    o.ana.delete(&format!("/tasks/{}", id(&second))).ok();
    ana.ask("DELETE", &format!("{space}third.ics"), b"");
    let changed = ana.sync(&space, &all.token());
    let address = |name: &str| format!("{space}{name}.ics");
    assert_eq!(changed.hrefs(), [address(&id(&first)), address(&id(&second)), address("third")]);
    assert_eq!(changed.text().matches("HTTP/1.1 404").count(), 2);
    // A name that is used again is told once.
    ana.put(&format!("{space}third.ics"), &todo("third", "SUMMARY:Third again"));
    let again = ana.sync(&space, &all.token());
    assert_eq!(again.hrefs().iter().filter(|href| href.ends_with("third.ics")).count(), 1);
    // What is given to somebody comes into their work, and goes when it is given to somebody else.
    let given = ana.sync(own, &mine);
    assert_eq!(given.hrefs(), [format!("{own}{}.ics", id(&first))]);
    o.olga.patch(&format!("/tasks/{}", id(&first)), json!({"assignee_id": o.ben.me()})).ok();
    let gone = ana.sync(own, &given.token());
    assert_eq!((gone.hrefs().len(), gone.text().matches("HTTP/1.1 404").count()), (1, 1));
    // Rights that moved, and what is of another history, load everything again.
    o.olga.patch(&format!("/spaces/{}", o.open), json!({"name": "Services"})).ok();
    for token in [given.token().as_str(), "urn:guildhall:sync:0000abcd-1", "urn:guildhall:sync:x", "y"] {
        let said = ana.sync(&space, token);
        assert!(said.status == 403 && said.text().contains("<D:valid-sync-token/>"), "{token}: {}", said.text());
    }
}

#[test]
fn entries_are_asked_for_by_name_and_by_time() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let space = of_space(&o.open);
    ana.put(&format!("{space}a.ics"), &todo("a", "SUMMARY:Alpha\nDUE;VALUE=DATE:20261201"));
    ana.put(&format!("{space}b.ics"), &todo("b", "SUMMARY:Beta\nSTATUS:COMPLETED"));
    ana.put(&format!("{space}c.ics"), &event("c", "SUMMARY:Gamma\nDTSTART:20261101T090000Z\nRRULE:FREQ=WEEKLY"));
    let query = |filter: &str| {
        let question = format!(
            "<c:calendar-query xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'><prop><getetag/><c:calendar-data/></prop>\
             <c:filter><c:comp-filter name='VCALENDAR'>{filter}</c:comp-filter></c:filter></c:calendar-query>"
        );
        let said = ana.ask("REPORT", &space, question.as_bytes());
        (said.status, said.all("SUMMARY:", "&#13;"))
    };
    let found = |filter: &str| query(filter).1;
    assert_eq!(found("").len(), 3);
    assert_eq!(found("<c:comp-filter name='VEVENT'/>"), ["Gamma"]);
    assert_eq!(
        found(
            "<c:comp-filter name='VTODO'><c:prop-filter name='COMPLETED'><c:is-not-defined/></c:prop-filter></c:comp-filter>"
        ),
        ["Alpha"]
    );
    assert_eq!(
        found(
            "<c:comp-filter name='VTODO'><c:prop-filter name='SUMMARY'><c:text-match>bet</c:text-match></c:prop-filter></c:comp-filter>"
        ),
        ["Beta"]
    );
    let within = |kind: &str, from: &str, to: &str| {
        found(&format!(
            "<c:comp-filter name='{kind}'><c:time-range start='{from}T000000Z' end='{to}T000000Z'/></c:comp-filter>"
        ))
    };
    assert_eq!(within("VEVENT", "20261206", "20261207"), ["Gamma"]);
    assert!(within("VEVENT", "20261207", "20261208").is_empty());
    assert_eq!(within("VTODO", "20261202", "20261210"), ["Beta"]);
    assert_eq!(query("<c:comp-filter name='VTODO'><c:comp-filter name='VALARM'/></c:comp-filter>").0, 403);
    let by_name = format!(
        "<c:calendar-multiget xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'><prop><c:calendar-data/></prop>\
         <href>{space}a.ics</href><href>{space}none.ics</href><href>/dav/calendars/my-work/a.ics</href></c:calendar-multiget>"
    );
    let said = ana.ask("REPORT", &space, by_name.as_bytes());
    assert_eq!((said.hrefs().len(), said.text().matches("404 Not Found").count()), (3, 2));
}
