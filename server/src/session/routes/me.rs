//! The asker's own account.

use crate::{
    Error, access,
    http::{Call, Json, Page, Reply, Versioned, address, query},
    people::{
        self,
        input::PersonPatch,
        views::{self, Me},
    },
    secrets,
    session::{
        change::{self, PasswordInput},
        identify,
        sessions::{self, SessionShape},
        tokens::{self, TokenInput, TokenShape},
    },
};
use actix_web::{delete, get, patch, post, put, web::Path};

/// Reads the asker's profile.
#[utoipa::path(tag = "me", responses((status = 200, body = Me)))]
#[get("/me")]
pub async fn read(call: Call) -> Result<Reply<Me>, Error> {
    Ok(Reply::ok(views::me(&call.view()?)?))
}

/// Changes the asker's profile. Needs If-Match.
#[utoipa::path(tag = "me", params(Versioned), request_body = PersonPatch, responses((status = 200, body = Me)))]
#[patch("/me")]
pub async fn edit(call: Call, Json(patch): Json<PersonPatch>) -> Result<Reply<Me>, Error> {
    let (if_match, address) = (call.if_match()?, call.address());
    call.run(move |work| {
        let me = access::me(work)?;
        people::commands::edit(work, me.id, if_match, &patch, &address)?;
        views::me(work)
    })
    .await
}

/// Changes the asker's password and ends their other sessions. Not for tokens.
#[utoipa::path(tag = "me", request_body = PasswordInput, responses((status = 204)))]
#[put("/me/password")]
pub async fn password(call: Call, Json(input): Json<PasswordInput>) -> Result<Reply<()>, Error> {
    call.in_person()?;
    let client = address::client(call.app.config(), call.request());
    change::change(&call.app, &client, call.who, input, current(&call)).await?;
    Ok(Reply::ok(()))
}

/// The hash of the session this request came with.
fn current(call: &Call) -> Option<Vec<u8>> {
    call.in_person().ok()?;
    identify::secret(&call.app, call.request()).map(|secret| secrets::hash(&secret))
}

/// Lists the asker's sessions, last used first.
#[utoipa::path(tag = "me", responses((status = 200, body = Page<SessionShape>)))]
#[get("/me/sessions")]
pub async fn list_sessions(call: Call) -> Result<Reply<Page<SessionShape>>, Error> {
    Ok(Reply::ok(Page::all(sessions::list(&call.view()?, current(&call).as_deref())?)))
}

/// Ends one of the asker's sessions. Not for tokens.
#[utoipa::path(tag = "me", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/me/sessions/{id}")]
pub async fn end_session(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    call.in_person()?;
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| sessions::end(work, id, &address)).await
}

/// Ends all of the asker's sessions but this one. Not for tokens.
#[utoipa::path(tag = "me", responses((status = 204)))]
#[delete("/me/sessions")]
pub async fn end_other_sessions(call: Call) -> Result<Reply<()>, Error> {
    call.in_person()?;
    let (keep, address) = (current(&call), call.address());
    call.run(move |work| sessions::end_others(work, keep.as_deref(), &address)).await
}

/// Lists the asker's API tokens.
#[utoipa::path(tag = "me", responses((status = 200, body = Page<TokenShape>)))]
#[get("/me/tokens")]
pub async fn list_tokens(call: Call) -> Result<Reply<Page<TokenShape>>, Error> {
    let view = call.view()?;
    Ok(Reply::ok(Page::all(tokens::list(&view, access::me(&view)?.id)?)))
}

/// Makes an API token. Its secret is in this answer and nowhere else. Not for tokens.
#[utoipa::path(tag = "me", request_body = TokenInput, responses((status = 201, body = TokenShape)))]
#[post("/me/tokens")]
pub async fn create_token(call: Call, Json(input): Json<TokenInput>) -> Result<Reply<TokenShape>, Error> {
    call.in_person()?;
    let secret = tokens::secret();
    let (hash, address) = (secrets::hash(&secret), call.address());
    let made = call.run_once(move |work| {
        let me = access::me(work)?;
        tokens::create(work, me.id, &input, &hash, &address)
    });
    let token = made.await?;
    Ok(Reply::ok(TokenShape { secret: Some(secret), ..token }).created())
}

/// Ends an API token.
#[utoipa::path(tag = "me", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/me/tokens/{id}")]
pub async fn delete_token(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| {
        let me = access::me(work)?;
        tokens::delete(work, me.id, id, &address)
    })
    .await
}
