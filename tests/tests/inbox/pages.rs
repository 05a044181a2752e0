//! People who are named in a page that is there are told, once, by whoever wrote last; and who cannot read it is not.

use crate::{Office, id, office};
use guildhall_tests::{Client, Writer, live, until};
use serde_json::json;
use yrs::{Xml, XmlElementPrelim, XmlFragment, XmlTextPrelim};

const NONE: [&str; 0] = [];

fn page(by: &Client, space: &str) -> String {
    id(&by.post(&format!("/spaces/{space}/pages"), json!({ "title": "Minutes", "body": "Bread\n" })).ok())
}

/// Types a line at the end that names somebody, or a space.
fn name(writer: &mut Writer, kind: &str, whom: &str) {
    let update = writer.edit(|root, change| {
        let at = root.len(change);
        let block = root.insert(change, at, XmlElementPrelim::empty("paragraph"));
        block.insert(change, 0, XmlTextPrelim::new("Ask "));
        let mention = block.insert(change, 1, XmlElementPrelim::empty("mention"));
        mention.insert_attribute(change, "kind", kind);
        mention.insert_attribute(change, "id", whom);
        mention.insert_attribute(change, "label", "Somebody");
    });
    writer.send(0, &update);
    writer.until_saved();
}

/// Takes the last line out.
fn take_out(writer: &mut Writer) {
    let update = writer.edit(|root, change| {
        let last = root.len(change) - 1;
        root.remove_range(change, last, 1);
    });
    writer.send(0, &update);
    writer.until_saved();
}

fn needs(o: &Office, who: &Client, wanted: &[&str]) {
    until(|| o.shelf(who, "needs"), |shelf| shelf == wanted);
}

#[test]
fn who_is_named_in_a_page_is_told_once_and_no_more_when_they_are_taken_out() {
    let o = &office();
    live::start(&o.server);
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let minutes = page(olga, &o.space);
    let mut writer = Writer::open(olga, &minutes, true);
    name(&mut writer, "person", &ana.me());
    needs(o, ana, &["Minutes: mentioned"]);
    let entry = o.entry(ana, "needs", &minutes);
    assert_eq!((&entry["actor"]["name"], &entry["item_type"]), (&json!("Olga Owner"), &json!("document")));
    // What is written further on tells nobody anew: Bo is told by it, Ana has cleared hers.
    ana.put(&format!("/inbox/{minutes}/clearance"), json!({})).ok();
    name(&mut writer, "person", &bo.me());
    needs(o, bo, &["Minutes: mentioned"]);
    assert_eq!(o.shelf(ana, "needs"), NONE);
    take_out(&mut writer);
    needs(o, bo, &[]);
    assert_eq!(o.shelf(bo, "cleared"), NONE, "nothing of it is left");
    // A space stands for the people who were put into it; and whoever names themselves is told nothing.
    let team = olga.space("Fitters", "open");
    olga.put(&format!("/spaces/{team}/members/{}", bo.me()), json!({ "role": "member" })).ok();
    name(&mut writer, "person", &olga.me());
    name(&mut writer, "space", &team);
    needs(o, bo, &["Minutes: mentioned"]);
    assert_eq!(o.shelf(olga, "needs"), NONE);
    let activity = olga.get(&format!("/items/{minutes}/activity")).ok().to_string();
    assert!(!activity.contains(r#""named""#), "how it is told is nothing people did: {activity}");
}

#[test]
fn who_cannot_read_a_page_is_not_told_and_its_writer_learns_it() {
    let o = &office();
    live::start(&o.server);
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let payroll = olga.space("Payroll", "private");
    olga.put(&format!("/spaces/{payroll}/members/{}", bo.me()), json!({ "role": "member" })).ok();
    let minutes = page(olga, &payroll);
    let unreached = |who: &Client| who.get(&format!("/documents/{minutes}")).ok()["unreached_ids"].clone();
    assert_eq!(unreached(olga), json!([]));
    let mut writer = Writer::open(olga, &minutes, true);
    name(&mut writer, "person", &ana.me());
    name(&mut writer, "person", &bo.me());
    needs(o, bo, &["Minutes: mentioned"]);
    assert_eq!(unreached(olga), json!([ana.me()]));
    assert_eq!(unreached(bo), json!([]), "that is the writer's to know");
    for shelf in ["needs", "following", "later", "cleared"] {
        assert_eq!(o.shelf(ana, shelf), NONE, "{shelf}");
    }
    olga.put(&format!("/spaces/{payroll}/members/{}", ana.me()), json!({ "role": "member" })).ok();
    assert_eq!(unreached(olga), json!([]), "she can read it now");
}
