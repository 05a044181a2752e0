//! Where mail comes in: the address that replies and mails to spaces are sent to, and the mailbox it may be fetched
//! from. Mail that leaves names this address; what comes in is another feature's.

pub mod store;

pub use store::{IncomingRecord, put, settings};

use crate::{App, Error};
use guildhall_domain::person;
use guildhall_store::{Read, StoreError};

/// The address mail comes in at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// One mailbox: names go behind a `+`.
    Mailbox(String, String),
    /// A whole domain: names are mailboxes.
    Domain(String),
}

impl Door {
    /// Reads one.
    pub fn read(text: &str) -> Result<Door, Error> {
        let text = text.trim().trim_start_matches('@').to_lowercase();
        let wrong = || Error::field("address", "Write an address such as work@example.com, or a domain of its own.");
        let whole = if text.contains('@') { text.clone() } else { format!("a@{text}") };
        let whole = person::email(&whole).map_err(|_| wrong())?;
        let (local, domain) = whole.rsplit_once('@').ok_or_else(wrong)?;
        if !domain.is_ascii() || local.len() > 30 || !local.is_ascii() || local.contains('+') {
            return Err(wrong());
        }
        let domain = domain.to_owned();
        Ok(if text.contains('@') { Door::Mailbox(local.to_owned(), domain) } else { Door::Domain(domain) })
    }

    /// The address of a name.
    pub fn address(&self, name: &str) -> String {
        match self {
            Door::Mailbox(local, domain) => format!("{local}+{name}@{domain}"),
            Door::Domain(domain) => format!("{name}@{domain}"),
        }
    }

    /// The name an address is of; empty for the mailbox itself, none for what does not come in here.
    pub fn name<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (local, at) = address.rsplit_once('@')?;
        match self {
            Door::Domain(domain) => (at == domain).then_some(local),
            Door::Mailbox(own, domain) if at == domain => {
                let rest = local.strip_prefix(own.as_str())?;
                if rest.is_empty() { Some("") } else { rest.strip_prefix('+') }
            }
            Door::Mailbox(..) => None,
        }
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        match self {
            Door::Mailbox(_, domain) | Door::Domain(domain) => domain,
        }
    }
}

/// The door, where there is one.
pub fn door(read: &Read<'_>) -> Result<Option<Door>, StoreError> {
    Ok(settings(read)?.address.and_then(|address| Door::read(&address).ok()))
}

/// Whether anything brings mail in: a port that listens, or a mailbox that is looked into.
pub fn is_open(app: &App, settings: &IncomingRecord) -> bool {
    settings.address.is_some() && (app.config().mail_listen.is_some() || settings.host.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_behind_a_plus_or_before_the_domain() {
        let mailbox = Door::read(" Work@Example.com ").unwrap();
        assert_eq!(mailbox.address("festival"), "work+festival@example.com");
        assert_eq!(mailbox.name("work+festival@example.com"), Some("festival"));
        assert_eq!(mailbox.name("work@example.com"), Some(""));
        assert_eq!(mailbox.name("worker@example.com"), None);
        assert_eq!(mailbox.name("work+festival@example.org"), None);
        let domain = Door::read("work.example.com").unwrap();
        assert_eq!(domain.address("festival"), "festival@work.example.com");
        assert_eq!(domain.name("festival@work.example.com"), Some("festival"));
        for wrong in ["", "a b", "a@b@c", "x+y@example.com", "a@b\r\nc"] {
            assert!(Door::read(wrong).is_err(), "{wrong}");
        }
    }
}
