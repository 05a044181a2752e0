//! Webhooks: addresses of other programs that are told what rules tell them, and what becomes of each thing they are
//! told. Left out: what is told, and how it is signed and sent.

use crate::Id;

/// Most webhooks of an organization.
pub const WEBHOOKS: usize = 50;
/// For how long something is tried, from the first time.
pub const TRIED_MS: i64 = 24 * 3_600_000;
/// After so long in which nothing was taken a webhook is switched off.
pub const PATIENCE_MS: i64 = 3 * 24 * 3_600_000;
/// How long an old secret signs beside a new one.
pub const BOTH_MS: i64 = 24 * 3_600_000;
/// The pause after the first failure.
const FIRST_PAUSE_MS: i64 = 30_000;
/// The longest pause we choose ourselves.
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// Why a webhook is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Somebody switched it off.
    Hand,
    /// It took nothing for days.
    Failed,
    /// It answered that it is gone.
    Gone,
}

/// Since when a webhook is off, and why.
pub type Off = crate::off::Off<Why>;

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Where it is told.
    pub url: String,
    /// That address may lie in the organization's own network, and needs no encryption there.
    pub inside: bool,
    /// None while it is on.
    pub off: Option<Off>,
    /// When it was made.
    pub created_ms: i64,
    /// Since when it has taken nothing; none while it does.
    pub failing_ms: Option<i64>,
    /// When it last took something.
    pub taken_ms: Option<i64>,
    /// When it last got another secret; the one before it signs as well for a day.
    pub renewed_ms: Option<i64>,
    /// The server switched it off, and admins are to be told of that yet.
    pub untold: bool,
    /// Last change.
    pub seq: u64,
}

impl Webhook {
    /// Whether the secret before the last one still signs as well.
    pub fn has_two_secrets(&self, now_ms: i64) -> bool {
        self.renewed_ms.is_some_and(|at| now_ms - at < BOTH_MS)
    }
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is sent when it is due.
    Waiting,
    /// It was taken.
    Taken,
    /// It is not tried any more.
    Failed,
    /// What it tells of was undone before it was sent.
    Undone,
    /// The webhook was off.
    Off,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The status that was answered; none where nothing was.
    pub status: Option<u16>,
    /// How the answer begins, or why there was none.
    pub words: String,
    /// Not before so many milliseconds, where it says so.
    pub after_ms: Option<i64>,
}

impl Outcome {
    /// Whether it was taken.
    pub fn is_taken(&self) -> bool {
        matches!(self.status, Some(200..=299))
    }

    /// Whether it wants to hear nothing more.
    pub fn is_gone(&self) -> bool {
        self.status == Some(410)
    }
}

/// Something a webhook is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Id; whoever is told twice knows it by this.
    pub id: Id,
    /// The webhook.
    pub webhook: Id,
    /// The rule that tells it; none for a trial.
    pub rule: Option<Id>,
    /// The task it tells of, where it does.
    pub task: Option<Id>,
    /// The command in which the rule acted.
    pub command: Id,
    /// The change that set the rule off, or the one before it acted where the clock did.
    pub cause: u64,
    /// When it was written.
    pub made_ms: i64,
    /// What became of it.
    pub state: State,
    /// When it is sent next.
    pub due_ms: Option<i64>,
    /// Attempts since it was last begun.
    pub attempts: u32,
    /// When the first of these was.
    pub begun_ms: Option<i64>,
    /// When the last was.
    pub tried_ms: Option<i64>,
    /// How that ended.
    pub outcome: Option<Outcome>,
    /// Somebody sent it once more.
    pub again: bool,
}

impl Delivery {
    /// Whether it only shows that the webhook works: it is tried once, also while that is off.
    pub fn is_trial(&self) -> bool {
        self.rule.is_none()
    }

    /// With an attempt that ended so.
    pub fn tried(self, now_ms: i64, outcome: Outcome) -> Delivery {
        let begun = self.begun_ms.unwrap_or(now_ms);
        let attempts = self.attempts.saturating_add(1);
        let over = self.is_trial() || outcome.is_gone() || now_ms - begun >= TRIED_MS;
        let (state, due_ms) = match outcome.is_taken() {
            true => (State::Taken, None),
            false if over => (State::Failed, None),
            false => (State::Waiting, Some(now_ms + pause_ms(attempts).max(outcome.after_ms.unwrap_or(0)))),
        };
        Delivery {
            state,
            due_ms,
            attempts,
            begun_ms: Some(begun),
            tried_ms: Some(now_ms),
            outcome: Some(outcome),
            ..self
        }
    }
}

/// The pause after so many failures: half a minute, doubling, at most an hour.
pub fn pause_ms(failures: u32) -> i64 {
    FIRST_PAUSE_MS.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(LONGEST_PAUSE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(rule: Option<Id>) -> Delivery {
        Delivery {
            id: Id::from_u128(1),
            webhook: Id::from_u128(2),
            rule,
            task: None,
            command: Id::from_u128(3),
            cause: 7,
            made_ms: 0,
            state: State::Waiting,
            due_ms: Some(15_000),
            attempts: 0,
            begun_ms: None,
            tried_ms: None,
            outcome: None,
            again: false,
        }
    }

    fn answered(status: u16) -> Outcome {
        Outcome { status: Some(status), words: String::new(), after_ms: None }
    }

    #[test]
    fn it_is_tried_for_a_day_after_growing_pauses_that_the_other_side_may_lengthen() {
        let mut one = delivery(Some(Id::from_u128(4)));
        let mut pauses = Vec::new();
        while let Some(due) = one.due_ms {
            one = one.tried(due, answered(500));
            pauses.extend(one.due_ms.map(|next| (next - due) / 1_000));
        }
        assert_eq!(one.state, State::Failed);
        assert_eq!(&pauses[..8], [30, 60, 120, 240, 480, 960, 1_920, 3_600]);
        let tried = one.tried_ms.unwrap() - one.begun_ms.unwrap();
        assert!((TRIED_MS..TRIED_MS + LONGEST_PAUSE_MS).contains(&tried), "{tried}");
        let patient = Outcome { after_ms: Some(900_000), ..answered(429) };
        assert_eq!(delivery(Some(Id::nil())).tried(0, patient).due_ms, Some(900_000));
    }

    #[test]
    fn a_trial_and_one_that_is_gone_are_not_tried_again() {
        assert_eq!(delivery(None).tried(0, answered(500)).state, State::Failed);
        assert_eq!(delivery(Some(Id::nil())).tried(0, answered(410)).state, State::Failed);
        assert_eq!(delivery(Some(Id::nil())).tried(0, answered(204)).state, State::Taken);
    }
}
