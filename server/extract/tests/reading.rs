//! What is read from documents of every kind, and what becomes of those that cannot be read.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use guildhall_extract::{Kind, MOST_TEXT, Unreadable, picture, text};
use image::{DynamicImage, ImageFormat, RgbImage, Rgba, RgbaImage};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    pack(&[
        ("word/document.xml", &document),
        ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>Northfold</w:t></w:r></w:p></w:hdr>"),
        ("word/comments.xml", "<w:comments><w:p><w:t>Ask Ana</w:t></w:p></w:comments>"),
        ("word/styles.xml", "<w:styles><w:t>never read</w:t></w:styles>"),
    ])
}

/// A PDF of one page that says `words`, with right offsets.
fn pdf(words: &str, trailer: &str) -> Vec<u8> {
    let content = format!("BT /F1 24 Tf 72 720 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    offsets.iter().for_each(|offset| out.push_str(&format!("{offset:010} 00000 n \n")));
    out.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}

#[test]
fn documents_and_slides_give_their_words_in_their_order() {
    let body = "<w:p><w:r><w:t>Boiler</w:t></w:r><w:r><w:t xml:space=\"preserve\"> room &amp; pump &#252;ber</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:t>left</w:t></w:p></w:tc><w:tc><w:p><w:t>right</w:t></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:p>";
    assert_eq!(
        text(Kind::Docx, &docx(body)).unwrap(),
        "Boiler room & pump über\nleft\nright\none two\nthree\nAsk Ana\nNorthfold"
    );
    let slide = |words: &str| format!("<p:sld xmlns:a=\"a\"><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sld>");
    let deck = pack(&[
        ("ppt/presentation.xml", "<p:presentation/>"),
        ("ppt/slides/slide10.xml", &slide("tenth")),
        ("ppt/slides/slide2.xml", &slide("second")),
        ("ppt/notesSlides/notesSlide2.xml", &slide("notes")),
    ]);
    assert_eq!(text(Kind::Pptx, &deck).unwrap(), "second\ntenth\nnotes");
}

#[test]
fn tables_give_shared_written_and_counted_cells() {
    let book = pack(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Prices &amp; parts\" sheetId=\"1\"/></sheets></workbook>"),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>Gasket</t></si><si><r><t>Val</t></r><r><t>ve</t></r><rPh><t>spoken</t></rPh></si></sst>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row><c t=\"s\"><v>1</v></c><c><v>12.5</v></c></row>\
             <row><c t=\"inlineStr\"><is><t>by hand</t></is></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>99</v></c></row></sheetData></worksheet>",
        ),
    ]);
    assert_eq!(text(Kind::Xlsx, &book).unwrap(), "Prices & parts\nValve 12.5\nby hand Gasket 99");
}

#[test]
fn open_documents_give_their_words_with_heads_and_feet() {
    let content = "<office:document-content><office:scripts>never</office:scripts><office:body><office:text>\
        <text:h>Plan</text:h><text:p>The <text:span>valve</text:span><text:s/>leaks<text:line-break/>again</text:p>\
        </office:text></office:body></office:document-content>";
    let styles = "<office:document-styles><office:styles><text:p>never</text:p></office:styles><office:master-styles>\
        <text:p>Page foot</text:p></office:master-styles></office:document-styles>";
    let parts = [("content.xml", content), ("styles.xml", styles), ("META-INF/manifest.xml", "<manifest:manifest/>")];
    assert_eq!(text(Kind::OpenDocument, &pack(&parts)).unwrap(), "Plan\nThe valve leaks\nagain\nPage foot");
    let sealed =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let sealed = pack(&[("content.xml", "\u{1}\u{2}"), ("META-INF/manifest.xml", sealed)]);
    assert_eq!(text(Kind::OpenDocument, &sealed), Err(Unreadable::Protected));
}

#[test]
fn pdf_gives_its_words() {
    assert_eq!(text(Kind::Pdf, &pdf("Hot water tank", "")).unwrap(), "Hot water tank");
    // Sealed with a password nobody knows.
    let sealed = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <2020202020202020202020202020202020202020202020202020202020202020> \
        /U <4141414141414141414141414141414141414141414141414141414141414141> >> /ID [<31> <31>]";
    assert_eq!(text(Kind::Pdf, &pdf("secret", sealed)), Err(Unreadable::Protected));
}

