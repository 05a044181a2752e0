//! The engine of recurrence beside a naive reference, over forty zones and twenty years, and its words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod naive;
#[path = "../zones/mod.rs"]
mod zones;

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use guildhall_domain::recurrence::{End, Every, InMonth, OnClosed, Place, Recurrence, Short, Unit};
use std::{collections::BTreeSet, sync::Arc};
use zones::ZONES;

/// A small generator with a seed that is printed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn small(&mut self, sides: u64) -> u8 {
        u8::try_from(self.roll(sides)).unwrap()
    }

    fn day(&mut self, first: NaiveDate, days: u64) -> NaiveDate {
        first + Duration::days(i64::try_from(self.roll(days)).unwrap())
    }

    fn rule(&mut self) -> Recurrence {
        let many = [1, 1, 2, 3, 5, 12][usize::from(self.small(6))];
        let short = if self.roll(2) == 0 { Short::Last } else { Short::Skip };
        let weekday = Weekday::try_from(self.small(7)).unwrap();
        let every = match self.roll(8) {
            0 => Every::WorkingDay,
            1 => Every::Day(many * 3 - 2),
            2 => Every::Week(many, 1 + self.small(127)),
            3 => Every::Month(many, InMonth::Day(1 + self.small(31), short)),
            4 => Every::Month(many, InMonth::Weekday([-1, 1, 2, 3, 4, 5][usize::from(self.small(6))], weekday)),
            5 => Every::Month(many, InMonth::Working([-1, -2, 1, 2, 15][usize::from(self.small(5))])),
            6 => Every::Year(many, vec![(2, 29)]),
            _ => Every::Year(1, vec![(1, 1 + self.small(31)), (3, 1), (9, 1 + self.small(30))]),
        };
        let hours = [0, 1, 2, 2, 3, 8, 12, 23][usize::from(self.small(8))];
        let mut rule = Recurrence::new(every, hours * 60 + u16::from(self.small(4)) * 15);
        rule.closed = [OnClosed::Run, OnClosed::Skip, OnClosed::Before, OnClosed::After][usize::from(self.small(4))];
        rule.from = Some(self.day(day(2007, 1, 1), 700));
        if self.roll(5) == 0 {
            rule.end = End::Until(self.day(day(2010, 1, 1), 6_000));
        }
        rule
    }

    fn place(&mut self, zone: Tz) -> Place {
        let mut closed: BTreeSet<NaiveDate> = (0..150).map(|_| self.day(day(2008, 1, 1), 7_305)).collect();
        // A closed summer, and every Christmas.
        let summer = self.day(day(2009, 6, 1), 6_000);
        closed.extend((0..24).map(|more| summer + Duration::days(more)));
        closed.extend((2008..2028).map(|year| day(year, 12, 25)));
        let working = [0, 0b0001_1111, 0b0001_1111, 0b0011_0111, 0b0100_1111][usize::from(self.small(5))];
        Place { closed: Arc::new(closed), ..Place::new(zone, working) }
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn zone(name: &str) -> Tz {
    name.parse().unwrap()
}

#[test]
fn forty_zones_and_twenty_years_are_as_a_naive_loop_finds_them() {
    let begin = Utc.with_ymd_and_hms(2008, 1, 1, 0, 0, 0).unwrap();
    let end = Utc.with_ymd_and_hms(2028, 1, 1, 0, 0, 0).unwrap();
    let (mut rules, mut moments) = (0, 0);
    for (seed, name) in (1..).zip(ZONES) {
        let mut dice = Dice(seed);
        let place = dice.place(zone(name));
        while rules < seed * 12 {
            let Ok(rule) = dice.rule().checked() else { continue };
            rules += 1;
            let all = naive::all(&rule, &place, day(2007, 1, 1), day(2028, 3, 1));
            let expected: Vec<DateTime<Utc>> = all.iter().copied().filter(|at| *at > begin && *at <= end).collect();
            let found: Vec<DateTime<Utc>> = rule.times(begin, &place).take_while(|at| *at <= end).collect();
            let differ = found.iter().zip(&expected).find(|(found, expected)| found != expected);
            assert_eq!(differ, None, "{name}, seed {seed}: {rule:?} with {place:?}");
            assert_eq!(found.len(), expected.len(), "{name}, seed {seed}: {rule:?} with {place:?}");
            moments += found.len();
            for _ in 0..20 {
                let after = begin + Duration::minutes(i64::try_from(dice.roll(20 * 525_960)).unwrap());
                let expected = all.iter().copied().find(|at| *at > after);
                let found = rule.next(after, &place).filter(|at| *at <= end);
                assert_eq!(found, expected.filter(|at| *at <= end), "{name}, seed {seed}: {rule:?} after {after}");
            }
        }
    }
    assert!(moments > 200_000, "{moments} moments of {rules} rules are too few to say anything");
}

fn local(rule: &str, zone_name: &str, after: &str, count: usize) -> Vec<String> {
    let place = Place::new(zone(zone_name), 0b0001_1111);
    let rule = Recurrence::parse(rule, day(2026, 11, 28)).unwrap();
    let times = rule.times(after.parse().unwrap(), &place).take(count);
    times.map(|at| at.with_timezone(&place.zone).format("%a %Y-%m-%d %H:%M").to_string()).collect()
}

#[test]
fn the_next_time_is_after_the_moment_in_the_zone_of_the_organization() {
    let berlin = |rule, after| local(rule, "Europe/Berlin", after, 1).remove(0);
    // Monday 23 November 2026, 09:00 in Berlin is 08:00 UTC.
    assert_eq!(berlin("every monday", "2026-11-23T07:59:59Z"), "Mon 2026-11-23 09:00");
    assert_eq!(berlin("every monday", "2026-11-23T08:00:00Z"), "Mon 2026-11-30 09:00");
    assert_eq!(berlin("wed and sat at midnight", "2026-11-23T23:30:00Z"), "Wed 2026-11-25 00:00");
    assert_eq!(berlin("every working day", "2026-11-27T08:00:00Z"), "Mon 2026-11-30 09:00");
    assert_eq!(berlin("every 31st", "2027-01-31T08:00:00Z"), "Sun 2027-02-28 09:00");
    assert_eq!(berlin("every 31st", "2028-02-28T08:00:00Z"), "Tue 2028-02-29 09:00");
    assert_eq!(berlin("every 31st that has one", "2027-01-31T08:00:00Z"), "Wed 2027-03-31 09:00");
    assert_eq!(berlin("day 1 of every month", "2026-12-31T08:00:00Z"), "Fri 2027-01-01 09:00");
    // A rule of 1970 takes no longer.
    assert_eq!(berlin("every 2 weeks on thursday from 1 jan 1970", "9998-01-01T00:00:00Z"), "Thu 9998-01-08 09:00");
    assert_eq!(local("every day", "UTC", "9999-12-31T10:00:00Z", 1), [""; 0], "there is no year 10000");
}

#[test]
fn it_comes_once_on_the_days_the_clocks_change() {
    // 02:30 is not there on 28 March 2027 and there twice on 31 October.
    let sunday = |after| local("sundays at 2:30", "Europe/Berlin", after, 2);
    assert_eq!(sunday("2027-03-27T12:00:00Z"), ["Sun 2027-03-28 03:00", "Sun 2027-04-04 02:30"]);
    assert_eq!(sunday("2027-10-30T12:00:00Z"), ["Sun 2027-10-31 02:30", "Sun 2027-11-07 02:30"]);
    assert_eq!(sunday("2027-10-31T00:30:00Z"), ["Sun 2027-11-07 02:30", "Sun 2027-11-14 02:30"]);
    // Samoa had no 30 December 2011: what was to be then came as the next day began.
    let apia = local("every day 9:00", "Pacific/Apia", "2011-12-29T10:00:00Z", 3);
    assert_eq!(apia, ["Thu 2011-12-29 09:00", "Sat 2011-12-31 00:00", "Sat 2011-12-31 09:00"]);
}

#[test]
fn closed_days_are_skipped_or_moved_and_two_that_meet_are_one() {
    let closed = [day(2026, 12, 25), day(2026, 12, 28), day(2027, 1, 1)];
    let place = Place { closed: Arc::new(closed.into()), ..Place::new(Tz::UTC, 0b0001_1111) };
    let times = |rule: &str| -> Vec<String> {
        let rule = Recurrence::parse(rule, day(2026, 11, 28)).unwrap();
        let times = rule.times("2026-12-20T00:00:00Z".parse().unwrap(), &place).take(3);
        times.map(|at| at.format("%d.%m.").to_string()).collect()
    };
    assert_eq!(times("every monday and friday"), ["21.12.", "25.12.", "28.12."]);
    assert_eq!(times("every monday and friday, closed days skipped"), ["21.12.", "04.01.", "08.01."]);
    assert_eq!(times("every monday and friday, on closed days the day before"), ["21.12.", "24.12.", "31.12."]);
    assert_eq!(times("every monday and friday, on closed days the day after"), ["21.12.", "29.12.", "04.01."]);
    // A Saturday the rule names is meant, although nobody works on the others.
    assert_eq!(times("every saturday, closed days skipped"), ["26.12.", "02.01.", "09.01."]);
    assert_eq!(times("last working day of the month"), ["31.12.", "29.01.", "26.02."]);
    assert_eq!(times("every working day"), ["21.12.", "22.12.", "23.12."]);
}

#[test]
fn after_completion_counts_from_when_it_was_done() {
    let place = Place { closed: Arc::new([day(2027, 3, 1)].into()), ..Place::new(Tz::UTC, 0b0001_1111) };
    let after = |rule: &str, done: &str| {
        let rule = Recurrence::parse(rule, day(2026, 11, 28)).unwrap();
        assert_eq!(rule.next(done.parse().unwrap(), &place), None, "the calendar alone knows none");
        rule.after_completion(done.parse().unwrap(), &place).map(|at| at.format("%Y-%m-%d %H:%M").to_string())
    };
    let one = |text: &str| Some(text.to_owned());
    assert_eq!(after("every 3 months after completion", "2026-11-30T15:00:00Z"), one("2027-02-28 09:00"));
    let moved = "3 months after completion at 8:00, on closed days the day after";
    assert_eq!(after(moved, "2026-11-30T15:00:00Z"), one("2027-03-02 08:00"));
    assert_eq!(after("1 week after completion until 2026-12-31", "2026-12-30T15:00:00Z"), None);
}

#[test]
fn words_are_read_as_they_are_meant() {
    let today = day(2026, 11, 28);
    for (words, meant) in [
        ("every monday 8:30", "every Monday at 8:30"),
        ("Every second Tuesday", "the second Tuesday of every month at 9:00"),
        ("second tuesday of the month, 7pm", "the second Tuesday of every month at 19:00"),
        ("every other tuesday", "every 2 weeks on Tuesday at 9:00, from 28 November 2026"),
        ("every second week on fri", "every 2 weeks on Friday at 9:00, from 28 November 2026"),
        ("last working day of the month", "the last working day of every month at 9:00"),
        (
            "first working day of every 3 months",
            "the first working day of every 3 months at 9:00, from 28 November 2026",
        ),
        ("every 3 months after completion", "3 months after completion at 9:00"),
        ("1 mar and 1 sep", "every year on 1 March and 1 September at 9:00"),
        (
            "1 march, june, september, december at 10",
            "every year on 1 March, 1 June, 1 September and 1 December at 10:00",
        ),
        ("yearly on 24 december", "every year on 24 December at 9:00"),
        ("yearly", "every year on 28 November at 9:00"),
        ("every weekday", "every weekday at 9:00"),
        ("every working day at 12:05 am", "every working day at 0:05"),
        ("daily", "every day at 9:00"),
        ("every 10 days from 1 dec", "every 10 days at 9:00, from 1 December 2026"),
        ("every month on the 1st", "the 1st of every month at 9:00"),
        ("every month on the 30th", "the 30th of every month, or its last day at 9:00"),
        ("monthly on the last friday", "the last Friday of every month at 9:00"),
        ("day 15 of every 2 months", "the 15th of every 2 months at 9:00, from 28 November 2026"),
        ("the 31st of the month that has one", "the 31st of every month that has one at 9:00"),
        ("every quarter", "the 28th of every 3 months at 9:00, from 28 November 2026"),
        ("mon, wed & fri 6:00 until 31 dec 2027", "every Monday, Wednesday and Friday at 6:00, until 31 December 2027"),
        ("every friday 10 times, not on holidays", "every Friday at 9:00, 10 times, closed days skipped"),
        ("on holidays the day after every monday", "every Monday at 9:00, on closed days the day after"),
    ] {
        let rule = Recurrence::parse(words, today).unwrap_or_else(|rule| panic!("{words}: {rule}"));
        assert_eq!(rule.to_string(), meant, "{words}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_a_stable_code() {
    let today = day(2026, 11, 28);
    for (words, code) in [
        ("every second", "recurrence_too_often"),
        ("every 10 seconds", "recurrence_too_often"),
        ("every minute", "recurrence_too_often"),
        ("hourly", "recurrence_too_often"),
        ("every monday until 12000", "recurrence_too_far"),
        ("every monday until 1 jan 10000", "recurrence_too_far"),
        ("31 february", "recurrence_no_such_day"),
        ("every year on 31 april", "recurrence_no_such_day"),
        ("seventh monday of the month", "recurrence_unclear"),
        ("7th monday of the month", "recurrence_no_such_day"),
        ("every monday from 31 february", "recurrence_no_such_day"),
        ("every monday and the last working day of the month", "recurrence_contradiction"),
        ("every monday 8:30 and 9:30", "recurrence_contradiction"),
        ("every monday from 1 mar 2027 until 1 feb 2027", "recurrence_contradiction"),
        ("every monday from 2 mar 2027 until 4 mar 2027", "recurrence_contradiction"),
        ("every 12 months on the 31st that has one from 1 feb 2027", "recurrence_contradiction"),
        ("every monday 0 times", "recurrence_contradiction"),
        ("every monday 10 times until 2027", "recurrence_contradiction"),
        ("every 70000 days", "recurrence_interval"),
        ("every 0 days", "recurrence_interval"),
        ("every monday 25:00", "recurrence_no_such_time"),
        ("every blue moon", "recurrence_unclear"),
        ("when it rains", "recurrence_unclear"),
        ("8:30", "recurrence_unclear"),
        ("", "recurrence_unclear"),
        ("every", "recurrence_unclear"),
    ] {
        let refused = Recurrence::parse(words, today).expect_err(words);
        assert_eq!((refused.code, refused.field.as_str()), (code, "rule"), "{words}: {refused}");
    }
    for every in [Every::Week(1, 0), Every::Week(1, 128), Every::Month(1, InMonth::Day(0, Short::Last))] {
        assert!(Recurrence::new(every.clone(), 0).checked().is_err(), "{every:?}");
    }
    assert!(Recurrence::new(Every::WorkingDay, 24 * 60).checked().is_err());
    assert_eq!(Recurrence::new(Every::Day(2), 0).checked().unwrap_err().code, "recurrence_needs_start");
}

#[test]
fn what_is_printed_and_what_is_stored_is_read_as_the_same_rule() {
    let mut dice = Dice(7);
    let mut rules = 0;
    while rules < 5_000 {
        let mut rule = dice.rule();
        match dice.roll(6) {
            0 => rule.end = End::Count(1 + u32::from(dice.small(50))),
            1 => rule.every = Every::After(1 + u16::from(dice.small(9)), Unit::Month),
            _ => {}
        }
        let Ok(rule) = rule.checked() else { continue };
        rules += 1;
        assert_eq!(Recurrence::from_text(&rule.to_text()).as_ref(), Some(&rule), "{}", rule.to_text());
        let printed = rule.to_string();
        let mut read =
            Recurrence::parse(&printed, day(2026, 11, 28)).unwrap_or_else(|rule| panic!("{printed}: {rule}"));
        // Whether a month is short for its first 28 days makes no difference, and is not said.
        if let (Every::Month(_, InMonth::Day(1..=28, short)), Every::Month(_, InMonth::Day(_, said))) =
            (&mut read.every, &rule.every)
        {
            *short = *said;
        }
        assert_eq!(read, rule, "{printed}");
    }
}

#[test]
fn what_check_ins_have_stored_is_read_as_ever() {
    for text in ["working@540", "week:127@0", "week:5@540", "month:31@1439"] {
        assert_eq!(Recurrence::from_text(text).unwrap().to_text(), text);
    }
    for wrong in ["", "week@1", "week:0@1", "month:3@1440", "day:1@1", "working@1;later=2", "nth:0:1@1", "week:1/0@1"] {
        assert_eq!(Recurrence::from_text(wrong), None, "{wrong}");
    }
}

#[test]
fn it_is_shown_days_before_at_the_same_time_of_day() {
    let place = Place::new(zone("Europe/Berlin"), 0);
    let rule = Recurrence::parse("every monday 8:30", day(2026, 11, 28)).unwrap();
    let at: DateTime<Utc> = "2027-03-29T06:30:00Z".parse().unwrap();
    assert_eq!(rule.shown(at, 2, &place).to_rfc3339(), "2027-03-27T07:30:00+00:00", "an hour later by UTC in winter");
    assert_eq!(rule.shown(at, 0, &place), at);
}

#[test]
fn the_next_time_is_found_in_fifty_microseconds_however_old_the_rule() {
    let mut dice = Dice(11);
    let place = dice.place(zone("America/New_York"));
    let mut slowest = std::time::Duration::ZERO;
    for words in [
        "every 2 weeks on monday from 1 jan 1970, closed days skipped",
        "every 3 days from 1 jan 1970, on closed days the day before",
        "last working day of every 3 months from 1 jan 1970",
        "yearly on 29 february from 1 jan 1970, closed days skipped",
        "every working day",
        "every 1st that has one from 1 jan 1970, on closed days the day after",
    ] {
        let rule = Recurrence::parse(words, day(2026, 11, 28)).unwrap();
        let after: Vec<DateTime<Utc>> = (0..200)
            .map(|hours| place.zone.timestamp_opt(1_700_000_000 + hours * 360_000, 0).unwrap().to_utc())
            .collect();
        // The best of some turns: what else the machine does is not what is asked.
        let turn = || {
            let begun = std::time::Instant::now();
            let found = after.iter().filter(|after| rule.next(**after, &place).is_some()).count();
            assert_eq!(found, after.len(), "{words}");
            begun.elapsed() / 200
        };
        let best = (0..10).map(|_| turn()).min().unwrap();
        println!("{best:?}: {words}");
        slowest = slowest.max(best);
    }
    assert!(slowest <= std::time::Duration::from_micros(50), "{slowest:?}");
}
