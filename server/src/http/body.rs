//! JSON bodies: at most 1 MiB and a little, at most 64 levels deep, unknown fields refused, and an
//! error that names the field.

use crate::{Error, error::Code};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, dev::Payload, error::PayloadError, http::header::CONTENT_TYPE, web::Bytes,
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use std::io::ErrorKind;

/// A body of 1 MiB (a Markdown text, escaped) and the JSON around it.
const LIMIT: usize = 2 * 1024 * 1024 + 64 * 1024;
/// Deepest nesting.
const DEPTH: usize = 64;

/// A JSON body.
pub struct Json<T>(pub T);

/// The bytes of the body, kept beside the request for [`super::idempotency`].
pub struct RawBody(pub Bytes);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut payload = payload.take();
        let request = request.clone();
        Box::pin(async move {
            let kind =
                request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("application/json");
            if !kind.to_ascii_lowercase().starts_with("application/json")
                && !kind.to_ascii_lowercase().starts_with("application/merge-patch+json")
            {
                return Err(Error::new(Code::UnsupportedType));
            }
            let mut bytes = actix_web::web::BytesMut::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(broken)?;
                if bytes.len() + chunk.len() > LIMIT {
                    return Err(Error::because(Code::TooLarge, "A request is at most 2 MiB."));
                }
                bytes.extend_from_slice(&chunk);
            }
            let bytes = bytes.freeze();
            let value = parse(&bytes)?;
            request.extensions_mut().insert(RawBody(bytes));
            Ok(Json(value))
        })
    }
}

/// Why a body did not come to its end.
pub fn broken(error: PayloadError) -> Error {
    match error {
        PayloadError::Io(error) if error.kind() == ErrorKind::TimedOut => Error::new(Code::TooSlow),
        _ => Error::because(Code::BadJson, "The request ended before it was complete."),
    }
}

/// Reads a JSON text.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    if depth(bytes) > DEPTH {
        return Err(Error::because(Code::BadJson, "This JSON is nested too deeply."));
    }
    let bytes: &[u8] = match bytes.trim_ascii() {
        b"" => b"{}",
        // A list would be taken for the fields of a shape in their order.
        bytes if !bytes.starts_with(b"{") => return Err(Error::because(Code::BadJson, "Send an object: {…}.")),
        bytes => bytes,
    };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = T::deserialize(&mut reader).map_err(explain)?;
    reader.end().map_err(explain)?;
    Ok(value)
}

/// Deepest nesting of brackets outside strings.
fn depth(bytes: &[u8]) -> usize {
    let (mut now, mut most, mut quoted, mut escaped) = (0usize, 0, false, false);
    for byte in bytes {
        match (quoted, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => quoted = !quoted,
            (false, b'{' | b'[') => {
                now += 1;
                most = most.max(now);
            }
            (false, b'}' | b']') => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// serde's own words name the field; the first part becomes ours.
fn explain(error: serde_json::Error) -> Error {
    let text = error.to_string();
    let named = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    if let Some(field) = named("unknown field `") {
        let mut refused = Error::because(Code::UnknownField, format!("There is no field “{field}” here."));
        refused.fields.insert(field, "Remove this field.".into());
        return refused;
    }
    if let Some(field) = named("missing field `") {
        let mut refused = Error::because(Code::Invalid, format!("The field “{field}” is missing."));
        refused.fields.insert(field, "This is needed.".into());
        return refused;
    }
    Error::because(Code::BadJson, format!("The JSON cannot be read: {text}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[allow(dead_code)]
        title: String,
    }

    #[test]
    fn errors_name_the_field() {
        let unknown = parse::<Sample>(br#"{"title":"x","titel":1}"#).unwrap_err();
        assert_eq!(
            (unknown.code, unknown.fields.keys().next().map(String::as_str)),
            (Code::UnknownField, Some("titel"))
        );
        assert!(parse::<Sample>(b"{}").unwrap_err().fields.contains_key("title"));
        assert_eq!(parse::<Sample>(b"{\"title\":\"x\"} x").unwrap_err().code, Code::BadJson);
        assert_eq!(parse::<Sample>(br#"["x"]"#).unwrap_err().code, Code::BadJson);
        let deep = format!("{}1{}", "[".repeat(65), "]".repeat(65));
        let deep = format!("{{\"title\":{deep}}}");
        assert_eq!(parse::<serde_json::Value>(deep.as_bytes()).unwrap_err().code, Code::BadJson);
    }
}
