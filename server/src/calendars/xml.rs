//! The little XML that is answered.

use std::fmt::Write;

/// The name of DAV.
pub const DAV: &str = "DAV:";
/// The name of CalDAV.
pub const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
/// What a well-known server added first.
pub const SERVER: &str = "http://calendarserver.org/ns/";
/// What a well-known desktop added first.
pub const APPLE: &str = "http://apple.com/ns/ical/";
const PREFIXES: [(&str, &str); 4] = [(DAV, "D"), (CALDAV, "C"), (SERVER, "S"), (APPLE, "A")];
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// A name with its namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The namespace.
    pub space: String,
    /// The name in it.
    pub local: String,
}

impl Name {
    /// One of ours.
    pub fn new(space: &str, local: &str) -> Name {
        Name { space: space.to_owned(), local: local.to_owned() }
    }

    /// It as an element with something in it.
    pub fn element(&self, inside: &str) -> String {
        let local = &self.local;
        match PREFIXES.iter().find(|(space, _)| *space == self.space) {
            Some((_, prefix)) if inside.is_empty() => format!("<{prefix}:{local}/>"),
            Some((_, prefix)) => format!("<{prefix}:{local}>{inside}</{prefix}:{local}>"),
            None => format!("<x:{local} xmlns:x=\"{}\"/>", escape(&self.space)),
        }
    }
}

/// A text as it stands in XML. What no XML may hold is left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

/// An address.
pub fn href(address: &str) -> String {
    format!("<D:href>{}</D:href>", escape(address))
}

/// Answers about many things at once.
#[derive(Debug)]
pub struct Many {
    text: String,
}

impl Default for Many {
    fn default() -> Self {
        let mut text = format!("{HEAD}<D:multistatus");
        for (space, prefix) in PREFIXES {
            let _ = write!(text, " xmlns:{prefix}=\"{space}\"");
        }
        text.push('>');
        Many { text }
    }
}

impl Many {
    /// What a thing has of what was asked, and the names of what it has not.
    pub fn found(&mut self, address: &str, found: &str, missing: &[Name], why: &str) {
        let _ = write!(self.text, "<D:response>{}", href(address));
        if !found.is_empty() || missing.is_empty() {
            let _ = write!(
                self.text,
                "<D:propstat><D:prop>{found}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
            );
        }
        if !missing.is_empty() {
            let missing: String = missing.iter().map(|name| name.element("")).collect();
            let _ = write!(
                self.text,
                "<D:propstat><D:prop>{missing}</D:prop><D:status>HTTP/1.1 {why}</D:status></D:propstat>"
            );
        }
        self.text.push_str("</D:response>");
    }

    /// That something is not there.
    pub fn gone(&mut self, address: &str) {
        let _ =
            write!(self.text, "<D:response>{}<D:status>HTTP/1.1 404 Not Found</D:status></D:response>", href(address));
    }

    /// All of it; `last` stands at its end.
    pub fn finish(mut self, last: &str) -> String {
        self.text.push_str(last);
        self.text.push_str("</D:multistatus>\n");
        self.text
    }
}

/// Why something was not done: the condition it broke, and a sentence.
pub fn refusal(condition: &str, sentence: &str) -> String {
    let (prefix, local) = condition.split_once(':').unwrap_or(("D", condition));
    format!(
        "{HEAD}<D:error xmlns:D=\"{DAV}\" xmlns:C=\"{CALDAV}\"><{prefix}:{local}/><D:responsedescription>{}\
         </D:responsedescription></D:error>\n",
        escape(sentence)
    )
}
