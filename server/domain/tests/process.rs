//! Exactly the runs that should be, none twice, whatever the clock does and however long the server is off: over forty
//! zones, against what follows from the list of all occurrences.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod zones;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    process::{
        due::{self, Due, Stand},
        turn,
    },
    recurrence::{Place, Recurrence},
    when,
};
use std::collections::{BTreeMap, BTreeSet};
use zones::ZONES;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What a server keeps of one process.
struct Server {
    rule: Recurrence,
    place: Place,
    next: Option<i64>,
    times: u32,
    runs: BTreeMap<i64, u32>,
    missed: BTreeSet<i64>,
}

impl Server {
    fn new(rule: &str, zone: Tz, begun: i64) -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let mut place = Place::new(zone, 0b0001_1111);
        place.closed = std::sync::Arc::new([day(2012, 12, 25), day(2013, 1, 1), day(2013, 4, 1)].into());
        let rule = Recurrence::parse(rule, day(2008, 1, 1)).unwrap();
        let next = rule.next(when::from_ms(begun), &place).map(|at| at.timestamp_millis());
        Server { rule, place, next, times: 0, runs: BTreeMap::new(), missed: BTreeSet::new() }
    }

    /// Looks once at what is due.
    fn look(&mut self, now: i64) {
        let Some(next_ms) = self.next else { return };
        let stand = Stand { rule: &self.rule, next_ms, times: self.times, show_days: 0 };
        let started = |at| Ok::<_, ()>(self.runs.contains_key(&at));
        let Due { start, missed, next, times } = due::due(stand, now, &self.place, started).unwrap();
        for at in missed {
            self.missed.insert(at);
        }
        if let Some(at) = start {
            *self.runs.entry(at).or_default() += 1;
            self.missed.remove(&at);
        }
        (self.next, self.times) = (next, times);
    }

    /// Starts again, or notices that the clock was set back.
    fn settle(&mut self, now: i64) {
        if self.next.is_some_and(|next| next > now) {
            self.next = self.rule.next(when::from_ms(now), &self.place).map(|at| at.timestamp_millis());
        }
    }

    fn all(&self, from: i64, to: i64) -> Vec<i64> {
        let times = self.rule.times(when::from_ms(from), &self.place);
        times.map(|at| at.timestamp_millis()).take_while(|at| *at <= to).collect()
    }

    /// Looks as often as a server would that is on from one moment to another: at each occurrence, and between them.
    fn stay_on(&mut self, from: i64, to: i64) {
        for at in self.all(from, to) {
            self.look(at - 1);
            self.look(at);
            self.look(at + 20 * 60_000);
        }
        self.look(to);
    }

    fn check(&self, runs: &BTreeSet<i64>, missed: &BTreeSet<i64>, what: &str) {
        let twice: Vec<&i64> = self.runs.iter().filter(|(_, count)| **count != 1).map(|(at, _)| at).collect();
        assert!(twice.is_empty(), "{what}: twice at {twice:?}");
        let found: BTreeSet<i64> = self.runs.keys().copied().collect();
        let text = |all: &BTreeSet<i64>, other: &BTreeSet<i64>| -> Vec<DateTime<Utc>> {
            all.difference(other).map(|at| when::from_ms(*at)).take(5).collect()
        };
        assert_eq!(found, *runs, "{what}: too many {:?}, too few {:?}", text(&found, runs), text(runs, &found));
        assert_eq!(self.missed, *missed, "{what}: missed");
    }
}

const RULES: [&str; 8] = [
    "every day 2:30",
    "every day 0:00",
    "every weekday 8:30, closed days skipped",
    "last working day of the month 1:15",
    "every 31st 2:00",
    "every monday and sunday 3:00, on closed days the day after",
    "every 2 weeks on friday 23:45 from 1 jan 1970",
    "1 mar and 1 sep at 2:15",
];

fn begun() -> i64 {
    "2011-12-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap().timestamp_millis()
}

#[test]
fn a_server_that_was_off_makes_up_for_one_run_and_lists_the_others() {
    for (seed, name) in ZONES.iter().enumerate() {
        for (turn, rule) in RULES.iter().enumerate() {
            let mut server = Server::new(rule, name.parse().unwrap(), begun());
            let (mut now, mut runs, mut missed) = (begun(), BTreeSet::new(), BTreeSet::new());
            // Stretches of every length: across clock changes, ends of months, whole seasons.
            for stretch in 0..24_usize {
                let on = i64::try_from((seed * 7 + turn * 13 + stretch * 5) % 40 + 1).unwrap() * DAY + 7 * HOUR;
                let off = i64::try_from((seed * 11 + turn * 3 + stretch * 17) % 45).unwrap() * DAY + 5 * HOUR;
                runs.extend(server.all(now, now + on));
                server.stay_on(now, now + on);
                now += on;
                let mut away = server.all(now, now + off);
                runs.extend(away.pop());
                missed.extend(away);
                now += off;
                server.settle(now);
                server.look(now);
            }
            server.check(&runs, &missed, &format!("{name}, {rule}"));
        }
    }
}

