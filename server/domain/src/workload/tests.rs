//! What is spread, compared with a loop that knows nothing of sums.

use super::*;
use chrono::{Datelike, Days as Later};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn after(first: NaiveDate, days: u64) -> NaiveDate {
    first.checked_add_days(Later::new(days)).unwrap()
}

/// Eight hours from Monday to Friday.
fn office(first: NaiveDate) -> Days {
    Days::new(first, after(first, 400), |day| if day.weekday().num_days_from_monday() < 5 { 480 } else { 0 })
}

fn piece(minutes: u32, first: &str, last: &str) -> Piece {
    Piece { minutes, guessed: false, seen: true, place: Place::Between(day(first), day(last)) }
}

#[test]
fn what_remains_is_never_less_than_nothing_and_guessed_where_nobody_said() {
    assert_eq!([remaining(Some(90), 30), remaining(Some(90), 100), remaining(None, 500)], [60, 0, GUESS]);
}

#[test]
fn late_and_undated_stand_apart_and_the_rest_begins_today_at_the_earliest() {
    let today = day("2026-11-25");
    let place = |start: Option<&str>, due: Option<&str>| super::place(start.map(day), due.map(day), today);
    assert_eq!(place(None, None), Place::Undated);
    assert_eq!(place(None, Some("2026-11-24")), Place::Overdue);
    assert_eq!(place(Some("2026-11-01"), Some("2026-11-25")), Place::Between(today, today));
    assert_eq!(place(Some("2026-11-27"), Some("2026-11-30")), Place::Between(day("2026-11-27"), day("2026-11-30")));
    assert_eq!(place(Some("2026-12-27"), Some("2026-11-30")), Place::Between(day("2026-11-30"), day("2026-11-30")));
}

#[test]
fn work_is_spread_over_working_days_and_one_due_on_a_day_off_is_not_lost() {
    let monday = day("2026-11-23");
    let mut plan = Plan::new(office(monday), monday, 7);
    // Friday, Saturday, Sunday, Monday: a half on each of two.
    plan.add(&piece(600, "2026-11-27", "2026-11-30"));
    plan.add(&piece(45, "2026-11-28", "2026-11-29"));
    let minutes: Vec<u32> = plan.loads.iter().map(|load| load.minutes).collect();
    assert_eq!(minutes, [0, 0, 0, 0, 300, 0, 45]);
    let over: Vec<bool> = plan.each().map(|(_, capacity, load)| Plan::is_over(capacity, load)).collect();
    assert_eq!(over, [false, false, false, false, false, false, true], "nobody works on Sunday");
    assert_eq!(plan.free(monday, day("2026-11-27")), 4 * 480 + 180);
}

#[test]
fn what_is_not_seen_counts_in_minutes_alone() {
    let monday = day("2026-11-23");
    let mut plan = Plan::new(office(monday), monday, 5);
    plan.add(&Piece { seen: false, guessed: true, ..piece(60, "2026-11-23", "2026-11-23") });
    plan.add(&Piece { guessed: true, ..piece(60, "2026-11-23", "2026-11-24") });
    plan.add(&Piece { place: Place::Overdue, ..piece(30, "2026-11-23", "2026-11-23") });
    plan.add(&Piece { place: Place::Undated, seen: false, ..piece(20, "2026-11-23", "2026-11-23") });
    assert_eq!(plan.loads[0], Load { minutes: 90, hidden: 60, tasks: 1, guessed: 1 });
    assert_eq!(plan.loads[1], Load { minutes: 30, hidden: 0, tasks: 1, guessed: 1 });
    assert_eq!(plan.guessed, 1, "a task is one, on however many days");
    assert_eq!([plan.overdue, plan.undated], [Aside { tasks: 1, minutes: 30 }, Aside { tasks: 0, minutes: 20 }]);
}

/// The same by a loop: what each day has is the floor of its part of the whole so far, less what was given out.
fn naive(capacity: &[u32], minutes: u32) -> Vec<u32> {
    let all: u64 = capacity.iter().map(|one| u64::from(*one)).sum();
    let mut out = vec![0; capacity.len()];
    if all == 0 {
        *out.last_mut().unwrap() = minutes;
        return out;
    }
    let (mut done, mut given) = (0_u64, 0_u64);
    for (place, one) in capacity.iter().enumerate() {
        done += u64::from(*one);
        let due = u64::from(minutes) * done / all;
        out[place] = u32::try_from(due - given).unwrap();
        given = due;
    }
    out
}

#[test]
fn nothing_is_lost_whatever_the_days_are() {
    let first = day("2026-11-23");
    let mut seed = 7_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..2_000 {
        let length = 1 + random(40);
        let capacity: Vec<u32> = (0..length).map(|_| [0, 0, 240, 480, 465][random(5) as usize]).collect();
        let days = Days::new(first, after(first, length - 1), |day| capacity[(day - first).num_days() as usize]);
        let begin = random(length);
        let end = begin + random(length - begin);
        let minutes = u32::try_from(random(6_000)).unwrap();
        let (from, to) = (after(first, begin), after(first, end));
        let spread: Vec<u32> = days.shares(minutes, from, to, from).collect();
        let expected = naive(&capacity[begin as usize..=end as usize], minutes);
        assert_eq!(spread, expected, "{capacity:?} {begin}..{end} {minutes}");
        assert_eq!(spread.iter().sum::<u32>(), minutes);
        // Looked at from any other day on, the days get the same.
        for (place, share) in spread.iter().enumerate() {
            assert_eq!(days.shares(minutes, from, to, after(from, place as u64)).next(), Some(*share));
        }
        assert_eq!(days.shares(minutes, from, to, first).take(begin as usize).sum::<u32>(), 0);
        assert_eq!(days.shares(minutes, from, to, after(to, 1)).next(), None);
        assert_eq!(
            days.between(from, to),
            capacity[begin as usize..=end as usize].iter().map(|one| u64::from(*one)).sum()
        );
    }
}
