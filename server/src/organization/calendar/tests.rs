//! What calendar files hold, as programs write them.

use super::*;

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn calendar(events: &[&str]) -> String {
    let events: Vec<String> = events
        .iter()
        .map(|event| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", event.replace('\n', "\r\n")))
        .collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sample//EN\r\n{}END:VCALENDAR\r\n", events.concat())
}

/// Each stretch as `from..to name`.
fn days(events: &[&str], today: &str) -> Vec<String> {
    let found = read(&calendar(events), on(today)).unwrap();
    found.days.iter().map(|one| format!("{}..{} {}", one.from, one.to, one.name)).collect()
}

#[test]
fn whole_days_are_read_as_programs_write_them() {
    let events = [
        "SUMMARY:One day\nDTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270102",
        "SUMMARY:A day that\n  goes on\\, and on\nDTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270306",
        "SUMMARY:No end\nDTSTART;VALUE=DATE:20270401",
        "SUMMARY:Ends on itself\nDTSTART;VALUE=DATE:20270501\nDTEND;VALUE=DATE:20270501",
        "SUMMARY:Weeks\nDTSTART;VALUE=DATE:20270701\nDURATION:P2W",
        "SUMMARY:From midnight\nDTSTART;TZID=Europe/Berlin:20271224T000000\nDTEND;TZID=Europe/Berlin:20271225T000000",
        "SUMMARY:Over\nDTSTART;VALUE=DATE:20260101",
        "SUMMARY:Off\nDTSTART;VALUE=DATE:20270601\nSTATUS:CANCELLED",
    ];
    let expected = [
        "2027-01-01..2027-01-01 One day",
        "2027-03-01..2027-03-05 A day that goes on, and on",
        "2027-04-01..2027-04-01 No end",
        "2027-05-01..2027-05-01 Ends on itself",
        "2027-07-01..2027-07-14 Weeks",
        "2027-12-24..2027-12-24 From midnight",
    ];
    assert_eq!(days(&events, "2026-11-29"), expected);
    let marked = format!("\u{feff}{}", calendar(&events).replace("\r\n", "\n"));
    assert_eq!(read(&marked, on("2026-11-29")).unwrap().days.len(), expected.len());
}

#[test]
fn what_comes_again_is_worked_out_for_five_years_without_what_was_taken_out_or_moved() {
    let events = [
        "UID:a\nSUMMARY:Christmas\nDTSTART;VALUE=DATE:20151225\nDTEND;VALUE=DATE:20151227\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20281225",
        "UID:a\nSUMMARY:Christmas, late\nDTSTART;VALUE=DATE:20291228\nRECURRENCE-ID;VALUE=DATE:20291225",
        "UID:b\nSUMMARY:Two more\nDTSTART;VALUE=DATE:20260405\nRRULE:FREQ=YEARLY;UNTIL=20280405",
    ];
    let expected = [
        "2026-12-25..2026-12-26 Christmas",
        "2027-04-05..2027-04-05 Two more",
        "2027-12-25..2027-12-26 Christmas",
        "2028-04-05..2028-04-05 Two more",
        "2029-12-28..2029-12-28 Christmas, late",
        "2030-12-25..2030-12-26 Christmas",
        "2031-12-25..2031-12-26 Christmas",
    ];
    assert_eq!(days(&events, "2026-12-26"), expected);
}

#[test]
fn what_takes_a_part_of_a_day_is_counted_and_closes_nothing() {
    let meeting = "SUMMARY:Meeting\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z";
    let nothing = "SUMMARY:A moment\nDTSTART:20270101T000000Z";
    let broken = "SUMMARY:No day\nDTSTART;VALUE=DATE:20270231";
    let long = "SUMMARY:A reign\nDTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20400101";
    let found = read(&calendar(&[meeting, nothing, broken, long]), on("2026-11-29")).unwrap();
    assert_eq!(found, Found { days: vec![], timed: 4 });
}

#[test]
fn a_rule_that_makes_no_sense_leaves_the_day_it_was_written_for() {
    let rules = ["FREQ=NEVER", "BYEASTER=1;FREQ=YEARLY", "", "FREQ=DAILY;BYSETPOS=400", "FREQ=YEARLY;UNTIL=soon"];
    for rule in rules.into_iter().chain(["FREQ=HOURLY", "FREQ=YEARLY;BYHOUR=1"]) {
        let event = format!("SUMMARY:Once\nDTSTART;VALUE=DATE:20270101\nRRULE:{rule}");
        assert_eq!(days(&[&event], "2026-11-29"), ["2027-01-01..2027-01-01 Once"], "{rule}");
    }
}

/// Each second since 1970, and days that never come: whoever walks along such a rule does not come back.
#[test]
fn a_rule_that_would_be_walked_along_for_hours_is_answered_at_once() {
    let second = "SUMMARY:Tick\nDTSTART;VALUE=DATE:19700101\nRRULE:FREQ=SECONDLY";
    let never = "SUMMARY:Never\nDTSTART;VALUE=DATE:19700101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30";
    let often = "SUMMARY:Often\nDTSTART;VALUE=DATE:19700101\nRRULE:FREQ=DAILY;COUNT=10000;BYMONTH=2;BYMONTHDAY=30";
    let all: Vec<&str> = [second, never, often].into_iter().cycle().take(200).collect();
    let begun = std::time::Instant::now();
    assert_eq!(days(&all, "2026-11-29"), [""; 0]);
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_calendar_or_too_much_of_one_is_refused_in_a_sentence() {
    let today = on("2026-11-29");
    let says = |text: &str| read(text, today).unwrap_err().to_string();
    let daily = "DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=DAILY";
    let deep = "BEGIN:VCALENDAR\n".repeat(60_000);
    for text in ["", "hello", "BEGIN:VCALENDAR", "%PDF-1.7", &deep] {
        assert!(read(text, today).is_err(), "{}", text.get(..20).unwrap_or(text));
    }
    assert!(!says(&calendar(&[daily])).is_empty(), "more than a thousand days");
    assert!(!says(&calendar(&["RRULE:FREQ=YEARLY"; 201])).is_empty(), "more than two hundred rules");
    assert!(!says(&calendar(&[&"X".repeat(1 << 20)])).is_empty(), "longer than a MiB");
    assert_eq!(read(&calendar(&[]), today).unwrap(), Found::default());
}
