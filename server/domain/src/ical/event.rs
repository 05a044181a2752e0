//! An event as a calendar program writes it (`VEVENT`): one that says when it comes, and others for the days on which it is
//! different.

use super::{
    DATES, Line, Part, kept,
    todo::{in_one_line, uid},
    value, wrong,
};
use crate::{
    Rule,
    event::{Span, repeat::Repeat},
    when::When,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// What a program wrote; none where it wrote nothing of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// What programs know it by.
    pub uid: String,
    /// As it is each time.
    pub each: Time,
    /// When it comes again.
    pub rule: Option<Repeat>,
    /// The days on which it comes besides.
    pub besides: Vec<NaiveDate>,
    /// The days on which it would come and does not.
    pub left_out: Vec<NaiveDate>,
    /// The days on which it is different.
    pub instead: Vec<(NaiveDate, Time)>,
}

/// What it is, each time or one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Title, in one line.
    pub title: Option<String>,
    /// Text.
    pub body: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// From when to when.
    pub span: Span,
    /// Lines that mean nothing here.
    pub extra: String,
}

const OWN: [&str; 14] = [
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "RECURRENCE-ID",
];

impl Written {
    /// Reads the one event of a calendar.
    ///
    /// # Errors
    /// When it holds none, several, or what cannot be read or does not come at most once a day.
    pub fn of(calendar: &Part, own: Tz) -> Result<Written, Rule> {
        if calendar.parts.iter().any(|part| !matches!(part.name.as_str(), "VEVENT" | "VTIMEZONE")) {
            return wrong("Send one entry at a time: one task, or one event with the days on which it is different.");
        }
        let (others, each): (Vec<&Part>, Vec<&Part>) =
            calendar.parts_of("VEVENT").partition(|part| part.line("RECURRENCE-ID").is_some());
        let [event] = each.as_slice() else {
            return wrong("Send one event with its days, and not one day of it alone.");
        };
        let uid = uid(event)?;
        if others.iter().any(|other| other.text("UID").is_none_or(|other| other.trim() != uid)) {
            return wrong("All parts of an event have the same UID.");
        }
        let dates = event.all("EXDATE").chain(event.all("RDATE")).map(|line| line.value.split(',').count());
        if dates.sum::<usize>() > DATES {
            return wrong("This event names more than 2,500 days. Make several events of it.");
        }
        let each = time(event, None, own)?;
        let (besides, left_out, instead) = (Vec::new(), Vec::new(), Vec::new());
        let mut written = Written { uid, rule: rule(event)?, each, besides, left_out, instead };
        for line in event.all("EXDATE") {
            let days = value::whens(line, own)?;
            written.left_out.extend(days.into_iter().map(|when| day(when, &written.each.span)));
        }
        let dates = event.all("RDATE").filter(|line| written.come_besides(line, own));
        let dates: Vec<String> = dates.map(Line::to_text).collect();
        let rest = written.each.extra.lines().filter(|line| !dates.iter().any(|date| date == line));
        written.each.extra = rest.collect::<Vec<_>>().join("\n");
        for other in others {
            written.put(other, own)?;
        }
        Ok(written)
    }

    /// Takes the dates of a line, and answers whether it could. One at another time than the event's is a date that is
    /// moved. What has a length of its own, is before the first day or comes twice on a day stays a line.
    fn come_besides(&mut self, line: &Line, own: Tz) -> bool {
        let span = self.each.span;
        let Ok(dates) = value::whens(line, own) else { return false };
        let Some(mut dates) = dates.into_iter().map(|when| here(when, &span)).collect::<Option<Vec<When>>>() else {
            return false;
        };
        dates.retain(|when| *when != span.start && !self.is_ruled(*when));
        let days: BTreeSet<NaiveDate> = dates.iter().map(|when| when.day).collect();
        let taken = |day: &NaiveDate| *day <= span.start.day || self.besides.contains(day) || self.is_ruled_on(*day);
        if days.len() < dates.len() || days.iter().any(taken) {
            return false;
        }
        for when in dates {
            self.besides.push(when.day);
            if when.time != span.start.time && !self.left_out.contains(&when.day) {
                let moved = Time { span: Span { start: when, ..span }, extra: String::new(), ..self.each.clone() };
                self.instead.push((when.day, moved));
            }
        }
        true
    }

