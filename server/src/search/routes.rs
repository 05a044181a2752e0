//! Search over HTTP.

use super::{asked::Asked, queries, views::SearchAnswer};
use crate::{
    Error,
    error::Code,
    http::{Call, Query, Reply, Routes},
};
use actix_web::{get, web::block};

/// All addresses of the search.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(search);
}

/// Finds tasks, topics, what was said and files the asker may read.
#[utoipa::path(tag = "search", params(Asked), responses((status = 200, body = SearchAnswer)))]
#[get("/search")]
pub async fn search(call: Call, Query(asked): Query<Asked>) -> Result<Reply<SearchAnswer>, Error> {
    if !call.who.scopes.read {
        return Err(Error::new(Code::TokenScope));
    }
    let (app, who) = (call.app.clone(), call.who);
    let answer = block(move || queries::search(&app, who, &asked)).await;
    Ok(Reply::ok(answer.map_err(|_| Error::new(Code::Stopping))??))
}
