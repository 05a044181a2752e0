//! Bytes going out: in pieces with a snapshot each, and with the right to them looked up for every piece, so
//! that taking it away ends a download under way.
//!
//! Nothing a person uploaded is ever shown by the browser as a page of this server: it is an attachment, of a
//! type the browser may not guess at, with a policy under which nothing in it runs.

use crate::{
    App, Error,
    access::{self, Who},
    error::Code,
};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    http::{Method, StatusCode, header},
    web::{self, Bytes},
};
use futures_util::{StreamExt, stream};
use guildhall_domain::{file::File, policy::Do};
use guildhall_store::blobs::{self, Blob};
use std::sync::Arc;

/// Bytes read at once.
const PIECE: usize = 1 << 20;

/// The policy of everything that came from people.
pub const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// A part of a file, by the bytes it begins and ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    From(u64, u64),
    Nowhere,
}

/// Whether more of a file may go out: asked before every piece.
pub type Allowed = Arc<dyn Fn(&App) -> Result<(), Error> + Send + Sync>;

/// Answers with a file, or the part of it that was asked for, for as long as somebody may read it.
pub fn respond(app: &App, who: Who, request: &HttpRequest, file: &File, blob: Blob) -> HttpResponse {
    let id = file.id;
    let allowed = move |app: &App| {
        let view = app.view(who)?;
        crate::app::still_there(&view)?;
        access::file(&view, id, Do::Read).map(drop)
    };
    respond_while(app, Arc::new(allowed), request, file, blob)
}

/// The same for as long as something else allows it.
pub fn respond_while(app: &App, allowed: Allowed, request: &HttpRequest, file: &File, blob: Blob) -> HttpResponse {
    let etag = format!("\"{}\"", blake3::Hash::from(file.hash).to_hex());
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let same = |tags: &str| tags.split(',').any(|tag| ["*", &etag].contains(&tag.trim().trim_start_matches("W/")));
    if text(header::IF_NONE_MATCH).is_some_and(same) {
        return head(StatusCode::NOT_MODIFIED, file, &etag).finish();
    }
    // A part of other bytes than those asked for would make a broken file.
    let current = text(header::IF_RANGE).is_none_or(|tag| tag.trim() == etag);
    match text(header::RANGE).filter(|_| current).map_or(Part::Whole, |range| part(range, blob.bytes)) {
        Part::Nowhere => {
            let mut response = Error::new(Code::BadRange);
            response.more.insert("bytes", blob.bytes.into());
            let mut response = actix_web::ResponseError::error_response(&response);
            let range = header::HeaderValue::from_str(&format!("bytes */{}", blob.bytes));
            range.into_iter().for_each(|range| drop(response.headers_mut().insert(header::CONTENT_RANGE, range)));
            response
        }
        Part::Whole => send(head(StatusCode::OK, file, &etag), app, allowed, request, blob, (0, blob.bytes)),
        Part::From(from, to) => {
            let mut response = head(StatusCode::PARTIAL_CONTENT, file, &etag);
            response.insert_header((header::CONTENT_RANGE, format!("bytes {from}-{}/{}", to - 1, blob.bytes)));
            send(response, app, allowed, request, blob, (from, to))
        }
    }
}

fn head(status: StatusCode, file: &File, etag: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::ETAG, etag.to_owned()))
        // Asked again every time: the right to it may be gone.
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_DISPOSITION, disposition(&file.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("Cross-Origin-Resource-Policy", "same-origin"))
        .content_type(file.kind.media_type());
    response
}

