//! Text so that Markdown reads it as text.

/// Escapes a run of text. `before` is the character before it in its block; `in_cell` when it stands in a table.
pub fn text(text: &str, mut before: Option<char>, in_cell: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let fresh = before.is_none_or(|c| c.is_whitespace());
        match c {
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            // Blanks at the edge of a line are lost.
            ' ' if before.is_none() || next.is_none() => out.push_str("&#32;"),
            '\0' => out.push('\u{fffd}'),
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => escaped(&mut out, c),
            '_' if !(word(before) && word(next)) => escaped(&mut out, c),
            '&' if next.is_none_or(|c| c.is_alphanumeric() || c == '#') => escaped(&mut out, c),
            '|' if in_cell || fresh => escaped(&mut out, c),
            '#' | '>' | '+' | '-' | '=' | ':' if fresh => escaped(&mut out, c),
            // `![^` would be a picture no more.
            '^' if before == Some('[') => escaped(&mut out, c),
            '.' | ')' if before.is_some_and(|c| c.is_ascii_digit()) && next.is_none_or(char::is_whitespace) => {
                escaped(&mut out, c);
            }
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

fn escaped(out: &mut String, c: char) {
    out.push('\\');
    out.push(c);
}

/// An address of a link.
pub fn address(href: &str) -> String {
    let plain = href.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c));
    if plain && !href.is_empty() && !href.contains('&') {
        return href.to_owned();
    }
    let mut out = String::from("<");
    for c in href.chars() {
        match c {
            '<' | '>' | '\\' => escaped(&mut out, c),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => {}
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

/// Code within a line: the fence is longer than what is in it.
pub fn code(text: &str, in_cell: bool) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    let pad = if pad && !text.trim().is_empty() { " " } else { "" };
    let text = if in_cell { text.replace('|', "\\|") } else { text.to_owned() };
    [&fence, pad, &text, pad, &fence].concat()
}
