//! The words people read use the words of the glossary. That every sentence is used, and every used
//! one exists, is a test of the page's own.

use serde_json::Value;

use crate::files;
use crate::report;

const CATALOGUE: &str = "web/src/words/en/";

/// Words the glossary avoids. Imports name the things of other products as those products do.
const AVOIDED: [&str; 6] = ["workspace", "ticket", "to-do", "todo", "sub-project", "kanban"];
const SPEAKS_OF_OTHERS: [&str; 1] = ["imports.json"];

/// Every sentence below a value, with the way to it.
fn sentences(key: String, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(name, inner)| sentences(format!("{key}.{name}"), inner, all))
        }
        Value::String(text) => all.push((key, text.to_lowercase())),
        _ => panic!("{key}: a sentence is a text or an object of plural forms"),
    }
}

#[test]
fn no_sentence_uses_a_word_the_glossary_avoids() {
    let mut all = Vec::new();
    for file in files::all().iter().filter(|file| file.path.starts_with(CATALOGUE) && !file.is(&SPEAKS_OF_OTHERS)) {
        let value = serde_json::from_str(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        sentences(file.path.trim_start_matches(CATALOGUE).to_owned(), &value, &mut all);
    }
    assert!(!all.is_empty(), "the catalogue is not where it is looked for");
    let avoided = |text: &str| AVOIDED.iter().find(|word| text.contains(**word));
    let found = all.iter().filter_map(|(key, text)| avoided(text).map(|word| format!("{key}: {word}"))).collect();
    report("words to avoid (see server/GLOSSARY.md)", found);
}
