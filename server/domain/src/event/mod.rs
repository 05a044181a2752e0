//! Events: what is at a time. An event is an item as a task is: it has a key, comments, files, links, followers and a trash.
//!
//! Invariants: an event of whole days has no zone, one at a time has a local time and its zone, so 9:00 stays 9:00 when the
//! clocks change; what comes again is one event with a rule, and what is different on a day stands beside the rule under
//! that day; whoever is a guest reads it. What another program says of it and nobody here understands is kept as it came.

mod days;
pub mod edit;
pub mod facts;
pub mod occur;
pub mod repeat;
pub mod room;
pub mod split;
mod text;
pub mod whole;

use crate::{Id, Rule, actor::Actor, when::When};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use repeat::{Repeat, shifted};
use std::collections::{BTreeMap, BTreeSet};

/// Most minutes of an event at a time: a month.
pub const MINUTES: u32 = 31 * 24 * 60;
/// Most days of an event of whole days.
pub const DAYS: u32 = 366;
/// Most days on which an event is different from its rule.
pub const EXCEPTIONS: usize = 1_000;
/// Most dates on which an event comes besides its rule.
pub const EXTRA_DATES: usize = 500;
/// Most answers for single times of an event.
pub const SAID_ON: usize = 5_000;

/// From when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The day, or the time with its zone.
    pub start: When,
    /// Days of what is whole days, at least one; minutes of what is at a time.
    pub length: u32,
}

impl Span {
    /// Whether it is whole days.
    pub fn is_whole(&self) -> bool {
        self.start.time.is_none()
    }

    /// The same, when it makes sense.
    ///
    /// # Errors
    /// When it is too long, or in no year there is.
    pub fn checked(self) -> Result<Self, Rule> {
        if !(1_970..=9_000).contains(&self.start.day.year()) {
            return Err(Rule::field("invalid", "start", "Choose a day from the year 1970 to the year 9000."));
        }
        match self.is_whole() {
            true if !(1..=DAYS).contains(&self.length) => {
                Err(Rule::field("invalid", "days", "Let it last 1 to 366 days."))
            }
            false if self.length > MINUTES => {
                Err(Rule::field("invalid", "minutes", "Let it last at most 31 days, or make it one of whole days."))
            }
            _ => Ok(self),
        }
    }

    /// The same on another day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        Span { start: When { day, ..self.start }, ..*self }
    }

    /// The moment it begins; whole days begin at midnight in `zone`.
    pub fn begins(&self, zone: Tz) -> DateTime<Utc> {
        let (time, zone) = self.start.time.unwrap_or((NaiveTime::MIN, zone));
        repeat::moment(self.start.day, time, zone)
    }

    /// The moment it ends.
    pub fn ends(&self, zone: Tz) -> DateTime<Utc> {
        if self.is_whole() {
            return repeat::moment(shifted(self.start.day, self.length.into()), NaiveTime::MIN, zone);
        }
        self.begins(zone) + Duration::minutes(self.length.into())
    }

    /// How many days it may reach beyond the one it begins on, in any zone.
    fn reach(&self) -> i64 {
        let days = if self.is_whole() { self.length } else { self.length / (24 * 60) + 1 };
        i64::from(days) + 2
    }
}

/// What somebody who is invited said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answer {
    /// Nothing yet.
    #[default]
    None,
    /// They come.
    Yes,
    /// They do not.
    No,
    /// They may.
    Maybe,
}

