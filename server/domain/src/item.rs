//! What every item shares: its core, the set of audiences that may read it, links, and how keys look.

mod cores;

use crate::{AudienceId, Id, actor::Actor, document::Document, event::Event, task::Task, topic::Topic};

/// What every item has, whatever its kind: as much as rights, audiences and what people say about it need.
pub trait Core {
    /// Id.
    fn id(&self) -> Id;
    /// Home space; none for what belongs to a few people only.
    fn home(&self) -> Option<Id>;
    /// Number of its key.
    fn number(&self) -> u32;
    /// Title.
    fn title(&self) -> &str;
    /// Who made it.
    fn author(&self) -> Actor;
    /// Who does it.
    fn assignee(&self) -> Option<Id> {
        None
    }
    /// Other spaces it can be read in.
    fn also_in(&self) -> &[Id] {
        &[]
    }
    /// People who read it beside those of spaces.
    fn people(&self) -> &[Id] {
        &[]
    }
    /// Whether only its author and those who lead its home change it; everybody who sees it may still comment.
    fn is_led(&self) -> bool {
        false
    }
    /// In the trash since.
    fn trashed_ms(&self) -> Option<i64>;
    /// Its last change.
    fn seq(&self) -> u64;
}

/// An item of any kind. One is at hand at a time and none are kept in lists, so their different sizes cost nothing
/// and a box for each would.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A task.
    Task(Task),
    /// A topic.
    Topic(Topic),
    /// A page or a file.
    Document(Document),
    /// An event.
    Event(Event),
}

impl Item {
    fn core(&self) -> &dyn Core {
        match self {
            Item::Task(task) => task,
            Item::Topic(topic) => topic,
            Item::Document(document) => document,
            Item::Event(event) => event,
        }
    }

    /// How many comments it has, not counting deleted ones.
    pub fn comments(&self) -> u32 {
        match self {
            Item::Task(task) => task.comments,
            Item::Topic(topic) => topic.comments,
            Item::Document(document) => document.comments,
            Item::Event(event) => event.comments,
        }
    }

    /// The same with another number of comments.
    #[must_use]
    pub fn with_comments(&self, comments: u32) -> Item {
        match self {
            Item::Task(task) => Item::Task(Task { comments, ..task.clone() }),
            Item::Topic(topic) => Item::Topic(Topic { comments, ..topic.clone() }),
            Item::Document(document) => Item::Document(Document { comments, ..document.clone() }),
            Item::Event(event) => Item::Event(Event { comments, ..event.clone() }),
        }
    }

    /// How many files it has, not counting those in the trash.
    pub fn files(&self) -> u32 {
        match self {
            Item::Task(task) => task.files,
            Item::Topic(topic) => topic.files,
            Item::Document(document) => document.files,
            Item::Event(event) => event.files,
        }
    }

    /// The same with another number of files.
    #[must_use]
    pub fn with_files(&self, files: u32) -> Item {
        match self {
            Item::Task(task) => Item::Task(Task { files, ..task.clone() }),
            Item::Topic(topic) => Item::Topic(Topic { files, ..topic.clone() }),
            Item::Document(document) => Item::Document(Document { files, ..document.clone() }),
            Item::Event(event) => Item::Event(Event { files, ..event.clone() }),
        }
    }

    /// The same, read by other people beside those of its spaces. Those of a topic or an event are in it and stay.
    #[must_use]
    pub fn with_people(&self, people: Vec<Id>) -> Item {
        match self {
            Item::Task(task) => Item::Task(Task { people, ..task.clone() }),
            Item::Topic(topic) => Item::Topic(topic.clone()),
            Item::Document(document) => Item::Document(Document { people, ..document.clone() }),
            Item::Event(event) => Item::Event(event.clone()),
        }
    }

    /// How many links it has.
    pub fn links(&self) -> u32 {
        match self {
            Item::Task(task) => task.links,
            Item::Topic(topic) => topic.links,
            Item::Document(document) => document.links,
            Item::Event(event) => event.links,
        }
    }

