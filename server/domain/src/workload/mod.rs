//! How much somebody has to do on which day. What remains of a task is spread over the days on which its doer works,
//! from its start, or today, until it is due, in the measure of what they can do on each. What is late, and what nobody
//! said the day of, stands apart.
//!
//! Invariants: what a task has on all of its days together is exactly what remains of it; a task without an estimate
//! counts as [`GUESS`]; a day holds more than its person can do exactly when it says so. Left out: whose tasks these are
//! and who may see them.

mod days;

pub use days::Days;

use chrono::NaiveDate;

/// Minutes a task counts for that has no estimate.
pub const GUESS: u32 = 60;

/// What remains of a task: its estimate without what was worked on it, at least nothing.
pub fn remaining(estimate: Option<u32>, worked: u64) -> u32 {
    estimate.map_or(GUESS, |estimate| estimate.saturating_sub(u32::try_from(worked).unwrap_or(u32::MAX)))
}

/// Where the work on a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It was to be done before today.
    Overdue,
    /// Nobody said until when.
    Undated,
    /// Between these days.
    Between(NaiveDate, NaiveDate),
}

/// Where the work on a task stands today. One that is to begin after it is due is done on the day it is due.
pub fn place(start: Option<NaiveDate>, due: Option<NaiveDate>, today: NaiveDate) -> Place {
    match due {
        None => Place::Undated,
        Some(due) if due < today => Place::Overdue,
        Some(due) => Place::Between(start.map_or(today, |start| start.max(today)).min(due), due),
    }
}

/// A task as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// What remains, in minutes.
    pub minutes: u32,
    /// It has no estimate.
    pub guessed: bool,
    /// The reader sees the task; otherwise only its minutes count.
    pub seen: bool,
    /// Where it stands.
    pub place: Place,
}

/// A day of somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Minutes of work, seen or not.
    pub minutes: u32,
    /// Of these, of tasks the reader does not see.
    pub hidden: u32,
    /// Tasks the reader sees.
    pub tasks: u32,
    /// Of these, without an estimate.
    pub guessed: u32,
}

/// What stands apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aside {
    /// Tasks the reader sees.
    pub tasks: u32,
    /// Minutes of all, seen or not.
    pub minutes: u32,
}

/// What somebody has to do on some days in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What they can do.
    pub days: Days,
    /// The first of the days that are looked at.
    pub from: NaiveDate,
    /// What they have to do on each.
    pub loads: Vec<Load>,
    /// Late.
    pub overdue: Aside,
    /// Without a day.
    pub undated: Aside,
    /// Tasks the reader sees that fall into these days and have no estimate.
    pub guessed: u32,
}

impl Plan {
    /// Of somebody who has nothing to do yet on so many days.
    pub fn new(days: Days, from: NaiveDate, count: usize) -> Plan {
        let loads = vec![Load::default(); count];
        Plan { days, from, loads, overdue: Aside::default(), undated: Aside::default(), guessed: 0 }
    }

    /// Adds a task.
    pub fn add(&mut self, piece: &Piece) {
        let aside = match piece.place {
            Place::Overdue => &mut self.overdue,
            Place::Undated => &mut self.undated,
            Place::Between(first, last) => return self.spread(piece, first, last),
        };
        aside.tasks += u32::from(piece.seen);
        aside.minutes = aside.minutes.saturating_add(piece.minutes);
    }

    fn spread(&mut self, piece: &Piece, first: NaiveDate, last: NaiveDate) {
        let mut here = false;
        let end = usize::try_from((last - self.from).num_days()).ok();
        let shares = self.days.shares(piece.minutes, first, last, self.from);
        for (place, (minutes, load)) in shares.zip(&mut self.loads).enumerate() {
            // A task on which nothing remains to be done stands on the day it is due.
            if minutes == 0 && (piece.minutes > 0 || Some(place) != end) {
                continue;
            }
            load.minutes = load.minutes.saturating_add(minutes);
            if piece.seen {
                here = true;
                load.tasks += 1;
                load.guessed += u32::from(piece.guessed);
            } else {
                load.hidden = load.hidden.saturating_add(minutes);
            }
        }
        self.guessed += u32::from(here && piece.guessed);
    }

    /// The days that are looked at, with what can be done and what has to be.
    pub fn each(&self) -> impl Iterator<Item = (NaiveDate, u32, &Load)> {
        self.from.iter_days().zip(&self.loads).map(|(day, load)| (day, self.days.on(day), load))
    }

    /// Whether a day holds more than can be done.
    pub fn is_over(capacity: u32, load: &Load) -> bool {
        load.minutes > capacity
    }

    /// Minutes that are free between two of the days.
    pub fn free(&self, first: NaiveDate, last: NaiveDate) -> u32 {
        let within = self.each().filter(|(day, ..)| (first..=last).contains(day));
        within.map(|(_, capacity, load)| capacity.saturating_sub(load.minutes)).sum()
    }
}

#[cfg(test)]
mod tests;
