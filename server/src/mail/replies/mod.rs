//! By which address a mail is answered: a secret of one item and one person or contact, in Reply-To and in the name
//! of the mail. It says who is meant and nothing of what they may do; that is asked when the answer comes.
//!
//! Invariants: a secret is written down before the mail that carries it leaves; it is only good for [`GOOD_MS`], and
//! only with the mark of this data's key, so that a row alone proves nothing.

pub mod store;

use self::store::{ActorRecord, MADE, REPLIES, ReplyRecord};
use super::incoming::{self, Door};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    log::cbor::{self, Tagged},
    secrets, vault,
};
use guildhall_domain::{Id, actor::Actor};
use guildhall_store::{Read, Span, StoreError};
use subtle::ConstantTimeEq;

/// How long a secret is good for.
pub const GOOD_MS: i64 = 90 * DAY_MS;
const DAY_MS: i64 = 24 * 3_600_000;
/// The name of the key among the secrets.
const KEY: &str = "mail_replies";
/// What the names of addresses of replies begin with.
const MARK: &str = "r-";
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Letters of a secret: 130 bits.
const LENGTH: usize = 26;

/// What a secret is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The item; nil for a mail of several, which cannot be answered.
    pub item: Id,
    /// Who was written to.
    pub who: Actor,
}

/// How a mail says where answers go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// For Reply-To; none for a mail of several things.
    pub address: Option<String>,
    /// Its name, with brackets.
    pub message_id: String,
}

fn secret(key: &[u8; 32], reply: Reply, day: i64) -> String {
    let who = Tagged::from(reply.who);
    let id = reply.who.id().unwrap_or_default();
    let parts = [reply.item.as_bytes().as_slice(), &[who.kind], id.as_bytes(), &day.to_be_bytes()].concat();
    let hash = blake3::keyed_hash(key, &parts);
    hash.as_bytes()
        .iter()
        .take(LENGTH)
        .filter_map(|byte| LETTERS.get(usize::from(byte & 31)))
        .map(|l| char::from(*l))
        .collect()
}

fn key(app: &App) -> Result<[u8; 32], Error> {
    vault::key(app, KEY).map(|key| blake3::derive_key("guildhall mail replies v1", &key))
}

/// How answers to a mail that is about to leave find back; none while no mail comes in. `item` is none for a mail of
/// several things.
pub fn way(app: &App, view: &View, who: Actor, item: Option<Id>) -> Result<Option<Way>, Error> {
    let settings = incoming::settings(view.read())?;
    let door = incoming::door(view.read())?.filter(|_| incoming::is_open(app, &settings));
    let Some(door) = door else { return Ok(None) };
    let reply = Reply { item: item.unwrap_or_default(), who };
    let day = app.clock().now_ms().div_euclid(DAY_MS);
    let secret = secret(&key(app)?, reply, day);
    if view.read().get(&REPLIES, &secret)?.is_none() {
        let kept = secret.clone();
        app.run_blocking(Who::system(), move |work| keep(work, &kept, reply, day))?;
    }
    let name = format!("{MARK}{secret}");
    let message_id = format!("<{secret}.{}@{}>", secrets::secret(), door.domain());
    Ok(Some(Way { address: item.map(|_| door.address(&name)), message_id }))
}

fn keep(work: &mut Work<'_, '_>, secret: &str, reply: Reply, day: i64) -> Result<(), Error> {
    let contact = matches!(reply.who, Actor::Contact(_)).then_some(true);
    let who = ActorRecord { contact, id: cbor::id(reply.who.id().unwrap_or_default()) };
    work.tx.put(&REPLIES, &secret.to_owned(), &ReplyRecord { item: cbor::id(reply.item), who, day })?;
    Ok(work.tx.put(&MADE, &(day * DAY_MS, secret.to_owned()), &())?)
}

/// What the name of an address of a reply is of; none for another name, an unknown secret and one that is too old.
pub fn of_name(app: &App, read: &Read<'_>, name: &str, now_ms: i64) -> Result<Option<Reply>, Error> {
    name.strip_prefix(MARK).map_or(Ok(None), |secret| of_secret(app, read, secret, now_ms))
}

/// Whether a name is that of a reply, good or not.
pub fn is_name(name: &str) -> bool {
    name.strip_prefix(MARK).is_some_and(|secret| secret.len() == LENGTH)
}

/// What the name of a mail is of, if it is one of ours.
pub fn of_message(
    app: &App,
    read: &Read<'_>,
    message_id: &str,
    door: &Door,
    now_ms: i64,
) -> Result<Option<Reply>, Error> {
    let (local, domain) = message_id.rsplit_once('@').unwrap_or_default();
    if !domain.eq_ignore_ascii_case(door.domain()) {
        return Ok(None);
    }
    local.split_once('.').map_or(Ok(None), |(secret, _)| of_secret(app, read, secret, now_ms))
}

/// Secrets of mails that some bytes name: for what comes back.
pub fn named_in(app: &App, read: &Read<'_>, bytes: &[u8], door: &Door, now_ms: i64) -> Result<Vec<Reply>, Error> {
    const MOST: usize = 20;
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    for word in text.split(['<', '>', ' ', '\r', '\n', '\t']).filter(|word| word.contains('@')) {
        if let Some(reply) = of_message(app, read, word, door, now_ms)? {
            found.push(reply);
            if found.len() == MOST {
                break;
            }
        }
    }
    Ok(found)
}

fn of_secret(app: &App, read: &Read<'_>, given: &str, now_ms: i64) -> Result<Option<Reply>, Error> {
    let given = given.to_ascii_lowercase();
    if given.len() != LENGTH {
        return Ok(None);
    }
    let Some(record) = read.get(&REPLIES, &given)? else { return Ok(None) };
    let id = cbor::from_id(&record.who.id);
    let who = if record.who.contact.unwrap_or(false) { Actor::Contact(id) } else { Actor::Person(id) };
    let reply = Reply { item: cbor::from_id(&record.item), who };
    let right: bool = secret(&key(app)?, reply, record.day).as_bytes().ct_eq(given.as_bytes()).into();
    Ok((right && now_ms < record.day * DAY_MS + GOOD_MS + DAY_MS).then_some(reply))
}

/// Forgets secrets that are no good any more; a few at a time.
pub fn forget(work: &mut Work<'_, '_>) -> Result<(), Error> {
    const AT_ONCE: usize = 200;
    let until = (work.now() - GOOD_MS - DAY_MS, String::new());
    let old =
        work.read().keys(&MADE, Span::all().until(&until).limit(AT_ONCE))?.collect::<Result<Vec<_>, StoreError>>()?;
    for (made, secret) in old {
        work.tx.delete(&REPLIES, &secret)?;
        work.tx.delete(&MADE, &(made, secret))?;
    }
    Ok(())
}
