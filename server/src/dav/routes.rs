//! `/dav/files/…`: who comes in, what is answered here, and what goes to the library.

use super::{
    changes,
    locks::Locks,
    path::{self, Node},
    question,
    system::Files,
};
use crate::{
    App, Error,
    access::Who,
    error::Code,
    files::download::{self, SANDBOX},
    session::identify,
};
use ::http::Request;
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    http::{StatusCode, header},
    web::{self, Bytes, Data, Payload},
};
use dav_server::{
    DavHandler,
    actix::{DavRequest, DavResponse},
    body::Body,
    davpath::DavPath,
    ls::DavLockSystem,
};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// Where the files are.
const PREFIX: &str = "/dav/files";

/// The addresses of files for programs.
pub fn configure(config: &mut web::ServiceConfig) {
    config.route("/dav/files{rest:(/.*)?}", web::route().to(files));
}

/// Whatever a program asks.
async fn files(request: HttpRequest, payload: Payload) -> HttpResponse {
    let Some(app) = request.app_data::<Data<App>>().map(|app| App::clone(app)) else {
        return HttpResponse::InternalServerError().finish();
    };
    match identify::by_app_password(&app, &request, |scopes| scopes.files) {
        Ok(who) => harmless(answer(&app, who, &request, payload).await),
        Err(error) if error.code == Code::NotSignedIn => HttpResponse::Unauthorized()
            .insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"Guildhall files\", charset=\"UTF-8\""))
            .finish(),
        Err(error) => actix_web::ResponseError::error_response(&error),
    }
}

/// Nothing that somebody uploaded is ever a page of this server.
fn harmless(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(SANDBOX));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

async fn answer(app: &App, who: Who, request: &HttpRequest, mut payload: Payload) -> HttpResponse {
    let method = request.method().as_str();
    let refused = |status: StatusCode| HttpResponse::build(status).finish();
    let Ok(at) = address(request.uri().path()) else { return refused(StatusCode::BAD_REQUEST) };
    let Ok(parts) = path::parts(&at) else { return refused(StatusCode::NOT_FOUND) };
    // Spaces are made and deleted in the page. A whole space is nothing a slip of the hand should reach.
    let changes = !matches!(method, "GET" | "HEAD" | "OPTIONS" | "PROPFIND");
    let to = request.headers().get("destination").map(|to| to.to_str().ok().and_then(|to| destination(app, to)));
    if changes && (parts.len() < 2 || to.is_some_and(|to| to.is_none_or(|parts| parts.len() < 2))) {
        let known = app.view(who).and_then(|view| path::node(&view, &parts)).is_ok();
        let made = method == "MKCOL" && known;
        return refused(if made { StatusCode::METHOD_NOT_ALLOWED } else { StatusCode::FORBIDDEN });
    }
    let depth = request.headers().get("depth").and_then(|depth| depth.to_str().ok()).unwrap_or("infinity");
    match method {
        "GET" | "HEAD" => {
            if let Some(response) = sent(app, who, request, &parts) {
                return response;
            }
        }
        // One question must not walk a whole company.
        "PROPFIND" if !matches!(depth, "0" | "1") => return refused(StatusCode::FORBIDDEN),
        "DELETE" if request.headers().get("if").is_none() => {
            if let Some(status) = deleted_whole(app, who, &at, &parts).await {
                return refused(status);
            }
        }
        _ => {}
    }
    let condition = request.headers().get("if").map(|header| header.to_str().unwrap_or("<"));
    if condition.is_some_and(|condition| !is_whole(condition)) {
        return refused(StatusCode::BAD_REQUEST);
    }
    let question = match method {
        "PUT" | "PATCH" => Bytes::new(),
        _ => match question::take(&mut payload, question::MOST).await {
            Ok(question) => question,
            Err(status) => return refused(status),
        },
    };
    let mut payload = payload.into_inner();
    let Ok(asked) = DavRequest::from_request(request, &mut payload).await else {
        return refused(StatusCode::BAD_REQUEST);
    };
    let base = app.config().base();
    let base = base.trim_end_matches('/');
    let (mut head, bytes) = asked.request.into_parts();
    if let Ok(uri) = format!("{base}{}", request.uri().path()).parse() {
        head.uri = uri;
    }
    let mut handler = DavHandler::builder()
        .filesystem(Box::new(Files::of(app, who)))
        .locksystem(Box::new(Locks::of(app, who)))
        .strip_prefix(format!("{base}{PREFIX}"));
    if let Some(person) = who.person {
        handler = handler.principal(person.to_string());
    }
    let handler = handler.build_handler();
    // What strangers send is read by the library; whatever it stumbles over ends this request and nothing else.
    let answered = if matches!(method, "PUT" | "PATCH") {
        AssertUnwindSafe(handler.handle(Request::from_parts(head, bytes))).catch_unwind().await
    } else {
        AssertUnwindSafe(handler.handle(Request::from_parts(head, Body::from(question)))).catch_unwind().await
    };
    match answered {
        Ok(answer) => DavResponse::from(answer).respond_to(request),
        Err(_) => refused(StatusCode::BAD_REQUEST),
    }
}

