//! A saved search as a list of tasks: what it finds for whoever reads, in groups.

use super::{
    queries,
    record::Group,
    shapes::{SavedQuestion, SearchGroup, SearchShape, SearchTasks, shape},
};
use crate::{
    App, Error,
    access::{self, Scope, Who},
    search,
    tasks::views::{self, TaskRow},
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{Id, person::Person, policy::DoSpace, task::Task, when};
use std::collections::BTreeMap;

/// Most tasks that are shown; of more those that changed last.
const SHOWN: usize = 500;
/// Most searches that are counted at once.
const COUNTED: usize = 60;

/// Where a group stands, its id and its name.
type Place = (u8, String, String, String);
/// Where a task stands in its group: when it is due, how much it presses, its title.
type Order = ((i32, u32), i64, String);

/// The tasks of a search. For blocking threads.
pub fn tasks(app: &App, who: Who, id: Id) -> Result<SearchTasks, Error> {
    let search = queries::one(&app.view(who)?, id)?;
    let found = search::tasks::find(app, who, &SavedQuestion::of(&search).asked(), SHOWN)?;
    let scope = &found.view;
    let me = access::me(scope)?;
    let mut groups: BTreeMap<Place, Vec<(Order, TaskRow)>> = BTreeMap::new();
    for task in &found.tasks {
        let row = views::row(scope, task)?;
        let place = match search.group {
            Group::Due => by_due(task, row.overdue, today(scope, &me), &me),
            Group::Space => by_space(scope, task),
            Group::Assignee => by_assignee(scope, task),
        };
        groups.entry(place).or_default().push((order(task), row));
    }
    let group = |((_, _, id, name), mut rows): (Place, Vec<(Order, TaskRow)>)| {
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        SearchGroup { id, name, rows: rows.into_iter().map(|(_, row)| row).collect() }
    };
    Ok(SearchTasks {
        groups: groups.into_iter().map(group).collect(),
        shown: found.tasks.len(),
        total: found.total,
        rebuilding: found.rebuilding,
    })
}

/// The searches somebody sees, with how much each finds where that is asked for.
pub fn all(app: &App, who: Who, counted: bool) -> Result<Vec<SearchShape>, Error> {
    let view = app.view(who)?;
    let searches = queries::all(&view)?;
    let mut shapes = Vec::with_capacity(searches.len());
    for (place, search) in searches.iter().enumerate() {
        let count = if counted && place < COUNTED {
            // One that cannot be asked at the moment keeps no other from being listed.
            search::tasks::count(app, &view, &SavedQuestion::of(search).asked()).unwrap_or_default()
        } else {
            None
        };
        shapes.push(SearchShape { count, ..shape(&view, search) });
    }
    Ok(shapes)
}

fn today(scope: &impl Scope, me: &Person) -> NaiveDate {
    when::today(when::from_ms(scope.now()), me.time_zone)
}

fn order(task: &Task) -> Order {
    let due = task.due.map_or((i32::MAX, 0), |due| due.sort_key());
    (due, -guildhall_domain::task::facts::priority_number(task.priority), task.title.to_lowercase())
}

fn named(place: u8, id: &str, name: &str) -> Place {
    (place, String::new(), id.into(), name.into())
}

/// Late, today, within the seven days from today on, later; finished ones behind those without a day.
fn by_due(task: &Task, overdue: bool, today: NaiveDate, me: &Person) -> Place {
    let Some(due) = task.due.filter(|_| task.category.is_open()).map(|due| due.day_in(me.time_zone)) else {
        return if task.category.is_open() { named(4, "none", "No date") } else { named(5, "done", "Finished") };
    };
    match due {
        _ if overdue => named(0, "overdue", "Late"),
        due if due <= today => named(1, "today", "Today"),
        due if today.checked_add_days(Days::new(6)).is_some_and(|last| due <= last) => named(2, "week", "This week"),
        _ => named(3, "later", "Later"),
    }
}

fn by_space(scope: &impl Scope, task: &Task) -> Place {
    match access::space(scope, task.space, DoSpace::See) {
        Ok(space) => (0, space.name.to_lowercase(), space.id.to_string(), space.name.clone()),
        Err(_) => named(1, "none", "Elsewhere"),
    }
}

fn by_assignee(scope: &impl Scope, task: &Task) -> Place {
    let Some(id) = task.assignee else { return named(2, "none", "Nobody") };
    match access::person(scope, id) {
        Ok(person) => (0, person.name.to_lowercase(), id.to_string(), person.name.clone()),
        Err(_) => (1, String::new(), id.to_string(), "Somebody".into()),
    }
}
