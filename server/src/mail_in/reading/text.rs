//! What somebody wrote in a mail: the plain part where there is one, the words of the HTML otherwise, without what
//! they quoted, and as Markdown that shows just these words.

use super::{html, quotes};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Longest text that is looked at; the limit of a body with room for signs.
const MOST: usize = 900 * 1024;

/// The text of a mail. One that brings files may have said nothing.
pub fn written(message: &Message<'_>, has_files: bool) -> String {
    let whole = whole(message);
    let own = quotes::cut(&whole);
    // Whoever answers in a way that is not understood is not silenced.
    let own = if own.trim().is_empty() && !has_files { whole.trim().to_owned() } else { own };
    markdown(&own)
}

fn whole(message: &Message<'_>) -> String {
    let mut text = String::new();
    for part in message.text_bodies() {
        let words = match &part.body {
            PartType::Text(words) => unfold(words, part),
            PartType::Html(words) => html::text(limited(words)),
            _ => continue,
        };
        if !text.is_empty() && !words.trim().is_empty() {
            text.push('\n');
        }
        text.push_str(&words);
        if text.len() > MOST {
            break;
        }
    }
    // Some programs send an empty plain part beside the real one.
    if text.trim().is_empty() {
        let words = message.html_bodies().filter_map(|part| match &part.body {
            PartType::Html(words) => Some(html::text(limited(words))),
            _ => None,
        });
        text = words.collect::<Vec<_>>().join("\n");
    }
    limited(&text).replace("\r\n", "\n").replace('\r', "\n")
}

fn limited(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MOST)).unwrap_or(text)
}

/// RFC 3676: lines that end in a space go on in the next one.
fn unfold(words: &str, part: &MessagePart<'_>) -> String {
    let of = |name| part.content_type().and_then(|kind| kind.attribute(name)).unwrap_or_default();
    if !of("format").eq_ignore_ascii_case("flowed") {
        return words.to_owned();
    }
    let joined_without_space = of("delsp").eq_ignore_ascii_case("yes");
    let mut out = String::with_capacity(words.len());
    for line in words.lines() {
        let flows = line.ends_with(' ') && line != "-- " && !line.starts_with('>');
        out.push_str(if flows && joined_without_space { line.trim_end_matches(' ') } else { line });
        if !flows {
            out.push('\n');
        }
    }
    out
}

/// Text as Markdown that shows it: nothing in it is a tag, a link to an object, a mention or a picture. Each line
/// stays a line.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty > 1 {
            continue;
        }
        // Indented text would become a block of code, in which the signs below would be seen.
        for c in line.trim_start_matches([' ', '\t']).chars() {
            match c {
                '\\' | '[' | ']' | '<' | '`' => out.extend(['\\', c]),
                c if c.is_control() && c != '\t' => {}
                c => out.push(c),
            }
        }
        out.push('\n');
    }
    let out = out.trim().to_owned();
    limited(&out).to_owned()
}
