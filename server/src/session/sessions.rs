//! Sessions: beginning, listing and ending them.

use super::{
    record::SessionRecord,
    store::{self, SESSIONS},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    http::{address::Client, shapes},
    log::cbor,
    secrets,
};
use actix_web::{HttpRequest, http::header::USER_AGENT};
use guildhall_domain::Id;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most sessions of a person; the one unused for longest makes way.
const MOST: usize = 50;

/// A session to be begun. The secret is made before the command, which keeps only its hash.
#[derive(Debug, Clone)]
pub struct NewSession {
    hash: Vec<u8>,
    device: String,
    address: String,
}

impl NewSession {
    /// The session for a browser and the secret its cookie gets.
    pub fn of(request: &HttpRequest, client: &Client) -> (String, NewSession) {
        let secret = secrets::secret();
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let session =
            NewSession { hash: secrets::hash(&secret), device: device(agent), address: client.address.clone() };
        (secret, session)
    }

    /// Where it comes from.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Begins a session of a person who has just proved to be it.
pub fn begin(work: &mut Work<'_, '_>, person: Id, new: &NewSession) -> Result<(), Error> {
    let mut others = store::sessions_of(work.tx.read(), person)?;
    others.sort_by_key(|(_, session)| std::cmp::Reverse(session.seen_ms));
    for (hash, _) in others.iter().skip(MOST - 1) {
        work.tx.delete(&SESSIONS, hash)?;
    }
    let now = work.now();
    let session = SessionRecord {
        id: cbor::id(work.new_id()),
        person: cbor::id(person),
        created_ms: now,
        seen_ms: now,
        device: new.device.clone(),
        address: new.address.clone(),
    };
    work.tx.put(&SESSIONS, &new.hash, &session)?;
    Ok(store::put_seen(work.tx, person, now)?)
}

/// Ends the session of a secret: signing out.
pub fn sign_out(work: &mut Work<'_, '_>, hash: &Vec<u8>, address: &str) -> Result<(), Error> {
    work.tx.delete(&SESSIONS, hash)?;
    audit::add(work, AuditAction::SignedOut, "", address)
}

/// Ends one of the asker's sessions.
pub fn end(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let me = access::me(work)?;
    let mine = store::sessions_of(work.tx.read(), me.id)?;
    let (hash, session) =
        mine.into_iter().find(|(_, session)| cbor::from_id(&session.id) == id).ok_or_else(Error::not_found)?;
    work.tx.delete(&SESSIONS, &hash)?;
    audit::add(work, AuditAction::SessionEnded, &session.device, address)
}

/// Ends all of the asker's sessions but the one at hand.
pub fn end_others(work: &mut Work<'_, '_>, keep: Option<&[u8]>, address: &str) -> Result<(), Error> {
    let me = access::me(work)?;
    match store::end_sessions(work.tx, me.id, keep)? {
        0 => Ok(()),
        ended => audit::add(work, AuditAction::SessionEnded, &format!("{ended} others"), address),
    }
}

/// Deletes sessions that ended by themselves.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let now = work.now();
    let old = store::sessions(work.tx.read())?
        .into_iter()
        .filter(|(_, session)| session.seen_ms + super::identify::IDLE_MS < now);
    let old: Vec<Vec<u8>> = old.map(|(hash, _)| hash).collect();
    Ok(old.iter().try_for_each(|hash| work.tx.delete(&SESSIONS, hash))?)
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionShape {
    /// Id.
    pub id: Uuid,
    /// The one this request came with.
    pub current: bool,
    /// When it began.
    pub created_at: String,
    /// When it was last used, to within some minutes.
    pub last_seen_at: String,
    /// Browser and system.
    pub device: String,
    /// Where it was last used from.
    pub address: String,
}

/// The asker's sessions, last used first.
pub fn list(scope: &impl Scope, current: Option<&[u8]>) -> Result<Vec<SessionShape>, Error> {
    let mut mine = store::sessions_of(scope.read(), access::me(scope)?.id)?;
    mine.retain(|(_, session)| session.seen_ms + super::identify::IDLE_MS >= scope.now());
    mine.sort_by_key(|(_, session)| std::cmp::Reverse((session.seen_ms, session.created_ms)));
    let shape = |(hash, session): (Vec<u8>, SessionRecord)| SessionShape {
        id: cbor::from_id(&session.id),
        current: Some(hash.as_slice()) == current,
        created_at: shapes::instant(session.created_ms),
        last_seen_at: shapes::instant(session.seen_ms),
        device: session.device,
        address: session.address,
    };
    Ok(mine.into_iter().map(shape).collect())
}

/// `Firefox on Windows`: enough to know one's own devices by.
fn device(agent: &str) -> String {
    let found =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // Browsers also name those they want to be taken for, so the order matters.
    let browser = found(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = found(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().filter(|c| !c.is_control()).take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_named_as_people_do() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome on Windows");
        assert_eq!(device(&format!("{chrome} Edg/126.0")), "Edge on Windows");
        assert_eq!(
            device("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"),
            "Firefox on Linux"
        );
        assert_eq!(device("curl/8.5.0"), "curl/8.5.0");
    }
}
