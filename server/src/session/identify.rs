//! From a request to who asks: a session cookie or a bearer token. Whose it is, and whether they may
//! still come in, is looked up on every request.

use super::{
    record::{SessionRecord, TokenRecord},
    store::{self, SESSIONS, TOKENS},
    tokens,
};
use crate::{
    App, Error,
    access::{Scope, Scopes, Who},
    error::Code,
    http::{address, basic},
    log::cbor,
    secrets,
};
use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use guildhall_domain::{Id, person::PersonState};
use guildhall_store::{Snapshot, StoreError};

/// A session ends when it was not used for this long.
pub const IDLE_MS: i64 = 60 * 24 * 3_600_000;
/// Use is noted at most this often.
const NOTE_MS: i64 = 5 * 60_000;

/// How somebody came in, for a connection that stays: whether it still holds is looked up again and again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pass {
    /// The hash of a session's secret.
    Session(Vec<u8>),
    /// The hash of a token's secret.
    Token(Vec<u8>),
}

/// What a request that was let in came in by.
pub fn pass(app: &App, request: &HttpRequest) -> Result<Pass, Error> {
    let bearer = request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    match bearer.and_then(|header| header.split_once(' ')) {
        Some((_, token)) => Ok(Pass::Token(secrets::hash(token.trim()))),
        None => Ok(Pass::Session(secrets::hash(&secret(app, request).ok_or_else(|| Error::new(Code::NotSignedIn))?))),
    }
}

/// Whether a person may still read by the way they came in.
pub fn holds(scope: &impl Scope, pass: &Pass, person: Id) -> Result<bool, StoreError> {
    let active = scope.directory().person(person).is_some_and(|person| person.state == PersonState::Active);
    let now = scope.now();
    Ok(active
        && match pass {
            Pass::Session(hash) => scope
                .read()
                .get(&SESSIONS, hash)?
                .is_some_and(|session| cbor::from_id(&session.person) == person && session.seen_ms + IDLE_MS >= now),
            Pass::Token(hash) => scope.read().get(&TOKENS, hash)?.is_some_and(|token| {
                let ended = token.expires_ms.is_some_and(|end| end <= now);
                cbor::from_id(&token.person) == person && !ended && tokens::scopes(token.scopes).read
            }),
        })
}

/// The name of the session cookie; browsers accept the prefix only on encrypted connections.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-guildhall" } else { "guildhall" }
}

/// Who asks, by session cookie or bearer token; an error when nobody is signed in.
pub fn who(app: &App, request: &HttpRequest) -> Result<Who, Error> {
    let snapshot = app.store().snapshot()?;
    match request.headers().get(AUTHORIZATION) {
        Some(header) => by_token(app, &snapshot, header.to_str().unwrap_or_default()),
        None => by_cookie(app, &snapshot, request),
    }
}

/// The secret in the session cookie, if there is one.
pub fn secret(app: &App, request: &HttpRequest) -> Option<String> {
    let name = cookie_name(address::is_secure(app.config(), request));
    request.cookie(name).map(|cookie| cookie.value().to_owned()).filter(|secret| !secret.is_empty())
}

fn by_cookie(app: &App, snapshot: &Snapshot, request: &HttpRequest) -> Result<Who, Error> {
    let nobody = || Error::new(Code::NotSignedIn);
    let secret = secret(app, request).ok_or_else(nobody)?;
    let session = store::by_secret(snapshot, &secret)?.ok_or_else(nobody)?;
    let person = cbor::from_id(&session.person);
    if session.seen_ms + IDLE_MS < app.clock().now_ms() {
        return Err(nobody());
    }
    active(app, snapshot, person)?;
    if session.seen_ms + NOTE_MS <= app.clock().now_ms() {
        let address = address::client(app.config(), request).address;
        note_session(app, secrets::hash(&secret), address);
    }
    Ok(Who::person(person))
}

/// Who asks by an app password: a token sent as the password of whatever name. `lets_in` says whether it is one for what
/// the caller has.
pub fn by_app_password(app: &App, request: &HttpRequest, lets_in: fn(Scopes) -> bool) -> Result<Who, Error> {
    let nobody = || Error::new(Code::NotSignedIn);
    let header = request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok()).ok_or_else(nobody)?;
    let (_, password) = basic::credentials(header).ok_or_else(nobody)?;
    let who = by_secret(app, &app.store().snapshot()?, &password)?;
    if lets_in(who.scopes) { Ok(who) } else { Err(nobody()) }
}

fn by_token(app: &App, snapshot: &Snapshot, header: &str) -> Result<Who, Error> {
    let nobody = || Error::new(Code::NotSignedIn);
    let (scheme, secret) = header.split_once(' ').ok_or_else(nobody)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(nobody());
    }
    by_secret(app, snapshot, secret)
}

fn by_secret(app: &App, snapshot: &Snapshot, secret: &str) -> Result<Who, Error> {
    let nobody = || Error::new(Code::NotSignedIn);
    let token = store::token(snapshot, secret.trim())?.ok_or_else(nobody)?;
    let now = app.clock().now_ms();
    if token.expires_ms.is_some_and(|end| end <= now) {
        return Err(nobody());
    }
    let person = cbor::from_id(&token.person);
    active(app, snapshot, person)?;
    if token.used_ms.unwrap_or(0) + NOTE_MS <= now {
        note_token(app, secrets::hash(secret.trim()));
    }
    Ok(Who::token(person, cbor::from_id(&token.id), tokens::scopes(token.scopes)))
}

fn active(app: &App, snapshot: &Snapshot, person: Id) -> Result<(), Error> {
    let directory = app.directory(snapshot)?;
    let active = directory.person(person).is_some_and(|person| person.state == PersonState::Active);
    if active { Ok(()) } else { Err(Error::new(Code::NotSignedIn)) }
}

/// Notes that a session is in use. Queued and not waited for: no request takes longer for it, and when
/// it is lost the next one does it again.
fn note_session(app: &App, hash: Vec<u8>, address: String) {
    let now = app.clock().now_ms();
    drop(app.store().write(move |tx| {
        let session = tx.get(&SESSIONS, &hash)?;
        let Some(session) = session.filter(|session| session.seen_ms + NOTE_MS <= now) else {
            return Ok::<(), StoreError>(());
        };
        store::put_seen(tx, cbor::from_id(&session.person), now)?;
        tx.put(&SESSIONS, &hash, &SessionRecord { seen_ms: now, address: address.clone(), ..session })
    }));
}

fn note_token(app: &App, hash: Vec<u8>) {
    let now = app.clock().now_ms();
    drop(app.store().write(move |tx| {
        let token = tx.get(&TOKENS, &hash)?;
        let Some(token) = token.filter(|token| token.used_ms.unwrap_or(0) + NOTE_MS <= now) else {
            return Ok::<(), StoreError>(());
        };
        tx.put(&TOKENS, &hash, &TokenRecord { used_ms: Some(now), ..token })
    }));
}
