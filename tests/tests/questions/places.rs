//! Questions for spaces, their members and the people of the company.

use crate::{
    company::{Access, Company},
    lists::{all, ids, same},
};
use guildhall_tests::Dice;
use std::collections::BTreeSet;

/// Asks one question and compares; answers what sort it was.
pub fn question(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    match dice.below(5) {
        0..=2 => members(company, who, dice.below(company.spaces.len())),
        3 => people(company, who),
        _ => spaces(company, who),
    }
}

/// Who left is not shown, and an admin outside a private space is shown who leads it.
fn members(company: &Company, who: usize, number: usize) -> &'static str {
    let space = &company.spaces[number];
    // Those who lead a deleted space are still shown it, so that it can be brought back.
    if space.access == Access::Personal || space.deleted {
        return spaces(company, who);
    }
    let path = format!("/spaces/{}/members", space.id);
    let answer = company.people[who].client.get(&path);
    if !company.sees(who, number) {
        assert_eq!(answer.status, 404, "{} {path} {}", company.people[who].name, answer.text);
        return "members refused";
    }
    let shown = answer.ok();
    let found = shown["items"].as_array().unwrap().iter().map(|member| member["member"]["id"].as_str().unwrap());
    let leads_only = space.access == Access::Private && !company.inside(who, number);
    let (people, groups) = if leads_only {
        (BTreeSet::from([space.lead]), Vec::new())
    } else {
        let groups = space.groups.iter().copied().filter(|group| !company.spaces[*group].deleted);
        let groups: Vec<usize> = groups.collect();
        let through = groups.iter().flat_map(|group| &company.spaces[*group].members);
        (space.members.iter().chain(through).copied().collect(), groups)
    };
    let people = people.into_iter().filter(|other| !company.people[*other].left && company.knows(who, *other));
    let people = people.map(|other| company.people[other].id.as_str());
    let groups = groups.into_iter().filter(|group| company.sees(who, *group));
    let wanted: BTreeSet<&str> = people.chain(groups.map(|group| company.spaces[group].id.as_str())).collect();
    assert_eq!(found.collect::<BTreeSet<_>>(), wanted, "{} {path} {space:?}", company.people[who].name);
    "members"
}

fn people(company: &Company, who: usize) -> &'static str {
    let found = all(company, who, "/people");
    let known = (0..company.people.len()).filter(|other| company.knows(who, *other));
    let wanted = known.map(|other| company.people[other].id.as_str()).collect();
    same(found.as_deref().map(ids), Some(wanted), &|| format!("{} /people", company.people[who].name));
    "people"
}

fn spaces(company: &Company, who: usize) -> &'static str {
    let found = all(company, who, "/spaces").unwrap_or_default();
    let found: BTreeSet<&str> = ids(&found).into_iter().collect();
    for (number, space) in company.spaces.iter().enumerate() {
        let own = space.access == Access::Personal && space.lead == who;
        assert!(
            own || found.contains(space.id.as_str()) == company.sees(who, number),
            "{} {}",
            company.people[who].name,
            space.name
        );
    }
    "spaces"
}
