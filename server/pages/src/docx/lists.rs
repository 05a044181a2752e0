//! Numbering: three kinds of lists with nine levels each, and one use of a kind for every list of the page, so that
//! each counts for itself.

use super::{STEP, xml::Xml};

/// A kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bullets,
    Numbers,
    Tasks,
}

/// Deepest level numbering has.
pub(super) const DEEPEST: u32 = 8;

/// The lists of a page.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<(Kind, u32, u64)>);

impl Lists {
    /// Another list, which begins at a level and with a number; answers what names it.
    pub fn begin(&mut self, kind: Kind, level: u32, start: u64) -> usize {
        self.0.push((kind, level, start));
        self.0.len()
    }

    /// The part that describes them.
    pub fn part(&self) -> String {
        let mut xml = Xml::default();
        xml.open("w:numbering", &[("xmlns:w", super::pack::W)]);
        for (id, kind) in [(1, Kind::Bullets), (2, Kind::Numbers), (3, Kind::Tasks)] {
            described(&mut xml, id, kind);
        }
        for (at, (kind, level, start)) in self.0.iter().enumerate() {
            let of = match kind {
                Kind::Bullets => "1",
                Kind::Numbers => "2",
                Kind::Tasks => "3",
            };
            xml.open("w:num", &[("w:numId", &(at + 1).to_string())]).value("w:abstractNumId", of);
            if *kind == Kind::Numbers {
                xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
                xml.value("w:startOverride", &start.to_string()).close("w:lvlOverride");
            }
            xml.close("w:num");
        }
        xml.close("w:numbering");
        xml.0
    }
}

fn described(xml: &mut Xml, id: u32, kind: Kind) {
    xml.open("w:abstractNum", &[("w:abstractNumId", &id.to_string())]).value("w:multiLevelType", "multilevel");
    for level in 0..=DEEPEST {
        let (format, text) = match kind {
            Kind::Bullets => ("bullet", ["•", "◦", "▪"].get(level as usize % 3).copied().unwrap_or("•").to_owned()),
            Kind::Numbers => ("decimal", format!("%{}.", level + 1)),
            // The box to tick stands in the text, where it can be ticked.
            Kind::Tasks => ("none", String::new()),
        };
        xml.open("w:lvl", &[("w:ilvl", &level.to_string())]).value("w:start", "1").value("w:numFmt", format);
        if kind == Kind::Tasks {
            xml.value("w:suff", "nothing");
        }
        xml.value("w:lvlText", &text).value("w:lvlJc", "left").open("w:pPr", &[]);
        let left = ((level + 1) * STEP).to_string();
        xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &STEP.to_string())]).close("w:pPr").close("w:lvl");
    }
    xml.close("w:abstractNum");
}
