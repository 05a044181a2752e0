//! Entries as a calendar file.

use super::{collection::Entry, event, task};
use crate::{Error, access::Scope};
use chrono_tz::Tz;
use guildhall_domain::ical::{Writer, zone};
use std::collections::BTreeMap;

/// Who wrote it.
const PRODUCT: &str = "PRODID:-//Guildhall//Guildhall//EN";

/// Zones that were told before, so that each is worked out once in an answer.
#[derive(Debug, Default)]
pub struct Zones(BTreeMap<(&'static str, i32), String>);

impl Zones {
    fn told(&mut self, zone: Tz, year: i32) -> &str {
        self.0.entry((zone.name(), year)).or_insert_with(|| zone::told(zone, year))
    }
}

/// One entry as a file of its own.
pub fn file(scope: &impl Scope, entry: &Entry, zones: &mut Zones) -> Result<String, Error> {
    let mut out = Writer::default();
    begin(&mut out);
    if let Entry::Event(event) = entry {
        tell(&mut out, event::zones(event), zones);
    }
    match entry {
        Entry::Task(task) => task::write(scope, task, &mut out)?,
        Entry::Event(event) => event::write(scope, event, true, &mut out)?,
    }
    out.end("VCALENDAR");
    Ok(out.finish())
}

/// Begins a file.
pub fn begin(out: &mut Writer) {
    out.begin("VCALENDAR");
    out.line("VERSION:2.0");
    out.line(PRODUCT);
    out.line("CALSCALE:GREGORIAN");
}

/// Tells the zones that are named, each once, from the first year on.
pub fn tell(out: &mut Writer, named: Vec<(Tz, i32)>, zones: &mut Zones) {
    let mut first: BTreeMap<&'static str, (Tz, i32)> = BTreeMap::new();
    for (zone, year) in named {
        let one = first.entry(zone.name()).or_insert((zone, year));
        one.1 = one.1.min(year);
    }
    for (zone, year) in first.into_values() {
        out.add(zones.told(zone, year));
    }
}
