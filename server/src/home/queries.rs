//! The tabs of Home, from the rows that tell what a person has to do with which task. Days turn over
//! in the person's own zone.

use super::{
    days::Days,
    desk::{Desk, Mine, Stands},
    views::{HomeCounts, HomeGroup, HomeTab, Tab},
};
use crate::{
    Error,
    access::Scope,
    tasks::{rows::Part, views},
};
use chrono::NaiveDate;
use guildhall_domain::{space::Category, when};
use std::collections::BTreeMap;

/// Most rows of a tab; Home is for one person's work, not for a report.
pub const MOST: usize = 500;

impl Desk {
    /// Where a task stands on the Today tab, if it does. What is late or due today stands there whatever was planned.
    fn today_group(&self, mine: &Mine) -> Option<&'static str> {
        match (self.due_day(mine), self.stands(mine)) {
            (Some(day), _) if day < self.today => Some("overdue"),
            (Some(day), _) if day == self.today => Some("due_today"),
            (_, Stands::On(day)) if day == self.today => Some("planned_today"),
            (_, Stands::LeftOver) => Some("left_over"),
            // One's own work without any date would otherwise be nowhere.
            (_, Stands::Undated) => Some("undated"),
            (_, Stands::Someday) => Some("someday"),
            _ => None,
        }
    }

    /// The day under which a task stands on the Upcoming tab.
    fn coming_day(&self, mine: &Mine) -> Option<NaiveDate> {
        let stands = if let Stands::On(day) = self.stands(mine) { Some(day) } else { None };
        [stands, self.due_day(mine)].into_iter().flatten().filter(|day| *day > self.today).min()
    }

    fn in_tab(&self, mine: &Mine, tab: Tab) -> bool {
        let others = mine.task.assignee.is_some_and(|assignee| assignee != self.me.id);
        let delegated = mine.parts & Part::AUTHOR != 0 && others;
        match tab {
            Tab::Today => self.today_group(mine).is_some(),
            Tab::Upcoming => self.today_group(mine).is_none() && self.coming_day(mine).is_some(),
            Tab::Waiting => self.is_mine(mine) && mine.task.category == Category::Waiting,
            Tab::Delegated => delegated,
            Tab::Followed => mine.parts & Part::FOLLOWER != 0 && !self.is_mine(mine) && !delegated,
            Tab::Done => false,
        }
    }
}

/// How many rows each tab has.
pub fn counts(scope: &impl Scope) -> Result<HomeCounts, Error> {
    let desk = Desk::of(scope)?;
    let count = |tab| desk.open.iter().filter(|mine| desk.in_tab(mine, tab)).count();
    Ok(HomeCounts {
        today: count(Tab::Today),
        upcoming: count(Tab::Upcoming),
        waiting: count(Tab::Waiting),
        delegated: count(Tab::Delegated),
        followed: count(Tab::Followed),
        done: desk.done(scope, MOST)?.len(),
    })
}

/// One tab.
pub fn tab(scope: &impl Scope, tab: Tab) -> Result<HomeTab, Error> {
    let desk = Desk::of(scope)?;
    let finished = if tab == Tab::Done { desk.done(scope, MOST)? } else { Vec::new() };
    let rows: Vec<&Mine> = match tab {
        Tab::Done => finished.iter().collect(),
        _ => desk.open.iter().filter(|mine| desk.in_tab(mine, tab)).collect(),
    };
    let mut groups: BTreeMap<(u8, String), Vec<&Mine>> = BTreeMap::new();
    for mine in rows.into_iter().take(MOST) {
        groups.entry(group(scope, &desk, mine, tab)).or_default().push(mine);
    }
    let mut shown = Vec::new();
    for ((_, id), mut rows) in groups {
        rows.sort_by_cached_key(|mine| sort_key(mine, &id, tab));
        let name = group_name(scope, &id);
        let rows = rows.into_iter().map(|mine| views::row(scope, &mine.task)).collect::<Result<Vec<_>, _>>()?;
        shown.push(HomeGroup { count: rows.len(), id, name, rows });
    }
    if tab == Tab::Done {
        shown.reverse();
    }
    let day = if tab == Tab::Today {
        Some(Days::gather(scope, &desk, desk.today, desk.today)?.day(scope, desk.today))
    } else {
        None
    };
    Ok(HomeTab { groups: shown, day })
}

fn group(scope: &impl Scope, desk: &Desk, mine: &Mine, tab: Tab) -> (u8, String) {
    match tab {
        Tab::Today => {
            let id = desk.today_group(mine).unwrap_or("undated");
            let order = ["overdue", "left_over", "due_today", "planned_today", "undated", "someday"];
            (
                order.iter().position(|other| *other == id).and_then(|place| u8::try_from(place).ok()).unwrap_or(9),
                id.into(),
            )
        }
        Tab::Upcoming => match desk.coming_day(mine) {
            Some(day) if (day - desk.today).num_days() <= 14 => (0, day.to_string()),
            _ => (1, "later".into()),
        },
        Tab::Waiting => {
            let remind = mine.task.waiting.as_ref().and_then(|waiting| waiting.remind_on);
            if remind.is_some_and(|day| day <= desk.today) { (0, "remind".into()) } else { (1, "waiting".into()) }
        }
        Tab::Delegated => {
            let assignee = mine.task.assignee.and_then(|id| scope.directory().person(id));
            (0, assignee.map_or("all".into(), |person| person.id.to_string()))
        }
        Tab::Followed => (0, "all".into()),
        Tab::Done => {
            let at = mine.task.completed_ms.unwrap_or(mine.task.updated_ms);
            (0, when::today(when::from_ms(at), desk.me.time_zone).to_string())
        }
    }
}

/// By plan order where people arranged their day, otherwise by due, then by what is older.
fn sort_key(mine: &Mine, group: &str, tab: Tab) -> (String, (i32, u32), i64) {
    let arranged = matches!(group, "planned_today" | "someday");
    let order = mine.plan.as_ref().filter(|_| arranged).map(|plan| plan.order.clone()).unwrap_or_default();
    let due = mine.task.due.map_or((i32::MAX, 0), |due| due.sort_key());
    let time = if tab == Tab::Done { -mine.task.completed_ms.unwrap_or_default() } else { mine.task.created_ms };
    (order, if tab == Tab::Done { (0, 0) } else { due }, time)
}

fn group_name(scope: &impl Scope, id: &str) -> String {
    let known = match id {
        "overdue" => "Late",
        "due_today" => "Due today",
        "left_over" => "Planned before and not done",
        "planned_today" => "Planned for today",
        "undated" => "No date yet",
        "someday" => "If there is time",
        "remind" => "Ask again",
        "waiting" => "Waiting",
        "later" => "Later",
        "all" => "All",
        _ => "",
    };
    let person = id.parse().ok().and_then(|id| scope.directory().person(id));
    match (known, person) {
        ("", Some(person)) => person.name.clone(),
        ("", None) => id.into(),
        (known, _) => known.into(),
    }
}
