//! Many tasks at once.

use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Shape, query, shapes::sent},
    tasks::{
        commands::{
            bulk::{self as many, Bulk},
            moves::Home,
            paste as lines,
        },
        input::TaskPatch,
        plans::PlanWhen,
        queries::trash as bin,
        routes::places::HomeInput,
        views::{self, TaskRow, TaskShape},
    },
};
use actix_web::{get, post, web::Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A change of many tasks.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BulkInput {
    /// The tasks, at most 500.
    ids: Vec<Uuid>,
    /// Fields every one of them gets.
    set: TaskPatch,
    /// Tags to add.
    add_tags: Vec<u32>,
    /// Tags to remove.
    remove_tags: Vec<u32>,
    /// True puts them into the trash, false takes them out.
    trash: Option<bool>,
    /// The asker's own plan: a day, `someday`, or null to take them off it.
    #[serde(deserialize_with = "sent")]
    plan: Option<Option<String>>,
    /// Another home for all of them, with their sub-tasks. Keys are new; the old ones go on leading to them.
    home: Option<HomeInput>,
}

/// What many tasks became.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkShape {
    /// In the order sent.
    items: Vec<TaskRow>,
    /// For the undo.
    command: Uuid,
}

impl Shape for BulkShape {}

/// Changes many tasks in one command, all of them or none.
#[utoipa::path(tag = "tasks", request_body = BulkInput, responses((status = 200, body = BulkShape)))]
#[post("/tasks/bulk")]
pub async fn bulk(call: Call, Json(input): Json<BulkInput>) -> Result<Reply<BulkShape>, Error> {
    let plan = |plan: Option<String>| plan.as_deref().map(PlanWhen::from_text).transpose();
    let plan = input.plan.map(plan).transpose()?;
    let home = input.home.map(|HomeInput { space_id, section_id, status_id }| Home {
        space: space_id,
        section: section_id,
        status: status_id,
    });
    let BulkInput { ids, set, add_tags, remove_tags, trash: away, .. } = input;
    let change = Bulk { ids, set, add_tags, remove_tags, trash: away, plan, home };
    call.run(move |work| {
        let tasks = many::bulk(work, &change)?;
        let items = tasks.iter().map(|task| views::row(work, task)).collect::<Result<_, _>>()?;
        Ok(BulkShape { items, command: work.command })
    })
    .await
}

/// Lines of text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasteInput {
    /// Every line makes a task, at most 500; bullets and numbers in front of it go.
    text: String,
    /// Section of all of them.
    #[serde(default)]
    section_id: Option<u32>,
    /// Status of all of them.
    #[serde(default)]
    status_id: Option<u32>,
}

/// Makes a task of every line, in one command.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), request_body = PasteInput, responses((status = 201, body = Page<TaskShape>)))]
#[post("/spaces/{id}/tasks/paste")]
pub async fn paste(
    call: Call,
    id: Path<String>,
    Json(input): Json<PasteInput>,
) -> Result<Reply<Page<TaskShape>>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let tasks = lines::paste(work, space, &input.text, input.section_id, input.status_id)?;
        Ok(Page::all(tasks.iter().map(|task| views::whole(work, task)).collect::<Result<_, _>>()?))
    });
    Ok(reply.await?.created())
}

/// What lies in the trash of a space, last thrown away first.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), Paging), responses((status = 200, body = Page<TaskRow>)))]
#[get("/spaces/{id}/trash")]
pub async fn trash(call: Call, id: Path<String>, Query(paging): Query<Paging>) -> Result<Reply<Page<TaskRow>>, Error> {
    Ok(Reply::ok(bin::list(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}