    /// The same with another number of links.
    #[must_use]
    pub fn with_links(&self, links: u32) -> Item {
        match self {
            Item::Task(task) => Item::Task(Task { links, ..task.clone() }),
            Item::Topic(topic) => Item::Topic(Topic { links, ..topic.clone() }),
            Item::Document(document) => Item::Document(Document { links, ..document.clone() }),
            Item::Event(event) => Item::Event(Event { links, ..event.clone() }),
        }
    }

    /// Adds a follower once.
    pub fn follow(&mut self, person: Id) {
        match self {
            Item::Task(task) => task.follow(person),
            Item::Topic(topic) => topic.follow(person),
            Item::Document(document) => document.follow(person),
            Item::Event(event) => event.follow(person),
        }
    }
}

impl Core for Item {
    fn id(&self) -> Id {
        self.core().id()
    }
    fn home(&self) -> Option<Id> {
        self.core().home()
    }
    fn number(&self) -> u32 {
        self.core().number()
    }
    fn title(&self) -> &str {
        self.core().title()
    }
    fn author(&self) -> Actor {
        self.core().author()
    }
    fn assignee(&self) -> Option<Id> {
        self.core().assignee()
    }
    fn also_in(&self) -> &[Id] {
        self.core().also_in()
    }
    fn people(&self) -> &[Id] {
        self.core().people()
    }
    fn is_led(&self) -> bool {
        self.core().is_led()
    }
    fn trashed_ms(&self) -> Option<i64> {
        self.core().trashed_ms()
    }
    fn seq(&self) -> u64 {
        self.core().seq()
    }
}

/// The sorted audiences of an item. A reader sees the item when one of them is in their reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience(Vec<AudienceId>);

impl Audience {
    /// A set from any order, without doubles.
    pub fn new(mut ids: Vec<AudienceId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Audience(ids)
    }

    /// The ids, ascending.
    pub fn ids(&self) -> &[AudienceId] {
        &self.0
    }
}

/// Everything a reader may see: their own audience and those of their spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach(Vec<AudienceId>);

impl Reach {
    /// A reach from any order, without doubles.
    pub fn new(mut ids: Vec<AudienceId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Reach(ids)
    }

    /// Whether one audience is in reach.
    pub fn has(&self, id: AudienceId) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// Whether an item with these audiences may be read. The one rule of sight.
    pub fn sees(&self, audience: &[AudienceId]) -> bool {
        audience.iter().any(|id| self.has(*id))
    }

    /// The ids, ascending.
    pub fn ids(&self) -> &[AudienceId] {
        &self.0
    }
}

/// How two items relate, seen from the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They have to do with each other.
    Relates,
    /// The first must be done before the second can go on.
    Blocks,
    /// The other way round.
    BlockedBy,
    /// The first says the same as the second.
    Duplicates,
    /// The other way round.
    DuplicatedBy,
}

impl Relation {
    /// The relation seen from the other item.
    pub fn reverse(self) -> Self {
        match self {
            Relation::Relates => Relation::Relates,
            Relation::Blocks => Relation::BlockedBy,
            Relation::BlockedBy => Relation::Blocks,
            Relation::Duplicates => Relation::DuplicatedBy,
            Relation::DuplicatedBy => Relation::Duplicates,
        }
    }
}

/// Splits `SVC-214` into prefix and number; none when it is not a key.
pub fn parse_key(key: &str) -> Option<(String, u32)> {
    let (prefix, number) = key.trim().rsplit_once('-')?;
    if !is_prefix(&prefix.to_ascii_uppercase()) || number.is_empty() || number.len() > 9 {
        return None;
    }
    Some((prefix.to_ascii_uppercase(), number.parse().ok()?))
}

/// Two to five letters A–Z.
pub fn is_prefix(prefix: &str) -> bool {
    (2..=5).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_in_any_case_and_nothing_else_is() {
        assert_eq!(parse_key("svc-214"), Some(("SVC".into(), 214)));
        for wrong in ["SVC214", "S-1", "SERVICE-1", "SVC-", "SVC-x", "SVC--1", "SVC-9999999999"] {
            assert_eq!(parse_key(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sight_is_the_intersection() {
        let reach = Reach::new(vec![9, 2, 2]);
        assert!(reach.sees(&[1, 9]));
        assert!(!reach.sees(&[1, 3]));
        assert!(!reach.sees(&[]));
    }
}
