//! Where the features say which handlers they have: to the application that serves them, or to the description of the
//! API. One walk over the features makes both, so that neither can know an address the other does not; and a server
//! that starts describes nothing.

use actix_web::{dev::HttpServiceFactory, web};
use utoipa::openapi::{Components, OpenApi};
use utoipa_actix_web::OpenApiFactory;

/// What handlers are told to.
#[expect(missing_debug_implementations, reason = "the framework's half has none")]
pub enum Routes<'a> {
    /// The application of a worker.
    Served(&'a mut web::ServiceConfig),
    /// The description of the API.
    Described(&'a mut OpenApi),
}

impl Routes<'_> {
    /// Takes a handler that is described.
    pub fn service<H: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, handler: H) -> &mut Self {
        match self {
            Routes::Served(config) => {
                config.service(handler);
            }
            Routes::Described(api) => {
                api.paths.merge(handler.paths());
                let mut schemas = Vec::new();
                handler.schemas(&mut schemas);
                api.components.get_or_insert_with(Components::new).schemas.extend(schemas);
            }
        }
        self
    }
}
