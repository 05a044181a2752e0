//! Rules that are carried out for programs: each time an event comes as an entry of its own (RFC 4791, 9.6.5), and when
//! somebody is busy (7.10). Both are of at most 400 days and 10,000 times.

use super::{
    collection::{Calendar, Entry},
    event::{Writing, says},
    filter::times,
    text,
};
use crate::{
    Error,
    access::{Scope, View},
    secrets, tasks,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use guildhall_domain::{
    event::{Answer, Event, Span, occur::Occurrence},
    ical::Writer,
    when::When,
};

/// From when to when.
pub type Between = (DateTime<Utc>, DateTime<Utc>);
/// How busy somebody is, from when to when.
type Busy = (&'static str, DateTime<Utc>, DateTime<Utc>);

/// Longest time that is looked at.
const DAYS: i64 = 400;
/// Most times that are answered.
pub const TIMES: usize = 10_000;

/// Whether it is short enough to be looked at.
pub fn is_short((from, to): Between) -> bool {
    to - from <= Duration::days(DAYS)
}

/// The same in UTC: what is expanded names no zone.
fn in_utc(span: &Span) -> Span {
    if span.is_whole() {
        return *span;
    }
    let at = span.begins(Tz::UTC).naive_utc();
    Span { start: When { day: at.date(), time: Some((at.time(), Tz::UTC)) }, ..*span }
}

/// What another program said of one time of it.
fn extra<'e>(event: &'e Event, one: &Occurrence) -> &'e str {
    let instead = one.day.and_then(|day| event.exceptions.get(&day)).and_then(Option::as_ref);
    instead.map_or(event.extra.as_str(), |instead| instead.extra.as_str())
}

/// What is kept, without what makes something come again.
fn once(extra: &str) -> String {
    let again = |line: &&str| ["RRULE", "RDATE", "EXDATE", "EXRULE"].iter().any(|name| says(line, name));
    extra.lines().filter(|line| !again(line)).collect::<Vec<_>>().join("\n")
}

/// An event as a file, with each time it comes between two moments as an entry of its own; and how many those are.
pub fn file(scope: &impl Scope, event: &Event, between: Between) -> Result<(String, usize), Error> {
    let all = times(event, between, tasks::input::zone(scope));
    let mut out = Writer::default();
    text::begin(&mut out);
    let writing = Writing { scope, event, guests: true };
    for one in &all {
        writing.head(&mut out);
        if let Some(day) = one.day {
            out.when("RECURRENCE-ID", &in_utc(&event.span.on(day)).start);
        }
        let title = one.title.as_deref().unwrap_or(&event.title);
        let kept = once(extra(event, one));
        writing.rest(one.day, (title, &in_utc(&one.span), one.room, &kept), &mut out)?;
    }
    out.end("VCALENDAR");
    Ok((out.finish(), all.len()))
}

/// How busy somebody is at a time of an event; none where it leaves them free.
fn how(calendar: &Calendar, event: &Event, one: &Occurrence) -> Option<&'static str> {
    let kept = extra(event, one).to_uppercase();
    let is = |line: &str| kept.lines().any(|other| other.trim() == line);
    if is("TRANSP:TRANSPARENT") || is("STATUS:CANCELLED") {
        return None;
    }
    let answer = match calendar {
        Calendar::Mine(me) => event.answer_on(me.id, one.day),
        Calendar::Space(_) => None,
    };
    match answer {
        Some(Answer::No) => None,
        Some(Answer::Maybe) => Some("BUSY-TENTATIVE"),
        _ if is("STATUS:TENTATIVE") => Some("BUSY-TENTATIVE"),
        _ => Some("BUSY"),
    }
}

/// When a calendar is busy between two moments; none where that is too often to be told.
pub fn busy(view: &View, calendar: &Calendar, between: Between) -> Result<Option<String>, Error> {
    let (own, (from, to)) = (tasks::input::zone(view), between);
    let mut all: Vec<Busy> = Vec::new();
    for entry in calendar.entries(view)? {
        let Entry::Event(event) = entry else { continue };
        for one in times(&event, between, own) {
            let (begins, ends) = (one.span.begins(own).max(from), one.span.ends(own).min(to));
            all.extend(how(calendar, &event, &one).filter(|_| begins < ends).map(|how| (how, begins, ends)));
        }
        if all.len() > TIMES {
            return Ok(None);
        }
    }
    let mut out = Writer::default();
    text::begin(&mut out);
    out.begin("VFREEBUSY");
    out.text("UID", &secrets::id(view.now()).to_string());
    out.moment("DTSTAMP", view.now());
    out.moment("DTSTART", from.timestamp_millis());
    out.moment("DTEND", to.timestamp_millis());
    for (how, begins, ends) in joined(all) {
        let text = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        out.line(&format!("FREEBUSY;FBTYPE={how}:{}/{}", text(begins), text(ends)));
    }
    out.end("VFREEBUSY");
    out.end("VCALENDAR");
    Ok(Some(out.finish()))
}

/// What meets, as one, each kind by itself; in the order of time.
fn joined(mut all: Vec<Busy>) -> Vec<Busy> {
    all.sort_unstable();
    let mut joined: Vec<Busy> = Vec::with_capacity(all.len());
    for (how, begins, ends) in all {
        match joined.last_mut() {
            Some(last) if last.0 == how && begins <= last.2 => last.2 = last.2.max(ends),
            _ => joined.push((how, begins, ends)),
        }
    }
    joined.sort_by_key(|(_, begins, _)| *begins);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::when::from_ms;

    #[test]
    fn what_meets_is_told_as_one() {
        let at = |hour: i64| from_ms(hour * 3_600_000);
        let firm = [(3, 5), (1, 2), (2, 4)].map(|(from, to)| ("BUSY", at(from), at(to)));
        let all = firm.into_iter().chain([("BUSY-TENTATIVE", at(0), at(9))]).collect();
        assert_eq!(joined(all), [("BUSY-TENTATIVE", at(0), at(9)), ("BUSY", at(1), at(5))]);
    }

    #[test]
    fn what_makes_it_come_again_is_left_out() {
        assert_eq!(once("X-A:1\nRDATE:20261201T090000Z\nEXRULE:FREQ=DAILY"), "X-A:1");
    }
}
