//! From an address to what is there, and back.

use super::{
    collection::{Calendar, Entry},
    store,
};
use crate::{Error, access::Scope};
use guildhall_domain::Id;
use std::fmt::Write;

/// Where the calendars are.
pub const HOME: &str = "dav/calendars/";
/// Who asks.
pub const PRINCIPAL: &str = "dav/principal/";
/// Longest name of an entry in an address.
const NAME: usize = 250;

/// What stands at an address.
#[derive(Debug, Clone)]
pub enum Node {
    /// All calendars.
    Home,
    /// Who asks.
    Principal,
    /// A calendar.
    Calendar(Calendar),
    /// An entry of a calendar.
    Entry(Calendar, Entry),
}

/// An address below that of the calendars: at most a calendar and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The calendar, as it is called in addresses; none is all of them.
    pub calendar: Option<String>,
    /// The name of an entry.
    pub name: Option<String>,
}

impl Place {
    /// Reads what follows `/dav/calendars`, or a whole address of it.
    pub fn read(path: &str) -> Option<Place> {
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.get(rest.find('/')?..)?,
            None => path,
        };
        let rest = path.split_once("/dav/calendars")?.1;
        let mut parts = rest.split('/').filter(|part| !part.is_empty()).map(decoded);
        let (calendar, name) = (parts.next().flatten(), parts.next());
        let name = match name {
            Some(name) => Some(name.filter(|name| !name.is_empty() && name.len() <= NAME)?),
            None => None,
        };
        parts.next().is_none().then_some(Place { calendar, name })
    }

    /// What is there, for somebody who may read it.
    pub fn node(&self, scope: &impl Scope) -> Result<Node, Error> {
        let Some(calendar) = &self.calendar else { return Ok(Node::Home) };
        let calendar = Calendar::named(scope, calendar)?;
        let Some(name) = &self.name else { return Ok(Node::Calendar(calendar)) };
        let id = store::named(scope.read(), calendar.audience(), name)?.ok_or_else(Error::not_found)?;
        let entry = calendar.entry(scope, id)?.ok_or_else(Error::not_found)?;
        Ok(Node::Entry(calendar, entry))
    }
}

/// The text of a part of an address; none where it is none in UTF-8.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        let coded = more.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match coded.filter(|_| *byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(value) => {
                bytes.push(value);
                rest = more.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(['/', '\0']))
}

/// A name as it stands in an address.
pub fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// The address of a calendar.
pub fn calendar(base: &str, calendar: &Calendar) -> String {
    format!("{base}{HOME}{}/", calendar.part())
}

/// The address of an entry in a calendar.
pub fn entry(scope: &impl Scope, base: &str, of: &Calendar, id: Id) -> Result<String, Error> {
    let name = store::name_in(scope.read(), of.audience(), id)?;
    Ok(format!("{}{}", calendar(base, of), encoded(&name)))
}

/// Whether an item is the one its name in a calendar stands for.
pub fn is_of(scope: &impl Scope, of: &Calendar, id: Id) -> Result<bool, Error> {
    let name = store::name_in(scope.read(), of.audience(), id)?;
    Ok(store::named(scope.read(), of.audience(), &name)? == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_nothing_goes_up() {
        let name = "Brot & Käse, 1.ics";
        let place = Place::read(&format!("/dav/calendars/my-work/{}", encoded(name))).unwrap();
        assert_eq!((place.calendar.as_deref(), place.name.as_deref()), (Some("my-work"), Some(name)));
        assert_eq!(Place::read("/dav/calendars"), Some(Place { calendar: None, name: None }));
        assert!(Place::read("https://guild.example/work/dav/calendars/a/b.ics").unwrap().name.is_some());
        for wrong in ["/dav/calendars/a/b/c", "/dav/calendars/a/b%2Fc", "/dav/calendars/a/%ff", "/other"] {
            assert!(Place::read(wrong).is_none_or(|place| place.name.is_none()), "{wrong}");
        }
    }
}
