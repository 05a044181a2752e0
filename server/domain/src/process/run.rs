//! Runs and how they went. A skipped run counts neither for nor against; one that is open counts once it is late.

use crate::Id;

/// How many of the last runs the statistics of a process are made of.
pub const COUNTED: usize = 26;

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Somebody works on it.
    Open,
    /// It was done, then.
    Done(i64),
    /// It was left out on purpose.
    Skipped(Skip),
    /// Nobody began it: the server was off, or the run before was still open.
    Missed,
}

/// That a run was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// When.
    pub at_ms: i64,
    /// By whom; none: its task was cancelled or thrown away.
    pub by: Option<Id>,
    /// Why; empty when nobody said.
    pub reason: String,
}

/// One time a process came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its id: that of its task.
    pub id: Id,
    /// The process.
    pub process: Id,
    /// Its number; 0 for one that nobody began.
    pub number: u32,
    /// The occurrence it is for; none: it was started by hand.
    pub occurrence_ms: Option<i64>,
    /// When it began, or would have.
    pub started_ms: i64,
    /// Until when it is to be done.
    pub due_ms: i64,
    /// The version of the procedure it has.
    pub version: u32,
    /// Who started it; none: its rule.
    pub starter: Option<Id>,
    /// Who has it, or did it.
    pub person: Option<Id>,
    /// What became of it.
    pub state: State,
    /// The run before it.
    pub before: Option<Id>,
    /// The run after it.
    pub after: Option<Id>,
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done in time.
    OnTime,
    /// Done too late, or not done although it is late.
    Late,
    /// Never begun.
    Missed,
    /// Left out on purpose.
    Skipped,
    /// Not done and not late.
    Open,
}

impl Run {
    /// Where it stands among the others.
    pub fn place_ms(&self) -> i64 {
        self.occurrence_ms.unwrap_or(self.started_ms)
    }

    /// How it went by now.
    pub fn outcome(&self, now_ms: i64) -> Outcome {
        match self.state {
            State::Done(at) if at <= self.due_ms => Outcome::OnTime,
            State::Done(_) => Outcome::Late,
            State::Open if now_ms <= self.due_ms => Outcome::Open,
            State::Open => Outcome::Late,
            State::Skipped(_) => Outcome::Skipped,
            State::Missed => Outcome::Missed,
        }
    }
}

/// How the last runs went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Runs that are counted here, skipped ones too.
    pub runs: u32,
    /// Of those, done in time.
    pub on_time: u32,
    /// Late.
    pub late: u32,
    /// Missed.
    pub missed: u32,
    /// Skipped.
    pub skipped: u32,
}

impl Statistics {
    /// Of outcomes; what is open does not count yet.
    pub fn of(outcomes: impl Iterator<Item = Outcome>) -> Self {
        let mut all = Statistics::default();
        outcomes.for_each(|outcome| all.count(outcome));
        all
    }

    /// One more.
    pub fn count(&mut self, outcome: Outcome) {
        let of = match outcome {
            Outcome::OnTime => &mut self.on_time,
            Outcome::Late => &mut self.late,
            Outcome::Missed => &mut self.missed,
            Outcome::Skipped => &mut self.skipped,
            Outcome::Open => return,
        };
        *of += 1;
        self.runs += 1;
    }

    /// Per cent on time, of those that were not skipped; none when there are none.
    pub fn rate(&self) -> Option<u8> {
        let counted = self.on_time + self.late + self.missed;
        let rate = (self.on_time * 100 + counted / 2).checked_div(counted)?;
        u8::try_from(rate).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_runs_count_neither_for_nor_against() {
        use Outcome::{Late, Missed, OnTime, Open, Skipped};
        let many = |outcome, count| std::iter::repeat_n(outcome, count);
        let all = many(OnTime, 23).chain(many(Late, 2)).chain([Skipped, Open]);
        let statistics = Statistics::of(all);
        assert_eq!((statistics.runs, statistics.rate()), (26, Some(92)));
        assert_eq!(Statistics::of([Skipped, Open].into_iter()).rate(), None);
        assert_eq!(Statistics::of([OnTime, Missed, Missed].into_iter()).rate(), Some(33));
        assert_eq!(Statistics::of([OnTime, OnTime, Late].into_iter()).rate(), Some(67));
    }
}
