//! Puts the features' routes together. [`super::listen`] serves them.

use super::{open, statics};
use crate::{App, Error, error::Code};
use actix_web::{
    App as WebApp, HttpResponse, ResponseError,
    web::{self, Data},
};
use utoipa::openapi::{OpenApi, OpenApiBuilder, info::InfoBuilder, info::LicenseBuilder};
use utoipa_actix_web::{AppExt, scope, service_config::ServiceConfig};

/// Every address under `/api/v1`.
pub fn api(config: &mut ServiceConfig<'_>) {
    // Addresses are tried in this order, so what is asked for most comes first.
    crate::tasks::routes::configure(config);
    config.service(open::openapi);
    crate::activity::routes::configure(config);
    crate::admin::routes::configure(config);
    crate::audit::routes::configure(config);
    crate::capture::routes::configure(config);
    crate::comments::routes::configure(config);
    crate::files::routes::configure(config);
    crate::home::routes::configure(config);
    crate::imports::routes::configure(config);
    crate::inbox::routes::configure(config);
    crate::live::routes::configure(config);
    crate::mail::routes::configure(config);
    crate::organization::routes::configure(config);
    crate::organization::tags::routes::configure(config);
    crate::people::routes::configure(config);
    crate::session::routes::configure(config);
    crate::search::routes::configure(config);
    crate::spaces::routes::configure(config);
    crate::views::routes::configure(config);
}

fn description() -> OpenApi {
    let license = LicenseBuilder::new().name("MIT OR Apache-2.0").build();
    let info = InfoBuilder::new()
        .title("Guildhall")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Work management for small businesses. Lists are `{items, next}`, errors `{error:{code,message,fields}}`, times RFC 3339 in UTC."))
        .license(Some(license))
        .build();
    OpenApiBuilder::new().info(info).build()
}

/// Handlers of several nouns share a name; a description wants one of its own for each: `get_spaces_id_view`.
fn name_operations(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        let place = path.trim_start_matches("/api/v1").replace(['{', '}', '-', '.'], "").replace('/', "_");
        let verbs = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (verb, operation) in verbs {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{verb}{place}"));
            }
        }
    }
}

/// The OpenAPI document, generated from the handlers.
pub fn document() -> String {
    let (_, mut api) = WebApp::new()
        .into_utoipa_app()
        .openapi(description())
        .service(open::health)
        .service(scope("/api/v1").configure(api))
        .split_for_parts();
    name_operations(&mut api);
    let mut text = api.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// Configures everything a server answers; tests use it in process.
pub fn routes(app: App, document: Data<open::Document>) -> impl FnOnce(&mut web::ServiceConfig) + Clone {
    move |config| {
        let mut config = ServiceConfig::new(config);
        config.app_data(Data::new(app));
        config.app_data(document);
        config.service(open::health);
        config.service(scope("/api/v1").configure(api).default_service(web::to(no_such_address)));
        config.default_service(web::get().to(statics::page));
    }
}

async fn no_such_address() -> HttpResponse {
    Error::new(Code::NoSuchAddress).error_response()
}
