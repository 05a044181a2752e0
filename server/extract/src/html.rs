//! The words of an HTML text: tags are taken away, scripts and styles with what is in them. No tree is built.

use crate::sink::Sink;

/// Elements whose content is nothing to read.
const SILENT: [&str; 4] = ["script", "style", "template", "noscript"];
/// Elements that stand within a line.
const INLINE: [&str; 15] =
    ["a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"];

pub(crate) fn read(html: &str, sink: &mut Sink) {
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        words(before, sink);
        if sink.is_full() {
            return;
        }
        rest = tag(after, sink);
    }
    words(rest, sink);
}

/// Steps over a tag; gives what comes after it.
fn tag<'h>(after: &'h str, sink: &mut Sink) -> &'h str {
    if let Some(comment) = after.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if !is_tag {
        // A sign and not a tag.
        sink.text("<");
        return after;
    }
    let (inside, rest) = after.split_once('>').unwrap_or((after, ""));
    let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    if !INLINE.contains(&name.as_str()) {
        sink.line();
    }
    let opens = !inside.starts_with('/') && !inside.ends_with('/');
    if opens && let Some(silent) = SILENT.iter().find(|silent| **silent == name) {
        return past_end(rest, silent);
    }
    rest
}

/// What comes after the end of an element, whatever stands in it.
fn past_end<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("</") {
        let ends = after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        rest = after;
        if ends {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

fn words(text: &str, sink: &mut Sink) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        sink.text(before);
        // The names are short; anything longer is a sign and words.
        let name = after.get(..after.len().min(12)).unwrap_or(after).split_once(';').map(|(name, _)| name);
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, c)) => {
                sink.text(c.encode_utf8(&mut [0; 4]));
                rest = after.get(name.len() + 1..).unwrap_or_default();
            }
            None => {
                sink.text("&");
                rest = after;
            }
        }
    }
    sink.text(rest);
}

/// The character of an entity: numbers, and the names that texts of offices use.
pub(crate) fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "ntilde" => 'ñ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "euro" => '€',
        "copy" => '©',
        "laquo" => '«',
        "raquo" => '»',
        _ => return None,
    })
}
