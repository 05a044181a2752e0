//! What is known of a document before its text is read.

use super::{numbers::Numbers, styles::Styles};
use crate::{
    Unreadable,
    xml::{Met, walk},
};
use guildhall_pages::Node;
use std::collections::HashMap;

/// Most places a document names.
const MOST: usize = 20_000;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub styles: Styles,
    pub numbers: Numbers,
    pub targets: Targets,
    /// Footnotes (`f1`) and endnotes (`e1`).
    pub notes: HashMap<String, Vec<Node>>,
}

/// Where what the text names is: addresses outside, and parts of the package.
#[derive(Debug, Default)]
pub(super) struct Targets {
    outside: HashMap<String, String>,
    inside: HashMap<String, String>,
}

impl Targets {
    pub fn read(part: &mut dyn std::io::BufRead) -> Result<Targets, Unreadable> {
        let mut targets = Targets::default();
        walk(part, |met| {
            if let Met::Open("Relationship", attribute) = met
                && let (Some(id), Some(target)) = (attribute("Id"), attribute("Target"))
            {
                let is_outside = attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("External"));
                let kind = if is_outside { &mut targets.outside } else { &mut targets.inside };
                kind.insert(id, target);
            }
            targets.outside.len() + targets.inside.len() < MOST
        })?;
        Ok(targets)
    }

    /// The address a link leads to, when one may.
    pub fn link(&self, id: &str) -> Option<&str> {
        self.outside.get(id).map(String::as_str).filter(|href| guildhall_pages::is_safe(href))
    }

    /// The part a picture is in. One that lies outside is not fetched by anybody.
    pub fn picture(&self, id: &str) -> Option<&str> {
        self.inside.get(id).map(String::as_str)
    }
}
