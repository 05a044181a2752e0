//! Processes: work that comes again. A process says what is to be done and when; each time is a *run*, which is a task of
//! its own with a fresh checklist.
//!
//! Invariants: a run belongs to one occurrence of its process and no occurrence has two; an open run keeps the steps it
//! began with unless whoever changes it says otherwise. Left out: making tasks, and who may do what.

pub mod due;
pub mod facts;
pub mod renew;
pub mod report;
pub mod run;
pub mod waits;

pub use crate::task::{
    approving::{Approving, Chosen},
    evidence::{Asks, Bounds, Evidence},
};

use crate::{
    Id, Rule, limits,
    recurrence::{Place, Recurrence},
    task::edit::checked_estimate,
    when,
};
use chrono::DateTime;

/// Most days a run is shown before it is due.
pub const SHOW_DAYS: u16 = 60;
/// Most days after its occurrence by which a run or a step is to be done.
pub const DONE_BY_DAYS: u16 = 366;
/// Most people who take turns.
pub const PEOPLE: usize = 50;

/// One line of a procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What to do.
    pub text: String,
    /// Who does it; none: whoever has the run.
    pub doer: Option<Chosen>,
    /// Days after the occurrence by which it is to be done.
    pub due_days: Option<u16>,
    /// What has to be shown.
    pub evidence: Evidence,
    /// Least and greatest number, and its unit.
    pub bounds: Bounds,
    /// It is an approval step: it is done by being approved, and `due_days` is until when.
    pub approval: Option<Approving>,
}

/// Who gets a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assign {
    /// Nobody: whoever takes it.
    Nobody,
    /// Always the same person.
    Person(Id),
    /// They take turns; who is away is passed over.
    Rotating(Vec<Id>),
    /// Whoever did the last one.
    LastDoer,
    /// Whoever starts it.
    Starter,
}

/// What happens when a run is still open as the next one comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// The next one starts all the same.
    Start,
    /// The next one waits for it.
    Wait,
}

/// What people decide about a process.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its name, which its runs have as title.
    pub name: String,
    /// The procedure in words: Markdown.
    pub body: String,
    /// When it comes; none: by hand.
    pub rule: Option<Recurrence>,
    /// What is to be done.
    pub steps: Vec<Step>,
    /// Who gets a run.
    pub assign: Assign,
    /// Days before its occurrence a run begins.
    pub show_days: u16,
    /// Days after its occurrence by which a run is to be done.
    pub done_days: u16,
    /// Minutes after midnight by which it is to be done on that day; none: by its end.
    pub done_at: Option<u16>,
    /// What happens when the run before is still open.
    pub late: Late,
    /// Minutes a run is thought to take.
    pub estimate: Option<u32>,
}

/// How far a process has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clock {
    /// The occurrence that comes next.
    pub next_ms: Option<i64>,
    /// When it is looked at for that, as it is kept.
    pub wake_ms: Option<i64>,
    /// Occurrences so far, whatever became of them.
    pub times: u32,
    /// The number of the last run.
    pub runs: u32,
    /// That run.
    pub last: Option<Id>,
    /// Whether it is open.
    pub open: bool,
    /// Who had the last turn.
    pub turn: Option<Id>,
    /// Who did the last one that was done.
    pub doer: Option<Id>,
}

/// A process.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Id.
    pub id: Id,
    /// Its home.
    pub space: Id,
    /// Who made it.
    pub author: Id,
    /// Whose rights its runs are started with: who changed it last.
    pub owner: Id,
    /// What people decide.
    pub plan: Plan,
    /// The number of its procedure: raised when name, words or steps change.
    pub version: u32,
    /// Not started for the time being.
    pub paused: bool,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// When it was made.
    pub created_ms: i64,
    /// How far it has come.
    pub clock: Clock,
    /// Its last change.
    pub seq: u64,
}

