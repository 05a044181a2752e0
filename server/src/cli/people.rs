//! `guildhall person …` and `guildhall token create`.

use crate::{
    App, Error,
    access::{Scope, Who, Work},
    audit::{self, AuditAction},
    departures,
    error::Code,
    people::facts,
    secrets,
    session::{
        self, passwords, resets,
        tokens::{self, ScopeShape, TokenInput},
    },
};
use guildhall_domain::person::{self, Person, PersonState};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// A token to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewToken {
    /// Whose rights it carries.
    pub email: String,
    /// What it is for.
    pub name: String,
    /// `read`, `write`, `admin`.
    pub scopes: Vec<String>,
    /// Days until it ends.
    pub days: Option<u32>,
}

/// Everybody, by name.
pub fn list(app: &App) -> Result<Value, Error> {
    let view = app.view(Who::cli(None))?;
    let mut people: Vec<&Arc<Person>> = view.directory().people().collect();
    people.sort_by_key(|person| (person.name.to_lowercase(), person.id));
    let row = |person: &&Arc<Person>| json!({"id": person.id, "name": person.name, "email": person.email, "role": facts::role_word(person.role), "state": facts::state_word(person.state)});
    Ok(people.iter().map(row).collect())
}

/// Closes an account and hands over what they hold.
pub fn deactivate(app: &App, email: &str, heir: Option<&str>) -> Result<Value, Error> {
    let leaving = find(app, email)?;
    let heir = heir.map(|email| find(app, email)).transpose()?.map(|person| person.id);
    let id = leaving.id;
    let view = app.view(Who::cli(None))?;
    let (takers, held) = (departures::input::successor(&view, id, heir)?, departures::held::all(&view, id)?);
    drop(view);
    app.run_blocking(Who::cli(None), move |work| departures::commands::leave(work, id, &takers, &held, ""))?;
    Ok(json!({"id": id, "name": leaving.name, "state": "deactivated"}))
}

/// Makes a link with which a person sets a new password.
pub fn reset_link(app: &App, email: &str) -> Result<Value, Error> {
    let person = find(app, email)?;
    let secret = secrets::secret();
    let hash = secrets::hash(&secret);
    let for_whom = person.clone();
    let done = app.run_blocking(Who::cli(None), move |work| resets::make(work, &for_whom, &hash, ""))?;
    Ok(json!({
        "name": person.name,
        "link": format!("{}/reset#{secret}", base_url(app)),
        "expires_at": crate::http::shapes::instant(done.value),
    }))
}

/// Sets the password of a person, who should change it.
pub fn set_password(app: &App, email: &str, password: &str) -> Result<Value, Error> {
    let person = find(app, email)?;
    let about = passwords::about(app, &person)?;
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    let phc = passwords::hash(&app.parts().session, password, &about)?;
    let for_whom = person.clone();
    app.run_blocking(Who::cli(None), move |work| apply_password(work, &for_whom, &phc))?;
    Ok(json!({"id": person.id, "name": person.name}))
}

fn apply_password(work: &mut Work<'_, '_>, person: &Person, phc: &str) -> Result<(), Error> {
    if person.state != PersonState::Active {
        return Err(Error::because(
            Code::Conflict,
            format!("{} cannot sign in: the account is not in use.", person.name),
        ));
    }
    passwords::set(work, person.id, phc, true)?;
    session::store::end_sessions(work.tx, person.id, None)?;
    audit::add(work, AuditAction::PasswordReset, &person.name, "")
}

/// Makes a token.
pub fn token(app: &App, new: NewToken) -> Result<Value, Error> {
    let person = find(app, &new.email)?;
    let scopes = new.scopes.iter().map(|word| scope(word)).collect::<Result<_, _>>()?;
    let input = TokenInput { name: new.name, scopes, expires_in_days: new.days };
    let secret = tokens::secret();
    let hash = secrets::hash(&secret);
    let id = person.id;
    let made = app.run_blocking(Who::cli(None), move |work| tokens::create(work, id, &input, &hash, ""))?.value;
    Ok(
        json!({"id": made.id, "name": made.name, "person": person.name, "expires_at": made.expires_at, "secret": secret}),
    )
}

fn scope(word: &str) -> Result<ScopeShape, Error> {
    match word.trim() {
        "read" => Ok(ScopeShape::Read),
        "write" => Ok(ScopeShape::Write),
        "admin" => Ok(ScopeShape::Admin),
        "files" => Ok(ScopeShape::Files),
        "calendars" => Ok(ScopeShape::Calendars),
        other => {
            let message = format!("There is no scope “{other}”. Use read, write, admin, files or calendars.");
            Err(Error::because(Code::Invalid, message))
        }
    }
}

fn find(app: &App, email: &str) -> Result<Arc<Person>, Error> {
    let address = person::email(email)?;
    let view = app.view(Who::cli(None))?;
    let found = view.directory().person_by_email(&address).cloned();
    found.ok_or_else(|| {
        Error::because(
            Code::NotFound,
            format!("There is nobody with the address {address}. `guildhall person list` shows everybody."),
        )
    })
}

/// Where people reach the server: the configured address, that of the running server, or the one it
/// would listen on.
fn base_url(app: &App) -> String {
    let config = app.config();
    let known = config.public_url.as_deref().or_else(|| app.parts().desk.url()).map(str::to_owned);
    known.unwrap_or_else(|| format!("{}://{}", if config.tls.is_some() { "https" } else { "http" }, config.listen))
}
