//! Mail that somebody asked for and waits for: tried, an invite, a link for a new password. It is sent at once or not at
//! all, and whoever asked hears what the mail server said.

use super::{
    compose::{Composer, Item, Letter},
    settings::{self, Settings},
    transport::{Failure, Way},
};
use crate::{
    App, Error,
    access::{Scope, View},
    error::Code,
    outgoing,
};

/// A way to send such mail.
pub struct Post {
    settings: Settings,
    organization: String,
}

impl Post {
    /// Opens it, when mail is set up and nothing is held.
    pub fn open(app: &App, view: &View) -> Result<Post, Error> {
        if outgoing::held(view.read())? {
            return Err(Error::because(Code::Conflict, "Outgoing things wait since the restore. Let them go first."));
        }
        let organization = view.directory().organization.as_ref().map(|organization| organization.name.clone());
        Ok(Post { settings: settings::effective(app, view.read())?, organization: organization.unwrap_or_default() })
    }

    /// What the organization is called.
    pub fn organization(&self) -> &str {
        &self.organization
    }

    /// An address of the page, as people outside reach it.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }

    /// Sends to an address, all in one go. For blocking threads, and without a look at the data held open.
    pub fn send(&self, letters: &[(String, String, Letter)]) -> Result<Vec<Result<(), Failure>>, Error> {
        let composer = Composer { settings: &self.settings, organization: &self.organization, links: None };
        let way = Way::open(&self.settings);
        letters
            .iter()
            .map(|(name, email, letter)| {
                let mail = composer.write_to(name, email, letter)?;
                Ok(way.as_ref().map_err(Clone::clone).and_then(|way| way.send(&mail)))
            })
            .collect()
    }

    /// Sends one.
    pub fn one(&self, name: &str, email: &str, letter: Letter) -> Result<(), Error> {
        let sent = self.send(&[(name.to_owned(), email.to_owned(), letter)])?;
        match sent.into_iter().next() {
            Some(Err(failure)) => Err(refused(&failure)),
            _ => Ok(()),
        }
    }
}

/// What the mail server said, for who asked.
pub fn refused(failure: &Failure) -> Error {
    Error::because(Code::MailFailed, format!("The mail server says: {}", failure.words()))
}

/// A letter about one thing.
pub fn about(subject: String, intro: String, heading: &str, link: String) -> Letter {
    let item = Item { heading: heading.to_owned(), link, ..Item::default() };
    Letter { subject, intro, items: vec![item], ends: None, about: None }
}
