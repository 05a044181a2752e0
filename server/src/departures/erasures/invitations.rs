//! What calendar programs said of somebody beside tasks and events: that they are invited, or whom to ask.

use super::{record::Words, traces::without};
use crate::{
    Error,
    access::{Scope, Work},
    calendars, events,
};
use guildhall_domain::{Id, event::Event};

/// Entries looked at in one command.
const SLICE: usize = 500;
/// What names people. RFC 5545, 3.8.4.
const PEOPLE: [&str; 3] = ["ATTENDEE", "CONTACT", "ORGANIZER"];

/// Of tasks; answers where to go on.
pub fn of_tasks(work: &mut Work<'_, '_>, words: &Words, after: Option<Id>) -> Result<Option<Id>, Error> {
    Ok(calendars::store::rewrite(work.tx, after, SLICE, |kept| silent(kept, words))?)
}

/// Of events; answers where to go on. It is nobody's change.
pub fn of_events(work: &mut Work<'_, '_>, words: &Words, after: Option<Id>) -> Result<Option<Id>, Error> {
    let slice: Vec<Event> =
        events::store::after(work.read(), after)?.take(SLICE).collect::<Result<_, guildhall_store::StoreError>>()?;
    for before in &slice {
        let mut event = before.clone();
        event.extra = silent(&event.extra, words);
        for instead in event.exceptions.values_mut().flatten() {
            instead.extra = silent(&instead.extra, words);
        }
        if event != *before {
            work.unnamed(|work| events::store::note(work, &event, Vec::new()))?;
        }
    }
    Ok(slice.last().map(|event| event.id).filter(|_| slice.len() == SLICE))
}

/// Lines of a program without those that tell of somebody.
fn silent(kept: &str, words: &Words) -> String {
    kept.lines().filter(|line| !tells(line, words)).collect::<Vec<_>>().join("\n")
}

fn tells(line: &str, words: &Words) -> bool {
    let name = line.split([':', ';']).next().unwrap_or_default();
    let small = line.to_lowercase();
    PEOPLE.contains(&name)
        && (words.addresses.iter().any(|address| small.contains(&address.to_lowercase()))
            || without(line, words) != line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_about_them_go() {
        let words = Words { names: vec!["Ana Moreau".into()], addresses: vec!["ana@x.example".into()] };
        let kept = "TRANSP:OPAQUE\nATTENDEE;CN=\"A\":MAILTO:Ana@x.example\nATTENDEE:mailto:ben@x.example\n\
                    CONTACT:Ana Moreau\\, 0151\nX-NOTE:Ana Moreau\nBEGIN:VALARM\nATTENDEE:mailto:ana@x.example\nEND:VALARM";
        let left = "TRANSP:OPAQUE\nATTENDEE:mailto:ben@x.example\nX-NOTE:Ana Moreau\nBEGIN:VALARM\nEND:VALARM";
        assert_eq!(silent(kept, &words), left);
        assert_eq!(silent("", &words), "");
    }
}
