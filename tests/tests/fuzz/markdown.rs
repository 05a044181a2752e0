//! Markdown on the server: what a text names stands in it, and taking the signs away adds nothing and loses no order.
//! How the page draws it is tried by `web/src/ui/markdown/fuzz.test.ts` on the same corpus.

use crate::{Target, files};
use guildhall::items::plain::{labelled, plain};
use guildhall_domain::{limits, reference::named};
use std::convert::Infallible;

const WORDS: &[&str] = &[
    "# ",
    "- ",
    "- [ ] ",
    "1. ",
    "> ",
    "```\n",
    "`",
    "**",
    "_",
    "~~",
    "|",
    "\n|---|\n",
    "---\n",
    "[",
    "](",
    ")",
    "<",
    ">",
    "\\",
    "\n",
    "\n\n",
    "    ",
    "[@Ana](guildhall:person/019ab000-0000-7000-8000-00000000000a)",
    "[Flue](guildhall:item/019ab000-0000-7000-8000-00000000000b)",
    "(guildhall:space/",
    "GUILDHALL:",
    "[r]: guildhall:item/",
    "javascript:alert(1)",
    "<script>",
    "onerror=",
    "&#x6a;",
    "&colon;",
    "![x](",
    "https://a.example/x_(y)",
    "data:text/html,",
];

#[test]
fn of_every_text_what_it_names_is_in_it_and_its_words_stay() {
    let target = Target { name: "markdown", corpus: files("markdown"), words: WORDS, share: 100 };
    target.run(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let found = named(&text);
        assert!(found.len() <= limits::SET && found.is_sorted());
        let lower = text.to_lowercase();
        for referent in &found {
            // An id may be written with references to characters, which only Markdown reads.
            let written = lower.contains(&referent.id().to_string()) || lower.contains('&') || lower.contains('\\');
            assert!(written, "{referent:?} is not in the text");
        }
        let words = plain(&text);
        let mut typed = text.chars().filter(|c| !c.is_whitespace());
        for c in words.chars().filter(|c| !c.is_whitespace()) {
            assert!(typed.any(|other| other == c), "“{c}” was never typed there");
        }
        let shown = labelled(&text, &|_| Ok::<_, Infallible>(Some("Somebody".to_owned()))).unwrap_or_default();
        let signs: usize = shown.matches("Somebody").count();
        (found.len().min(4), words.lines().count().min(8), signs.min(4), words.len() * 4 / text.len().max(1))
    });
}
