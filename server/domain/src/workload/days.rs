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

    /// What can be done before a day; after the last one nothing is added.
    fn before(&self, day: NaiveDate) -> u64 {
        let place = usize::try_from((day - self.first).num_days()).unwrap_or(0);
        self.before.get(place).or(self.before.last()).copied().unwrap_or(0)
    }

    /// What can be done from one day to another, both included.
    pub fn between(&self, first: NaiveDate, last: NaiveDate) -> u64 {
        let next = last.succ_opt().unwrap_or(last);
        self.before(next).saturating_sub(self.before(first))
    }

    /// What can be done on a day.
    pub fn on(&self, day: NaiveDate) -> u32 {
        u32::try_from(self.between(day, day)).unwrap_or(u32::MAX)
    }

    /// What a day gets of minutes that are spread over the days between two: as much as it can do of what all of them
    /// can. Where nothing can be done on any, the last one gets all.
    pub fn share(&self, minutes: u32, first: NaiveDate, last: NaiveDate, day: NaiveDate) -> u32 {
        if day < first || day > last {
            return 0;
        }
        let all = self.between(first, last);
        if all == 0 {
            return if day == last { minutes } else { 0 };
        }
        // Whole minutes: each day takes what is due by its end without what was due before it, so nothing is lost.
        let until = |end: NaiveDate| u64::from(minutes) * self.before(end).saturating_sub(self.before(first)) / all;
        let next = day.succ_opt().unwrap_or(day);
        u32::try_from(until(next).saturating_sub(until(day))).unwrap_or(u32::MAX)
    }
}
