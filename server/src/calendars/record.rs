//! What calendars keep of their own, as stored.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::Id;
use minicbor::{Decode, Encode};

/// What a program of somebody said of an item, and how it calls it.
#[derive(Debug, Clone, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct KeptRecord {
    /// The audience of the calendar in which it has this name; elsewhere it goes by its id.
    #[n(0)]
    pub calendar: u64,
    /// The name, as it stands in the address.
    #[n(1)]
    pub name: String,
    /// What programs know a task by, where that is not its id. Events keep theirs themselves.
    #[n(2)]
    pub uid: Option<String>,
    /// Lines of a task that mean nothing here. Events keep theirs themselves.
    #[n(3)]
    pub extra: Option<String>,
    /// Of a task that comes again by a rule in those lines: the one that was made for its next time; itself, where none is to
    /// be made.
    #[n(4)]
    pub next: Option<Bytes16>,
}

/// Whether another task was made for the next time of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Not yet.
    Open,
    /// This one.
    Made(Id),
    /// None is to be made.
    Never,
}

impl KeptRecord {
    /// By which rule a task comes again, as the program wrote it.
    pub fn rule(&self) -> Option<&str> {
        let own = self.extra.as_deref()?.lines().take_while(|line| !line.starts_with("BEGIN:"));
        own.filter(|line| is_rule(line)).find_map(|line| line.split_once(':')).map(|(_, rule)| rule.trim())
    }

    /// Whether another one was made for the next time of a task.
    pub fn next(&self, own: Id) -> Next {
        match cbor::from_id_opt(&self.next) {
            None => Next::Open,
            Some(id) if id == own => Next::Never,
            Some(id) => Next::Made(id),
        }
    }

    /// The lines for the next one, with what is left of the rule.
    pub fn for_next(&self, rule: &str) -> String {
        let lines = self.extra.as_deref().unwrap_or_default().lines();
        let lines = lines.filter(|line| !line.starts_with("PERCENT-COMPLETE"));
        let of = |line: &str| if is_rule(line) { format!("RRULE:{rule}") } else { line.to_owned() };
        lines.map(of).collect::<Vec<_>>().join("\n")
    }
}

/// Whether a line says when something comes again.
pub fn is_rule(line: &str) -> bool {
    line.strip_prefix("RRULE").is_some_and(|rest| rest.starts_with([':', ';']))
}

guildhall_store::record!(KeptRecord, 1);
