//! Rules: what a space, or the whole organization, does by itself. When something happens, and if what is asked of it is so, then some things are done.
//!
//! Invariants: a plan that is kept can come true (nothing in it contradicts itself) and does not set itself off as a
//! matter of course. Left out: who may do what, and names, which follow their objects.

pub mod chain;
mod checks;
pub mod facts;
pub mod matching;
pub mod phrase;
pub mod sentence;

use crate::{Id, change::Value};
use phrase::Phrases;

/// Most rules of a space, and of the organization.
pub const RULES: usize = 200;
/// Most conditions of a rule, and most things it does.
pub const PARTS: usize = 10;

/// Most addresses a rule sends a mail to.
pub const ADDRESSES: usize = 10;
/// Most mails a rule sends in a day, one to each address.
pub const MAILS: usize = 100;

/// Something of a task that rules know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Its status: a number of its space.
    Status,
    /// The category of that: a word.
    Category,
    /// Who does it: a person or nobody.
    Assignee,
    /// How much it presses: 0 to 3.
    Priority,
    /// Until when.
    Due,
    /// From when.
    Start,
    /// Its section: a number of its space, or none.
    Section,
    /// A tag: its number.
    Tag,
    /// A field of its space.
    Field(u32),
    /// The words of its title and its text.
    Words,
    /// The process it is a run of: it can be asked, and is never set.
    Process,
}

/// By what a request has to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By anything.
    Any,
    /// By a form, or by this one.
    Form(Option<Id>),
    /// By mail.
    Mail,
}

/// What sets a rule off.
#[derive(Debug, Clone, PartialEq)]
pub enum Trigger {
    /// A task is made.
    Created,
    /// Something of a task changes, or becomes this.
    Changed(Fact, Option<Value>),
    /// Somebody comments on a task.
    Commented,
    /// A request comes.
    Requested(Source),
    /// A day of a task is there, or will be, or was, so many days off.
    Reached(Fact, i16),
    /// A task is late by so many days.
    Overdue(u16),
}

/// What is asked of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It is one of these.
    Is(Vec<Value>),
    /// It is none of these.
    IsNot(Vec<Value>),
    /// One of these phrases stands in it.
    Contains(Phrases),
}

/// Something that has to be so.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Of what.
    pub fact: Fact,
    /// What is asked.
    pub test: Test,
}

/// Whom a rule tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// A person.
    Person(Id),
    /// Whoever does the task.
    Assignee,
    /// Those who lead the space.
    Leads,
}

/// A mail a rule sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// To these addresses, each for itself.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Something that is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Sets a fact; days are counted from the day it is done, and a tag is added.
    Set(Fact, Value),
    /// Moves the task to another space.
    Move(Id),
    /// Makes a request a task; what follows is done with that.
    Accept,
    /// Starts a run of a process; a request becomes one of a process of its space.
    Start(Id),
    /// Says something on the task.
    Comment(String),
    /// Says something in a topic.
    Post(Id, String),
    /// Says something to somebody, on the task.
    Tell(Whom, String),
    /// Tells a webhook of the task or the request.
    Call(Id),
    /// Sends a mail.
    Mail(Mail),
}

/// What somebody decides about a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What sets it off.
    pub when: Trigger,
    /// What has to be so, all of it.
    pub conditions: Vec<Condition>,
    /// What is done, in this order, all of it or nothing.
    pub actions: Vec<Act>,
}

/// Why a rule is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Somebody switched it off.
    Hand,
    /// It came round to itself.
    Loop,
    /// Whose rights it had left, or lost them.
    Owner,
    /// What it does was refused again and again.
    Failed,
    /// The webhook it calls was deleted.
    Gone,
}

/// Since when a rule is off, and why.
pub type Off = crate::off::Off<Why>;

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Id.
    pub id: Id,
    /// Its space; none for a rule of the organization.
    pub space: Option<Id>,
    /// Who made it.
    pub author: Id,
    /// Whose rights it has: whoever changed it last.
    pub owner: Id,
    /// What was decided about it.
    pub plan: Plan,
    /// Which version of that this is.
    pub version: u32,
    /// None while it is on.
    pub off: Option<Off>,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// When it was made.
    pub created_ms: i64,
    /// The change by which it was made: rules of a space act in this order.
    pub made: u64,
    /// Changes up to this one do not set it off: what it is by now it was not then.
    pub since: u64,
    /// Last change.
    pub seq: u64,
}

impl Rule {
    /// Whether it acts.
    pub fn is_on(&self) -> bool {
        self.off.is_none() && self.trashed_ms.is_none()
    }

    /// Whether it is about what lies in a space, as far as that goes by the rule.
    pub fn is_about(&self, space: Id) -> bool {
        self.space.is_none_or(|home| home == space)
    }
}

impl Trigger {
    /// Whether it is a request that sets it off.
    pub fn is_request(&self) -> bool {
        matches!(self, Trigger::Requested(_))
    }

    /// Whether the clock sets it off.
    pub fn is_timed(&self) -> bool {
        matches!(self, Trigger::Reached(..) | Trigger::Overdue(_))
    }
}

impl Act {
    /// Whether done again it does nothing, when it did it already.
    pub fn settles(&self) -> bool {
        matches!(self, Act::Set(..) | Act::Move(_) | Act::Accept)
    }

    /// Whether it tells somebody outside, and changes nothing here.
    pub fn leaves(&self) -> bool {
        matches!(self, Act::Call(_) | Act::Mail(_))
    }

    /// Whether it needs a task.
    fn needs_task(&self) -> bool {
        !self.leaves() && !matches!(self, Act::Accept | Act::Start(_) | Act::Post(..))
    }
}