/// What an event is on a day on which it is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// From when to when.
    pub span: Span,
    /// Another title.
    pub title: Option<String>,
    /// Another room, or none.
    pub room: Option<Option<Id>>,
    /// What another program said of it besides.
    pub extra: String,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Id.
    pub id: Id,
    /// Home space.
    pub space: Id,
    /// Number of its key in the home space; 0 without one.
    pub number: u32,
    /// What calendars of other programs know it by.
    pub uid: String,
    /// How often what a guest has to know of it changed.
    pub sequence: u32,
    /// Title.
    pub title: String,
    /// Markdown: the agenda, and what else there is to know.
    pub body: String,
    /// Who made it.
    pub author: Actor,
    /// From when to when, the first time.
    pub span: Span,
    /// When it comes again.
    pub repeat: Option<Repeat>,
    /// The days on which it comes besides, each after the first and none of the rule, at the time it always has.
    pub extra_dates: BTreeSet<NaiveDate>,
    /// The days on which it comes but is different, or is left out.
    pub exceptions: BTreeMap<NaiveDate, Option<Instead>>,
    /// Who is invited, in the order in which they were.
    pub guests: Vec<Id>,
    /// What they said; who said nothing is not in it.
    pub answers: BTreeMap<Id, Answer>,
    /// What they said of one time it comes, by the day of the rule, where that is something else.
    pub said_on: BTreeMap<(NaiveDate, Id), Answer>,
    /// The room it is in.
    pub room: Option<Id>,
    /// The page of the meeting.
    pub page: Option<Id>,
    /// Properties of another program that mean nothing here, line by line as they came.
    pub extra: String,
    /// Who is told of comments.
    pub followers: Vec<Id>,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// Number of comments that are not deleted.
    pub comments: u32,
    /// Number of files that are not in the trash.
    pub files: u32,
    /// Number of links.
    pub links: u32,
    /// When it was made.
    pub created_ms: i64,
    /// When it last changed.
    pub updated_ms: i64,
    /// Sequence number of its last change: its ETag and the head of its history.
    pub seq: u64,
}

impl Event {
    /// An event nobody is invited to.
    pub fn new(id: Id, space: Id, span: Span, author: Actor, now: i64) -> Self {
        Event {
            id,
            space,
            number: 0,
            uid: id.to_string(),
            sequence: 0,
            title: String::new(),
            body: String::new(),
            author,
            span,
            repeat: None,
            extra_dates: BTreeSet::new(),
            exceptions: BTreeMap::new(),
            guests: Vec::new(),
            answers: BTreeMap::new(),
            said_on: BTreeMap::new(),
            room: None,
            page: None,
            extra: String::new(),
            followers: Vec::new(),
            trashed_ms: None,
            comments: 0,
            files: 0,
            links: 0,
            created_ms: now,
            updated_ms: now,
            seq: 0,
        }
    }

    /// Adds a follower once.
    pub fn follow(&mut self, person: Id) {
        if !self.followers.contains(&person) {
            self.followers.push(person);
        }
    }

    /// What somebody who is invited said; none for anybody else.
    pub fn answer(&self, person: Id) -> Option<Answer> {
        self.guests.contains(&person).then(|| self.answers.get(&person).copied().unwrap_or_default())
    }

    /// What somebody who is invited said of a time it comes: of that one, else of all.
    pub fn answer_on(&self, person: Id, day: Option<NaiveDate>) -> Option<Answer> {
        let of_all = self.answer(person)?;
        Some(day.and_then(|day| self.said_on.get(&(day, person)).copied()).unwrap_or(of_all))
    }

    /// Takes somebody off the guests, with what they said.
    pub fn uninvite(&mut self, person: Id) {
        self.guests.retain(|other| *other != person);
        self.answers.remove(&person);
        self.said_on.retain(|(_, other), _| *other != person);
    }

    /// Keeps what somebody said.
    pub fn say(&mut self, person: Id, answer: Answer) {
        match answer {
            Answer::None => self.answers.remove(&person),
            said => self.answers.insert(person, said),
        };
    }

    /// The last day on which its rule lets it come.
    pub fn end(&self) -> Option<NaiveDate> {
        self.repeat.as_ref()?.end(self.span.start.time)
    }

    /// Whether it comes more than once, or may.
    pub fn comes_again(&self) -> bool {
        self.repeat.is_some() || !self.extra_dates.is_empty()
    }

    /// Whether it comes on a day, whatever is different then.
    pub fn comes_on(&self, day: NaiveDate) -> bool {
        self.is_ruled(day) || self.extra_dates.contains(&day)
    }

    /// Whether it comes on a day by its rule.
    pub fn is_ruled(&self, day: NaiveDate) -> bool {
        match &self.repeat {
            Some(repeat) => repeat.comes_on(self.span.start.day, self.end(), day),
            None => day == self.span.start.day,
        }
    }
}
