//! Pictures of a page that a link shows: those that stand in it and hang on it, as long as both is so.

use crate::{Office, folder, office, share};
use guildhall_tests::{Answer, office::id};
use serde_json::{Value, json};

/// One pixel.
const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf,
    0x50, 0x0f, 0, 3, 0x86, 1, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60,
    0x82,
];

/// Ids that are known before anything is made.
fn own(number: u8) -> String {
    format!("01900000-0000-7000-8000-0000000000{number:02x}")
}

fn attach(o: &Office, page: &str, name: &str, file: &str, bytes: &[u8]) -> Answer {
    let path = format!("/api/v1/items/{page}/attachments?name={name}&id={file}");
    o.ana.with("Content-Type", "application/octet-stream").send_raw("POST", &path, Some(bytes.to_vec()))
}

/// A page with pictures; it is made with their ids before they are there.
fn page(o: &Office, body: &str, folder: Option<&str>) -> String {
    let input = json!({"title": "Boiler room", "body": body, "folder_id": folder});
    id(&o.ana.post(&format!("/spaces/{}/pages", o.space), input).ok())
}

fn picture(number: u8) -> String {
    format!("![Words {number}](guildhall:file/{})\n\n", own(number))
}

fn shown(content: &Value) -> Vec<String> {
    let blocks = content["doc"]["content"].as_array().unwrap();
    let images = blocks.iter().filter(|block| block["type"] == "image");
    images.map(|image| image["attrs"]["file"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_page_shows_its_pictures_by_a_link_and_nothing_else_that_hangs_on_it() {
    let o = office();
    let body: String = [1, 2, 3, 5].map(picture).concat();
    let sheet = page(&o, &body, None);
    let other = page(&o, &picture(3), None);
    attach(&o, &sheet, "yard.png", &own(1), DOT).ok();
    // Called a picture, and none.
    attach(&o, &sheet, "script.png", &own(2), b"<script>alert(1)</script>").ok();
    // Of another page, which this one only names.
    attach(&o, &other, "wages.png", &own(3), DOT).ok();
    // On the page, and not in its words.
    attach(&o, &sheet, "beside.png", &own(4), DOT).ok();

    let link = share(&o.ana, &format!("/documents/{sheet}"), json!({ "mode": "read" }));
    let visitor = o.visitor(&link);
    let at = |file: u8| format!("/documents/{sheet}/pictures/{}", own(file));
    let content = visitor.get(&format!("/documents/{sheet}/content")).ok();
    assert_eq!(shown(&content), [own(1)]);
    let text = content.to_string();
    for file in [2, 3, 4, 5] {
        assert!(!text.contains(&own(file)), "{file} is named to nobody outside");
        visitor.get(&at(file)).fails(404, "not_found");
    }
    assert!(text.contains("Words 3"), "where it stood its words stand");
    visitor.get(&format!("/documents/{other}/pictures/{}", own(3))).fails(404, "not_found");

    let seen = visitor.get(&at(1));
    assert_eq!((seen.status, seen.bytes.as_slice()), (200, DOT));
    for (name, value) in [
        ("content-security-policy", "sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-cache"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert!(seen.header(name).is_some_and(|header| header.contains(value)), "{name}: {seen:?}");
    }
    let nobody = o.server.nobody();
    nobody.get(&format!("/public/shares/{}{}", link.id, at(1))).fails(401, "not_signed_in");
    nobody.get(&format!("/files/{}", own(1))).fails(401, "not_signed_in");
}

#[test]
fn a_picture_goes_with_its_link_its_file_and_its_page() {
    let o = office();
    let shelf = folder(&o.ana, &o.space, "For the school", None);
    let sheet = page(&o, &picture(1), Some(&shelf));
    attach(&o, &sheet, "yard.png", &own(1), DOT).ok();
    let in_folder = share(&o.ana, &format!("/folders/{shelf}"), json!({ "mode": "read" }));
    let alone = share(&o.ana, &format!("/documents/{sheet}"), json!({ "mode": "read" }));
    let (one, two) = (o.visitor(&in_folder), o.visitor(&alone));
    let at = format!("/documents/{sheet}/pictures/{}", own(1));
    for visitor in [&one, &two] {
        assert_eq!(visitor.get(&at).status, 200);
    }
    // Out of the folder it is out of that link.
    o.ana.patch(&format!("/documents/{sheet}"), json!({"folder_id": null})).ok();
    one.get(&at).fails(404, "not_found");
    assert_eq!(two.get(&at).status, 200);
    // Thrown away, and back.
    let gone = o.ana.delete(&format!("/files/{}", own(1)));
    two.get(&at).fails(404, "not_found");
    assert!(shown(&two.get(&format!("/documents/{sheet}/content")).ok()).is_empty());
    o.ana.post("/undo", json!({"command": gone.command()})).ok();
    assert_eq!(two.get(&at).status, 200);
    // Ended.
    o.olga.delete(&format!("/shares/{}", alone.id)).ok();
    two.get(&at).fails(410, "link_expired");
}
