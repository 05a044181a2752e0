//! A workflow: all statuses of a space at once, and where the tasks of those that go are moved.

use crate::{
    Rule, limits,
    space::{Category, Space, Status},
};
use std::collections::BTreeMap;

/// A status as it shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The status that stays; none for a new one.
    pub id: Option<u32>,
    /// Name.
    pub name: String,
    /// Category; that of one that stays may be another one, and its tasks follow.
    pub category: Category,
    /// Most tasks that should be in it at once.
    pub limit: Option<u32>,
    /// The statuses that go and whose tasks come here.
    pub takes: Vec<u32>,
}

/// Gives a space the wanted statuses in their order; answers to which status the tasks of each former one go. A status
/// whose category changes gets a new number, because the category of a number is fixed.
pub fn rework(space: &mut Space, wanted: &[Wanted]) -> Result<BTreeMap<u32, u32>, Rule> {
    limits::at_most("statuses", wanted.len(), limits::STATUSES)?;
    let wrong = |message: String| Rule::field("workflow", "statuses", message);
    let (mut last, mut moves, mut statuses) = (space.last_part, BTreeMap::new(), Vec::<Status>::new());
    for one in wanted {
        let name = limits::line("statuses", &one.name, limits::NAME)?;
        if statuses.iter().any(|status| status.name.eq_ignore_ascii_case(&name)) {
            return Err(wrong(format!("Two statuses are named {name}. Give each its own name.")));
        }
        let stays = one.id.and_then(|id| space.status(id)).filter(|status| status.category == one.category);
        let id = stays.map_or(last + 1, |status| status.id);
        last = last.max(id);
        for old in one.id.iter().chain(&one.takes) {
            if space.status(*old).is_none() {
                return Err(wrong(format!("This space has no status {old}.")));
            }
            if moves.insert(*old, id).is_some() {
                return Err(wrong(format!("Status {old} is named twice. Say of each once where its tasks go.")));
            }
        }
        statuses.push(Status { id, name, category: one.category, limit: one.limit.filter(|limit| *limit > 0) });
    }
    if let Some(left) = space.statuses.iter().find(|status| !moves.contains_key(&status.id)) {
        return Err(wrong(format!("Say where the tasks of {} go.", left.name)));
    }
    let all = [Category::Todo, Category::Doing, Category::Waiting, Category::Done, Category::Cancelled];
    if !all.iter().all(|category| statuses.iter().any(|status| status.category == *category)) {
        return Err(wrong("Leave a status in each of the five categories.".into()));
    }
    moves.retain(|old, new| old != new);
    space.heirs.extend(&moves);
    (space.statuses, space.last_part) = (statuses, last);
    Ok(moves)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    fn kept(id: u32, category: Category) -> Wanted {
        Wanted { id: Some(id), name: format!("Status {id}"), category, limit: None, takes: Vec::new() }
    }

    fn standard() -> Vec<Wanted> {
        let all = [Category::Todo, Category::Doing, Category::Waiting, Category::Done, Category::Cancelled];
        (1..).zip(all).map(|(id, category)| kept(id, category)).collect()
    }

    fn space() -> Space {
        Space::new(Id::nil(), 1, "Service".into(), "SVC".into(), 0)
    }

    #[test]
    fn what_goes_is_followed_and_another_category_is_another_number() {
        let (mut space, mut wanted) = (space(), standard());
        // "Doing" becomes what waits, "Waiting" goes there too, and a new one is for what is being done.
        wanted[1] = Wanted { category: Category::Waiting, takes: vec![3], ..wanted[1].clone() };
        let calling = Wanted { id: None, name: "Calling".into(), category: Category::Doing, ..wanted[2].clone() };
        wanted[2] = Wanted { limit: Some(0), ..calling };
        assert_eq!(rework(&mut space, &wanted).unwrap(), BTreeMap::from([(2, 6), (3, 6)]));
        assert_eq!(space.statuses.iter().map(|status| status.id).collect::<Vec<_>>(), [1, 6, 7, 4, 5]);
        assert_eq!((space.last_part, space.heirs.get(&3), space.statuses[2].limit), (7, Some(&6), None));
        assert_eq!(rework(&mut space.clone(), &[]).unwrap_err().message, "Say where the tasks of Status 1 go.");
    }

    #[test]
    fn what_makes_no_sense_is_refused_and_changes_nothing() {
        let mut twice = standard();
        twice[0].takes = vec![2];
        let mut unknown = standard();
        unknown[0].takes = vec![9];
        let mut same = standard();
        same[0].name = "status 2".into();
        let mut bare = standard();
        bare[4].category = Category::Done;
        let gone = standard()[1..].to_vec();
        for wrong in [twice, unknown, same, bare, gone] {
            let mut space = space();
            assert_eq!(rework(&mut space, &wrong).unwrap_err().field, "statuses");
            assert_eq!(space, self::space());
        }
    }
}
