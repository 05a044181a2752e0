//! Days of whoever asks: their hours, what takes them, what is free and what is planned into it. Nobody reads anybody
//! else's.

use super::{
    desk::{Desk, Mine, Stands},
    views::{HomeDay, HomeDone, HomeMeeting, HomeStretch, HomeWholeDay, HomeWork},
};
use crate::{
    Error, absences::store as absences, access::Scope, events, http::shapes, items, tasks, time::store::worked,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use guildhall_domain::{
    Id,
    absence::{Span as Absent, State},
    day::{Hours, Stretch, minutes},
    event::{Answer, Event, occur::Occurrence, occur::Window},
    when,
    workload::{GUESS, remaining},
};
use std::{
    collections::{HashMap, HashSet},
    iter::successors,
};

/// What is known of some days of somebody.
pub struct Days<'a> {
    desk: &'a Desk,
    now: DateTime<Utc>,
    absences: Vec<Absent>,
    meetings: Vec<(Event, Answer, Occurrence)>,
    work: Work<'a>,
    done: Vec<HomeDone>,
}

impl<'a> Days<'a> {
    /// What is known of the days from one until another.
    pub fn gather(scope: &impl Scope, desk: &'a Desk, from: NaiveDate, to: NaiveDate) -> Result<Self, Error> {
        let all = absences::of_person(scope.read(), desk.me.id, from)?;
        let approved = all.into_iter().filter(|one| one.state == State::Approved);
        let window = Window { from, to, zone: desk.me.time_zone };
        Ok(Days {
            desk,
            now: when::from_ms(scope.now()),
            absences: approved.map(|one| one.span).collect(),
            meetings: events::queries::mine_on(scope, &desk.me, &window)?,
            work: Work::of(scope, desk)?,
            done: done_today(scope, desk)?,
        })
    }

    /// A day.
    pub fn day(&self, scope: &impl Scope, day: NaiveDate) -> HomeDay {
        let me = &self.desk.me;
        let away = self.away_in(day);
        let closed = scope.directory().organization.as_ref().is_some_and(|one| one.closed_days.contains(&day));
        let works = !closed && me.minutes_on(day.weekday()) > 0;
        let hours = works.then_some(Hours { day, zone: me.time_zone, hours: me.hours, away });
        let meetings = self.meetings(scope, day);
        let taken: Vec<Stretch> =
            meetings.iter().filter(|(said, ..)| takes_time(*said)).map(|(_, at, _)| *at).collect();
        let free = hours.map(|hours| hours.free(&taken, self.now)).unwrap_or_default();
        let work = self.work.on(Stands::On(day));
        let done = if day == self.desk.today { self.done.clone() } else { Vec::new() };
        HomeDay {
            day,
            hours: hours.and_then(|hours| hours.whole()).map(HomeStretch::from),
            away: away.into(),
            closed,
            meetings: meetings.into_iter().map(|(.., meeting)| meeting).collect(),
            whole_days: self.whole_days(scope, day),
            free_minutes: minutes(&free),
            free: free.into_iter().map(HomeStretch::from).collect(),
            planned_minutes: work.iter().map(|one| one.minutes).sum(),
            guessed: work.iter().filter(|one| one.guessed).count(),
            done_minutes: done.iter().map(|one| one.minutes).sum(),
            work,
            done,
        }
    }

    /// What stands somewhere, as it is counted.
    pub fn work(&self, stands: Stands) -> Vec<HomeWork> {
        self.work.on(stands)
    }

    fn away_in(&self, day: NaiveDate) -> (bool, bool) {
        let said = self.desk.me.is_away(day);
        let halves = self.absences.iter().map(|absent| absent.away_in(day));
        halves.fold((said, said), |(a, b), (c, d)| (a || c, b || d))
    }

    fn on(&self, day: NaiveDate) -> impl Iterator<Item = &(Event, Answer, Occurrence)> {
        let window = Window { from: day, to: day, zone: self.desk.me.time_zone };
        self.meetings.iter().filter(move |(.., one)| window.touches(&one.span))
    }

