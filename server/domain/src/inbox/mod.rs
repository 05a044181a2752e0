//! The inbox: what a person was told of an item and what of it still needs them. There is one entry for a person and
//! an item, updated in place; it holds the last few things that were told as *marks*.
//!
//! Invariants: a mark stays what it is, and whether it still matters follows from the state of the item, from what
//! the person did since, and from how far they cleared. So whatever is taken back elsewhere leaves nothing here.

pub mod reason;

pub use reason::Reason;

use crate::{Id, actor::Actor};

/// Most marks of an entry.
const MARKS: usize = 8;

/// Something that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Why.
    pub reason: Reason,
    /// The change it came from.
    pub seq: u64,
    /// When that was, UTC milliseconds.
    pub at_ms: i64,
    /// Whose change it was.
    pub actor: Actor,
    /// The comment or file, where it is one.
    pub object: Option<Id>,
    /// The need was met elsewhere.
    pub met: bool,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// Waits for the person.
    Needs,
    /// For their information.
    Following,
    /// Put off.
    Later,
    /// Dealt with.
    Cleared,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Oldest first.
    pub marks: Vec<Mark>,
    /// Everything up to this change is dealt with.
    pub cleared: u64,
    /// Everything up to this change was read.
    pub read: u64,
    /// Put off until, UTC milliseconds.
    pub until_ms: Option<i64>,
    /// When it last came back from there.
    pub back_ms: Option<i64>,
    /// Muted by an earlier version, which kept that here; now it stands with how far somebody has read the item.
    pub muted: bool,
}

impl Entry {
    /// Tells something. A need ends a putting off; the same thing twice is told once.
    pub fn tell(&mut self, mark: Mark) {
        let known = |other: &Mark| (other.seq, other.reason, other.object) == (mark.seq, mark.reason, mark.object);
        if self.marks.iter().any(known) {
            return;
        }
        if mark.reason.is_need() {
            self.until_ms = None;
        }
        let once = matches!(mark.reason, Reason::Assigned | Reason::Asked) || mark.reason.is_reminder();
        if once || mark.reason.is_of_a_decision() || mark.reason.is_of_a_budget() {
            self.marks.retain(|other| other.reason != mark.reason);
        }
        // Who is reminded is not asked twice.
        if mark.reason.asks_approval() {
            self.marks.retain(|other| !other.reason.asks_approval() || other.object != mark.object);
        }
        // What was missed is near no more.
        self.marks.retain(|other| other.reason == mark.reason || other.reason.passed() != mark.reason);
        self.marks.push(mark);
        if self.marks.len() > MARKS {
            let oldest = self.marks.iter().position(|mark| !mark.reason.is_need()).unwrap_or(0);
            self.marks.remove(oldest);
        }
    }

    /// They want to hear of nothing but what names them or is asked of them: what else was told goes.
    pub fn mute(&mut self) {
        self.marks.retain(|mark| mark.reason.reaches_muted());
    }

    /// Whether the item is theirs to do decides whether having been given it still matters.
    pub fn settle(&mut self, theirs: bool) {
        for mark in self.marks.iter_mut().filter(|mark| mark.reason == Reason::Assigned) {
            mark.met = !theirs;
        }
    }

    /// The person said something on the item: what was said to them before is answered and read.
    pub fn answered(&mut self, seq: u64) {
        for mark in self.marks.iter_mut().filter(|mark| mark.reason.is_said() && mark.seq < seq) {
            mark.met = true;
        }
        self.read = self.read.max(seq);
    }

    /// The person has read what was said on the item up to this change, wherever that was.
    pub fn read_to(&mut self, seq: u64) {
        for mark in self.marks.iter_mut().filter(|mark| mark.reason.is_said() && mark.seq <= seq) {
            mark.met = true;
        }
        self.read = self.read.max(seq);
    }

    /// Somebody took a change of these fields back: what they had told of them before was never so. `theirs` as in
    /// [`Entry::settle`].
    pub fn undone(&mut self, seq: u64, by: Actor, fields: &[String], theirs: bool) {
        let told = |mark: &Mark| fields.iter().any(|field| mark.reason.is_of(field));
        self.marks.retain(|mark| {
            let still = mark.reason == Reason::Assigned && theirs;
            mark.seq >= seq || mark.actor != by || !told(mark) || still
        });
    }

