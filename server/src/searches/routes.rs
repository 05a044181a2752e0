//! Saved searches over HTTP.

use super::{
    commands, lists, queries,
    shapes::{self, NewSearch, SearchPatch, SearchShape, SearchTasks},
};
use crate::{
    App, Error,
    access::Who,
    error::Code,
    http::{Call, Json, Page, Query, Reply, Routes, Versioned, query},
};
use actix_web::{
    delete, get, patch, post,
    web::{Path, block},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of saved searches.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(tasks).service(read).service(edit).service(remove);
}

/// How they are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SearchesFilter {
    /// Count what each finds.
    counts: bool,
}

/// What may take as long as a search does.
async fn aside<T: Send + 'static>(
    call: &Call,
    look: impl FnOnce(&App, Who) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    if !call.who.scopes.read {
        return Err(Error::new(Code::TokenScope));
    }
    let (app, who) = (call.app.clone(), call.who);
    block(move || look(&app, who)).await.map_err(|_| Error::new(Code::Stopping))?
}

/// The saved searches of the asker and of the spaces they read, by name.
#[utoipa::path(tag = "searches", operation_id = "list_searches", params(SearchesFilter), responses((status = 200, body = Page<SearchShape>)))]
#[get("/searches")]
pub async fn list(call: Call, Query(asked): Query<SearchesFilter>) -> Result<Reply<Page<SearchShape>>, Error> {
    let all = aside(&call, move |app, who| lists::all(app, who, asked.counts)).await?;
    Ok(Reply::ok(Page::all(all)))
}

/// Saves a search, for the asker alone or shared with the people of a space they work in.
#[utoipa::path(tag = "searches", operation_id = "create_search", request_body = NewSearch, responses((status = 201, body = SearchShape)))]
#[post("/searches")]
pub async fn create(call: Call, Json(input): Json<NewSearch>) -> Result<Reply<SearchShape>, Error> {
    let reply = call.run(move |work| {
        let search = commands::create(work, &input)?;
        Ok(shapes::shape(work, &search))
    });
    Ok(reply.await?.created())
}

/// A saved search.
#[utoipa::path(tag = "searches", operation_id = "read_search", params(("id" = String, Path)), responses((status = 200, body = SearchShape)))]
#[get("/searches/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<SearchShape>, Error> {
    let view = call.view()?;
    let search = queries::one(&view, query::id(&id)?)?;
    Ok(Reply::ok(shapes::shape(&view, &search)))
}

/// The tasks a saved search finds for the asker, in groups; at most 500, those that changed last.
#[utoipa::path(tag = "searches", operation_id = "search_tasks", params(("id" = String, Path)), responses((status = 200, body = SearchTasks)))]
#[get("/searches/{id}/tasks")]
pub async fn tasks(call: Call, id: Path<String>) -> Result<Reply<SearchTasks>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(aside(&call, move |app, who| lists::tasks(app, who, id)).await?))
}

/// Changes a saved search. Needs If-Match.
#[utoipa::path(tag = "searches", operation_id = "edit_search", params(("id" = String, Path), Versioned), request_body = SearchPatch, responses((status = 200, body = SearchShape)))]
#[patch("/searches/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<SearchPatch>) -> Result<Reply<SearchShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let search = commands::edit(work, id, if_match, &patch)?;
        Ok(shapes::shape(work, &search))
    })
    .await
}

/// Deletes a saved search. Needs If-Match.
#[utoipa::path(tag = "searches", operation_id = "remove_search", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/searches/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, if_match)).await
}
