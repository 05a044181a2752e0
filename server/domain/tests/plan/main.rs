//! The plan of a project, compared with loops that go on until nothing changes any more.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use chrono::{Days, NaiveDate};
use guildhall_domain::{
    plan::{Bar, Dates, Link, Move, Network, WorkingDays, path},
    recurrence::Place,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc, time::Instant};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn place(working: u8, closed: impl IntoIterator<Item = NaiveDate>) -> Place {
    Place { closed: Arc::new(closed.into_iter().collect()), ..Place::new(chrono_tz::Europe::Berlin, working) }
}

/// Monday to Friday, closed from 24 December 2026 to 1 January 2027.
fn office() -> WorkingDays {
    WorkingDays::new(&place(0b1_1111, day("2026-12-24").iter_days().take(9)))
}

fn bar(start: i64, length: i64) -> Bar {
    Bar { start: Some(start), length, done: false }
}

fn link(from: usize, to: usize, lag: i64) -> Link {
    Link { from, to, lag }
}

#[test]
fn days_are_counted_over_weekends_and_closed_days() {
    let days = office();
    let between = |from: &str, to: &str| days.before(day(to)) - days.before(day(from));
    assert_eq!(between("2026-11-23", "2026-11-30"), 5);
    assert_eq!(between("2026-12-23", "2027-01-04"), 1);
    assert_eq!(days.nth(days.before(day("2026-12-23")) + 1), Some(day("2027-01-04")));
    assert_eq!(days.nth(days.before(day("2026-11-28"))), Some(day("2026-11-30")), "Saturday begins on Monday");
    assert_eq!(days.nth(days.before(day("2200-12-31")) + 2), None);
}

#[test]
fn a_task_keeps_its_length_when_it_moves_and_a_milestone_has_none() {
    let days = office();
    let task = Dates { start: Some(day("2026-12-21")), due: Some(day("2026-12-23")), ..Dates::default() };
    let bar = task.bar(&days);
    assert_eq!(bar.length, 3);
    let moved = task.moved(&days, bar.start.unwrap() + 1, bar.length).unwrap();
    assert_eq!(moved.span(), Some((day("2026-12-22"), day("2027-01-04"))));
    let milestone = Dates { due: Some(day("2026-12-21")), milestone: true, ..Dates::default() };
    assert_eq!(milestone.bar(&days).length, 0);
    assert_eq!(
        milestone.moved(&days, milestone.bar(&days).start.unwrap() + 3, 0).unwrap().due,
        Some(day("2027-01-04"))
    );
    let century = Dates { start: Some(day("1900-01-01")), due: Some(day("2999-01-01")), ..Dates::default() };
    assert_eq!(century.span(), Some((day("1900-01-01"), day("2200-12-31"))));
    let estimated = Dates { estimate: Some(481), ..Dates::default() };
    assert_eq!(estimated.bar(&days).length, 2);
}

#[test]
fn what_decides_the_finish_has_no_slack_and_what_is_done_binds_nobody() {
    let bars = vec![bar(0, 5), bar(0, 2), bar(5, 3), Bar { done: true, ..bar(0, 1) }, bar(8, 0)];
    let links = vec![link(0, 2, 0), link(1, 2, 1), link(3, 2, 50), link(2, 4, 0)];
    let network = Network::new(bars, links, 0);
    assert_eq!(network.end(), Some(8));
    assert_eq!(network.slack(8), [Some(0), Some(2), Some(0), None, Some(0)]);
    assert_eq!(network.slack(6), [Some(-2), Some(0), Some(-2), None, Some(-2)], "a finish two days sooner");
    let moves = network.shift(Move { bar: 1, start: 3, length: 4 });
    assert_eq!(moves, [(1, 3, 4), (2, 8, 3), (4, 11, 0)].map(|(bar, start, length)| Move { bar, start, length }));
    assert_eq!(network.shift(Move { bar: 1, start: 2, length: 2 }).len(), 1, "slack takes it up");
}

#[test]
fn a_circle_is_named_and_stops_nothing() {
    let links = [(1, 2), (2, 3), (3, 4), (1, 4)];
    assert_eq!(path(links, 1, 4), Some(vec![1, 4]));
    assert_eq!(path(links, 2, 4), Some(vec![2, 3, 4]));
    assert_eq!(path(links, 4, 1), None);
    let network = Network::new(vec![bar(0, 1), bar(1, 1), bar(5, 1)], vec![link(0, 1, 0), link(1, 0, 0)], 0);
    assert_eq!((network.end(), network.slack(6)), (Some(6), vec![None, None, Some(0)]));
    assert_eq!(network.shift(Move { bar: 0, start: 9, length: 1 }).len(), 1);
}

#[test]
fn a_chain_of_ten_thousand_is_no_deeper_than_one_of_two() {
    let count = 10_000;
    let bars: Vec<Bar> = (0..count).map(|at| bar(at as i64, 1)).collect();
    let links: Vec<Link> = (1..count).map(|at| link(at - 1, at, 0)).collect();
    let pairs: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    let at = Instant::now();
    let network = Network::new(bars, links, 0);
    assert_eq!(network.shift(Move { bar: 0, start: 1, length: 1 }).len(), count);
    assert!(network.slack(count as i64).iter().all(|slack| *slack == Some(0)));
    assert_eq!(path(pairs, 0, count - 1).unwrap().len(), count);
    assert!(at.elapsed().as_secs() < 2, "{:?}", at.elapsed());
}

