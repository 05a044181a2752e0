//! Forms over HTTP: for those who make them, those who answer signed in, and those who have the link and need no account.

use super::{
    commands,
    files::{self, SentFile},
    input::{FormInput, FormPatch, OpenFormInput},
    outside::{self, OpenedForm},
    queries,
    start::{Door, Keys, Start},
    views::{self, FormLink, FormShape},
};
use crate::{
    App, Error,
    access::{View, Who, Work},
    error::Code,
    files::receive,
    http::{Call, Json, Page, Query, Reply, Routes, Versioned, address, query},
    session::attempts::Attempt,
};
use actix_web::{
    HttpRequest, delete, get, patch, post, put,
    web::{Data, Path, Payload},
};
use guildhall_domain::{Id, form::Plan};
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of forms.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(read).service(edit).service(trash).service(restore);
    routes.service(read_link).service(make_public).service(end_public).service(begin_answer).service(send_file);
    routes.service(open).service(send_file_outside);
}

/// Which forms.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Those in the trash instead.
    #[serde(default)]
    trashed: bool,
}

/// The forms of a space by name. Whoever may know of the space sees them.
#[utoipa::path(tag = "forms", params(("id" = String, Path), Which), responses((status = 200, body = Page<FormShape>)))]
#[get("/spaces/{id}/forms")]
pub async fn list(call: Call, id: Path<String>, Query(which): Query<Which>) -> Result<Reply<Page<FormShape>>, Error> {
    let space = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| queries::of_space(view, space, which.trashed)).await?))
}

/// Makes a form.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), request_body = FormInput, responses((status = 201, body = FormShape)))]
#[post("/spaces/{id}/forms")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<FormInput>) -> Result<Reply<FormShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let form = commands::create(work, space, &input)?;
        shown(work, form.id)
    });
    Ok(reply.await?.created())
}

fn shown(work: &Work<'_, '_>, id: Id) -> Result<FormShape, Error> {
    let (form, home) = queries::readable(work, id)?;
    Ok(views::form(work, &form, &home))
}

/// Reads a form.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), responses((status = 200, body = FormShape)))]
#[get("/forms/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<FormShape>, Error> {
    let view = call.view()?;
    let (form, home) = queries::readable(&view, query::id(&id)?)?;
    Ok(Reply::ok(views::form(&view, &form, &home)))
}

/// Changes a form. Whoever opened it before answers what it asked then. Needs If-Match.
#[utoipa::path(tag = "forms", params(("id" = String, Path), Versioned), request_body = FormPatch, responses((status = 200, body = FormShape)))]
#[patch("/forms/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<FormPatch>) -> Result<Reply<FormShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        commands::edit(work, id, if_match, &patch)?;
        shown(work, id)
    })
    .await
}

/// Puts a form into the trash for 30 days; its requests stay. Needs If-Match.
#[utoipa::path(tag = "forms", params(("id" = String, Path), Versioned), responses((status = 200, body = FormShape)))]
#[delete("/forms/{id}")]
pub async fn trash(call: Call, id: Path<String>) -> Result<Reply<FormShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        commands::trash(work, id, if_match)?;
        shown(work, id)
    })
    .await
}

/// Takes a form out of the trash.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), responses((status = 200, body = FormShape)))]
#[put("/forms/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<FormShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        commands::restore(work, id)?;
        shown(work, id)
    })
    .await
}

/// The link of a public form, for those who work in its space.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), responses((status = 200, body = FormLink)))]
#[get("/forms/{id}/link")]
pub async fn read_link(call: Call, id: Path<String>) -> Result<Reply<FormLink>, Error> {
    let keys = Keys::get(&call.app).await?;
    let view = call.view()?;
    let (form, home) = queries::readable(&view, query::id(&id)?)?;
    if !queries::works_there(&view, &home) {
        return Err(Error::new(Code::Forbidden));
    }
    let link = form.public.then(|| address_of(&call, &keys, form.id, form.link));
    Ok(Reply::ok(FormLink { link }))
}

fn address_of(call: &Call, keys: &Keys, form: Id, link: u32) -> String {
    let secret = keys.secret(Door::Form, form, link);
    format!("{}/f/{form}#{secret}", address::origin(call.app.config(), call.request()))
}

/// Lets anybody answer who has the link. Where it is public already the link stays what it is.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), responses((status = 200, body = FormLink)))]
#[put("/forms/{id}/link")]
pub async fn make_public(call: Call, id: Path<String>) -> Result<Reply<FormLink>, Error> {
    let (id, from) = (query::id(&id)?, call.address());
    let keys = Keys::get(&call.app).await?;
    let form = call.run_once(move |work| commands::open(work, id, &from)).await?;
    Ok(Reply::ok(FormLink { link: Some(address_of(&call, &keys, form.id, form.link)) }))
}

/// Ends the link for good; another one can be made.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/forms/{id}/link")]
pub async fn end_public(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, from) = (query::id(&id)?, call.address());
    call.run(move |work| commands::close(work, id, &from)).await
}

