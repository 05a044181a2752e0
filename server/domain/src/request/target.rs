//! Targets: within how much working time a space means to answer its requests first, and to have done what they ask. A
//! request keeps the moments that follow from them when it comes; what is changed later is for those that come later.
//!
//! Invariants: who sorts is warned once before a moment, and the leads are told once that it was missed; what was told
//! stays known, so a clock that goes back tells nothing twice. Left out: who that is, and whether it is still to be told.

use crate::{Rule, when, working::Hours};

/// Longest target, in minutes of working time: about a year.
const MOST: u32 = 2_000 * 60;
/// Warned so long before at least, in minutes of working time.
const WARNED: u32 = 30;

/// The targets of a space, in minutes of working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Targets {
    /// Until the first answer.
    pub answer: Option<u32>,
    /// Until it is done.
    pub done: Option<u32>,
}

/// Which target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The first answer.
    Answer,
    /// That it is done.
    Done,
}

impl Which {
    /// Both of them.
    pub const ALL: [Which; 2] = [Which::Answer, Which::Done];
}

/// What was told of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Told {
    /// Nothing yet.
    #[default]
    Nothing,
    /// That it is near.
    Near,
    /// That it was missed.
    Missed,
}

/// A target of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What the space promised, in minutes of working time.
    pub minutes: u32,
    /// Until when, UTC milliseconds.
    pub due_ms: i64,
    /// From when on that is near.
    pub near_ms: i64,
    /// What was told.
    pub told: Told,
}

impl Target {
    /// The target of what comes at a moment.
    pub fn new(minutes: u32, came_ms: i64, hours: &Hours) -> Option<Target> {
        let after = |minutes| hours.after(when::from_ms(came_ms), minutes).map(|at| at.timestamp_millis());
        let before = minutes.div_ceil(4).max(WARNED);
        let (due_ms, near_ms) = (after(minutes)?, after(minutes.saturating_sub(before))?);
        Some(Target { minutes, due_ms, near_ms, told: Told::Nothing })
    }

    /// What is to be told by a moment, if it was not told.
    pub fn tells(&self, at_ms: i64) -> Option<Told> {
        let due = [(Told::Missed, self.due_ms), (Told::Near, self.near_ms)].into_iter().find(|(_, due)| *due <= at_ms);
        due.map(|(told, _)| told).filter(|told| *told > self.told)
    }

    /// The moments at which something of it is still to be told.
    pub fn moments(&self) -> impl Iterator<Item = i64> + use<> {
        let all = [(Told::Near, self.near_ms), (Told::Missed, self.due_ms)];
        let told = self.told;
        all.into_iter().filter(move |(what, _)| *what > told).map(|(_, at)| at)
    }
}

/// A target as it has to be.
///
/// # Errors
/// When it is none or longer than a year of work.
pub fn minutes(field: &str, minutes: i64) -> Result<u32, Rule> {
    let whole = u32::try_from(minutes).ok().filter(|minutes| (1..=MOST).contains(minutes));
    whole.ok_or_else(|| Rule::field("invalid", field, "Choose from 1 minute to 2,000 hours of working time, or none."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{recurrence::Place, working};

    fn target(minutes: u32) -> Target {
        let hours = Hours { place: Place::new(chrono_tz::UTC, 0), open: working::USUAL };
        // At ten in the morning.
        Target::new(minutes, 10 * 3_600_000, &hours).unwrap()
    }

    #[test]
    fn it_is_near_in_its_last_quarter_and_half_an_hour_before_at_least() {
        let hour = 3_600_000;
        assert_eq!((target(240).near_ms, target(240).due_ms), (13 * hour, 14 * hour));
        assert_eq!((target(60).near_ms, target(60).due_ms), (10 * hour + hour / 2, 11 * hour));
        assert_eq!((target(20).near_ms, target(20).due_ms), (10 * hour, 10 * hour + hour / 3), "at once");
        assert_eq!(target(9 * 60).due_ms, 34 * hour, "nobody works at night");
    }

    #[test]
    fn each_is_told_once_and_in_its_order() {
        let mut one = target(240);
        assert_eq!(one.tells(one.near_ms - 1), None);
        assert_eq!((one.tells(one.near_ms), one.moments().count()), (Some(Told::Near), 2));
        one.told = Told::Near;
        assert_eq!((one.tells(one.near_ms), one.tells(one.due_ms)), (None, Some(Told::Missed)));
        one.told = Told::Missed;
        assert_eq!((one.tells(i64::MAX), one.moments().count()), (None, 0));
    }

    #[test]
    fn a_target_is_a_minute_to_a_year() {
        assert_eq!((minutes("x", 1), minutes("x", 120_000)), (Ok(1), Ok(120_000)));
        for wrong in [0, -1, 120_001, 1_000_000_000, i64::MIN, i64::MAX] {
            assert_eq!(minutes("done_minutes", wrong).unwrap_err().field, "done_minutes", "{wrong}");
        }
    }
}
