//! Mail over HTTP: one's own wishes, the server for admins, and the links that end mail without signing in.

use super::{
    links::{self, Links},
    preferences, server,
    views::{MailInput, MailServerInput, MailServerShape, MailShape},
};
use crate::{
    App, Error,
    access::Who,
    error::Code,
    http::{Call, Json, Reply},
};
use actix_web::{
    get, post, put,
    web::{self, Data, Path},
};
use utoipa_actix_web::service_config::ServiceConfig;

/// All addresses of mail.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(mine).service(set_mine).service(show).service(set).service(test).service(unsubscribe);
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
