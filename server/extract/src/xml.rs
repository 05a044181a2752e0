//! XML as a stream of the few things that matter here: elements by their local names, and characters. No entity
//! is resolved but the five that XML knows and numbers, so nothing grows and nothing is fetched.

use crate::{Unreadable, html::character};
use quick_xml::{Reader, XmlVersion, events::Event};
use std::io::BufRead;

/// What a walk meets.
pub(crate) enum Met<'e> {
    /// An element begins; its attributes by local name.
    Open(&'e str, &'e dyn Fn(&str) -> Option<String>),
    /// An element ends; an empty one begins and ends.
    Close(&'e str),
    /// Characters.
    Text(&'e str),
}

/// Walks a part; `each` answers whether to go on.
pub(crate) fn walk(input: &mut dyn BufRead, mut each: impl FnMut(Met<'_>) -> bool) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(input);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut depth = 0u32;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(unreadable)?;
        let go_on = match &event {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.local_name();
                let attribute = |name: &str| {
                    let found = element.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
                    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
                };
                let mut go_on = each(Met::Open(name.as_ref(), &attribute));
                if matches!(event, Event::Empty(_)) {
                    go_on = go_on && each(Met::Close(name.as_ref()));
                } else {
                    depth += 1;
                }
                go_on
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                each(Met::Close(element.local_name().as_ref()))
            }
            Event::Text(text) => each(Met::Text(&text.xml10_content())),
            Event::CData(text) => each(Met::Text(&text.xml10_content())),
            Event::GeneralRef(name) => {
                character(name.as_ref()).is_none_or(|c| each(Met::Text(c.encode_utf8(&mut [0; 4]))))
            }
            // A part that ends inside its elements was cut off.
            Event::Eof => return if depth == 0 { Ok(()) } else { Err(Unreadable::Broken) },
            _ => true,
        };
        if !go_on {
            return Ok(());
        }
        buffer.clear();
    }
}

fn unreadable(error: quick_xml::Error) -> Unreadable {
    match error {
        quick_xml::Error::Io(io) if io.kind() == std::io::ErrorKind::FileTooLarge => Unreadable::TooLarge,
        _ => Unreadable::Broken,
    }
}
