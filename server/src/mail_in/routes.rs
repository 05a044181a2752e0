//! Mail that comes in over HTTP: for admins where it comes from and what was kept, for leads the address of a space.

use super::{
    kept, settings, spaces,
    views::{ContactShape, IncomingInput, IncomingShape, KeptShape, SpaceMailInput, SpaceMailShape},
};
use crate::{
    Error,
    access::{self, Scope},
    contacts,
    error::Code,
    http::{Call, Json, Page, Reply, Routes, query, shapes},
};
use actix_web::{delete, get, post, put, web::Path};

/// All addresses.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(show).service(set).service(test).service(list).service(accept).service(discard);
    routes.service(people).service(space).service(set_space);
}

/// Where mail comes in, and how that goes.
#[utoipa::path(tag = "mail", responses((status = 200, body = IncomingShape)))]
#[get("/admin/mail/incoming")]
pub async fn show(call: Call) -> Result<Reply<IncomingShape>, Error> {
    Ok(Reply::ok(settings::show(&call.app, &call.view()?)?))
}

/// Sets where mail comes in. The password is kept with the secrets and never shown again.
#[utoipa::path(tag = "mail", request_body = IncomingInput, responses((status = 200, body = IncomingShape)))]
#[put("/admin/mail/incoming")]
pub async fn set(call: Call, Json(input): Json<IncomingInput>) -> Result<Reply<IncomingShape>, Error> {
    let (app, address) = (call.app.clone(), call.address());
    call.run(move |work| {
        settings::set(work, app.config(), &input, &address)?;
        settings::show(&app, work)
    })
    .await
}

/// Signs in to the mailbox, to see whether that works.
#[utoipa::path(tag = "mail", responses((status = 204)))]
#[post("/admin/mail/incoming/test")]
pub async fn test(call: Call) -> Result<Reply<()>, Error> {
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let mailbox = settings::to_test(&call.app, &call.view()?)?;
    mailbox.test().await?;
    Ok(Reply::ok(()))
}

/// Mails that came in and did nothing, with the reason: the unconfirmed first, then the refused.
#[utoipa::path(tag = "mail", responses((status = 200, body = Page<KeptShape>)))]
#[get("/admin/mail/kept")]
pub async fn list(call: Call) -> Result<Reply<Page<KeptShape>>, Error> {
    Ok(Reply::ok(kept::list(&call.view()?)?))
}

/// Lets a mail through, as if it were proven to be from whom it was meant for.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses((status = 204)))]
#[put("/admin/mail/kept/{id}/acceptance")]
pub async fn accept(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| kept::accept(work, id, &address)).await
}

/// Throws a mail away.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/admin/mail/kept/{id}")]
pub async fn discard(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| kept::discard(work, id, &address)).await
}

/// Everybody outside who wrote by mail.
#[utoipa::path(tag = "contacts", responses((status = 200, body = Page<ContactShape>)))]
#[get("/contacts")]
pub async fn people(call: Call) -> Result<Reply<Page<ContactShape>>, Error> {
    let view = call.view()?;
    access::admin(&view)?;
    let all = contacts::store::all(view.read())?.into_iter().map(|contact| ContactShape {
        id: contact.id,
        name: contact.name,
        address: contact.address,
        created_at: shapes::instant(contact.created_ms),
        refusal: contact.refusal,
    });
    Ok(Reply::ok(Page::all(all.collect())))
}

/// The address of a space.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses((status = 200, body = SpaceMailShape)))]
#[get("/spaces/{id}/mail")]
pub async fn space(call: Call, id: Path<String>) -> Result<Reply<SpaceMailShape>, Error> {
    Ok(Reply::ok(spaces::show(&call.app, &call.view()?, query::id(&id)?)?))
}

/// Switches the address of a space on or off, or gives it another name.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), request_body = SpaceMailInput, responses((status = 200, body = SpaceMailShape)))]
#[put("/spaces/{id}/mail")]
pub async fn set_space(
    call: Call,
    id: Path<String>,
    Json(input): Json<SpaceMailInput>,
) -> Result<Reply<SpaceMailShape>, Error> {
    let (id, app) = (query::id(&id)?, call.app.clone());
    call.run(move |work| {
        spaces::set(work, id, &input)?;
        spaces::show(&app, work, id)
    })
    .await
}
