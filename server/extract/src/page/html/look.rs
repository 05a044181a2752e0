//! How text is written: by the tags around it, and by the few styles that programs write instead of tags.

use super::dom::Element;
use guildhall_pages::Mark;

/// Elements that say nothing a page could say.
const SILENT: [&str; 27] = [
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "applet", "svg", "math", "canvas",
    "video", "audio", "select", "textarea", "button", "input", "map", "frameset", "noframes", "meta", "link", "title",
    "base", "param", "datalist",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 31] = [
    "html",
    "body",
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "center",
    "address",
    "figure",
    "figcaption",
    "details",
    "summary",
    "fieldset",
    "legend",
    "form",
    "dl",
    "dt",
    "dd",
    "hgroup",
    "aside",
    "nav",
    "li",
    "caption",
    "tr",
    "td",
    "th",
    "tbody",
    "search",
];

pub(super) fn is_silent(element: &Element) -> bool {
    let style = style_of(element);
    SILENT.contains(&element.tag())
        || element.attr("hidden").is_some()
        || ["display:none", "visibility:hidden", "mso-list:ignore"].iter().any(|one| style.contains(one))
}

pub(super) fn is_block(tag: &str) -> bool {
    BLOCKS.contains(&tag)
}

fn style_of(element: &Element) -> String {
    let style = element.attr("style").unwrap_or_default();
    style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The marks below an element.
pub(super) fn marks(element: &Element, around: &[Mark]) -> Vec<Mark> {
    let style = style_of(element);
    let has = |what: &str| style.contains(what);
    let bold = match element.tag() {
        "b" | "strong" => !has("font-weight:normal") && !has("font-weight:400"),
        _ => ["bold", "600", "700", "800", "900"].iter().any(|weight| has(&format!("font-weight:{weight}"))),
    };
    let set = [
        ("bold", bold),
        ("italic", matches!(element.tag(), "i" | "em" | "cite" | "dfn" | "var") || has("font-style:italic")),
        ("strike", matches!(element.tag(), "s" | "strike" | "del") || has("line-through")),
        ("underline", matches!(element.tag(), "u" | "ins") || (has("underline") && element.tag() != "a")),
        ("highlight", element.tag() == "mark"),
        ("code", matches!(element.tag(), "code" | "kbd" | "samp" | "tt")),
    ];
    let mut marks = around.to_vec();
    let href = element.attr("href").map(str::trim).filter(|_| element.tag() == "a");
    if let Some(href) = href.filter(|href| guildhall_pages::is_safe(href)) {
        add(&mut marks, Mark::link(href));
    }
    set.into_iter().filter(|(_, is_set)| *is_set).for_each(|(kind, _)| add(&mut marks, Mark::new(kind)));
    marks
}

fn add(marks: &mut Vec<Mark>, mark: Mark) {
    marks.retain(|other| other.kind != mark.kind);
    marks.push(mark);
}
