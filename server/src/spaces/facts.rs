//! The fields of a space as named values, like those of a task: two versions give what changed, and
//! the same names put a value back. Each status, section and field is a fact of its own; their order is
//! another one. Memberships are named `member:ID` and stand in their own table (see `members`).

use super::words::{AccessShape, SpaceKindShape};
use guildhall_domain::{
    change::{FieldChange, Value, between},
    space::{Field, Section, Space, Status},
};
use std::collections::BTreeMap;

/// All facts of a space by name.
pub fn of(space: &Space) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    let mut add = |name: String, value: Value| {
        if value != Value::Null {
            facts.insert(name, value);
        }
    };
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::Text(text.into()) };
    let flag = |on: bool| if on { Value::Bool(true) } else { Value::Null };
    let order = |ids: Vec<u32>| {
        if ids.is_empty() {
            Value::Null
        } else {
            Value::List(ids.into_iter().map(|id| Value::Int(id.into())).collect())
        }
    };
    add("name".into(), text(&space.name));
    add("kind".into(), text(SpaceKindShape::from(space.kind).word()));
    add("access".into(), text(AccessShape::from(space.access).word()));
    add("everyone_joins".into(), flag(space.everyone_joins));
    add("prefix".into(), text(&space.prefix));
    add("color".into(), Value::Int(space.color.into()));
    add("icon".into(), text(&space.icon));
    add("description".into(), text(&space.description));
    add("first_answer_minutes".into(), Value::opt(space.targets.answer, |minutes| Value::Int(minutes.into())));
    add("done_minutes".into(), Value::opt(space.targets.done, |minutes| Value::Int(minutes.into())));
    add("finish".into(), Value::opt(space.finish, |day| Value::Text(day.to_string())));
    add("archived".into(), flag(space.archived));
    add("deleted".into(), Value::opt(space.deleted_ms, Value::Int));
    space.tools_off.iter().for_each(|tool| add(format!("tool_off:{tool}"), Value::Bool(true)));
    space.statuses.iter().for_each(|status| add(format!("status:{}", status.id), status_value(status)));
    space.sections.iter().for_each(|section| add(format!("section:{}", section.id), Value::Text(section.name.clone())));
    space.fields.iter().for_each(|field| add(format!("field:{}", field.id), field_value(field)));
    add("status_order".into(), order(space.statuses.iter().map(|status| status.id).collect()));
    add("section_order".into(), order(space.sections.iter().map(|section| section.id).collect()));
    add("field_order".into(), order(space.fields.iter().map(|field| field.id).collect()));
    facts
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Space, after: &Space) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}

/// Puts one fact back; answers false when the name or the value means nothing, and then nothing changed.
/// Orders must come after the parts they order, as the names sort.
pub fn set(space: &mut Space, name: &str, value: &Value) -> bool {
    let (head, rest) = name.split_once(':').unwrap_or((name, ""));
    let text = value.as_text().unwrap_or_default();
    let on = *value == Value::Bool(true);
    match head {
        "name" => space.name = text.into(),
        "kind" => return SpaceKindShape::from_word(text).map(|kind| space.kind = kind.into()).is_some(),
        "access" => return AccessShape::from_word(text).map(|access| space.access = access.into()).is_some(),
        "everyone_joins" => space.everyone_joins = on,
        "prefix" => space.prefix = text.into(),
        "color" => space.color = value.as_int().and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        "icon" => space.icon = text.into(),
        "description" => space.description = text.into(),
        "first_answer_minutes" => space.targets.answer = value.as_int().and_then(|n| u32::try_from(n).ok()),
        "done_minutes" => space.targets.done = value.as_int().and_then(|n| u32::try_from(n).ok()),
        "finish" => space.finish = value.as_text().and_then(|day| day.parse().ok()),
        "archived" => space.archived = on,
        "deleted" => space.deleted_ms = value.as_int(),
        "tool_off" => {
            space.tools_off.retain(|tool| tool != rest);
            space.tools_off.extend(on.then(|| rest.to_owned()));
        }
        "status" => return rest.parse().is_ok_and(|id| put(&mut space.statuses, id, |s| s.id, value, status_from)),
        "section" => return rest.parse().is_ok_and(|id| put(&mut space.sections, id, |s| s.id, value, section_from)),
        "field" => return rest.parse().is_ok_and(|id| put(&mut space.fields, id, |f| f.id, value, field_from)),
        "status_order" => reorder(&mut space.statuses, |s| s.id, value),
        "section_order" => reorder(&mut space.sections, |s| s.id, value),
        "field_order" => reorder(&mut space.fields, |f| f.id, value),
        _ => return false,
    }
    true
}

