//! Questions about many entries of a calendar: those that meet a filter, those that are named, those that changed.

use super::{
    changes,
    collection::Calendar,
    expanded::{self, Between},
    filter::{Filter, range},
    path::{self, Node, Place},
    properties::Asked,
    question::{self, Wanted},
    xml::{CALDAV, DAV, Many},
};
use crate::{Error, access, tasks};
use xmltree::Element;

/// What a question was answered.
#[derive(Debug)]
pub enum Answer {
    /// With this.
    Many(String),
    /// With this calendar file.
    Calendar(String),
    /// It breaks this condition.
    Refused(&'static str, &'static str),
}

/// Answers a question about a calendar.
pub fn answer(asked: &mut Asked<'_>, calendar: &Calendar, question: &Element) -> Result<Answer, Error> {
    let wanted = question::wanted(Some(question));
    // What changed is told as it is.
    if let Some(element) = question::expand(question).filter(|_| question.name != "sync-collection") {
        match between(element) {
            Ok(between) => asked.expand = Some(between),
            Err(refused) => return Ok(refused),
        }
    }
    match (question.namespace.as_deref(), question.name.as_str()) {
        (Some(CALDAV), "calendar-query") => query(asked, calendar, question, &wanted),
        (Some(CALDAV), "calendar-multiget") => named(asked, calendar, question, &wanted),
        (Some(CALDAV), "free-busy-query") => busy(asked, calendar, question),
        (Some(DAV), "sync-collection") => changed(asked, calendar, question, &wanted),
        _ => Ok(Answer::Refused("D:supported-report", "This question is not answered here.")),
    }
}

/// Between which moments times are asked for one by one.
fn between(element: &Element) -> Result<Between, Answer> {
    let Some(between) = range(element).and_then(|range| range.ends()) else {
        return Err(Answer::Refused("C:valid-filter", "Say from when to when, as 20261201T000000Z."));
    };
    if expanded::is_short(between) { Ok(between) } else { Err(too_much()) }
}

fn too_much() -> Answer {
    Answer::Refused("D:number-of-matches-within-limits", "Ask for at most 400 days and 10,000 times.")
}

fn busy(asked: &Asked<'_>, calendar: &Calendar, question: &Element) -> Result<Answer, Error> {
    let Some(element) = question::child(question, CALDAV, "time-range") else {
        return Ok(Answer::Refused("C:valid-filter", "Say from when to when (time-range)."));
    };
    match between(element) {
        Ok(between) => Ok(expanded::busy(asked.view, calendar, between)?.map_or_else(too_much, Answer::Calendar)),
        Err(refused) => Ok(refused),
    }
}

fn query(asked: &mut Asked<'_>, calendar: &Calendar, question: &Element, wanted: &Wanted) -> Result<Answer, Error> {
    let Some(filter) = Filter::read(question::filter(question)) else {
        return Ok(Answer::Refused("C:supported-filter", "This filter is not known here. Ask for a kind and a time."));
    };
    let own = tasks::input::zone(asked.view);
    let mut many = Many::default();
    for entry in calendar.entries(asked.view)? {
        if filter.takes(asked.view, &entry, own)? {
            let address = path::entry(asked.view, &asked.base, calendar, entry.id())?;
            asked.tell(&mut many, &address, &Node::Entry(calendar.clone(), entry), wanted)?;
        }
        if asked.expanded > expanded::TIMES {
            return Ok(too_much());
        }
    }
    Ok(Answer::Many(many.finish("")))
}

fn named(asked: &mut Asked<'_>, calendar: &Calendar, question: &Element, wanted: &Wanted) -> Result<Answer, Error> {
    let mut many = Many::default();
    for address in question::hrefs(question) {
        // Only what is in this calendar is answered by it.
        let place = Place::read(&address).filter(|place| place.calendar.as_deref() == Some(&*calendar.part()));
        let node = place.map(|place| access::seen(place.node(asked.view))).transpose()?.flatten();
        match node {
            Some(node @ Node::Entry(..)) => asked.tell(&mut many, &address, &node, wanted)?,
            _ => many.gone(&address),
        }
        if asked.expanded > expanded::TIMES {
            return Ok(too_much());
        }
    }
    Ok(Answer::Many(many.finish("")))
}

fn changed(asked: &mut Asked<'_>, calendar: &Calendar, question: &Element, wanted: &Wanted) -> Result<Answer, Error> {
    let token = question::text(question, DAV, "sync-token").filter(|token| !token.is_empty());
    let mut many = Many::default();
    match token {
        None => {
            for entry in calendar.entries(asked.view)? {
                let address = path::entry(asked.view, &asked.base, calendar, entry.id())?;
                asked.tell(&mut many, &address, &Node::Entry(calendar.clone(), entry), wanted)?;
            }
        }
        Some(token) => {
            let Some(changed) = changes::since(asked.view, calendar, &token)? else {
                return Ok(Answer::Refused("D:valid-sync-token", "Too much changed since. Load everything again."));
            };
            for one in changed {
                let address = path::entry(asked.view, &asked.base, calendar, one.id)?;
                match one.now {
                    Some(entry) => asked.tell(&mut many, &address, &Node::Entry(calendar.clone(), entry), wanted)?,
                    // Another entry may have taken its name.
                    None if !path::is_of(asked.view, calendar, one.id)? => {}
                    None => many.gone(&address),
                }
            }
        }
    }
    let token = format!("<D:sync-token>{}</D:sync-token>", super::xml::escape(asked.token()));
    Ok(Answer::Many(many.finish(&token)))
}

/// What is directly below something, with it.
pub fn below(asked: &mut Asked<'_>, node: &Node, address: &str, deep: bool, wanted: &Wanted) -> Result<String, Error> {
    let mut many = Many::default();
    asked.tell(&mut many, address, node, wanted)?;
    match node {
        Node::Home if deep => {
            for calendar in Calendar::all(asked.view)? {
                let address = path::calendar(&asked.base, &calendar);
                asked.tell(&mut many, &address, &Node::Calendar(calendar), wanted)?;
            }
        }
        Node::Calendar(calendar) if deep => {
            for entry in calendar.entries(asked.view)? {
                let address = path::entry(asked.view, &asked.base, calendar, entry.id())?;
                asked.tell(&mut many, &address, &Node::Entry(calendar.clone(), entry), wanted)?;
            }
        }
        _ => {}
    }
    Ok(many.finish(""))
}