fn send(
    mut response: HttpResponseBuilder,
    app: &App,
    allowed: Allowed,
    request: &HttpRequest,
    blob: Blob,
    (from, to): (u64, u64),
) -> HttpResponse {
    let app = app.clone();
    // Whoever asks for the head alone is told how much there is, and nothing is read.
    let end = if request.method() == Method::HEAD { from } else { to };
    let starts = stream::iter((from..end).step_by(PIECE));
    let pieces = starts.map(move |at| {
        let (app, allowed) = (app.clone(), allowed.clone());
        async move {
            let len = usize::try_from(to - at).unwrap_or(PIECE).min(PIECE);
            web::block(move || piece(&app, &allowed, &blob, at, len)).await.map_err(|_| Error::new(Code::Busy))?
        }
    });
    // One piece is read while the one before it is sent.
    response.body(SizedStream::new(to - from, pieces.buffered(2)))
}

fn piece(app: &App, allowed: &Allowed, blob: &Blob, at: u64, len: usize) -> Result<Bytes, Error> {
    allowed(app)?;
    Ok(app.store().read_blob(blob, at, len)?.into())
}

/// Answers with a file that was just made of something, to be kept and never shown from here.
pub fn made(name: &str, kind: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, disposition(name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .content_type(kind)
        .body(bytes)
}

/// Answers with a small picture. It was made here, so it may be shown; the policy is that of files all the same.
pub fn picture(request: &HttpRequest, bytes: Vec<u8>) -> HttpResponse {
    let etag = format!("\"{}\"", blake3::hash(&bytes).to_hex());
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = known == Some(etag.as_str());
    let mut response = HttpResponse::build(if same { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("Cross-Origin-Resource-Policy", "same-origin"));
    if same {
        return response.finish();
    }
    let media = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    response.content_type(media).body(bytes)
}

/// The content of a file that was permitted.
pub fn content(scope: &impl access::Scope, file: &File) -> Result<Blob, Error> {
    blobs::find(scope.read(), &file.hash)?.ok_or_else(|| {
        tracing::error!(file = %file.id, "the content of a file is missing");
        Error::new(Code::Internal)
    })
}

/// `bytes=0-99`, `bytes=100-`, `bytes=-100`. Several parts at once, and what cannot be read, count as the whole.
fn part(range: &str, bytes: u64) -> Part {
    let Some((from, to)) = range.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (from, to) = match (from.trim(), to.trim()) {
        ("", last) => match number(last) {
            Some(0) => return Part::Nowhere,
            Some(last) => (bytes.saturating_sub(last), bytes),
            None => return Part::Whole,
        },
        (from, "") => match number(from) {
            Some(from) => (from, bytes),
            None => return Part::Whole,
        },
        (from, to) => match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => (from, to.saturating_add(1).min(bytes)),
            _ => return Part::Whole,
        },
    };
    if from < bytes { Part::From(from, to) } else { Part::Nowhere }
}

/// A name for old and for new browsers, in which nothing can be read as more than a name.
pub fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' }).collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            coded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_inside_the_file_or_nowhere() {
        assert_eq!(part("bytes=0-0", 10), Part::From(0, 1));
        assert_eq!(part("bytes=3-", 10), Part::From(3, 10));
        assert_eq!(part("bytes=-4", 10), Part::From(6, 10));
        assert_eq!(part("bytes=-99", 10), Part::From(0, 10));
        assert_eq!(part("bytes=9-18446744073709551615", 10), Part::From(9, 10));
        for nowhere in ["bytes=10-", "bytes=10-11", "bytes=-0", "bytes=18446744073709551615-"] {
            assert_eq!(part(nowhere, 10), Part::Nowhere, "{nowhere}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Nowhere);
        for whole in
            ["bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=", "bytes=-", "bytes=99999999999999999999-"]
        {
            assert_eq!(part(whole, 10), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn a_name_stays_a_name() {
        let header = disposition("Rechnung \"für\"\u{1f9ef}; x=y.pdf");
        assert_eq!(
            header,
            "attachment; filename=\"Rechnung _f_r___ x_y.pdf\"; filename*=UTF-8''Rechnung%20%22f%C3%BCr%22%F0%9F%A7%AF%3B%20x%3Dy.pdf"
        );
    }
}
