//! Calendar files: what is read of one is written and read the same, nothing of it is endless, and no file of closed days
//! holds anybody up.

use crate::{Target, files};
use chrono::NaiveDate;
use guildhall::organization::calendar;
use guildhall_domain::{
    event::repeat::Repeat,
    ical::{DATES, EXTRA, Part, Writer, event::Written, read, todo::Todo},
    limits,
};

const WORDS: &[&str] = &[
    "BEGIN:VCALENDAR\r\n",
    "END:VCALENDAR\r\n",
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "BEGIN:VTODO\r\n",
    "END:VTODO\r\n",
    "BEGIN:VALARM\r\n",
    "END:VALARM\r\n",
    "UID:a\r\n",
    "DTSTART;VALUE=DATE:19700101\r\n",
    "DTSTART;TZID=Europe/Berlin:20261201T090000\r\n",
    "DTSTART:20261201T090000Z\r\n",
    "DTEND;VALUE=DATE:90000101\r\n",
    "DURATION:P2W\r\n",
    "DURATION:-P999999W\r\n",
    "RECURRENCE-ID:20261201T090000Z\r\n",
    "RDATE;VALUE=DATE:20270101,20280101\r\n",
    "EXDATE;TZID=Europe/Berlin:20261201T090000\r\n",
    "STATUS:CANCELLED\r\n",
    "RRULE:FREQ=DAILY\r\n",
    "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n",
    "FREQ=MONTHLY",
    ";COUNT=10000",
    ";UNTIL=20270101T000000Z",
    ";INTERVAL=1000",
    ";BYMONTH=2;BYMONTHDAY=30",
    ";BYWEEKNO=53",
    ";BYYEARDAY=-366",
    ";BYSETPOS=-1",
    ";BYDAY=5MO,-5FR",
    ";TZID=America/New_York",
    ";VALUE=DATE",
    ";X=\"a:b;c\"",
    "\r\n ",
    "\n\t",
    "\\n",
    "\\,",
    ":",
    ";",
    ",",
    "\"",
    "=",
    "P1DT2H30M",
    "20240229",
    "20270328T023000",
];

#[test]
fn what_is_read_of_a_calendar_is_written_and_read_the_same() {
    let target = Target { name: "ical", corpus: files("ical"), words: WORDS, share: 50 };
    target.run(|bytes| {
        let first = match read(bytes) {
            Ok(calendar) => calendar,
            Err(refused) => return (said(&refused.message), 0, 0),
        };
        let text = written(&first);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line is too long: {text}");
        let second = read(text.as_bytes()).unwrap_or_else(|refused| panic!("{}: {text}", refused.message));
        assert_eq!(second, plain(&first), "it is read otherwise than it was written");
        assert_eq!(written(&second), text);
        let own = "Europe/Berlin".parse().unwrap();
        let todo = match Todo::of(&second, own) {
            Ok(todo) => task(&todo),
            Err(refused) => said(&refused.message),
        };
        let event = match Written::of(&second, own) {
            Ok(written) => comes(&written),
            Err(refused) => said(&refused.message),
        };
        (0, todo, event)
    });
}

/// A refusal is a sentence.
fn said(message: &str) -> usize {
    assert!(message.ends_with('.'), "{message}");
    message.len()
}

/// What of a task nothing here understands comes back as it came.
fn task(todo: &Todo) -> usize {
    assert!(todo.title.as_ref().is_none_or(|title| !title.contains('\n')), "{todo:?}");
    assert!(todo.extra.len() <= EXTRA);
    let mut writer = Writer::default();
    writer.begin("VCALENDAR");
    writer.begin("VTODO");
    writer.text("UID", "a");
    writer.kept(&todo.extra);
    writer.end("VTODO");
    writer.end("VCALENDAR");
    let again = Todo::of(&read(writer.finish().as_bytes()).unwrap(), "UTC".parse().unwrap()).unwrap();
    assert_eq!(again.extra, todo.extra);
    todo.extra.lines().count().min(4)
}

/// A rule is written and read the same, and comes at most once a day.
fn comes(written: &Written) -> usize {
    let start = written.each.span.start;
    assert!(written.each.span.checked().is_ok() && written.each.extra.len() <= EXTRA);
    assert!(written.besides.len() + written.left_out.len() <= 2 * DATES, "{written:?}");
    let Some(rule) = &written.rule else { return 0 };
    assert_eq!(&Repeat::from_text(&rule.to_text()).unwrap(), rule);
    let to = start.day.checked_add_days(chrono::Days::new(400)).unwrap();
    let days: Vec<NaiveDate> = rule.days(start.day, rule.end(start.time), (start.day, to)).collect();
    assert!(days.is_sorted_by(|one, next| one < next), "{days:?}");
    1 + days.len().min(4)
}

fn written(calendar: &Part) -> String {
    fn put(part: &Part, writer: &mut Writer) {
        writer.begin(&part.name);
        part.lines.iter().for_each(|line| writer.line(&line.to_text()));
        part.parts.iter().for_each(|part| put(part, writer));
        writer.end(&part.name);
    }
    let mut writer = Writer::default();
    put(calendar, &mut writer);
    writer.finish()
}

/// Without the signs that no line is sent with.
fn plain(part: &Part) -> Part {
    let text = |text: &str| text.chars().filter(|letter| !letter.is_control() || *letter == '\t').collect::<String>();
    let mut plain = part.clone();
    for line in &mut plain.lines {
        (line.parameters, line.value) = (text(&line.parameters), text(&line.value));
    }
    plain.parts = part.parts.iter().map(self::plain).collect();
    plain
}

#[test]
fn a_file_of_closed_days_is_read_or_refused_and_holds_nobody_up() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
    let target = Target { name: "closed-days", corpus: files("ical"), words: WORDS, share: 50 };
    target.run(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let Ok(found) = calendar::read(&text, today) else { return (usize::MAX, 0) };
        assert!(found.days.len() <= 1_000 && found.days.is_sorted(), "{} days", found.days.len());
        for one in &found.days {
            let days = (one.to - one.from).num_days();
            assert!((0..366).contains(&days) && one.to >= today, "{one:?}");
            assert!(one.name.chars().count() <= limits::NAME && !one.name.contains('\n'), "{one:?}");
        }
        (found.days.len().min(9), found.timed.min(3))
    });
}
