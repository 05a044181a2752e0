//! Who asks: the identity a request or a job acts with. What it may do is looked up anew each time.

use crate::{Error, error::Code};
use guildhall_domain::{
    Id,
    actor::{Actor, Via},
};

/// What an API token was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    /// Read everything the person may read.
    pub read: bool,
    /// Change what the person may change.
    pub write: bool,
    /// The admin's calls.
    pub admin: bool,
    /// Files and folders by a program that takes them for a network folder.
    pub files: bool,
    /// Calendars and tasks by a program that keeps calendars.
    pub calendars: bool,
}

impl Scopes {
    /// Everything: sessions and the command line.
    pub const ALL: Scopes = Scopes { read: true, write: true, admin: true, files: true, calendars: true };
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// Whose rights count; none for the server itself.
    pub person: Option<Id>,
    /// Who stands in the log.
    pub actor: Actor,
    /// By which way in.
    pub via: Via,
    /// What the way in allows.
    pub scopes: Scopes,
}

impl Who {
    /// A person in the page.
    pub fn person(id: Id) -> Self {
        Who { person: Some(id), actor: Actor::Person(id), via: Via::Page, scopes: Scopes::ALL }
    }

    /// Refuses what only somebody who signed in themselves may do.
    ///
    /// # Errors
    /// `token_scope` for whoever came in another way.
    pub fn in_person(&self) -> Result<(), Error> {
        if self.via == Via::Page { Ok(()) } else { Err(Error::new(Code::TokenScope)) }
    }

    /// A person through an API token.
    pub fn token(person: Id, token: Id, scopes: Scopes) -> Self {
        Who { person: Some(person), actor: Actor::Person(person), via: Via::Token(token), scopes }
    }

    /// The command line, with the rights of a person where one is needed.
    pub fn cli(person: Option<Id>) -> Self {
        Who { person, actor: Actor::Cli, via: Via::Cli, scopes: Scopes::ALL }
    }

    /// A job that works for a person.
    pub fn job(actor: Actor, person: Option<Id>) -> Self {
        Who { person, actor, via: Via::Job, scopes: Scopes::ALL }
    }

    /// Somebody who wrote a mail; what a contact may do is for the command to see to.
    pub fn mail(actor: Actor, person: Option<Id>) -> Self {
        Who { person, actor, via: Via::Mail, scopes: Scopes::ALL }
    }

    /// Somebody outside who opened a share link. They have no rights of their own: what the link shows is all they see,
    /// which is for the command and the query to see to.
    pub fn link() -> Self {
        Who { person: None, actor: Actor::System, via: Via::Link, scopes: Scopes::ALL }
    }

    /// The person, where they do it themselves: what a rule or a process does with somebody's rights they have not read,
    /// said or followed.
    pub fn oneself(&self) -> Option<Id> {
        self.person.filter(|_| !matches!(self.actor, Actor::Rule(_) | Actor::Process(_)))
    }

    /// The server itself.
    pub fn system() -> Self {
        Who { person: None, actor: Actor::System, via: Via::Job, scopes: Scopes::ALL }
    }
}