/// Whether every bracket of a condition has its other half: half of one is more than the library can read.
fn is_whole(condition: &str) -> bool {
    let mut rest = condition;
    while let Some(at) = rest.find(['<', '[']) {
        let (open, inside) = rest.split_at(at + 1);
        let end = if open.ends_with('<') { '>' } else { ']' };
        let mut quoted = false;
        let close = inside.find(|c: char| {
            quoted ^= c == '"';
            !quoted && c == end
        });
        match close {
            Some(close) if !inside.split_at(close).0.contains(char::is_whitespace) => {
                rest = inside.split_at(close + 1).1
            }
            _ => return false,
        }
    }
    true
}

fn address(path: &str) -> Result<DavPath, Error> {
    let wrong = |_| Error::new(Code::BadQuery);
    let mut at = DavPath::new(path).map_err(wrong)?;
    at.set_prefix(PREFIX).map_err(wrong)?;
    Ok(at)
}

/// The parts of where something is to go.
fn destination(app: &App, to: &str) -> Option<Vec<String>> {
    let path = match to.split_once("://") {
        Some((_, rest)) => rest.get(rest.find('/')?..)?,
        None => to,
    };
    let base = app.config().base();
    let inside = path.strip_prefix(base.trim_end_matches('/'))?;
    path::parts(&address(inside).ok()?).ok()
}

/// The files of people are sent as everywhere; a folder has nothing to be sent. None is left to the library.
fn sent(app: &App, who: Who, request: &HttpRequest, parts: &[String]) -> Option<HttpResponse> {
    let view = match app.view(who) {
        Ok(view) => view,
        Err(error) => return Some(actix_web::ResponseError::error_response(&error)),
    };
    match path::node(&view, parts) {
        Ok(Node::File(file)) => {
            let (document, file) = *file;
            let file = guildhall_domain::file::File { name: document.title, ..file };
            Some(match download::content(&view, &file) {
                Ok(blob) => download::respond(app, who, request, &file, blob),
                Err(error) => actix_web::ResponseError::error_response(&error),
            })
        }
        Ok(Node::Client(_)) => None,
        Ok(_) => Some(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, "OPTIONS, PROPFIND")).finish()),
        Err(error) if error.code == Code::NotFound => Some(HttpResponse::NotFound().finish()),
        Err(error) => Some(actix_web::ResponseError::error_response(&error)),
    }
}

/// Deletes a folder in one go, so that it can come back in one go; none where something in it is locked, which the
/// library tells one by one.
async fn deleted_whole(app: &App, who: Who, at: &DavPath, parts: &[String]) -> Option<StatusCode> {
    let is_folder = app.view(who).and_then(|view| path::node(&view, parts));
    if !matches!(is_folder, Ok(Node::Folder(_))) {
        return None;
    }
    let principal = who.person.map(|person| person.to_string());
    let locks = Locks::of(app, who);
    locks.check(at, principal.as_deref(), false, true, &[]).await.ok()?;
    let parts = parts.to_vec();
    match app.run(who, move |work| changes::remove_folder(work, &parts)).await {
        Ok(_) => {
            let _gone = locks.delete(at).await;
            Some(StatusCode::NO_CONTENT)
        }
        Err(error) if error.code.status().is_server_error() => Some(StatusCode::SERVICE_UNAVAILABLE),
        Err(error) => Some(error.code.status()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_condition_is_none() {
        for whole in ["(<urn:uuid:1>)", "(<a> [\"b\"]) (Not <DAV:no-lock>)", "", "<http://x/> (<a>)", "([W/\"]\"])"] {
            assert!(is_whole(whole), "{whole}");
        }
        for half in ["(<urn:uuid:1", "([\"b])", "<", "[", "(<a b>)", "(<a> [\"x"] {
            assert!(!is_whole(half), "{half}");
        }
    }
}
