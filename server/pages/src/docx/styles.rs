//! Styles and the parts that are the same in every document. Names of styles that Word has are Word's, so that
//! programs know what they are whatever language they speak.

use super::{CALLOUTS, STEP, xml::Xml};

struct Style {
    id: &'static str,
    name: &'static str,
    over: &'static str,
    /// Properties of the paragraph and of its text.
    paragraph: &'static str,
    text: &'static str,
}

const fn style(id: &'static str, name: &'static str, paragraph: &'static str, text: &'static str) -> Style {
    Style { id, name, over: "Normal", paragraph, text }
}

const KEEP: &str = "<w:keepNext/><w:keepLines/>";
const MONO: &str =
    "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:noProof/><w:sz w:val=\"19\"/>";
const CODE: &str = "<w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"D0D3D9\"/><w:left w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"D0D3D9\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"D0D3D9\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"D0D3D9\"/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F5F7\"/><w:spacing w:before=\"160\"/>";
const QUOTE: &str =
    "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"10\" w:color=\"B8BDC7\"/></w:pBdr><w:ind w:left=\"425\"/>";
const LINE: &str = "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"A6ACB8\"/></w:pBdr>";

const STYLES: [Style; 14] = [
    style("Title", "Title", "<w:spacing w:after=\"240\"/>", "<w:b/><w:sz w:val=\"48\"/>"),
    style("Quote", "Quote", QUOTE, "<w:i/><w:color w:val=\"4A5060\"/>"),
    style("Code", "Code", CODE, MONO),
    style("HorizontalLine", "Horizontal Line", LINE, "<w:sz w:val=\"8\"/>"),
    style("TableHeading", "Table Heading", "<w:spacing w:after=\"40\"/>", "<w:b/>"),
    style("TableContents", "Table Contents", "<w:spacing w:after=\"40\"/>", ""),
    style("ListParagraph", "List Paragraph", "<w:spacing w:after=\"60\"/>", ""),
    style("ListContinue", "List Continue", "<w:spacing w:after=\"60\"/><w:ind w:left=\"425\"/>", ""),
    style("TOC1", "toc 1", "<w:spacing w:after=\"40\"/>", ""),
    style("TOC2", "toc 2", "<w:spacing w:after=\"40\"/><w:ind w:left=\"240\"/>", ""),
    style("TOC3", "toc 3", "<w:spacing w:after=\"40\"/><w:ind w:left=\"480\"/>", ""),
    style("TOC4", "toc 4", "<w:spacing w:after=\"40\"/><w:ind w:left=\"720\"/>", ""),
    style("Caption", "caption", "", "<w:i/><w:color w:val=\"4A5060\"/>"),
    style("Spacer", "Spacer", "<w:spacing w:after=\"0\"/>", "<w:sz w:val=\"8\"/>"),
];

/// Sizes of headings in half points.
const HEADINGS: [(&str, &str); 4] = [("1", "36"), ("2", "30"), ("3", "26"), ("4", "23")];

/// The part of styles.
pub(super) fn part() -> String {
    let mut xml = Xml::default();
    xml.open("w:styles", &[("xmlns:w", super::pack::W)]);
    xml.0.push_str(concat!(
        "<w:docDefaults><w:rPrDefault><w:rPr>",
        "<w:rFonts w:ascii=\"Calibri\" w:eastAsia=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/>",
        "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/></w:rPr></w:rPrDefault>",
        "<w:pPrDefault><w:pPr><w:spacing w:after=\"140\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>",
        "</w:docDefaults>",
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>",
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">",
        "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>",
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>",
        "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>",
        "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>",
        "<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
    ));
    for (level, size) in HEADINGS {
        let above = if level == "1" { "360" } else { "240" };
        let lines = format!(
            "{KEEP}<w:spacing w:before=\"{above}\" w:after=\"100\"/><w:outlineLvl w:val=\"{}\"/>",
            level.parse::<u32>().unwrap_or(1) - 1
        );
        let text = format!("<w:b/><w:bCs/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
        paragraph(&mut xml, &format!("Heading{level}"), &format!("heading {level}"), "Normal", &lines, &text);
    }
    for style in &STYLES {
        paragraph(&mut xml, style.id, style.name, style.over, style.paragraph, style.text);
    }
    for callout in &CALLOUTS {
        let name = format!("Callout {}", callout.kind);
        paragraph(&mut xml, callout.style, &name, "Normal", &framed(callout), "");
        let id = format!("{}Title", callout.style);
        let text = format!("<w:b/><w:color w:val=\"{}\"/>", callout.edge);
        let lines = format!("<w:keepNext/>{}", framed(callout));
        paragraph(&mut xml, &id, &format!("{name} title"), callout.style, &lines, &text);
    }
    xml.0.push_str(concat!(
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>",
        "<w:rPr><w:color w:val=\"0B57A4\"/><w:u w:val=\"single\"/></w:rPr></w:style>",
        "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"InlineCode\"><w:name w:val=\"Inline Code\"/><w:rPr>",
        "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:noProof/>",
        "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F0F1F4\"/></w:rPr></w:style>",
        "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/>",
        "<w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6ACB8\"/>",
        "<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6ACB8\"/>",
        "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6ACB8\"/>",
        "<w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6ACB8\"/>",
        "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6ACB8\"/>",
        "<w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6ACB8\"/></w:tblBorders></w:tblPr></w:style>",
    ));
    xml.close("w:styles");
    xml.0
}

/// The frame of a note, in every paragraph of it: neighbours with the same frame share one.
pub(super) fn framed(callout: &super::Callout) -> String {
    format!(
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"{}\"/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/><w:ind w:left=\"{}\"/>",
        callout.edge,
        callout.ground,
        STEP / 2
    )
}

fn paragraph(xml: &mut Xml, id: &str, name: &str, over: &str, lines: &str, text: &str) {
    let own = !["heading", "toc", "Title", "Quote", "List", "caption"].iter().any(|known| name.starts_with(known));
    let custom: &[(&str, &str)] = if own { &[("w:customStyle", "1")] } else { &[] };
    let attrs = [&[("w:type", "paragraph")], custom, &[("w:styleId", id)]].concat();
    xml.open("w:style", &attrs).value("w:name", name).value("w:basedOn", over);
    if name.starts_with("heading") || name == "Title" {
        xml.value("w:next", "Normal");
    }
    xml.empty("w:qFormat", &[]);
    for (element, inside) in [("w:pPr", lines), ("w:rPr", text)] {
        if !inside.is_empty() {
            xml.open(element, &[]).0.push_str(inside);
            xml.close(element);
        }
    }
    xml.close("w:style");
}