    /// Whether the rule names a day, at whatever time.
    fn is_ruled_on(&self, day: NaiveDate) -> bool {
        let start = self.each.span.start;
        self.rule.as_ref().is_some_and(|rule| rule.comes_on(start.day, rule.end(start.time), day))
    }

    /// Whether the rule names a day, at the time the event has.
    fn is_ruled(&self, when: When) -> bool {
        when.time == self.each.span.start.time && self.is_ruled_on(when.day)
    }

    fn put(&mut self, part: &Part, own: Tz) -> Result<(), Rule> {
        let Some(line) = part.line("RECURRENCE-ID") else { return Ok(()) };
        if line.parameter("RANGE").is_some() {
            return wrong("Change this and all that follow in the page: no calendar entry can say it.");
        }
        let day = day(value::when(line, own)?, &self.each.span);
        if part.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            self.left_out.push(day);
            return Ok(());
        }
        self.instead.push((day, time(part, Some(&self.each), own)?));
        Ok(())
    }
}

fn rule(event: &Part) -> Result<Option<Repeat>, Rule> {
    let mut rules = event.all("RRULE");
    let rule = rules.next().map(|line| Repeat::from_text(&line.value)).transpose()?;
    if rules.next().is_some() {
        return wrong("An event has one rule here. Make two events of it.");
    }
    Ok(rule)
}

/// The day by which a time of an event is known: the one it is on where the event is.
fn day(when: When, span: &Span) -> NaiveDate {
    match span.start.time {
        Some((_, zone)) => when.day_in(zone),
        None => when.day,
    }
}

/// A day or a time as one where the event is; none where one of them is a day and the other a time.
fn here(when: When, span: &Span) -> Option<When> {
    match (when.time, span.start.time) {
        (None, None) => Some(when),
        (Some(_), Some((_, zone))) => {
            let at = when.deadline(zone).with_timezone(&zone).naive_local();
            Some(When { day: at.date(), time: Some((at.time(), zone)) })
        }
        _ => None,
    }
}

fn time(part: &Part, each: Option<&Time>, own: Tz) -> Result<Time, Rule> {
    let each_day = |line: &Line| {
        // A text of one day is not kept apart from that of all; where it is another, it is kept as it came.
        let shared = line.name == "DESCRIPTION"
            && each.is_some_and(|each| each.body.as_deref() != Some(&value::unescape(&line.value)));
        let elsewhere = line.name == "RRULE" && each.is_some();
        OWN.contains(&line.name.as_str()) && !shared && !elsewhere
    };
    Ok(Time {
        title: part.text("SUMMARY").map(|title| in_one_line(&title)),
        body: part.text("DESCRIPTION"),
        place: part.text("LOCATION").map(|place| in_one_line(&place)).filter(|place| !place.is_empty()),
        span: span(part, each, own)?,
        extra: kept(part, each_day)?,
    })
}

fn span(part: &Part, each: Option<&Time>, own: Tz) -> Result<Span, Rule> {
    let when = |name: &str| part.line(name).map(|line| value::when(line, own)).transpose();
    let Some(start) = when("DTSTART")? else { return wrong("This event does not say when it begins (DTSTART).") };
    // A moment that comes once is a time where its author is; what comes again stays as it was said.
    let again = part.line("RRULE").is_some() || each.is_some();
    let start = if again { start } else { value::at_home(start, own) };
    let start = match (start.time, each.and_then(|each| each.span.start.time)) {
        (Some((_, chrono_tz::Tz::UTC)), Some((_, zone))) => value::at_home(start, zone),
        _ => start,
    };
    let minutes = |end: &When| (end.deadline(own) - start.deadline(own)).num_minutes();
    let length = match (start.time.is_none(), when("DTEND")?, part.value("DURATION")) {
        (true, Some(end), _) => (end.day - start.day).num_days().max(1),
        (true, None, Some(length)) => (value::minutes(length).unwrap_or(0) / (24 * 60)).max(1),
        (true, None, None) => 1,
        (false, Some(end), _) if end.time.is_none() => {
            return wrong("This event begins at a time and ends with a day. Let it end at a time too.");
        }
        (false, Some(end), _) => minutes(&end),
        (false, None, Some(length)) => value::minutes(length).unwrap_or(0),
        (false, None, None) => 0,
    };
    let Ok(length) = u32::try_from(length) else { return wrong("This event ends before it begins.") };
    Span { start, length }.checked()
}
