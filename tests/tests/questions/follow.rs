//! Everybody follows the changes, round after round.

use crate::company::Company;
use serde_json::Value;

/// Reads what everybody was told since the round before; nobody is told of a task or document they may not read.
pub fn follow(company: &mut Company) {
    for who in 0..company.people.len() {
        while !company.people[who].left {
            let person = &company.people[who];
            let page = person.client.get(&format!("/changes?since={}&limit=200", person.cursor)).ok();
            let items = page["items"].as_array().unwrap();
            items.iter().for_each(|change| compare(company, who, change));
            let ended = items.is_empty();
            company.people[who].cursor = page["next"].as_str().unwrap().to_owned();
            if ended {
                break;
            }
        }
    }
}

/// What went out of their sight is told without a space.
fn compare(company: &Company, who: usize, change: &Value) {
    if change["item_type"] == "task" && change["space_id"].is_string() {
        let task = company.tasks.iter().find(|task| change["item_id"] == task.id.as_str());
        let reads = task.is_some_and(|task| company.opens(who, task));
        assert!(reads, "{} was told {change:#}", company.people[who].name);
    }
    if change["item_type"] == "document" && change["space_id"].is_string() {
        let paper = company.papers.iter().find(|paper| change["item_id"] == paper.id.as_str());
        let reads = paper.is_some_and(|paper| company.opens_paper(who, paper));
        assert!(reads, "{} was told {change:#}", company.people[who].name);
    }
    if change["item_type"] == "topic" && change["space_id"].is_string() {
        let talk = company.talks.iter().find(|talk| change["item_id"] == talk.id.as_str());
        let reads = talk.is_some_and(|talk| company.opens_talk(who, talk));
        assert!(reads, "{} was told {change:#}", company.people[who].name);
    }
}
