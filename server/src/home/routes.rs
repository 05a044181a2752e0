//! Home over HTTP.

use super::{
    queries,
    views::{HomeCounts, HomeTab, Tab},
};
use crate::{
    Error,
    http::{Call, Query, Reply},
};
use actix_web::get;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// All addresses of Home.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(tab).service(counts);
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
