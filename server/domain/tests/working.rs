//! Working time beside a count of single minutes: a minute is worked when the latest time the clocks have shown by then
//! lies between opening and closing on a working day. So an hour that comes twice is counted as it passes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod zones;

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use guildhall_domain::{recurrence::Place, working::Hours};
use proptest::prelude::*;
use std::{collections::BTreeSet, sync::Arc};
use zones::ZONES;

/// The minutes from a moment on, and whether each is worked.
fn minutes(hours: &Hours, from: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, bool)> {
    let zone = hours.place.zone;
    // What the clocks have shown before counts too.
    let before = 2 * 24 * 60;
    let mut latest = NaiveDateTime::MIN;
    let all = (-before..).map(move |minute| from + Duration::minutes(minute));
    let told = all.map(move |at| {
        latest = latest.max(at.with_timezone(&zone).naive_local());
        let minute = latest.time().num_seconds_from_midnight() / 60;
        let open = (u32::from(hours.open.0)..u32::from(hours.open.1)).contains(&minute);
        (at, open && hours.place.works(latest.date()))
    });
    told.skip(usize::try_from(before).unwrap())
}

prop_compose! {
    fn hours()(zone in 0..ZONES.len(), days in 0u8..128, opens in 0u16..96, length in 4u16..97, closed in prop::collection::btree_set(0i64..40, 0..6))
        -> (Hours, BTreeSet<i64>) {
        let opens = opens.min(92) * 15;
        let open = (opens, (opens + length * 15).min(24 * 60));
        (Hours { place: Place::new(ZONES[zone].parse().unwrap(), days), open }, closed)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn every_minute_counts_as_it_does_alone((mut hours, closed) in hours(), begin in 0i64..9_000_000, many in 0u32..3_000) {
        // From 2009 on, so that changes of clocks and of zones are met.
        let from = Utc.with_ymd_and_hms(2009, 1, 1, 0, 0, 0).unwrap() + Duration::minutes(begin);
        let day = |days: &i64| from.date_naive() + Duration::days(*days);
        hours.place = Place { closed: Arc::new(closed.iter().map(day).collect()), ..hours.place };
        let reached = hours.after(from, many).unwrap();
        let mut left = many;
        for (at, worked) in minutes(&hours, from) {
            prop_assert!(at <= reached || left > 0, "{hours:?} {from} {many}: {reached} is after {at}");
            if left == 0 && (many > 0 || worked) {
                prop_assert_eq!(reached, at, "{:?} {} {}", hours, from, many);
                break;
            }
            left -= u32::from(worked && left > 0);
            prop_assert!(at < from + Duration::days(2_000), "it takes too long");
        }
        prop_assert_eq!(hours.between(from, reached), i64::from(many));
        prop_assert_eq!(hours.between(reached, from), -i64::from(many));
    }

    #[test]
    fn between_two_moments_lie_the_minutes_that_are_worked((hours, _) in hours(), begin in 0i64..9_000_000, length in 0i64..20_000) {
        let from = Utc.with_ymd_and_hms(2009, 1, 1, 0, 0, 0).unwrap() + Duration::minutes(begin);
        let to = from + Duration::minutes(length);
        let worked = minutes(&hours, from).take_while(|(at, _)| *at < to).filter(|(_, worked)| *worked).count();
        prop_assert_eq!(hours.between(from, to), i64::try_from(worked).unwrap());
    }
}

#[test]
fn a_target_of_a_year_is_found_at_once_where_little_is_worked() {
    let hours = Hours { place: Place::new(ZONES[0].parse().unwrap(), 1), open: (0, 60) };
    let from = NaiveDateTime::new("2026-11-29".parse().unwrap(), NaiveTime::MIN).and_utc();
    assert!(hours.after(from, 120_000).is_some());
}
