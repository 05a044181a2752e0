//! The times an event comes within some days.

use super::{
    Event, Instead, Span,
    repeat::{FAR, shifted},
};
use crate::{Id, when};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// Days that are looked at, both of them too, as they are in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// Where.
    pub zone: Tz,
}

impl Window {
    /// Whether something is on one of the days. Whole days are days everywhere.
    pub fn touches(&self, span: &Span) -> bool {
        if span.is_whole() {
            let last = shifted(span.start.day, i64::from(span.length) - 1);
            return span.start.day <= self.to && last >= self.from;
        }
        let begin = when::instant(self.from, NaiveTime::MIN, self.zone);
        let end = when::instant(shifted(self.to, 1), NaiveTime::MIN, self.zone);
        let at = span.begins(self.zone);
        at < end && (at >= begin || span.ends(self.zone) > begin)
    }
}

/// One time an event comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The day it comes on by its rule or besides, by which it is known; none of what comes once.
    pub day: Option<NaiveDate>,
    /// From when to when.
    pub span: Span,
    /// Another title than the event's.
    pub title: Option<String>,
    /// The room.
    pub room: Option<Id>,
    /// It is different from what the rule says.
    pub different: bool,
}

impl Occurrence {
    /// When it begins, for an order of them.
    pub fn begins(&self, zone: Tz) -> DateTime<Utc> {
        self.span.begins(zone)
    }
}

impl Event {
    /// The times it comes within a window, in their order, at most so many.
    pub fn occurrences(&self, window: &Window, most: usize) -> Vec<Occurrence> {
        let mut found: Vec<Occurrence> = self
            .days(window)
            .into_iter()
            .filter(|day| !self.exceptions.contains_key(day))
            .map(|day| self.as_ruled(day))
            .filter(|one| window.touches(&one.span))
            .take(most)
            .collect();
        let instead = self.exceptions.iter().filter_map(|(day, instead)| Some((*day, instead.as_ref()?)));
        found.extend(
            instead.filter(|(_, instead)| window.touches(&instead.span)).map(|(day, one)| self.instead(day, one)),
        );
        found.sort_by_key(|one| (one.begins(window.zone), one.day));
        found.truncate(most);
        found
    }

    /// The time of a day of the rule; none where it does not come.
    pub fn occurrence(&self, day: NaiveDate) -> Option<Occurrence> {
        match self.exceptions.get(&day) {
            Some(instead) => instead.as_ref().map(|instead| self.instead(day, instead)),
            None => self.comes_on(day).then(|| self.as_ruled(day)),
        }
    }

    /// The last day anything of it is on; none when it never ends.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let start = self.span.start.day;
        let last = match &self.repeat {
            None => start,
            Some(repeat) => match (self.end(), repeat.count) {
                (Some(end), _) => end,
                (None, Some(_)) => repeat.days(start, None, (start, shifted(start, FAR))).last().unwrap_or(start),
                (None, None) => return None,
            },
        };
        let ends = |span: &Span| shifted(span.start.day, span.reach());
        let instead = self.exceptions.values().flatten().map(|one| ends(&one.span));
        let besides = self.extra_dates.last().map(|day| ends(&self.span.on(*day)));
        instead.chain(besides).chain([ends(&self.span.on(last))]).max()
    }

    /// The first day anything of it may be on.
    pub fn first_day(&self) -> NaiveDate {
        let instead = self.exceptions.values().flatten().map(|one| one.span.start.day);
        shifted(instead.chain([self.span.start.day]).min().unwrap_or(self.span.start.day), -1)
    }

    /// The days it comes on that may reach into a window, in their order.
    fn days(&self, window: &Window) -> Vec<NaiveDate> {
        let start = self.span.start.day;
        let near = (shifted(window.from, -self.span.reach()), shifted(window.to, 2));
        let mut days: Vec<NaiveDate> = match &self.repeat {
            Some(repeat) => repeat.days(start, self.end(), near).collect(),
            None => vec![start],
        };
        let besides = self.extra_dates.iter().filter(|day| (near.0..=near.1).contains(*day));
        days.extend(besides);
        days.sort_unstable();
        days.dedup();
        days
    }

    fn as_ruled(&self, day: NaiveDate) -> Occurrence {
        Occurrence {
            day: self.comes_again().then_some(day),
            span: self.span.on(day),
            title: None,
            room: self.room,
            different: false,
        }
    }

    fn instead(&self, day: NaiveDate, instead: &Instead) -> Occurrence {
        Occurrence {
            day: Some(day),
            span: instead.span,
            title: instead.title.clone(),
            room: instead.room.unwrap_or(self.room),
            different: true,
        }
    }
}
