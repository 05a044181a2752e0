//! Pages and documents of other programs: what goes out is read by another program, what comes in was written by
//! anybody.

use super::{content, open_office, page};
use guildhall_tests::{Answer, Client, Office, Writer, id, papers::send_bytes, process, word};
use serde_json::{Value, json};
use yrs::{Xml, XmlElementPrelim, XmlFragment};

/// A picture of one point.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82";

fn exported(by: &Client, page: &str) -> Value {
    let answer = by.get(&format!("/pages/{page}/export?format=docx"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    word::read(&answer.bytes)
}

/// The paragraphs of a style.
fn styled<'v>(document: &'v Value, style: &str) -> Vec<&'v Value> {
    document["paragraphs"].as_array().unwrap().iter().filter(|paragraph| paragraph["style"] == style).collect()
}

fn texts(paragraphs: &[&Value]) -> Vec<String> {
    paragraphs.iter().map(|paragraph| paragraph["text"].as_str().unwrap().to_owned()).collect()
}

/// Puts pictures at the beginning of a page.
fn show(by: &Client, page: &str, files: &[&str]) {
    let mut writer = Writer::open(by, page, true);
    let update = writer.edit(|root, change| {
        for (at, file) in files.iter().enumerate() {
            let image = root.insert(change, at as u32, XmlElementPrelim::empty("image"));
            image.insert_attribute(change, "file", *file);
            image.insert_attribute(change, "alt", "A dot");
        }
    });
    writer.send(0, &update);
    writer.until_saved();
}

/// A page that says this.
fn page_of(by: &Client, space: &str, title: &str, body: &str) -> String {
    id(&by.post(&format!("/spaces/{space}/pages"), json!({"title": title, "body": body})).ok())
}

#[test]
fn another_program_reads_headings_lists_tables_and_pictures_of_a_document() {
    let o = open_office();
    let task = id(&o.ana.task(&o.space, "Boiler"));
    let hidden = id(&o.owner.task(&o.owner.space("Wages", "private"), "Secret"));
    let text = format!(
        "[[toc]]\n\n# Prices <2027>\n\n**Bold**, *italic*, ~~gone~~, `code` and [a link](https://a.example/x?y=1&z=2).\n\nAsk \
         [@Ana](guildhall:person/{}) of [Boiler](guildhall:item/{task}), not [Secret](guildhall:item/{hidden}).\n\n## \
         Steps\n\n3. Bake\n   1. Mix\n   2. Rest\n4. Sell\n\n- Bread\n  - Rye\n\nThen:\n\n- [x] Flour\n- [ ] Salt\n\n\
         | Bread | Price |\n| --- | --- |\n| Rye | 3.20 |\n\n```\nlet a = 1;\n  b\n```\n\n> [!WARNING]\n> Hot.\n\n> Said.\n\n---\n\nEnd\n",
        o.ana.me()
    );
    let page = page_of(&o.ana, &o.space, "Price list & more", &text);
    let document = exported(&o.ana, &page);
    assert_eq!((&document["title"], &document["author"]), (&json!("Price list & more"), &json!("Ana Moreau")));
    assert_eq!(texts(&styled(&document, "Title")), ["Price list & more"]);
    assert_eq!(texts(&styled(&document, "Heading 1")), ["Prices <2027>"]);
    assert_eq!(texts(&styled(&document, "Heading 2")), ["Steps"]);
    assert_eq!(document["contents"], json!(["Prices <2027>", "Steps"]));
    let all = document["paragraphs"].as_array().unwrap();
    let marked = all.iter().find(|one| one["text"].as_str().unwrap().starts_with("Bold")).unwrap();
    for (text, mark) in [("Bold", "bold"), ("italic", "italic"), ("gone", "strike"), ("code", "code")] {
        assert!(marked["runs"].as_array().unwrap().contains(&json!([text, [mark]])), "{marked}");
    }
    assert_eq!(marked["links"], json!([["a link", "https://a.example/x?y=1&z=2"]]));
    let named = all.iter().find(|one| one["text"].as_str().unwrap().starts_with("Ask")).unwrap();
    assert_eq!(named["text"], "Ask @Ana of Boiler, not Secret.");
    let (ana, boiler) = (format!("{}/people/{}", o.server.url, o.ana.me()), format!("{}/t/{task}", o.server.url));
    assert_eq!(named["links"], json!([["@Ana", ana], ["Boiler", boiler]]), "a link only to what the reader may see");
    let numbers: Vec<Value> = styled(&document, "List Paragraph")
        .iter()
        .map(|one| {
            let number = &one["number"];
            json!([one["text"], number["kind"], number["level"], number["start"], one["ticked"]])
        })
        .collect();
    assert_eq!(
        numbers,
        [
            json!(["Bake", "decimal", 0, 3, null]),
            json!(["Mix", "decimal", 1, 1, null]),
            json!(["Rest", "decimal", 1, 1, null]),
            json!(["Sell", "decimal", 0, 3, null]),
            json!(["Bread", "bullet", 0, null, null]),
            json!(["Rye", "bullet", 1, null, null]),
            json!(["\tFlour", "none", 0, null, true]),
            json!(["\tSalt", "none", 0, null, false]),
        ]
    );
    let rows = json!([["Bread", "Price"], ["Rye", "3.20"]]);
    assert_eq!(document["tables"], json!([{"head": [true, false], "rows": rows}]));
    assert_eq!(texts(&styled(&document, "Code")), ["let a = 1;\n  b"]);
    assert_eq!(texts(&styled(&document, "Quote")), ["Said."]);
    assert_eq!(texts(&styled(&document, "Callout warning title")), ["Warning"]);
    assert_eq!(texts(&styled(&document, "Callout warning")), ["Hot."]);
    assert_eq!(styled(&document, "Horizontal Line").len(), 1);
}

