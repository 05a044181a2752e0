//! What is read, what is kept of it, and what is refused.

use super::{event::Written, todo::Todo, *};
use crate::when::When;
use chrono_tz::Tz;

fn calendar(inside: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", inside.trim().replace('\n', "\r\n"))
        .into_bytes()
}

#[test]
fn lines_are_folded_and_come_back() {
    let long = "ä€𝄞, a; b\\c\nnext ".repeat(40);
    let mut writer = Writer::default();
    writer.begin("VCALENDAR");
    writer.text("SUMMARY", &long);
    writer.kept("X-A;P=\"a:b;c\":1,2\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM");
    writer.end("VCALENDAR");
    let text = writer.finish();
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let read = read(text.as_bytes()).unwrap();
    assert_eq!(read.text("SUMMARY").as_deref(), Some(&*long));
    assert_eq!(read.line("X-A").unwrap().parameter("p"), Some("a:b;c"));
    assert_eq!(read.inside().len(), 5);
    // A fold through the middle of a letter.
    let cut = b"BEGIN:VCALENDAR\nSUMMARY:a\xc3\n \xa4b\nEND:VCALENDAR";
    assert_eq!(super::read(cut).unwrap().text("SUMMARY").as_deref(), Some("aäb"));
}

#[test]
fn what_is_hostile_is_refused_in_words() {
    let deep = "BEGIN:A\n".repeat(100_000);
    let wide = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", "X:1\n".repeat(30_000));
    let parts = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", "BEGIN:A\nEND:A\n".repeat(9_000));
    for hostile in [
        deep.as_bytes(),
        wide.as_bytes(),
        parts.as_bytes(),
        &vec![b'a'; FILE + 1],
        b"",
        b"BEGIN:VCALENDAR",
        b"END:VCALENDAR",
        b"BEGIN:VCALENDAR\nEND:VEVENT",
        b"BEGIN:VCALENDAR\nno colon\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\nA;B=\"x:y\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR",
        b"\xff\xfe",
    ] {
        assert!(read(hostile).unwrap_err().message.ends_with('.'));
    }
}

#[test]
fn a_task_is_read_and_the_rest_of_it_kept() {
    let text = calendar(
        "BEGIN:VTODO\nUID:a@b\nSUMMARY:Bake\\, then\n  cool\nDUE;TZID=Europe/Berlin:20261201T170000\nPRIORITY:1\nCATEGORIES:oven,a\\,b\n\
         RRULE:FREQ=DAILY\nX-APPLE-SORT-ORDER:7\nPERCENT-COMPLETE:40\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nEND:VTODO",
    );
    let todo = Todo::of(&read(&text).unwrap(), Tz::UTC).unwrap();
    assert_eq!((todo.title.as_deref(), todo.priority), (Some("Bake, then cool"), Some(1)));
    assert_eq!(todo.due, When::from_text("2026-12-01T17:00[Europe/Berlin]"));
    assert_eq!(todo.categories, Some(vec!["oven".into(), "a,b".into()]));
    assert_eq!(
        todo.extra,
        "RRULE:FREQ=DAILY\nX-APPLE-SORT-ORDER:7\nPERCENT-COMPLETE:40\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM"
    );
    // A moment is a time where its author is.
    let utc = calendar("BEGIN:VTODO\nUID:a\nDTSTART:20261201T230000Z\nDURATION:PT90M\nEND:VTODO");
    let todo = Todo::of(&read(&utc).unwrap(), Tz::Europe__Berlin).unwrap();
    assert_eq!(todo.due, When::from_text("2026-12-02T01:30[Europe/Berlin]"));
}