#[test]
fn plain_text_is_read_in_the_encodings_of_offices() {
    assert_eq!(text(Kind::Plain, "Straße\r\n\tÉté\n\n\n日本".as_bytes()).unwrap(), "Straße\nÉté\n日本");
    assert_eq!(text(Kind::Plain, b"Stra\xdfe \x80 5").unwrap(), "Straße € 5");
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("Größe".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(text(Kind::Plain, &wide).unwrap(), "Größe");
    let html = "<html><head><title>Pump</title><style>p{color:red}</style><script>var x = '</p>' < 3;</script></head>\
        <body><p>5 &lt; 6 &amp; caf&eacute;&nbsp;&#x1F527;</p><!-- hidden --><b>bo</b>ld a < b</body></html>";
    assert_eq!(text(Kind::Html, html.as_bytes()).unwrap(), "Pump\n5 < 6 & café 🔧\nbold a < b");
}

#[test]
fn whatever_is_cut_or_damaged_is_broken_and_nothing_else() {
    let whole = docx("<w:p><w:t>words</w:t></w:p>");
    for cut in (0..whole.len()).step_by(17) {
        assert_eq!(text(Kind::Docx, &whole[..cut]), Err(Unreadable::Broken), "cut at {cut}");
    }
    assert_eq!(
        text(Kind::Docx, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a document with a password"),
        Err(Unreadable::Protected)
    );
    assert_eq!(text(Kind::Docx, &pack(&[("word/document.xml", "<w:document><w:t>cut")])), Err(Unreadable::Broken));
    assert_eq!(text(Kind::Xlsx, &pack(&[("mimetype", "x")])), Err(Unreadable::Broken));
    let printed = pdf("words", "");
    for cut in (0..printed.len() - 6).step_by(13) {
        let read = text(Kind::Pdf, &printed[..cut]);
        assert!(!matches!(read, Err(Unreadable::Protected | Unreadable::TooLarge)), "cut at {cut}: {read:?}");
    }
    // Flipped bits: an answer of some kind, and no panic.
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        let _ = text(Kind::Docx, &bytes);
    }
}

#[test]
fn bombs_end_before_they_go_off() {
    let long = "a very long document. ".repeat(400_000);
    let read = text(Kind::Docx, &docx(&format!("<w:p><w:t>{long}</w:t></w:p>"))).unwrap();
    assert!(read.len() <= MOST_TEXT && read.len() > MOST_TEXT - 100, "{}", read.len());
    // Three hundred megabytes of blanks in a few hundred kilobytes.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<w:document>").unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..300 {
        zip.write_all(b"<w:p>").unwrap();
        zip.write_all(&blanks).unwrap();
        zip.write_all(b"</w:p>").unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert_eq!(text(Kind::Docx, &bomb), Err(Unreadable::TooLarge));
    let laughs =
        "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\">]><w:document><w:t>&c;&b; ok</w:t></w:document>";
    assert_eq!(text(Kind::Docx, &pack(&[("word/document.xml", laughs)])).unwrap(), "ok");
    let deep = "<w:p>".repeat(200_000);
    assert_eq!(text(Kind::Docx, &pack(&[("word/document.xml", &deep)])), Err(Unreadable::Broken));
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    image.write_to(&mut Cursor::new(&mut out), format).unwrap();
    out
}

#[test]
fn small_pictures_are_made_anew_of_every_format() {
    let photo = DynamicImage::from(RgbImage::from_fn(1600, 800, |x, y| image::Rgb([(x / 7) as u8, (y / 4) as u8, 90])));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let small = picture(&encoded(&photo, format)).unwrap();
        assert_eq!(small.of, (1600, 800), "{format:?}");
        let read = image::load_from_memory(&small.bytes).unwrap();
        assert_eq!((read.width(), read.height()), (640, 320), "{format:?}");
    }
    let glass = DynamicImage::from(RgbaImage::from_pixel(20, 10, Rgba([9, 9, 9, 100])));
    let small = picture(&encoded(&glass, ImageFormat::Png)).unwrap();
    assert!(small.bytes.starts_with(b"\x89PNG"), "what is transparent stays so");
    // What stands behind the pixels is not carried along.
    let mut polyglot = encoded(&photo, ImageFormat::Jpeg);
    polyglot.extend_from_slice(b"<script>alert(1)</script>");
    let small = picture(&polyglot).unwrap();
    assert!(!small.bytes.windows(7).any(|window| window == b"<script"));
}

#[test]
fn images_that_are_too_large_are_refused_before_they_are_decoded() {
    // A head that promises 30,000 × 30,000 and no pixels.
    let mut png = encoded(&DynamicImage::from(RgbImage::new(1, 1)), ImageFormat::Png);
    png[16..20].copy_from_slice(&30_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let mut crc = crc32(&png[12..29]).to_be_bytes();
    png[29..33].swap_with_slice(&mut crc);
    assert_eq!(picture(&png), Err(Unreadable::TooLarge));
    assert_eq!(picture(b"GIF89a\x01\0\x01\0"), Err(Unreadable::Broken));
    assert_eq!(picture(&[]), Err(Unreadable::Broken));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
