//! Webhooks over HTTP.

use super::{
    commands, deliveries,
    input::{WebhookInput, WebhookPatch},
    queries,
    views::{DeliveryShape, WebhookMade, WebhookName, WebhookSecret, WebhookShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, put, web::Path};

/// All addresses of webhooks.
pub fn configure(routes: &mut Routes<'_>) {
    // The names stand before what has an id.
    routes.service(list).service(create).service(names).service(read).service(edit).service(remove);
    routes.service(renew).service(test).service(told).service(again);
}

/// The webhooks of the organization by name. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "list_webhooks", responses((status = 200, body = Page<WebhookShape>)))]
#[get("/webhooks")]
pub async fn list(call: Call) -> Result<Reply<Page<WebhookShape>>, Error> {
    Ok(Reply::ok(queries::all(&call.view()?)?))
}

/// Makes a webhook, and answers the secret that what it is told is signed with. That is shown this once. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "create_webhook", request_body = WebhookInput, responses((status = 201, body = WebhookMade)))]
#[post("/webhooks")]
pub async fn create(call: Call, Json(input): Json<WebhookInput>) -> Result<Reply<WebhookMade>, Error> {
    let (key, address) = (call.app.config().secret_key.clone(), call.address());
    let made = call.run_once(move |work| commands::create(work, key.as_ref(), &input, &address)).await?;
    Ok(Reply::ok(made).created())
}

/// The names of the webhooks that are on, for whoever writes a rule.
#[utoipa::path(tag = "webhooks", operation_id = "list_webhook_names", responses((status = 200, body = Page<WebhookName>)))]
#[get("/webhooks/names")]
pub async fn names(call: Call) -> Result<Reply<Page<WebhookName>>, Error> {
    Ok(Reply::ok(queries::callable(&call.view()?)?))
}

/// Reads a webhook. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "read_webhook", params(("id" = String, Path)), responses((status = 200, body = WebhookShape)))]
#[get("/webhooks/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<WebhookShape>, Error> {
    Ok(Reply::ok(queries::one(&call.view()?, query::id(&id)?)?))
}

/// Changes a webhook, or switches it on or off. While it is off it is told nothing, and what waits is not sent. For
/// admins; needs If-Match.
#[utoipa::path(tag = "webhooks", operation_id = "edit_webhook", params(("id" = String, Path), Versioned), request_body = WebhookPatch, responses((status = 200, body = WebhookShape)))]
#[patch("/webhooks/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<WebhookPatch>) -> Result<Reply<WebhookShape>, Error> {
    let (id, if_match, address) = (query::id(&id)?, call.if_match()?, call.address());
    call.run(move |work| {
        commands::edit(work, id, if_match, &patch, &address)?;
        queries::one(work, id)
    })
    .await
}

/// Deletes a webhook for good. Rules that call it switch themselves off. For admins; needs If-Match.
#[utoipa::path(tag = "webhooks", operation_id = "delete_webhook", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/webhooks/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match, address) = (query::id(&id)?, call.if_match()?, call.address());
    call.run(move |work| commands::delete(work, id, if_match, &address)).await
}

/// Gives a webhook another secret, shown this once. The one before it signs as well for 24 hours: the signatures stand in one
/// header, with a space between. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "renew_webhook_secret", params(("id" = String, Path)), responses((status = 200, body = WebhookSecret)))]
#[put("/webhooks/{id}/secret")]
pub async fn renew(call: Call, id: Path<String>) -> Result<Reply<WebhookSecret>, Error> {
    let (id, key, address) = (query::id(&id)?, call.app.config().secret_key.clone(), call.address());
    Ok(Reply::ok(call.run_once(move |work| commands::renew(work, key.as_ref(), id, &address)).await?))
}

/// Sends a test, once and soon. How it ends stands with the deliveries. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "test_webhook", params(("id" = String, Path)), responses((status = 201, body = DeliveryShape)))]
#[post("/webhooks/{id}/test")]
pub async fn test(call: Call, id: Path<String>) -> Result<Reply<DeliveryShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let delivery = deliveries::trial(work, id)?;
        queries::delivery(work, &delivery)
    });
    Ok(reply.await?.created())
}

/// What a webhook was told in the last 30 days, and what waits, the last first. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "list_webhook_deliveries", params(("id" = String, Path), Paging), responses((status = 200, body = Page<DeliveryShape>)))]
#[get("/webhooks/{id}/deliveries")]
pub async fn told(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<DeliveryShape>>, Error> {
    Ok(Reply::ok(queries::deliveries(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

/// Sends a delivery once more, in the words of then and with the same id. For admins.
#[utoipa::path(tag = "webhooks", operation_id = "send_webhook_delivery", params(("id" = String, Path), ("delivery" = String, Path)), responses((status = 200, body = DeliveryShape)))]
#[post("/webhooks/{id}/deliveries/{delivery}/again")]
pub async fn again(call: Call, path: Path<(String, String)>) -> Result<Reply<DeliveryShape>, Error> {
    let (webhook, id) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let delivery = deliveries::again(work, webhook, id)?;
        queries::delivery(work, &delivery)
    })
    .await
}
