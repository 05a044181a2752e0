//! Puts the features' routes together. [`super::listen`] serves them.

use super::{Routes, description, open, statics};
use crate::{App, Error, error::Code};
use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{Method, header::ALLOW},
    web::{self, Data},
};

/// Every address under `/api/v1`.
pub fn api(routes: &mut Routes<'_>) {
    // Addresses are tried in this order, so what is asked for most comes first.
    crate::tasks::routes::configure(routes);
    routes.service(open::openapi);
    crate::activity::routes::configure(routes);
    crate::admin::routes::configure(routes);
    crate::approvals::routes::configure(routes);
    crate::archives::routes::configure(routes);
    crate::audit::routes::configure(routes);
    crate::budgets::routes::configure(routes);
    crate::capture::routes::configure(routes);
    crate::comments::routes::configure(routes);
    crate::comments::polls::routes::configure(routes);
    crate::departures::routes::configure(routes);
    crate::documents::routes::configure(routes);
    crate::documents::folders::routes::configure(routes);
    crate::documents::pages::routes::configure(routes);
    crate::files::routes::configure(routes);
    crate::forms::routes::configure(routes);
    crate::happened::routes::configure(routes);
    crate::home::routes::configure(routes);
    crate::reminders::routes::configure(routes);
    crate::imports::routes::configure(routes);
    crate::inbox::routes::configure(routes);
    crate::items::routes::configure(routes);
    crate::live::routes::configure(routes);
    crate::mail::routes::configure(routes);
    crate::mail_in::routes::configure(routes);
    crate::organization::routes::configure(routes);
    crate::organization::tags::routes::configure(routes);
    crate::people::routes::configure(routes);
    crate::plan::routes::configure(routes);
    crate::processes::routes::configure(routes);
    crate::push::routes::configure(routes);
    crate::reports::routes::configure(routes);
    crate::requests::routes::configure(routes);
    crate::rules::routes::configure(routes);
    crate::session::routes::configure(routes);
    crate::search::routes::configure(routes);
    crate::searches::routes::configure(routes);
    crate::shares::routes::configure(routes);
    crate::spaces::routes::configure(routes);
    crate::starts::routes::configure(routes);
    crate::templates::routes::configure(routes);
    crate::topics::routes::configure(routes);
    crate::topics::announcements::routes::configure(routes);
    crate::topics::checkins::routes::configure(routes);
    crate::events::routes::configure(routes);
    crate::events::rooms::routes::configure(routes);
    crate::calendars::feeds::routes::configure(routes);
    crate::views::routes::configure(routes);
    crate::time::routes::configure(routes);
    crate::absences::routes::configure(routes);
    crate::workload::routes::configure(routes);
    crate::webhooks::routes::configure(routes);
}

/// Configures everything a server answers; tests use it in process.
pub fn routes(app: App) -> impl FnOnce(&mut web::ServiceConfig) + Clone {
    move |config| {
        config.app_data(Data::new(app));
        config.service(open::health);
        crate::dav::routes::configure(config);
        crate::calendars::routes::configure(config);
        let served = web::scope("/api/v1").configure(|config| api(&mut Routes::Served(config)));
        config.service(served.default_service(web::to(no_such_address)));
        config.default_service(web::to(elsewhere));
    }
}

/// Outside of the API every address shows the page, and nothing can be done but look at it.
async fn elsewhere(request: HttpRequest) -> HttpResponse {
    match *request.method() {
        Method::GET | Method::HEAD => statics::page(&request),
        _ if description::document().methods(request.path()).is_empty() => not_allowed(&["GET", "HEAD"]),
        _ => no_such_address(request).await,
    }
}

/// What no handler takes: an address that is not there, or one that knows other methods.
async fn no_such_address(request: HttpRequest) -> HttpResponse {
    match description::document().methods(request.path()) {
        [] => Error::new(Code::NoSuchAddress).error_response(),
        methods => not_allowed(methods),
    }
}

fn not_allowed(methods: &[&str]) -> HttpResponse {
    let mut response = Error::new(Code::MethodNotAllowed).error_response();
    if let Ok(allowed) = methods.join(", ").parse() {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}
