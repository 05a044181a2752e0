//! Events: what comes again, compared with a naive loop; the clocks; what is different on a day; rooms.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod naive;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    actor::Actor,
    event::{
        Event, Span,
        edit::{self, Edit},
        occur::Window,
        repeat::{Every, Repeat},
        room, split,
    },
    when::When,
};
use proptest::prelude::*;

const BERLIN: Tz = chrono_tz::Europe::Berlin;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn event(start: &str, length: u32, rule: &str) -> Event {
    let span = Span { start: When::from_text(start).unwrap(), length };
    let mut event = Event::new(Id::from_u128(1), Id::from_u128(2), span, Actor::System, 0);
    event.title = "Stand-up".into();
    event.repeat = (!rule.is_empty()).then(|| Repeat::from_text(rule).unwrap());
    event
}

fn window(from: &str, to: &str) -> Window {
    Window { from: day(from), to: day(to), zone: BERLIN }
}

fn begins(event: &Event, window: &Window) -> Vec<DateTime<Utc>> {
    event.occurrences(window, 2_000).iter().map(|one| one.begins(window.zone)).collect()
}

fn rules() -> impl Strategy<Value = Repeat> {
    let every = prop_oneof![Just(Every::Day), Just(Every::Week), Just(Every::Month), Just(Every::Year)];
    let few = |from: i16, to: i16| {
        let number = prop_oneof![from..=to, -to..=-from];
        prop_oneof![3 => Just(Vec::new()), 1 => proptest::collection::vec(number, 1..4)]
    };
    let weekday = (0_u8..7).prop_map(|day| Weekday::try_from(day).unwrap());
    let nth = prop_oneof![4 => Just(0_i16), 1 => -5_i16..=5];
    let weekdays = prop_oneof![1 => Just(Vec::new()), 1 => proptest::collection::vec((nth, weekday.clone()), 1..4)];
    let months = prop_oneof![3 => Just(Vec::new()), 1 => proptest::collection::vec(1_i16..=12, 1..4)];
    let lists = (months, few(1, 31), few(1, 366), weekdays, few(1, 3));
    (every, 1_u32..5, prop_oneof![Just(None), (1_u32..40).prop_map(Some)], lists, weekday)
        .prop_map(|(every, interval, count, (months, month_days, year_days, weekdays, positions), week_start)| Repeat {
            interval,
            count,
            months,
            month_days,
            year_days,
            weekdays,
            positions,
            week_start,
            ..Repeat::new(every)
        })
        .prop_filter_map("fits", |repeat| repeat.checked().ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_rule_comes_on_the_days_a_naive_loop_finds(rule in rules(), begin in 0_u64..3_000, from in 0_u64..1_500, long in 0_u64..900) {
        let start = naive::later(day("2020-01-01"), begin);
        let from = naive::later(start, from);
        let to = naive::later(from, long);
        let mut all = naive::days(&rule, start, to);
        all.retain(|day| *day >= from);
        let found: Vec<NaiveDate> = rule.days(start, None, (from, to)).collect();
        prop_assert_eq!(found, all, "{} from {}", rule.to_text(), start);
    }

    #[test]
    fn a_rule_is_written_and_read_the_same(rule in rules()) {
        prop_assert_eq!(Repeat::from_text(&rule.to_text()).unwrap(), rule);
    }

    #[test]
    fn a_split_event_comes_as_often_as_before(rule in rules(), begin in 0_u64..1_000, nth in 0_usize..20) {
        let start = naive::later(day("2024-01-01"), begin);
        let Some(first) = rule.days(start, None, (start, naive::later(start, 3_000))).next() else { return Ok(()) };
        let mut whole = event(&format!("{first}T09:00[Europe/Berlin]"), 30, "FREQ=DAILY");
        whole.repeat = Some(rule);
        let far = Window { from: first, to: naive::later(first, 1_500), zone: BERLIN };
        let all = begins(&whole, &far);
        let days: Vec<NaiveDate> = whole.occurrences(&far, 2_000).into_iter().filter_map(|one| one.day).collect();
        let Some(day) = days.get(nth) else { return Ok(()) };
        let Some((first, rest)) = split::at(&whole, *day, Id::from_u128(3), 0).unwrap() else { return Ok(()) };
        let mut both = begins(&first, &far);
        prop_assert_eq!(both.len(), nth);
        both.extend(begins(&rest, &far));
        prop_assert_eq!(both, all);
    }
}

#[test]
fn nine_in_the_morning_stays_nine_when_the_clocks_change() {
    let daily = event("2026-10-24T09:00[Europe/Berlin]", 15, "FREQ=DAILY;COUNT=3");
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let found = begins(&daily, &window("2026-10-01", "2026-10-31"));
    assert_eq!(found, [at("2026-10-24T07:00:00Z"), at("2026-10-25T08:00:00Z"), at("2026-10-26T08:00:00Z")]);
    // In the hour that is skipped it comes after the jump, and lasts as long.
    let night = event("2026-03-28T02:30[Europe/Berlin]", 60, "FREQ=DAILY;COUNT=2");
    let found = night.occurrences(&window("2026-03-29", "2026-03-29"), 10);
    assert_eq!(found[0].span.begins(BERLIN), at("2026-03-29T01:30:00Z"));
    assert_eq!(found[0].span.ends(BERLIN), at("2026-03-29T02:30:00Z"));
}

#[test]
fn a_window_holds_what_reaches_into_it_and_whole_days_are_days_everywhere() {
    let late = event("2026-11-23T23:30[Europe/Berlin]", 60, "");
    assert_eq!(late.occurrences(&window("2026-11-24", "2026-11-24"), 10).len(), 1);
    assert_eq!(late.occurrences(&window("2026-11-25", "2026-11-25"), 10).len(), 0);
    let there = Window { zone: chrono_tz::Asia::Tokyo, ..window("2026-11-24", "2026-11-24") };
    assert_eq!(late.occurrences(&there, 10).len(), 1);
    let fair = event("2026-11-23", 3, "");
    for (on, there) in [("2026-11-22", 0), ("2026-11-23", 1), ("2026-11-25", 1), ("2026-11-26", 0)] {
        let tokyo = Window { zone: chrono_tz::Asia::Tokyo, ..window(on, on) };
        assert_eq!(fair.occurrences(&tokyo, 10).len(), there, "{on}");
    }
}

#[test]
fn the_end_of_a_rule_is_a_moment_where_the_event_is() {
    // 20:00 in New York is one in the morning of the next day in London.
    let rule = "FREQ=DAILY;UNTIL=20261126T010000Z";
    let there = event("2026-11-23T20:00[America/New_York]", 60, rule);
    assert_eq!(there.occurrences(&window("2026-11-01", "2026-12-31"), 10).len(), 3);
    let before = event("2026-11-23T20:01[America/New_York]", 60, rule);
    assert_eq!(before.occurrences(&window("2026-11-01", "2026-12-31"), 10).len(), 2);
}

#[test]
fn one_time_is_moved_renamed_left_out_and_put_back() {
    let mut weekly = event("2026-11-23T09:00[Europe/Berlin]", 30, "FREQ=WEEKLY");
    let month = window("2026-11-23", "2026-12-20");
    let elsewhere = Span { start: When::from_text("2026-12-02T10:00[Europe/Berlin]").unwrap(), length: 45 };
    edit::one(&mut weekly, Edit { span: Some(elsewhere), ..Edit::default() }, day("2026-11-30")).unwrap();
    edit::one(&mut weekly, Edit { title: Some("Other".into()), ..Edit::default() }, day("2026-11-30")).unwrap();
    edit::leave_out(&mut weekly, day("2026-12-07")).unwrap();
    let found = weekly.occurrences(&month, 10);
    let days: Vec<String> = found.iter().map(|one| one.span.start.day.to_string()).collect();
    assert_eq!(days, ["2026-11-23", "2026-12-02", "2026-12-14"]);
    assert_eq!((found[1].title.as_deref(), found[1].day), (Some("Other"), Some(day("2026-11-30"))));
    assert!(edit::one(&mut weekly, Edit::default(), day("2026-12-08")).is_err(), "it does not come then");
    // What is as the rule says it is no exception.
    let back =
        Edit { span: Some(weekly.span.on(day("2026-11-30"))), title: Some("Stand-up".into()), ..Edit::default() };
    edit::one(&mut weekly, back, day("2026-11-30")).unwrap();
    assert_eq!(weekly.exceptions.len(), 1);
}

#[test]
fn all_of_it_moves_with_its_weekdays_and_exceptions() {
    let mut weekly = event("2026-11-23T09:00[Europe/Berlin]", 30, "FREQ=WEEKLY;UNTIL=20261221;BYDAY=MO,WE");
    edit::leave_out(&mut weekly, day("2026-11-25")).unwrap();
    let tuesday = Span { start: When::from_text("2026-12-01T11:00[Europe/Berlin]").unwrap(), length: 30 };
    edit::all(&mut weekly, Edit { span: Some(tuesday), ..Edit::default() }, Some(day("2026-11-30"))).unwrap();
    assert_eq!(weekly.repeat.as_ref().unwrap().to_text(), "FREQ=WEEKLY;UNTIL=20261222;BYDAY=TU,TH");
    assert_eq!(weekly.span.start.to_text(), "2026-11-24T11:00[Europe/Berlin]");
    assert_eq!(weekly.exceptions.keys().copied().collect::<Vec<_>>(), [day("2026-11-26")]);
    let mut monthly = event("2026-11-27", 1, "FREQ=MONTHLY;BYDAY=-1FR");
    let later = Span { start: When::from_text("2026-11-28").unwrap(), length: 1 };
    assert!(edit::all(&mut monthly, Edit { span: Some(later), ..Edit::default() }, None).is_err());
}

#[test]
fn further_dates_come_beside_the_rule_and_move_with_it() {
    let mut weekly = event("2026-11-23T09:00[Europe/Berlin]", 30, "FREQ=WEEKLY;UNTIL=20261207");
    let dates = |days: &[&str]| {
        let extra_dates = Some(days.iter().map(|text| day(text)).collect());
        Edit { extra_dates, ..Edit::default() }
    };
    edit::all(&mut weekly, dates(&["2026-12-10", "2026-11-30", "2027-01-05"]), None).unwrap();
    let days = |event: &Event| -> Vec<String> {
        let found = event.occurrences(&window("2026-11-01", "2027-02-01"), 20);
        found.iter().map(|one| one.span.start.day.to_string()).collect()
    };
    assert_eq!(days(&weekly), ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-10", "2027-01-05"]);
    assert_eq!(weekly.extra_dates.len(), 2, "what the rule names needs no word");
    assert!(weekly.last_day().unwrap() >= day("2027-01-05"));
    assert!(edit::all(&mut weekly.clone(), dates(&["2026-11-20"]), None).is_err(), "before the first");
    // One of them is left out; all of it moves by a day; those that follow begin with a time of the rule.
    edit::leave_out(&mut weekly, day("2026-12-10")).unwrap();
    let tuesday = weekly.span.on(day("2026-11-24"));
    edit::all(&mut weekly, Edit { span: Some(tuesday), ..Edit::default() }, None).unwrap();
    assert_eq!(days(&weekly), ["2026-11-24", "2026-12-01", "2026-12-08", "2027-01-06"]);
    let id = Id::from_u128(9);
    assert!(split::at(&weekly, day("2027-01-06"), id, 0).is_err());
    let (first, rest) = split::at(&weekly, day("2026-12-08"), id, 0).unwrap().unwrap();
    assert_eq!((days(&first).len(), days(&rest)), (2, vec!["2026-12-08".to_owned(), "2027-01-06".to_owned()]));
    // Without a rule it comes on its first day and on those.
    let mut once = event("2026-11-23", 1, "");
    edit::all(&mut once, dates(&["2026-11-25"]), None).unwrap();
    assert_eq!(days(&once), ["2026-11-23", "2026-11-25"]);
    edit::leave_out(&mut once, day("2026-11-23")).unwrap();
    assert_eq!(days(&once), ["2026-11-25"]);
}

#[test]
fn the_last_day_is_known_where_there_is_one() {
    assert_eq!(event("2026-11-23", 1, "FREQ=DAILY").last_day(), None);
    for (rule, least) in
        [("", "2026-11-23"), ("FREQ=DAILY;COUNT=3", "2026-11-25"), ("FREQ=DAILY;UNTIL=20261230", "2026-12-30")]
    {
        let last = event("2026-11-23", 1, rule).last_day().unwrap();
        assert!(last >= day(least) && last <= naive::later(day(least), 4), "{rule}: {last}");
    }
}

#[test]
fn a_room_is_taken_once() {
    let (zone, days) = (BERLIN, (day("2026-11-01"), day("2027-12-31")));
    let hall = Id::from_u128(9);
    let taken = |start: &str, length: u32, rule: &str| {
        let mut one = event(start, length, rule);
        one.room = Some(hall);
        room::taken(&one, hall, days, zone)
    };
    let weekly = taken("2026-11-23T09:00[Europe/Berlin]", 60, "FREQ=WEEKLY");
    for (start, length, rule, clashes) in [
        ("2026-11-23T10:00[Europe/Berlin]", 60, "FREQ=WEEKLY", false),
        ("2026-11-23T08:00[Europe/Berlin]", 60, "FREQ=DAILY", false),
        ("2026-11-24T09:30[Europe/Berlin]", 10, "FREQ=MONTHLY", true),
        ("2027-05-10", 1, "", true),
        ("2027-05-11", 1, "", false),
        ("2026-11-30T03:30[America/New_York]", 10, "", true),
    ] {
        let other = taken(start, length, rule);
        assert_eq!(room::clash(&weekly, &other).is_some(), clashes, "{start} {rule}");
        assert_eq!(room::clash(&other, &weekly).is_some(), clashes, "{start} {rule}");
    }
}
