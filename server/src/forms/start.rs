//! What opens forms and requests from outside, and the signed start of an answer. Nothing of it is stored: all of it
//! follows from a key of this data.
//!
//! Invariants: a secret is good for one object and one number of its link; a start is good for one form, in one version,
//! for a day, and names the id its request will have, so what is sent twice is one request.

use crate::{App, Error, access::Scope, error::Code, http::version, secrets, vault};
use guildhall_domain::{Id, form::Form};
use subtle::ConstantTimeEq;

/// How long somebody may take to fill in a form.
pub const GOOD_MS: i64 = 24 * 3_600_000;
/// Whoever is faster is a program, or goes again a moment later.
pub const FASTEST_MS: i64 = 3_000;
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Letters of a secret: 130 bits, which nobody guesses.
const LENGTH: usize = 26;
const MARK: usize = 16;

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A public form.
    Form,
    /// A request, for whoever made it.
    Request,
}

/// Makes and reads them.
#[derive(Clone, Copy)]
pub struct Keys([u8; 32]);

/// The start of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The id its request will have.
    pub request: Id,
    /// The version of the form that was opened.
    pub version: u32,
    /// When.
    pub at_ms: i64,
    /// By which link; none for somebody who is signed in.
    pub link: Option<u32>,
}

impl Keys {
    /// With the key of this data, which is made once. Blocks.
    pub fn load(app: &App) -> Result<Keys, Error> {
        Ok(Keys(blake3::derive_key("guildhall form links v1", &vault::key(app, "form_links")?)))
    }

    /// The same beside the worker that answers.
    pub async fn get(app: &App) -> Result<Keys, Error> {
        let app = app.clone();
        actix_web::web::block(move || Keys::load(&app)).await.map_err(|_| Error::new(Code::Stopping))?
    }

    /// The secret of a link.
    pub fn secret(&self, door: Door, id: Id, link: u32) -> String {
        let door = match door {
            Door::Form => 1,
            Door::Request => 2,
        };
        let hash = blake3::keyed_hash(&self.0, &[&[door], id.as_bytes().as_slice(), &link.to_be_bytes()].concat());
        let letters = hash.as_bytes().iter().take(LENGTH).filter_map(|byte| LETTERS.get(usize::from(byte & 31)));
        letters.map(|letter| char::from(*letter)).collect()
    }

    /// Whether a secret is that of a link.
    pub fn opens(&self, door: Door, id: Id, link: u32, secret: &str) -> bool {
        self.secret(door, id, link).as_bytes().ct_eq(secret.as_bytes()).into()
    }

    /// Begins an answer.
    pub fn start(&self, scope: &impl Scope, form: &Form, link: Option<u32>) -> String {
        let now = scope.now();
        let start = Start { request: secrets::id(now), version: form.version, at_ms: now, link };
        let bytes = [body(&start).as_slice(), &self.mark(form.id, scope.history(), &start)].concat();
        version::list_cursor(&bytes)
    }

    /// What a start says, if it is one of this form that is still good.
    pub fn read_start(&self, scope: &impl Scope, form: Id, token: &str) -> Result<Start, Error> {
        let old = || {
            let words = "Too much time went by since this form was opened. Open it again; what you wrote stays here.";
            Error::because(Code::LinkExpired, words)
        };
        let bytes = version::read_list_cursor(token).map_err(|_| old())?;
        let (said, mark) = bytes.split_last_chunk::<MARK>().ok_or_else(old)?;
        let start = unbody(said).ok_or_else(old)?;
        let right: bool = self.mark(form, scope.history(), &start).ct_eq(mark).into();
        if right && start.at_ms + GOOD_MS > scope.now() { Ok(start) } else { Err(old()) }
    }

    fn mark(&self, form: Id, history: Id, start: &Start) -> [u8; MARK] {
        let what = [&[3], form.as_bytes().as_slice(), history.as_bytes(), &body(start)].concat();
        let mut mark = [0; MARK];
        mark.iter_mut().zip(blake3::keyed_hash(&self.0, &what).as_bytes()).for_each(|(to, from)| *to = *from);
        mark
    }
}

fn body(start: &Start) -> Vec<u8> {
    let link = start.link.map_or(0, |link| u64::from(link) + 1);
    let head = [start.request.as_bytes().as_slice(), &start.version.to_be_bytes(), &start.at_ms.to_be_bytes()];
    [head.concat().as_slice(), &link.to_be_bytes()].concat()
}

fn unbody(bytes: &[u8]) -> Option<Start> {
    let (request, rest) = bytes.split_first_chunk::<16>()?;
    let (version, rest) = rest.split_first_chunk::<4>()?;
    let (at_ms, rest) = rest.split_first_chunk::<8>()?;
    let (link, rest) = rest.split_first_chunk::<8>()?;
    let link = u64::from_be_bytes(*link).checked_sub(1).and_then(|link| u32::try_from(link).ok());
    rest.is_empty().then(|| Start {
        request: Id::from_bytes(*request),
        version: u32::from_be_bytes(*version),
        at_ms: i64::from_be_bytes(*at_ms),
        link,
    })
}

/// Refuses what was filled in faster than anybody can.
pub fn not_too_fast(scope: &impl Scope, start: &Start) -> Result<(), Error> {
    let left = start.at_ms + FASTEST_MS - scope.now();
    if left <= 0 {
        return Ok(());
    }
    let seconds = u64::try_from((left + 999) / 1000).unwrap_or(1);
    Err(Error::new(Code::TooFast).with("retry_after", seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_of_one_thing_and_one_number() {
        let keys = Keys([7; 32]);
        let (one, other) = (Id::from_u128(1), Id::from_u128(2));
        let secret = keys.secret(Door::Form, one, 1);
        assert_eq!(secret.len(), LENGTH);
        assert!(keys.opens(Door::Form, one, 1, &secret));
        assert!(!keys.opens(Door::Form, one, 2, &secret) && !keys.opens(Door::Form, other, 1, &secret));
        assert!(!keys.opens(Door::Request, one, 1, &secret) && !Keys([8; 32]).opens(Door::Form, one, 1, &secret));
        assert!(!keys.opens(Door::Form, one, 1, "") && !keys.opens(Door::Form, one, 1, &secret[1..]));
    }

    #[test]
    fn a_start_says_what_it_was_made_of() {
        for link in [None, Some(0), Some(u32::MAX)] {
            let start = Start { request: Id::from_u128(9), version: 3, at_ms: -4, link };
            assert_eq!(unbody(&body(&start)), Some(start));
        }
        assert_eq!(unbody(&[0; 35]), None);
        assert_eq!(unbody(&[0; 37]), None);
    }
}
