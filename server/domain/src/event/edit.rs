//! What an edit makes of an event: of all of it, or of one time it comes.

use super::{
    Answer, EXCEPTIONS, EXTRA_DATES, Event, Instead, SAID_ON, Span,
    repeat::{Repeat, shifted},
};
use crate::{Id, Rule, limits};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The fields one edit may set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    /// New title.
    pub title: Option<String>,
    /// New text.
    pub body: Option<String>,
    /// From when to when. Where one time of it is named, this is meant for that time.
    pub span: Option<Span>,
    /// When it comes again, or that it does not.
    pub repeat: Option<Option<Repeat>>,
    /// The days on which it comes besides.
    pub extra_dates: Option<BTreeSet<NaiveDate>>,
    /// Its room, or none.
    pub room: Option<Option<Id>>,
}

impl Edit {
    /// The names of the facts this edit sets, as they stand in changes.
    pub fn names(&self) -> Vec<String> {
        let mut names = crate::change::sent([
            ("title", self.title.is_some()),
            ("body", self.body.is_some()),
            ("start", self.span.is_some()),
            ("length", self.span.is_some()),
            ("rule", self.repeat.is_some()),
            ("room", self.room.is_some()),
        ]);
        names.extend(self.extra_dates.iter().flatten().map(|day| format!("extra_date:{day}")));
        names
    }
}

/// Changes an event every time it comes. `at`: the time of it that whoever edits has before them.
///
/// # Errors
/// When a text does not fit, or its first day is none of its rule.
pub fn all(event: &mut Event, edit: Edit, at: Option<NaiveDate>) -> Result<(), Rule> {
    if let Some(title) = edit.title {
        event.title = limits::line("title", &title, limits::TITLE)?;
    }
    if let Some(body) = edit.body {
        event.body = limits::body("body", &body)?;
    }
    if let Some(room) = edit.room {
        event.room = room;
    }
    let ruled = edit.repeat.is_some();
    if let Some(repeat) = edit.repeat {
        event.repeat = repeat;
    }
    if let Some(span) = edit.span {
        shift(event, span.checked()?, at, ruled)?;
    }
    if let Some(days) = edit.extra_dates {
        event.extra_dates = days;
    }
    fits(event)?;
    besides(event)?;
    let kept = event.clone();
    event.exceptions.retain(|day, _| kept.comes_again() && kept.comes_on(*day));
    event.said_on.retain(|(day, _), _| kept.comes_again() && kept.comes_on(*day));
    Ok(())
}

/// The days on which it comes besides: what its rule names already needs no word.
///
/// # Errors
/// When one is not after the first, is in no year there is, or there are too many.
pub fn besides(event: &mut Event) -> Result<(), Rule> {
    let days = std::mem::take(&mut event.extra_dates);
    event.extra_dates = days.into_iter().filter(|day| !event.is_ruled(*day)).collect();
    for day in &event.extra_dates {
        if *day < event.span.start.day {
            return Err(Rule::field("invalid", "extra_dates", "Choose further dates that are after the first."));
        }
        event.span.on(*day).checked()?;
    }
    limits::at_most("extra_dates", event.extra_dates.len(), EXTRA_DATES)
}

/// Its first day must be one the rule names: other programs disagree about what is not.
///
/// # Errors
/// When it is not.
pub fn fits(event: &Event) -> Result<(), Rule> {
    if event.is_ruled(event.span.start.day) {
        return Ok(());
    }
    Err(Rule::field("event_first", "start", "Begin on a day on which the rule lets it come, and before it ends."))
}

/// Puts it elsewhere, with its rule and the days on which it is different.
fn shift(event: &mut Event, span: Span, at: Option<NaiveDate>, ruled: bool) -> Result<(), Rule> {
    let at = at.unwrap_or(event.span.start.day);
    let days = (span.start.day - at).num_days();
    if !ruled && let Some(repeat) = &event.repeat {
        let Some(moved) = repeat.moved(days) else {
            return Err(Rule::field(
                "event_rule",
                "rule",
                "The rule names other days. Change it too, or move one time of it.",
            ));
        };
        event.repeat = Some(moved);
    }
    event.span = span.on(shifted(event.span.start.day, days)).checked()?;
    let besides = std::mem::take(&mut event.extra_dates);
    event.extra_dates = besides.into_iter().map(|day| shifted(day, days)).collect();
    let exceptions = std::mem::take(&mut event.exceptions);
    event.exceptions = exceptions.into_iter().map(|(day, instead)| (shifted(day, days), instead)).collect();
    let said = std::mem::take(&mut event.said_on);
    event.said_on = said.into_iter().map(|((day, person), answer)| ((shifted(day, days), person), answer)).collect();
    Ok(())
}

/// Changes one time it comes.
///
/// # Errors
/// When it does not come then, or something is set that all times share.
pub fn one(event: &mut Event, edit: Edit, day: NaiveDate) -> Result<(), Rule> {
    let Some(now) = event.occurrence(day).filter(|_| event.comes_again()) else { return Err(no_such_day()) };
    if edit.body.is_some() || edit.repeat.is_some() || edit.extra_dates.is_some() {
        return Err(Rule::field(
            "event_shared",
            "which",
            "The text and the rule are the same each time. Change all of them, or the following.",
        ));
    }
    let before = event.exceptions.get(&day).cloned().flatten();
    let title = match edit.title {
        Some(title) => Some(limits::line("title", &title, limits::TITLE)?).filter(|title| *title != event.title),
        None => now.title,
    };
    let room = edit.room.or(before.as_ref().and_then(|one| one.room)).filter(|room| *room != event.room);
    let instead = Instead {
        span: edit.span.unwrap_or(now.span).checked()?,
        title,
        room,
        extra: before.map(|one| one.extra).unwrap_or_default(),
    };
    let as_ruled = instead.span == event.span.on(day) && instead.title.is_none() && instead.room.is_none();
    if as_ruled && instead.extra.is_empty() {
        event.exceptions.remove(&day);
    } else {
        event.exceptions.insert(day, Some(instead));
    }
    limits::at_most("occurrence", event.exceptions.len(), EXCEPTIONS)
}

/// Leaves one time out.
///
/// # Errors
/// When it does not come then.
pub fn leave_out(event: &mut Event, day: NaiveDate) -> Result<(), Rule> {
    if !event.comes_again() || !event.comes_on(day) {
        return Err(no_such_day());
    }
    if event.extra_dates.remove(&day) {
        event.exceptions.remove(&day);
        event.said_on.retain(|(other, _), _| *other != day);
        return Ok(());
    }
    event.exceptions.insert(day, None);
    limits::at_most("occurrence", event.exceptions.len(), EXCEPTIONS)
}

/// Keeps what somebody who is invited says of one time. What is the same as of all, or nothing, follows that again.
///
/// # Errors
/// When it does not come then.
pub fn say_on(event: &mut Event, person: Id, day: NaiveDate, answer: Answer) -> Result<(), Rule> {
    if !event.comes_again() || event.occurrence(day).is_none() {
        return Err(no_such_day());
    }
    if answer == Answer::None || event.answer(person) == Some(answer) {
        event.said_on.remove(&(day, person));
    } else {
        event.said_on.insert((day, person), answer);
    }
    limits::at_most("occurrence", event.said_on.len(), SAID_ON)
}

pub(super) fn no_such_day() -> Rule {
    Rule::field("event_day", "occurrence", "It does not come on this day. Choose one on which it does.")
}
