//! The words of a Markdown text as a reader sees them: without the signs that only format. The same form
//! is put into the index and cut into snippets, so that what was found can also be marked.

/// Starts of lines that only format.
const LINE_SIGNS: [&str; 10] = ["- [ ] ", "- [x] ", "- [X] ", "* [ ] ", "- ", "* ", "+ ", "> ", "###### ", "##### "];
const HEADINGS: [&str; 4] = ["#### ", "### ", "## ", "# "];
/// Pairs around words; underscores stay, because names of files and programs have them.
const AROUND: [&str; 3] = ["**", "~~", "`"];

/// The text without formatting. References to people and items are left as their label.
pub fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let mut line = line.trim();
        while let Some(rest) = LINE_SIGNS.iter().chain(&HEADINGS).find_map(|sign| line.strip_prefix(sign)) {
            line = rest.trim_start();
        }
        inline(line, &mut out);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

fn inline(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = AROUND.iter().find_map(|sign| rest.strip_prefix(sign)) {
            rest = after;
        } else if let Some((label, after)) = reference(rest) {
            out.push_str(label);
            rest = after;
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
}

/// `[label](guildhall:…)` at the beginning, and what follows it. Other links stay whole: people look for
/// addresses.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (label, after) = text.strip_prefix('[')?.split_once("](guildhall:")?;
    let (_, after) = after.split_once(')')?;
    (!label.contains(['[', ']'])).then_some((label, after))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn formatting_goes_and_words_stay() {
        let text = "## Boiler\n- [ ] ask [@Ana](guildhall:person/0190) for **INV-2024/17**\n> see https://a.example/x_y and `C++`";
        assert_eq!(plain(text), "Boiler\nask @Ana for INV-2024/17\nsee https://a.example/x_y and C++");
        assert_eq!(plain("[[a](guildhall:item/1) [b](https://b.example)"), "[a [b](https://b.example)");
        assert_eq!(plain("- - x\n*"), "x\n*");
    }
}
