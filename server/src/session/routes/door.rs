//! What is done before somebody is signed in, and signing in and out.

use crate::{
    App, Error,
    access::{Scope, Who},
    http::{Call, Json, Reply, address},
    people::views,
    secrets,
    session::{
        bootstrap::{self, Bootstrap, ServerShape, SignedIn},
        cookie::{self, WithCookie},
        identify,
        resets::{self, ResetInput},
        sessions::{self, NewSession},
        setup::{self, SetupInput},
        sign_in::{self as entry, SignIn},
    },
};
use actix_web::{HttpRequest, delete, get, post, web::Data};

/// What anybody may know of this server. Needs no sign-in.
#[utoipa::path(tag = "server", security(()), responses((status = 200, body = ServerShape)))]
#[get("/server")]
pub async fn server(app: Data<App>, request: HttpRequest) -> Result<Reply<ServerShape>, Error> {
    let view = app.view(Who::system())?;
    let organization = view.directory().organization.as_ref().map(|organization| organization.name.clone());
    let secure = address::is_secure(app.config(), &request);
    Ok(Reply::ok(ServerShape {
        setup_needed: organization.is_none(),
        organization,
        version: env!("CARGO_PKG_VERSION"),
        secure,
    }))
}

/// Makes the organization and its owner, with the one-time token the server printed.
#[utoipa::path(tag = "session", security(()), request_body = SetupInput, responses((status = 201, body = Bootstrap), (status = 410)))]
#[post("/setup")]
pub async fn set_up(
    app: Data<App>,
    request: HttpRequest,
    Json(input): Json<SetupInput>,
) -> Result<WithCookie<Bootstrap>, Error> {
    let client = address::client(app.config(), &request);
    let (secret, session) = NewSession::of(&request, &client);
    let owner = setup::set_up(&app, input, session).await?;
    let answer = bootstrap::bootstrap(&app, &app.view(Who::person(owner))?)?;
    Ok(cookie::signed_in(app.config(), &request, Reply::ok(answer).created(), &secret))
}

/// Signs in.
#[utoipa::path(tag = "session", security(()), request_body = SignIn, responses((status = 200, body = SignedIn), (status = 401)))]
#[post("/session")]
pub async fn sign_in(
    app: Data<App>,
    request: HttpRequest,
    Json(input): Json<SignIn>,
) -> Result<WithCookie<SignedIn>, Error> {
    let client = address::client(app.config(), &request);
    let (secret, session) = NewSession::of(&request, &client);
    let person = entry::sign_in(&app, &client, input, session).await?;
    let answer = SignedIn { person: views::me(&app.view(Who::person(person))?)? };
    Ok(cookie::signed_in(app.config(), &request, Reply::ok(answer), &secret))
}

/// Everything the frame of the page needs.
#[utoipa::path(tag = "session", responses((status = 200, body = Bootstrap)))]
#[get("/session")]
pub async fn frame(call: Call) -> Result<WithCookie<Bootstrap>, Error> {
    let reply = Reply::ok(bootstrap::bootstrap(&call.app, &call.view()?)?);
    let secret = call.in_person().ok().and_then(|()| identify::secret(&call.app, call.request()));
    Ok(cookie::renewed(call.app.config(), call.request(), reply, secret.as_deref()))
}

/// Signs out.
#[utoipa::path(tag = "session", responses((status = 204)))]
#[delete("/session")]
pub async fn sign_out(call: Call) -> Result<WithCookie<()>, Error> {
    call.in_person()?;
    let hash = identify::secret(&call.app, call.request()).map(|secret| secrets::hash(&secret)).unwrap_or_default();
    let address = call.address();
    call.run_once(move |work| sessions::sign_out(work, &hash, &address)).await?;
    Ok(cookie::signed_out(call.app.config(), call.request(), Reply::ok(())))
}

/// Sets a new password by the link an admin made. Needs no sign-in.
#[utoipa::path(tag = "session", security(()), request_body = ResetInput, responses((status = 204), (status = 410)))]
#[post("/password-resets/use")]
pub async fn use_reset(
    app: Data<App>,
    request: HttpRequest,
    Json(input): Json<ResetInput>,
) -> Result<Reply<()>, Error> {
    resets::use_link(&app, &address::client(app.config(), &request), input).await?;
    Ok(Reply::ok(()))
}
