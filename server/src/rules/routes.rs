//! Rules over HTTP.

use super::{
    commands,
    input::{RuleInput, RulePatch, TrialInput},
    queries,
    trial::{self as past, TrialShape},
    views::{ActedShape, RuleShape, StartsShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, put, web::Path};
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of rules.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(list)
        .service(of_organization)
        .service(create_there)
        .service(trial_there)
        .service(create)
        .service(read)
        .service(edit)
        .service(trash)
        .service(restore)
        .service(acted)
        .service(trial)
        .service(starts);
}

/// Which rules.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Those in the trash instead.
    #[serde(default)]
    trashed: bool,
}

/// The rules of a space in the order in which they act.
#[utoipa::path(tag = "rules", params(("id" = String, Path), Which), responses((status = 200, body = Page<RuleShape>)))]
#[get("/spaces/{id}/rules")]
pub async fn list(call: Call, id: Path<String>, Query(which): Query<Which>) -> Result<Reply<Page<RuleShape>>, Error> {
    let space = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| queries::of_home(view, Some(space), which.trashed)).await?))
}

/// Makes a rule: when something happens, and if what is asked is so, then some things are done. It has the rights
/// whoever makes it has at the moment it acts.
#[utoipa::path(tag = "rules", params(("id" = String, Path)), request_body = RuleInput, responses((status = 201, body = RuleShape)))]
#[post("/spaces/{id}/rules")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<RuleInput>) -> Result<Reply<RuleShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let rule = commands::create(work, Some(space), &input)?;
        queries::one(work, rule.id)
    });
    Ok(reply.await?.created())
}

/// The rules of the organization in the order in which they act. For admins.
#[utoipa::path(tag = "rules", operation_id = "list_rules_of_organization", params(Which), responses((status = 200, body = Page<RuleShape>)))]
#[get("/rules")]
pub async fn of_organization(call: Call, Query(which): Query<Which>) -> Result<Reply<Page<RuleShape>>, Error> {
    Ok(Reply::ok(call.aside(move |view| queries::of_home(view, None, which.trashed)).await?))
}

/// Makes a rule of the organization: it acts in every space in which whoever makes it works, with the rights they have at the
/// moment it acts. What belongs to one space cannot be named in it. For admins.
#[utoipa::path(tag = "rules", operation_id = "create_rule_of_organization", request_body = RuleInput, responses((status = 201, body = RuleShape)))]
#[post("/rules")]
pub async fn create_there(call: Call, Json(input): Json<RuleInput>) -> Result<Reply<RuleShape>, Error> {
    let reply = call.run(move |work| {
        let rule = commands::create(work, None, &input)?;
        queries::one(work, rule.id)
    });
    Ok(reply.await?.created())
}

/// What a rule of the organization would have done in the last 30 days in the spaces in which the reader works. For admins.
#[utoipa::path(tag = "rules", operation_id = "trial_rule_of_organization", request_body = TrialInput, responses((status = 200, body = TrialShape)))]
#[post("/rules/trial")]
pub async fn trial_there(call: Call, Json(input): Json<TrialInput>) -> Result<Reply<TrialShape>, Error> {
    Ok(Reply::ok(call.aside(move |view| past::run(view, None, &input)).await?))
}

/// Reads a rule.
#[utoipa::path(tag = "rules", params(("id" = String, Path)), responses((status = 200, body = RuleShape)))]
#[get("/rules/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<RuleShape>, Error> {
    Ok(Reply::ok(queries::one(&call.view()?, query::id(&id)?)?))
}

/// Changes a rule, or switches it on or off. It acts on what happens from then on. Needs If-Match.
#[utoipa::path(tag = "rules", params(("id" = String, Path), Versioned), request_body = RulePatch, responses((status = 200, body = RuleShape)))]
#[patch("/rules/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<RulePatch>) -> Result<Reply<RuleShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        commands::edit(work, id, if_match, &patch)?;
        queries::one(work, id)
    })
    .await
}

/// Puts a rule into the trash for 30 days; what it did stays. Needs If-Match.
#[utoipa::path(tag = "rules", params(("id" = String, Path), Versioned), responses((status = 200, body = RuleShape)))]
#[delete("/rules/{id}")]
pub async fn trash(call: Call, id: Path<String>) -> Result<Reply<RuleShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        commands::trash(work, id, if_match)?;
        queries::one(work, id)
    })
    .await
}

/// Takes a rule out of the trash.
#[utoipa::path(tag = "rules", params(("id" = String, Path)), responses((status = 200, body = RuleShape)))]
#[put("/rules/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<RuleShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        commands::restore(work, id)?;
        queries::one(work, id)
    })
    .await
}

/// What a rule did in the last 90 days, and what was refused, the last first.
#[utoipa::path(tag = "rules", params(("id" = String, Path), Paging), responses((status = 200, body = Page<ActedShape>)))]
#[get("/rules/{id}/acted")]
pub async fn acted(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<ActedShape>>, Error> {
    Ok(Reply::ok(queries::acted(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

/// What a rule would have done in the last 30 days, before it is saved: what it likely misses and what it likely means not
/// stands among it. Nothing is changed. Conditions are asked of what things are by now.
#[utoipa::path(tag = "rules", params(("id" = String, Path)), request_body = TrialInput, responses((status = 200, body = TrialShape)))]
#[post("/spaces/{id}/rules/trial")]
pub async fn trial(call: Call, id: Path<String>, Json(input): Json<TrialInput>) -> Result<Reply<TrialShape>, Error> {
    let space = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| past::run(view, Some(space), &input)).await?))
}

/// What starts a process by itself, beside its own dates: the rules the reader may read, and the forms of its space.
#[utoipa::path(tag = "rules", operation_id = "starts_of_process", params(("id" = String, Path)), responses((status = 200, body = StartsShape)))]
#[get("/processes/{id}/starts")]
pub async fn starts(call: Call, id: Path<String>) -> Result<Reply<StartsShape>, Error> {
    let process = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| queries::starts_of(view, process)).await?))
}
