//! The page itself: files built into the executable, sent precompressed, with names that change with
//! their content.

use crate::App;
use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../assets/web"]
#[allow_missing = true]
struct Web;

/// Answers a file of the page; every other address gets the page, which finds the way itself.
pub fn page(request: &HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    let hashed = path.starts_with("assets/");
    let name = if Web::get(path).is_some() && !path.is_empty() { path } else { "index.html" };
    if hashed && name == "index.html" {
        return HttpResponse::NotFound().finish();
    }
    let sent = if name == "index.html" { index(request) } else { send(request, name, hashed) };
    sent.unwrap_or_else(|| {
        HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(
            "Guildhall is running, but this executable was built without its page. Build it with `cargo xtask run`.\n",
        )
    })
}

/// The page tells itself where it lives: under the path of the public address, when it has one.
fn index(request: &HttpRequest) -> Option<HttpResponse> {
    let file = Web::get("index.html")?;
    let base = request.app_data::<Data<App>>().map_or("/".into(), |app| app.config().base());
    let text = String::from_utf8_lossy(&file.data).replacen("<base href=\"/\"", &format!("<base href=\"{base}\""), 1);
    let etag = format!("\"{}\"", blake3::hash(text.as_bytes()).to_hex());
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, etag.clone())).insert_header((header::CACHE_CONTROL, "no-cache"));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(etag.as_str()) {
        return Some(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    Some(response.content_type("text/html; charset=utf-8").body(text))
}

fn send(request: &HttpRequest, name: &str, forever: bool) -> Option<HttpResponse> {
    let accepts =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts.contains(coding))
        .find_map(|(coding, ending)| Web::get(&format!("{name}{ending}")).map(|file| (file, Some(coding))));
    let (file, coding) = packed.or_else(|| Web::get(name).map(|file| (file, None)))?;
    let etag = format!("\"{}\"", blake3::Hash::from(file.metadata.sha256_hash()).to_hex());
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, etag.clone())).insert_header((header::VARY, "Accept-Encoding"));
    let caching = match name {
        _ if forever => "public, max-age=31536000, immutable",
        // It seldom changes, and nothing depends on which one is shown.
        "icon.svg" => "public, max-age=86400",
        _ => "no-cache",
    };
    response.insert_header((header::CACHE_CONTROL, caching));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(etag.as_str()) {
        return Some(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    let kind = Web::get(name).map(|file| file.metadata.mimetype().to_owned()).unwrap_or_default();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    if let Some(coding) = coding {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    Some(response.content_type(kind).body(file.data.into_owned()))
}
