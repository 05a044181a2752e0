//! A feed as a calendar file.

use crate::{
    Error,
    access::Scope,
    calendars::{
        collection::{Calendar, Entry},
        event, task,
        text::{self, Zones},
    },
};
use guildhall_domain::{ical::Writer, task::Task};

/// How often programs should look again.
const AGAIN: &str = "PT1H";

/// Everything in a calendar that has a day.
pub fn write(scope: &impl Scope, calendar: &Calendar) -> Result<String, Error> {
    let entries = calendar.entries(scope)?;
    let mut out = Writer::default();
    text::begin(&mut out);
    out.text("X-WR-CALNAME", calendar.title());
    out.line(&format!("REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}"));
    out.line(&format!("X-PUBLISHED-TTL:{AGAIN}"));
    let named = entries.iter().flat_map(|entry| match entry {
        Entry::Event(event) => event::zones(event),
        Entry::Task(_) => Vec::new(),
    });
    text::tell(&mut out, named.collect(), &mut Zones::default());
    for entry in &entries {
        match entry {
            Entry::Event(event) => event::write(scope, event, false, &mut out)?,
            Entry::Task(task) => due(scope, task, &mut out)?,
        }
    }
    out.end("VCALENDAR");
    Ok(out.finish())
}

/// A task that is to be done by a day, as something on that day.
fn due(scope: &impl Scope, task: &Task, out: &mut Writer) -> Result<(), Error> {
    let Some(due) = task.due.filter(|_| task.is_open()) else { return Ok(()) };
    out.begin("VEVENT");
    out.text("UID", &task::uid(scope, task.id)?);
    out.moment("DTSTAMP", task.updated_ms);
    out.text("SUMMARY", &task.title);
    out.when("DTSTART", &task::as_moment(due));
    out.text("DESCRIPTION", &task.body);
    out.line("TRANSP:TRANSPARENT");
    out.end("VEVENT");
    Ok(())
}
