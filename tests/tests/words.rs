//! Words of the API: what is one of a fixed list is described as such. A field that is a plain string says in its
//! description that it holds one of `some`, `words` or `others`, or stands in the code as a string that never changes:
//! both are found.

use guildhall::http::description;
use serde_json::Value;
use std::{fs, path::Path};

/// A field whose words are part of something larger, and why.
const OPEN: &[(&str, &str)] = &[
    ("HomeGroup.id", "a day or the id of a person stands among them"),
    ("TaskGroup.id", "an id stands among them"),
    ("SearchGroup.id", "an id stands among them"),
    ("TaskRow.plan", "a day stands among them"),
    ("TaskInput.plan", "a day stands among them"),
    ("PlanInput.plan", "a day stands among them"),
    ("BulkInput.plan", "a day stands among them"),
    ("Job.kind", "other features bring kinds of their own; `label` is what people read"),
    ("MailServerInput.security", "nothing stands among them, which takes the setting away"),
    ("GET /api/v1/topics/{id}/messages at", "the id of a message stands among them"),
    ("GET /api/v1/search kind", "several words, joined by commas"),
    ("GET /api/v1/search state", "several words, joined by commas"),
    ("GET /api/v1/search when", "written like the other filters: words, joined by commas"),
    ("GET /api/v1/search q", "a question"),
    ("GET /api/v1/search person", "an id stands among them"),
];

/// Fields of shapes that are written as `&'static str` and yet hold anything: the version of the program.
const FREE: &[&str] = &["version", "app_version"];

fn is_plain(schema: &Value) -> bool {
    let kind = &schema["type"];
    let text = kind == "string" || kind.as_array().is_some_and(|kinds| kinds.contains(&"string".into()));
    text && schema["enum"].is_null() && schema["format"].is_null() && schema["pattern"].is_null()
}

/// The words a description lists, `a`, `b` or `c`: at least two between backticks, all of them plain words.
fn words(about: &str) -> Vec<&str> {
    let quoted: Vec<&str> = about.split('`').skip(1).step_by(2).collect();
    let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if quoted.len() >= 2 && quoted.iter().filter(|word| plain(word)).count() >= 2 { quoted } else { Vec::new() }
}

#[test]
fn a_field_that_lists_its_words_is_described_by_them() {
    let document: Value = serde_json::from_str(description::document().text()).unwrap();
    let mut found = Vec::new();
    let mut look = |name: String, schema: &Value, about: &Value| {
        let listed = words(about.as_str().unwrap_or_default());
        if is_plain(schema) && !listed.is_empty() && !OPEN.iter().any(|(open, _)| *open == name) {
            found.push(format!("{name} lists {listed:?} and is described as any text"));
        }
    };
    for (shape, schema) in document["components"]["schemas"].as_object().unwrap() {
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            look(format!("{shape}.{field}"), schema, &schema["description"]);
        }
    }
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = format!("{} {path} {}", method.to_uppercase(), parameter["name"].as_str().unwrap());
                look(name, &parameter["schema"], &parameter["description"]);
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_shape_answers_with_strings_the_code_chose() {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.extend(chosen(&text).into_iter().map(|field| format!("{}: {field}", path.display())));
            }
        }
    }
    assert!(found.is_empty(), "these are words: declare them as such\n{}", found.join("\n"));
}

/// Fields of described shapes that are strings of the code.
fn chosen(text: &str) -> Vec<&str> {
    let shapes = text
        .split("#[derive(")
        .skip(1)
        .filter(|part| part.split(")]").next().unwrap_or_default().contains("ToSchema") && part.contains("pub struct"));
    let bodies = shapes.filter_map(|part| part.split("pub struct").nth(1)?.split("\n}").next());
    let fields = bodies.flat_map(str::lines).filter(|line| line.contains("&'static str"));
    fields.map(str::trim).filter(|line| !FREE.iter().any(|free| line.starts_with(&format!("pub {free}:")))).collect()
}

#[test]
fn what_these_tests_look_for_is_found() {
    assert_eq!(words("`open` or `done`."), ["open", "done"]);
    assert_eq!(words("Written as `08:00`."), Vec::<&str>::new());
    let shape = "#[derive(Debug, Serialize, ToSchema)]\npub struct A {\n    pub kind: &'static str,\n    pub version: &'static str,\n}";
    assert_eq!(chosen(shape), ["pub kind: &'static str,"]);
}