#[test]
fn lengths_and_days_that_are_no_lengths_and_days_end_nothing() {
    let weeks = "999999W".repeat(40);
    let text = calendar(&format!("BEGIN:VTODO\nUID:a\nDTSTART:20261201T080000Z\nDURATION:P{weeks}\nEND:VTODO"));
    let due = Todo::of(&read(&text).unwrap(), Tz::UTC).unwrap().due.unwrap();
    assert_eq!(due.day.format("%Y").to_string(), "2127", "a century is the longest");
    let event = |more: &str| calendar(&format!("BEGIN:VEVENT\nUID:e\nDTSTART;VALUE=DATE:20270101\n{more}\nEND:VEVENT"));
    let long = event(&format!("DURATION:P{weeks}"));
    assert!(Written::of(&read(&long).unwrap(), Tz::UTC).is_err());
    // A rule that hardly ever comes is not walked along for thousands of years, and only so many days are named.
    let seldom = "RRULE:FREQ=DAILY;COUNT=10000;BYMONTH=1;BYMONTHDAY=1";
    let days = "90000101,".repeat(100);
    let few = event(&format!("{seldom}\nRDATE;VALUE=DATE:{}", days.trim_end_matches(',')));
    let written = Written::of(&read(&few).unwrap(), Tz::UTC).unwrap();
    let rule = written.rule.unwrap();
    let last = rule.days(written.each.span.start.day, None, (day(2027), day(9_000))).last();
    assert!(last.is_some_and(|last| (day(2226)..day(2229)).contains(&last)), "{last:?}");
    let many = event(&format!("{seldom}\n{}", format!("EXDATE;VALUE=DATE:{days}20270101\n").repeat(30).trim_end()));
    let refused = Written::of(&read(&many).unwrap(), Tz::UTC).unwrap_err();
    assert!(refused.message.contains("2,500 days"), "{}", refused.message);
}

/// The first day of a year.
fn day(year: i32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
}

#[test]
fn an_event_is_read_with_the_days_on_which_it_is_different() {
    let text = calendar(
        "BEGIN:VEVENT\nUID:e\nSUMMARY:Stand-up\nDTSTART;TZID=W. Europe Standard Time:20261201T090000\nDURATION:PT15M\n\
         RRULE:FREQ=DAILY;UNTIL=20261231T080000Z\nEXDATE;TZID=Europe/Berlin:20261202T090000,20261203T090000\nTRANSP:OPAQUE\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:e\nRECURRENCE-ID:20261204T080000Z\nSUMMARY:Long one\nDTSTART:20261204T090000Z\nDTEND:20261204T100000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:e\nRECURRENCE-ID:20261205T080000Z\nDTSTART:20261205T080000Z\nSTATUS:CANCELLED\nEND:VEVENT",
    );
    let written = Written::of(&read(&text).unwrap(), Tz::UTC).unwrap();
    assert_eq!(written.each.span.start.to_text(), "2026-12-01T09:00[Europe/Berlin]");
    assert_eq!((written.each.span.length, written.each.extra.as_str()), (15, "TRANSP:OPAQUE"));
    let days: Vec<String> = written.left_out.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-12-02", "2026-12-03", "2026-12-05"]);
    let (day, instead) = &written.instead[0];
    assert_eq!((day.to_string().as_str(), instead.span.length), ("2026-12-04", 60));
    assert_eq!(instead.span.start.to_text(), "2026-12-04T10:00[Europe/Berlin]");
}

#[test]
fn what_an_event_cannot_be_is_refused_in_words() {
    for inside in [
        "BEGIN:VEVENT\nUID:e\nEND:VEVENT",
        "BEGIN:VEVENT\nDTSTART:20261201\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:e\nDTSTART:20261301\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:e\nDTSTART;TZID=Mars:20261201T090000\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:e\nDTSTART:20261201T090000\nDTEND:20261201T080000\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:e\nDTSTART:20261201T090000\nRRULE:FREQ=HOURLY\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:e\nRECURRENCE-ID:20261201T090000\nDTSTART:20261201T090000\nEND:VEVENT",
        "BEGIN:VJOURNAL\nUID:e\nEND:VJOURNAL",
        "",
    ] {
        assert!(Written::of(&read(&calendar(inside)).unwrap(), Tz::UTC).is_err(), "{inside}");
    }
}

#[test]
fn a_zone_is_told_by_its_rule() {
    let berlin = zone::told(Tz::Europe__Berlin, 2026);
    assert!(
        berlin.contains("BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"),
        "{berlin}"
    );
    assert!(berlin.contains("TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"), "{berlin}");
    let new_york = zone::told(Tz::America__New_York, 2026);
    assert!(new_york.contains("BYMONTH=3;BYDAY=2SU"), "{new_york}");
    assert!(zone::told(Tz::Asia__Tokyo, 2026).contains("TZOFFSETTO:+0900"));
    assert_eq!(zone::named("/mozilla.org/20050126_1/Europe/Berlin"), Some(Tz::Europe__Berlin));
    assert_eq!(zone::named("W. Europe Standard Time"), Some(Tz::Europe__Berlin));
    assert_eq!(zone::named("Mars/Base"), None);
}
