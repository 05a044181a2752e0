//! Which entries a program asks for: of a kind, within some time, with or without a property.

use super::{
    collection::Entry,
    event::moment,
    question::{attribute, child, elements, is},
    text::{self, Zones},
    xml::CALDAV,
};
use crate::{Error, access::Scope};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use guildhall_domain::{
    event::{
        Event,
        occur::{Occurrence, Window},
        repeat::shifted,
    },
    ical,
    task::Task,
};
use xmltree::Element;

/// Most times of an event that are looked at.
const TIMES: usize = 10_000;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    kind: Option<String>,
    range: Option<Range>,
    tests: Vec<Test>,
}

/// From when to when; where one of them is left out, for ever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
}

/// What a property has to be.
#[derive(Debug, Clone, PartialEq)]
struct Test {
    name: String,
    text: Option<String>,
    negated: bool,
}

impl Filter {
    /// Reads it; none where it asks what is not answered here.
    pub fn read(filter: Option<&Element>) -> Option<Filter> {
        let Some(filter) = filter else { return Some(Filter::default()) };
        let calendar = child(filter, CALDAV, "comp-filter")?;
        if attribute(calendar, "name") != Some("VCALENDAR") {
            return None;
        }
        let mut inside = elements(calendar);
        let Some(part) = inside.next() else { return Some(Filter::default()) };
        if inside.next().is_some() || !is(part, CALDAV, "comp-filter") {
            return None;
        }
        let mut read = Filter { kind: attribute(part, "name").map(str::to_owned), ..Filter::default() };
        for element in elements(part) {
            match element.name.as_str() {
                "time-range" => read.range = Some(range(element)?),
                "prop-filter" => read.tests.extend(tests(element)?),
                _ => return None,
            }
        }
        Some(read)
    }

    /// Whether an entry is one of those that are asked for.
    pub fn takes(&self, scope: &impl Scope, entry: &Entry, own: Tz) -> Result<bool, Error> {
        if self.kind.as_ref().is_some_and(|kind| kind != entry.component()) {
            return Ok(false);
        }
        let within = self.range.is_none_or(|range| match entry {
            Entry::Task(task) => range.meets_task(task, own),
            Entry::Event(event) => range.meets_event(event, own),
        });
        if !within || self.tests.is_empty() {
            return Ok(within);
        }
        let file = text::file(scope, entry, &mut Zones::default())?;
        let calendar = ical::read(file.as_bytes())?;
        let Some(part) = calendar.parts_of(entry.component()).next() else { return Ok(false) };
        Ok(self.tests.iter().all(|test| test.holds(part)))
    }
}

impl Test {
    fn holds(&self, part: &ical::Part) -> bool {
        let found = match &self.text {
            None => part.line(&self.name).is_some(),
            Some(text) => {
                part.all(&self.name).any(|line| ical::value::unescape(&line.value).to_lowercase().contains(text))
            }
        };
        found != self.negated
    }
}

impl Range {
    fn meets(&self, begins: DateTime<Utc>, ends: DateTime<Utc>) -> bool {
        let after = self.from.is_none_or(|from| ends > from || (begins == ends && begins >= from));
        after && self.to.is_none_or(|to| begins < to)
    }

    fn meets_task(&self, task: &Task, own: Tz) -> bool {
        let (Some(first), Some(last)) = (task.start.or(task.due), task.due.or(task.start)) else { return true };
        self.meets(moment(&first, own), last.deadline(own))
    }

    fn meets_event(&self, event: &Event, own: Tz) -> bool {
        let Some(to) = self.to else {
            let from = self.first_day(event);
            return event.last_day().is_none_or(|last| last >= from);
        };
        !self.times(event, to, own).is_empty()
    }

    fn first_day(&self, event: &Event) -> NaiveDate {
        self.from.map_or_else(|| event.first_day(), |from| shifted(from.date_naive(), -1))
    }

    /// The times an event comes in it, up to its end.
    fn times(&self, event: &Event, to: DateTime<Utc>, own: Tz) -> Vec<Occurrence> {
        let window = Window { from: self.first_day(event), to: shifted(to.date_naive(), 1), zone: own };
        let mut all = event.occurrences(&window, TIMES);
        all.retain(|one| self.meets(one.span.begins(own), one.span.ends(own)));
        all
    }

    /// Both of its ends, where they are told in their order.
    pub fn ends(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        self.from.zip(self.to).filter(|(from, to)| from < to)
    }
}

/// The times an event comes between two moments.
pub fn times(event: &Event, (from, to): (DateTime<Utc>, DateTime<Utc>), own: Tz) -> Vec<Occurrence> {
    Range { from: Some(from), to: Some(to) }.times(event, to, own)
}

/// Reads a range; none where it says no moments.
pub fn range(element: &Element) -> Option<Range> {
    let at = |name: &str| match attribute(element, name) {
        None => Some(None),
        Some(text) => NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok().map(|at| Some(at.and_utc())),
    };
    Some(Range { from: at("start")?, to: at("end")? })
}

fn tests(element: &Element) -> Option<Vec<Test>> {
    let name = attribute(element, "name")?.to_ascii_uppercase();
    let mut tests = Vec::new();
    for inside in elements(element) {
        tests.push(match inside.name.as_str() {
            "is-not-defined" => Test { name: name.clone(), text: None, negated: true },
            "text-match" => Test {
                name: name.clone(),
                text: Some(inside.get_text().unwrap_or_default().to_lowercase()),
                negated: attribute(inside, "negate-condition") == Some("yes"),
            },
            _ => return None,
        });
    }
    if tests.is_empty() {
        tests.push(Test { name, text: None, negated: false });
    }
    Some(tests)
}
