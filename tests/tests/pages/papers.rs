//! Pages and documents of office programs: what goes out is read by another program.

use super::{open_office, page};
use guildhall_tests::{Client, id, word};
use serde_json::{Value, json};

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

/// Makes a page say this.
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
    let mut ana = guildhall_tests::Writer::open(&o.ana, &page, true);
    let update = ana.edit(|root, change| {
        use yrs::{Xml, XmlElementPrelim, XmlFragment};
        for (at, file) in [(0, &own), (1, &theirs)] {
            let image = root.insert(change, at, XmlElementPrelim::empty("image"));
            image.insert_attribute(change, "file", file.as_str());
            image.insert_attribute(change, "alt", "A dot");
        }
    });
    ana.send(0, &update);
    ana.until_saved();
    let document = exported(&o.ana, &page);
    assert_eq!(document["images"], json!([[DOT.len(), "image/png"]]));
    let shown: Vec<&Value> =
        document["paragraphs"].as_array().unwrap().iter().flat_map(|one| one["pictures"].as_array().unwrap()).collect();
    assert_eq!(shown, [&json!({"alt": "A dot", "width": 1})]);
}
