//! What the folder says of itself: the payload of a commit, and the file that marks a clean stop.

use std::path::Path;

use uuid::Uuid;

use crate::language::Language;
use crate::schema::VERSION;

/// Name of the file that is there only between a clean stop and the next start.
const CLEAN: &str = "clean";

/// What a commit belongs to. Written with every commit as one line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Payload {
    pub version: u32,
    pub history: Uuid,
    pub language: Language,
    pub seq: u64,
}

impl Payload {
    pub fn new(history: Uuid, language: Language, seq: u64) -> Payload {
        Payload { version: VERSION, history, language, seq }
    }

    pub fn text(&self) -> String {
        let code = if self.language == Language::None { "-" } else { self.language.code() };
        format!("{} {} {} {}", self.version, self.history, code, self.seq)
    }

    pub fn read(text: &str) -> Option<Payload> {
        let mut words = text.split(' ');
        let payload = Payload {
            version: words.next()?.parse().ok()?,
            history: words.next()?.parse().ok()?,
            language: Language::from_code(words.next()?),
            seq: words.next()?.parse().ok()?,
        };
        words.next().is_none().then_some(payload)
    }

    /// Why an index with this payload cannot serve, or nothing when it can.
    pub fn refused(&self, history: Uuid, language: Language, head_seq: u64) -> Option<String> {
        if self.version != VERSION {
            Some(format!("it is of version {}, not {VERSION}", self.version))
        } else if self.history != history {
            Some("it belongs to another history".to_owned())
        } else if self.language != language {
            Some("it is in another language".to_owned())
        } else if self.seq == 0 {
            Some("its making was not finished".to_owned())
        } else if self.seq > head_seq {
            Some(format!("it is ahead of the data ({} after {head_seq})", self.seq))
        } else {
            None
        }
    }
}

/// Whether the last stop was clean; forgets it, so that only the next clean stop says so again.
pub(crate) fn take_clean(root: &Path) -> bool {
    std::fs::remove_file(root.join(CLEAN)).is_ok()
}

/// Notes a clean stop, after everything else is durable.
pub(crate) fn leave_clean(root: &Path) -> std::io::Result<()> {
    let file = std::fs::File::create(root.join(CLEAN))?;
    file.sync_all()?;
    crate::storage::sync_folder(root)
}
