//! The links in mails that end a kind of them, without signing in: they name the person and the kind, and carry a mark
//! that only this server can make. They do nothing else, and may be followed again and again.

use super::{
    record::{self, kind_from, kind_number},
    report_wishes, store, weekly,
};
use crate::{
    App, Error,
    access::{Scope, Work},
    error::Code,
    vault,
};
use guildhall_domain::{Id, inbox::Reason, mail::Rhythm};
use subtle::ConstantTimeEq;

/// The name of the key among the secrets.
const KEY: &str = "mail_links";
/// Stands for all mail.
const ALL: u8 = u8::MAX;
/// Stands for the mail of what happened.
const WEEK: u8 = 100;
/// Stands for the mail of reports.
const REPORTS: u8 = 101;
const MARK: usize = 16;

/// What a link ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// This kind.
    Kind(Reason),
    /// What happened, once a week.
    Week,
    /// Reports, once a week.
    Reports,
    /// All of what needs them.
    All,
}

/// Makes links.
pub struct Links([u8; 32]);

impl Links {
    /// With the key of this data, which is made once.
    pub fn load(app: &App) -> Result<Links, Error> {
        Ok(Links(blake3::derive_key("guildhall mail links v1", &vault::key(app, KEY)?)))
    }

    fn mark(&self, person: Id, kind: u8) -> [u8; MARK] {
        let hash = blake3::keyed_hash(&self.0, &[person.as_bytes().as_slice(), &[kind]].concat());
        let mut mark = [0; MARK];
        mark.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
        mark
    }

    /// The secret of a link.
    pub fn token(&self, person: Id, ends: Ends) -> String {
        let kind = match ends {
            Ends::All => ALL,
            Ends::Week => WEEK,
            Ends::Reports => REPORTS,
            Ends::Kind(kind) => kind_number(kind).unwrap_or(ALL),
        };
        let bytes = [person.as_bytes().as_slice(), &[kind], &self.mark(person, kind)].concat();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What a secret stands for.
    pub fn read(&self, token: &str) -> Option<(Id, Ends)> {
        let bytes = crate::http::version::read_list_cursor(token).ok()?;
        let (person, rest) = bytes.split_at_checked(16)?;
        let (kind, mark) = rest.split_first()?;
        let person = Id::from_slice(person).ok()?;
        let right: bool = self.mark(person, *kind).as_slice().ct_eq(mark).into();
        let ends = match *kind {
            ALL => Ends::All,
            WEEK => Ends::Week,
            REPORTS => Ends::Reports,
            kind => Ends::Kind(kind_from(kind)?),
        };
        right.then_some((person, ends))
    }
}

/// Ends what a link stands for.
pub fn end(work: &mut Work<'_, '_>, person: Id, ends: Ends) -> Result<(), Error> {
    let gone = || Error::new(Code::LinkExpired);
    let person = work.directory().person(person).ok_or_else(gone)?.clone();
    match ends {
        Ends::Week => return weekly::set(work, &person, false),
        Ends::Reports => return report_wishes::end(work, person.audience),
        Ends::Kind(_) | Ends::All => {}
    }
    let audience = person.audience;
    let kept = store::person(work.read(), audience)?;
    let mut wishes = kept.wishes();
    match ends {
        Ends::All => wishes.rhythm = Rhythm::Never,
        Ends::Kind(kind) if !wishes.without.contains(&kind) => wishes.without.push(kind),
        Ends::Kind(_) | Ends::Week | Ends::Reports => {}
    }
    let due_ms = kept.due_ms.filter(|_| wishes.rhythm != Rhythm::Never);
    let after = record::PersonRecord { due_ms, ..kept.with(&wishes) };
    Ok(store::put_person(work.tx, audience, &after)?)
}
