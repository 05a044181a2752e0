//! The names of the shapes that the description of the API gives: of two of one name it keeps one, silently, and whoever
//! reads it or makes types of it is told the wrong fields.

use crate::{files, report};
use std::collections::BTreeMap;

/// The name under which a type is described, when this line begins one.
fn begun(line: &str) -> Option<&str> {
    let at = line.find("pub struct ").map(|at| at + 11).or_else(|| line.find("pub enum ").map(|at| at + 9))?;
    line[at..].split(|c: char| !c.is_alphanumeric()).next().filter(|name| !name.is_empty())
}

#[test]
fn no_two_shapes_of_the_interface_have_one_name() {
    let mut places = BTreeMap::<String, Vec<String>>::new();
    for file in files::rust("server/") {
        let (mut described, mut other) = (false, None);
        for (number, line) in file.lines() {
            described |= line.contains("derive(") && line.contains("ToSchema");
            if let Some((_, name)) = line.split_once("#[schema(as = ") {
                other = name.split([')', ',']).next();
            }
            if let Some(name) = begun(line) {
                if described {
                    places.entry(other.unwrap_or(name).to_owned()).or_default().push(format!("{}:{number}", file.path));
                }
                (described, other) = (false, None);
            }
        }
    }
    assert!(places.len() > 300, "the shapes are not where they are looked for");
    let twice = places.iter().filter(|(_, at)| at.len() > 1).map(|(name, at)| format!("{name}: {}", at.join(", ")));
    report("shapes of one name; give one `#[schema(as = …)]`", twice.collect());
}
