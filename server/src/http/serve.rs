//! Puts the features' routes together. [`super::listen`] serves them.

use super::{description, open, statics};
use crate::{App, Error, error::Code};
use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{Method, header::ALLOW},
    web::{self, Data},
};
use utoipa_actix_web::{scope, service_config::ServiceConfig};

/// Every address under `/api/v1`.
pub fn api(config: &mut ServiceConfig<'_>) {
    // Addresses are tried in this order, so what is asked for most comes first.
    crate::tasks::routes::configure(config);
    config.service(open::openapi);
    crate::activity::routes::configure(config);
    crate::admin::routes::configure(config);
    crate::approvals::routes::configure(config);
    crate::archives::routes::configure(config);
    crate::audit::routes::configure(config);
    crate::budgets::routes::configure(config);
    crate::capture::routes::configure(config);
    crate::comments::routes::configure(config);
    crate::comments::polls::routes::configure(config);
    crate::departures::routes::configure(config);
    crate::documents::routes::configure(config);
    crate::documents::folders::routes::configure(config);
    crate::documents::pages::routes::configure(config);
    crate::files::routes::configure(config);
    crate::forms::routes::configure(config);
    crate::happened::routes::configure(config);
    crate::home::routes::configure(config);
    crate::reminders::routes::configure(config);
    crate::imports::routes::configure(config);
    crate::inbox::routes::configure(config);
    crate::items::routes::configure(config);
    crate::live::routes::configure(config);
    crate::mail::routes::configure(config);
    crate::mail_in::routes::configure(config);
    crate::organization::routes::configure(config);
    crate::organization::tags::routes::configure(config);
    crate::people::routes::configure(config);
    crate::plan::routes::configure(config);
    crate::processes::routes::configure(config);
    crate::push::routes::configure(config);
    crate::reports::routes::configure(config);
    crate::requests::routes::configure(config);
    crate::rules::routes::configure(config);
    crate::session::routes::configure(config);
    crate::search::routes::configure(config);
    crate::searches::routes::configure(config);
    crate::shares::routes::configure(config);
    crate::spaces::routes::configure(config);
    crate::starts::routes::configure(config);
    crate::templates::routes::configure(config);
    crate::topics::routes::configure(config);
    crate::topics::announcements::routes::configure(config);
    crate::topics::checkins::routes::configure(config);
    crate::events::routes::configure(config);
    crate::events::rooms::routes::configure(config);
    crate::calendars::feeds::routes::configure(config);
    crate::views::routes::configure(config);
    crate::time::routes::configure(config);
    crate::absences::routes::configure(config);
    crate::workload::routes::configure(config);
    crate::webhooks::routes::configure(config);
}

/// Configures everything a server answers; tests use it in process.
pub fn routes(app: App) -> impl FnOnce(&mut web::ServiceConfig) + Clone {
    move |config| {
        let mut config = ServiceConfig::new(config);
        config.app_data(Data::new(app));
        config.service(open::health);
        crate::dav::routes::configure(&mut config);
        crate::calendars::routes::configure(&mut config);
        config.service(scope("/api/v1").configure(api).default_service(web::to(no_such_address)));
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
