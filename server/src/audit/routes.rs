//! The audit over HTTP.

use super::views::{self, AuditEntry};
use crate::{
    Error,
    http::{Call, Page, Paging, Query, Reply, Routes},
};
use actix_web::get;

/// All addresses of the audit.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list);
}

/// Lists sign-ins, failures, roles, invites, tokens and settings, newest first. For admins.
#[utoipa::path(tag = "admin", params(Paging), responses((status = 200, body = Page<AuditEntry>)))]
#[get("/admin/audit")]
pub async fn list(call: Call, Query(paging): Query<Paging>) -> Result<Reply<Page<AuditEntry>>, Error> {
    let (limit, place) = (paging.limit()?, paging.place()?);
    Ok(Reply::ok(views::page(&call.view()?, limit, place)?))
}
