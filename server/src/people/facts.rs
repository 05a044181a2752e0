//! The fields of a person as named values, for the change log: two versions give what changed. What a
//! person set for themselves alone (theme, shortcuts, stars) stays out of it.

use crate::organization;
use guildhall_domain::{
    change::{FieldChange, Value},
    person::{Person, PersonState, Role},
};
use std::collections::BTreeMap;

/// The word of a role in changes and in the audit.
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Admin => "admin",
        Role::Owner => "owner",
    }
}

/// The word of a state.
pub fn state_word(state: PersonState) -> &'static str {
    match state {
        PersonState::Active => "active",
        PersonState::Placeholder => "placeholder",
        PersonState::Deactivated => "deactivated",
    }
}

fn of(p: &Person) -> BTreeMap<&'static str, Value> {
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::Text(text.to_owned()) };
    let days = organization::input::day_numbers(p.working_days);
    BTreeMap::from([
        ("name", text(&p.name)),
        ("email", text(&p.email)),
        ("role", text(role_word(p.role))),
        ("state", text(state_word(p.state))),
        ("job_title", text(&p.job_title)),
        ("phone", text(&p.phone)),
        ("mobile", text(&p.mobile)),
        ("location", text(&p.location)),
        ("about", text(&p.about)),
        ("reports_to", Value::opt(p.reports_to, Value::Id)),
        ("language", text(&p.language)),
        ("time_zone", text(p.time_zone.name())),
        ("working_days", Value::List(days.into_iter().map(|day| Value::Int(day.into())).collect())),
        ("hours_from", text(&organization::input::clock_text(p.hours.0))),
        ("hours_to", text(&organization::input::clock_text(p.hours.1))),
        ("color", Value::Int(p.color.into())),
        (
            "capacity_minutes",
            Value::opt(p.capacity, |minutes| {
                Value::List(minutes.into_iter().map(|one| Value::Int(one.into())).collect())
            }),
        ),
        ("absences", Value::List(p.absences.iter().map(|(from, until)| text(&format!("{from}/{until}"))).collect())),
        ("away", Value::opt(p.away.as_ref(), |away| text(&format!("{}/{} {}", away.from, away.until, away.note)))),
    ])
}

/// What changed from one version to the next.
pub fn changes(before: &Person, after: &Person) -> Vec<FieldChange> {
    let pairs = of(before).into_iter().zip(of(after));
    let changed = pairs.filter(|((_, before), (_, after))| before != after);
    changed.map(|((name, before), (_, after))| FieldChange { field: name.to_owned(), before, after }).collect()
}
