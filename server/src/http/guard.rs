//! What every answer carries and what no request gets past: security headers, and the refusal of
//! requests that another site made the browser send or that come by a connection too many.

use super::{address, edge};
use crate::{App, Error, error::Code};
use actix_web::{
    Error as WebError, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, Method,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};

const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/// Refuses foreign-origin writes and WebSockets and adds the headers.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, WebError> {
    let secure = request.app_data::<Data<App>>().is_some_and(|app| app.config().secure);
    let refused = edge::refusal(&request);
    let closes = refused.is_some();
    let refused = refused.or_else(|| is_foreign(&request).then(|| Error::new(Code::CrossSite)));
    let mut response = if let Some(refused) = refused {
        request.into_response(refused.error_response())
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    if closes {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::CONTENT_SECURITY_POLICY, CSP);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    // Browsers take this one only over TLS and complain about it elsewhere.
    if secure {
        set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    }
    set(HeaderName::from_static("permissions-policy"), "geolocation=(), microphone=()");
    Ok(response)
}

/// A browser says where a request comes from; programs that are no browser say nothing and have no
/// cookies to abuse.
fn is_foreign(request: &ServiceRequest) -> bool {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    // A WebSocket of another site would be read by it, which no other answer to a GET can be.
    let opens = text(header::UPGRADE).is_some_and(|protocol| protocol.to_ascii_lowercase().contains("websocket"));
    if !opens && matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return false,
        Some(_) => return true,
        None => {}
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = |address: &str| address.split_once("://").map(|(_, host)| host.to_owned());
    // HTTP/2 names the host in the address instead of a header.
    let own = text(header::HOST).or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    let Some(from) = host(origin) else { return true };
    // A proxy may ask for the server by a name of its own; people use the public one.
    let public = request.app_data::<Data<App>>().map(|app| address::origin(app.config(), request.request()));
    let public = public.as_deref().and_then(host);
    let public = public.as_deref().and_then(|public| public.split('/').next());
    Some(from.as_str()) != own && Some(from.as_str()) != public
}
