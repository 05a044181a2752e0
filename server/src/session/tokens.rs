//! API tokens: a person's rights, narrowed to scopes. The secret is shown once; a token can make no
//! other token, so that a lost one gives no more than it was given.

use super::{
    record::TokenRecord,
    store::{self, TOKENS},
};
use crate::{
    Error,
    access::{Scope, Scopes, Work},
    audit::{self, AuditAction},
    error::Code,
    http::{Shape, shapes},
    log::cbor,
    secrets,
};
use guildhall_domain::{
    Id, limits,
    person::{PersonState, Role},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Most tokens of a person.
const MOST: usize = 100;
/// Longest life of a token that has an end.
const LONGEST_DAYS: u32 = 3650;

const READ: u8 = 1;
const WRITE: u8 = 2;
const ADMIN: u8 = 4;
const FILES: u8 = 8;
const CALENDARS: u8 = 16;

/// The scopes of stored bits.
pub fn scopes(bits: u8) -> Scopes {
    let has = |bit: u8| bits & bit != 0;
    Scopes { read: has(READ), write: has(WRITE), admin: has(ADMIN), files: has(FILES), calendars: has(CALENDARS) }
}

/// A new secret; its beginning says what it is to people and to programs that look for leaked ones.
pub fn secret() -> String {
    format!("gh_{}", secrets::secret())
}

/// One of the scopes a token can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeShape {
    /// Read what the person may read.
    Read,
    /// Change what the person may change.
    Write,
    /// The admin's calls; for admins.
    Admin,
    /// The files of spaces as a network folder, read and written, and nothing else: an app password.
    Files,
    /// Tasks and events in a calendar program, read and written, and nothing else: an app password.
    Calendars,
}

const WORDS: [(u8, ScopeShape); 5] = [
    (READ, ScopeShape::Read),
    (WRITE, ScopeShape::Write),
    (ADMIN, ScopeShape::Admin),
    (FILES, ScopeShape::Files),
    (CALENDARS, ScopeShape::Calendars),
];

/// A token to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenInput {
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<ScopeShape>,
    /// Days until it ends, 1–3650; never, unless sent.
    #[serde(default)]
    pub expires_in_days: Option<u32>,
}

/// A token as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenShape {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<ScopeShape>,
    /// When it was made.
    pub created_at: String,
    /// When it was last used, to within some minutes.
    pub last_used_at: Option<String>,
    /// When it ends.
    pub expires_at: Option<String>,
    /// The secret; only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

impl Shape for TokenShape {}

/// Makes a token for a person; `hash` is that of the secret, which was made before the command.
pub fn create(
    work: &mut Work<'_, '_>,
    person: Id,
    input: &TokenInput,
    hash: &Vec<u8>,
    address: &str,
) -> Result<TokenShape, Error> {
    let owner = work
        .directory()
        .person(person)
        .filter(|person| person.state == PersonState::Active)
        .cloned()
        .ok_or_else(Error::not_found)?;
    if input.scopes.is_empty() {
        return Err(Error::field("scopes", "Choose at least one scope."));
    }
    if input.scopes.contains(&ScopeShape::Admin) && owner.role < Role::Admin {
        return Err(Error::field("scopes", "Only the tokens of an admin can have the scope admin."));
    }
    if input.expires_in_days.is_some_and(|days| !(1..=LONGEST_DAYS).contains(&days)) {
        return Err(Error::field("expires_in_days", "Choose between 1 and 3650 days."));
    }
    if store::tokens_of(work.tx.read(), person)?.len() >= MOST {
        return Err(Error::because(Code::Conflict, "There are 100 tokens already. Delete one first."));
    }
    let record = TokenRecord {
        id: cbor::id(work.new_id()),
        person: cbor::id(person),
        name: limits::line("name", &input.name, limits::NAME)?,
        scopes: WORDS.iter().filter(|(_, word)| input.scopes.contains(word)).map(|(bit, _)| bit).sum(),
        created_ms: work.now(),
        used_ms: None,
        expires_ms: input.expires_in_days.map(|days| work.now() + i64::from(days) * 24 * 3_600_000),
    };
    work.tx.put(&TOKENS, hash, &record)?;
    audit::add(work, AuditAction::TokenMade, &format!("{} of {}", record.name, owner.name), address)?;
    Ok(shape(record))
}

/// Ends a token of a person.
pub fn delete(work: &mut Work<'_, '_>, person: Id, id: Id, address: &str) -> Result<(), Error> {
    let tokens = store::tokens_of(work.tx.read(), person)?;
    let (hash, token) =
        tokens.into_iter().find(|(_, token)| cbor::from_id(&token.id) == id).ok_or_else(Error::not_found)?;
    work.tx.delete(&TOKENS, &hash)?;
    audit::add(work, AuditAction::TokenDeleted, &token.name, address)
}

/// The tokens of a person, newest first.
pub fn list(scope: &impl Scope, person: Id) -> Result<Vec<TokenShape>, Error> {
    let mut tokens: Vec<TokenRecord> =
        store::tokens_of(scope.read(), person)?.into_iter().map(|(_, token)| token).collect();
    tokens.sort_by_key(|token| (std::cmp::Reverse(token.created_ms), *token.id));
    Ok(tokens.into_iter().map(shape).collect())
}

fn shape(token: TokenRecord) -> TokenShape {
    TokenShape {
        id: cbor::from_id(&token.id),
        name: token.name,
        scopes: WORDS.iter().filter(|(bit, _)| token.scopes & bit != 0).map(|(_, word)| *word).collect(),
        created_at: shapes::instant(token.created_ms),
        last_used_at: token.used_ms.map(shapes::instant),
        expires_at: token.expires_ms.map(shapes::instant),
        secret: None,
    }
}
