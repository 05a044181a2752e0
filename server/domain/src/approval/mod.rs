//! Approvals: somebody asks people whether a task, or a version of a document, is good as it is.
//!
//! Invariants: answers are only ever added, and the last one of each approver stands; what was decided stays decided.
//! Whether an approver may read the item is not known here.

pub mod asking;

pub use asking::{Needs, New, Order};

use crate::{Id, actor::Actor, when::When};
use chrono_tz::Tz;

/// How long before the deadline an approver is reminded.
const NEAR_MS: i64 = 24 * 3_600_000;

/// Where an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Somebody's answer is missing.
    Waiting,
    /// It is good.
    Approved,
    /// Somebody wants something changed first.
    Changes,
    /// It is not asked any more.
    Withdrawn,
}

impl State {
    /// The word in changes and in the API.
    pub fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Approved => "approved",
            State::Changes => "changes",
            State::Withdrawn => "withdrawn",
        }
    }
}

/// What somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is good.
    Approved,
    /// Something has to change first.
    Changes,
}

impl Verdict {
    /// What an approval is that this answer decides.
    pub fn state(self) -> State {
        match self {
            Verdict::Approved => State::Approved,
            Verdict::Changes => State::Changes,
        }
    }
}

/// An answer. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whose.
    pub person: Id,
    /// What it says.
    pub verdict: Verdict,
    /// Why; of what was approved it may be empty.
    pub reason: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// An approver gave their turn to somebody else, or somebody did it for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Who was asked.
    pub from: Id,
    /// Who is asked instead.
    pub to: Id,
    /// Who did it.
    pub by: Actor,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// Id.
    pub id: Id,
    /// What it is of: a task or a document.
    pub item: Id,
    /// Of a document the number of the version it is of.
    pub version: Option<u32>,
    /// Who asked: a person, or a process at one of its steps.
    pub asked_by: Actor,
    /// When, UTC milliseconds.
    pub asked_ms: i64,
    /// What is asked, in a line; may be empty.
    pub words: String,
    /// In which order.
    pub order: Order,
    /// Whose answer it takes.
    pub needs: Needs,
    /// Who is asked, in their order.
    pub approvers: Vec<Id>,
    /// Until when.
    pub due: Option<When>,
    /// Where it stands.
    pub state: State,
    /// When it was decided or withdrawn, UTC milliseconds.
    pub ended_ms: Option<i64>,
    /// Everything that was answered, in its order.
    pub answers: Vec<Answer>,
    /// Who was asked in the place of whom, in its order.
    pub handed: Vec<Handed>,
    /// Approvers who could not read the item without being asked: they read it because of this.
    pub outside: Vec<Id>,
    /// Approvers of whom it was told that they cannot read it any more.
    pub gone: Vec<Id>,
}

/// Why an answer is not taken, or not handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They are not asked.
    NotAsked,
    /// It was decided or withdrawn before.
    Over,
    /// First it is somebody else's turn.
    NotYet(Id),
    /// A reason is missing.
    NoReason,
    /// They have answered: there is nothing to hand on.
    Answered,
    /// That one is asked already.
    Already,
}

