//! From the open tasks of some people to what each of them has to do on which day.

use crate::{
    Error,
    absences::store as absences,
    access::{self, Scope},
    tasks::{
        demand::Demand,
        rows::{PERSON, Part},
        store::demands,
    },
    time::store::worked,
};
use chrono::{Datelike, Days as Later, NaiveDate};
use guildhall_domain::{
    Id,
    absence::{Span as Absent, State},
    person::Person,
    policy::Do,
    space::Access,
    when,
    workload::{Days, Piece, Place, Plan, place, remaining},
};
use guildhall_store::Span;
use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

/// Tasks that are read together.
const SLICE: usize = 4_096;
/// How far ahead what people can do is looked at: what is due later is spread over these years.
const HORIZON: u64 = 10 * 366;

/// Today, for everybody who looks.
pub fn today(scope: &impl Scope) -> NaiveDate {
    when::today(when::from_ms(scope.now()), scope.directory().zone())
}

/// Somebody's days.
pub struct Calendar {
    /// Who.
    pub person: Arc<Person>,
    absences: Vec<Absent>,
    closed: Arc<BTreeSet<NaiveDate>>,
}

impl Calendar {
    fn of(scope: &impl Scope, person: Arc<Person>, from: NaiveDate) -> Result<Self, Error> {
        let all = absences::of_person(scope.read(), person.id, from)?;
        let absences = all.into_iter().filter(|one| one.state == State::Approved).map(|one| one.span).collect();
        let closed = scope.directory().organization.as_ref().map(|one| one.closed_days.clone()).unwrap_or_default();
        Ok(Calendar { person, absences, closed })
    }

    /// How many halves of a day they are away: by an absence that was approved, or by their own word.
    pub fn away_on(&self, day: NaiveDate) -> u8 {
        let said = if self.person.is_away(day) { 2 } else { 0 };
        self.absences.iter().map(|absent| absent.away_on(day)).chain([said]).max().unwrap_or(0)
    }

    /// Minutes they can work on a day.
    pub fn capacity(&self, day: NaiveDate) -> u32 {
        if self.closed.contains(&day) {
            return 0;
        }
        let there = 2 - u32::from(self.away_on(day).min(2));
        u32::from(self.person.minutes_on(day.weekday())) * there / 2
    }
}

/// A task of somebody as it counts for the reader.
pub struct Mine {
    /// Whose, by their place among those asked for.
    pub of: usize,
    /// The task.
    pub task: Id,
    /// How it counts.
    pub piece: Piece,
    /// It has a day on which it begins.
    pub planned: bool,
}

/// What some people have to do.
pub struct Gathered {
    /// Their days.
    pub calendars: Vec<Calendar>,
    /// What they have to do on each of the days asked for.
    pub plans: Vec<Plan>,
    /// The tasks the reader sees, in no order.
    pub seen: Vec<Mine>,
}

/// Gathers what people have to do on so many days from one on.
pub fn gather(scope: &impl Scope, people: &[Arc<Person>], from: NaiveDate, count: usize) -> Result<Gathered, Error> {
    let today = today(scope);
    let mine = pieces(scope, people, today)?;
    let end = from.checked_add_days(Later::new(count as u64)).unwrap_or(from);
    let horizon = today.checked_add_days(Later::new(HORIZON)).unwrap_or(today);
    let mut last = vec![end; people.len()];
    for one in &mine {
        if let (Place::Between(_, due), Some(last)) = (one.piece.place, last.get_mut(one.of)) {
            *last = due.min(horizon).max(*last);
        }
    }
    let first = from.min(today);
    let (mut calendars, mut plans) = (Vec::new(), Vec::new());
    for (person, last) in people.iter().zip(last) {
        let calendar = Calendar::of(scope, person.clone(), first)?;
        plans.push(Plan::new(Days::new(first, last, |day| calendar.capacity(day)), from, count));
        calendars.push(calendar);
    }
    for one in &mine {
        if let Some(plan) = plans.get_mut(one.of) {
            plan.add(&one.piece);
        }
    }
    let seen = mine.into_iter().filter(|one| one.piece.seen).collect();
    Ok(Gathered { calendars, plans, seen })
}

/// The open tasks of people that count.
fn pieces(scope: &impl Scope, people: &[Arc<Person>], today: NaiveDate) -> Result<Vec<Mine>, Error> {
    let mut places: Vec<(Id, usize)> = Vec::new();
    for (of, person) in people.iter().enumerate() {
        for row in scope.read().scan(&PERSON, Span::prefix(&(person.audience, 0u8)))? {
            let ((.., id), parts) = row?;
            places.extend((parts & Part::ASSIGNEE != 0).then_some((id, of)));
        }
    }
    places.sort_unstable();
    let mut found = Vec::with_capacity(places.len());
    for slice in places.chunks(SLICE) {
        let ids: Vec<Id> = slice.iter().map(|(id, _)| *id).collect();
        for ((_, of), demand) in slice.iter().zip(demands(scope.read(), &ids)?) {
            found.extend(demand.filter(|demand| counts(scope, demand)).map(|demand| (*of, demand)));
        }
    }
    let estimated: HashSet<Id> =
        found.iter().filter(|(_, demand)| demand.estimate.is_some()).map(|(_, demand)| demand.id).collect();
    let worked = worked(scope.read(), &estimated)?;
    let zone = scope.directory().zone();
    let piece = |(of, demand): (usize, Demand)| {
        let day = |when: Option<when::When>| when.map(|when| when.day_in(zone));
        let done = worked.get(&demand.id).copied().unwrap_or(0);
        let piece = Piece {
            minutes: remaining(demand.estimate, done),
            guessed: demand.estimate.is_none(),
            seen: access::may(scope, &demand, Do::Read),
            place: place(day(demand.start), day(demand.due), today),
        };
        Mine { of, task: demand.id, piece, planned: demand.start.is_some() }
    };
    Ok(found.into_iter().map(piece).collect())
}

/// Whether a task counts: work goes on where it lies, and that is nobody's own.
fn counts(scope: &impl Scope, demand: &Demand) -> bool {
    let home = scope.directory().space(demand.space);
    demand.is_open() && home.is_some_and(|home| home.is_live() && home.access != Access::Personal)
}
