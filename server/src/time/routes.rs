//! Time over HTTP: entries, the asker's timer, weeks.

use super::{
    commands,
    input::{
        self, DayCopy, EntryFilter, EntryPatch, InvoiceFilter, NewEntry, RateInput, SentBackInput, SheetAsked,
        SheetFilter, TimerStart,
    },
    queries, rates,
    sheets::{self, Week},
    sums, tables, timer,
    views::{self, EntryShape, RateShape, SheetRow, SheetShape, TaskTime, TimeSum, TimerChange},
};
use crate::{
    Error,
    access::Work,
    audit::{self, AuditAction},
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, csv, query},
};
use actix_web::{HttpResponse, delete, get, patch, post, put, web::Path};
use chrono::NaiveDate;
use guildhall_domain::{Id, time::sheet::State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// All addresses of time.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(list)
        .service(table)
        .service(create)
        .service(copy)
        .service(edit)
        .service(remove)
        .service(of_task)
        .service(of_space);
    routes.service(running).service(start).service(stop);
    routes.service(weeks).service(sheet).service(submit).service(withdraw).service(approve).service(reopen);
    routes.service(send_back).service(invoice).service(rates_of).service(put_rate).service(delete_rate);
}

/// Entries the asker may read: their own; as an admin everybody's; of spaces they lead. The last day comes first.
#[utoipa::path(tag = "time", params(EntryFilter), responses((status = 200, body = Page<EntryShape>)))]
#[get("/time-entries")]
pub async fn list(call: Call, Query(asked): Query<EntryFilter>) -> Result<Reply<Page<EntryShape>>, Error> {
    Ok(Reply::ok(call.aside(move |scope| queries::list(scope, &asked)).await?))
}

/// The same as a table for spreadsheets, all of it.
#[utoipa::path(tag = "time", params(EntryFilter), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/time-entries.csv")]
pub async fn table(call: Call, Query(asked): Query<EntryFilter>) -> Result<HttpResponse, Error> {
    let table = call.aside(move |scope| tables::entries(scope, &asked)).await?;
    audit::taken_out(&call, AuditAction::Exported, "Time entries".into()).await?;
    Ok(csv::answer("time-entries.csv").body(table))
}

/// Writes time on a task. Whoever may comment on it may.
#[utoipa::path(tag = "time", request_body = NewEntry, responses((status = 201, body = EntryShape)))]
#[post("/time-entries")]
pub async fn create(call: Call, Json(input): Json<NewEntry>) -> Result<Reply<EntryShape>, Error> {
    let reply = call.run(move |work| {
        let entry = commands::create(work, &input)?;
        views::entry(work, &entry)
    });
    Ok(reply.await?.created())
}

/// Fills one's own day as another one was; what has time there already is left alone.
#[utoipa::path(tag = "time", request_body = DayCopy, responses((status = 200, body = Page<EntryShape>)))]
#[post("/time-entries/copies")]
pub async fn copy(call: Call, Json(input): Json<DayCopy>) -> Result<Reply<Page<EntryShape>>, Error> {
    call.run(move |work| Ok(Page::all(commands::copy(work, &input)?))).await
}

/// Changes one's own entry. Needs If-Match.
#[utoipa::path(tag = "time", params(("id" = String, Path), Versioned), request_body = EntryPatch, responses((status = 200, body = EntryShape)))]
#[patch("/time-entries/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<EntryPatch>) -> Result<Reply<EntryShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let entry = commands::edit(work, id, if_match, &patch)?;
        views::entry(work, &entry)
    })
    .await
}

/// Deletes one's own entry. Needs If-Match.
#[utoipa::path(tag = "time", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/time-entries/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, if_match)).await
}

/// What was worked on a task, beside what it was thought to take.
#[utoipa::path(tag = "time", params(("id" = String, Path)), responses((status = 200, body = TaskTime)))]
#[get("/tasks/{id}/time")]
pub async fn of_task(call: Call, id: Path<String>) -> Result<Reply<TaskTime>, Error> {
    Ok(Reply::ok(queries::of_task(&call.view()?, query::id(&id)?)?))
}

/// Which tasks of a space.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SumFilter {
    /// Only runs of this process.
    process: Option<Uuid>,
}

