//! One time and those that follow it: the event ends before it, and another one begins with it.

use super::{Event, edit::no_such_day, repeat::Repeat};
use crate::{Id, Rule};
use chrono::NaiveDate;

/// The event as it ends before a day, and the one that goes on from it, if the day is not its first.
///
/// # Errors
/// When it does not come on that day.
pub fn at(event: &Event, day: NaiveDate, id: Id, now: i64) -> Result<Option<(Event, Event)>, Rule> {
    if !event.comes_again() || event.occurrence(day).is_none() {
        return Err(no_such_day());
    }
    if day <= event.span.start.day {
        return Ok(None);
    }
    let besides = event.repeat.is_some() && !event.is_ruled(day);
    if besides {
        let message = "This date stands beside the rule. Choose this time alone, or a time of the rule.";
        return Err(Rule::field("event_besides", "which", message));
    }
    let (before, after) = event.repeat.as_ref().map(|repeat| rules(event, repeat, day)).unzip();
    let (mut first, mut rest) = (event.clone(), event.clone());
    first.repeat = before;
    first.extra_dates.retain(|other| *other < day);
    rest.extra_dates.retain(|other| *other > day);
    first.exceptions.retain(|other, _| *other < day);
    rest.exceptions.retain(|other, _| *other >= day);
    first.said_on.retain(|(other, _), _| *other < day);
    rest.said_on.retain(|(other, _), _| *other >= day);
    rest.span = rest.span.on(day);
    rest.repeat = after;
    let rest = Event {
        id,
        number: 0,
        uid: id.to_string(),
        sequence: 0,
        page: None,
        comments: 0,
        files: 0,
        links: 0,
        created_ms: now,
        updated_ms: now,
        seq: 0,
        ..rest
    };
    Ok(Some((first, rest)))
}

/// The event as it ends before a day; none when nothing of it would be left.
///
/// # Errors
/// When it does not come on that day.
pub fn cut(event: &Event, day: NaiveDate) -> Result<Option<Event>, Rule> {
    Ok(at(event, day, event.id, event.created_ms)?.map(|(first, _)| first))
}

/// The rule up to a day and from it on. What counts its times is counted on both sides.
fn rules(event: &Event, repeat: &Repeat, day: NaiveDate) -> (Repeat, Repeat) {
    let Some(count) = repeat.count else { return (repeat.ended_before(day), repeat.clone()) };
    let start = event.span.start.day;
    let earlier = repeat.days(start, None, (start, day)).filter(|other| *other < day).count();
    let earlier = u32::try_from(earlier).unwrap_or(count).min(count);
    let with = |count: u32| Repeat { count: Some(count), ..repeat.clone() };
    (with(earlier), with(count.saturating_sub(earlier).max(1)))
}
