//! What stays where it is: the engines in their crates, the rules away from the world, the page on its own server.

use crate::{files, report};

/// Files under `allowed` may name the crate; nobody else.
fn only_in(name: &str, allowed: &[&str]) -> Vec<String> {
    files::rust("")
        .filter(|file| !allowed.iter().any(|folder| file.path.starts_with(folder)))
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| !line.trim_start().starts_with("//"))
        .filter(|(_, _, line)| line.contains(&format!("{name}::")) || line.contains(&format!("use {name}")))
        .filter(|(_, _, line)| !line.contains(&format!("_{name}::")))
        .map(|(file, number, _)| format!("{}:{number} names {name}", file.path))
        .collect()
}

#[test]
fn engines_stay_in_their_crates() {
    let mut found = only_in("redb", &["server/store/", "tests/"]);
    found.extend(only_in("tantivy", &["server/search/", "tests/"]));
    report("an engine named outside its crate", found);
}

#[test]
fn the_domain_is_pure() {
    let forbidden = [
        "serde",
        "minicbor",
        "tokio",
        "actix",
        "redb",
        "tantivy",
        "tracing",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "now_v7",
        "new_v4",
        "async fn",
        "println!",
    ];
    let found = files::rust("server/domain/src/")
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| !line.trim_start().starts_with("//"))
        .flat_map(|(file, number, line)| {
            let named = forbidden.iter().filter(move |word| line.contains(**word));
            named.map(move |word| format!("{}:{number} names {word}", file.path))
        });
    report("the domain reaches out", found.collect());
}

#[test]
fn the_page_keeps_to_itself() {
    let found = files::all()
        .iter()
        .filter(|file| file.path.starts_with("web/src/") && file.is(&[".ts", ".svelte", ".css"]))
        .filter(|file| file.path != "web/src/api/schema.ts")
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| {
            line.contains("url(http") || line.contains("fetch('http") || line.contains("@import url")
        })
        .map(|(file, number, _)| format!("{}:{number}", file.path));
    report("requests that leave the server", found.collect());
}
