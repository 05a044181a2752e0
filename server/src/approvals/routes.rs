//! Approvals over HTTP.

use super::{
    commands, hand_on,
    input::{AnswerInput, ApprovalInput, StandInInput},
    queries,
    views::{self, ApprovalShape, WaitingShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, query},
};
use actix_web::{get, post, put, web::Path};
use guildhall_domain::change::Action;

/// All addresses of approvals.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(of_item).service(ask).service(waiting).service(read).service(answer).service(withdraw);
    routes.service(stand_in).service(waiting_of);
}

/// What was asked and answered about an item, the newest first.
#[utoipa::path(tag = "approvals", params(("id" = String, Path)), responses((status = 200, body = Page<ApprovalShape>)))]
#[get("/items/{id}/approvals")]
pub async fn of_item(call: Call, id: Path<String>) -> Result<Reply<Page<ApprovalShape>>, Error> {
    Ok(Reply::ok(queries::of_item(&call.view()?, query::id(&id)?)?))
}

/// Asks people for the approval of a task, or of a document as it is now. Who cannot read it yet does from then on.
#[utoipa::path(tag = "approvals", params(("id" = String, Path)), request_body = ApprovalInput, responses((status = 201, body = ApprovalShape)))]
#[post("/items/{id}/approvals")]
pub async fn ask(
    call: Call,
    id: Path<String>,
    Json(input): Json<ApprovalInput>,
) -> Result<Reply<ApprovalShape>, Error> {
    let item = query::id(&id)?;
    let reply = call.run(move |work| {
        crate::access::item(work, item, guildhall_domain::policy::Do::Edit)?;
        let new = input.read(work)?;
        let (approval, item) = commands::ask(work, item, input.id, new)?;
        views::approval(work, &approval, &item)
    });
    Ok(reply.await?.created())
}

/// What waits for the answer of whoever asks.
#[utoipa::path(tag = "approvals", params(Paging), responses((status = 200, body = Page<ApprovalShape>)))]
#[get("/approvals")]
pub async fn waiting(call: Call, Query(paging): Query<Paging>) -> Result<Reply<Page<ApprovalShape>>, Error> {
    Ok(Reply::ok(queries::waiting(&call.view()?, paging.limit()?, paging.place()?)?))
}

/// What waits for the answer of somebody who leaves, for those who decide about their account.
#[utoipa::path(tag = "approvals", params(("id" = String, Path)), responses((status = 200, body = WaitingShape)))]
#[get("/people/{id}/approvals")]
pub async fn waiting_of(call: Call, id: Path<String>) -> Result<Reply<WaitingShape>, Error> {
    Ok(Reply::ok(queries::waiting_of(&call.view()?, query::id(&id)?)?))
}

/// Reads an approval.
#[utoipa::path(tag = "approvals", params(("id" = String, Path)), responses((status = 200, body = ApprovalShape)))]
#[get("/approvals/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<ApprovalShape>, Error> {
    Ok(Reply::ok(queries::one(&call.view()?, query::id(&id)?)?))
}

/// Approves, or asks for changes with a reason. While nothing is decided another answer may follow; the last one stands.
#[utoipa::path(tag = "approvals", params(("id" = String, Path)), request_body = AnswerInput, responses((status = 200, body = ApprovalShape)))]
#[put("/approvals/{id}/answer")]
pub async fn answer(
    call: Call,
    id: Path<String>,
    Json(input): Json<AnswerInput>,
) -> Result<Reply<ApprovalShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let (approval, item) = commands::answer(work, id, input.verdict.into(), &input.reason)?;
        views::approval(work, &approval, &item)
    })
    .await
}

/// Asks no more: for who asked, and for leads.
#[utoipa::path(tag = "approvals", params(("id" = String, Path)), responses((status = 200, body = ApprovalShape)))]
#[put("/approvals/{id}/withdrawal")]
pub async fn withdraw(call: Call, id: Path<String>) -> Result<Reply<ApprovalShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let (approval, item) = commands::withdraw(work, id, Action::Changed)?;
        views::approval(work, &approval, &item)
    })
    .await
}

/// Asks somebody else in the place of an approver: for that one, who asked, and leads.
#[utoipa::path(tag = "approvals", params(("id" = String, Path), ("person" = String, Path)), request_body = StandInInput, responses((status = 200, body = ApprovalShape)))]
#[put("/approvals/{id}/approvers/{person}/stand-in")]
pub async fn stand_in(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<StandInInput>,
) -> Result<Reply<ApprovalShape>, Error> {
    let (id, person) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let (approval, item) = hand_on::hand_on(work, id, person, input.person_id, Action::Changed)?;
        views::approval(work, &approval, &item)
    })
    .await
}
