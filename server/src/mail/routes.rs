//! Mail over HTTP: one's own wishes, the server for admins, and the links that end mail without signing in.

use super::{
    forgotten, invites,
    links::{self, Links},
    preferences, server,
    views::{
        ForgottenInput, MailInput, MailInvitesInput, MailReady, MailServerInput, MailServerShape, MailShape,
        MailedInvites, MailedReset,
    },
};
use crate::{
    App, Error,
    access::Who,
    error::Code,
    http::{Call, Json, Reply, Routes, address, query},
};
use actix_web::{
    HttpRequest, get, post, put,
    web::{self, Data, Path},
};

/// All addresses of mail.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(mine).service(set_mine).service(show).service(set).service(test).service(unsubscribe);
    routes.service(ready).service(ask_link).service(mail_invites).service(mail_reset);
}

/// What mail the asker wants.
#[utoipa::path(tag = "mail", responses((status = 200, body = MailShape)))]
#[get("/me/mail")]
pub async fn mine(call: Call) -> Result<Reply<MailShape>, Error> {
    Ok(Reply::ok(preferences::mine(&call.view()?)?))
}

/// Changes what mail the asker wants.
#[utoipa::path(tag = "mail", request_body = MailInput, responses((status = 200, body = MailShape)))]
#[put("/me/mail")]
pub async fn set_mine(call: Call, Json(input): Json<MailInput>) -> Result<Reply<MailShape>, Error> {
    call.run(move |work| preferences::set(work, &input)).await
}

/// The mail server, where each setting came from, and how sending goes.
#[utoipa::path(tag = "mail", responses((status = 200, body = MailServerShape)))]
#[get("/admin/mail")]
pub async fn show(call: Call) -> Result<Reply<MailServerShape>, Error> {
    Ok(Reply::ok(server::show(&call.app, &call.view()?)?))
}

/// Sets the mail server. The password is kept with the secrets and never shown again.
#[utoipa::path(tag = "mail", request_body = MailServerInput, responses((status = 200, body = MailServerShape)))]
#[put("/admin/mail")]
pub async fn set(call: Call, Json(input): Json<MailServerInput>) -> Result<Reply<MailServerShape>, Error> {
    let (app, address) = (call.app.clone(), call.address());
    call.run(move |work| {
        server::set(work, app.config(), &input, &address)?;
        server::show(&app, work)
    })
    .await
}

/// Sends a mail to the asker, to see whether it arrives.
#[utoipa::path(tag = "mail", responses((status = 204)))]
#[post("/admin/mail/test")]
pub async fn test(call: Call) -> Result<Reply<()>, Error> {
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let (app, view) = (call.app.clone(), call.view()?);
    web::block(move || server::test(&app, view)).await.map_err(|_| Error::new(Code::Busy))??;
    Ok(Reply::ok(()))
}

/// Whether mail can be sent, so that links can go by it. Needs no sign-in.
#[utoipa::path(tag = "mail", security(()), responses((status = 200, body = MailReady)))]
#[get("/mail")]
pub async fn ready(app: Data<App>) -> Result<Reply<MailReady>, Error> {
    Ok(Reply::ok(MailReady { ready: forgotten::ready(&app, &app.view(Who::system())?) }))
}

/// Asks for a link for a new password. The answer is the same whether somebody has the address or not. Needs no
/// sign-in.
#[utoipa::path(tag = "session", security(()), request_body = ForgottenInput, responses((status = 204), (status = 409)))]
#[post("/password-resets")]
pub async fn ask_link(
    app: Data<App>,
    request: HttpRequest,
    Json(input): Json<ForgottenInput>,
) -> Result<Reply<()>, Error> {
    forgotten::ask(&app, &address::client(app.config(), &request), input).await?;
    Ok(Reply::ok(()))
}

/// Makes invites for some addresses and sends each its own. What does not leave is taken back.
#[utoipa::path(tag = "people", request_body = MailInvitesInput, responses((status = 201, body = MailedInvites)))]
#[post("/invites/mail")]
pub async fn mail_invites(call: Call, Json(input): Json<MailInvitesInput>) -> Result<Reply<MailedInvites>, Error> {
    Ok(Reply::ok(invites::send(&call, input).await?).created())
}

/// Sends a person a link for a new password; an earlier one ends. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 201, body = MailedReset)))]
#[post("/people/{id}/reset-link/mail")]
pub async fn mail_reset(call: Call, id: Path<String>) -> Result<Reply<MailedReset>, Error> {
    Ok(Reply::ok(invites::reset(&call, query::id(&id)?).await?).created())
}

/// Ends a kind of mail, with the secret of a mail and without signing in. Mail programs call it by themselves (RFC
/// 8058), with a body of their own that says nothing more.
#[utoipa::path(tag = "mail", security(()), params(("token" = String, Path)), responses((status = 204), (status = 410)))]
#[post("/mail/unsubscribe/{token}")]
pub async fn unsubscribe(app: Data<App>, token: Path<String>) -> Result<Reply<()>, Error> {
    let app = App::clone(&app);
    web::block(move || {
        let (person, ends) = Links::load(&app)?.read(&token).ok_or_else(|| Error::new(Code::LinkExpired))?;
        app.run_blocking(Who::system(), move |work| links::end(work, person, ends)).map(|_| ())
    })
    .await
    .map_err(|_| Error::new(Code::Busy))??;
    Ok(Reply::ok(()))
}
