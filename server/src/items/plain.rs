//! The words of a Markdown text as a reader sees them: without the signs that only format. The same form
//! is put into the index and cut into snippets, so that what was found can also be marked; a list shows the
//! beginning of it.

use guildhall_domain::reference::Referent;
use std::convert::Infallible;

/// Starts of lines that only format.
const LINE_SIGNS: [&str; 10] = ["- [ ] ", "- [x] ", "- [X] ", "* [ ] ", "- ", "* ", "+ ", "> ", "###### ", "##### "];
const HEADINGS: [&str; 4] = ["#### ", "### ", "## ", "# "];
/// Pairs around words; underscores stay, because names of files and programs have them.
const AROUND: [&str; 3] = ["**", "~~", "`"];

/// The text without formatting. References to people and items are left as the label somebody typed.
pub fn plain(markdown: &str) -> String {
    let Ok(text) = labelled::<Infallible>(markdown, &|_| Ok(None));
    text
}

/// What somebody outside types, as Markdown that says just that: signs that would format, name people or link something
/// stay signs.
pub fn escaped(typed: &str) -> String {
    let clean = typed.trim().chars().filter(|c| *c == '\n' || !c.is_control());
    let mut escaped = String::with_capacity(typed.len());
    for c in clean {
        if c.is_ascii_punctuation() && "\\`*_{}[]()<>#+-!|~&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// What finds the label of something that is named.
pub type Labels<'a, E> = &'a dyn Fn(Referent) -> Result<Option<String>, E>;

/// The same with references under the labels `label` knows; under those typed where it knows none.
pub fn labelled<E>(markdown: &str, label: Labels<'_, E>) -> Result<String, E> {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let mut line = line.trim();
        while let Some(rest) = LINE_SIGNS.iter().chain(&HEADINGS).find_map(|sign| line.strip_prefix(sign)) {
            line = rest.trim_start();
        }
        inline(line, label, &mut out)?;
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    Ok(out)
}

fn inline<E>(line: &str, label: Labels<'_, E>, out: &mut String) -> Result<(), E> {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = AROUND.iter().find_map(|sign| rest.strip_prefix(sign)) {
            rest = after;
        } else if let Some((typed, referent, after)) = reference(rest) {
            out.push_str(&referent.map(label).transpose()?.flatten().unwrap_or(typed));
            rest = after;
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    Ok(())
}

/// `[label](guildhall:…)` at the beginning, what it names, and what follows it. Other links stay whole:
/// people look for addresses.
fn reference(text: &str) -> Option<(String, Option<Referent>, &str)> {
    let rest = text.strip_prefix('[')?;
    let mut label = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            // A bracket of a name stands there with a stroke before it.
            '\\' => label.extend(chars.next().map(|(_, c)| c)),
            '[' => return None,
            ']' => {
                let after = rest.get(at + 1..)?.strip_prefix('(')?;
                let (url, after) = after.split_once(')')?;
                return url.starts_with("guildhall:").then(|| (label, Referent::of_link(url), after));
            }
            c => label.push(c),
        }
    }
    None
}

/// The beginning of a text in one line of at most `most` characters.
pub fn beginning<E>(markdown: &str, most: usize, label: Labels<'_, E>) -> Result<String, E> {
    // Formatting takes room too, so a little more is looked at; never the whole of a megabyte.
    let head: String = markdown.chars().take(most * 4).collect();
    let line = labelled(&head, label)?.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(if line.chars().count() <= most { line } else { line.chars().take(most - 1).chain(['…']).collect() })
}

#[cfg(test)]
mod tests {
    use super::{beginning, labelled, plain};
    use guildhall_domain::{Id, reference::Referent};

    #[test]
    fn formatting_goes_and_words_stay() {
        let text = "## Boiler\n- [ ] ask [@Ana](guildhall:person/0190) for **INV-2024/17**\n> see https://a.example/x_y and `C++`";
        assert_eq!(plain(text), "Boiler\nask @Ana for INV-2024/17\nsee https://a.example/x_y and C++");
        assert_eq!(plain("[[a](guildhall:item/1) [b](https://b.example)"), "[a [b](https://b.example)");
        assert_eq!(plain("- - x\n*"), "x\n*");
        assert_eq!(plain("[Order \\[3\\]](guildhall:item/1) a"), "Order [3] a");
    }

    #[test]
    fn a_beginning_is_one_line() {
        let begin = |text: &str, most| beginning::<()>(text, most, &|_| Ok(None)).unwrap();
        assert_eq!(begin("# One\n\n- two **three**", 40), "One two three");
        assert_eq!(begin(&"word ".repeat(100), 10), "word word…");
    }

    #[test]
    fn references_stand_under_the_name_they_have_now() {
        let ana = Id::from_u128(7);
        let text = format!("ask [@Ann](guildhall:person/{ana}) about [it](guildhall:item/{ana})");
        let label = |referent| Ok((referent == Referent::Person(ana)).then(|| "@Ana Ruiz".to_owned()));
        assert_eq!(labelled::<()>(&text, &label).unwrap(), "ask @Ana Ruiz about it");
        assert_eq!(labelled(&text, &|_| Err("the disk")), Err("the disk"));
    }
}
