//! How requests fail, in the description of the API: one answer for each status of the error table, which operations
//! refer to. Most follow from what an operation takes (who may come in, a body, a version); what only some can answer
//! they name themselves, by its status alone. A 500 is a fault and never described.

use crate::error::Code;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::openapi::{
    Components, ContentBuilder, Object, Ref, RefOr, Response, ResponseBuilder, Schema,
    path::{Operation, Parameter, ParameterIn},
    request_body::RequestBody,
    schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Type},
};

/// What an operation takes.
struct Takes {
    signed: bool,
    writes: bool,
    json: bool,
    bytes: bool,
    path: bool,
    query: bool,
    cursor: bool,
    version: bool,
    api: bool,
}

/// A status, and whether an operation that takes this can answer it.
type Rule = (u16, fn(&Takes) -> bool);

/// Which failures follow from what an operation takes.
const RULES: &[Rule] = &[
    (400, |takes| takes.api && (takes.query || takes.json || takes.writes)),
    (401, |takes| takes.signed),
    (403, |takes| takes.signed || takes.writes),
    (404, |takes| takes.path || (takes.signed && (takes.json || takes.query))),
    (408, |takes| takes.json || takes.bytes),
    (409, |takes| takes.signed && takes.writes),
    (410, |takes| takes.cursor),
    (412, |takes| takes.version),
    (413, |takes| takes.json || takes.bytes),
    (415, |takes| takes.json),
    (422, |takes| takes.writes),
    (428, |takes| takes.version),
    (429, |_| true),
    (503, |takes| takes.api),
];

/// Names the failures of one operation.
pub(super) fn describe(method: &str, operation: &mut Operation) {
    let takes = Takes::of(method, operation);
    let follow = RULES.iter().filter(|(_, may)| may(&takes)).map(|(status, _)| *status);
    let own = operation.responses.responses.keys().filter_map(|status| status.parse().ok());
    let all: BTreeSet<u16> = follow.chain(own.filter(|status| *status >= 400)).collect();
    for status in all {
        let shared = RefOr::Ref(Ref::from_response_name(response_name(status)));
        operation.responses.responses.insert(status.to_string(), shared);
    }
}

impl Takes {
    fn of(method: &str, operation: &Operation) -> Self {
        let parameters: Vec<&Parameter> = operation.parameters.iter().flatten().filter_map(plain).collect();
        let sent = |kind: &str| {
            let body: Option<&RequestBody> = operation.request_body.as_ref().and_then(plain);
            body.is_some_and(|body| body.content.contains_key(kind))
        };
        let named = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
        let placed = |place: ParameterIn| parameters.iter().any(|parameter| parameter.parameter_in == place);
        let about_server = operation.tags.iter().flatten().any(|tag| tag == "server");
        Takes {
            signed: operation.security.is_none(),
            writes: !matches!(method, "GET" | "HEAD"),
            json: sent("application/json"),
            bytes: sent("application/octet-stream"),
            path: placed(ParameterIn::Path),
            query: placed(ParameterIn::Query),
            cursor: named("cursor") || named("since"),
            version: named("If-Match"),
            api: !about_server,
        }
    }
}

fn plain<T>(part: &RefOr<T>) -> Option<&T> {
    match part {
        RefOr::T(part) => Some(part),
        RefOr::Ref(_) => None,
    }
}

/// Defines the answers and their one shape.
pub(super) fn define(components: &mut Components) {
    let mut codes: BTreeMap<u16, Vec<(&str, &str)>> = BTreeMap::new();
    for (code, status, sentence) in Code::ALL.iter().map(|code| code.row()) {
        codes.entry(status).or_default().push((code, sentence));
    }
    for (status, codes) in codes.into_iter().filter(|(status, _)| *status != 500) {
        components.responses.insert(response_name(status), response(&codes).into());
    }
    components.schemas.insert("Failure".into(), failure().into());
    components.schemas.insert("FailureCode".into(), words().into());
}

fn response_name(status: u16) -> String {
    format!("Failure{status}")
}

/// One answer: what each of its codes says.
fn response(codes: &[(&str, &str)]) -> Response {
    let about: Vec<String> = codes.iter().map(|(code, sentence)| format!("`{code}`: {sentence}")).collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Failure"))).build();
    ResponseBuilder::new().description(about.join("\n\n")).content("application/json", content).build()
}

fn words() -> Object {
    let words: Vec<&str> = Code::ALL.iter().map(|code| code.row().0).collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .description(Some("Stable: for programs."))
        .build()
}

fn failure() -> Object {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let fields = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("What to do about each field that needs another look."))
        .additional_properties(Some(text("A sentence.")));
    let names = ArrayBuilder::new()
        .items(RefOr::<Schema>::from(text("A name.")))
        .description(Some("Fields that were changed since."));
    let error = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("What went wrong. Some failures say more than is named here, such as the current values."))
        .property("code", Ref::from_schema_name("FailureCode"))
        .property("message", text("For people."))
        .property("fields", fields)
        .property("changed", names)
        .property("retry_after", ObjectBuilder::new().schema_type(Type::Integer).description(Some("Seconds to wait.")))
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)));
    let error = ["code", "message", "fields"].into_iter().fold(error, utoipa::openapi::ObjectBuilder::required);
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Every failure has this shape."))
        .property("error", error)
        .required("error")
        .build()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    /// Every failure an operation names is in the table, so that no reference leads nowhere.
    #[test]
    fn every_named_failure_is_defined() {
        let document: Value = serde_json::from_str(super::super::description::document().text()).unwrap();
        let defined = &document["components"]["responses"];
        for operation in
            document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
        {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let Some(name) = response["$ref"].as_str().and_then(|name| name.rsplit('/').next()) else { continue };
                assert!(defined[name].is_object(), "{} names {status}", operation["operationId"]);
            }
        }
    }
}
