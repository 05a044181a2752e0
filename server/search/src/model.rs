//! What is put into the index: one [`Doc`] a hit, and the [`Op`]s that keep it true.
//!
//! Ids and numbers are the store's; this crate gives them no meaning beyond comparing them.

use uuid::Uuid;

/// What a hit is. The numbers are stored in the index folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// A task.
    Task = 1,
    /// A checklist step of a task.
    Step = 2,
    /// A comment on any item.
    Comment = 3,
    /// A topic.
    Topic = 4,
    /// A message of a topic.
    Message = 5,
    /// A page.
    Page = 6,
    /// A file, by its name and its extracted text.
    File = 7,
    /// An event.
    Event = 8,
    /// A process: work that comes again.
    Process = 9,
}

impl Kind {
    /// Every kind, in the order of its number.
    pub const ALL: [Kind; 9] = [
        Kind::Task,
        Kind::Step,
        Kind::Comment,
        Kind::Topic,
        Kind::Message,
        Kind::Page,
        Kind::File,
        Kind::Event,
        Kind::Process,
    ];

    /// The kind with this number, if there is one.
    pub fn from_number(number: u64) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| *kind as u64 == number)
    }

    /// Whether [`Doc::title`] is the title of the item it hangs on rather than its own.
    pub(crate) fn has_borrowed_title(self) -> bool {
        matches!(self, Kind::Comment | Kind::Message)
    }
}

/// The state of the item a hit belongs to. The numbers are stored in the index folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum State {
    /// Not finished.
    Open = 1,
    /// Finished, decided or answered.
    Done = 2,
    /// Given up.
    Cancelled = 3,
    /// In an archived space.
    Archived = 4,
}

impl State {
    /// Every state, in the order of its number.
    pub const ALL: [State; 4] = [State::Open, State::Done, State::Cancelled, State::Archived];

    /// The state with this number, if there is one.
    pub fn from_number(number: u64) -> Option<State> {
        State::ALL.into_iter().find(|state| *state as u64 == number)
    }
}

/// One searchable thing.
#[derive(Debug, Clone)]
pub struct Doc {
    /// What the hit is: the id of the task, step, comment and so on. Unique in the index.
    pub id: Uuid,
    /// The item it belongs to; the same as `id` for an item itself.
    pub item: Uuid,
    /// What it is.
    pub kind: Kind,
    /// The key of the item, such as `SVC-214`, or empty.
    pub key: String,
    /// Its own title; for comments and messages the title of their item, which then only helps when
    /// another word of the question is in the text.
    pub title: String,
    /// Its text as written.
    pub text: String,
    /// The home space.
    pub space: u64,
    /// Who may see it: a reader does when their [`crate::Reach`] holds one of these.
    pub audience: Vec<u64>,
    /// Who wrote it, 0 for nobody.
    pub author: u64,
    /// Who it is assigned to, 0 for nobody.
    pub assignee: u64,
    /// Tags of the item.
    pub tags: Vec<u64>,
    /// State of the item.
    pub state: State,
    /// A file hangs on it.
    pub has_file: bool,
    /// It links to something.
    pub has_link: bool,
    /// Creation, UTC milliseconds.
    pub created_ms: i64,
    /// Last change, UTC milliseconds. Order, `before:`, `after:` and the facet of dates go by this.
    pub updated_ms: i64,
    /// The due day, in days since 1970-01-01.
    pub due_day: Option<i32>,
}

/// One change to the index.
#[derive(Debug, Clone)]
pub enum Op {
    /// Adds the document, in place of an earlier one with its id.
    Put(Doc),
    /// Removes one document.
    DeleteDoc(Uuid),
    /// Removes an item and everything that belongs to it.
    DeleteItem(Uuid),
}
