//! Quick capture over HTTP.

use super::{
    commands,
    views::{CaptureInput, CaptureParse},
};
use crate::{
    Error,
    http::{Call, Json, Reply, Routes},
    tasks::{self, views::TaskShape},
};
use actix_web::post;

/// All addresses of capture.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(parse).service(capture);
}

/// Tells what a line means, for colouring it while it is typed. Changes nothing.
#[utoipa::path(tag = "capture", request_body = CaptureInput, responses((status = 200, body = CaptureParse)))]
#[post("/capture/parse")]
pub async fn parse(call: Call, Json(input): Json<CaptureInput>) -> Result<Reply<CaptureParse>, Error> {
    Ok(Reply::ok(commands::parse(&call.view()?, &input)?))
}

/// Makes the task a line means. A line that says when it comes again makes a process, and answers its first run.
#[utoipa::path(tag = "capture", request_body = CaptureInput, responses((status = 201, body = TaskShape)))]
#[post("/capture")]
pub async fn capture(call: Call, Json(input): Json<CaptureInput>) -> Result<Reply<TaskShape>, Error> {
    let reply = call.run(move |work| {
        let task = commands::make(work, &input)?;
        tasks::views::whole(work, &task)
    });
    Ok(reply.await?.created())
}
