//! An event as a calendar program reads it, and what one that wrote it makes of it.

use super::{guests, known};
use crate::{Error, access::Scope, events::rooms};
use chrono::{Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    event::{
        Event, Instead, Span,
        repeat::{Repeat, Until, shifted},
        whole::Whole,
    },
    ical::{
        Writer,
        event::{Time, Written},
        todo::UNTITLED,
        value,
    },
    when::When,
};
use std::collections::{BTreeMap, BTreeSet};

/// The rule as other programs read it: an end by a day is a moment where the event has a time.
fn shown_rule(event: &Event) -> Option<Repeat> {
    let mut repeat = event.repeat.clone()?;
    repeat.until = match (repeat.until, event.span.start.time) {
        (Some(Until::Day(day)), Some((_, zone))) => {
            let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
            let at = zone.from_local_datetime(&day.and_time(last)).latest();
            at.map(|at| Until::Utc(at.naive_utc())).or(Some(Until::Day(day)))
        }
        (Some(Until::Local(at)), Some((_, zone))) => {
            let utc = zone.from_local_datetime(&at).latest();
            utc.map(|at| Until::Utc(at.naive_utc())).or(Some(Until::Local(at)))
        }
        (Some(Until::Local(at) | Until::Utc(at)), None) => Some(Until::Day(at.date())),
        (until, _) => until,
    };
    Some(repeat)
}

/// When a span ends, as the format says it.
fn end(span: &Span) -> When {
    match span.start.time {
        None => When::day(shifted(span.start.day, span.length.into())),
        Some((_, zone)) => {
            let at = (span.begins(zone) + Duration::minutes(span.length.into())).with_timezone(&zone).naive_local();
            When { day: at.date(), time: Some((at.time(), zone)) }
        }
    }
}

pub(super) fn says(extra: &str, name: &str) -> bool {
    extra.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', ';'])))
}

/// What of an event stands in each of its parts.
pub(super) struct Writing<'a, S: Scope> {
    /// Who reads it.
    pub(super) scope: &'a S,
    /// The event.
    pub(super) event: &'a Event,
    /// It is told who is invited.
    pub(super) guests: bool,
}

/// What differs from part to part: title, when, room, and what is kept.
pub(super) type Each<'a> = (&'a str, &'a Span, Option<Id>, &'a str);

impl<S: Scope> Writing<'_, S> {
    pub(super) fn head(&self, out: &mut Writer) {
        out.begin("VEVENT");
        out.text("UID", &self.event.uid);
        out.moment("DTSTAMP", self.event.updated_ms);
        out.moment("CREATED", self.event.created_ms);
        out.moment("LAST-MODIFIED", self.event.updated_ms);
        out.line(&format!("SEQUENCE:{}", self.event.sequence));
    }

    /// `day`: the day of the rule it is about, where it is about one.
    pub(super) fn rest(
        &self,
        day: Option<NaiveDate>,
        (title, span, room, extra): Each<'_>,
        out: &mut Writer,
    ) -> Result<(), Error> {
        out.text("SUMMARY", title);
        out.when("DTSTART", &span.start);
        if span.is_whole() || span.length > 0 {
            out.when("DTEND", &end(span));
        }
        if !says(extra, "LOCATION") {
            out.text("LOCATION", &rooms::store::name(self.scope.read(), room)?.unwrap_or_default());
        }
        if !says(extra, "DESCRIPTION") {
            out.text("DESCRIPTION", &self.event.body);
        }
        if self.guests {
            guests::write(self.scope, self.event, day, extra, out);
        }
        out.kept(extra);
        out.end("VEVENT");
        Ok(())
    }
}

/// Writes it, with the days on which it is different; `guests`: with who is invited.
pub fn write(scope: &impl Scope, event: &Event, guests: bool, out: &mut Writer) -> Result<(), Error> {
    let writing = Writing { scope, event, guests };
    writing.head(out);
    if let Some(repeat) = shown_rule(event) {
        out.line(&format!("RRULE:{}", repeat.to_text()));
    }
    for day in &event.extra_dates {
        out.when("RDATE", &event.span.on(*day).start);
    }
    for (day, _) in event.exceptions.iter().filter(|(_, instead)| instead.is_none()) {
        out.when("EXDATE", &event.span.on(*day).start);
    }
    writing.rest(None, (&event.title, &event.span, event.room, &event.extra), out)?;
    for (day, instead) in &event.exceptions {
        let Some(instead) = instead else { continue };
        writing.head(out);
        out.when("RECURRENCE-ID", &event.span.on(*day).start);
        let title = instead.title.as_deref().unwrap_or(&event.title);
        let room = instead.room.unwrap_or(event.room);
        writing.rest(Some(*day), (title, &instead.span, room, &instead.extra), out)?;
    }
    Ok(())
}

/// The zones it names, with the year from which on.
pub fn zones(event: &Event) -> Vec<(Tz, i32)> {
    let spans = event.exceptions.values().flatten().map(|one| &one.span).chain([&event.span]);
    let named = |span: &Span| span.start.time.map(|(_, zone)| (zone, chrono::Datelike::year(&event.span.start.day)));
    spans.filter_map(named).filter(|(zone, _)| *zone != Tz::UTC).collect()
}

