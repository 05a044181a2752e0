//! Archives: folders and files as one zip that anything can unpack, with what its reader may read and nothing else.

use crate::{at, file, folder, folder_at, id, in_folder, office, page};
use guildhall_tests::Answer;
use serde_json::json;
use std::io::{Cursor, Read};

fn unpacked(answer: &Answer) -> Vec<(String, Vec<u8>)> {
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")), "{}", answer.text);
    let mut zip = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut all = Vec::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert!(entry.enclosed_name().is_some(), "{name} leads out");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        all.push((name, bytes));
    }
    all
}

fn text(path: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    (path.to_owned(), bytes.to_vec())
}

#[test]
fn a_folder_comes_as_a_zip_with_everything_in_it() {
    let o = office();
    let menus = folder(&o.ana, &o.closed, "Menus: winter?", None);
    let lunch = folder(&o.ana, &o.closed, "Lunch", Some(&menus));
    in_folder(&o.ana, &o.closed, &menus, "con.txt", b"kept");
    in_folder(&o.ana, &o.closed, &lunch, "Käse.txt", b"cheese");
    let gone = in_folder(&o.ana, &o.closed, &lunch, "gone.txt", b"gone");
    o.ana.delete(&at(&gone)).ok();
    let noise: Vec<u8> = (0..3_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    in_folder(&o.ana, &o.closed, &lunch, "photo.bin", &noise);
    let path = format!("{}/archive", folder_at(&menus));
    let answer = o.gil.get(&path);
    assert!(answer.header("content-disposition").unwrap().contains("Menus_ winter_.zip"));
    let mut all = unpacked(&answer);
    all.sort();
    let expected = [
        text("Menus_ winter_/", b""),
        text("Menus_ winter_/Lunch/", b""),
        text("Menus_ winter_/Lunch/Käse.txt", b"cheese"),
        text("Menus_ winter_/Lunch/photo.bin", &noise),
        text("Menus_ winter_/_con.txt", b"kept"),
    ];
    assert!(all == expected, "{:?}", all.iter().map(|(path, bytes)| (path, bytes.len())).collect::<Vec<_>>());
    o.ben.get(&path).fails(404, "not_found");
    o.ana.delete(&folder_at(&menus)).ok();
    o.ana.get(&path).fails(409, "conflict");
    o.gil.get(&path).fails(404, "not_found");
}

#[test]
fn what_is_chosen_comes_together_and_nothing_that_may_not_be_read() {
    let o = office();
    let (shelf, other) = (folder(&o.ana, &o.open, "Shelf", None), folder(&o.ana, &o.open, "Other", None));
    let inside = in_folder(&o.ana, &o.open, &shelf, "a.txt", b"1");
    let same = in_folder(&o.ana, &o.open, &other, "A.TXT", b"2");
    let secret = file(&o.ana, &o.closed, "secret.txt", b"secret");
    let ask = |by: &guildhall_tests::Client, documents: &[&serde_json::Value], folders: &[&serde_json::Value]| {
        let ids = |all: &[&serde_json::Value]| all.iter().map(|one| id(one)).collect::<Vec<_>>();
        by.post("/archive", json!({"document_ids": ids(documents), "folder_ids": ids(folders)}))
    };
    let mut all = unpacked(&ask(&o.ben, &[&inside, &same], &[&other]));
    all.sort();
    let expected = [text("A (2).TXT", b"2"), text("Other/", b""), text("Other/A.TXT", b"2"), text("a.txt", b"1")];
    assert_eq!(all, expected);
    ask(&o.ben, &[&inside, &secret], &[]).fails(404, "not_found");
    ask(&o.ben, &[], &[]).fails(409, "conflict");
    let only = unpacked(&ask(&o.ben, &[&page(&o.ana, &o.open, "Only a page")], &[]));
    assert_eq!(only, [text("Only a page.md", b"# Only a page\n\n")]);
    o.ben.post("/archive", json!({"document_ids": vec![id(&inside); 501]})).fails(422, "too_many");
}

#[test]
fn pages_come_as_markdown_html_or_word_with_their_files_beside_them() {
    let o = office();
    guildhall_tests::live::start(&o.server);
    let menus = folder(&o.ana, &o.closed, "Menus", None);
    in_folder(&o.ana, &o.closed, &menus, "a.txt", b"1");
    let make = |title: &str, body: &str| {
        let input = json!({"title": title, "folder_id": id(&menus), "body": body});
        id(&o.ana.post(&format!("/spaces/{}/pages", o.closed), input).ok())
    };
    let lunch = make("Lunch: mon?", "x");
    let photo = id(&o.ana.attach(&lunch, "Käse 1.png", b"\x89PNG\r\n\x1a\n").ok());
    let mut writer = guildhall_tests::Writer::open(&o.ana, &lunch, true);
    let update = writer.edit(|root, change| {
        use yrs::{Xml, XmlElementPrelim, XmlFragment};
        let image = root.insert(change, 0, XmlElementPrelim::empty("image"));
        image.insert_attribute(change, "file", photo.as_str());
        image.insert_attribute(change, "alt", "Cheese");
    });
    writer.send(0, &update);
    writer.until_saved();
    make("lunch_ MON_", "same name");
    let path = format!("{}/archive", folder_at(&menus));
    let paths = |all: &[(String, Vec<u8>)]| all.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    let said = |all: &[(String, Vec<u8>)], path: &str| {
        let (_, bytes) = all.iter().find(|(other, _)| other == path).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let mut all = unpacked(&o.gil.get(&path));
    all.sort();
    let expected = [
        "Menus/",
        "Menus/Lunch_ mon_ files/",
        "Menus/Lunch_ mon_ files/Käse 1.png",
        "Menus/Lunch_ mon_.md",
        "Menus/a.txt",
        "Menus/lunch_ MON_ (2).md",
    ];
    assert_eq!(paths(&all), expected);
    let text = said(&all, "Menus/Lunch_ mon_.md");
    assert_eq!(text, "# Lunch: mon?\n\n![Cheese](Lunch_%20mon_%20files/K%C3%A4se%201.png)\n\nx\n");
    let all = unpacked(&o.gil.get(&format!("{path}?pages=html")));
    let html = said(&all, "Menus/Lunch_ mon_.html");
    assert!(html.contains("<img src=\"Lunch_%20mon_%20files/K%C3%A4se%201.png\" alt=\"Cheese\">"), "{html}");
    let ask = json!({"document_ids": [lunch], "pages": "docx"});
    let all = unpacked(&o.gil.post("/archive", ask));
    let (_, bytes) = all.iter().find(|(path, _)| path == "Lunch_ mon_.docx").unwrap();
    assert_eq!(guildhall_tests::word::read(bytes)["title"], "Lunch: mon?");
    o.gil.get(&format!("{path}?pages=pdf")).fails(400, "bad_query");
    o.ben.post("/archive", json!({"document_ids": [lunch]})).fails(404, "not_found");
}
