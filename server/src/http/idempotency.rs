//! `Idempotency-Key`: the answer of a command is kept for 48 hours with the command itself, so a
//! request that is sent again after a broken connection does nothing twice.

use super::body::RawBody;
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    log::cbor::{self, Bytes16},
};
use actix_web::{HttpMessage, HttpRequest};
use guildhall_domain::Id;
use guildhall_store::Table;
use minicbor::{Decode, Encode, bytes::ByteVec};

/// (person, key) → what was answered.
pub const ANSWERS: Table<(Id, String), AnswerRecord> = Table::new("idempotency");
/// How long answers are kept.
pub const KEEP_MS: i64 = 48 * 3_600_000;

/// An answer as stored.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct AnswerRecord {
    /// When.
    #[n(0)]
    pub at_ms: i64,
    /// Hash of method, address and body.
    #[n(1)]
    pub request: ByteVec,
    /// The JSON answered.
    #[n(2)]
    pub body: String,
    /// Its version.
    #[n(3)]
    pub version: Option<String>,
    /// The command.
    #[n(4)]
    pub command: Bytes16,
}

guildhall_store::record!(AnswerRecord, 1);

/// The key of a request and what the request was.
#[derive(Debug, Clone)]
pub struct Key {
    key: String,
    request: Vec<u8>,
}

impl Key {
    /// Reads the header; none when it was not sent.
    pub fn of(request: &HttpRequest) -> Result<Option<Key>, Error> {
        let Some(header) = request.headers().get("Idempotency-Key") else { return Ok(None) };
        let key = header.to_str().unwrap_or_default().trim().to_owned();
        if key.is_empty() || key.len() > 200 {
            return Err(Error::because(Code::BadQuery, "An Idempotency-Key has 1 to 200 plain characters."));
        }
        let mut hash = blake3::Hasher::new();
        hash.update(request.method().as_str().as_bytes())
            .update(b"\n")
            .update(request.uri().to_string().as_bytes())
            .update(b"\n");
        if let Some(body) = request.extensions().get::<RawBody>() {
            hash.update(&body.0);
        }
        Ok(Some(Key { key, request: hash.finalize().as_bytes().to_vec() }))
    }

    /// The answer given before, if there was one.
    pub fn earlier(&self, work: &Work<'_, '_>) -> Result<Option<AnswerRecord>, Error> {
        let Some(person) = work.who().person else { return Ok(None) };
        let earlier = work.tx.get(&ANSWERS, &(person, self.key.clone()))?;
        match earlier.filter(|answer| answer.at_ms + KEEP_MS > work.now()) {
            Some(answer) if answer.request[..] != self.request[..] => Err(Error::new(Code::KeyReused)),
            other => Ok(other),
        }
    }

    /// Keeps an answer.
    pub fn keep(&self, work: &mut Work<'_, '_>, body: String, version: Option<String>) -> Result<(), Error> {
        let Some(person) = work.who().person else { return Ok(()) };
        let request = self.request.clone().into();
        let record = AnswerRecord { at_ms: work.now(), request, body, version, command: cbor::id(work.command) };
        Ok(work.tx.put(&ANSWERS, &(person, self.key.clone()), &record)?)
    }
}

/// Deletes answers that are no longer kept, a few at a time; answers whether some remain.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    let now = work.now();
    delete(work, |answer| answer.at_ms + KEEP_MS <= now)
}

/// Deletes all answers, a few at a time: those from before a restore tell of things that are not there.
pub fn clear(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    delete(work, |_| true)
}

fn delete(work: &mut Work<'_, '_>, which: impl Fn(&AnswerRecord) -> bool) -> Result<bool, Error> {
    const MOST: usize = 500;
    let mut old = Vec::new();
    for row in work.tx.read().scan(&ANSWERS, guildhall_store::Span::all())? {
        let (key, answer) = row?;
        if which(&answer) {
            old.push(key);
        }
        if old.len() == MOST {
            break;
        }
    }
    old.iter().try_for_each(|key| work.tx.delete(&ANSWERS, key))?;
    Ok(old.len() == MOST)
}