    fn meetings(&self, scope: &impl Scope, day: NaiveDate) -> Vec<(Answer, Stretch, HomeMeeting)> {
        let zone = self.desk.me.time_zone;
        let timed = self.on(day).filter(|(.., one)| !one.span.is_whole());
        let mut found: Vec<_> = timed
            .map(|(event, said, one)| {
                let at = Stretch { from: one.span.begins(zone), to: one.span.ends(zone) };
                let meeting = HomeMeeting {
                    event_id: event.id,
                    occurrence: one.day,
                    title: title(event, one),
                    space_id: items::queries::home(scope, event),
                    at: at.into(),
                    answer: (*said).into(),
                    takes_time: takes_time(*said),
                };
                (*said, at, meeting)
            })
            .collect();
        found.sort_by_key(|(_, at, meeting)| (*at, meeting.event_id));
        found
    }

    fn whole_days(&self, scope: &impl Scope, day: NaiveDate) -> Vec<HomeWholeDay> {
        let whole = self.on(day).filter(|(.., one)| one.span.is_whole());
        let shape = |(event, _, one): &(Event, Answer, Occurrence)| HomeWholeDay {
            event_id: event.id,
            occurrence: one.day,
            title: title(event, one),
            space_id: items::queries::home(scope, event),
        };
        let mut found: Vec<_> = whole.map(shape).collect();
        found.sort_by(|a, b| a.title.cmp(&b.title).then(a.event_id.cmp(&b.event_id)));
        found
    }
}

/// The days from one on.
pub fn days_from(from: NaiveDate, count: usize) -> impl Iterator<Item = NaiveDate> {
    successors(Some(from), |day| day.succ_opt()).take(count)
}

fn title(event: &Event, one: &Occurrence) -> String {
    one.title.clone().unwrap_or_else(|| event.title.clone())
}

/// Whoever said nothing yet may still be working then.
fn takes_time(said: Answer) -> bool {
    matches!(said, Answer::Yes | Answer::Maybe)
}

fn done_today(scope: &impl Scope, desk: &Desk) -> Result<Vec<HomeDone>, Error> {
    let zone = desk.me.time_zone;
    let today = |at: i64| when::today(when::from_ms(at), zone) == desk.today;
    let finished = desk.done(scope, super::queries::MOST)?;
    let done = finished.iter().filter_map(|mine| {
        let at = mine.task.completed_ms.filter(|at| today(*at))?;
        Some(HomeDone {
            task_id: mine.task.id,
            title: mine.task.title.clone(),
            space_id: tasks::views::home(scope, &mine.task),
            minutes: mine.task.estimate.unwrap_or(GUESS),
            at: shapes::instant(at),
        })
    });
    Ok(done.collect())
}

/// What there is to do, and what remains of it.
struct Work<'a> {
    desk: &'a Desk,
    worked: HashMap<Id, u64>,
}

impl<'a> Work<'a> {
    fn of(scope: &impl Scope, desk: &'a Desk) -> Result<Self, Error> {
        let counted = desk.open.iter().filter(|mine| desk.stands(mine) != Stands::Nowhere);
        let estimated: HashSet<Id> =
            counted.filter(|mine| mine.task.estimate.is_some()).map(|mine| mine.task.id).collect();
        Ok(Work { desk, worked: worked(scope.read(), &estimated)? })
    }

    fn on(&self, stands: Stands) -> Vec<HomeWork> {
        let mut found: Vec<&Mine> = self.desk.open.iter().filter(|mine| self.desk.stands(mine) == stands).collect();
        found.sort_by_cached_key(|mine| order(mine));
        let piece = |mine: &&Mine| HomeWork {
            task_id: mine.task.id,
            minutes: remaining(mine.task.estimate, self.worked.get(&mine.task.id).copied().unwrap_or(0)),
            guessed: mine.task.estimate.is_none(),
        };
        found.iter().map(piece).collect()
    }
}

/// Those with a day of their own first, by when they are due, then as they were arranged.
fn order(mine: &Mine) -> (String, (i32, u32), i64, Id) {
    let arranged = mine.plan.as_ref().map(|plan| plan.order.clone()).unwrap_or_default();
    let due = mine.task.due.map_or((i32::MAX, 0), |due| due.sort_key());
    (arranged, due, mine.task.created_ms, mine.task.id)
}
