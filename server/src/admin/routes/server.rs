//! Facts about the server, its checks, and the hold on outgoing things over HTTP.

use super::{admin, admin_writes, aside};
use crate::{
    Error,
    admin::{
        checks,
        hold::{self, Outgoing, OutgoingInput},
        server, storage,
        views::{ServerFacts, StorageUse},
    },
    http::{Call, Json, Reply, Routes},
    jobs::JobShape,
};
use actix_web::{get, post, put};

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(facts)
        .service(storage_use)
        .service(verify)
        .service(reindex)
        .service(outgoing)
        .service(change_outgoing);
}

/// Facts about the server.
#[utoipa::path(tag = "admin", operation_id = "server_facts", responses((status = 200, body = ServerFacts)))]
#[get("/admin/server")]
pub async fn facts(call: Call) -> Result<Reply<ServerFacts>, Error> {
    admin(&call)?;
    Ok(Reply::ok(aside(&call.app, server::facts).await?))
}

/// Where the bytes of files go: by space, and the largest ones.
#[utoipa::path(tag = "admin", operation_id = "storage_use", responses((status = 200, body = StorageUse)))]
#[get("/admin/storage")]
pub async fn storage_use(call: Call) -> Result<Reply<StorageUse>, Error> {
    admin(&call)?;
    Ok(Reply::ok(call.aside(storage::account).await?))
}

/// Checks every row of the data.
#[utoipa::path(tag = "admin", operation_id = "verify", responses((status = 200, body = JobShape)))]
#[post("/admin/verify")]
pub async fn verify(call: Call) -> Result<Reply<JobShape>, Error> {
    admin_writes(&call)?;
    Ok(Reply::ok(checks::verify(&call.app)?))
}

/// Makes the search index again.
#[utoipa::path(tag = "admin", operation_id = "reindex", responses((status = 200, body = JobShape)))]
#[post("/admin/reindex")]
pub async fn reindex(call: Call) -> Result<Reply<JobShape>, Error> {
    admin_writes(&call)?;
    Ok(Reply::ok(checks::reindex(&call.app)?))
}

/// Whether mail and the like wait, and what the data replaced by a restore knew about ways in.
#[utoipa::path(tag = "admin", operation_id = "read_outgoing", responses((status = 200, body = Outgoing)))]
#[get("/admin/outgoing")]
pub async fn outgoing(call: Call) -> Result<Reply<Outgoing>, Error> {
    Ok(Reply::ok(hold::show(&call.view()?)?))
}

/// Holds or lets go what leaves the server, or applies again what the replaced data knew.
#[utoipa::path(tag = "admin", operation_id = "change_outgoing", request_body = OutgoingInput, responses((status = 200, body = Outgoing)))]
#[put("/admin/outgoing")]
pub async fn change_outgoing(call: Call, Json(input): Json<OutgoingInput>) -> Result<Reply<Outgoing>, Error> {
    let address = call.address();
    call.run(move |work| hold::change(work, &input, &address)).await
}