    /// A comment or file is gone, or does not name the person any more.
    pub fn forget(&mut self, object: Id, reason: Option<Reason>) {
        self.marks.retain(|mark| mark.object != Some(object) || reason.is_some_and(|reason| reason != mark.reason));
    }

    /// What of approvals and requests still needs them follows from those.
    pub fn settle_needs<E>(&mut self, mut needs: impl FnMut(&Mark) -> Result<bool, E>) -> Result<(), E> {
        for mark in self.marks.iter_mut().filter(|mark| mark.reason.hangs_on_state()) {
            mark.met = !needs(mark)?;
        }
        Ok(())
    }

    fn is_open(&self, mark: &Mark) -> bool {
        mark.seq > self.cleared && !mark.met
    }

    /// Where it stands.
    pub fn shelf(&self, now_ms: i64) -> Shelf {
        let mut open = self.marks.iter().filter(|mark| self.is_open(mark)).peekable();
        if open.peek().is_none() {
            return Shelf::Cleared;
        }
        if self.until_ms.is_some_and(|until| until > now_ms) {
            return Shelf::Later;
        }
        if open.any(|mark| mark.reason.is_need()) { Shelf::Needs } else { Shelf::Following }
    }

    /// What is shown of it: the newest need, else the newest that is not dealt with, else the newest.
    pub fn shown(&self) -> Option<&Mark> {
        let newest = |wanted: &dyn Fn(&Mark) -> bool| self.marks.iter().rev().find(|mark| wanted(mark));
        newest(&|mark| self.is_open(mark) && mark.reason.is_need())
            .or_else(|| newest(&|mark| self.is_open(mark)))
            .or_else(|| newest(&|_| true))
    }

    /// What is not dealt with beside what is shown.
    pub fn more(&self) -> usize {
        self.marks.iter().filter(|mark| self.is_open(mark)).count().saturating_sub(1)
    }

    /// The time it sorts by.
    pub fn at_ms(&self) -> i64 {
        self.shown().map_or(0, |mark| mark.at_ms).max(self.back_ms.unwrap_or(0))
    }

    /// The newest change it tells of.
    pub fn newest(&self) -> u64 {
        self.marks.iter().map(|mark| mark.seq).max().unwrap_or(0)
    }

    /// Whether something of it was not looked at.
    pub fn is_unread(&self) -> bool {
        self.marks.iter().any(|mark| self.is_open(mark) && mark.seq > self.read)
    }

    /// Deals with everything so far.
    pub fn clear(&mut self) {
        (self.cleared, self.read, self.until_ms) = (self.newest(), self.read.max(self.newest()), None);
    }

    /// Takes the clearing back. What was met elsewhere stays met.
    pub fn reopen(&mut self) {
        self.cleared = 0;
    }

    /// Puts it off. What was dealt with comes back then all the same.
    pub fn put_off(&mut self, until_ms: i64) {
        self.until_ms = Some(until_ms);
        let newest = self.newest();
        if !self.marks.iter().any(|mark| self.is_open(mark)) {
            self.cleared = self.cleared.min(newest.saturating_sub(1));
            self.marks.iter_mut().filter(|mark| mark.seq == newest).for_each(|mark| mark.met = false);
        }
    }

    /// Its time has come: it stands there as new.
    pub fn come_back(&mut self, now_ms: i64) {
        if let Some(until) = self.until_ms.filter(|until| *until <= now_ms) {
            (self.until_ms, self.back_ms) = (None, Some(until));
            self.read = self.read.min(self.newest().saturating_sub(1));
        }
    }
}

