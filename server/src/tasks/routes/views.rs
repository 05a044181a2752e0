//! The tasks of a space as groups, by any question. These look at every task of the space, so they run
//! on blocking threads.

use crate::{
    Error,
    access::{self, View},
    audit::{self, AuditAction},
    http::{self, Call, Page, Reply, page, query, version},
    tasks::{
        queries::{
            csv as table,
            view::{self as found, TaskView},
        },
        task_query::{Asked, TaskQuery},
        views::TaskRow,
    },
};
use actix_web::{
    HttpResponse, get,
    web::{Bytes, Path},
};
use futures_util::{StreamExt, stream};
use guildhall_domain::policy::DoSpace;
use serde::Deserialize;
use utoipa::IntoParams;

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Most {
    /// Rows a group, 1–200; 50 unless told.
    limit: Option<u32>,
}

/// The tasks of a space in groups, with exact counts and the first rows of each.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), TaskQuery, Most), responses((status = 200, body = TaskView)))]
#[get("/spaces/{id}/view")]
pub async fn view(call: Call, id: Path<String>, Asked(asked, most): Asked<Most>) -> Result<Reply<TaskView>, Error> {
    let (space, limit) = (query::id(&id)?, page::limit(most.limit)?);
    Ok(Reply::ok(call.aside(move |scope| found::view(scope, space, &asked, limit)).await?))
}

/// Which rows of which group.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GroupPage {
    /// The id of the group in the view.
    id: String,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the group or of the page before.
    cursor: Option<String>,
}

/// More rows of one group of a view. Send the same question as for the view.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), TaskQuery, GroupPage), responses((status = 200, body = Page<TaskRow>)))]
#[get("/spaces/{id}/view/group")]
pub async fn group(
    call: Call,
    id: Path<String>,
    Asked(asked, part): Asked<GroupPage>,
) -> Result<Reply<Page<TaskRow>>, Error> {
    let (space, limit) = (query::id(&id)?, page::limit(part.limit)?);
    let place = part.cursor.as_deref().map(version::read_list_cursor).transpose()?;
    Ok(Reply::ok(call.aside(move |scope| found::group(scope, space, &asked, &part.id, limit, place.as_deref())).await?))
}

/// Tasks read at once: a table of any length holds no snapshot for long.
const SLICE: usize = 200;

/// No parameters beside the question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// What a view shows as a table for spreadsheets.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), TaskQuery), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/spaces/{id}/tasks.csv")]
pub async fn csv(
    call: Call,
    id: Path<String>,
    Asked(asked, Nothing {}): Asked<Nothing>,
) -> Result<HttpResponse, Error> {
    let space = query::id(&id)?;
    let look = move |scope: &View| {
        let space = access::space(scope, space, DoSpace::Read)?;
        Ok((space.prefix.clone(), space.name.clone(), space.fields.clone(), found::ids(scope, space.id, &asked)?))
    };
    let (prefix, about, fields, ids) = call.aside(look).await?;
    audit::taken_out(&call, AuditAction::Exported, about).await?;
    let head = stream::iter([Ok(Bytes::from(table::head(&fields)?))]);
    let slices: Vec<Vec<_>> = ids.chunks(SLICE).map(<[_]>::to_vec).collect();
    let rows = stream::iter(slices).then(move |ids| {
        let fields = fields.clone();
        let read = call.aside(move |scope| table::rows(scope, space, &fields, &ids));
        async move { read.await.map(Bytes::from).map_err(actix_web::Error::from) }
    });
    let name = if prefix.is_empty() { "tasks.csv".to_owned() } else { format!("tasks-{prefix}.csv") };
    Ok(http::csv::answer(&name).streaming(head.chain(rows)))
}
