//! Jobs and operations over HTTP.

use super::{admin, admin_writes};
use crate::{
    Error,
    access::Scope,
    error::Code,
    http::{Call, Page, Reply, Routes, query},
    jobs::{JobShape, operations, store, views},
};
use actix_web::{delete, get, post, web::Path};
use guildhall_store::jobs;

/// Most jobs in the list.
const MOST: usize = 500;

pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(read).service(retry).service(remove);
}

/// Lists what runs, waits, failed or ended of late, newest first.
#[utoipa::path(tag = "admin", operation_id = "list_jobs", responses((status = 200, body = Page<JobShape>)))]
#[get("/admin/jobs")]
pub async fn list(call: Call) -> Result<Reply<Page<JobShape>>, Error> {
    admin(&call)?;
    let mut all = views::all(&call.app, call.view()?.read())?;
    all.truncate(MOST);
    Ok(Reply::ok(Page::all(all)))
}

/// One job.
#[utoipa::path(tag = "admin", operation_id = "read_job", params(("id" = String, Path)), responses((status = 200, body = JobShape)))]
#[get("/admin/jobs/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<JobShape>, Error> {
    admin(&call)?;
    let found = views::one(&call.app, call.view()?.read(), query::id(&id)?)?;
    Ok(Reply::ok(found.ok_or_else(Error::not_found)?))
}

/// Tries a job that waits or failed too often again, now.
#[utoipa::path(tag = "admin", operation_id = "retry_job", params(("id" = String, Path)), responses((status = 200, body = JobShape)))]
#[post("/admin/jobs/{id}/retry")]
pub async fn retry(call: Call, id: Path<String>) -> Result<Reply<JobShape>, Error> {
    admin_writes(&call)?;
    let (id, app) = (query::id(&id)?, call.app.clone());
    let reply = call
        .run(move |work| {
            jobs::get(work.tx.read(), id)?.ok_or_else(Error::not_found)?;
            jobs::retry(work.tx, id, work.now()).map_err(|_| Error::because(Code::Conflict, "This job is running."))?;
            views::one(&app, work.tx.read(), id)?.ok_or_else(Error::not_found)
        })
        .await?;
    call.app.parts().jobs.ring();
    Ok(reply)
}

/// Forgets a job that does not run.
#[utoipa::path(tag = "admin", operation_id = "delete_job", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/admin/jobs/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    admin_writes(&call)?;
    let id = query::id(&id)?;
    if operations::forget(&call.app, id) {
        return Ok(Reply::ok(()));
    }
    call.run(move |work| {
        if store::ended(work.tx.read(), id)?.is_some() {
            return Ok(store::forget(work.tx, id)?);
        }
        jobs::get(work.tx.read(), id)?.ok_or_else(Error::not_found)?;
        jobs::discard(work.tx, id).map_err(|_| Error::because(Code::Conflict, "This job is running."))
    })
    .await
}
