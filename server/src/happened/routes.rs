//! What happened, over HTTP.

use super::{
    commands, queries,
    views::{HappenedHere, HappenedPage, VisitShape},
};
use crate::{
    Error,
    http::{Call, Paging, Query, Reply, Routes, query},
};
use actix_web::{get, put, web::Path};
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of what happened.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(everywhere).service(here).service(visit);
}

/// Since when, and which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// `2026-11-23`, where the asker is, or `2026-11-23T08:00:00Z`; their last visit unless told, or else a week ago.
    since: Option<String>,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl Since {
    fn page(&self) -> Result<(usize, Option<Vec<u8>>), Error> {
        let paging = Paging { limit: self.limit, cursor: self.cursor.clone() };
        Ok((paging.limit()?, paging.place()?))
    }
}

/// What happened in the asker's spaces: those in which something did, by name, with the newest of each kind.
#[utoipa::path(tag = "what happened", params(Since), responses((status = 200, body = HappenedPage)))]
#[get("/what-happened")]
pub async fn everywhere(call: Call, Query(asked): Query<Since>) -> Result<Reply<HappenedPage>, Error> {
    let (limit, place) = asked.page()?;
    let look = move |scope: &crate::access::View| {
        let since = queries::since(scope, asked.since.as_deref())?;
        queries::of_all(scope, since, limit, place.as_deref())
    };
    Ok(Reply::ok(call.aside(look).await?))
}

/// What happened in a space: kind after kind, of each the newest first.
#[utoipa::path(tag = "what happened", params(("id" = String, Path), Since), responses((status = 200, body = HappenedHere)))]
#[get("/spaces/{id}/what-happened")]
pub async fn here(call: Call, id: Path<String>, Query(asked): Query<Since>) -> Result<Reply<HappenedHere>, Error> {
    let (id, (limit, place)) = (query::id(&id)?, asked.page()?);
    let look = move |scope: &crate::access::View| {
        let since = queries::since(scope, asked.since.as_deref())?;
        queries::of_space(scope, id, since, limit, place.as_deref())
    };
    Ok(Reply::ok(call.aside(look).await?))
}

/// Notes that the asker looks now. Coming back within eight hours is the same visit.
#[utoipa::path(tag = "what happened", responses((status = 200, body = VisitShape)))]
#[put("/what-happened/visit")]
pub async fn visit(call: Call) -> Result<Reply<VisitShape>, Error> {
    call.run(commands::visit).await
}