/// Bars, links that lead forward or anywhere, and what moves.
fn networks() -> impl Strategy<Value = (Vec<Bar>, Vec<Link>, Move)> {
    let bars =
        prop::collection::vec((prop::option::weighted(0.8, 0i64..60), 0i64..9, prop::bool::weighted(0.15)), 2..14);
    let links = prop::collection::vec((0usize..14, 0usize..14, -3i64..5), 0..24);
    (bars, links, 0usize..14, 0i64..60, 0i64..9).prop_map(|(bars, links, bar, start, length)| {
        let bars: Vec<Bar> = bars.into_iter().map(|(start, length, done)| Bar { start, length, done }).collect();
        let n = bars.len();
        let mut unique = BTreeMap::new();
        for (a, b, lag) in links.into_iter().map(|(a, b, lag)| (a % n, b % n, lag)).filter(|(a, b, _)| a != b) {
            // Bars are numbered against the order of the links, so that a pass in their own order would fail.
            unique.insert((a.max(b), a.min(b)), lag);
        }
        let links = unique.into_iter().map(|((from, to), lag)| Link { from, to, lag }).collect();
        (bars, links, Move { bar: bar % n, start, length })
    })
}

fn binds(bars: &[Bar], link: &Link) -> bool {
    !bars[link.from].done && !bars[link.to].done
}

proptest! {
    #[test]
    fn days_are_those_of_a_loop(week in 1u8..128, shut in prop::collection::btree_set(0u64..700, 0..40), from in 0u64..300, count in 0usize..200) {
        let first = day("2026-01-01");
        let closed: Vec<NaiveDate> = shut.into_iter().map(|at| first.checked_add_days(Days::new(at)).unwrap()).collect();
        let place = place(week, closed);
        let days = WorkingDays::new(&place);
        let start = first.checked_add_days(Days::new(from)).unwrap();
        let nth = start.iter_days().filter(|day| place.works(*day)).nth(count).unwrap();
        prop_assert_eq!(days.nth(days.before(start) + count as i64), Some(nth));
        prop_assert_eq!(days.before(nth) - days.before(start), count as i64);
    }

    #[test]
    fn passes_and_shifts_are_those_of_a_loop((bars, links, moved) in networks()) {
        let today = 10;
        let network = Network::new(bars.clone(), links.clone(), today);
        let mut planned: Vec<i64> = bars.iter().map(|bar| bar.start.unwrap_or(today)).collect();
        let mut earliest: Vec<Option<i64>> = vec![None; bars.len()];
        for _ in 0..=bars.len() {
            for link in links.iter().filter(|link| binds(&bars, link)) {
                if bars[link.to].start.is_none() {
                    planned[link.to] = planned[link.to].max(planned[link.from] + bars[link.from].length + link.lag);
                }
            }
            let soonest = |at: usize, earliest: &[Option<i64>]| {
                earliest[at].unwrap_or(bars[at].start.unwrap_or(today)).max(if bars[at].start.is_none() { today } else { i64::MIN })
            };
            let mut next: Vec<Option<i64>> = vec![None; bars.len()];
            for link in links.iter().filter(|link| binds(&bars, link)) {
                next[link.to] = next[link.to].max(Some(soonest(link.from, &earliest) + bars[link.from].length + link.lag));
            }
            earliest = (0..bars.len()).map(|at| next[at].map(|next| if bars[at].start.is_none() { next.max(today) } else { next })).collect();
        }
        prop_assert_eq!(network.planned(), &planned[..]);
        let earliest: Vec<i64> = (0..bars.len()).map(|at| earliest[at].unwrap_or(bars[at].start.unwrap_or(today))).collect();
        prop_assert_eq!(network.earliest(today), earliest);

        let end = network.end().unwrap();
        let mut latest = vec![end; bars.len()];
        for _ in 0..=bars.len() {
            for link in links.iter().filter(|link| binds(&bars, link)) {
                latest[link.from] = latest[link.from].min(latest[link.to] - bars[link.to].length - link.lag);
            }
        }
        for (at, slack) in network.slack(end).into_iter().enumerate() {
            prop_assert_eq!(slack, (!bars[at].done).then(|| latest[at] - planned[at] - bars[at].length));
        }

        let mut now: BTreeMap<usize, (i64, i64)> = BTreeMap::from([(moved.bar, (moved.start, moved.length))]);
        for _ in 0..=bars.len() {
            for link in links.iter().filter(|link| binds(&bars, link) && link.to != moved.bar) {
                let (Some((start, length)), Some(old)) = (now.get(&link.from).copied(), bars[link.to].start) else { continue };
                let least = start + length + link.lag;
                if least > now.get(&link.to).map_or(old, |one| one.0) {
                    now.insert(link.to, (least, bars[link.to].length));
                }
            }
        }
        let found: BTreeMap<usize, (i64, i64)> = network.shift(moved).into_iter().map(|one| (one.bar, (one.start, one.length))).collect();
        prop_assert_eq!(found, now);
    }
}