/// Begins an answer of somebody who is signed in.
#[utoipa::path(tag = "forms", params(("id" = String, Path)), responses((status = 200, body = OpenedForm)))]
#[post("/forms/{id}/start")]
pub async fn begin_answer(call: Call, id: Path<String>) -> Result<Reply<OpenedForm>, Error> {
    let keys = Keys::get(&call.app).await?;
    let view = call.view()?;
    let (form, home) = queries::answerable(&view, query::id(&id)?)?;
    Ok(Reply::ok(outside::opened(&view, &keys, &form, Some(&home))))
}

/// Opens a public form by its link. Needs no sign-in.
#[utoipa::path(tag = "forms", security(()), params(("id" = String, Path)), request_body = OpenFormInput, responses((status = 200, body = OpenedForm), (status = 410)))]
#[post("/public/forms/{id}")]
pub async fn open(
    app: Data<App>,
    id: Path<String>,
    Json(input): Json<OpenFormInput>,
) -> Result<Reply<OpenedForm>, Error> {
    let id: Id = id.parse().map_err(|_| outside::gone())?;
    let keys = Keys::get(&app).await?;
    let view = app.view(Who::link())?;
    let form = outside::look(&view, &keys, id, &input.secret)?;
    Ok(Reply::ok(outside::opened(&view, &keys, &form, None)))
}

/// A file for an answer that was begun.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ForAnswer {
    /// Name of the file.
    name: String,
}

/// The start of an answer, as a header: it is no part of an address.
fn started(request: &HttpRequest) -> Result<String, Error> {
    let header = request.headers().get("X-Form-Start").and_then(|value| value.to_str().ok());
    header.map(str::to_owned).ok_or_else(unsaid)
}

fn unsaid() -> Error {
    Error::because(Code::BadQuery, "X-Form-Start is missing. Open the form and send the start it answers.")
}

/// Sends a file for an answer: the raw bytes, and `X-Form-Start` with the start of it.
#[utoipa::path(tag = "forms", params(("id" = String, Path), ForAnswer, ("X-Form-Start" = String, Header)), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = SentFile), (status = 410), (status = 507)))]
#[post("/forms/{id}/files")]
pub async fn send_file(
    call: Call,
    id: Path<String>,
    Query(named): Query<ForAnswer>,
    payload: Payload,
) -> Result<Reply<SentFile>, Error> {
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let id = query::id(&id)?;
    let keys = Keys::get(&call.app).await?;
    let token = started(call.request()).ok();
    let who = call.who;
    let look = move |view: &View| {
        let (form, _) = queries::answerable(view, id)?;
        // Who may not answer it was told so first.
        let start = keys.read_start(view, id, token.as_deref().ok_or_else(unsaid)?)?;
        Ok((start, outside::asked(view, &form, &start)?))
    };
    receive_file(&call.app, who, call.request(), named.name, payload, look, None).await
}

/// Sends a file for an answer of somebody without an account: the raw bytes, and `X-Form-Start`. What is too large is
/// refused before it is read.
#[utoipa::path(tag = "forms", security(()), params(("id" = String, Path), ForAnswer, ("X-Form-Start" = String, Header)), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = SentFile), (status = 410), (status = 507)))]
#[post("/public/forms/{id}/files")]
pub async fn send_file_outside(
    app: Data<App>,
    request: HttpRequest,
    id: Path<String>,
    Query(named): Query<ForAnswer>,
    payload: Payload,
) -> Result<Reply<SentFile>, Error> {
    let token = started(&request)?;
    let id: Id = id.parse().map_err(|_| outside::gone())?;
    let keys = Keys::get(&app).await?;
    let attempt = Attempt::sent(&address::client(app.config(), &request));
    let look = move |view: &View| {
        let (_, start, plan) = outside::started(view, &keys, id, &token)?;
        Ok((start, plan))
    };
    receive_file(&app, Who::link(), &request, named.name, payload, look, Some(attempt)).await
}

async fn receive_file(
    app: &App,
    who: Who,
    request: &HttpRequest,
    name: String,
    mut payload: Payload,
    look: impl Fn(&View) -> Result<(Start, Plan), Error>,
    attempt: Option<Attempt>,
) -> Result<Reply<SentFile>, Error> {
    let length = receive::promised(request);
    let looked = || {
        let view = app.view(who)?;
        let (start, plan) = look(&view)?;
        Ok::<_, Error>((start, files::may_send(&view, &start, &plan, &name, length.unwrap_or(0))?))
    };
    let counted = match (looked(), attempt) {
        (Ok(found), Some(attempt)) => attempt.begin(app).await.map(|()| found),
        (looked, _) => looked,
    };
    let (start, limit) = match counted {
        Ok(found) => found,
        Err(refused) => {
            receive::let_finish(&mut payload).await;
            return Err(refused);
        }
    };
    let content = receive::whole(app, &mut payload, limit, length).await?;
    let sent = app.run(who, move |work| files::keep(work, &start, &name, &content)).await?;
    files::ring(app);
    Ok(Reply::ok(sent.value).created())
}
