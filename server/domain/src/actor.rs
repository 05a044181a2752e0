//! Who did something, and by which way in.

use crate::Id;

/// Who acts. Everything that can change an object is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A person with an account.
    Person(Id),
    /// An outside identity without sign-in: a mail sender, a requester, a member of an import.
    Contact(Id),
    /// A rule of a space.
    Rule(Id),
    /// A recurring process.
    Process(Id),
    /// An import run.
    Import(Id),
    /// The server itself (purges, migrations).
    System,
    /// The command line, as whoever owns the machine.
    Cli,
}

impl Actor {
    /// The id of the actor, when it has one.
    pub fn id(&self) -> Option<Id> {
        match self {
            Actor::Person(id) | Actor::Contact(id) | Actor::Rule(id) => Some(*id),
            Actor::Process(id) | Actor::Import(id) => Some(*id),
            Actor::System | Actor::Cli => None,
        }
    }

    /// The word the API uses for the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Actor::Person(_) => "person",
            Actor::Contact(_) => "contact",
            Actor::Rule(_) => "rule",
            Actor::Process(_) => "process",
            Actor::Import(_) => "import",
            Actor::System => "system",
            Actor::Cli => "cli",
        }
    }
}

/// The way a change came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The page, signed in by a session.
    Page,
    /// An API token.
    Token(Id),
    /// The command line.
    Cli,
    /// A background job.
    Job,
    /// A mail that came in.
    Mail,
    /// A share link.
    Link,
}

impl Via {
    /// The word the API uses.
    pub fn word(&self) -> &'static str {
        match self {
            Via::Page => "page",
            Via::Token(_) => "token",
            Via::Cli => "cli",
            Via::Job => "job",
            Via::Mail => "mail",
            Via::Link => "link",
        }
    }
}
