//! The description of the API as OpenAPI 3.1: made from the handlers, completed by what holds for all of them (who may
//! come in, how a request can fail), and the addresses it names.

use super::{Routes, failures, open, serve};
use serde_json::Value;
use std::sync::LazyLock;
use utoipa::openapi::{
    Components, Content, OpenApi, OpenApiBuilder, RefOr, Required, Schema,
    info::{InfoBuilder, LicenseBuilder},
    path::{Operation, PathItem},
    security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
};

/// The OpenAPI document as text, and the addresses it names.
pub struct Document {
    text: String,
    addresses: Vec<Address>,
}

/// An address as it is described, cut at its slashes, and the methods it knows.
struct Address {
    parts: Vec<String>,
    methods: Vec<&'static str>,
}

impl Document {
    /// The document as it is served.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The methods an address knows; none when it is none. One that is named in full goes before one with a parameter.
    pub fn methods(&self, path: &str) -> &[&'static str] {
        let asked: Vec<&str> = path.split('/').collect();
        let known = self.addresses.iter().filter(|address| address.is(&asked));
        known.min_by_key(|address| address.open()).map_or(&[], |address| &address.methods)
    }
}

impl Address {
    fn is(&self, asked: &[&str]) -> bool {
        let fits = |(part, asked): (&String, &&str)| part == asked || (part.starts_with('{') && !asked.is_empty());
        self.parts.len() == asked.len() && self.parts.iter().zip(asked).all(fits)
    }

    /// How many of its parts are parameters.
    fn open(&self) -> usize {
        self.parts.iter().filter(|part| part.starts_with('{')).count()
    }
}

/// The description: the same for every server of a process.
pub fn document() -> &'static Document {
    static DOCUMENT: LazyLock<Document> = LazyLock::new(generated);
    &DOCUMENT
}

/// The description, generated from the handlers.
fn generated() -> Document {
    let (mut outside, mut under) = (head(), OpenApi::default());
    Routes::Described(&mut outside).service(open::health);
    serve::api(&mut Routes::Described(&mut under));
    let mut api = outside.nest("/api/v1", under);
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            name(path, method, operation);
            failures::describe(method, operation);
        }
    }
    let components = api.components.get_or_insert_with(Components::new);
    for (_, operation) in api.paths.paths.values_mut().flat_map(operations) {
        leave_out(components, operation);
    }
    failures::define(components);
    ways_in(components);
    let addresses = api.paths.paths.iter_mut().map(|(path, item)| Address {
        parts: path.split('/').map(str::to_owned).collect(),
        methods: operations(item).map(|(method, _)| method).collect(),
    });
    let addresses = addresses.collect();
    let mut written = serde_json::to_value(&api).unwrap_or_default();
    whole_numbers(&mut written);
    Document { text: format!("{written:#}\n"), addresses }
}

fn head() -> OpenApi {
    let license = LicenseBuilder::new().name("MIT OR Apache-2.0").build();
    let info = InfoBuilder::new()
        .title("Guildhall")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Work management for small businesses. Lists are `{items, next}`, errors `{error:{code,message,fields}}`, times RFC 3339 in UTC."))
        .license(Some(license))
        .build();
    let either = ["session", "token"].map(|scheme| SecurityRequirement::new(scheme, [""; 0]));
    OpenApiBuilder::new().info(info).security(Some(either)).build()
}

/// Who signed in has a session; programs have a token. What needs neither says so itself.
fn ways_in(components: &mut Components) {
    let session = ApiKeyValue::with_description("guildhall", "The cookie that signing in sets.");
    let schemes = [
        ("session", SecurityScheme::ApiKey(ApiKey::Cookie(session))),
        ("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer))),
    ];
    components.security_schemes.extend(schemes.map(|(name, scheme)| (name.to_owned(), scheme.into())));
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let verbs = [
        ("GET", &mut item.get),
        ("HEAD", &mut item.head),
        ("PUT", &mut item.put),
        ("POST", &mut item.post),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    verbs.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Handlers of several nouns share a name; a description wants one of its own for each: `get_spaces_id_view`.
fn name(path: &str, method: &str, operation: &mut Operation) {
    let place = path.trim_start_matches("/api/v1").replace(['{', '}', '-', '.'], "").replace('/', "_");
    operation.operation_id = Some(format!("{}{place}", method.to_ascii_lowercase()));
}

/// The generator takes every whole number for a signed one and then says too little of what fits.
fn whole_numbers(part: &mut Value) {
    match part {
        Value::Array(parts) => parts.iter_mut().for_each(whole_numbers),
        Value::Object(parts) => {
            if parts.get("minimum").and_then(Value::as_u64) == Some(0) {
                let known = match parts.get("format").and_then(Value::as_str) {
                    Some("int32") => Some(("uint32", u64::from(u32::MAX))),
                    Some("int64") => Some(("uint64", u64::MAX)),
                    _ => None,
                };
                if let Some((format, most)) = known {
                    parts.insert("format".into(), format.into());
                    parts.entry("maximum").or_insert_with(|| most.into());
                }
            }
            parts.values_mut().for_each(whole_numbers);
        }
        _ => {}
    }
}

/// A body may be left out when everything in it may, and a file may be empty.
fn leave_out(components: &Components, operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    let optional = body.content.iter().any(|(kind, content)| match content {
        _ if kind == "application/octet-stream" => true,
        RefOr::T(Content { schema: Some(RefOr::Ref(shape)), .. }) => {
            let name = shape.ref_location.rsplit('/').next().unwrap_or_default();
            matches!(components.schemas.get(name), Some(RefOr::T(Schema::Object(shape))) if shape.required.is_empty())
        }
        _ => false,
    });
    if optional {
        body.required = Some(Required::False);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_knows_its_methods_and_no_other_has_any() {
        let document = document();
        assert_eq!(document.methods("/api/v1/tasks/anything"), ["GET", "PATCH", "DELETE"]);
        assert!(document.methods("/api/v1/tasks/bulk") == ["POST"]);
        assert!(document.methods("/api/v1/tasks/").is_empty() && document.methods("/api/v1/task").is_empty());
    }
}
