//! How a run of text is written, as its properties and its style say it.

use guildhall_pages::Mark;

/// Fonts in which every letter is as wide: what is written in one is code.
const MONO: [&str; 12] = [
    "consolas",
    "courier",
    "courier new",
    "menlo",
    "monaco",
    "lucida console",
    "source code pro",
    "cascadia code",
    "cascadia mono",
    "liberation mono",
    "dejavu sans mono",
    "sf mono",
];

/// What a run, or a style, says of text; what it does not say is as it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub strike: Option<bool>,
    pub underline: Option<bool>,
    pub highlight: Option<bool>,
    pub code: Option<bool>,
    pub hidden: Option<bool>,
}

impl Look {
    /// Takes a property over.
    pub fn take(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        let is_on =
            || Some(!attribute("val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "none" | "off")));
        match name {
            "b" => self.bold = is_on(),
            "i" => self.italic = is_on(),
            "strike" | "dstrike" => self.strike = is_on(),
            "u" => self.underline = is_on(),
            "highlight" => self.highlight = is_on(),
            "vanish" => self.hidden = is_on(),
            "rFonts" => {
                let font = attribute("ascii").or_else(|| attribute("hAnsi"));
                if let Some(font) = font {
                    self.code = Some(MONO.contains(&font.to_lowercase().as_str()));
                }
            }
            _ => {}
        }
    }

    /// This over another one.
    pub fn over(self, under: Look) -> Look {
        Look {
            bold: self.bold.or(under.bold),
            italic: self.italic.or(under.italic),
            strike: self.strike.or(under.strike),
            underline: self.underline.or(under.underline),
            highlight: self.highlight.or(under.highlight),
            code: self.code.or(under.code),
            hidden: self.hidden.or(under.hidden),
        }
    }

    /// As marks, in their order. Links are underlined by themselves.
    pub fn marks(self, link: Option<&str>) -> Vec<Mark> {
        let set = [
            ("bold", self.bold),
            ("italic", self.italic),
            ("strike", self.strike),
            ("underline", self.underline.filter(|_| link.is_none())),
            ("highlight", self.highlight),
            ("code", self.code),
        ];
        let own = set.into_iter().filter(|(_, is_set)| *is_set == Some(true)).map(|(kind, _)| Mark::new(kind));
        link.map(Mark::link).into_iter().chain(own).collect()
    }
}
