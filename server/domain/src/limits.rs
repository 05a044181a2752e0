//! The sizes input may have, and the checks that use them.

use crate::Rule;

/// Longest title, name of a section, of a view… in characters.
pub const TITLE: usize = 500;
/// Longest short name (people, spaces, tags, statuses), in characters.
pub const NAME: usize = 120;
/// Longest Markdown body, in bytes.
pub const BODY: usize = 1024 * 1024;
/// Most steps in one checklist.
pub const STEPS: usize = 300;
/// Most tags, followers or links of one item.
pub const SET: usize = 200;
/// Most other spaces an item can also be in.
pub const ALSO_IN: usize = 5;
/// Most objects one command may touch.
pub const COMMAND: usize = 500;
/// Most statuses of a space.
pub const STATUSES: usize = 8;
/// Most custom fields of a space.
pub const FIELDS: usize = 10;
/// Most sections of a space.
pub const SECTIONS: usize = 100;
/// Longest estimate: a working year in minutes.
pub const ESTIMATE: u32 = 60 * 24 * 366;

/// A line of text: trimmed, not empty, no control characters, at most `max` characters.
pub fn line(field: &str, text: &str, max: usize) -> Result<String, Rule> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Rule::field("required", field, "Write something here."));
    }
    optional_line(field, text, max)
}

/// Like [`line`], but may be empty.
pub fn optional_line(field: &str, text: &str, max: usize) -> Result<String, Rule> {
    let text = text.trim();
    let count = text.chars().count();
    if count > max {
        let message = format!("Shorten this to {max} characters; it has {count}.");
        return Err(Rule::field("too_long", field, message));
    }
    // Line ends pasted into a single line become spaces; other control characters are dropped.
    Ok(text
        .chars()
        .map(|c| if c == '\n' || c == '\r' || c == '\t' { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect())
}

/// A Markdown body: kept as typed, at most [`BODY`] bytes.
pub fn body(field: &str, text: &str) -> Result<String, Rule> {
    if text.len() > BODY {
        return Err(Rule::field("too_long", field, "Shorten this text to 1 MiB."));
    }
    Ok(text.replace('\0', ""))
}

/// At most `max` elements.
pub fn at_most(field: &str, count: usize, max: usize) -> Result<(), Rule> {
    if count > max {
        return Err(Rule::field("too_many", field, format!("At most {max} are possible here.")));
    }
    Ok(())
}
