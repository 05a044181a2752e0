//! The frames as bytes on the wire. A text frame of a server is the same for everybody it goes to, so it is made
//! once and handed out.

use actix_web::web::Bytes;
use guildhall_domain::Id;
use std::sync::Arc;

/// A list or a value of a `state` frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Spaces,
    People,
    Tags,
    Organization,
    Me,
    Views,
    Searches,
    Tasks,
    Opened,
    Comments,
    Files,
    Topics,
    OpenedTopics,
    Documents,
    Events,
    Folders,
    Processes,
    Requests,
    Rules,
    Forms,
    Budgets,
    Counts,
    Home,
    Inbox,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Spaces => "spaces",
            Part::People => "people",
            Part::Tags => "tags",
            Part::Organization => "organization",
            Part::Me => "me",
            Part::Views => "views",
            Part::Searches => "searches",
            Part::Tasks => "tasks",
            Part::Opened => "opened",
            Part::Comments => "comments",
            Part::Files => "files",
            Part::Topics => "topics",
            Part::OpenedTopics => "opened_topics",
            Part::Documents => "documents",
            Part::Events => "events",
            Part::Folders => "folders",
            Part::Processes => "processes",
            Part::Requests => "requests",
            Part::Rules => "rules",
            Part::Forms => "forms",
            Part::Budgets => "budgets",
            Part::Counts => "counts",
            Part::Home => "home",
            Part::Inbox => "inbox",
        }
    }

    fn is_single(self) -> bool {
        matches!(self, Part::Tags | Part::Organization | Part::Me | Part::Home | Part::Inbox)
    }
}

/// Objects as JSON, each made once for all who see it the same way.
pub type Objects = Vec<(Part, Arc<str>)>;

/// What has to be loaded again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reload {
    /// Everything, the frame too.
    All,
    /// The tasks that are shown.
    Tasks,
    /// The tasks that are shown of these spaces.
    TasksOf(Vec<Id>),
}