/// What was worked on the tasks of a space, beside what they were thought to take.
#[utoipa::path(tag = "time", params(("id" = String, Path), SumFilter), responses((status = 200, body = TimeSum)))]
#[get("/spaces/{id}/time")]
pub async fn of_space(call: Call, id: Path<String>, Query(asked): Query<SumFilter>) -> Result<Reply<TimeSum>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| sums::of_space(view, id, asked.process)).await?))
}

/// The asker's timer.
#[utoipa::path(tag = "time", responses((status = 200, body = TimerChange)))]
#[get("/timer")]
pub async fn running(call: Call) -> Result<Reply<TimerChange>, Error> {
    let view = call.view()?;
    let timer = timer::mine(&view)?;
    Ok(Reply::ok(views::timer_change(&view, timer.as_ref(), None, false)?))
}

/// Starts the asker's timer on a task. One that runs on another task is stopped, and its entry answered.
#[utoipa::path(tag = "time", request_body = TimerStart, responses((status = 200, body = TimerChange)))]
#[post("/timer")]
pub async fn start(call: Call, Json(input): Json<TimerStart>) -> Result<Reply<TimerChange>, Error> {
    call.run(move |work| timer::start(work, &input)).await
}

/// Stops the asker's timer and makes an entry of it.
#[utoipa::path(tag = "time", responses((status = 200, body = TimerChange), (status = 409)))]
#[delete("/timer")]
pub async fn stop(call: Call) -> Result<Reply<TimerChange>, Error> {
    call.run(timer::stop).await
}

/// Weeks the asker decides about: those that wait, or those that were approved. The last comes first.
#[utoipa::path(tag = "time", params(SheetFilter), responses((status = 200, body = Page<SheetRow>)))]
#[get("/timesheets")]
pub async fn weeks(call: Call, Query(asked): Query<SheetFilter>) -> Result<Reply<Page<SheetRow>>, Error> {
    let paging = Paging { limit: asked.limit, cursor: asked.cursor };
    let (limit, place) = (paging.limit()?, paging.place()?);
    let state = match asked.state.unwrap_or_default() {
        SheetAsked::Submitted => State::Submitted,
        SheetAsked::Approved => State::Approved,
    };
    let page = call.aside(move |scope| {
        let (weeks, next) = sheets::to_decide(scope, state, limit, place)?;
        Ok(Page { items: weeks.iter().map(|week| views::row(scope, week)).collect(), next })
    });
    Ok(Reply::ok(page.await?))
}

/// A week of somebody, named by its Monday.
#[utoipa::path(tag = "time", params(("person" = String, Path), ("monday" = String, Path)), responses((status = 200, body = SheetShape)))]
#[get("/timesheets/{person}/{monday}")]
pub async fn sheet(call: Call, path: Path<(String, String)>) -> Result<Reply<SheetShape>, Error> {
    let (person, monday) = named(&path)?;
    let view = call.view()?;
    Ok(Reply::ok(views::sheet(&view, &sheets::read(&view, person, monday)?)?))
}

fn named(path: &(String, String)) -> Result<(Id, NaiveDate), Error> {
    Ok((query::id(&path.0)?, input::monday(&path.1)?))
}

async fn with<F>(call: &Call, path: &(String, String), mut command: F) -> Result<Reply<SheetShape>, Error>
where
    F: FnMut(&mut Work<'_, '_>, Id, NaiveDate) -> Result<Week, Error> + Send + 'static,
{
    let (person, monday) = named(path)?;
    call.run(move |work| {
        let week = command(work, person, monday)?;
        views::sheet(work, &week)
    })
    .await
}

/// Hands one's own week in; nothing in it changes from then.
#[utoipa::path(tag = "time", params(("person" = String, Path), ("monday" = String, Path)), responses((status = 200, body = SheetShape), (status = 409)))]
#[put("/timesheets/{person}/{monday}/submission")]
pub async fn submit(call: Call, path: Path<(String, String)>) -> Result<Reply<SheetShape>, Error> {
    with(&call, &path, sheets::submit).await
}

