//! What a page is about: its headings with their anchors, its text under them, what it names, how long it is.

use crate::node::Node;
use std::collections::{BTreeSet, HashMap};

/// Longest anchor, in characters.
const MOST_ANCHOR: usize = 80;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Names the place in the page.
    pub anchor: String,
    /// 1 to 4.
    pub level: u8,
    /// What it says.
    pub text: String,
}

/// The text between two headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Its heading; none before the first.
    pub heading: Option<Heading>,
    /// What stands under it.
    pub text: String,
}

/// What a page names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// People, by id.
    pub people: BTreeSet<String>,
    /// Spaces.
    pub spaces: BTreeSet<String>,
    /// Tasks, topics, documents.
    pub items: BTreeSet<String>,
    /// Its own files that are shown in it.
    pub files: BTreeSet<String>,
}

/// A heading as an anchor: its words in small letters, with lines between.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if slug.chars().count() >= MOST_ANCHOR {
            break;
        }
        match c {
            c if c.is_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".into() } else { slug.into() }
}

/// The headings, in their order; of those that say the same the second is `-2`.
pub fn headings(doc: &Node) -> Vec<Heading> {
    sections(doc).into_iter().filter_map(|section| section.heading).collect()
}

/// The page cut at its headings, wherever these stand.
pub fn sections(doc: &Node) -> Vec<Section> {
    let (mut sections, mut used) = (vec![Section::default()], HashMap::new());
    cut(doc, &mut sections, &mut used);
    for section in &mut sections {
        section.text = section.text.trim().to_owned();
    }
    sections.retain(|section| section.heading.is_some() || !section.text.is_empty());
    sections
}

fn cut(node: &Node, sections: &mut Vec<Section>, used: &mut HashMap<String, u32>) {
    for child in &node.content {
        if child.is("heading") {
            let text = child.words();
            let level = u8::try_from(child.number("level", 1, 4)).unwrap_or(1);
            let heading = Heading { anchor: unique(slug(&text), used), level, text };
            sections.push(Section { heading: Some(heading), text: String::new() });
        } else if holds_heading(child) {
            cut(child, sections, used);
        } else if let Some(section) = sections.last_mut() {
            let words = child.words();
            if !words.is_empty() {
                section.text.push_str(&words);
                section.text.push('\n');
            }
        }
    }
}

fn holds_heading(node: &Node) -> bool {
    node.content.iter().any(|child| child.is("heading") || holds_heading(child))
}

fn unique(slug: String, used: &mut HashMap<String, u32>) -> String {
    let count = used.entry(slug.clone()).or_default();
    *count += 1;
    if *count == 1 {
        return slug;
    }
    let mut number = *count;
    loop {
        let other = format!("{slug}-{number}");
        if !used.contains_key(&other) {
            used.insert(other.clone(), 1);
            return other;
        }
        number += 1;
    }
}

/// How many words a page has. In scripts without blanks every character is counted.
pub fn count_words(doc: &Node) -> u32 {
    let words = doc.words();
    let mut count = 0u32;
    let mut inside = false;
    for c in words.chars() {
        let wide = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        let begins = c.is_alphanumeric() && (wide || !inside);
        count = count.saturating_add(u32::from(begins));
        inside = !wide && (c.is_alphanumeric() || (inside && matches!(c, '\'' | '’' | '-' | '.' | ',')));
    }
    count
}

/// What a page names, also by links.
pub fn named(doc: &Node) -> Named {
    let mut named = Named::default();
    name(doc, &mut named);
    named
}

fn name(node: &Node, named: &mut Named) {
    match node.kind.as_str() {
        "mention" if node.attr("kind") == "space" => add(&mut named.spaces, node.attr("id")),
        "mention" => add(&mut named.people, node.attr("id")),
        "itemChip" => add(&mut named.items, node.attr("id")),
        "image" | "fileBlock" => add(&mut named.files, node.attr("file")),
        _ => {}
    }
    for mark in node.marks.iter().filter(|mark| mark.kind == "link") {
        let Some((kind, id)) = mark.attr("href").strip_prefix("guildhall:").and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        match kind {
            "person" => add(&mut named.people, id),
            "space" => add(&mut named.spaces, id),
            "item" => add(&mut named.items, id),
            "file" => add(&mut named.files, id),
            _ => {}
        }
    }
    node.content.iter().for_each(|child| name(child, named));
}

fn add(to: &mut BTreeSet<String>, id: &str) {
    if !id.is_empty() && id.len() <= 64 {
        to.insert(id.to_owned());
    }
}