/// How much somebody wants to hear of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Nothing at all.
    Nothing,
    /// What they follow, what is theirs, and what names them.
    #[default]
    Mine,
    /// Whatever is made, said or finished there.
    Everything,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(reason: Reason, seq: u64) -> Mark {
        let at_ms = i64::try_from(seq).unwrap() * 10;
        Mark { reason, seq, at_ms, actor: Actor::Person(Id::from_u128(1)), object: None, met: false }
    }

    fn told(marks: &[(Reason, u64)]) -> Entry {
        let mut entry = Entry::default();
        marks.iter().for_each(|(reason, seq)| entry.tell(mark(*reason, *seq)));
        entry
    }

    #[test]
    fn a_need_stands_before_news_and_goes_when_it_is_met() {
        let mut entry = told(&[(Reason::Assigned, 1), (Reason::Commented, 2)]);
        assert_eq!((entry.shelf(0), entry.shown().unwrap().seq, entry.more()), (Shelf::Needs, 1, 1));
        entry.settle(false);
        assert_eq!((entry.shelf(0), entry.shown().unwrap().seq), (Shelf::Following, 2));
        entry.clear();
        assert_eq!(entry.shelf(0), Shelf::Cleared);
        entry.settle(true);
        assert_eq!(entry.shelf(0), Shelf::Cleared, "cleared is cleared");
        entry.tell(mark(Reason::Mentioned, 3));
        assert_eq!(entry.shelf(0), Shelf::Needs);
        entry.answered(4);
        assert_eq!((entry.shelf(0), entry.is_unread()), (Shelf::Cleared, false));
    }

    #[test]
    fn what_is_put_off_comes_back_as_new_and_a_need_brings_it_back_at_once() {
        let mut entry = told(&[(Reason::Done, 1)]);
        entry.read = 1;
        entry.put_off(500);
        entry.tell(mark(Reason::Commented, 2));
        assert_eq!(entry.shelf(499), Shelf::Later);
        entry.come_back(499);
        assert_eq!(entry.until_ms, Some(500), "not yet");
        entry.come_back(600);
        assert_eq!((entry.shelf(600), entry.is_unread(), entry.at_ms()), (Shelf::Following, true, 500));
        entry.put_off(900);
        entry.tell(mark(Reason::Mentioned, 3));
        assert_eq!(entry.shelf(600), Shelf::Needs);
        entry.clear();
        entry.put_off(900);
        assert_eq!(entry.shelf(800), Shelf::Later, "what was dealt with can be put off as well");
    }

    #[test]
    fn what_was_read_where_it_was_said_needs_nobody_and_work_still_does() {
        let mut entry = told(&[(Reason::Assigned, 1), (Reason::Mentioned, 2), (Reason::Replied, 3)]);
        entry.read_to(2);
        assert_eq!((entry.shown().unwrap().seq, entry.more(), entry.is_unread()), (3, 1, true));
        entry.read_to(3);
        entry.settle(true);
        assert_eq!((entry.shelf(0), entry.shown().unwrap().reason), (Shelf::Needs, Reason::Assigned));
        assert!(!entry.is_unread());
    }

    #[test]
    fn what_was_taken_back_was_never_told() {
        let mut entry = told(&[(Reason::Commented, 1), (Reason::Done, 2), (Reason::Assigned, 3)]);
        let somebody = Actor::Person(Id::from_u128(1));
        entry.undone(9, somebody, &["status".into()], false);
        assert_eq!(entry.marks.iter().map(|mark| mark.seq).collect::<Vec<_>>(), [1, 3]);
        entry.undone(9, Actor::System, &["assignee".into()], false);
        assert_eq!(entry.marks.len(), 2, "by somebody else");
        entry.undone(9, somebody, &["assignee".into()], true);
        assert_eq!(entry.marks.len(), 2, "it is theirs still");
        entry.undone(3, somebody, &["assignee".into()], false);
        assert_eq!(entry.marks.len(), 2, "told by the very change that took something else back");
        entry.undone(9, somebody, &["assignee".into()], false);
        assert_eq!(entry.marks.len(), 1);
    }

    #[test]
    fn what_was_missed_takes_the_place_of_its_warning() {
        let entry = told(&[(Reason::DoneNear, 1), (Reason::AnswerNear, 2), (Reason::AnswerMissed, 3)]);
        assert_eq!(
            entry.marks.iter().map(|mark| mark.reason).collect::<Vec<_>>(),
            [Reason::DoneNear, Reason::AnswerMissed]
        );
    }

    #[test]
    fn an_entry_stays_small_and_the_same_is_told_once() {
        let mut entry = told(&(1..=30).map(|seq| (Reason::Commented, seq)).collect::<Vec<_>>());
        entry.tell(mark(Reason::Commented, 30));
        assert_eq!(entry.marks.len(), MARKS);
        entry.tell(mark(Reason::Assigned, 31));
        (32..60).for_each(|seq| entry.tell(mark(Reason::Commented, seq)));
        assert_eq!(entry.shelf(0), Shelf::Needs, "news do not push a need out");
        entry.tell(mark(Reason::Announced, 61));
        entry.mute();
        assert_eq!(
            entry.marks.iter().map(|mark| mark.reason).collect::<Vec<_>>(),
            [Reason::Assigned, Reason::Announced]
        );
    }
}
