//! What is done with the organization: made once, changed by admins.

use super::{input, store, views::OrganizationPatch};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    http::call::{IfMatch, unchanged_since},
};
use guildhall_domain::{
    Id,
    change::{self, Action, Change, FieldChange, Kind, Value},
    limits,
    organization::Organization,
    working,
};

/// Makes the organization. There is exactly one: of two who try, one is too late.
pub fn create(work: &mut Work<'_, '_>, name: &str, time_zone: &str, language: &str) -> Result<Organization, Error> {
    if work.directory().is_set_up() {
        return Err(Error::new(Code::SetupDone));
    }
    let name = limits::line("organization", name, limits::NAME)?;
    let mut organization = Organization::new(name, input::zone(time_zone)?, input::language(language)?);
    organization.seq = work.log(work.change(Kind::Organization, Id::nil(), Action::Created))?;
    store::put(work.tx, &organization)?;
    work.directory_changed()?;
    Ok(organization)
}

/// Changes the organization.
pub fn edit(
    work: &mut Work<'_, '_>,
    if_match: IfMatch,
    patch: &OrganizationPatch,
    address: &str,
) -> Result<Organization, Error> {
    access::admin(work)?;
    let before = work.directory().organization.clone().ok_or_else(Error::not_found)?;
    let mut after = apply(&before, patch)?;
    let sent = change::sent([
        ("name", patch.name.is_some()),
        ("time_zone", patch.time_zone.is_some()),
        ("language", patch.language.is_some()),
        ("currency", patch.currency.is_some()),
        ("working_days", patch.working_days.is_some()),
        ("closed_days", patch.closed_days.is_some()),
        ("opens", patch.opens.is_some()),
        ("closes", patch.closes.is_some()),
        ("timer_step", patch.timer_step.is_some()),
        ("file_limit", patch.file_limit.is_some()),
        ("files_quota", patch.files_quota.is_some()),
    ]);
    unchanged_since(work, if_match, before.seq, &sent)?;
    let fields = changes(&before, &after);
    if fields.is_empty() {
        return Ok(before);
    }
    let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    audit::add(work, AuditAction::OrganizationChanged, &names.join(", "), address)?;
    let change = work.change(Kind::Organization, Id::nil(), Action::Changed);
    after.seq = work.log(Change { fields, previous: before.seq, ..change })?;
    store::put(work.tx, &after)?;
    work.directory_changed()?;
    Ok(after)
}

fn apply(before: &Organization, patch: &OrganizationPatch) -> Result<Organization, Error> {
    let mut after = before.clone();
    if let Some(name) = &patch.name {
        after.name = limits::line("name", name, limits::NAME)?;
    }
    if let Some(zone) = &patch.time_zone {
        after.time_zone = input::zone(zone)?;
    }
    if let Some(language) = &patch.language {
        after.language = input::language(language)?;
    }
    if let Some(currency) = &patch.currency {
        after.currency = input::currency(currency)?;
    }
    if let Some(days) = &patch.working_days {
        after.working_days = input::working_days(days)?;
    }
    if let Some(days) = &patch.closed_days {
        after.closed_days = std::sync::Arc::new(input::closed_days(days)?);
    }
    if let Some(opens) = &patch.opens {
        after.open.0 = input::clock(opens, "opens")?;
    }
    if let Some(closes) = &patch.closes {
        after.open.1 = input::clock(closes, "closes")?;
    }
    after.open = working::open(after.open)?;
    if let Some(step) = patch.timer_step {
        after.timer_step = input::timer_step(step)?;
    }
    if let Some(limit) = patch.file_limit {
        after.file_limit = input::file_limit(limit)?;
    }
    if let Some(quota) = patch.files_quota {
        after.files_quota = quota.min(i64::MAX.cast_unsigned());
    }
    Ok(after)
}

fn changes(before: &Organization, after: &Organization) -> Vec<FieldChange> {
    let text = |text: &str| Value::Text(text.to_owned());
    let facts = |o: &Organization| {
        [
            ("name", text(&o.name)),
            ("time_zone", text(o.time_zone.name())),
            ("language", text(&o.language)),
            ("currency", text(&o.currency)),
            ("working_days", Value::Int(o.working_days.into())),
            ("closed_days", Value::List(o.closed_days.iter().map(|day| Value::Text(day.to_string())).collect())),
            ("opens", text(&input::clock_text(o.open.0))),
            ("closes", text(&input::clock_text(o.open.1))),
            ("timer_step", Value::Int(o.timer_step.into())),
            ("file_limit", Value::Int(o.file_limit.cast_signed())),
            ("files_quota", Value::Int(o.files_quota.cast_signed())),
        ]
    };
    change::paired(facts(before), facts(after))
}
