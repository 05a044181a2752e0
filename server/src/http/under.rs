//! A public address with a path, `https://example.org/office`. Some proxies take the path away before they ask the
//! server and some leave it; inside it is never there.

use crate::App;
use actix_web::{
    Error as WebError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Uri,
        uri::{InvalidUri, PathAndQuery},
    },
    middleware::Next,
    web::Data,
};

/// Takes the path of the public address off the address of a request that has it.
pub async fn under<B: MessageBody>(mut request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, WebError> {
    let base = request.app_data::<Data<App>>().map_or("/".into(), |app| app.config().base());
    if let Some(Ok(inside)) = inside(&base, request.uri()) {
        request.match_info_mut().get_mut().update(&inside);
        request.head_mut().uri = inside;
    }
    next.call(request).await
}

fn inside(base: &str, asked: &Uri) -> Option<Result<Uri, InvalidUri>> {
    let base = base.strip_suffix('/').filter(|base| !base.is_empty())?;
    let rest = asked.path().strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
    let rest = if rest.is_empty() { "/" } else { rest };
    let inside = asked.query().map_or_else(|| rest.to_owned(), |query| format!("{rest}?{query}"));
    let whole = inside.parse::<PathAndQuery>().map(|path| {
        let mut parts = asked.clone().into_parts();
        parts.path_and_query = Some(path);
        // The other parts were an address before, so they are one now.
        Uri::from_parts(parts).unwrap_or_else(|_| asked.clone())
    });
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(base: &str, asked: &str) -> Option<String> {
        inside(base, &asked.parse().unwrap()).map(|inside| inside.unwrap().to_string())
    }

    #[test]
    fn only_a_whole_path_is_taken_off() {
        assert_eq!(seen("/office/", "/office/api/v1/me?a=b").as_deref(), Some("/api/v1/me?a=b"));
        assert_eq!(seen("/office/", "/office").as_deref(), Some("/"));
        assert_eq!(seen("/a/b/", "/a/b/").as_deref(), Some("/"));
        assert_eq!(seen("/office/", "/offices"), None);
        assert_eq!(seen("/office/", "/api/v1/me"), None);
        assert_eq!(seen("/", "/api/v1/me"), None);
        assert_eq!(seen("/office/", "https://example.org/office/x").as_deref(), Some("https://example.org/x"));
    }
}