/// Takes one's own week back before it was approved.
#[utoipa::path(tag = "time", params(("person" = String, Path), ("monday" = String, Path)), responses((status = 200, body = SheetShape), (status = 409)))]
#[delete("/timesheets/{person}/{monday}/submission")]
pub async fn withdraw(call: Call, path: Path<(String, String)>) -> Result<Reply<SheetShape>, Error> {
    with(&call, &path, sheets::withdraw).await
}

/// What is approved.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TimesheetApproval)]
pub struct ApprovalInput {
    /// The version that was looked at: another one is not approved.
    pub version: Option<String>,
}

/// Approves a week: admins, and whoever leads every space somebody else worked in.
#[utoipa::path(tag = "time", params(("person" = String, Path), ("monday" = String, Path)), request_body = ApprovalInput, responses((status = 200, body = SheetShape), (status = 409), (status = 412)))]
#[put("/timesheets/{person}/{monday}/approval")]
pub async fn approve(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<ApprovalInput>,
) -> Result<Reply<SheetShape>, Error> {
    with(&call, &path, move |work, person, monday| sheets::approve(work, person, monday, input.version.as_deref()))
        .await
}

/// Opens an approved week again.
#[utoipa::path(tag = "time", params(("person" = String, Path), ("monday" = String, Path)), responses((status = 200, body = SheetShape), (status = 409)))]
#[delete("/timesheets/{person}/{monday}/approval")]
pub async fn reopen(call: Call, path: Path<(String, String)>) -> Result<Reply<SheetShape>, Error> {
    with(&call, &path, sheets::reopen).await
}

/// Sends a week back with a reason.
#[utoipa::path(tag = "time", params(("person" = String, Path), ("monday" = String, Path)), request_body = SentBackInput, responses((status = 200, body = SheetShape), (status = 409)))]
#[put("/timesheets/{person}/{monday}/return")]
pub async fn send_back(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<SentBackInput>,
) -> Result<Reply<SheetShape>, Error> {
    with(&call, &path, move |work, person, monday| sheets::send_back(work, person, monday, &input)).await
}

/// Time that customers pay for, ready for an invoice: rounded as asked, with rates and amounts for those who see them.
#[utoipa::path(tag = "time", params(InvoiceFilter), responses((status = 200, body = String, content_type = "text/csv")))]
#[get("/time-entries/invoice.csv")]
pub async fn invoice(call: Call, Query(asked): Query<InvoiceFilter>) -> Result<HttpResponse, Error> {
    let rows = call.aside(move |scope| tables::invoice(scope, &asked)).await?;
    audit::taken_out(&call, AuditAction::Exported, "Time for an invoice".into()).await?;
    Ok(csv::answer("invoice.csv").body(rows))
}

/// What an hour of somebody costs, for them and for admins.
#[utoipa::path(tag = "time", params(("id" = String, Path)), responses((status = 200, body = Page<RateShape>)))]
#[get("/people/{id}/rates")]
pub async fn rates_of(call: Call, id: Path<String>) -> Result<Reply<Page<RateShape>>, Error> {
    Ok(Reply::ok(Page::all(rates::all(&call.view()?, query::id(&id)?)?)))
}

/// Sets what an hour of somebody costs in a space, or with `all` everywhere else. By admins.
#[utoipa::path(tag = "time", params(("id" = String, Path), ("space" = String, Path)), request_body = RateInput, responses((status = 200, body = RateShape)))]
#[put("/people/{id}/rates/{space}")]
pub async fn put_rate(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<RateInput>,
) -> Result<Reply<RateShape>, Error> {
    let (person, space, address) = (query::id(&path.0)?, place(&path.1)?, call.address());
    call.run(move |work| rates::put(work, person, space, &input, &address)).await
}

/// Takes it away.
#[utoipa::path(tag = "time", params(("id" = String, Path), ("space" = String, Path)), responses((status = 204)))]
#[delete("/people/{id}/rates/{space}")]
pub async fn delete_rate(call: Call, path: Path<(String, String)>) -> Result<Reply<()>, Error> {
    let (person, space, address) = (query::id(&path.0)?, place(&path.1)?, call.address());
    call.run(move |work| rates::delete(work, person, space, &address)).await
}

/// A space of the address, or everywhere.
fn place(text: &str) -> Result<Option<Id>, Error> {
    if text == "all" { Ok(None) } else { query::id(text).map(Some) }
}
