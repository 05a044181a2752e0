//! Home over HTTP.

use super::{
    planning, queries,
    views::{HomeCounts, HomePlan, HomeTab, Tab},
};
use crate::{
    Error,
    http::{Call, Query, Reply, Routes},
};
use actix_web::get;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of Home.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(tab).service(counts).service(plan);
}

/// Which tab.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HomeQuery {
    /// The tab; `today` unless told.
    #[param(inline)]
    tab: Option<Tab>,
}

/// One tab of Home.
#[utoipa::path(tag = "home", params(HomeQuery), responses((status = 200, body = HomeTab)))]
#[get("/home")]
pub async fn tab(call: Call, Query(asked): Query<HomeQuery>) -> Result<Reply<HomeTab>, Error> {
    Ok(Reply::ok(queries::tab(&call.view()?, asked.tab.unwrap_or(Tab::Today))?))
}

/// How many rows each tab has.
#[utoipa::path(tag = "home", responses((status = 200, body = HomeCounts)))]
#[get("/home/counts")]
pub async fn counts(call: Call) -> Result<Reply<HomeCounts>, Error> {
    Ok(Reply::ok(queries::counts(&call.view()?)?))
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    /// The first day; today unless told.
    from: Option<NaiveDate>,
    /// How many, at most 14; one unless told.
    days: Option<u32>,
}

/// What the asker has planned for some days, how these look, and what could be planned: what was not done on its day, what is
/// late, due soon or has no day. Nobody else sees it.
#[utoipa::path(tag = "home", params(PlanQuery), responses((status = 200, body = HomePlan)))]
#[get("/home/plan")]
pub async fn plan(call: Call, Query(asked): Query<PlanQuery>) -> Result<Reply<HomePlan>, Error> {
    Ok(Reply::ok(call.aside(move |scope| planning::read(scope, asked.from, asked.days.unwrap_or(1))).await?))
}
