//! The organization over HTTP.

use super::{
    commands,
    views::{self, OrganizationPatch, OrganizationShape},
};
use crate::{
    Error,
    access::Scope,
    http::{Call, Json, Reply, Versioned},
};
use actix_web::{get, patch};
use utoipa_actix_web::service_config::ServiceConfig;

/// All addresses of the organization.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(read).service(edit);
}

/// Reads the organization.
#[utoipa::path(tag = "organization", responses((status = 200, body = OrganizationShape)))]
#[get("/organization")]
pub async fn read(call: Call) -> Result<Reply<OrganizationShape>, Error> {
    let view = call.view()?;
    let organization = view.directory().organization.as_ref().ok_or_else(Error::not_found)?;
    Ok(Reply::ok(views::shape(&view, organization, call.app.config().public_url.as_deref())))
}

/// Changes the organization. For admins; needs If-Match.
#[utoipa::path(tag = "organization", params(Versioned), request_body = OrganizationPatch, responses((status = 200, body = OrganizationShape)))]
#[patch("/organization")]
pub async fn edit(call: Call, Json(patch): Json<OrganizationPatch>) -> Result<Reply<OrganizationShape>, Error> {
    let if_match = call.if_match()?;
    let address = call.address();
    let public_url = call.app.config().public_url.clone();
    call.run(move |work| {
        let organization = commands::edit(work, if_match, &patch, &address)?;
        Ok(views::shape(work, &organization, public_url.as_deref()))
    })
    .await
}
