//! Links of items over HTTP.

use super::{
    links, queries,
    views::{LinkShape, RelationShape},
};
use crate::{
    Error, access,
    http::{Call, Json, Page, Reply, Routes, query},
};
use actix_web::{delete, get, put, web::Path};
use guildhall_domain::policy::Do;
use serde::Deserialize;
use utoipa::ToSchema;

/// All addresses of links.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(link).service(unlink);
}

/// A relation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkInput {
    /// How the first item relates to the second.
    relation: RelationShape,
}

fn linked(scope: &impl access::Scope, id: guildhall_domain::Id) -> Result<Page<LinkShape>, Error> {
    let item = access::item(scope, id, Do::Read)?;
    Ok(Page::all(queries::links(scope, id, item.links())?))
}

/// The links of an item to others that the reader may see.
#[utoipa::path(tag = "items", params(("id" = String, Path)), responses((status = 200, body = Page<LinkShape>)))]
#[get("/items/{id}/links")]
pub async fn list(call: Call, id: Path<String>) -> Result<Reply<Page<LinkShape>>, Error> {
    Ok(Reply::ok(linked(&call.view()?, query::id(&id)?)?))
}

/// Links two items of any kind. Answers the links of the first.
#[utoipa::path(tag = "items", params(("id" = String, Path), ("other" = String, Path)), request_body = LinkInput, responses((status = 200, body = Page<LinkShape>)))]
#[put("/items/{id}/links/{other}")]
pub async fn link(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<LinkInput>,
) -> Result<Reply<Page<LinkShape>>, Error> {
    let (id, other) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        links::set(work, id, other, Some(input.relation.into()))?;
        linked(work, id)
    })
    .await
}

/// Takes a link away. Answers the links of the first.
#[utoipa::path(tag = "items", params(("id" = String, Path), ("other" = String, Path)), responses((status = 200, body = Page<LinkShape>)))]
#[delete("/items/{id}/links/{other}")]
pub async fn unlink(call: Call, path: Path<(String, String)>) -> Result<Reply<Page<LinkShape>>, Error> {
    let (id, other) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        links::set(work, id, other, None)?;
        linked(work, id)
    })
    .await
}