/// Where something is: a room there is, or words.
fn place(scope: &impl Scope, place: Option<&str>, before: Option<Id>) -> Result<(Option<Id>, String), Error> {
    let Some(place) = place else { return Ok((None, String::new())) };
    let folded = place.to_lowercase();
    let is = |name: &str| name.to_lowercase() == folded;
    if rooms::store::name(scope.read(), before)?.is_some_and(|name| is(&name)) {
        return Ok((before, String::new()));
    }
    let room = rooms::store::all(scope.read())?.into_iter().find(|room| is(&room.name));
    Ok(match room {
        Some(room) => (Some(room.id), String::new()),
        None => (None, format!("LOCATION:{}", value::escape(place))),
    })
}

fn with_line(extra: &str, line: &str) -> String {
    [extra, line].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a program wrote, as all of an event. `known`: what it is known to write; the rest stays as it was.
pub fn whole(scope: &impl Scope, before: Option<&Event>, written: &Written, known: u64) -> Result<Whole, Error> {
    let kept = |bit: u64| before.filter(|_| known & bit == 0);
    let each = &written.each;
    let title = each.title.clone().filter(|title| !title.is_empty());
    let title = title.or_else(|| before.map(|event| event.title.clone())).unwrap_or_else(|| UNTITLED.to_owned());
    let body = match (&each.body, before) {
        (Some(body), Some(event)) if body.trim_end() == event.body.replace('\r', "").trim_end() => event.body.clone(),
        (Some(body), _) => body.clone(),
        (None, _) => kept(known::AGENDA).map(|event| event.body.clone()).unwrap_or_default(),
    };
    let (room, line) = match (&each.place, kept(known::PLACE)) {
        (None, Some(event)) => (event.room, location_of(&event.extra)),
        (words, _) => place(scope, words.as_deref(), before.and_then(|event| event.room))?,
    };
    let unruled = written.rule.is_none().then(|| kept(known::RULE)).flatten().filter(|event| event.comes_again());
    let repeat = match (&written.rule, before) {
        _ if unruled.is_some() => unruled.and_then(|event| event.repeat.clone()),
        (Some(rule), Some(event)) if shown_rule(event).as_ref() == Some(rule) => event.repeat.clone(),
        (rule, _) => rule.clone(),
    };
    let extra_dates: BTreeSet<NaiveDate> = match kept(known::DATES).filter(|_| written.besides.is_empty()) {
        Some(event) => event.extra_dates.iter().copied().filter(|day| *day > each.span.start.day).collect(),
        None => written.besides.iter().copied().collect(),
    };
    let exceptions = match unruled {
        Some(event) => {
            let gone = |day: &NaiveDate| event.extra_dates.contains(day) && !extra_dates.contains(day);
            let kept = event.exceptions.iter().filter(|(day, _)| !gone(day));
            kept.map(|(day, instead)| (*day, instead.clone())).collect()
        }
        None => exceptions(scope, before, written, (&title, room))?,
    };
    let own = before.map(|event| guests::without(scope, event, &event.extra, &each.extra));
    let extra = with_line(own.as_deref().unwrap_or(&each.extra), &line);
    Ok(Whole { title, body, span: each.span, repeat, extra_dates, exceptions, room, extra })
}

fn location_of(extra: &str) -> String {
    let is = |line: &&str| says(line, "LOCATION");
    extra.lines().find(is).unwrap_or_default().to_owned()
}

fn exceptions(
    scope: &impl Scope,
    before: Option<&Event>,
    written: &Written,
    (title, room): (&str, Option<Id>),
) -> Result<BTreeMap<NaiveDate, Option<Instead>>, Error> {
    let mut all: BTreeMap<NaiveDate, Option<Instead>> = written.left_out.iter().map(|day| (*day, None)).collect();
    for (day, time) in &written.instead {
        let there = before.and_then(|event| event.exceptions.get(day)).and_then(Option::as_ref);
        let earlier = there.and_then(|one| one.room.flatten()).or(room);
        let mut one = instead(scope, time, (title, room, written.each.place.as_deref()), earlier)?;
        if let Some(event) = before {
            one.extra = guests::without(scope, event, there.map_or("", |there| there.extra.as_str()), &one.extra);
        }
        all.insert(*day, Some(one));
    }
    Ok(all)
}

fn instead(
    scope: &impl Scope,
    time: &Time,
    (title, room, place_of_all): (&str, Option<Id>, Option<&str>),
    earlier: Option<Id>,
) -> Result<Instead, Error> {
    let other = time.title.clone().filter(|other| !other.is_empty() && other != title);
    let (own, line) = match time.place.as_deref() {
        // Words that stand for every time stand for this one too.
        words if words == place_of_all => (room, words.filter(|_| room.is_none())),
        words => {
            let (own, line) = place(scope, words, earlier)?;
            (own, words.filter(|_| !line.is_empty()))
        }
    };
    let line = line.map(|words| format!("LOCATION:{}", value::escape(words))).unwrap_or_default();
    let room = (own != room).then_some(own);
    Ok(Instead { span: time.span, title: other, room, extra: with_line(&time.extra, &line) })
}

/// A day or a time as a moment, for programs that ask by moments.
pub fn moment(when: &When, zone: Tz) -> chrono::DateTime<Utc> {
    let (time, zone) = when.time.unwrap_or((NaiveTime::MIN, zone));
    guildhall_domain::when::instant(when.day, time, zone)
}
