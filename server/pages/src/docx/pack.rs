//! The parts of a document, packed.

use super::{
    About, Pictures,
    blocks::{Place, Writer},
    lists::Lists,
    picture, styles,
    xml::Xml,
};
use crate::{html::Names, node::Node, outline::headings};
use std::{
    collections::HashMap,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A page as the bytes of a document. `names` says where links to people, items and files lead; pictures that are
/// not among `pictures` stand as words.
///
/// # Errors
/// When it becomes larger than the format can be.
pub fn write(doc: &Node, about: &About<'_>, names: &dyn Names, pictures: &Pictures) -> Result<Vec<u8>, ZipError> {
    let mut writer = Writer {
        xml: Xml::default(),
        names,
        pictures,
        lists: Lists::default(),
        links: HashMap::new(),
        media: HashMap::new(),
        headings: headings(doc),
        next: 0,
        drawn: 0,
    };
    document(&mut writer, doc, about.title);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, bytes: &[u8], method| -> Result<(), ZipError> {
        zip.start_file(name, SimpleFileOptions::default().compression_method(method))?;
        Ok(zip.write_all(bytes)?)
    };
    let mut text = |name: &str, xml: &str| part(name, [HEAD, xml].concat().as_bytes(), CompressionMethod::Deflated);
    text("[Content_Types].xml", &kinds())?;
    text("_rels/.rels", &top())?;
    text("docProps/core.xml", &said(about))?;
    text("word/document.xml", &writer.xml.0)?;
    text("word/styles.xml", &styles::part())?;
    text("word/numbering.xml", &writer.lists.part())?;
    text("word/settings.xml", &settings())?;
    text("word/_rels/document.xml.rels", &relations(&writer))?;
    for (file, number) in &writer.media {
        let Some(bytes) = pictures.get(file) else { continue };
        let Some(picture) = picture::of(bytes) else { continue };
        // Pictures are packed already.
        part(&format!("word/media/image{number}.{}", picture.ending), bytes, CompressionMethod::Stored)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn document(writer: &mut Writer<'_>, doc: &Node, title: &str) {
    let drawing = "http://schemas.openxmlformats.org/drawingml/2006";
    let (wp, a) = (format!("{drawing}/wordprocessingDrawing"), format!("{drawing}/main"));
    let spaces = [
        ("xmlns:w", W),
        ("xmlns:r", R),
        ("xmlns:wp", wp.as_str()),
        ("xmlns:a", a.as_str()),
        ("xmlns:pic", PIC),
        ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
        ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        // Programs that do not know boxes to tick pass over what describes them.
        ("mc:Ignorable", "w14"),
    ];
    writer.xml.open("w:document", &spaces).open("w:body", &[]);
    if !title.is_empty() {
        writer.paragraph("Title", Place::SHEET, |writer| writer.inline(&[Node::text(title, &[])]));
    }
    writer.blocks(&doc.content, Place::SHEET);
    // A document that ends in a table is one that cannot be written on in.
    if doc.content.last().is_none_or(|last| last.is("table")) {
        writer.paragraph("", Place::SHEET, |_| {});
    }
    writer.xml.open("w:sectPr", &[]).empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
    let margin = |name| (name, "1134");
    let sides = ["w:top", "w:right", "w:bottom", "w:left"].map(margin);
    let rest = [("w:header", "709"), ("w:footer", "709"), ("w:gutter", "0")];
    writer.xml.empty("w:pgMar", &[&sides[..], &rest].concat());
    writer.xml.close("w:sectPr").close("w:body").close("w:document");
}

fn kinds() -> String {
    let mut xml = Xml::default();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    let endings = [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
    ];
    for (ending, kind) in endings {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    for (part, kind) in [
        ("/word/document.xml", format!("{OFFICE}.document.main+xml")),
        ("/word/styles.xml", format!("{OFFICE}.styles+xml")),
        ("/word/numbering.xml", format!("{OFFICE}.numbering+xml")),
        ("/word/settings.xml", format!("{OFFICE}.settings+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ] {
        xml.empty("Override", &[("PartName", part), ("ContentType", &kind)]);
    }
    xml.close("Types");
    xml.0
}

fn top() -> String {
    let mut xml = Xml::default();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    for (id, kind, target) in
        [("rId1", format!("{R}/officeDocument"), "word/document.xml"), ("rId2", core, "docProps/core.xml")]
    {
        xml.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
    }
    xml.close("Relationships");
    xml.0
}

fn said(about: &About<'_>) -> String {
    let mut xml = Xml::default();
    let spaces = [
        ("xmlns:cp", format!("{PACKAGE}/metadata/core-properties")),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/".to_owned()),
        ("xmlns:dcterms", "http://purl.org/dc/terms/".to_owned()),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance".to_owned()),
    ];
    let spaces: Vec<(&str, &str)> = spaces.iter().map(|(name, space)| (*name, space.as_str())).collect();
    xml.open("cp:coreProperties", &spaces).open("dc:title", &[]).text(about.title).close("dc:title");
    if !about.author.is_empty() {
        xml.open("dc:creator", &[]).text(about.author).close("dc:creator");
    }
    for (name, at) in [("dcterms:created", about.created), ("dcterms:modified", about.changed)] {
        if !at.is_empty() {
            xml.open(name, &[("xsi:type", "dcterms:W3CDTF")]).text(at).close(name);
        }
    }
    xml.close("cp:coreProperties");
    xml.0
}

fn settings() -> String {
    let mut xml = Xml::default();
    xml.open("w:settings", &[("xmlns:w", W)]).value("w:defaultTabStop", "425").open("w:compat", &[]);
    let uri = "http://schemas.microsoft.com/office/word";
    xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", uri), ("w:val", "15")]);
    xml.close("w:compat").close("w:settings");
    xml.0
}

fn relations(writer: &Writer<'_>) -> String {
    let mut xml = Xml::default();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    for part in ["styles", "numbering", "settings"] {
        let (id, kind, target) = (format!("rId{part}"), format!("{R}/{part}"), format!("{part}.xml"));
        xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", &target)]);
    }
    for (address, number) in &writer.links {
        let (id, kind) = (format!("rIdL{number}"), format!("{R}/hyperlink"));
        let all = [("Id", id.as_str()), ("Type", &kind), ("Target", address), ("TargetMode", "External")];
        xml.empty("Relationship", &all);
    }
    for (file, number) in &writer.media {
        let Some(picture) = writer.pictures.get(file).and_then(|bytes| picture::of(bytes)) else { continue };
        let (id, kind) = (format!("rIdP{number}"), format!("{R}/image"));
        let target = format!("media/image{number}.{}", picture.ending);
        xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", &target)]);
    }
    xml.close("Relationships");
    xml.0
}
