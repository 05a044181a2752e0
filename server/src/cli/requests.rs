//! What the command line asks of the data. Sent to a running server as JSON, or run by the command
//! itself when no server holds the file: the same function either way, as the actor `cli`.

use super::{owner::{self, NewOwner}, people};
use crate::{App, Error, error::Code, jobs::Step};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;

/// A request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Request {
    /// Says that the server is there.
    Health,
    /// Makes an owner.
    OwnerCreate(NewOwner),
    /// Everybody.
    PersonList,
    /// Closes an account.
    PersonDeactivate {
        /// Whose.
        email: String,
        /// Who gets the open tasks.
        heir: Option<String>,
    },
    /// Makes a link for a new password, or sets one.
    PersonResetPassword {
        /// Whose.
        email: String,
        /// The new one; without it a link is made.
        password: Option<String>,
    },
    /// Makes an API token.
    TokenCreate(people::NewToken),
}

/// Carries out a request. Blocks.
pub fn run(app: &App, request: Request, _tell: &mut dyn FnMut(Step)) -> Result<Value, Error> {
    match request {
        Request::Health => Ok(json!({"status": "ok"})),
        Request::OwnerCreate(new) => owner::create(app, new),
        Request::PersonList => people::list(app),
        Request::PersonDeactivate { email, heir } => people::deactivate(app, &email, heir.as_deref()),
        Request::PersonResetPassword { email, password: None } => people::reset_link(app, &email),
        Request::PersonResetPassword { email, password: Some(password) } => people::set_password(app, &email, &password),
        Request::TokenCreate(new) => people::token(app, new),
    }
}

/// A path as the other process understands it too.
pub fn absolute(path: &std::path::Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|error| Error::because(Code::Invalid, format!("The path {} cannot be used: {error}.", path.display())))
}
