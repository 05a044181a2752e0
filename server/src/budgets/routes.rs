//! Budgets over HTTP.

use super::{
    commands, expenses,
    input::{BudgetInput, ExpensePatch, NewExpense},
    queries, tables,
    views::{self, BudgetAmount, BudgetShape, ExpenseShape},
};
use crate::{
    Error,
    audit::{self, AuditAction},
    http::{Call, Json, Page, Reply, Routes, Versioned, csv, query},
};
use actix_web::{HttpResponse, delete, get, patch, post, put, web::Path};

/// All addresses of budgets.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(read).service(table).service(set).service(switch_off);
    routes.service(list).service(create).service(edit).service(remove);
}

/// What a space with a plan may cost and does: for those who read it and lead it. `amount` is null where it has no
/// budget.
#[utoipa::path(tag = "budgets", params(("id" = String, Path)), responses((status = 200, body = BudgetShape), (status = 409)))]
#[get("/spaces/{id}/budget")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<BudgetShape>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |scope| queries::read(scope, id)).await?))
}

/// The same as a table for spreadsheets.
#[utoipa::path(tag = "budgets", params(("id" = String, Path)), responses((status = 200, body = String, content_type = "text/csv"), (status = 409)))]
#[get("/spaces/{id}/budget.csv")]
pub async fn table(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    let id = query::id(&id)?;
    let table = call.aside(move |scope| tables::budget(scope, id)).await?;
    audit::taken_out(&call, AuditAction::Exported, "Budget".into()).await?;
    Ok(csv::answer("budget.csv").body(table))
}

/// Sets what a space may cost. One that was switched off is there again, with all that was in it.
#[utoipa::path(tag = "budgets", params(("id" = String, Path)), request_body = BudgetInput, responses((status = 200, body = BudgetAmount), (status = 409)))]
#[put("/spaces/{id}/budget")]
pub async fn set(call: Call, id: Path<String>, Json(input): Json<BudgetInput>) -> Result<Reply<BudgetAmount>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| Ok(views::amount(&commands::put(work, id, &input)?))).await
}

/// Switches the budget of a space off. It is kept, and hidden.
#[utoipa::path(tag = "budgets", params(("id" = String, Path)), responses((status = 204), (status = 409)))]
#[delete("/spaces/{id}/budget")]
pub async fn switch_off(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| commands::delete(work, id)).await
}

/// What was spent and ordered, by the day.
#[utoipa::path(tag = "budgets", params(("id" = String, Path)), responses((status = 200, body = Page<ExpenseShape>), (status = 409)))]
#[get("/spaces/{id}/expenses")]
pub async fn list(call: Call, id: Path<String>) -> Result<Reply<Page<ExpenseShape>>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(Page::all(call.aside(move |scope| queries::expenses(scope, id)).await?)))
}

/// Writes down what was spent or ordered.
#[utoipa::path(tag = "budgets", params(("id" = String, Path)), request_body = NewExpense, responses((status = 201, body = ExpenseShape), (status = 409)))]
#[post("/spaces/{id}/expenses")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<NewExpense>) -> Result<Reply<ExpenseShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let (expense, budget) = expenses::create(work, id, &input)?;
        views::expense(work, &expense, &budget)
    });
    Ok(reply.await?.created())
}

/// Changes an expense; an order that was paid for is sent as `spent`. Needs If-Match.
#[utoipa::path(tag = "budgets", params(("id" = String, Path), ("expense" = String, Path), Versioned), request_body = ExpensePatch, responses((status = 200, body = ExpenseShape), (status = 409)))]
#[patch("/spaces/{id}/expenses/{expense}")]
pub async fn edit(
    call: Call,
    path: Path<(String, String)>,
    Json(patch): Json<ExpensePatch>,
) -> Result<Reply<ExpenseShape>, Error> {
    let (id, one, if_match) = (query::id(&path.0)?, query::id(&path.1)?, call.if_match()?);
    call.run(move |work| {
        let (expense, budget) = expenses::edit(work, id, one, if_match, &patch)?;
        views::expense(work, &expense, &budget)
    })
    .await
}

/// Deletes an expense. Needs If-Match.
#[utoipa::path(tag = "budgets", params(("id" = String, Path), ("expense" = String, Path), Versioned), responses((status = 204), (status = 409)))]
#[delete("/spaces/{id}/expenses/{expense}")]
pub async fn remove(call: Call, path: Path<(String, String)>) -> Result<Reply<()>, Error> {
    let (id, one, if_match) = (query::id(&path.0)?, query::id(&path.1)?, call.if_match()?);
    call.run(move |work| expenses::delete(work, id, one, if_match)).await
}
