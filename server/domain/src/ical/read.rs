//! From bytes to the calendar they hold.

use super::{DEPTH, FILE, LINES, Line, PARTS, Part, value, wrong};
use crate::Rule;

/// Longest name of a line or a part.
const NAME: usize = 60;

/// Reads a file that holds one calendar.
///
/// # Errors
/// When it is too long, too deep or no calendar.
pub fn read(bytes: &[u8]) -> Result<Part, Rule> {
    if bytes.len() > FILE {
        return wrong("This entry is longer than 1 MiB. Make it shorter.");
    }
    let Ok(text) = String::from_utf8(unfolded(bytes)) else {
        return wrong("This is no text in UTF-8. Save it as UTF-8 and send it again.");
    };
    let mut calendar = None;
    let mut open: Vec<Part> = Vec::new();
    let (mut lines, mut parts) = (0_usize, 0_usize);
    for text in text.trim_start_matches('\u{feff}').split('\n').filter(|line| !line.trim().is_empty()) {
        lines += 1;
        if lines > LINES {
            return wrong("This entry has more than 20,000 lines. Make it shorter.");
        }
        let line = line(text)?;
        match (line.name.as_str(), open.last_mut()) {
            ("BEGIN", _) => {
                parts += 1;
                if open.len() >= DEPTH || parts > PARTS || calendar.is_some() {
                    return wrong("This calendar holds too much in one another, or more than one calendar.");
                }
                open.push(Part { name: part_name(&line)?, ..Part::default() });
            }
            ("END", Some(_)) => calendar = closed(&mut open, &part_name(&line)?)?,
            (_, Some(part)) => part.lines.push(line),
            _ => return wrong("This is no calendar entry: it does not begin with BEGIN:VCALENDAR."),
        }
    }
    match calendar.filter(|part| open.is_empty() && part.name == "VCALENDAR") {
        Some(calendar) => Ok(calendar),
        None => wrong("This is no whole calendar entry: BEGIN:VCALENDAR or END:VCALENDAR is missing."),
    }
}

/// Ends the part that is open, and gives it to the one it stands in; what stands in none is answered.
fn closed(open: &mut Vec<Part>, name: &str) -> Result<Option<Part>, Rule> {
    let Some(part) = open.pop().filter(|part| part.name == name) else {
        return wrong("This calendar ends a part that it did not begin.");
    };
    match open.last_mut() {
        Some(above) => above.parts.push(part),
        None => return Ok(Some(part)),
    }
    Ok(None)
}

fn part_name(line: &Line) -> Result<String, Rule> {
    let name = line.value.trim().to_ascii_uppercase();
    if is_name(&name) { Ok(name) } else { wrong("This calendar names a part in a way that cannot be read.") }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= NAME && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Puts folded lines together again. A fold may go through the middle of a letter, so it is done with bytes.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for raw in bytes.split(|byte| *byte == b'\n') {
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let more = raw.strip_prefix(b" ").or_else(|| raw.strip_prefix(b"\t")).filter(|_| !out.is_empty());
        if more.is_none() && !out.is_empty() {
            out.push(b'\n');
        }
        // What no text holds is left out: it would make the line another one for whoever reads it next.
        out.extend(more.unwrap_or(raw).iter().filter(|byte| **byte >= 32 || **byte == b'\t'));
    }
    out
}

fn line(text: &str) -> Result<Line, Rule> {
    let unreadable = "A line of this calendar cannot be read. Each has a name, a colon and a value.";
    let Some(colon) = value::find_outside_quotes(text, ':') else { return wrong(unreadable) };
    let (head, value) = text.split_at(colon);
    let at = head.find(';').unwrap_or(head.len());
    let (name, parameters) = head.split_at(at);
    let name = name.trim().to_ascii_uppercase();
    if !is_name(&name) {
        return wrong(unreadable);
    }
    let value = value.strip_prefix(':').unwrap_or(value).to_owned();
    Ok(Line { name, parameters: parameters.to_owned(), value })
}
