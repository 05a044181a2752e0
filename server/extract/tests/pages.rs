//! Documents that become pages: as other programs write them, as strangers make them, and as we write them ourselves.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use guildhall_extract::{
    Unreadable,
    page::{PageKind, PageRead, page, wire},
};
use guildhall_pages::{Mark, Node, docx, html, known, markdown};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A picture of one point.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82";

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Aufz"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"#;
const NUMBERS: &str = r#"<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#;
const TARGETS: &str = r#"<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="https://a.example/" TargetMode="External"/>
<Relationship Id="r2" Type="x/image" Target="media/image1.png"/><Relationship Id="r3" Type="x/image" Target="../../../etc/passwd"/>
<Relationship Id="r4" Type="x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>
<Relationship Id="r5" Type="x/image" Target="https://a.example/x.png" TargetMode="External"/></Relationships>"#;

/// A document with this body.
fn document(body: &str) -> Vec<u8> {
    let text =
        format!(r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:r="r"><w:body>{body}</w:body></w:document>"#);
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>Since May.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    pack(&[
        ("word/document.xml", text.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", NUMBERS.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/_rels/document.xml.rels", TARGETS.as_bytes()),
        ("word/media/image1.png", DOT),
    ])
}

fn read(bytes: &[u8]) -> PageRead {
    let read = page(PageKind::Docx, bytes).unwrap();
    assert_eq!(wire::read(&wire::write(&read)).unwrap(), read, "it comes through as it is");
    read
}

fn said(body: &str) -> String {
    markdown::write(&read(&document(body)).doc)
}

fn line(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

fn numbered(list: &str, level: u8, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn headings_are_headings_by_their_style_in_any_language() {
    let body =
        [line("Titel", "Prices"), line("berschrift1", "Bread"), line("Kapitel", "Rye"), line("x", "flour")].concat();
    let read = read(&document(&body));
    assert_eq!(read.title.as_deref(), Some("Prices"));
    assert_eq!(markdown::write(&read.doc), "# Bread\n\n# Rye\n\nflour\n");
}

#[test]
fn lists_are_nested_and_go_on_where_something_stood_between() {
    let all = [
        numbered("4", 0, "Bake"),
        numbered("4", 1, "Mix"),
        numbered("4", 1, "Rest"),
        numbered("4", 0, "Sell"),
        line("x", "Pause"),
        numbered("4", 0, "Count"),
        line("Aufz", "by style"),
        numbered("0", 0, "no list"),
    ];
    let expected = "1. Bake\n\n   1. Mix\n   2. Rest\n2. Sell\n\nPause\n\n3. Count\n\n- by style\n\nno list\n";
    assert_eq!(said(&all.concat()), expected);
}

#[test]
fn marks_links_and_notes_are_taken_over_and_what_was_deleted_is_not() {
    let body = r#"<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr>
        <w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:rStyle w:val="Fett"/></w:rPr><w:t xml:space="preserve"> not </w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="Fett"/></w:rPr><w:t>strong</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>
        <w:r><w:rPr><w:i/><w:strike/></w:rPr><w:t>both</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>
        <w:hyperlink r:id="r1"><w:r><w:t>there</w:t></w:r></w:hyperlink><w:hyperlink r:id="r4"><w:r><w:t xml:space="preserve"> nowhere</w:t></w:r></w:hyperlink>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example/" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve"> field</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t xml:space="preserve"> new</w:t></w:r></w:ins>
        <w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let text = said(body);
    assert!(
        text.starts_with("**Bold** not **strong** <em><s>both</s></em> ")
            || text.starts_with("**Bold** not **strong** *~~both~~* "),
        "{text}"
    );
    assert!(text.contains("[there](https://a.example/) nowhere[ field](https://b.example/) new\\[1\\]"), "{text}");
    assert!(
        text.ends_with("---\n\n1. Since May.\n") && !text.contains("gone") && !text.contains("javascript"),
        "{text}"
    );
}

#[test]
fn tables_keep_their_heads_and_cells_that_go_over_several() {
    let cell =
        |more: &str, text: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let rows = [
        format!("<w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr>", cell("<w:gridSpan w:val=\"2\"/>", "Bread")),
        format!("<w:tr>{}{}</w:tr>", cell("<w:vMerge w:val=\"restart\"/>", "Rye"), cell("", "3.20")),
        format!("<w:tr>{}{}</w:tr>", cell("<w:vMerge/>", ""), cell("", "3.40")),
    ];
    let doc = read(&document(&format!("<w:tbl>{}</w:tbl>", rows.concat()))).doc;
    let table = &doc.content[0];
    assert!(table.content[0].content[0].is("tableHeader"));
    assert_eq!(table.content[0].content[0].number("colspan", 1, 9), 2);
    assert_eq!(table.content[1].content[0].number("rowspan", 1, 9), 2);
    assert_eq!((table.content[1].content.len(), table.content[2].content.len()), (2, 1));
}

#[test]
fn pictures_come_along_and_nothing_from_outside_the_document() {
    let picture = |id: &str, alt: &str| {
        format!(
            r#"<w:r><w:drawing><wp:extent cx="381000"/><wp:docPr descr="{alt}"/><a:blip r:embed="{id}"/></w:drawing></w:r>"#
        )
    };
    let body = format!(
        "<w:p><w:r><w:t>Look</w:t></w:r>{}<w:r><w:t>again</w:t></w:r>{}{}{}</w:p>",
        picture("r2", "A dot"),
        picture("r2", ""),
        picture("r3", "Theirs"),
        picture("r5", "Elsewhere")
    );
    let read = read(&document(&body));
    assert_eq!(read.files.len(), 1, "the same picture is there once");
    assert_eq!((read.files[0].name.as_str(), read.files[0].bytes.as_slice()), ("image1.png", DOT));
    let kinds: Vec<&str> = read.doc.content.iter().map(|node| node.kind.as_str()).collect();
    assert_eq!(kinds, ["paragraph", "image", "paragraph", "image", "paragraph"]);
    let image = &read.doc.content[1];
    assert_eq!((image.attr("file"), image.attr("alt"), image.number("width", 0, 999)), ("0", "A dot", 40));
    assert_eq!(read.doc.content[4].words(), "Theirs");
}

#[test]
fn what_is_sealed_broken_or_a_bomb_says_so() {
    let refused = |bytes: &[u8]| page(PageKind::Docx, bytes).unwrap_err();
    assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 sealed"), Unreadable::Protected);
    assert_eq!(refused(b"PK\x03\x04 and no more"), Unreadable::Broken);
    assert_eq!(refused(b""), Unreadable::Broken);
    assert_eq!(refused(&pack(&[("x.txt", b"x")])), Unreadable::Broken);
    let cut = document(&line("x", "flour"));
    assert_eq!(refused(&cut[..cut.len() - 40]), Unreadable::Broken);
    assert_eq!(refused(&pack(&[("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>x")])), Unreadable::Broken);
    let words = format!("<w:document><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:document>", "flour ".repeat(1 << 20));
    assert_eq!(refused(&pack(&[("word/document.xml", words.as_bytes())])), Unreadable::TooLarge);
    let lines = format!("<w:document>{}</w:document>", "<w:p/>".repeat(200_000));
    assert_eq!(refused(&pack(&[("word/document.xml", lines.as_bytes())])), Unreadable::TooLarge);
    let deep = format!("<w:document>{}{}</w:document>", "<w:x>".repeat(5_000), "</w:x>".repeat(5_000));
    assert_eq!(refused(&pack(&[("word/document.xml", deep.as_bytes())])), Unreadable::Broken);
}

#[test]
fn entities_do_not_grow_and_tables_in_tables_end_as_text() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        <w:document><w:p><w:r><w:t>x&b;&f;y</w:t></w:r></w:p></w:document>"#;
    let doc = page(PageKind::Docx, &pack(&[("word/document.xml", laughs.as_bytes())])).unwrap().doc;
    assert_eq!(doc.words(), "xy");
    let mut body = line("x", "deep");
    for _ in 0..60 {
        body = format!("<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>");
    }
    let doc = read(&document(&body)).doc;
    assert_eq!(doc.words(), "deep");
}

fn html_of(text: &str) -> PageRead {
    page(PageKind::Html, text.as_bytes()).unwrap()
}

#[test]
fn html_is_read_without_anything_that_could_run() {
    let text = r##"<!doctype html><html><head><title>  Price
        list </title><style>p{}</style><script>alert(1)</script></head><body onload="x()"><nav><a href="/">Home</a></nav>
        <h1>Price list</h1><h2 onclick="x()">Bread</h2><p>Fresh <b>daily</b>, <i>warm</i> <span style="text-decoration: line-through">cold</span>
        <a href="https://a.example/?x=1&amp;y=2" onmouseover="x()">there</a> <a href="javascript:alert(1)">nowhere</a></p>
        <ul><li>Rye<ol start=3><li>one<li>two</ol><li><input type=checkbox checked> done</ul>
        <pre><code class="language-sh">ls
  -l</code></pre><table><tr><th>a</th><th>b</th></tr><tr><td colspan=2>c</td></tr></table>
        <img src="data:image/png;base64,iVBORw0KGgoAAA==" alt="dot"><img src="https://a.example/x.png" alt="far">
        <iframe src="x">no</iframe><svg><text>no</text></svg><p hidden>no</p><template>no</template><p><script>no</script></p></body></html>"##;
    let read = html_of(text);
    assert_eq!(read.title.as_deref(), Some("Price list"));
    assert_eq!((read.files.len(), read.files[0].name.as_str()), (1, "picture-1.png"));
    let written = markdown::write(&read.doc);
    let expected = "## Bread\n\nFresh **daily**, *warm* ~~cold~~ [there](https://a.example/?x=1&y=2) nowhere\n\n- [ ] Rye\n\n  3. one\n  4. two\n- [x] done\n";
    let expected = expected.replace("https://a.example/?x=1&y=2", "<https://a.example/?x=1&amp;y=2>");
    assert!(written.starts_with(&expected), "{written}");
    assert!(written.contains("```sh\nls\n  -l\n```\n\n| a | b |"), "{written}");
    assert!(written.contains("[far](https://a.example/x.png)"), "{written}");
    for word in ["alert", "no\n", "onclick", "Home", "p{}"] {
        assert!(!written.contains(word), "{word}: {written}");
    }
}

#[test]
fn html_however_deep_or_broken_is_a_page() {
    for text in ["", "<", "<p", "plain & simple", "<table><td><table><td>x", "</p></p>", "<b><p>x</b>y"] {
        assert!(!html_of(text).doc.content.is_empty(), "{text}");
    }
    for tag in ["div", "ul><li", "table><tr><td", "blockquote", "b", "a href=x", "span"] {
        let text = format!("{}deep", format!("<{tag}>").repeat(2_000));
        let read = html_of(&text);
        assert!(read.doc.words().contains("deep"), "{tag}");
        assert!(Node::from_json(&read.doc.to_json()).is_some(), "{tag} is too deep");
    }
    let many = "<p>x".repeat(300_000);
    assert_eq!(page(PageKind::Html, many.as_bytes()).unwrap_err(), Unreadable::TooLarge);
    let latin = b"<meta charset=\"iso-8859-1\"><p>Gr\xfc\xdfe</p>";
    assert_eq!(page(PageKind::Html, latin).unwrap().doc.words(), "Grüße");
    let ours = markdown::read("# One\n\n> [!TIP]\n> Hot\n\n- [x] a\n- [ ] b\n\n[[toc]]\n");
    let text = html::write(&ours, &Nobody);
    assert_eq!(markdown::write(&html_of(&text).doc), markdown::write(&ours));
}

struct Nobody;

impl html::Names for Nobody {
    fn file(&self, _: &str) -> Option<String> {
        None
    }
    fn reference(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// Words as people write them, with the signs of XML among them.
fn words() -> impl Strategy<Value = String> {
    "[a-zäöß<&>\"'🎉漢1-9]{1,8}( [a-z.,;:!?]{1,6}){0,3}"
}

fn run() -> impl Strategy<Value = Node> {
    let kinds = ["bold", "italic", "strike", "underline", "highlight", "code"];
    let marks = proptest::sample::subsequence(kinds.to_vec(), 0..3);
    (words(), marks, proptest::bool::weighted(0.2)).prop_map(|(text, kinds, linked)| {
        // A link is underlined by itself.
        let own = kinds.into_iter().filter(|kind| !(linked && *kind == "underline")).map(Mark::new);
        let link = linked.then(|| Mark::link("https://a.example/x?y=1&z=ä"));
        Node::text(&text, &link.into_iter().chain(own).collect::<Vec<_>>())
    })
}

/// A line: neighbours that are written the same are one text.
fn runs() -> impl Strategy<Value = Vec<Node>> {
    proptest::collection::vec((run(), proptest::bool::weighted(0.1)), 1..5).prop_map(|all| {
        let mut line: Vec<Node> = Vec::new();
        for (node, broken) in all {
            let fresh = line.last().is_none_or(|last| last.marks != node.marks);
            if broken && fresh && !line.is_empty() {
                line.push(Node::new("hardBreak"));
            }
            if fresh {
                line.push(node);
            }
        }
        line
    })
}

fn paragraph() -> impl Strategy<Value = Node> {
    runs().prop_map(|line| Node::new("paragraph").with(line))
}

fn list(depth: u32) -> BoxedStrategy<Node> {
    let more = match depth {
        0 => proptest::collection::vec(paragraph(), 0..2).boxed(),
        _ => proptest::collection::vec(prop_oneof![paragraph(), list(depth - 1)], 0..3).boxed(),
    };
    let items = proptest::collection::vec((paragraph(), more, any::<bool>()), 1..4);
    (0..3usize, 1..40u64, items)
        .prop_map(|(kind, start, items)| {
            let item = |(first, more, done): (Node, Vec<Node>, bool)| {
                let item = if kind == 2 { Node::new("taskItem").set("checked", done) } else { Node::new("listItem") };
                item.with([vec![first], more].concat())
            };
            let list = Node::new(["bulletList", "orderedList", "taskList"][kind]);
            let list = if kind == 1 && start > 1 { list.set("start", start) } else { list };
            list.with(items.into_iter().map(item).collect())
        })
        .boxed()
}

fn table() -> impl Strategy<Value = Node> {
    (1..4usize, 1..4usize, any::<bool>()).prop_flat_map(|(columns, rows, headed)| {
        let row = proptest::collection::vec(paragraph(), columns);
        proptest::collection::vec(row, rows).prop_map(move |rows| {
            let rows = rows.into_iter().enumerate().map(|(at, cells)| {
                let kind = if headed && at == 0 { "tableHeader" } else { "tableCell" };
                Node::new("tableRow").with(cells.into_iter().map(|cell| Node::new(kind).with(vec![cell])).collect())
            });
            Node::new("table").with(rows.collect())
        })
    })
}

fn block() -> impl Strategy<Value = Node> {
    let heading = (1..5u64, runs()).prop_map(|(level, line)| Node::new("heading").set("level", level).with(line));
    prop_oneof![paragraph(), heading, list(2), table(), Just(Node::new("horizontalRule"))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn headings_lists_tables_and_marks_come_back_from_a_document(blocks in proptest::collection::vec(block(), 1..8)) {
        let doc = known(Node::new("doc").with(blocks));
        let back = there_and_back(&doc).doc;
        prop_assert_eq!(back.to_json(), addressed(doc).to_json());
    }
}

/// The page with its addresses as a document holds them.
fn addressed(mut node: Node) -> Node {
    for mark in node.marks.iter_mut().filter(|mark| mark.kind == "link") {
        *mark = Mark::link(&mark.attr("href").replace('ä', "%C3%A4"));
    }
    node.content = node.content.into_iter().map(addressed).collect();
    node
}

/// A page as it comes back from a document.
fn there_and_back(doc: &Node) -> PageRead {
    let about = docx::About { title: "A page", ..docx::About::default() };
    read(&docx::write(doc, &about, &Nobody, &docx::Pictures::new()).unwrap())
}

#[test]
fn what_we_write_ourselves_comes_back_as_it_was() {
    let text = "[[toc]]\n\n# Prices\n\nSee **bold**, *italic*, ~~gone~~, `code`, <u>under</u>, <mark>high</mark> and [a link](https://a.example/).\n\n## Steps\n\n3. Bake\n   1. Mix\n   2. Rest\n\n      for an hour\n4. Sell\n\n<!-- -->\n\n1. Again\n\nThen\n\n- [x] Flour\n- [ ] Salt\n  - [ ] Sea\n\nAnd\n\n- Rye\n\n| Bread | Price |\n| --- | --- |\n| Rye | **3.20** |\n\n```\nlet a = 1;\n  b\n```\n\n> [!WARNING]\n> Hot.\n\n> Said.\n\n---\n\nEnd\n";
    let doc = markdown::read(text);
    let read = there_and_back(&doc);
    assert_eq!(read.title.as_deref(), Some("A page"));
    assert_eq!(markdown::write(&read.doc), markdown::write(&doc));
}
