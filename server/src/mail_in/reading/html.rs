//! The words of an HTML mail: tags become line breaks or nothing, quoted parts get the `>` that plain mails have, and
//! what is no text (scripts, styles, heads) goes with everything in it.

use mail_parser::decoders::html::add_html_token;

/// Deepest quotation that is told apart.
const DEEPEST: usize = 10;
/// Elements whose content is never text.
const SILENT: [&str; 9] = ["script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "dt",
];
/// What mail programs call the part they quote: everything from there on is quoted.
const QUOTED: [&str; 7] = [
    "gmail_quote",
    "yahoo_quoted",
    "protonmail_quote",
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "tutanota_quote",
];

/// The text of some HTML.
pub fn text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    let mut silent: Option<&'static str> = None;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        if silent.is_none() {
            writer.words(before);
        }
        if let Some(comment) = tail.strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let inside = tail.get(1..).unwrap_or_default();
        let begins = inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let Some(end) = inside.find('>').filter(|_| begins) else {
            // A sign that is no tag.
            if silent.is_none() {
                writer.words(if begins { "" } else { "<" });
            }
            rest = if begins { "" } else { inside };
            continue;
        };
        let tag = inside.get(..end).unwrap_or_default();
        rest = inside.get(end + 1..).unwrap_or_default();
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        match silent {
            Some(inner) if closing && name == inner => silent = None,
            Some(_) => {}
            None => {
                silent = SILENT.iter().copied().find(|one| *one == name && !closing && !tag.ends_with('/'));
                writer.tag(&name, tag, closing);
            }
        }
    }
    if silent.is_none() {
        writer.words(rest);
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    depth: usize,
    rest_is_quoted: bool,
    pre: bool,
}

impl Writer {
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            let (before, tail) = rest.split_at(at);
            self.push(before);
            let end = tail.find(';').filter(|end| *end <= 12 && tail.get(1..*end).is_some_and(is_entity));
            let (token, after) =
                end.map_or(("&", tail.get(1..)), |end| (tail.get(..=end).unwrap_or("&"), tail.get(end + 1..)));
            let mut decoded = String::new();
            add_html_token(&mut decoded, token.as_bytes(), false);
            self.push(&decoded);
            rest = after.unwrap_or_default();
        }
        self.push(rest);
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.pre => self.end_line(),
                c if c.is_whitespace() && c != '\u{a0}' && !self.pre => {
                    if !self.line.is_empty() && !self.line.ends_with(' ') {
                        self.line.push(' ');
                    }
                }
                '\u{a0}' => self.line.push(' '),
                c if c.is_control() => {}
                c => self.line.push(c),
            }
        }
    }

    fn tag(&mut self, name: &str, tag: &str, closing: bool) {
        if BLOCKS.contains(&name) && (name == "br" || !self.line.trim().is_empty()) {
            self.end_line();
        }
        match (name, closing) {
            ("p" | "h1" | "h2" | "h3" | "table" | "ul" | "ol", _) => self.gap(),
            ("li", false) => self.line.push_str("- "),
            ("pre", closing) => self.pre = !closing,
            ("blockquote", false) => self.depth = (self.depth + 1).min(DEEPEST),
            ("blockquote", true) => self.depth = self.depth.saturating_sub(1),
            ("td" | "th", true) => self.line.push(' '),
            _ => {}
        }
        if !closing && !self.rest_is_quoted && tag.len() < 2_000 {
            let tag = tag.to_ascii_lowercase();
            if QUOTED.iter().any(|word| tag.contains(word)) {
                if !self.line.trim().is_empty() {
                    self.end_line();
                }
                self.rest_is_quoted = true;
            }
        }
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        for _ in 0..self.depth + usize::from(self.rest_is_quoted) {
            self.out.push_str("> ");
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn finish(mut self) -> String {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.out
    }
}

fn is_entity(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
}
