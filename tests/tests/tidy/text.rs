//! Text that must not stand in the tree, and links that must lead somewhere.

use std::path::Path;

use crate::files::{self, File};
use crate::report;

/// Every line of the files that contains one of the texts.
fn places<'f>(files: impl Iterator<Item = &'f File>, texts: &[&str]) -> Vec<String> {
    files
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| texts.iter().any(|text| line.contains(text)))
        .map(|(file, number, line)| format!("{}:{number}: {}", file.path, line.trim()))
        .collect()
}

/// Put together here, so that this file does not find itself.
fn joined(parts: &[(&str, &str)]) -> Vec<String> {
    parts.iter().map(|(one, other)| format!("{one}{other}")).collect()
}

fn as_strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn nothing_is_left_to_be_written() {
    let texts = joined(&[("todo", "!("), ("unimplemented", "!("), ("FIX", "ME"), ("XX", "X:"), ("TO", "DO:")]);
    report("unfinished places", places(files::all().iter(), &as_strs(&texts)));
}

#[test]
fn no_test_is_switched_off() {
    let ignored = joined(&[("#[", "ignore")]);
    let mut found = places(files::rust(""), &as_strs(&ignored));
    let is_page_test =
        |file: &&File| file.is(&[".test.ts", ".spec.mjs", ".test.mjs"]) || file.path.starts_with("web/tests/");
    let skipped = joined(&[(".ski", "p("), (".onl", "y("), ("skip", ": true"), ("only", ": true"), (".tod", "o(")]);
    found.extend(places(files::all().iter().filter(is_page_test), &as_strs(&skipped)));
    report("tests that do not run; long runs are a flag of xtask instead", found);
}

#[test]
fn no_path_of_a_building_machine() {
    let tops = joined(&[("/wo", "rk/"), ("/ro", "ot/"), ("/fa", "rm/"), ("/Us", "ers/"), ("/tmp/gu", "ild/")]);
    let is_machine_path = |line: &str| {
        tops.iter().any(|top| {
            line.match_indices(top.as_str()).any(|(at, _)| {
                !line[..at]
                    .ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | '.' | '-' | '}'))
            })
        })
    };
    let found = files::all()
        .iter()
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| is_machine_path(line))
        .map(|(file, number, line)| format!("{}:{number}: {}", file.path, line.trim()))
        .collect();
    report("paths of a machine something was built on", found);
}

#[test]
fn stored_text_is_never_drawn_as_html() {
    let door = joined(&[("{@", "html"), (".inner", "HTML"), (".outer", "HTML"), ("insertAdjacent", "HTML")]);
    let page =
        files::all().iter().filter(|file| file.path.starts_with("web/src/") || file.path.starts_with("web/public/"));
    report("HTML made from text", places(page, &as_strs(&door)));
}

#[test]
fn links_between_documents_lead_somewhere() {
    // The picture is made from the finished product, so it is checked by eye and not here.
    let made_later = ["assets/static/readme.png"];
    let mut broken = Vec::new();
    for file in files::all().iter().filter(|file| file.is(&[".md"])) {
        let folder = files::root().join(Path::new(&file.path).parent().unwrap());
        for (number, target) in
            file.lines().flat_map(|(number, line)| targets(line).map(move |target| (number, target)))
        {
            let path = target.split('#').next().unwrap_or_default();
            let outside = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
            if !outside && !made_later.contains(&path) && !folder.join(path).exists() {
                broken.push(format!("{}:{number}: {target}", file.path));
            }
        }
    }
    report("links to files that are not there", broken);
}

/// What the Markdown links of a line point at.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(at, _)| line[at + 2..].split(')').next())
}

#[test]
fn no_documentation_holds_code_that_nothing_tries() {
    let fence = |line: &str| ["///", "//!"].iter().any(|mark| line.trim_start().starts_with(&format!("{mark} ```")));
    let found = files::rust("")
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| fence(line))
        .map(|(file, number, _)| format!("{}:{number}", file.path));
    report("the checks run programs, so code in documentation would rot", found.collect());
}
