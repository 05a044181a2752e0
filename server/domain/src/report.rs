//! What reports count of tasks and plans: how long tasks took, and how a project stands by its dates.
//!
//! Left out: which tasks somebody may know of.

use crate::space::Category;
use chrono::NaiveDate;

/// Of a hundred tasks so many took no longer than what is told as slow.
pub const SLOW: usize = 85;
/// Working days of slack below which a plan is tight.
const TIGHT: i64 = 3;
/// Days after which an open task that nobody touched is stale.
pub const STALE_DAYS: i64 = 14;

/// The value below which so many of a hundred are, none of them left out: the nearest one that is there.
#[must_use]
pub fn percentile(values: &mut [i64], per_cent: usize) -> Option<i64> {
    values.sort_unstable();
    let rank = (values.len() * per_cent).div_ceil(100).max(1);
    values.get(rank - 1).copied()
}

/// One change of the category of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Its category before; none where the status is gone.
    pub before: Option<Category>,
    /// Its category after.
    pub after: Option<Category>,
}

/// How long a task took, in milliseconds: from when it was first being done until it was done. `steps` come newest first.
/// One that was never being done has no such time: somebody ticked what they did in passing.
#[must_use]
pub fn took(created_ms: i64, done_ms: i64, now: Category, steps: &[Step]) -> Option<i64> {
    let made = steps.last().map_or(Some(now), |oldest| oldest.before);
    let first = steps.iter().rev().find(|step| step.after == Some(Category::Doing)).map(|step| step.at_ms);
    let begun = if made == Some(Category::Doing) { Some(created_ms) } else { first };
    begun.map(|begun| (done_ms - begun).max(0))
}

/// How some tasks went.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// How many were done.
    pub done: usize,
    took: Vec<i64>,
}

impl Pace {
    /// One more, and how long it took where that is known.
    pub fn add(&mut self, took: Option<i64>) {
        self.done += 1;
        self.took.extend(took);
    }

    /// Of how many it is known how long they took.
    #[must_use]
    pub fn measured(&self) -> usize {
        self.took.len()
    }

    /// How long they took: the middle value.
    #[must_use]
    pub fn typical_ms(&self) -> Option<i64> {
        crate::process::waits::middle(&mut self.took.clone())
    }

    /// Within how long most of them were done: see [`SLOW`].
    #[must_use]
    pub fn slow_ms(&self) -> Option<i64> {
        percentile(&mut self.took.clone(), SLOW)
    }
}

/// How a project stands by its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Everything is done.
    Done,
    /// Its first day is to come, or nothing is planned yet.
    NotStarted,
    /// It ends too late, or should have ended.
    Late,
    /// It ends in time, with hardly a day to lose.
    Tight,
    /// It ends in time.
    OnTrack,
}

/// What is known of a project.
#[derive(Debug, Clone, Copy)]
pub struct Project {
    /// Tasks of it.
    pub tasks: usize,
    /// Those that are open.
    pub open: usize,
    /// Its first day, where there is one.
    pub start: Option<NaiveDate>,
    /// When it is to be finished.
    pub finish: NaiveDate,
    /// Working days between the end of its plan and that.
    pub slack_days: Option<i64>,
}

impl Project {
    /// How it stands.
    #[must_use]
    pub fn stand(&self, today: NaiveDate) -> Stand {
        match self.slack_days {
            _ if self.tasks > 0 && self.open == 0 => Stand::Done,
            Some(slack) if slack < 0 => Stand::Late,
            _ if self.finish < today => Stand::Late,
            _ if self.start.is_none_or(|start| start > today) => Stand::NotStarted,
            Some(slack) if slack < TIGHT => Stand::Tight,
            _ => Stand::OnTrack,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Category::{Doing, Done, Todo};

    fn step(at_ms: i64, before: Category, after: Category) -> Step {
        Step { at_ms, before: Some(before), after: Some(after) }
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        assert_eq!(percentile(&mut [], 85), None);
        assert_eq!(percentile(&mut [7], 85), Some(7));
        assert_eq!(percentile(&mut [30, 10, 20], 50), Some(20));
        let mut hundred: Vec<i64> = (1..=100).rev().collect();
        assert_eq!((percentile(&mut hundred, 85), percentile(&mut hundred, 100)), (Some(85), Some(100)));
    }

    #[test]
    fn a_task_takes_from_when_it_was_first_being_done_until_it_was_done() {
        let usual = [step(90, Doing, Done), step(40, Todo, Doing)];
        assert_eq!(took(10, 90, Done, &usual), Some(50));
        let again = [step(90, Doing, Done), step(70, Done, Doing), step(60, Doing, Done), step(40, Todo, Doing)];
        assert_eq!(took(10, 90, Done, &again), Some(50), "what was opened again began when it first did");
        assert_eq!(took(10, 90, Done, &[step(90, Todo, Done)]), None, "ticked in passing");
        assert_eq!(took(10, 90, Done, &[step(90, Doing, Done)]), Some(80), "it was being done when it was made");
        assert_eq!(took(10, 90, Done, &[]), None);
    }

    #[test]
    fn a_project_is_late_before_it_is_anything_else_but_done() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-23");
        let project = |slack_days, start: &str, finish: &str, open| Project {
            tasks: 3,
            open,
            start: Some(day(start)),
            finish: day(finish),
            slack_days,
        };
        for (project, stand) in [
            (project(Some(9), "2026-11-02", "2027-01-18", 3), Stand::OnTrack),
            (project(Some(3), "2026-11-02", "2027-01-18", 3), Stand::OnTrack),
            (project(Some(0), "2026-11-02", "2027-01-18", 3), Stand::Tight),
            (project(Some(-1), "2026-12-07", "2027-01-18", 3), Stand::Late),
            (project(None, "2026-11-02", "2026-11-22", 3), Stand::Late),
            (project(Some(2), "2026-11-24", "2027-01-18", 3), Stand::NotStarted),
            (project(None, "2026-11-02", "2026-11-20", 0), Stand::Done),
            (Project { tasks: 0, start: None, ..project(None, "2026-11-02", "2027-01-18", 0) }, Stand::NotStarted),
            (Project { tasks: 0, start: None, ..project(None, "2026-11-02", "2026-11-20", 0) }, Stand::Late),
        ] {
            assert_eq!(project.stand(today), stand, "{project:?}");
        }
    }
}