#[test]
fn a_clock_that_is_set_back_or_forward_a_year_starts_nothing_twice_and_leaves_nothing_out() {
    const YEAR: i64 = 366 * DAY;
    for name in ZONES {
        for rule in RULES {
            let what = format!("{name}, {rule}");
            // An hour back, in the middle of the night clocks are changed in; nothing comes again.
            let mut server = Server::new(rule, name.parse().unwrap(), begun());
            let to = begun() + 500 * DAY;
            let mut now = begun();
            while now < to {
                server.stay_on(now, now + 9 * DAY + 5 * HOUR);
                now += 9 * DAY + 4 * HOUR;
                server.settle(now);
            }
            let all: BTreeSet<i64> = server.all(begun(), now + HOUR).into_iter().collect();
            server.check(&all, &BTreeSet::new(), &format!("{what}, an hour back"));
            // A year forward by mistake for a while, then right again: that one run is there already when its time
            // comes, and everything in between comes at its time although it was once listed as missed.
            let mut server = Server::new(rule, name.parse().unwrap(), begun());
            let (wrong, right) = (begun() + 40 * DAY, begun() + 40 * DAY + HOUR);
            server.stay_on(begun(), wrong);
            server.stay_on(wrong + YEAR, wrong + YEAR + HOUR);
            let early: BTreeSet<i64> = server.runs.keys().copied().filter(|at| *at > wrong).collect();
            server.settle(right);
            server.stay_on(right, right + 2 * YEAR);
            let all: BTreeSet<i64> = server.all(begun(), right + 2 * YEAR).into_iter().collect();
            assert!(early.iter().all(|at| all.contains(at)), "{what}");
            // What came in the hour in which the clock was wrong was looked at when it was right again, or not at all.
            let lost: BTreeSet<i64> = server.all(wrong, right).into_iter().collect();
            let runs: BTreeSet<i64> = all.difference(&lost).copied().collect();
            server.runs.retain(|at, _| !lost.contains(at));
            server.missed.retain(|at| !lost.contains(at));
            server.check(&runs, &BTreeSet::new(), &format!("{what}, a year forward and back"));
            // A year back: nothing that ran runs again, and it goes on where it was.
            let mut server = Server::new(rule, name.parse().unwrap(), begun());
            server.stay_on(begun(), begun() + YEAR);
            server.settle(begun());
            server.stay_on(begun(), begun() + 2 * YEAR);
            let all: BTreeSet<i64> = server.all(begun(), begun() + 2 * YEAR).into_iter().collect();
            server.check(&all, &BTreeSet::new(), &format!("{what}, a year back"));
        }
    }
}

#[test]
fn it_ends_after_its_count_and_shows_runs_days_before() {
    let mut server = Server::new("every day 9:00 3 times", Tz::UTC, begun());
    server.stay_on(begun(), begun() + 20 * DAY);
    assert_eq!((server.runs.len(), server.next), (3, None));
    let rule = Recurrence::parse("every day 9:00", NaiveDate::from_ymd_opt(2011, 12, 1).unwrap()).unwrap();
    let place = Place::new(Tz::UTC, 0);
    let at = |days: i64| begun() + days * DAY + 9 * HOUR;
    let stand = |next_ms| Stand { rule: &rule, next_ms, times: 0, show_days: 2 };
    let look = |next, now| due::due(stand(next), now, &place, |_| Ok::<_, ()>(false)).unwrap();
    assert_eq!(look(at(2), at(0) - 1).start, None);
    assert_eq!((look(at(2), at(0)).start, look(at(2), at(0)).next), (Some(at(2)), Some(at(3))));
    // After some days away the latest that has come is made up for; what is yet to come follows in its turn.
    let late = look(at(2), at(5));
    assert_eq!((late.start, late.missed, late.next), (Some(at(5)), vec![at(2), at(3), at(4)], Some(at(6))));
    assert_eq!(look(at(6), at(5)).start, Some(at(6)));
}

#[test]
fn a_year_off_is_counted_and_the_last_of_it_listed() {
    let mut server = Server::new("every day 9:00", Tz::UTC, begun());
    server.look(begun() + 3_000 * DAY);
    assert_eq!((server.runs.len(), server.missed.len(), server.times), (1, due::LISTED, 3_000));
}

#[test]
fn they_take_turns_and_who_is_away_is_passed_over() {
    let [ana, ben, cleo] = [1, 2, 3].map(Id::from_u128);
    let people = [ana, ben, cleo];
    assert_eq!(turn(&people, None, |_| true), Some(ana));
    assert_eq!(turn(&people, Some(ana), |_| true), Some(ben));
    assert_eq!(turn(&people, Some(cleo), |_| true), Some(ana));
    assert_eq!(turn(&people, Some(ana), |person| person != ben), Some(cleo));
    assert_eq!(turn(&people, Some(ana), |person| person == ana), Some(ana));
    assert_eq!(turn(&people, Some(ana), |_| false), None);
    assert_eq!(turn(&people, Some(Id::from_u128(9)), |_| true), Some(ana), "whoever had it last takes part no more");
}
