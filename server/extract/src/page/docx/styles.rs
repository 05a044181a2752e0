//! Styles: what a paragraph is by its style, and how text of a style is written. The names of the styles a program
//! brings are English whatever language it speaks.

use super::marks::Look;
use crate::{
    Unreadable,
    xml::{Met, walk},
};
use std::collections::HashMap;

/// Most styles.
const MOST: usize = 10_000;
/// Longest way from a style to the one at its base.
const MOST_BASES: usize = 12;

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Title,
    Heading(u64),
    Quote,
    Code,
    Callout(&'static str),
    CalloutTitle(&'static str),
    Rule,
    Contents,
    /// Goes on with an item of a list.
    Continue(u8),
    TableHeading,
}

/// A style.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    base: Option<String>,
    outline: Option<u64>,
    list: (Option<String>, Option<u8>),
    look: Look,
}

/// All of them, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = &'s Style> {
        let mut next = self.0.get(id);
        std::iter::from_fn(move || {
            let style = next?;
            next = style.base.as_ref().and_then(|base| self.0.get(base));
            Some(style)
        })
        .take(MOST_BASES)
    }

    /// What a paragraph of a style is.
    pub fn role(&self, id: &str) -> Role {
        if self.0.is_empty() {
            // A document without styles still names them.
            return role(&id.to_lowercase().replace("heading", "heading ")).unwrap_or(Role::Plain);
        }
        for style in self.chain(id) {
            if let Some(role) = role(&style.name.to_lowercase()) {
                return role;
            }
            if let Some(outline) = style.outline.filter(|outline| *outline < 9) {
                return Role::Heading(outline + 1);
            }
        }
        Role::Plain
    }

    /// The list paragraphs of a style are in, and its level.
    pub fn list(&self, id: &str) -> (Option<String>, Option<u8>) {
        self.chain(id).map(|style| style.list.clone()).find(|list| list.0.is_some()).unwrap_or_default()
    }

    /// How text of a style is written.
    pub fn look(&self, id: &str) -> Look {
        let look = self.chain(id).fold(Look::default(), |look, style| look.over(style.look));
        let is_code = |style: &Style| {
            let name = style.name.to_lowercase();
            ["code", "verbatim", "source text", "teletype"].iter().any(|word| name.contains(word))
        };
        let code = look.code.or_else(|| self.chain(id).any(is_code).then_some(true));
        // A link is underlined by what it is.
        let is_link = self.chain(id).any(|style| style.name.to_lowercase().contains("hyperlink"));
        Look { code, underline: look.underline.filter(|_| !is_link), ..look }
    }
}

fn role(name: &str) -> Option<Role> {
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<u64>().ok()) {
        return Some(Role::Heading(level));
    }
    if let Some(kind) = name.strip_prefix("callout ") {
        let (kind, is_title) = kind.strip_suffix(" title").map_or((kind, false), |kind| (kind, true));
        let kind = ["note", "tip", "warning", "important"].into_iter().find(|known| *known == kind)?;
        return Some(if is_title { Role::CalloutTitle(kind) } else { Role::Callout(kind) });
    }
    if let Some(level) = name.strip_prefix("list continue") {
        return Some(Role::Continue(level.trim().parse::<u8>().unwrap_or(1).saturating_sub(1)));
    }
    let is_toc = name.strip_prefix("toc ").is_some_and(|level| level.trim().parse::<u8>().is_ok());
    Some(match name {
        "title" => Role::Title,
        "quote" | "intense quote" | "block text" | "quotations" => Role::Quote,
        "code" | "source code" | "html preformatted" | "preformatted text" | "plain text" => Role::Code,
        "horizontal line" => Role::Rule,
        "table heading" => Role::TableHeading,
        _ if is_toc => Role::Contents,
        _ => return None,
    })
}

pub(super) fn read(part: &mut dyn std::io::BufRead) -> Result<Styles, Unreadable> {
    let mut styles = Styles::default();
    let (mut id, mut style, mut inside) = (String::new(), Style::default(), false);
    // Properties within conditions of tables, and those a change took back, are not the style's.
    let mut skipped = 0u32;
    walk(part, |met| {
        match met {
            Met::Open("tblStylePr" | "pPrChange" | "rPrChange", _) => skipped += 1,
            Met::Close("tblStylePr" | "pPrChange" | "rPrChange") => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Met::Open("style", attribute) => {
                (id, style, inside) = (attribute("styleId").unwrap_or_default(), Style::default(), true);
            }
            Met::Close("style") => {
                styles.0.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                inside = false;
            }
            Met::Open(name, attribute) if inside => {
                let value = || attribute("val");
                match name {
                    "name" => style.name = value().unwrap_or_default(),
                    "basedOn" => style.base = value(),
                    "outlineLvl" => style.outline = value().and_then(|level| level.parse().ok()),
                    "numId" => style.list.0 = value(),
                    "ilvl" => style.list.1 = value().and_then(|level| level.parse().ok()),
                    name => style.look.take(name, attribute),
                }
            }
            _ => {}
        }
        styles.0.len() < MOST
    })?;
    Ok(styles)
}
