//! Doors: which code may call which. The server is folders, so nothing but this file keeps a feature from
//! reaching into another one. A feature may use those listed in its row, and rows only name rows above them: what is upstream
//! does not know what follows from it. What follows is derived from the change log. Where one command
//! has to reach downstream all the same, the file and the reason stand in a list that may only shrink.

mod table;

use crate::files::{self, File};
use crate::report;
use std::collections::BTreeSet;
use table::{FEATURES, PUTS_TOGETHER, REACHES_DOWN, SHARED};

fn reaches_down(file: &File) -> &'static [&'static str] {
    let inner = file.path.trim_start_matches("server/src/");
    REACHES_DOWN.iter().find(|(path, _, _)| *path == inner).map_or(&[], |(_, features, _)| features)
}

/// The feature a file belongs to.
fn feature_of(file: &File) -> Option<&str> {
    let inner = file.path.strip_prefix("server/src/")?;
    inner.split_once('/').map(|(folder, _)| folder)
}

/// The modules of the crate a file names, with the line that does.
fn named_modules(file: &File) -> Vec<(usize, String)> {
    let code: Vec<&str> =
        file.text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
    let code = code.join("\n");
    let mut named = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        // Names of other crates end in the same letters.
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let number = code[..at].matches('\n').count() + 1;
        let rest = &code[at + start.len()..];
        let names = rest.strip_prefix('{').map_or_else(|| vec![first_word(rest)], group);
        named.extend(names.into_iter().map(|name| (number, name)));
    }
    named
}

/// The first words of a use group, `a::{b, c}, d}` giving `a` and `d`.
fn group(inside: &str) -> Vec<String> {
    let (mut depth, mut from, mut names) = (0, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(first_word(&inside[from..at]));
                from = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned()
}

/// Where a feature stands in the table, and what it may use.
fn row(feature: &str) -> Option<(usize, Vec<&'static str>)> {
    let at = FEATURES.iter().position(|(name, _)| *name == feature)?;
    Some((at, FEATURES[at].1.split_whitespace().collect()))
}

#[test]
fn the_table_points_upstream_only() {
    let mut found = Vec::new();
    for (at, (feature, uses)) in FEATURES.iter().enumerate() {
        found.extend(
            uses.split_whitespace()
                .filter(|used| row(used).is_none_or(|(upstream, _)| upstream >= at))
                .map(|used| format!("{feature} uses {used}, which stands below it")),
        );
    }
    report("the table itself", found);
}

#[test]
fn features_use_only_what_their_row_allows() {
    let mut found = Vec::new();
    for file in files::rust("server/src/") {
        let Some(folder) = feature_of(file) else { continue };
        let allowed = row(folder).map(|(_, uses)| uses);
        let together = PUTS_TOGETHER.iter().any(|path| file.path.starts_with(path));
        for (number, module) in named_modules(file) {
            let is_feature = row(&module).is_some();
            let permitted = module == folder
                || allowed.as_ref().is_some_and(|uses| uses.contains(&module.as_str()))
                || reaches_down(file).contains(&module.as_str());
            if is_feature && !permitted && !together {
                found.push(format!("{}:{number} uses {module}", file.path));
            }
        }
    }
    report("imports the table does not allow", found);
}

#[test]
fn every_exception_is_still_needed() {
    let mut found = Vec::new();
    for (path, features, _) in REACHES_DOWN {
        let file = files::rust("server/src/").find(|file| file.path.trim_start_matches("server/src/") == *path);
        let named: Vec<String> =
            file.map(named_modules).unwrap_or_default().into_iter().map(|(_, name)| name).collect();
        let idle = features.iter().filter(|feature| !named.iter().any(|name| name == *feature));
        found.extend(idle.map(|feature| format!("{path} does not use {feature}")));
    }
    report("exceptions nobody needs any more", found);
}

#[test]
fn every_folder_of_the_server_has_its_place_in_the_table() {
    let known = |folder: &str| row(folder).is_some() || SHARED.contains(&folder);
    let together = |folder: &str| PUTS_TOGETHER.contains(&format!("server/src/{folder}/").as_str());
    let folders: BTreeSet<&str> = files::rust("server/src/").filter_map(feature_of).collect();
    let strange = folders.into_iter().filter(|folder| !known(folder) && !together(folder));
    report("folders that are in no table", strange.map(str::to_owned).collect());
}

/// Where tables are declared: stores with their key tables, what is private to a person, and two of no feature.
fn declares_tables(path: &str) -> bool {
    let others = ["server/src/tasks/plans.rs", "server/src/access/directory.rs", "server/src/http/idempotency.rs"];
    path.ends_with("/store.rs") || path.ends_with("/rows.rs") || others.contains(&path)
}

#[test]
fn tables_are_declared_in_the_store_of_their_feature() {
    let found = files::rust("server/src/")
        .filter(|file| file.text.contains("Table::new(") && !declares_tables(&file.path))
        .map(|file| file.path.clone());
    report("tables declared outside a store.rs", found.collect());
}

/// The tables a store declares, by the name of their constant. Key tables (`rows.rs`) may be read by
/// those who may use the feature: they are the order of its lists.
fn tables(store: &File) -> impl Iterator<Item = &str> {
    store.lines().filter_map(|(_, line)| {
        let (name, kind) = line.trim_start().trim_start_matches("pub ").strip_prefix("const ")?.split_once(':')?;
        kind.trim_start().starts_with("Table<").then_some(name)
    })
}

#[test]
fn nobody_names_the_tables_of_another_feature() {
    let mut found = Vec::new();
    for store in files::rust("server/src/").filter(|file| file.path.ends_with("/store.rs")) {
        let Some(owner) = feature_of(store) else { continue };
        // The catalogue lists them all; that is what it is for.
        let outside = files::rust("server/src/")
            .filter(|file| feature_of(file) != Some(owner) && file.path != "server/src/catalogue.rs")
            .filter(|file| file.text.contains(&format!("{owner}::")));
        for file in outside {
            let words: BTreeSet<&str> = file.text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let own: BTreeSet<&str> = tables(file).collect();
            let named = tables(store).filter(|table| words.contains(table) && !own.contains(table));
            found.extend(named.map(|table| format!("{} names {table} of {owner}", file.path)));
        }
    }
    report("tables named from outside", found);
}