/// JSON of anything the API shows.
pub fn json(value: &impl serde::Serialize) -> Arc<str> {
    serde_json::to_string(value).unwrap_or_default().into()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn ids(ids: &[Id]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    ids.join(",")
}

/// `,"cursor":"…"`, on the last frame of what belongs together.
fn tail(cursor: Option<&str>) -> String {
    cursor.map(|cursor| format!(",\"cursor\":{}", quoted(cursor))).unwrap_or_default()
}

/// The first frame.
pub fn hello(history: Id, seq: u64, cursor: Option<&str>) -> Bytes {
    let (history, version) = (history.simple(), env!("CARGO_PKG_VERSION"));
    text(&format!(r#"{{"type":"hello","history":"{history}","seq":{seq},"version":"{version}"{}}}"#, tail(cursor)))
}

/// The line is alive, and this is how far it has come. Two frames that travel as one: the page watches the first, and
/// browsers answer the second without telling it.
pub fn ping(seq: u64, cursor: &str) -> Bytes {
    let told = text(&format!(r#"{{"type":"ping","seq":{seq}{}}}"#, tail(Some(cursor))));
    [&told[..], &PING].concat().into()
}

/// Objects as they are now, and who did it.
pub fn state(seq: u64, objects: &[(Part, Arc<str>)], by: &[Arc<str>], cursor: Option<&str>) -> Bytes {
    let mut sorted: Vec<&(Part, Arc<str>)> = objects.iter().collect();
    sorted.sort_by_key(|(part, _)| *part);
    let groups: Vec<String> = sorted
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|group| {
            let (part, last) = group.last()?;
            let all: Vec<&str> = group.iter().map(|(_, object)| &**object).collect();
            let value = if part.is_single() { last.to_string() } else { format!("[{}]", all.join(",")) };
            Some(format!("\"{}\":{value}", part.name()))
        })
        .collect();
    let by: Vec<&str> = by.iter().map(|cause| &**cause).collect();
    text(&format!(
        r#"{{"type":"state","seq":{seq},"objects":{{{}}},"by":[{}]{}}}"#,
        groups.join(","),
        by.join(","),
        tail(cursor)
    ))
}

/// What is out of sight now.
pub fn gone(seq: u64, gone: &[Id], cursor: Option<&str>) -> Bytes {
    text(&format!(r#"{{"type":"gone","seq":{seq},"ids":[{}]{}}}"#, ids(gone), tail(cursor)))
}

/// What has to be loaded again.
pub fn reload(seq: u64, what: &Reload, cursor: Option<&str>) -> Bytes {
    let (scope, spaces) = match what {
        Reload::All => ("all", String::new()),
        Reload::Tasks => ("tasks", String::new()),
        Reload::TasksOf(spaces) => ("tasks", format!(",\"space_ids\":[{}]", ids(spaces))),
    };
    text(&format!(r#"{{"type":"reload","seq":{seq},"scope":"{scope}"{spaces}{}}}"#, tail(cursor)))
}

/// Who else is at an item.
pub fn presence(item: Id, people: &[(Id, Option<String>)]) -> Bytes {
    let person = |(id, field): &(Id, Option<String>)| {
        let field = field.as_deref().map_or("null".to_owned(), quoted);
        format!(r#"{{"id":"{id}","field":{field}}}"#)
    };
    let people: Vec<String> = people.iter().map(person).collect();
    text(&format!(r#"{{"type":"presence","item_id":"{item}","people":[{}]}}"#, people.join(",")))
}

/// Something of a page: which one, what it is, and its bytes.
pub fn page(page: Id, kind: u8, payload: &[u8]) -> Bytes {
    frame(0x82, &[page.as_bytes().as_slice(), &[kind], payload])
}

/// What people wrote in a page is kept.
pub fn page_saved(page: Id, at: &str, by: &[Id]) -> Bytes {
    text(&format!(r#"{{"type":"page_saved","item_id":"{page}","at":{},"by":[{}]}}"#, quoted(at), ids(by)))
}

fn text(payload: &str) -> Bytes {
    frame(0x81, &[payload.as_bytes()])
}

/// A ping of the protocol, with nothing in it.
const PING: [u8; 2] = [0x89, 0];

/// A frame as RFC 6455 has it.
fn frame(kind: u8, parts: &[&[u8]]) -> Bytes {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(length + 10);
    bytes.push(kind);
    match u16::try_from(length) {
        Ok(short) if short < 126 => bytes.push(u8::try_from(short).unwrap_or(0)),
        Ok(middle) => {
            bytes.push(126);
            bytes.extend_from_slice(&middle.to_be_bytes());
        }
        Err(_) => {
            bytes.push(127);
            bytes.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes.into()
}

/// Why a connection ends, as a code of its close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The server stops.
    Stopping,
    /// What was sent is not understood, or too much.
    Refused,
    /// The session or token ended.
    SignedOut,
    /// Frames came faster than they were read.
    Slow,
}

impl Ending {
    fn code(self) -> u16 {
        match self {
            Ending::Stopping => 1001,
            Ending::Refused => 1008,
            Ending::SignedOut => 4401,
            Ending::Slow => 4408,
        }
    }
}

/// A close frame.
pub fn close(why: Ending) -> Bytes {
    let [high, low] = why.code().to_be_bytes();
    Bytes::copy_from_slice(&[0x88, 2, high, low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_a_word_for_the_page_and_a_ping_for_the_browser() {
        let beat = ping(7, "abc.7");
        let (length, word) = (usize::from(beat[1]), &beat[2..]);
        assert_eq!(beat[0], 0x81);
        assert!(std::str::from_utf8(&word[..length]).unwrap().starts_with(r#"{"type":"ping","seq":7"#));
        assert_eq!(word[length..], PING);
    }

    #[test]
    fn lengths_are_written_as_the_protocol_wants() {
        for length in [0usize, 125, 126, 65_535, 65_536] {
            let frame = text(&"x".repeat(length));
            let head = match length {
                0..126 => 2,
                126..65_536 => 4,
                _ => 10,
            };
            assert_eq!((frame.len(), frame[0]), (length + head, 0x81));
        }
    }

    #[test]
    fn objects_of_a_kind_stand_together() {
        let objects = [(Part::Tasks, "1".into()), (Part::Tags, "[]".into()), (Part::Tasks, "2".into())];
        let frame = state(7, &objects, &[], Some("a-7"));
        let text = String::from_utf8_lossy(&frame[2..]).into_owned();
        assert_eq!(text, r#"{"type":"state","seq":7,"objects":{"tags":[],"tasks":[1,2]},"by":[],"cursor":"a-7"}"#);
    }
}
