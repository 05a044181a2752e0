//! Passages of a page that people outside speak of: as inside, without anything of the shared document outside.

use crate::{Office, Visitor, bring, office, share};
use guildhall_tests::{Answer, Writer, live, office::id};
use serde_json::{Value, json};
use yrs::{Text, XmlElementPrelim, XmlFragment, XmlOut, XmlTextPrelim};

const BODY: &str = "[@Ana](guildhall:person/01900000-0000-7000-8000-0000000000aa) says: the school stays warm.\n\n\
                    ![The yard](guildhall:file/01900000-0000-7000-8000-0000000000bb)\n\nWarm, the school.\n";

fn page(o: &Office, body: &str) -> String {
    id(&o.ana.post(&format!("/spaces/{}/pages", o.space), json!({"title": "Boiler room", "body": body})).ok())
}

fn mark(by: &Visitor, page: &str, at: u32, words: &str) -> Answer {
    let said = json!({
        "name": "Helen Ward", "email": "helen@example.net", "body": "How warm?",
        "passage": {"at": at, "words": words},
    });
    by.client.post(&format!("{}/documents/{page}/comments", by.at), said)
}

fn content(by: &Visitor, page: &str) -> Value {
    by.get(&format!("/documents/{page}/content")).ok()
}

/// All texts of a page one behind the other, as a reader counts them.
fn texts(node: &Value) -> String {
    let own = node["text"].as_str().unwrap_or_default().to_owned();
    node["content"].as_array().into_iter().flatten().fold(own, |all, child| all + &texts(child))
}

fn stands(content: &Value, number: usize) -> String {
    let stretch = &content["passages"][number];
    let [from, to] = ["from", "to"].map(|end| stretch[end].as_u64().unwrap_or_default() as usize);
    let units: Vec<u16> = texts(&content["doc"]).encode_utf16().collect();
    String::from_utf16(&units[from..to]).unwrap()
}

#[test]
fn a_passage_is_spoken_of_outside_and_stays_with_its_words() {
    let o = office();
    live::start(&o.server);
    let sheet = page(&o, BODY);
    let at = format!("/documents/{sheet}");
    let (one, two) = (
        o.visitor(&share(&o.ana, &at, json!({ "mode": "comment" }))),
        o.visitor(&share(&o.ana, &at, json!({ "mode": "comment" }))),
    );
    let before = content(&one, &sheet);
    // What stands in place of a person and a picture is called so, and no text of the page.
    assert_eq!(texts(&before["doc"]), " says: the school stays warm.Warm, the school.");
    assert!(before.to_string().contains("@Ana") && before.to_string().contains("The yard"));
    let said = mark(&one, &sheet, 7, "the school stays warm");
    assert_eq!(said.status, 201, "{}", said.text);
    assert_eq!(said.json["quote"], "the school stays warm");
    assert_eq!(said.json["resolved"], false);
    assert_eq!(stands(&content(&one, &sheet), 0), "the school stays warm");

    // Inside it is a comment on a passage like any other, by a contact; the page was not written.
    let inside = o.ana.get(&format!("/items/{sheet}/comments")).ok()["items"][0].clone();
    assert_eq!(inside["author"]["kind"], "contact");
    assert_eq!(inside["passage"]["quote"], "the school stays warm");
    assert_eq!(content(&one, &sheet)["doc"], before["doc"]);
    // It stays with its words while the page is changed around them.
    let mut writer = Writer::open(&o.ana, &sheet, true);
    let update = writer.edit(|root, change| {
        root.insert(change, 0, XmlElementPrelim::empty("paragraph")).insert(change, 0, XmlTextPrelim::new("First."));
        let Some(XmlOut::Element(block)) = root.get(change, 1) else { panic!("no paragraph") };
        let Some(XmlOut::Text(text)) = block.get(change, 1) else { panic!("no words") };
        text.insert(change, 0, " twice");
    });
    writer.send(0, &update);
    writer.until_saved();
    let now = content(&one, &sheet);
    assert!(texts(&now["doc"]).starts_with("First. twice says: "));
    assert_eq!(stands(&now, 0), "the school stays warm");
    assert_eq!(now["passages"][0]["comment_id"], said.json["id"]);

    // Another link shows neither the comment nor where it stands.
    assert_eq!(content(&two, &sheet)["passages"], json!([]));
    // Who is done with it takes the mark away, and those outside see that.
    o.ana.post(&format!("/comments/{}/resolve", id(&inside)), json!({})).ok();
    assert_eq!(content(&one, &sheet)["passages"], json!([]));
    assert_eq!(one.get(&format!("{at}/comments")).ok()["items"][0]["resolved"], true);
}

#[test]
fn only_words_of_this_page_are_a_passage() {
    let o = office();
    let sheet = page(&o, BODY);
    let other = page(&o, "Wages of everybody");
    let commented = o.visitor(&share(&o.ana, &format!("/documents/{sheet}"), json!({ "mode": "comment" })));
    let refused = |answer: Answer, why: &str| {
        let told = answer.fails(422, "invalid")["error"]["fields"]["passage"].as_str().unwrap().to_owned();
        assert!(told.contains(why), "{told}");
    };
    for (at, words) in [(7, "Wages"), (0, "@Ana"), (0, "the school"), (u32::MAX, "the school"), (0, "The yard")] {
        refused(mark(&commented, &sheet, at, words), "has changed since");
    }
    refused(mark(&commented, &sheet, 0, " \n"), "Mark some words");
    refused(mark(&commented, &sheet, 0, &"w".repeat(2_001)), "of at most 2000");
    // A page that changed meanwhile: the words are found where they stand once.
    assert_eq!(mark(&commented, &sheet, 0, "stays warm").ok()["quote"], "stays warm");
    mark(&commented, &other, 0, "Wages").fails(404, "not_found");
    let read = o.visitor(&share(&o.ana, &format!("/documents/{sheet}"), json!({ "mode": "read" })));
    mark(&read, &sheet, 7, "the school stays warm").fails(403, "forbidden");
    assert_eq!(content(&read, &sheet)["passages"], json!([]), "and they hear of none");
    let file = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let files = o.visitor(&share(&o.ana, &format!("/documents/{file}"), json!({ "mode": "comment" })));
    refused(mark(&files, &file, 0, "plan"), "Only a page has passages");
}
