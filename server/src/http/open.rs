//! What needs no sign-in: health and the description of the API. Both answer before the first run.

use super::{Reply, Shape, description, words::words};
use crate::App;
use actix_web::{HttpResponse, get, http::StatusCode, web::Data};
use guildhall_store::Health;
use serde::Serialize;
use utoipa::ToSchema;

words! {
    /// How the server is.
    HealthStatus: Ok, ReadOnly
}

/// Whether the server can be relied on.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthShape {
    /// Whether it takes changes.
    pub status: HealthStatus,
    /// Why nothing can be saved.
    pub reason: Option<String>,
}

impl Shape for HealthShape {}

/// Answers 200 as long as people can read; the reason says when they cannot write.
#[utoipa::path(tag = "server", security(()), responses((status = 200, body = HealthShape)))]
#[get("/healthz")]
pub async fn health(app: Data<App>) -> Reply<HealthShape> {
    Reply::ok(match app.store().health() {
        Health::Writable => HealthShape { status: HealthStatus::Ok, reason: None },
        Health::ReadOnly { reason, .. } => HealthShape { status: HealthStatus::ReadOnly, reason: Some(reason) },
    })
}

/// The API as OpenAPI 3.1.
#[utoipa::path(tag = "server", security(()), responses((status = 200, description = "This document", content_type = "application/json")))]
#[get("/openapi.json")]
pub async fn openapi() -> HttpResponse {
    HttpResponse::build(StatusCode::OK).content_type("application/json").body(description::document().text())
}
