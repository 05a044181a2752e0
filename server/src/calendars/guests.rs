//! Who is invited, as calendar programs read it. It is told and not taken: who is invited, and what they say, is said in the
//! page, so the lines that tell it are left out of what a program sends back. What a program says of people itself is kept
//! as it came. Nobody is told as the one who invites: programs would take the event for one that only they may change.

use crate::access::{self, Scope};
use chrono::NaiveDate;
use guildhall_domain::{
    event::{Answer, Event},
    ical::Writer,
    person::{Person, Role},
};

/// What somebody said, in the word of the format.
fn said(answer: Answer) -> &'static str {
    match answer {
        Answer::None => "NEEDS-ACTION",
        Answer::Yes => "ACCEPTED",
        Answer::No => "DECLINED",
        Answer::Maybe => "TENTATIVE",
    }
}

/// By what programs know somebody: their address, where the reader may know it.
fn address(scope: &impl Scope, person: &Person) -> String {
    let hidden = access::me(scope).is_ok_and(|me| me.role == Role::Guest && me.id != person.id);
    if hidden || person.email.is_empty() {
        return format!("urn:uuid:{}", person.id);
    }
    format!("mailto:{}", person.email)
}

/// The guests a reader knows: their address, and how they are told on a day.
fn known(scope: &impl Scope, event: &Event, day: Option<NaiveDate>) -> Vec<(String, String)> {
    let people = event.guests.iter().filter_map(|id| scope.directory().person(*id));
    people
        .filter(|person| access::knows(scope, person))
        .map(|person| {
            let address = address(scope, person);
            let answer = said(event.answer_on(person.id, day).unwrap_or_default());
            let line = format!("ATTENDEE;CN=\"{}\";PARTSTAT={answer}:{address}", person.name.replace('"', "'"));
            (address, line)
        })
        .collect()
}

/// The lines of what was kept, and whether each is of the event itself and not of an alarm in it.
fn lines(extra: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut depth = 0_usize;
    extra.lines().map(move |line| {
        depth += usize::from(line.starts_with("BEGIN:"));
        let own = depth == 0;
        depth = depth.saturating_sub(usize::from(line.starts_with("END:")));
        (own, line)
    })
}

/// Whether a line tells that somebody is invited.
fn names(line: &str, address: &str) -> bool {
    super::event::says(line, "ATTENDEE") && line.to_lowercase().ends_with(&format!(":{}", address.to_lowercase()))
}

/// Whether a program said something of somebody itself.
fn is_said(extra: &str, address: &str) -> bool {
    lines(extra).any(|(own, line)| own && names(line, address))
}

/// Tells who is invited, besides those of whom a program said something itself.
pub fn write(scope: &impl Scope, event: &Event, day: Option<NaiveDate>, extra: &str, out: &mut Writer) {
    let told = known(scope, event, day).into_iter().filter(|(address, _)| !is_said(extra, address));
    told.for_each(|(_, line)| out.line(&line));
}

/// What a program sent, without what it was told. `before`: what was kept of it until now.
pub fn without(scope: &impl Scope, event: &Event, before: &str, extra: &str) -> String {
    let told = known(scope, event, None).into_iter().filter(|(address, _)| !is_said(before, address));
    let told: Vec<String> = told.map(|(address, _)| address).collect();
    let kept = lines(extra).filter(|(own, line)| !(*own && told.iter().any(|address| names(line, address))));
    kept.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_the_event_itself_name_who_is_invited() {
        let alarm = "BEGIN:VALARM\nATTENDEE:mailto:ana@x.example\nEND:VALARM";
        let extra = &format!("TRANSP:OPAQUE\nATTENDEE;CN=\"a:b\":MAILTO:Ben@x.example\n{alarm}");
        assert!(is_said(extra, "mailto:ben@x.example"));
        assert!(!is_said(extra, "mailto:ana@x.example") && !is_said(extra, "mailto:n@x.example"));
    }
}
