//! The session cookie: readable by no script, sent to no other site, and on encrypted connections only
//! when the browser is on one.

use super::identify::{IDLE_MS, cookie_name};
use crate::{
    config::Config,
    http::{Reply, Shape, address},
};
use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    cookie::{Cookie, SameSite, time::Duration},
};

/// An answer that signs in or out.
pub struct WithCookie<T> {
    reply: Reply<T>,
    cookie: Option<Cookie<'static>>,
}

/// An answer with a new session.
pub fn signed_in<T>(config: &Config, request: &HttpRequest, reply: Reply<T>, secret: &str) -> WithCookie<T> {
    renewed(config, request, reply, Some(secret))
}

/// An answer that makes the browser keep the session it has for another 60 days; without one it says
/// nothing about cookies.
pub fn renewed<T>(config: &Config, request: &HttpRequest, reply: Reply<T>, secret: Option<&str>) -> WithCookie<T> {
    let lifetime = Duration::milliseconds(IDLE_MS);
    let secure = address::is_secure(config, request);
    WithCookie { reply, cookie: secret.map(|secret| cookie(secure, secret, lifetime)) }
}

/// An answer that makes the browser forget its session.
pub fn signed_out<T>(config: &Config, request: &HttpRequest, reply: Reply<T>) -> WithCookie<T> {
    WithCookie { reply, cookie: Some(cookie(address::is_secure(config, request), "", Duration::ZERO)) }
}

fn cookie(secure: bool, value: &str, lifetime: Duration) -> Cookie<'static> {
    Cookie::build(cookie_name(secure), value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(lifetime)
        .finish()
}

impl<T: Shape> Responder for WithCookie<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = self.reply.respond_to(request);
        let set = self.cookie.map(|cookie| response.add_cookie(&cookie));
        if let Some(Err(error)) = set {
            tracing::error!(%error, "a cookie cannot be set");
        }
        response
    }
}
