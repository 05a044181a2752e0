//! Reports, over HTTP. Each looks at a lot, so they run on blocking threads.

use super::{
    asked::{Asked, Coming, Dated, Open, Over, WeekOf},
    forecast, lineup, mails, operations, overdue, requests, saved, tables, throughput, time,
    views::{
        OperationsReport, RequestsReport,
        mails::{ReportMailInput, ReportMails},
        plans::{ForecastReport, LineupReport, TimeReport},
        saved::{ReportViewInput, ReportViews},
        tasks::{OverdueReport, ThroughputReport, WeekReport},
    },
    week,
};
use crate::{
    Error,
    access::View,
    audit::{self, AuditAction},
    http::{Call, Json, Query, Reply, Routes, csv},
};
use actix_web::{HttpResponse, get, put};

/// All addresses of reports.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(runs).service(runs_table).service(answers).service(answers_table);
    routes.service(line).service(line_table).service(pace).service(pace_table);
    routes.service(late).service(late_table).service(worked).service(worked_table);
    routes.service(coming).service(coming_table).service(review).service(review_table);
    routes.service(my_mails).service(set_mail).service(my_views).service(set_view);
}

/// A table that is taken away, which the audit notes.
async fn taken<F>(call: &Call, file: &str, what: &str, table: F) -> Result<HttpResponse, Error>
where
    F: FnOnce(&View) -> Result<Vec<u8>, Error> + Send + 'static,
{
    let table = call.aside(table).await?;
    audit::taken_out(call, AuditAction::Exported, format!("Report of {what}")).await?;
    Ok(csv::answer(file).body(table))
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
    taken(&call, "operations.csv", "operations", move |scope| tables::operations(scope, &asked)).await
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
    taken(&call, "requests.csv", "requests", move |scope| tables::requests(scope, &asked)).await
}

/// All spaces with a finish on one line of weeks, with their milestones and how they stand.
#[utoipa::path(tag = "reports", params(Dated), responses((status = 200, body = LineupReport)))]
#[get("/reports/lineup")]
pub async fn line(call: Call, Query(asked): Query<Dated>) -> Result<Reply<LineupReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| lineup::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets.
#[utoipa::path(tag = "reports", params(Dated), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/lineup.csv")]
pub async fn line_table(call: Call, Query(asked): Query<Dated>) -> Result<HttpResponse, Error> {
    taken(&call, "lineup.csv", "the lineup", move |scope| lineup::table(scope, &asked)).await
}

/// How many tasks were done in which week in which space, and how long they took.
#[utoipa::path(tag = "reports", params(Over), responses((status = 200, body = ThroughputReport)))]
#[get("/reports/throughput")]
pub async fn pace(call: Call, Query(asked): Query<Over>) -> Result<Reply<ThroughputReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| throughput::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, each space week by week.
#[utoipa::path(tag = "reports", params(Over), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/throughput.csv")]
pub async fn pace_table(call: Call, Query(asked): Query<Over>) -> Result<HttpResponse, Error> {
    taken(&call, "throughput.csv", "throughput", move |scope| throughput::table(scope, &asked)).await
}

/// What is late, and what nobody touched for a while.
#[utoipa::path(tag = "reports", params(Open), responses((status = 200, body = OverdueReport)))]
#[get("/reports/overdue")]
pub async fn late(call: Call, Query(asked): Query<Open>) -> Result<Reply<OverdueReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| overdue::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, with every task.
#[utoipa::path(tag = "reports", params(Open), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/overdue.csv")]
pub async fn late_table(call: Call, Query(asked): Query<Open>) -> Result<HttpResponse, Error> {
    taken(&call, "overdue.csv", "overdue and stale tasks", move |scope| overdue::table(scope, &asked)).await
}

/// What was worked: the asker's own time, and what else they read of it.
#[utoipa::path(tag = "reports", params(Over), responses((status = 200, body = TimeReport)))]
#[get("/reports/time")]
pub async fn worked(call: Call, Query(asked): Query<Over>) -> Result<Reply<TimeReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| time::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, by week, person and space.
#[utoipa::path(tag = "reports", params(Over), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/time.csv")]
pub async fn worked_table(call: Call, Query(asked): Query<Over>) -> Result<HttpResponse, Error> {
    taken(&call, "time.csv", "time", move |scope| time::table(scope, &asked)).await
}

/// What everybody has to do in the eight weeks to come, beside what they can. For members.
#[utoipa::path(tag = "reports", params(Coming), responses((status = 200, body = ForecastReport)))]
#[get("/reports/forecast")]
pub async fn coming(call: Call, Query(asked): Query<Coming>) -> Result<Reply<ForecastReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| forecast::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, everybody week by week.
#[utoipa::path(tag = "reports", params(Coming), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/forecast.csv")]
pub async fn coming_table(call: Call, Query(asked): Query<Coming>) -> Result<HttpResponse, Error> {
    taken(&call, "forecast.csv", "the forecast", move |scope| forecast::table(scope, &asked)).await
}

/// A week in review, of a space or of the asker: what was done, opened and decided, what is late, how long was worked.
#[utoipa::path(tag = "reports", params(WeekOf), responses((status = 200, body = WeekReport)))]
#[get("/reports/week")]
pub async fn review(call: Call, Query(asked): Query<WeekOf>) -> Result<Reply<WeekReport>, Error> {
    Ok(Reply::ok(call.aside(move |scope| week::report(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, each thing in a line.
#[utoipa::path(tag = "reports", params(WeekOf), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/reports/week.csv")]
pub async fn review_table(call: Call, Query(asked): Query<WeekOf>) -> Result<HttpResponse, Error> {
    taken(&call, "week.csv", "a week", move |scope| week::table(scope, &asked)).await
}

/// The reports the asker wants by mail on the morning their week begins.
#[utoipa::path(tag = "reports", responses((status = 200, body = ReportMails)))]
#[get("/reports/mails")]
pub async fn my_mails(call: Call) -> Result<Reply<ReportMails>, Error> {
    Ok(Reply::ok(mails::mine(&call.view()?)?))
}

/// Asks for a report by mail, or ends that. All of them come as one mail.
#[utoipa::path(tag = "reports", request_body = ReportMailInput, responses((status = 200, body = ReportMails)))]
#[put("/reports/mails")]
pub async fn set_mail(call: Call, Json(input): Json<ReportMailInput>) -> Result<Reply<ReportMails>, Error> {
    call.run(move |work| mails::set(work, &input)).await
}

/// The views of reports the asker saved.
#[utoipa::path(tag = "reports", responses((status = 200, body = ReportViews)))]
#[get("/reports/views")]
pub async fn my_views(call: Call) -> Result<Reply<ReportViews>, Error> {
    Ok(Reply::ok(saved::mine(&call.view()?)?))
}

/// Keeps a view of a report under a name, or forgets the one that has it.
#[utoipa::path(tag = "reports", request_body = ReportViewInput, responses((status = 200, body = ReportViews)))]
#[put("/reports/views")]
pub async fn set_view(call: Call, Json(input): Json<ReportViewInput>) -> Result<Reply<ReportViews>, Error> {
    call.run(move |work| saved::set(work, &input)).await
}