impl Plan {
    /// The same, when it makes sense.
    ///
    /// # Errors
    /// Naming the field at fault.
    pub fn checked(mut self) -> Result<Self, Rule> {
        self.name = limits::line("name", &self.name, limits::TITLE)?;
        self.body = limits::body("body", &self.body)?;
        limits::at_most("steps", self.steps.len(), limits::STEPS)?;
        for step in &mut self.steps {
            step.check()?;
        }
        self.estimate = checked_estimate(self.estimate)?;
        let wrong = |field: &str, message: String| Err(Rule::field("invalid", field, message));
        if self.show_days > SHOW_DAYS {
            return wrong("show_days", format!("Show it at most {SHOW_DAYS} days before."));
        }
        if self.done_days > DONE_BY_DAYS {
            return wrong("done_days", format!("It has to be done within {DONE_BY_DAYS} days."));
        }
        if self.done_at.is_some_and(|at| at >= 24 * 60) {
            return wrong("done_at", "Write the time as 17:00.".into());
        }
        match &self.assign {
            Assign::Rotating(people) if people.is_empty() => {
                wrong("assign", "Choose the people who take turns.".into())
            }
            Assign::Rotating(people) => {
                limits::at_most("assign", people.len(), PEOPLE)?;
                Ok(self)
            }
            _ => Ok(self),
        }
    }
}

impl Step {
    fn check(&mut self) -> Result<(), Rule> {
        self.text = limits::line("steps", &self.text, limits::TITLE)?;
        if self.due_days.is_some_and(|days| days > DONE_BY_DAYS) {
            return Err(Rule::field("invalid", "steps", format!("A step has to be done within {DONE_BY_DAYS} days.")));
        }
        if let Some(approval) = &self.approval {
            approval.check("steps")?;
            if self.evidence != Evidence::None || self.doer.is_some() {
                let message =
                    "A step that is approved has approvers: nobody else does it, and nothing is shown for it.";
                return Err(Rule::field("invalid", "steps", message));
            }
        }
        self.bounds.check(self.evidence, "steps")
    }
}

impl Process {
    /// Whether its rule starts runs.
    pub fn is_on(&self) -> bool {
        !self.paused && self.trashed_ms.is_none()
    }

    /// When something has to be done about it; none while it rests, has no time, or waits for the run before.
    pub fn wake_ms(&self, place: &Place) -> Option<i64> {
        let rule = self.plan.rule.as_ref()?;
        let next = self.clock.next_ms.filter(|_| self.is_on() && !self.waits())?;
        let at = DateTime::from_timestamp_millis(next)?;
        Some(rule.shown(at, self.plan.show_days, place).timestamp_millis())
    }

    /// Whether the next run waits for an open one.
    pub fn waits(&self) -> bool {
        self.clock.open && self.plan.late == Late::Wait
    }

    /// Finds its next occurrence anew, after its rule changed or it goes on: nothing that was missed is made up for.
    pub fn settle(&mut self, now_ms: i64, place: &Place) {
        self.clock.next_ms = match &self.plan.rule {
            Some(rule) if self.is_on() && !rule.is_over(self.clock.times) => {
                if rule.is_after_completion() && self.clock.open {
                    None
                } else {
                    rule.first(when::from_ms(now_ms), place).map(|at| at.timestamp_millis())
                }
            }
            _ => None,
        };
    }

    /// The clock was set back, or days mean something else: what comes earlier by now comes earlier. Answers whether
    /// it does. What is due already is left as it is.
    pub fn settle_back(&mut self, now_ms: i64, place: &Place) -> bool {
        let before = self.clock.next_ms;
        if before.is_some_and(|next| next > now_ms) && !self.is_after_completion() {
            self.settle(now_ms, place);
        }
        before != self.clock.next_ms
    }

    /// The run before is done, at a moment: what comes after completion has its time.
    pub fn completed(&mut self, done_ms: i64, place: &Place) {
        self.clock.open = false;
        let Some(rule) = self.plan.rule.as_ref().filter(|rule| rule.is_after_completion()) else { return };
        if !rule.is_over(self.clock.times) {
            let next = rule.after_completion(when::from_ms(done_ms), place);
            self.clock.next_ms = next.map(|at| at.timestamp_millis());
        }
    }

    /// The run before is open again.
    pub fn reopened(&mut self) {
        self.clock.open = true;
        if self.is_after_completion() {
            self.clock.next_ms = None;
        }
    }

    fn is_after_completion(&self) -> bool {
        self.plan.rule.as_ref().is_some_and(Recurrence::is_after_completion)
    }
}

/// Whose turn it is: the first after the last one who is there; nobody when none is.
pub fn turn(people: &[Id], last: Option<Id>, mut is_there: impl FnMut(Id) -> bool) -> Option<Id> {
    let next = last.and_then(|last| people.iter().position(|person| *person == last)).map_or(0, |place| place + 1);
    let (before, after) = people.split_at(next.min(people.len()));
    after.iter().chain(before).copied().find(|person| is_there(*person))
}
