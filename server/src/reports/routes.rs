//! Reports, over HTTP. Each looks at a lot, so they run on blocking threads.

use super::{
    asked::Asked,
    operations, requests, tables,
    views::{OperationsReport, RequestsReport},
};
use crate::{
    Error,
    audit::{self, AuditAction},
    http::{Call, Query, Reply, csv},
};
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

/// All addresses of reports.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(runs).service(runs_table).service(answers).service(answers_table);
}

/// How the runs of processes went: on time, late, missed and skipped, with the time before beside it.
#[utoipa::path(tag = "reports", params(Asked), responses((status = 200, body = OperationsReport)))]
#[get("/reports/operations")]
pub async fn runs(call: Call, Query(asked): Query<Asked>) -> Result<Reply<OperationsReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| operations::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, with all rows.
#[utoipa::path(tag = "reports", params(Asked), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/operations.csv")]
pub async fn runs_table(call: Call, Query(asked): Query<Asked>) -> Result<HttpResponse, Error> {
    let table = call.aside(move |scope| tables::operations(scope, &asked)).await?;
    audit::taken_out(&call, AuditAction::Exported, "Report of operations".into()).await?;
    Ok(csv::answer("operations.csv").body(table))
}

/// How requests were answered, and how old those are that wait.
#[utoipa::path(tag = "reports", params(Asked), responses((status = 200, body = RequestsReport)))]
#[get("/reports/requests")]
pub async fn answers(call: Call, Query(asked): Query<Asked>) -> Result<Reply<RequestsReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| requests::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets.
#[utoipa::path(tag = "reports", params(Asked), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/requests.csv")]
pub async fn answers_table(call: Call, Query(asked): Query<Asked>) -> Result<HttpResponse, Error> {
    let table = call.aside(move |scope| tables::requests(scope, &asked)).await?;
    audit::taken_out(&call, AuditAction::Exported, "Report of requests".into()).await?;
    Ok(csv::answer("requests.csv").body(table))
}
