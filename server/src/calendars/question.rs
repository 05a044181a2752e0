//! What programs ask in XML, read into what is meant. How deep and long it is was looked at before.

use super::xml::{CALDAV, DAV, Name};
use xmltree::Element;

/// Longest question: a program may ask for ten thousand entries by name.
pub const MOST: usize = 2 << 20;

/// What is asked of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Everything usual.
    All,
    /// Everything by name alone.
    Names,
    /// These.
    These(Vec<Name>),
}

/// The outermost element; none where nothing was sent.
pub fn root(bytes: &[u8]) -> Result<Option<Element>, xmltree::ParseError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    Element::parse(bytes).map(Some)
}

/// The elements in another one.
pub fn elements(of: &Element) -> impl Iterator<Item = &Element> {
    of.children.iter().filter_map(|child| child.as_element())
}

/// Whether it is an element of that name.
pub fn is(element: &Element, space: &str, local: &str) -> bool {
    element.name == local && element.namespace.as_deref() == Some(space)
}

/// The first element of that name in another one.
pub fn child<'a>(of: &'a Element, space: &str, local: &str) -> Option<&'a Element> {
    elements(of).find(|element| is(element, space, local))
}

/// The text of the first element of that name.
pub fn text(of: &Element, space: &str, local: &str) -> Option<String> {
    child(of, space, local).and_then(Element::get_text).map(|text| text.trim().to_owned())
}

/// An attribute that has no namespace.
pub fn attribute<'a>(of: &'a Element, name: &str) -> Option<&'a str> {
    of.attributes.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value.as_str())
}

/// What a question asks for.
pub fn wanted(question: Option<&Element>) -> Wanted {
    let Some(question) = question else { return Wanted::All };
    if child(question, DAV, "propname").is_some() {
        return Wanted::Names;
    }
    let Some(prop) = child(question, DAV, "prop") else { return Wanted::All };
    let name =
        |element: &Element| Name { space: element.namespace.clone().unwrap_or_default(), local: element.name.clone() };
    Wanted::These(elements(prop).map(name).collect())
}

/// The addresses a question names.
pub fn hrefs(question: &Element) -> Vec<String> {
    let named = elements(question).filter(|element| is(element, DAV, "href"));
    named.filter_map(Element::get_text).map(|text| text.trim().to_owned()).collect()
}

/// The names of what is set or taken away.
pub fn changed(question: &Element) -> Vec<Name> {
    let parts = elements(question).filter(|part| is(part, DAV, "set") || is(part, DAV, "remove"));
    let names = parts.map(|part| match wanted(Some(part)) {
        Wanted::These(names) => names,
        _ => Vec::new(),
    });
    names.flatten().collect()
}

/// The element that asks for each time of what comes again.
pub fn expand(question: &Element) -> Option<&Element> {
    let data = child(child(question, DAV, "prop")?, CALDAV, "calendar-data")?;
    child(data, CALDAV, "expand")
}

/// The filter of a question about entries.
pub fn filter(question: &Element) -> Option<&Element> {
    child(question, CALDAV, "filter")
}
