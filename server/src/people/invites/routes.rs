//! Invites over HTTP.

use super::{
    accept, commands,
    views::{AcceptInput, InviteInput, InviteShape, OpenInput, OpenInvite},
};
use crate::{
    App, Error,
    access::Who,
    http::{Call, Json, Page, Reply, address, query},
    people::views,
    secrets,
    session::{
        bootstrap::SignedIn,
        cookie::{self, WithCookie},
        sessions::NewSession,
    },
};
use actix_web::{
    HttpRequest, delete, get, post,
    web::{Data, Path},
};

/// Lists open invites: all for admins, one's own for others.
#[utoipa::path(tag = "people", responses((status = 200, body = Page<InviteShape>)))]
#[get("/invites")]
pub async fn list(call: Call) -> Result<Reply<Page<InviteShape>>, Error> {
    Ok(Reply::ok(Page::all(commands::list(&call.view()?)?)))
}

/// Makes an invite. Its link is in this answer and nowhere else.
#[utoipa::path(tag = "people", request_body = InviteInput, responses((status = 201, body = InviteShape)))]
#[post("/invites")]
pub async fn create(call: Call, Json(input): Json<InviteInput>) -> Result<Reply<InviteShape>, Error> {
    let secret = secrets::secret();
    let (hash, address) = (secrets::hash(&secret), call.address());
    let invite = call.run_once(move |work| commands::create(work, &input, &hash, &address)).await?;
    let link = format!("{}/join#{secret}", address::origin(call.app.config(), call.request()));
    Ok(Reply::ok(InviteShape { link: Some(link), ..invite }).created())
}

/// Deletes an invite.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/invites/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| commands::delete(work, id, &address)).await
}

/// Tells what an invite gives. Needs no sign-in.
#[utoipa::path(tag = "people", security(()), request_body = OpenInput, responses((status = 200, body = OpenInvite), (status = 410)))]
#[post("/invites/open")]
pub async fn open(
    app: Data<App>,
    request: HttpRequest,
    Json(input): Json<OpenInput>,
) -> Result<Reply<OpenInvite>, Error> {
    let client = address::client(app.config(), &request);
    Ok(Reply::ok(accept::open(&app, &client, &input.token).await?))
}

/// Makes an account by an invite and signs it in. Needs no sign-in.
#[utoipa::path(tag = "people", security(()), request_body = AcceptInput, responses((status = 201, body = SignedIn), (status = 409), (status = 410)))]
#[post("/invites/accept")]
pub async fn take(
    app: Data<App>,
    request: HttpRequest,
    Json(input): Json<AcceptInput>,
) -> Result<WithCookie<SignedIn>, Error> {
    let client = address::client(app.config(), &request);
    let (secret, session) = NewSession::of(&request, &client);
    let person = accept::accept(&app, &client, input, session).await?;
    let answer = SignedIn { person: views::me(&app.view(Who::person(person))?)? };
    Ok(cookie::signed_in(app.config(), &request, Reply::ok(answer).created(), &secret))
}
