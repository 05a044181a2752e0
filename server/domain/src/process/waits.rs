//! Where runs wait: how long each step is the next one to be done, as the middle value of the last runs that were done.
//! The time of a step begins with the tick before it, whatever that was, so the times of all of them are the time of
//! the run.

use std::collections::BTreeMap;

/// How many of the last done runs are looked at.
pub const LOOKED_AT: usize = 12;

/// A run that was done, with its steps as they were ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When it began.
    pub started_ms: i64,
    /// When it was done.
    pub done_ms: i64,
    /// The steps that were ticked: what is to be done, and when it was.
    pub steps: Vec<(String, i64)>,
}

/// Where runs wait.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waits {
    /// Runs that were looked at.
    pub runs: usize,
    /// How long a whole run takes, in milliseconds.
    pub whole_ms: Option<i64>,
    /// How long each step is waited for, in milliseconds, the longest first.
    pub steps: Vec<(String, i64)>,
    /// From the last tick until the run was done.
    pub end_ms: Option<i64>,
}

/// Where these runs waited.
pub fn of(runs: &[Done]) -> Waits {
    let mut steps: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let mut ends = Vec::new();
    for run in runs {
        let mut ticks: Vec<(i64, &str)> = run.steps.iter().map(|(text, at)| (*at, text.as_str())).collect();
        ticks.sort_unstable();
        let mut before = run.started_ms;
        for (at, text) in &ticks {
            steps.entry(text).or_default().push((at - before).max(0));
            before = before.max(*at);
        }
        if !ticks.is_empty() {
            ends.push((run.done_ms - before).max(0));
        }
    }
    let mut steps: Vec<(String, i64)> =
        steps.into_iter().filter_map(|(text, mut all)| Some((text.to_owned(), middle(&mut all)?))).collect();
    steps.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut whole: Vec<i64> = runs.iter().map(|run| (run.done_ms - run.started_ms).max(0)).collect();
    Waits { runs: runs.len(), whole_ms: middle(&mut whole), steps, end_ms: middle(&mut ends) }
}

/// The middle value; of an even number of values the mean of the two in the middle.
pub fn middle(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let high = *values.get(values.len() / 2)?;
    let low = *values.get(values.len().saturating_sub(1) / 2)?;
    Some(low + (high - low) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(started_ms: i64, steps: &[(&str, i64)], done_ms: i64) -> Done {
        let steps = steps.iter().map(|(text, at)| ((*text).to_owned(), *at)).collect();
        Done { started_ms, done_ms, steps }
    }

    #[test]
    fn a_step_waits_from_the_tick_before_it() {
        let waits = of(&[
            done(0, &[("Tyres", 40), ("Walk", 10)], 45),
            done(100, &[("Walk", 130), ("Tyres", 150)], 160),
            done(200, &[("Walk", 205)], 300),
        ]);
        assert_eq!((waits.runs, waits.whole_ms, waits.end_ms), (3, Some(60), Some(10)));
        assert_eq!(waits.steps, [("Tyres".to_owned(), 25), ("Walk".to_owned(), 10)]);
    }

    #[test]
    fn nothing_is_said_of_what_was_never_done_and_clocks_that_jump_wait_no_time() {
        assert_eq!(of(&[]), Waits::default());
        let waits = of(&[done(100, &[("Walk", 50)], 60)]);
        assert_eq!((waits.whole_ms, waits.steps), (Some(0), vec![("Walk".to_owned(), 0)]));
    }
}