fn put<T>(
    parts: &mut Vec<T>,
    id: u32,
    number: impl Fn(&T) -> u32,
    value: &Value,
    make: impl Fn(u32, &Value) -> Option<T>,
) -> bool {
    if *value == Value::Null {
        parts.retain(|part| number(part) != id);
        return true;
    }
    let Some(made) = make(id, value) else { return false };
    match parts.iter_mut().find(|part| number(part) == id) {
        Some(part) => *part = made,
        None => parts.push(made),
    }
    true
}

/// Sorts parts as a list of their numbers says; those it does not name stay behind them.
pub fn reorder<T>(parts: &mut [T], number: impl Fn(&T) -> u32, order: &Value) {
    let Value::List(order) = order else { return };
    let place = |part: &T| order.iter().position(|id| id.as_int() == Some(number(part).into())).unwrap_or(usize::MAX);
    parts.sort_by_key(place);
}

fn status_value(status: &Status) -> Value {
    let category = super::record::category_number(status.category);
    Value::List(vec![
        Value::Text(status.name.clone()),
        Value::Int(category.into()),
        Value::opt(status.limit, |limit| Value::Int(limit.into())),
    ])
}

fn status_from(id: u32, value: &Value) -> Option<Status> {
    let Value::List(parts) = value else { return None };
    let number = |at: usize| parts.get(at).and_then(Value::as_int);
    Some(Status {
        id,
        name: parts.first()?.as_text()?.into(),
        category: super::record::category_from(u8::try_from(number(1)?).ok()?),
        limit: number(2).and_then(|limit| u32::try_from(limit).ok()),
    })
}

fn section_from(id: u32, value: &Value) -> Option<Section> {
    Some(Section { id, name: value.as_text()?.into() })
}

fn field_value(field: &Field) -> Value {
    let choices = field.choices.iter().cloned().map(Value::Text).collect();
    let kind = super::words::FieldKindShape::from(field.kind).word();
    Value::List(vec![Value::Text(field.name.clone()), Value::Text(kind.into()), Value::List(choices)])
}

fn field_from(id: u32, value: &Value) -> Option<Field> {
    let Value::List(parts) = value else { return None };
    let kind = super::words::FieldKindShape::from_word(parts.get(1)?.as_text()?)?.into();
    let Some(Value::List(choices)) = parts.get(2) else { return None };
    let choices = choices.iter().filter_map(|choice| choice.as_text().map(str::to_owned)).collect();
    Some(Field { id, name: parts.first()?.as_text()?.into(), kind, choices })
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::{
        Id,
        space::{Access, Category, FieldKind},
    };

    #[test]
    fn every_change_of_a_space_can_be_put_back() {
        let before = Space::new(Id::from_u128(7), 3, "Service".into(), "SVC".into(), 0);
        let mut after = before.clone();
        after.name = "Repairs".into();
        after.access = Access::Private;
        after.description = "# Us".into();
        after.tools_off = vec!["overview".into()];
        after.deleted_ms = Some(9);
        after.targets.answer = Some(240);
        after.finish = Some("2027-01-18".parse().unwrap());
        after.add_status("Checking", Category::Doing, Some(4), None).unwrap();
        after.statuses.retain(|status| status.id != 3);
        after.sections.push(Section { id: 8, name: "Later".into() });
        after.fields.push(Field {
            id: 9,
            name: "Size".into(),
            kind: FieldKind::Choice,
            choices: vec!["S".into(), "L".into()],
        });
        let changed = changes(&before, &after);
        let mut again = after.clone();
        assert!(changed.iter().all(|change| set(&mut again, &change.field, &change.before)));
        assert_eq!(of(&again), of(&before));
        assert!(changed.iter().all(|change| set(&mut again, &change.field, &change.after)));
        assert_eq!(of(&again), of(&after));
    }
}
