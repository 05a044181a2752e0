//! What somebody can do on each day, summed up so that what they can do between any two is told at once.

use chrono::NaiveDate;

/// Minutes somebody can work, from a first day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    first: NaiveDate,
    /// What can be done before each day, and at the end before the day after the last.
    before: Vec<u64>,
}

impl Days {
    /// From a first day to a last one, asked for day by day.
    pub fn new(first: NaiveDate, last: NaiveDate, mut capacity: impl FnMut(NaiveDate) -> u32) -> Days {
        let mut sum = 0_u64;
        let mut before = vec![0];
        for day in first.iter_days().take_while(|day| *day <= last) {
            sum += u64::from(capacity(day));
            before.push(sum);
        }
        Days { first, before }
    }

    /// How many days after the first one a day is.
    fn place(&self, day: NaiveDate) -> i64 {
        (day - self.first).num_days()
    }

    /// What can be done before the day at a place; after the last one nothing is added.
    fn before(&self, place: i64) -> u64 {
        let place = usize::try_from(place).unwrap_or(0);
        self.before.get(place).or(self.before.last()).copied().unwrap_or(0)
    }

    /// What can be done from one day to another, both included.
    pub fn between(&self, first: NaiveDate, last: NaiveDate) -> u64 {
        self.before(self.place(last) + 1).saturating_sub(self.before(self.place(first)))
    }

    /// What can be done on a day.
    pub fn on(&self, day: NaiveDate) -> u32 {
        u32::try_from(self.between(day, day)).unwrap_or(u32::MAX)
    }

    /// What the days from one on get of minutes that are spread over the days between two, one after the other until
    /// the last: as much as each can do of what all of them can. Where nothing can be done on any, the last one gets
    /// all.
    pub fn shares(
        &self,
        minutes: u32,
        first: NaiveDate,
        last: NaiveDate,
        from: NaiveDate,
    ) -> impl Iterator<Item = u32> + '_ {
        let (from, end) = (self.place(from), self.place(last));
        let before = self.before(self.place(first));
        let all = self.between(first, last);
        // Whole minutes: each day takes what is due by its end without what was due before it, so nothing is lost.
        let until = move |place: i64| match all {
            0 if place > end => minutes,
            0 => 0,
            _ => {
                let due = u64::from(minutes) * self.before(place).saturating_sub(before) / all;
                u32::try_from(due).unwrap_or(u32::MAX)
            }
        };
        (from..=end).scan(until(from), move |taken, place| {
            let due = until(place + 1);
            Some(due.saturating_sub(std::mem::replace(taken, due)))
        })
    }
}
