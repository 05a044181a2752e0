//! What a link shows at a moment: the one place that decides it. Documents and folders are looked up here without the
//! rights of a person, so nothing else may hand them to somebody outside.

use super::{record::Kept, store};
use crate::{
    Error,
    access::Scope,
    documents::{self, folders},
    error::Code,
};
use guildhall_domain::{
    Id,
    document::{Document, folder::Folder},
    share::{Mode, Share, Target},
    space::Space,
};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// How long somebody who opened a link is in without opening it again.
pub const VISIT_MS: i64 = 12 * 3_600_000;
/// Bytes of a token: when it ends, and the mark of it.
const TOKEN: usize = 8 + 32;

/// A link that works, with what it is a link to.
pub struct Opened {
    /// The link.
    pub kept: Kept,
    /// The home of what it shows.
    pub space: Arc<Space>,
    /// What it shows.
    pub what: What,
}

/// See [`Opened`].
pub enum What {
    /// A document.
    Document(Box<Document>),
    /// A folder.
    Folder(Folder),
}

/// That a link does not work: the same whatever the reason, and whether there ever was one.
pub fn gone() -> Error {
    Error::because(Code::LinkExpired, "This link does not work any more. Ask whoever sent it for a new one.")
}

/// A link that works now.
pub fn look(scope: &impl Scope, id: Id) -> Result<Opened, Error> {
    let kept = store::get(scope.read(), id)?.filter(|kept| kept.share.is_open(scope.now())).ok_or_else(gone)?;
    let (what, home) = match kept.share.target {
        Target::Document(id) => {
            let found = documents::store::get(scope.read(), id)?.filter(|document| document.trashed_ms.is_none());
            let document = found.ok_or_else(gone)?;
            let home = document.space;
            (What::Document(Box::new(document)), home)
        }
        Target::Folder(id) => {
            let folder = folders::store::live(scope.read(), id)?.ok_or_else(gone)?;
            let home = folder.space;
            (What::Folder(folder), home)
        }
    };
    let space = scope.directory().space(home).filter(|space| space.deleted_ms.is_none()).cloned().ok_or_else(gone)?;
    Ok(Opened { kept, space, what })
}

impl Opened {
    /// The link.
    pub fn share(&self) -> &Share {
        &self.kept.share
    }

    /// Whether something can be said by it now.
    pub fn may_comment(&self) -> bool {
        self.share().mode == Mode::Comment && self.space.is_live()
    }

    /// A document it shows: its own, or one that lies in its folder.
    pub fn document(&self, scope: &impl Scope, id: Id) -> Result<Document, Error> {
        match &self.what {
            What::Document(own) if own.id == id => Ok((**own).clone()),
            What::Document(_) => Err(Error::not_found()),
            What::Folder(top) => {
                let found = documents::store::get(scope.read(), id)?.filter(Document::is_shown);
                let document = found.filter(|found| found.space == top.space).ok_or_else(Error::not_found)?;
                let way = folders::store::way(scope.read(), document.folder)?;
                if way.contains(&top.id) { Ok(document) } else { Err(Error::not_found()) }
            }
        }
    }

    /// A folder it shows: its own or one below it; with the way to it from its own.
    pub fn folder(&self, scope: &impl Scope, id: Option<Id>) -> Result<Vec<Folder>, Error> {
        let What::Folder(top) = &self.what else { return Err(Error::not_found()) };
        let id = id.unwrap_or(top.id);
        let mut way = Vec::new();
        for id in folders::store::way(scope.read(), Some(id))? {
            way.push(folders::store::live(scope.read(), id)?.ok_or_else(Error::not_found)?);
            if id == top.id {
                way.reverse();
                return Ok(way);
            }
        }
        Err(Error::not_found())
    }
}

/// Makes what somebody who opened a link shows from then on. Another password ends it, and so does a restore.
pub fn token(kept: &Kept, history: Id, now: i64) -> String {
    let until = now + VISIT_MS;
    let bytes = [&until.to_be_bytes()[..], &mark(kept, history, until)].concat();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mark(kept: &Kept, history: Id, until: i64) -> [u8; 32] {
    let opens = [kept.secret.as_slice(), kept.phc.as_deref().unwrap_or_default().as_bytes()].concat();
    let key = blake3::derive_key("guildhall share token v1", &opens);
    let what = [kept.share.id.as_bytes().as_slice(), history.as_bytes(), &until.to_be_bytes()].concat();
    *blake3::keyed_hash(&key, &what).as_bytes()
}

/// Whether a token is one of a link, and not over.
pub fn is_token(kept: &Kept, history: Id, now: i64, token: &str) -> bool {
    let Some(bytes) = unhex(token) else { return false };
    let Some((until, given)) = bytes.split_first_chunk::<8>() else { return false };
    let until = i64::from_be_bytes(*until);
    until > now && bool::from(mark(kept, history, until).as_slice().ct_eq(given))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let right = text.len() == TOKEN * 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let pairs = (0..TOKEN).map(|at| text.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()));
    right.then(|| pairs.collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_link_with_one_password_for_a_while() {
        let share = Share {
            id: Id::from_u128(1),
            target: Target::Document(Id::from_u128(2)),
            mode: Mode::Read,
            by: Id::from_u128(3),
            created_ms: 0,
            expires_ms: i64::MAX,
            revoked_ms: None,
            opened: 0,
            opened_ms: None,
        };
        let (kept, history) = (Kept { share, secret: vec![1; 32], phc: None }, Id::from_u128(9));
        let made = token(&kept, history, 5);
        assert!(is_token(&kept, history, 5 + VISIT_MS - 1, &made));
        assert!(!is_token(&kept, history, 5 + VISIT_MS, &made));
        assert!(!is_token(&kept, Id::from_u128(8), 6, &made));
        let locked = Kept { phc: Some("x".into()), ..kept.clone() };
        assert!(!is_token(&locked, history, 6, &made));
        let other = Kept { share: Share { id: Id::from_u128(4), ..kept.share.clone() }, ..kept.clone() };
        assert!(!is_token(&other, history, 6, &made));
        let mut later = made.clone();
        later.replace_range(..2, "7f");
        for wrong in ["", "00", &later, &made[2..], &format!("{made}00"), &"é".repeat(TOKEN)] {
            assert!(!is_token(&kept, history, 6, wrong), "{wrong}");
        }
    }
}