#[test]
fn a_document_has_the_pictures_of_its_page_and_no_others() {
    let o = open_office();
    let other = page(&o.ana, &o.space, "");
    let theirs = id(&o.ana.attach(&other, "theirs.png", DOT).ok());
    let page = page(&o.ana, &o.space, "");
    let own = id(&o.ana.attach(&page, "dot.png", DOT).ok());
    let text = format!(
        "# Look\n\n![A dot](guildhall:file/{own} \"width=40\")\n\n![Theirs](guildhall:file/{theirs})\n\n[dot.png](guildhall:file/{own})\n"
    );
    let written = page_of(&o.ana, &o.space, "x", &text);
    // Its pictures are those of another page.
    let document = exported(&o.ana, &written);
    assert_eq!(document["images"], json!([]));
    assert!(document["paragraphs"].as_array().unwrap().iter().any(|one| one["text"] == "A dot"), "{document}");
    show(&o.ana, &page, &[&own, &theirs]);
    let document = exported(&o.ana, &page);
    assert_eq!(document["images"], json!([[DOT.len(), "image/png"]]));
    let shown: Vec<&Value> =
        document["paragraphs"].as_array().unwrap().iter().flat_map(|one| one["pictures"].as_array().unwrap()).collect();
    assert_eq!(shown, [&json!({"alt": "A dot", "width": 1})]);
}

#[test]
fn a_page_is_one_file_of_html_with_its_pictures_in_it() {
    let o = open_office();
    let other = page(&o.ana, &o.space, "");
    let theirs = id(&o.ana.attach(&other, "theirs.png", DOT).ok());
    let page = page(&o.ana, &o.space, "");
    let own = id(&o.ana.attach(&page, "dot.png", DOT).ok());
    let script = id(&o.ana.attach(&page, "script.png", b"<script>alert(1)</script>").ok());
    show(&o.ana, &page, &[&own, &theirs, &script]);
    let sheet = id(&o.ana.attach(&page, "sheet.pdf", b"%PDF-1.4").ok());
    let mut writer = Writer::open(&o.ana, &page, true);
    let update = writer.edit(|root, change| {
        let block = root.insert(change, 0, XmlElementPrelim::empty("fileBlock"));
        block.insert_attribute(change, "file", sheet.as_str());
        block.insert_attribute(change, "name", "sheet.pdf");
    });
    writer.send(0, &update);
    writer.until_saved();
    let out = || o.ana.get(&format!("/pages/{page}/export?format=html"));
    let html = out().text;
    assert_eq!(html.matches("<img").count(), 1, "{html}");
    assert!(html.contains("<img src=\"data:image/png;base64,iVBORw0KGgo"), "{html}");
    // Other files are where they are, pictures of other pages and what is none are words.
    assert!(html.contains(&format!("<a href=\"{}/api/v1/files/{sheet}\">sheet.pdf</a>", o.server.url)), "{html}");
    assert!(!html.contains(&theirs) && !html.contains(&script) && html.matches("<p>A dot</p>").count() == 2, "{html}");
    // It comes back as a page with its picture.
    o.server.app.parts().reader.set(process::executable().to_owned()).unwrap();
    let back = id(&import(&o.ana, &o.space, "page.html", html.as_bytes()).ok());
    let files = o.ana.get(&format!("/items/{back}/attachments")).ok();
    assert_eq!(files["items"][0]["bytes"], json!(DOT.len()), "{files}");
    // A picture counts as often as it is shown.
    let big = id(&o.ana.attach(&page, "big.png", &[DOT.to_vec(), vec![1; 11 << 20]].concat()).ok());
    show(&o.ana, &page, &[&big, &big, &big]);
    let told = out().fails(413, "too_large")["error"]["message"].as_str().unwrap().to_owned();
    assert!(told.contains("have 34 MB together") && told.contains("for Word"), "{told}");
}