impl Approval {
    /// One that was just asked; `new` was checked.
    pub fn ask(id: Id, item: Id, version: Option<u32>, by: Actor, new: New, now: i64) -> Self {
        Approval {
            id,
            item,
            version,
            asked_by: by,
            asked_ms: now,
            words: new.words,
            order: new.order,
            needs: new.needs,
            approvers: new.approvers,
            due: new.due,
            state: State::Waiting,
            ended_ms: None,
            answers: Vec::new(),
            handed: Vec::new(),
            outside: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// Whether asking this would make the same: who sends it again did not hear the answer.
    pub fn is_of(&self, item: Id, by: Actor, new: &New) -> bool {
        let asked = self.handed.iter().rev().fold(self.approvers.clone(), |people, handed| {
            people.into_iter().map(|person| if person == handed.to { handed.from } else { person }).collect()
        });
        (self.item, self.asked_by, &self.words, self.due) == (item, by, &new.words, new.due)
            && (self.order, self.needs, asked) == (new.order, new.needs, new.approvers.clone())
    }

    /// Whether somebody's answer is missing.
    pub fn is_waiting(&self) -> bool {
        self.state == State::Waiting
    }

    /// The answer of somebody that stands.
    pub fn standing(&self, person: Id) -> Option<&Answer> {
        self.answers.iter().rev().find(|answer| answer.person == person)
    }

    /// Who was asked and has not answered, whether it is their turn or not.
    pub fn missing(&self) -> Vec<Id> {
        let open = |person: &&Id| self.is_waiting() && self.standing(**person).is_none();
        self.approvers.iter().filter(open).copied().collect()
    }

    /// Whose turn it is.
    pub fn turn(&self) -> Vec<Id> {
        let mut missing = self.missing();
        if self.order == Order::InOrder {
            missing.truncate(1);
        }
        missing
    }

    /// Takes an answer; answers whether it is a new one. The same once more is none.
    pub fn answer(&mut self, person: Id, verdict: Verdict, reason: &str, now: i64) -> Result<bool, Refusal> {
        if !self.approvers.contains(&person) {
            return Err(Refusal::NotAsked);
        }
        if verdict == Verdict::Changes && reason.is_empty() {
            return Err(Refusal::NoReason);
        }
        let earlier = self.standing(person);
        if earlier.is_some_and(|answer| answer.verdict == verdict && answer.reason == reason) {
            return Ok(false);
        }
        let again = earlier.is_some();
        if !self.is_waiting() {
            return Err(Refusal::Over);
        }
        let turn = self.turn();
        if let Some(first) = turn.first().filter(|_| !again && !turn.contains(&person)) {
            return Err(Refusal::NotYet(*first));
        }
        self.answers.push(Answer { person, verdict, reason: reason.to_owned(), at_ms: now });
        let decided = verdict == Verdict::Changes || self.needs == Needs::One || self.missing().is_empty();
        if decided {
            (self.state, self.ended_ms) = (verdict.state(), Some(now));
        }
        Ok(true)
    }

    /// Asks no more; answers whether it was asked until now.
    pub fn withdraw(&mut self, now: i64) -> Result<bool, Refusal> {
        match self.state {
            State::Withdrawn => Ok(false),
            State::Waiting => {
                (self.state, self.ended_ms) = (State::Withdrawn, Some(now));
                Ok(true)
            }
            State::Approved | State::Changes => Err(Refusal::Over),
        }
    }

    /// Asks again what was withdrawn.
    pub fn reopen(&mut self) -> Result<(), Refusal> {
        if self.state != State::Withdrawn {
            return Err(Refusal::Over);
        }
        (self.state, self.ended_ms) = (State::Waiting, None);
        Ok(())
    }

    /// Somebody is asked in the place of another one; answers whether that is new.
    pub fn hand_on(&mut self, from: Id, to: Id, by: Actor, now: i64) -> Result<bool, Refusal> {
        if self.handed.last().is_some_and(|last| (last.from, last.to, last.by) == (from, to, by)) {
            return Ok(false);
        }
        if !self.approvers.contains(&from) {
            return Err(Refusal::NotAsked);
        }
        if !self.is_waiting() {
            return Err(Refusal::Over);
        }
        if self.standing(from).is_some() {
            return Err(Refusal::Answered);
        }
        if self.approvers.contains(&to) {
            return Err(Refusal::Already);
        }
        self.approvers.iter_mut().filter(|person| **person == from).for_each(|person| *person = to);
        self.outside.retain(|person| *person != from);
        self.gone.retain(|person| *person != from);
        self.handed.push(Handed { from, to, by, at_ms: now });
        Ok(true)
    }

    /// When those whose turn it is are reminded: a day before the deadline, if it was asked before that, and when it
    /// is over. A day ends in `zone`.
    pub fn reminders(&self, zone: Tz) -> Vec<i64> {
        let Some(due) = self.due.filter(|_| self.is_waiting()) else { return Vec::new() };
        let over = due.deadline(zone).timestamp_millis();
        [over - NEAR_MS, over].into_iter().filter(|at| *at > self.asked_ms).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKER: u128 = 9;

    fn id(number: u128) -> Id {
        Id::from_u128(number)
    }

    fn asked(order: Order, needs: Needs, people: &[u128]) -> Approval {
        let approvers = people.iter().map(|number| id(*number)).collect();
        let new = New { words: String::new(), order, needs, approvers, due: None }.checked().unwrap();
        Approval::ask(id(100), id(50), None, Actor::Person(id(ASKER)), new, 10)
    }

    fn say(approval: &mut Approval, person: u128, verdict: Verdict, reason: &str) -> Result<bool, Refusal> {
        approval.answer(id(person), verdict, reason, 20)
    }

    #[test]
    fn all_at_once_needs_everybody_and_each_may_think_again_until_then() {
        let mut all = asked(Order::AtOnce, Needs::All, &[1, 2]);
        assert_eq!(all.turn(), [id(1), id(2)]);
        assert_eq!(say(&mut all, 2, Verdict::Approved, ""), Ok(true));
        assert_eq!((all.state, all.turn()), (State::Waiting, vec![id(1)]));
        assert_eq!(say(&mut all, 2, Verdict::Approved, ""), Ok(false), "the same is said once");
        assert_eq!(say(&mut all, 2, Verdict::Approved, "Read it twice"), Ok(true));
        assert_eq!(say(&mut all, 3, Verdict::Approved, ""), Err(Refusal::NotAsked));
        assert_eq!(say(&mut all, 1, Verdict::Changes, ""), Err(Refusal::NoReason));
        assert_eq!(say(&mut all, 1, Verdict::Approved, ""), Ok(true));
        assert_eq!((all.state, all.ended_ms, all.answers.len()), (State::Approved, Some(20), 3));
        assert_eq!(say(&mut all, 1, Verdict::Changes, "No"), Err(Refusal::Over));
        assert_eq!(say(&mut all, 1, Verdict::Approved, ""), Ok(false), "what decided it, sent again");
        assert_eq!(all.withdraw(30), Err(Refusal::Over));
    }

    #[test]
    fn in_order_each_waits_for_the_one_before() {
        let mut line = asked(Order::InOrder, Needs::All, &[1, 2]);
        assert_eq!(line.turn(), [id(1)]);
        assert_eq!(say(&mut line, 2, Verdict::Approved, ""), Err(Refusal::NotYet(id(1))));
        say(&mut line, 1, Verdict::Approved, "").unwrap();
        assert_eq!(line.turn(), [id(2)]);
        assert_eq!(say(&mut line, 1, Verdict::Changes, "Wait, the gasket"), Ok(true));
        assert_eq!((line.state, line.turn()), (State::Changes, vec![]));
    }

    #[test]
    fn of_one_the_first_answer_counts() {
        let mut one = asked(Order::AtOnce, Needs::One, &[1, 2]);
        say(&mut one, 2, Verdict::Approved, "").unwrap();
        assert_eq!(one.state, State::Approved);
        assert_eq!(say(&mut one, 1, Verdict::Approved, ""), Err(Refusal::Over));
        let both = New { order: Order::InOrder, needs: Needs::One, ..new(&[1, 2]) };
        assert_eq!(both.checked().unwrap_err().field, "order");
        for (wrong, field) in [(new(&[]), "approver_ids"), (new(&[1, 1]), "approver_ids")] {
            assert_eq!(wrong.checked().unwrap_err().field, field);
        }
    }

    fn new(people: &[u128]) -> New {
        let approvers = people.iter().map(|number| id(*number)).collect();
        New { words: String::new(), order: Order::AtOnce, needs: Needs::All, approvers, due: None }
    }

    #[test]
    fn a_turn_is_handed_on_until_it_is_taken() {
        let by = Actor::Person(id(ASKER));
        let mut all = asked(Order::InOrder, Needs::All, &[1, 2]);
        all.gone = vec![id(1)];
        assert_eq!(all.hand_on(id(1), id(2), by, 20), Err(Refusal::Already));
        assert_eq!(all.hand_on(id(1), id(3), by, 20), Ok(true));
        assert_eq!(all.hand_on(id(1), id(3), by, 21), Ok(false), "the same once more");
        assert_eq!((all.turn(), all.gone.len(), all.handed.len()), (vec![id(3)], 0, 1));
        assert!(all.is_of(id(50), by, &New { order: Order::InOrder, ..new(&[1, 2]) }), "it was asked of the first");
        assert_eq!(all.hand_on(id(1), id(4), by, 22), Err(Refusal::NotAsked));
        say(&mut all, 3, Verdict::Approved, "").unwrap();
        assert_eq!(all.hand_on(id(3), id(4), by, 23), Err(Refusal::Answered));
        assert_eq!(all.withdraw(30), Ok(true));
        assert_eq!((all.withdraw(31), all.hand_on(id(2), id(4), by, 31)), (Ok(false), Err(Refusal::Over)));
        all.reopen().unwrap();
        assert_eq!((all.turn(), all.ended_ms), (vec![id(2)], None));
    }

    #[test]
    fn reminders_come_a_day_before_the_end_and_at_it_and_none_that_is_past_when_it_is_asked() {
        let mut all = asked(Order::AtOnce, Needs::All, &[1]);
        all.due = When::from_text("1970-01-03");
        let day = 24 * 3_600_000;
        assert_eq!(all.reminders(Tz::UTC), [2 * day, 3 * day]);
        assert_eq!(all.reminders(chrono_tz::Europe::Berlin), [2 * day - 3_600_000, 3 * day - 3_600_000]);
        all.asked_ms = 2 * day + 1;
        assert_eq!(all.reminders(Tz::UTC), [3 * day]);
        all.withdraw(9).unwrap();
        assert_eq!(all.reminders(Tz::UTC), []);
    }
}
