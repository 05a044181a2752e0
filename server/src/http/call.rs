//! A signed-in request: who asks, a view for reading, and the one way to run a command from HTTP.

use super::{
    idempotency,
    reply::{Content, Reply, Shape},
    version,
};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    error::Code,
    log::cbor,
};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header,
    web::{Data, block},
};
use guildhall_domain::Id;
use std::future::{Ready, ready};

/// A request by somebody who is signed in.
pub struct Call {
    /// The application.
    pub app: App,
    /// Who asks.
    pub who: Who,
    request: HttpRequest,
}

/// What If-Match says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMatch {
    /// Whatever it is by now.
    Any,
    /// The version whose last change is this one; 0 for one of another history.
    Seq(u64),
}

impl FromRequest for Call {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Call::of(request))
    }
}

impl Call {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let app = request.app_data::<Data<App>>().ok_or_else(|| Error::new(Code::Internal))?;
        let who = crate::session::identify::who(app, request)?;
        Ok(Call { app: App::clone(app), who, request: request.clone() })
    }

    /// A consistent look at what the asker may see.
    pub fn view(&self) -> Result<View, Error> {
        if !self.who.scopes.read {
            return Err(Error::new(Code::TokenScope));
        }
        self.app.view(self.who)
    }

    /// The request itself, for the few that need more than these.
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// What If-Match says; it must be there.
    pub fn if_match(&self) -> Result<IfMatch, Error> {
        let header = self.request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        match header.map(str::trim) {
            None | Some("") => Err(Error::new(Code::NeedsIfMatch)),
            Some("*") => Ok(IfMatch::Any),
            Some(version) => Ok(IfMatch::Seq(version::read(self.app.store().history(), version).unwrap_or(0))),
        }
    }

    /// Where the request came from, for the audit.
    pub fn address(&self) -> String {
        super::address::client(self.app.config(), &self.request).address
    }

    /// Runs a command whose answer holds a secret: it is shown once, so it must not be kept for an
    /// `Idempotency-Key` either.
    pub async fn run_once<T, F>(&self, command: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Work<'_, '_>) -> Result<T, Error> + Send + 'static,
    {
        if !self.who.scopes.write {
            return Err(Error::new(Code::TokenScope));
        }
        Ok(self.app.run(self.who, command).await?.value)
    }

    /// Refuses what only somebody who signed in themselves may do: a token that was lost must not be
    /// able to make itself a home.
    pub fn in_person(&self) -> Result<(), Error> {
        self.who.in_person()
    }

    /// Runs a long look at the data aside.
    pub fn aside<T, F>(&self, look: F) -> impl Future<Output = Result<T, Error>> + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&View) -> Result<T, Error> + Send + 'static,
    {
        let (app, who) = (self.app.clone(), self.who);
        let looked =
            block(move || if who.scopes.read { look(&app.view(who)?) } else { Err(Error::new(Code::TokenScope)) });
        async move { looked.await.map_err(|_| Error::new(Code::Stopping))? }
    }

    /// Runs a command and answers with what it gives.
    pub async fn run<T, F>(&self, mut command: F) -> Result<Reply<T>, Error>
    where
        T: Shape + Send + 'static,
        F: FnMut(&mut Work<'_, '_>) -> Result<T, Error> + Send + 'static,
    {
        if !self.who.scopes.write {
            return Err(Error::new(Code::TokenScope));
        }
        let Some(key) = idempotency::Key::of(&self.request)? else {
            let done = self.app.run(self.who, command).await?;
            return Ok(Reply::ok(done.value).by(done.command));
        };
        let done = self.app.run(self.who, move |work| once(work, &key, &mut command)).await?;
        let (content, command) = done.value;
        Ok(Reply {
            value: content,
            status: actix_web::http::StatusCode::OK,
            command: Some(command.unwrap_or(done.command)),
        })
    }
}

fn once<T: Shape>(
    work: &mut Work<'_, '_>,
    key: &idempotency::Key,
    command: &mut impl FnMut(&mut Work<'_, '_>) -> Result<T, Error>,
) -> Result<(Content<T>, Option<Id>), Error> {
    if let Some(answer) = key.earlier(work)? {
        let command = cbor::from_id(&answer.command);
        return Ok((Content::Again { body: answer.body, version: answer.version }, Some(command)));
    }
    let value = command(work)?;
    let body = super::reply::json(&value)?;
    let version = value.version().map(str::to_owned);
    key.keep(work, body, version)?;
    Ok((Content::Fresh(value), None))
}

/// Whether an edit may go on: it may when nothing changed since the version it was made from, or when
/// none of the fields it sets did. Otherwise the answer names the fields, who changed them and when.
pub fn unchanged_since(scope: &impl Scope, if_match: IfMatch, head: u64, fields: &[String]) -> Result<(), Error> {
    let IfMatch::Seq(seen) = if_match else { return Ok(()) };
    if seen == head {
        return Ok(());
    }
    for entry in crate::log::history(scope.read(), head) {
        let (seq, change) = entry?;
        if seq <= seen {
            return Ok(());
        }
        let hit: Vec<&String> =
            fields.iter().filter(|name| change.fields.iter().any(|field| &field.field == *name)).collect();
        if !hit.is_empty() || seen == 0 {
            let names: serde_json::Value = hit.iter().map(|name| serde_json::Value::from(name.as_str())).collect();
            let by = change.actor.id().map(|id| id.to_string());
            let at = guildhall_domain::when::from_ms(change.at_ms).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
            return Err(Error::new(Code::Stale).with("changed", names).with("changed_by", by).with("changed_at", at));
        }
    }
    Ok(())
}
