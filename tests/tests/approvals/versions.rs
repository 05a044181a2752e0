//! Approvals of documents: an answer stands for the version it was given for.

use crate::{approve, asked, office, read};
use guildhall_tests::{
    id,
    papers::{bring, send_bytes},
};
use serde_json::{Value, json};

#[test]
fn an_answer_stands_for_the_version_of_a_file_it_was_given_for() {
    let o = &office();
    let file = bring(&o.olga, &o.space, "Quote.txt", b"One", "").ok();
    let approval = o.ask(&o.olga, &id(&file), &[&o.ana], json!({}));
    let shown = read(&o.ana, &approval);
    assert_eq!(
        (&shown["version_number"], &shown["newer"], &shown["item"]["type"]),
        (&json!(1), &json!(false), &json!("document"))
    );
    assert_eq!(send_bytes(&o.olga, &format!("/documents/{}/versions", id(&file)), b"Two").status, 201);
    assert_eq!(read(&o.ana, &approval)["newer"], true, "it says so while it waits");
    approve(&o.ana, &approval).ok();
    let shown = read(&o.ben, &approval);
    assert_eq!(
        (&shown["state"], &shown["version_number"], &shown["newer"]),
        (&json!("approved"), &json!(1), &json!(true))
    );
    let second = asked(&o.olga, &id(&file), &[&o.ana], json!({})).ok();
    assert_eq!((&second["version_number"], &second["newer"]), (&json!(2), &json!(false)));
}

#[test]
fn a_page_is_kept_as_it_was_when_it_was_asked_about() {
    let o = &office();
    let page = o.olga.post(&format!("/spaces/{}/pages", o.space), json!({ "title": "Minutes", "body": "One" })).ok();
    let approval = o.ask(&o.olga, &id(&page), &[&o.ana], json!({}));
    let number = read(&o.ana, &approval)["version_number"].clone();
    assert_eq!(number, 1);
    let content = o.ana.get(&format!("/pages/{}/content?version={number}", id(&page))).ok();
    assert!(content.to_string().contains("One"), "{content}");
    let again = asked(&o.olga, &id(&page), &[&o.ben], json!({}));
    let command = again.command();
    assert_eq!(again.ok()["version_number"], 1, "nothing was written since");
    o.olga.post("/undo", json!({ "command": command })).ok();
    write(o, &id(&page));
    assert_eq!(read(&o.ana, &approval)["newer"], true);
    let asking = asked(&o.olga, &id(&page), &[&o.ben], json!({}));
    let command = asking.command();
    assert_eq!(asking.ok()["version_number"], 2);
    // Not asking it takes no version away.
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.olga.get(&format!("/documents/{}", id(&page))).ok()["version_number"], 2);
}

/// Somebody writes in a page.
fn write(o: &crate::Office, page: &str) {
    use guildhall::documents::pages::versions;
    let id = page.parse().unwrap();
    let me: guildhall_domain::Id = o.olga.me().parse().unwrap();
    let written = o.server.app.run_blocking(guildhall::access::Who::person(me), move |work| {
        let tree = guildhall_pages::markdown::read("Two");
        versions::rewrite(work, id, &tree, me)
    });
    written.unwrap();
}

#[test]
fn who_is_asked_about_a_document_from_outside_reads_that_one() {
    let o = &office();
    let file = bring(&o.olga, &o.space, "Quote.txt", b"One", "").ok();
    let at = format!("/documents/{}", id(&file));
    o.max.get(&at).fails(404, "not_found");
    let approval = o.ask(&o.olga, &id(&file), &[&o.max], json!({}));
    let shown: Value = o.max.get(&at).ok();
    assert_eq!(shown["title"], "Quote.txt");
    let current = shown["file"]["id"].as_str().unwrap().to_owned();
    assert_eq!(o.max.get(&format!("/files/{current}")).status, 200, "{shown}");
    o.max.get(&format!("/spaces/{}/documents", o.space)).fails(403, "forbidden");
    o.olga.put(&format!("/approvals/{approval}/withdrawal"), json!({})).ok();
    o.max.get(&at).fails(404, "not_found");
    o.max.get(&format!("/files/{current}")).fails(404, "not_found");
}
