//! The tabs of Home, from the rows that tell what a person has to do with which task. Days turn over
//! in the person's own zone.

use super::views::{HomeCounts, HomeGroup, HomeTab, Tab};
use crate::{
    Error,
    access::{self, Permitted, Scope},
    tasks::{
        plans::{self, Plan, PlanWhen},
        rows::{PERSON, Part},
        views,
    },
};
use chrono::{Datelike, NaiveDate, Timelike};
use guildhall_domain::{Id, person::Person, space::Category, task::Task, when};
use guildhall_store::{Desc, Span};
use std::collections::{BTreeMap, HashMap};

/// Most rows of a tab; Home is for one person's work, not for a report.
const MOST: usize = 500;
/// How far back the Done tab looks.
const DONE_DAYS: i64 = 14;

/// A task of somebody's Home with what they have to do with it.
struct Mine {
    task: Permitted<Task>,
    parts: u64,
    plan: Option<Plan>,
}

struct Desk {
    me: std::sync::Arc<Person>,
    today: NaiveDate,
    open: Vec<Mine>,
}

fn desk(scope: &impl Scope) -> Result<Desk, Error> {
    let me = access::me(scope)?;
    let today = when::today(when::from_ms(scope.now()), me.time_zone);
    let mut plans: HashMap<Id, Plan> = plans::all(scope, me.audience)?.into_iter().collect();
    let mut open = Vec::new();
    for row in scope.read().scan(&PERSON, Span::prefix(&(me.audience, 0u8)))? {
        let ((_, _, _, id), parts) = row?;
        if let Some(task) = access::seen_task(scope, id)? {
            open.push(Mine { task, parts, plan: plans.remove(&id) });
        }
    }
    // What somebody planned without being part of it is theirs for the day as well.
    for (id, plan) in plans {
        if let Some(task) = access::seen_task(scope, id)?
            && task.is_open()
        {
            open.push(Mine { task, parts: 0, plan: Some(plan) });
        }
    }
    Ok(Desk { me, today, open })
}

impl Desk {
    fn is_mine(&self, mine: &Mine) -> bool {
        mine.parts & Part::ASSIGNEE != 0
    }

    fn due_day(&self, mine: &Mine) -> Option<NaiveDate> {
        mine.task.due.map(|due| due.day_in(self.me.time_zone))
    }

    /// Where a task stands on the Today tab, if it does.
    fn today_group(&self, mine: &Mine) -> Option<&'static str> {
        let due = self.due_day(mine).filter(|_| self.is_mine(mine));
        match (due, mine.plan.as_ref().map(|plan| plan.when)) {
            (Some(day), _) if day < self.today => Some("overdue"),
            (Some(day), _) if day == self.today => Some("due_today"),
            (_, Some(PlanWhen::Day(day))) if day <= self.today => Some("planned_today"),
            (_, Some(PlanWhen::Someday)) => Some("someday"),
            // One's own work without any date would otherwise be nowhere.
            (None, None) if self.is_mine(mine) && mine.task.category != Category::Waiting => Some("undated"),
            _ => None,
        }
    }

    /// The day under which a task stands on the Upcoming tab.
    fn coming_day(&self, mine: &Mine) -> Option<NaiveDate> {
        let planned =
            mine.plan.as_ref().and_then(|plan| if let PlanWhen::Day(day) = plan.when { Some(day) } else { None });
        let due = self.due_day(mine).filter(|_| self.is_mine(mine));
        [planned, due].into_iter().flatten().filter(|day| *day > self.today).min()
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
    let desk = desk(scope)?;
    let count = |tab| desk.open.iter().filter(|mine| desk.in_tab(mine, tab)).count();
    Ok(HomeCounts {
        today: count(Tab::Today),
        upcoming: count(Tab::Upcoming),
        waiting: count(Tab::Waiting),
        delegated: count(Tab::Delegated),
        followed: count(Tab::Followed),
        done: done(scope, &desk)?.len(),
    })
}

/// One tab.
pub fn tab(scope: &impl Scope, tab: Tab) -> Result<HomeTab, Error> {
    let desk = desk(scope)?;
    let finished = done(scope, &desk)?;
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
    let minutes = |list: &mut dyn Iterator<Item = &Mine>| list.filter_map(|mine| mine.task.estimate).sum();
    let for_today = |mine: &&Mine| matches!(desk.today_group(mine), Some("overdue" | "due_today" | "planned_today"));
    let today = desk.today;
    let zone = desk.me.time_zone;
    let done_today =
        |mine: &&Mine| mine.task.completed_ms.is_some_and(|at| when::today(when::from_ms(at), zone) == today);
    Ok(HomeTab {
        groups: shown,
        planned_minutes: minutes(&mut desk.open.iter().filter(for_today)),
        free_minutes: free_minutes(&desk, scope.now()),
        done_minutes: minutes(&mut finished.iter().filter(done_today)),
    })
}

/// The working minutes of today that are left.
fn free_minutes(desk: &Desk, now: i64) -> u32 {
    let works = desk.me.working_days >> desk.today.weekday().num_days_from_monday() & 1 == 1;
    let local = when::from_ms(now).with_timezone(&desk.me.time_zone);
    let minute = local.hour() * 60 + local.minute();
    let from = minute.max(desk.me.hours.0.into());
    if works { u32::from(desk.me.hours.1).saturating_sub(from) } else { 0 }
}

/// Own tasks finished in the last two weeks, newest first.
fn done(scope: &impl Scope, desk: &Desk) -> Result<Vec<Mine>, Error> {
    let since = scope.now() - DONE_DAYS * 24 * 3_600_000;
    let mut finished = Vec::new();
    for row in scope.read().scan(&PERSON, Span::prefix(&(desk.me.audience, 1u8)))? {
        let ((_, _, Desc(at), id), parts) = row?;
        if i64::try_from(at).unwrap_or(i64::MAX) < since || finished.len() >= MOST {
            break;
        }
        if parts & Part::ASSIGNEE == 0 {
            continue;
        }
        if let Some(task) = access::seen_task(scope, id)?
            && task.category == Category::Done
            && task.trashed_ms.is_none()
        {
            finished.push(Mine { task, parts, plan: None });
        }
    }
    Ok(finished)
}

fn group(scope: &impl Scope, desk: &Desk, mine: &Mine, tab: Tab) -> (u8, String) {
    match tab {
        Tab::Today => {
            let id = desk.today_group(mine).unwrap_or("undated");
            let order = ["overdue", "due_today", "planned_today", "undated", "someday"];
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
