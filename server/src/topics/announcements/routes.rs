//! Announcements over HTTP.

use super::{queries, views::ReceiptsShape};
use crate::{
    Error,
    http::{Call, Json, Reply, Routes, query},
    topics::{
        commands::create,
        input::TopicInput,
        views::{self, TopicShape},
    },
};
use actix_web::{get, post, web::Path};

/// All addresses of announcements.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(announce).service(receipts);
}

/// Announces something to everybody who reads a space: a topic that needs each of them until they have read it. In a
/// space that everybody joins it is told to the whole organization.
#[utoipa::path(tag = "announcements", params(("id" = String, Path)), request_body = TopicInput, responses((status = 201, body = TopicShape)))]
#[post("/spaces/{id}/announcements")]
pub async fn announce(call: Call, id: Path<String>, Json(input): Json<TopicInput>) -> Result<Reply<TopicShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let topic = create::announce(work, space, &input)?;
        views::whole(work, &topic)
    });
    Ok(reply.await?.created())
}

/// Who has read an announcement, for whoever announced it and those who could have.
#[utoipa::path(tag = "announcements", params(("id" = String, Path)), responses((status = 200, body = ReceiptsShape)))]
#[get("/topics/{id}/receipts")]
pub async fn receipts(call: Call, id: Path<String>) -> Result<Reply<ReceiptsShape>, Error> {
    Ok(Reply::ok(queries::receipts(&call.view()?, query::id(&id)?)?))
}
