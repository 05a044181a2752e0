//! The settings file: `KEY=VALUE` lines, `#` comments, values with or without quotes. A key that does
//! not exist is refused by name and line, because a misspelt setting that is silently ignored costs
//! more than a start that fails.

use super::keys;
use std::{collections::BTreeMap, path::Path};

/// Reads a file that must be there.
pub fn read(path: &Path) -> Result<BTreeMap<&'static str, String>, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("The settings in {} cannot be read: {error}.", path.display()))?;
    parse(&text).map_err(|what| format!("{}, {what}", path.display()))
}

fn parse(text: &str) -> Result<BTreeMap<&'static str, String>, String> {
    let mut found = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, value) =
            line.split_once('=').ok_or_else(|| format!("line {number}: write settings as KEY=VALUE."))?;
        let word = word.trim();
        let name = keys::find(word).ok_or_else(|| format!("line {number}: there is no setting “{word}”."))?;
        if found.insert(name, unquote(value.trim()).to_owned()).is_some() {
            return Err(format!("line {number}: “{name}” is set a second time."));
        }
    }
    Ok(found)
}

fn unquote(value: &str) -> &str {
    let inside = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_mistakes_named() {
        let read = parse("# where\nGUILDHALL_LISTEN = \"0.0.0.0:80\"\n\npublic-url='https://x.example'\n").unwrap();
        assert_eq!((read["listen"].as_str(), read["public_url"].as_str()), ("0.0.0.0:80", "https://x.example"));
        assert_eq!(parse("listen=a\nlisen=b").unwrap_err(), "line 2: there is no setting “lisen”.");
        assert!(parse("listen").unwrap_err().starts_with("line 1:"));
        assert!(parse("listen=a\nLISTEN=b").is_err());
    }
}