/// The office with the executable that reads documents.
fn reading_office() -> Office {
    let o = open_office();
    o.server.app.parts().reader.set(process::executable().to_owned()).unwrap();
    o
}

fn import(by: &Client, space: &str, name: &str, bytes: &[u8]) -> Answer {
    send_bytes(by, &format!("/spaces/{space}/pages/import?name={name}"), bytes)
}

fn documents(o: &Office) -> usize {
    o.owner.get(&format!("/spaces/{}/documents", o.space)).ok()["items"].as_array().unwrap().len()
}

#[test]
fn a_document_becomes_a_page_with_its_pictures_as_files_of_it() {
    let o = reading_office();
    let original =
        page_of(&o.ana, &o.space, "Prices", "# Bread\n\n1. Bake\n2. Sell\n\n| a | b |\n| --- | --- |\n| c | d |\n");
    let dot = id(&o.ana.attach(&original, "dot.png", DOT).ok());
    show(&o.ana, &original, &[&dot]);
    let bytes = o.ana.get(&format!("/pages/{original}/export?format=docx")).bytes;
    let made = import(&o.ana, &o.space, "copy%20of.docx", &bytes).ok();
    assert_eq!(
        (&made["title"], &made["form"]),
        (&json!("Prices"), &json!("page")),
        "the document says what it is called"
    );
    let files = o.owner.get(&format!("/items/{}/attachments", id(&made))).ok()["items"].clone();
    assert_eq!((files.as_array().unwrap().len(), &files[0]["name"]), (1, &json!("image1.png")));
    assert_ne!(files[0]["id"], json!(dot));
    let doc = content(&o.owner, &id(&made))["doc"].clone();
    let kinds: Vec<&str> =
        doc["content"].as_array().unwrap().iter().map(|block| block["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["image", "heading", "orderedList", "table"]);
    assert_eq!(doc["content"][0]["attrs"]["file"], files[0]["id"]);
    assert_eq!(o.owner.get(&format!("/files/{}", files[0]["id"].as_str().unwrap())).bytes, DOT);
    // All of it is one command, and so is taking it back.
    let history = o.ana.get(&format!("/items/{}/activity", id(&made)));
    assert_eq!(history.status, 200, "{}", history.text);
}

#[test]
fn html_becomes_a_page_without_anything_that_could_run() {
    let o = reading_office();
    let html = "<title>Opening</title><body onload=x()><h1>Opening</h1><p>From <b>nine</b><script>alert(1)</script> <a href='javascript:x()'>now</a></p>";
    let made = import(&o.ana, &o.space, "page.html", html.as_bytes()).ok();
    assert_eq!(made["title"], "Opening");
    let doc = content(&o.ana, &id(&made))["doc"].clone();
    let line = json!([
        {"type": "text", "text": "From "},
        {"type": "text", "text": "nine", "marks": [{"type": "bold"}]},
        {"type": "text", "text": " now"}
    ]);
    assert_eq!(doc, json!({"type": "doc", "content": [{"type": "paragraph", "content": line}]}));
}

#[test]
fn what_cannot_be_read_says_why_and_leaves_nothing() {
    let o = reading_office();
    let refused = |name: &str, bytes: &[u8], status: u16, code: &str| {
        import(&o.ana, &o.space, name, bytes).fails(status, code);
    };
    refused("sealed.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 sealed", 422, "protected_file");
    refused("cut.docx", b"PK\x03\x04 and no more", 422, "unreadable_file");
    refused("empty.docx", b"", 422, "unreadable_file");
    refused("old.doc", b"\xd0\xcf\x11\xe0", 415, "unsupported_type");
    refused("long.html", &b"<p>a".repeat(101_000), 413, "too_large");
    // More than a page takes at a time: the pictures of it are not kept either.
    let words = format!("<img src='data:image/png;base64,iVBORw0KGgoAAA=='><p>{}", "flour ".repeat(300_000));
    refused("much.html", words.as_bytes(), 413, "too_large");
    let folder = "01900000-0000-7000-8000-00000000d001";
    import(&o.ana, &o.space, &format!("a.html&folder_id={folder}"), b"<p>x").fails(422, "invalid");
    assert_eq!(documents(&o), 0);
    let guest = o.server.join(&o.owner, "Gil", "guest");
    import(&guest, &o.space, "a.docx", b"x").fails(404, "not_found");
}

#[test]
fn a_reader_that_ends_wrongly_is_a_file_that_cannot_be_read() {
    let o = open_office();
    o.server.app.parts().reader.set("/bin/false".into()).unwrap();
    import(&o.ana, &o.space, "a.docx", b"x").fails(422, "unreadable_file");
    assert_eq!(documents(&o), 0);
}

#[test]
fn a_copy_says_the_same_with_files_of_its_own_and_nothing_of_what_was_said_about_it() {
    let o = open_office();
    let page = page_of(&o.ana, &o.space, "Rota", "# Early\n\nAna\n");
    let dot = id(&o.ana.attach(&page, "dot.png", DOT).ok());
    show(&o.ana, &page, &[&dot]);
    o.ana.post(&format!("/items/{page}/comments"), json!({"body": "Really?"})).ok();
    let copy = o.owner.post(&format!("/documents/{page}/copy"), json!({})).ok();
    assert_eq!((&copy["title"], &copy["form"]), (&json!("Rota (copy)"), &json!("page")));
    let (copied, original) = (content(&o.owner, &id(&copy)), content(&o.owner, &page));
    assert_eq!(copied["headings"], original["headings"]);
    let own = copied["doc"]["content"][0]["attrs"]["file"].as_str().unwrap().to_owned();
    assert_ne!(own, dot);
    let files = o.ana.get(&format!("/items/{}/attachments", id(&copy))).ok()["items"].clone();
    assert_eq!((files.as_array().unwrap().len(), files[0]["id"].as_str()), (1, Some(own.as_str())));
    assert_eq!(o.ana.get(&format!("/items/{}/comments", id(&copy))).ok()["items"], json!([]));
    assert_eq!(o.ana.get(&format!("/documents/{}/versions", id(&copy))).ok()["items"], json!([]));
    // What becomes of the original is nothing to the copy.
    o.ana.delete(&format!("/files/{dot}")).ok();
    assert_eq!(o.owner.get(&format!("/files/{own}")).bytes, DOT);
    // Elsewhere it is called the same; sent again it is the same; what lies in the trash is not copied.
    let other = o.owner.space("Bakery", "open");
    let again = json!({"id": "01900000-0000-7000-8000-00000000c001", "space_id": other});
    let there = o.owner.post(&format!("/documents/{page}/copy"), again.clone()).ok();
    assert_eq!((&there["title"], &there["space_id"]), (&json!("Rota"), &json!(other)));
    assert_eq!(o.owner.post(&format!("/documents/{page}/copy"), again.clone()).ok()["id"], there["id"]);
    o.ana.post(&format!("/documents/{page}/copy"), again).fails(409, "id_taken");
    o.ana.delete(&format!("/documents/{page}")).ok();
    o.ana.post(&format!("/documents/{page}/copy"), json!({})).fails(409, "conflict");
}

#[test]
fn a_page_begun_from_a_template_has_its_pictures_too() {
    let o = open_office();
    let template = page_of(&o.ana, &o.space, "Form", "x");
    let dot = id(&o.ana.attach(&template, "dot.png", DOT).ok());
    show(&o.ana, &template, &[&dot]);
    let input = json!({"title": "Monday", "template_id": template});
    let made = o.owner.post(&format!("/spaces/{}/pages", o.space), input).ok();
    let file = content(&o.owner, &id(&made))["doc"]["content"][0]["attrs"]["file"].clone();
    let files = o.owner.get(&format!("/items/{}/attachments", id(&made))).ok()["items"].clone();
    assert_eq!(files[0]["id"], file);
    assert_ne!(file, json!(dot));
}
